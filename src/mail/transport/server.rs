//! Where mail is handed over: the server that `MARU_SMTP_URL` names.

use std::{fmt, net::IpAddr, str::FromStr};

use lettre::transport::smtp::{
    authentication::Credentials,
    client::{Certificate, TlsParameters},
};

/// An SMTP server and how it is spoken to. The password is in neither Debug nor Display.
#[derive(Clone)]
pub struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<Credentials>,
    user: Option<String>,
    pub(super) tls: Option<TlsParameters>,
}

/// What protects a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Nothing: only ever on the loopback.
    Plain,
    /// STARTTLS (RFC 3207), required: a server that does not offer it is not spoken to.
    StartTls,
    /// TLS from the first byte (RFC 8314 §3.3).
    Tls,
}

/// A setting that names no server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServerError {
    /// Another scheme, or none.
    #[error("an SMTP address begins with smtp://, smtps:// or smtp+starttls://")]
    Scheme,
    /// Nothing between the scheme and the port, or what can be no host.
    #[error(
        "the SMTP address names no host; write it as smtp+starttls://user:password@mail.example.org:587"
    )]
    Host,
    /// A port that is none.
    #[error("the port of the SMTP address is no number from 1 to 65535")]
    Port,
    /// A path, a query or a fragment.
    #[error("the SMTP address ends with its host and port; no path, query or fragment may follow")]
    Rest,
    /// A user without a password, or one that cannot be read.
    #[error(
        "user and password of the SMTP address are written user:password@, with other characters than letters and \
         digits as %XX"
    )]
    Credentials,
    /// A certificate that cannot be read.
    #[error("the certificate to trust cannot be read: {0}")]
    Certificate(String),
    /// The TLS library refuses.
    #[error("TLS cannot be set up for this server: {0}")]
    Tls(String),
}

impl Server {
    /// The host, as it was written.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port: 25, 465 or 587 by scheme where none was written.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What protects the connection.
    pub fn security(&self) -> Security {
        self.security
    }

    /// Trusts certificates signed by these too (PEM, one or several): a house with an authority of its own.
    pub fn trusting(mut self, pem: &[u8]) -> Result<Self, ServerError> {
        if self.security == Security::Plain {
            return Ok(self);
        }
        let certificate = Certificate::from_pem(pem)
            .map_err(|error| ServerError::Certificate(error.to_string()))?;
        let tls = TlsParameters::builder(self.host.clone())
            .add_root_certificate(certificate)
            .build()
            .map_err(|error| ServerError::Tls(error.to_string()))?;
        self.tls = Some(tls);
        Ok(self)
    }
}

impl FromStr for Server {
    type Err = ServerError;

    /// `smtp://` is plain on the loopback and needs STARTTLS elsewhere; `smtp+starttls://` needs it everywhere;
    /// `smtps://` is TLS from the start. User and password, percent-encoded, may stand before the host.
    fn from_str(url: &str) -> Result<Self, ServerError> {
        let (scheme, rest) = url.trim().split_once("://").ok_or(ServerError::Scheme)?;
        let (credentials, authority) = match rest.rsplit_once('@') {
            Some((credentials, authority)) => (Some(credentials), authority),
            None => (None, rest),
        };
        let authority = authority.strip_suffix('/').unwrap_or(authority);
        if authority.contains(['/', '?', '#']) {
            return Err(ServerError::Rest);
        }
        let (host, port) = host_and_port(authority)?;
        let security = match scheme {
            "smtp" if is_loopback(&host) => Security::Plain,
            "smtp" | "smtp+starttls" => Security::StartTls,
            "smtps" => Security::Tls,
            _ => return Err(ServerError::Scheme),
        };
        let port = port.unwrap_or(match scheme {
            "smtps" => 465,
            "smtp" => 25,
            _ => 587,
        });
        let (user, password) = match credentials {
            Some(pair) => {
                let (user, password) = pair.split_once(':').ok_or(ServerError::Credentials)?;
                (Some(decoded(user)?), Some(decoded(password)?))
            }
            None => (None, None),
        };
        let tls = match security {
            Security::Plain => None,
            Security::StartTls | Security::Tls => Some(
                TlsParameters::new(host.clone())
                    .map_err(|error| ServerError::Tls(error.to_string()))?,
            ),
        };
        Ok(Self {
            host,
            port,
            security,
            credentials: user
                .clone()
                .zip(password)
                .map(|(user, password)| Credentials::new(user, password)),
            user,
            tls,
        })
    }
}

pub(in crate::mail) fn host_and_port(
    authority: &str,
) -> Result<(String, Option<u16>), ServerError> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(literal) => {
            let (host, after) = literal.split_once(']').ok_or(ServerError::Host)?;
            host.parse::<std::net::Ipv6Addr>()
                .map_err(|_| ServerError::Host)?;
            let port = match after.strip_prefix(':') {
                Some(port) => Some(port),
                None if after.is_empty() => None,
                None => return Err(ServerError::Host),
            };
            (host, port)
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let is_name = |host: &str| {
        !host.is_empty()
            && host.len() <= 253
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    };
    if host.parse::<IpAddr>().is_err() && !is_name(host) {
        return Err(ServerError::Host);
    }
    let port = match port {
        Some(port) => Some(
            port.parse()
                .ok()
                .filter(|port| *port != 0)
                .ok_or(ServerError::Port)?,
        ),
        None => None,
    };
    Ok((host.to_ascii_lowercase(), port))
}

pub(in crate::mail) fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

pub(in crate::mail) fn decoded(part: &str) -> Result<String, ServerError> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == b'%' {
            let hex = rest.get(..2).ok_or(ServerError::Credentials)?;
            let hex = std::str::from_utf8(hex).map_err(|_| ServerError::Credentials)?;
            bytes.push(u8::from_str_radix(hex, 16).map_err(|_| ServerError::Credentials)?);
            rest = &rest[2..];
        } else {
            bytes.push(first);
        }
    }
    let text = String::from_utf8(bytes).map_err(|_| ServerError::Credentials)?;
    if text.is_empty() || text.contains(|c: char| c.is_control()) {
        return Err(ServerError::Credentials);
    }
    Ok(text)
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<(String, u16, Security), ServerError> {
        url.parse::<Server>()
            .map(|server| (server.host, server.port, server.security))
    }

    #[test]
    fn plain_is_for_the_loopback_alone() {
        use Security::{Plain, StartTls, Tls};
        let is = |host: &str, port, security| Ok((host.to_owned(), port, security));
        assert_eq!(read("smtp://127.0.0.1:2525"), is("127.0.0.1", 2525, Plain));
        assert_eq!(read("smtp://[::1]:2525/"), is("::1", 2525, Plain));
        assert_eq!(read("smtp://LOCALHOST"), is("localhost", 25, Plain));
        assert_eq!(
            read("smtp://mail.example"),
            is("mail.example", 25, StartTls)
        );
        assert_eq!(read("smtp://10.0.0.7"), is("10.0.0.7", 25, StartTls));
        assert_eq!(
            read("smtp://127.0.0.1.evil.example"),
            is("127.0.0.1.evil.example", 25, StartTls)
        );
        assert_eq!(
            read("smtp+starttls://u:p@localhost"),
            is("localhost", 587, StartTls)
        );
        assert_eq!(read("smtps://mail.example"), is("mail.example", 465, Tls));
    }

    #[test]
    fn what_is_no_server_says_why() {
        assert_eq!(read("mail.example"), Err(ServerError::Scheme));
        assert_eq!(read("http://mail.example"), Err(ServerError::Scheme));
        assert_eq!(read("smtp://"), Err(ServerError::Host));
        assert_eq!(read("smtp://a b"), Err(ServerError::Host));
        assert_eq!(read("smtp://[::1"), Err(ServerError::Host));
        assert_eq!(read("smtp://h:0"), Err(ServerError::Port));
        assert_eq!(read("smtp://h:x"), Err(ServerError::Port));
        assert_eq!(read("smtp://h/x?y"), Err(ServerError::Rest));
        assert_eq!(read("smtp://u@h"), Err(ServerError::Credentials));
        assert_eq!(read("smtp://u:%zz@h"), Err(ServerError::Credentials));
    }

    #[test]
    fn the_password_is_read_and_never_shown() {
        let server: Server = "smtps://hub%40hub.example:s%3Ac%2Fr@t@mail.example"
            .parse()
            .unwrap();
        assert_eq!(
            server.credentials,
            Some(Credentials::new("hub@hub.example".into(), "s:c/r@t".into()))
        );
        for shown in [
            format!("{server:?}"),
            format!("{server:#?}"),
            server.to_string(),
        ] {
            assert!(!shown.contains("c/r"), "{shown}");
        }
        let error = "smtps://u:secret:x@h:y".parse::<Server>().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}
