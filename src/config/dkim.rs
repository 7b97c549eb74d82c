//! With what the hub's mail is signed (DKIM, RFC 6376).

use std::path::PathBuf;

use super::{ConfigError, Mailbox, wrong};

/// The settings of the signature. The key itself is read by whoever signs: others may be unable to, and need not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dkim {
    /// Where the key is, in PEM.
    pub key_file: PathBuf,
    /// Under which receivers find it: `{selector}._domainkey.{domain}`.
    pub selector: String,
    /// The domain that signs: that of the hub's mailbox, or one above it.
    pub domain: String,
}

impl Dkim {
    pub(super) fn checked(
        key_file: Option<String>,
        selector: Option<String>,
        domain: Option<String>,
        from: &Mailbox,
    ) -> Result<Option<Self>, ConfigError> {
        let Some(key_file) = key_file else {
            let lonely = [
                ("MARU_DKIM_SELECTOR", selector),
                ("MARU_DKIM_DOMAIN", domain),
            ];
            return match lonely.into_iter().find(|(_, value)| value.is_some()) {
                Some((setting, _)) => Err(wrong(
                    setting,
                    "it needs the key to sign with: set MARU_DKIM_KEY_FILE too".into(),
                )),
                None => Ok(None),
            };
        };
        let selector = selector.ok_or_else(|| {
            wrong(
                "MARU_DKIM_KEY_FILE",
                "it needs the name under which receivers find the key: set MARU_DKIM_SELECTOR too"
                    .into(),
            )
        })?;
        if !is_name(&selector) {
            let why = format!(
                "“{selector}” is no selector; write letters, digits and hyphens, such as s1"
            );
            return Err(wrong("MARU_DKIM_SELECTOR", why));
        }
        let host = from.address.rsplit_once('@').map_or("", |(_, host)| host);
        let host = host.to_ascii_lowercase();
        let domain = domain.map_or_else(|| host.clone(), |domain| domain.to_ascii_lowercase());
        if !is_name(&domain) {
            let why = format!("“{domain}” is no domain that could sign");
            return Err(wrong("MARU_DKIM_DOMAIN", why));
        }
        // Receivers ask whether From and signature belong together (RFC 7489 section 3.1.1).
        let above = host
            .strip_suffix(&domain)
            .is_some_and(|below| below.is_empty() || below.ends_with('.'));
        if !above {
            let why = format!(
                "a signature of {domain} says nothing of mail from {}; sign as {host} or a domain above it",
                from.address
            );
            return Err(wrong("MARU_DKIM_DOMAIN", why));
        }
        Ok(Some(Self {
            key_file: key_file.into(),
            selector,
            domain,
        }))
    }
}

/// Labels of letters, digits and hyphens, with dots between them.
fn is_name(name: &str) -> bool {
    name.len() <= 253
        && name.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
        })
}
