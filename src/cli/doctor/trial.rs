//! Mails that are sent on request: one to someone, step by step with the server's words, and one to the hub itself, which
//! must come back.

use std::time::{Duration, Instant as Steady};

use diesel::{QueryableByName, prelude::*, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Asked, Report, mail};
use crate::{
    app,
    base::{
        clock::{Clock, SystemClock},
        db::{Db, DbError},
        hub::Hub,
        ids::{self, InboundId},
        language::Arg,
        secret::{Key, Purpose},
    },
    config::Config,
    mail::{
        compose::{self, Composed},
        dns, draft,
        inbound::{self, kept::Way},
        mailbox::Mailbox,
        records,
        render::Rendered,
        transport::{Destination, Outcome, Patience, Server, Transport},
    },
    web::pages::html::escape,
    worker,
};

/// How often it is looked whether a mail has come back.
const LOOK: Duration = Duration::from_millis(500);

/// Sends what was asked for.
pub async fn run(report: &mut Report, config: &Config, asked: &Asked, db: &Db, key: Key) {
    if asked.mail_to.is_none() && !asked.round_trip {
        return;
    }
    let Ok(Destination::Smtp(server)) = worker::destination(config) else {
        return report.wrong(
            "test mail",
            "there is no mail server to which it could be given",
            "set MARU_SMTP_URL",
        );
    };
    let trial = Trial {
        hub: app::hub(config, key),
        config,
        asked,
        server: &server,
    };
    if let Some(address) = &asked.mail_to {
        trial.to_someone(report, address).await;
    }
    if asked.round_trip {
        trial.round(report, db).await;
    }
}

struct Trial<'a> {
    hub: Hub,
    config: &'a Config,
    asked: &'a Asked,
    server: &'a std::sync::Arc<Server>,
}

impl Trial<'_> {
    async fn to_someone(&self, report: &mut Report, address: &str) {
        let id = ids::fresh(&SystemClock);
        let mailbox = Mailbox::new(None, address).map_err(|error| error.to_string());
        let sent = match mailbox.and_then(|to| self.composed(id, &to, "test-mail")) {
            Ok(mail) => self.send(report, "test mail", &mail).await,
            Err(error) => Err(error),
        };
        match sent {
            Ok(()) => report.fine(
                "test mail",
                format!("the server took it for {address}; whether it arrives is seen there"),
            ),
            Err(error) => report.wrong("test mail", error, ""),
        }
    }

    /// A mail with a token to the hub's own address, as answers are: out by the server, and in by whichever way mail comes in.
    async fn round(&self, report: &mut Report, db: &Db) {
        let id = ids::fresh(&SystemClock);
        let token = self.hub.key.token(Purpose::Reply, &[id], 0);
        let to = draft::hub_mailbox(&self.hub).and_then(|hub| match self.hub.reply_tokens {
            true => Ok(hub.with_token(&token)?),
            false => Ok(hub),
        });
        let to = to.map_err(|error| error.to_string());
        let sent = match to.and_then(|to| self.composed(id, &to, "test-loop")) {
            Ok(mail) => self.send(report, "loop", &mail).await,
            Err(error) => Err(error),
        };
        if let Err(error) = sent {
            return report.wrong("loop", error, "");
        }
        match self.came_back(db, id).await {
            Ok(Some(back)) => self.examine(report, &token, &back).await,
            Ok(None) => report.wrong(
                "loop",
                format!("the mail did not come back within {} s", self.asked.wait),
                "let the mail server hand mail for the hub’s address to `maru receive`, or set MARU_IMAP_URL; \
                 docs/OPERATING.md says how. Where mail is slow, wait longer (--wait)",
            ),
            Err(error) => report.wrong("loop", error, ""),
        }
    }

    fn composed(&self, id: Uuid, to: &Mailbox, text: &str) -> Result<Composed, String> {
        let hub = draft::hub_mailbox(&self.hub).map_err(|error| error.to_string())?;
        let say = |key: &str| {
            let args = [
                ("hub", Arg::from(self.hub.name.as_str())),
                ("url", Arg::from(self.hub.public_url.as_str())),
                ("id", Arg::from(id.to_string())),
            ];
            self.hub.language.with(key, &args)
        };
        let words = say(&format!("{text}-text"));
        let content = Rendered {
            subject: say(&format!("{text}-subject")),
            html: format!(
                "<html><head></head><body><p>{}</p></body></html>",
                escape(&words)
            ),
            text: format!("{words}\n"),
        };
        let mail = compose::Mail {
            id,
            date: SystemClock.now(),
            hub: &hub,
            to,
            token: None,
            reply_to: None,
            language: self.hub.language,
            content: &content,
            thread: &[],
            list: None,
            calendar: None,
        };
        let mut mail = compose::compose(&mail).map_err(|error| error.to_string())?;
        if let Some(signer) = worker::signer(self.config).map_err(|error| error.to_string())? {
            signer
                .sign(&mut mail, SystemClock.now())
                .map_err(|error| error.to_string())?;
        }
        Ok(mail)
    }

    /// Says each step with the server's words.
    async fn send(&self, report: &Report, what: &str, mail: &Composed) -> Result<(), String> {
        report.note(what, format!("to {} by {}", mail.recipient, self.server));
        let host = mail::host(self.config);
        let mut transport =
            Transport::new(self.server.clone(), host, Patience::default()).telling();
        let outcome = transport.send(mail).await;
        for line in transport.told() {
            report.more(line);
        }
        transport.close().await;
        match outcome {
            Outcome::Accepted => Ok(()),
            Outcome::Refused { text, .. } => Err(format!("the server refused it: {text}")),
            Outcome::Unreachable(text) | Outcome::Unanswered(text) => Err(text),
        }
    }

    /// Waits for the mail `id`; looks into the mailbox itself where there is one.
    async fn came_back(&self, db: &Db, id: Uuid) -> Result<Option<Back>, DbError> {
        let source = worker::mailbox(self.config).ok().flatten();
        let began = Steady::now();
        let patience = Duration::from_secs(self.asked.wait);
        loop {
            if let Some(source) = &source {
                let polled = worker::inbound::poll::poll(db, &SystemClock, &self.hub, source);
                if let Err(error) = polled.await {
                    tracing::warn!(%error, "the mailbox cannot be read");
                }
            }
            if let Some(kept) = kept(db, id).await? {
                let took = began.elapsed();
                return Ok(Some(Back { kept, took }));
            }
            if began.elapsed() > patience {
                return Ok(None);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Whether it came back as it must in order to be understood.
    async fn examine(&self, report: &mut Report, token: &str, back: &Back) {
        let way = match back
            .kept
            .came_by
            .as_deref()
            .and_then(|way| way.parse().ok())
        {
            Some(Way::Pipe) => "by `maru receive`",
            Some(Way::Mailbox) => "by the mailbox (MARU_IMAP_URL)",
            None => "by a way that was not noted",
        };
        report.fine(
            "loop",
            format!(
                "the mail came back after {:.1} s, {way}",
                back.took.as_secs_f32()
            ),
        );
        let read = draft::hub_mailbox(&self.hub)
            .ok()
            .and_then(|hub| inbound::read(&back.kept.source, &hub));
        if self.hub.reply_tokens && read.and_then(|mail| mail.token).as_deref() != Some(token) {
            report.wrong(
                "reply address",
                "what stood behind the plus sign is gone from the address",
                "let the mail server keep it (Postfix: recipient_delimiter = +, flag D of pipe), or set MARU_REPLY_TOKENS=off",
            );
        } else if self.hub.reply_tokens {
            report.fine("reply address", "its token came back");
        }
        let signatures = records::signatures(&back.kept.source);
        if signatures.is_empty() {
            report.note(
                "DKIM",
                "the mail came back without a signature; let the mail server sign what leaves it, or Maru (MARU_DKIM_KEY_FILE)",
            );
        }
        let server = self.asked.name_server.unwrap_or_else(dns::name_server);
        for (domain, selector) in signatures {
            mail::dkim(report, server, &domain, &selector).await;
        }
    }
}

/// A mail that came back.
struct Back {
    kept: Kept,
    took: Duration,
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    came_by: Option<String>,
    #[diesel(sql_type = sql_types::Binary)]
    source: Vec<u8>,
}

async fn kept(db: &Db, id: Uuid) -> Result<Option<Kept>, DbError> {
    // Whatever came since then; the mail's id stands in its Message-ID and in its subject.
    let since = InboundId(id);
    let found = sql_query(
        "SELECT came_by, source FROM inbound_mails WHERE id > $1 AND position($2 IN source) > 0 ORDER BY id LIMIT 1",
    )
    .bind::<sql_types::Uuid, _>(since)
    .bind::<sql_types::Binary, _>(id.to_string().into_bytes())
    .get_result(&mut db.get().await?)
    .await
    .optional()?;
    Ok(found)
}
