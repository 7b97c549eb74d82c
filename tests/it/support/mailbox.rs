//! The mail that goes out: a worker's round over the test's clock, and what was captured, read back by a foreign parser.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use mail_parser::{MessageParser, MimeHeaders};
use maru::{
    base::schema::{captured_mails, messages},
    mail::transport::Destination,
    seminars::notices::digest,
    worker,
};
use tokio_util::sync::CancellationToken;

use super::app::TestApp;

/// A mail as its recipient gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// What it tells.
    pub kind: String,
    /// To whom.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// Where a reply goes.
    pub reply_to: String,
    /// The Message-ID, without angle brackets.
    pub id: String,
    /// The properties of the calendar entry: the last of each name, parameters left out.
    pub calendar: BTreeMap<String, String>,
    /// The `method` parameter of the calendar part.
    pub method: Option<String>,
    /// The headers by which what goes to many is stopped.
    pub list: BTreeMap<&'static str, String>,
}

impl Mail {
    /// The first address in the text that begins with `begin`.
    pub fn link(&self, begin: &str) -> String {
        let from = self
            .text
            .find(begin)
            .unwrap_or_else(|| panic!("no {begin} in {}", self.text));
        self.text[from..]
            .split_whitespace()
            .next()
            .unwrap()
            .to_owned()
    }
}

impl TestApp {
    /// Makes the digests that are due by the test's clock, and sends what is; answers what was sent since the last call, by kind and recipient.
    pub async fn mails(&self) -> Vec<Mail> {
        let mut conn = self.conn().await;
        let before: Vec<uuid::Uuid> = captured_mails::table
            .select(captured_mails::message_id)
            .load(&mut conn)
            .await
            .unwrap();
        digest::make(&mut conn, &*self.clock, &self.hub)
            .await
            .unwrap();
        // Back to the pool, so that the office takes this one and no other has to learn the same statements.
        drop(conn);
        let mut office = worker::office(&self.app, Destination::Captured, 1, None);
        while office.round(&CancellationToken::new()).await.unwrap().sent > 0 {}
        let mut conn = self.conn().await;
        let sent: Vec<(String, String, Vec<u8>)> = captured_mails::table
            .inner_join(messages::table.on(messages::id.eq(captured_mails::message_id)))
            .filter(captured_mails::message_id.ne_all(before))
            .order((messages::kind, messages::address))
            .select((messages::kind, messages::address, captured_mails::source))
            .load(&mut conn)
            .await
            .unwrap();
        sent.iter()
            .map(|(kind, to, source)| read(kind, to, source))
            .collect()
    }
}

/// A message as a mail client reads it.
pub fn read(kind: &str, to: &str, source: &[u8]) -> Mail {
    let parsed = MessageParser::default().parse(source).unwrap();
    let part = parsed.parts.iter().find(|part| {
        part.content_type()
            .is_some_and(|t| t.ctype() == "text" && t.subtype() == Some("calendar"))
    });
    let calendar = part
        .map(|part| part.text_contents().unwrap().replace("\r\n ", ""))
        .unwrap_or_default();
    Mail {
        kind: kind.to_owned(),
        to: to.to_owned(),
        subject: parsed.subject().unwrap().to_owned(),
        text: parsed.body_text(0).unwrap().replace("\r\n", "\n"),
        reply_to: parsed
            .reply_to()
            .and_then(|to| Some(to.first()?.address()?.to_owned()))
            .unwrap_or_default(),
        id: parsed.message_id().unwrap().to_owned(),
        calendar: calendar
            .lines()
            .filter_map(|line| {
                let (name, value) = line.split_once(':')?;
                Some((name.split(';').next()?.to_owned(), value.to_owned()))
            })
            .collect(),
        list: ["List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"]
            .into_iter()
            .filter_map(|name| {
                let value = parsed.header_raw(name)?;
                Some((name, value.split_whitespace().collect::<Vec<_>>().join(" ")))
            })
            .collect(),
        method: part.and_then(|part| Some(part.content_type()?.attribute("method")?.to_owned())),
    }
}
