//! What a slice's `notices` hand over for a message: its content, and what of it depends on the recipient. The addresses
//! and identifiers round it are the same for every kind and are added here.

use super::{
    compose::{self, ComposeError, Composed},
    mailbox::Mailbox,
    outbox::Message,
    render::Rendered,
};
use crate::base::{
    clock::Instant,
    hub::Hub,
    ids::MessageId,
    language::Language,
    secret::{Key, Purpose},
};

/// A rendered message, before it is MIME.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The recipient's name, where it is known.
    pub name: Option<String>,
    /// The language of the content.
    pub language: Language,
    /// Subject, text and HTML.
    pub content: Rendered,
    /// To whom a reply goes, where that is not the hub.
    pub reply_to: Option<Mailbox>,
    /// Messages to the same recipient that went before in the same thread, the earliest first ([`message_id`]).
    pub thread: Vec<String>,
    /// For reminders, digests and announcements; never on personal invitations.
    pub list: Option<List>,
    /// An invitation, its update or its cancellation.
    pub calendar: Option<Calendar>,
    /// The other messages to the same recipient that it tells as well: they go out with it.
    pub tells: Vec<MessageId>,
}

/// How a recipient leaves what is sent to many, as in [`compose::List`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The left part of the List-Id, such as a series' slug.
    pub id: String,
    /// The name of the list, as people read it.
    pub name: String,
    /// An address that unsubscribes by POST, without cookie or login; none where one reader would act for all.
    pub url: Option<String>,
}

/// A calendar object that goes with the message, as in [`compose::CalendarPart`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The METHOD in `body`; `None` for a file to add.
    pub method: Option<&'static str>,
    /// The iCalendar object (RFC 5545).
    pub body: String,
}

impl Draft {
    /// Content alone.
    pub fn new(name: Option<String>, language: Language, content: Rendered) -> Self {
        Self {
            name,
            language,
            content,
            reply_to: None,
            thread: Vec::new(),
            list: None,
            calendar: None,
            tells: Vec::new(),
        }
    }

    /// The MIME message for the row `message`, dated `at`. Reply-To and the envelope sender carry the message's token where
    /// the hub has reply tokens and its mailbox leaves room for one (RFC 5321 §4.5.3.1.1: 64 octets before the `@`).
    ///
    /// # Errors
    /// [`ComposeError`] where an address is none, or the calendar's method is none.
    pub fn compose(
        &self,
        hub: &Hub,
        message: &Message,
        at: Instant,
    ) -> Result<Composed, ComposeError> {
        let from = hub_mailbox(hub)?;
        let to = Mailbox::new(self.name.as_deref(), &message.address)?;
        let token = reply_token(&hub.key, message);
        let in_address = is_in_address(hub, &from, &token);
        compose::compose(&compose::Mail {
            id: message.id.0,
            date: at,
            hub: &from,
            to: &to,
            token: in_address.then_some(token.as_str()),
            reply_to: self.reply_to.as_ref(),
            language: self.language,
            content: &self.content,
            thread: &self.thread,
            list: self.list.as_ref().map(|list| compose::List {
                id: &list.id,
                name: &list.name,
                url: list.url.as_deref(),
                token: (!in_address).then_some(token.as_str()),
            }),
            calendar: self
                .calendar
                .as_ref()
                .map(|calendar| compose::CalendarPart {
                    method: calendar.method,
                    body: calendar.body.clone(),
                }),
        })
    }
}

fn is_in_address(hub: &Hub, from: &Mailbox, token: &str) -> bool {
    hub.reply_tokens && from.local().len() + 1 + token.len() <= 64
}

/// Whether reports about `message` come back to an address that bears its token, so that one without it was sent by somebody
/// else.
pub fn bears_token(hub: &Hub, message: &Message) -> bool {
    let token = reply_token(&hub.key, message);
    hub_mailbox(hub).is_ok_and(|from| is_in_address(hub, &from, &token))
}

/// The hub's one mailbox: From, and ORGANIZER in calendars.
///
/// # Errors
/// [`ComposeError`] where its address is none; the settings allow no such.
pub fn hub_mailbox(hub: &Hub) -> Result<Mailbox, ComposeError> {
    Ok(Mailbox::new(Some(&hub.mail_name), &hub.mail_address)?)
}

/// The token in the address to which a reply to `message` goes.
pub fn reply_token(key: &Key, message: &Message) -> String {
    key.token(Purpose::Reply, &[message.id.0], 0)
}

/// The Message-ID that the row `id` goes out with, for [`Draft::thread`].
///
/// # Errors
/// As [`hub_mailbox`].
pub fn message_id(hub: &Hub, id: crate::base::ids::MessageId) -> Result<String, ComposeError> {
    Ok(compose::message_id(id.0, &hub_mailbox(hub)?))
}
