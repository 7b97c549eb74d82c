//! Mail: whether the server would take it, whether the mailbox opens, and what the domain says of its mail in the name
//! system.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use super::{Asked, Report};
use crate::{
    config::Config,
    mail::{
        dns,
        records::{self, Judgement},
        sign::Signer,
        transport::{Destination, Patience, Transport},
    },
    worker,
};

/// How long a name server may take over one question.
const PATIENCE: Duration = Duration::from_secs(4);

/// Looks at all of it.
pub async fn examine(report: &mut Report, config: &Config, asked: &Asked) {
    let sends = server(report, config).await;
    mailbox(report, config).await;
    let signer = signature(report, config);
    if sends {
        domain(report, config, asked, signer.as_deref()).await;
    }
}

/// Whether the server would take mail; answers whether one is set.
async fn server(report: &mut Report, config: &Config) -> bool {
    match worker::destination(config) {
        Err(error) => report.wrong("mail", error, "write it as in the manual"),
        Ok(Destination::Captured) => {
            report.note(
                "mail",
                "captured, none is sent; MARU_SMTP_URL names a server",
            );
            return false;
        }
        Ok(Destination::Smtp(server)) => {
            let shown = server.to_string();
            let mut transport = Transport::new(server, host(config), Patience::default());
            match transport.probe().await {
                Ok(()) => report.fine("mail", format!("{shown} would take it")),
                Err(error) => report.wrong(
                    "mail",
                    error,
                    "is MARU_SMTP_URL right, and does the server run?",
                ),
            }
        }
    }
    true
}

/// The host of the hub's mailbox.
pub fn host(config: &Config) -> &str {
    let address = &config.mail_from.address;
    address.rsplit_once('@').map_or("", |(_, host)| host)
}

async fn mailbox(report: &mut Report, config: &Config) {
    let source = match worker::mailbox(config) {
        Ok(Some(source)) => source,
        Ok(None) => {
            return report.note(
                "mailbox",
                "none is asked for new mail (MARU_IMAP_URL); `maru receive` takes it from a pipe",
            );
        }
        Err(error) => return report.wrong("mailbox", error, "write it as in the manual"),
    };
    let looked = async {
        let mut inbox = source.open().await?;
        let new = inbox.unseen().await?.len();
        inbox.close().await;
        Ok::<_, crate::mail::inbound::imap::PollError>(new)
    };
    match looked.await {
        Ok(new) => report.fine(
            "mailbox",
            format!("signed in; {new} new messages lie in it"),
        ),
        Err(error) => report.wrong(
            "mailbox",
            error,
            "is MARU_IMAP_URL right, and does the server run?",
        ),
    }
}

/// Whether Maru signs what it sends; answers with what.
fn signature(report: &mut Report, config: &Config) -> Option<Arc<Signer>> {
    match worker::signer(config) {
        Err(error) => {
            let remedy =
                "give a key that this user can read, or leave the signature to the mail server";
            report.wrong("signature", error, remedy);
            None
        }
        Ok(None) => {
            report.note(
                "signature",
                "Maru does not sign (MARU_DKIM_KEY_FILE); the mail server may",
            );
            None
        }
        Ok(Some(signer)) => {
            report.fine(
                "signature",
                format!("Maru signs as {} ({})", signer.name(), signer.kind()),
            );
            Some(signer)
        }
    }
}

async fn domain(report: &mut Report, config: &Config, asked: &Asked, signer: Option<&Signer>) {
    let domain = host(config).to_lowercase();
    if !domain.contains('.') || domain.starts_with('[') {
        return report.note(
            "domain",
            format!("{domain} is none of the internet; nobody is asked what it says of its mail"),
        );
    }
    let server = asked.name_server.unwrap_or_else(dns::name_server);
    let spf = |records: &[String]| records::spf(&domain, records);
    look(report, server, "SPF", &domain, spf).await;
    let name = format!("_dmarc.{domain}");
    let dmarc = |records: &[String]| records::dmarc(&domain, records);
    look(report, server, "DMARC", &name, dmarc).await;
    if let Some(signer) = signer {
        let ours = |records: &[String]| records::dkim_of(signer, records);
        look(report, server, "DKIM", &signer.name(), ours).await;
    }
    match &asked.dkim_selector {
        Some(selector) => dkim(report, server, &domain, selector).await,
        None if signer.is_some() => {}
        None => report.note(
            "DKIM",
            "could not ask: name the selector with which the mail server signs (--dkim-selector), or send a mail round (--loop)",
        ),
    }
}

/// Looks for the key with which `domain` signs under `selector`.
pub async fn dkim(report: &mut Report, server: SocketAddr, domain: &str, selector: &str) {
    let name = format!("{selector}._domainkey.{domain}");
    let dkim = |records: &[String]| records::dkim(&name, records);
    look(report, server, "DKIM", &name, dkim).await;
}

async fn look(
    report: &mut Report,
    server: SocketAddr,
    what: &str,
    name: &str,
    judge: impl Fn(&[String]) -> Judgement,
) {
    match dns::txt(server, name, PATIENCE).await {
        // That nobody answers says nothing of the domain.
        Err(error) => report.note(what, format!("could not ask: {error}")),
        Ok(records) => match judge(&records) {
            Judgement::Fine(found) => report.fine(what, found),
            Judgement::Wrong { found, remedy } => report.wrong(what, found, &remedy),
        },
    }
}
