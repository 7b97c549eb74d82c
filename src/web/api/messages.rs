//! `/messages`: what was told to whom, and what waits. Administrators see all, organisers what is about their seminars
//! or what they caused.

pub mod held;
pub mod retry;

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Asked, list, show};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::Reason,
        ids::{AudienceId, BookingId, MessageId, PersonId, SeminarId, StayId},
        page::{Listed, Page},
    },
    mail::outbox::{self, Filter, Message, MessageKind, MessageState, Reader},
    people,
    seminars::{self, notices},
    web::{actor::ApiActor, errors::Failure},
};

/// A message: one notice to one recipient.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Message)]
pub struct Shown {
    /// Its id.
    id: MessageId,
    /// What it tells.
    kind: MessageKind,
    /// Where it stands.
    state: MessageState,
    /// The address that it goes to.
    recipient: String,
    /// Whom it is for, where that is a person.
    recipient_id: Option<PersonId>,
    /// Which mailing list it is for, where it is for one.
    audience_id: Option<AudienceId>,
    /// The name of person or list, where it is known.
    recipient_name: Option<String>,
    /// The seminar that it is about.
    seminar_id: Option<SeminarId>,
    /// The stay that it is about.
    stay_id: Option<StayId>,
    /// The booking that it is about.
    booking_id: Option<BookingId>,
    /// The revision that it tells.
    revision: Option<i32>,
    /// The calendar sequence that it tells (RFC 5546).
    sequence: Option<i32>,
    /// It goes out from then on.
    #[schema(value_type = DateTime)]
    send_after: Instant,
    /// From then on it is too late, and it becomes void.
    #[schema(value_type = DateTime)]
    not_after: Instant,
    /// How often it was tried to be sent.
    attempts: i32,
    /// When the mail server took it.
    #[schema(value_type = Option<DateTime>)]
    sent_at: Option<Instant>,
    /// When it was sent, failed or became void.
    #[schema(value_type = Option<DateTime>)]
    ended_at: Option<Instant>,
    /// Why it failed, is void, or waits to be tried again.
    error: Option<String>,
    /// Words of the organiser's own above what it tells of a seminar.
    note: Option<String>,
}

impl Shown {
    fn of(message: Message, recipient_name: Option<String>) -> Self {
        Self {
            id: message.id,
            kind: message.kind,
            state: message.state,
            recipient: message.address,
            recipient_id: message.to.person(),
            audience_id: message.to.audience(),
            recipient_name,
            seminar_id: message.about.seminar,
            stay_id: message.about.stay,
            booking_id: message.about.booking,
            revision: message.revision,
            sequence: message.sequence,
            send_after: message.send_after,
            not_after: message.not_after,
            attempts: message.attempts,
            sent_at: message.sent_at,
            ended_at: message.ended_at,
            note: message.payload["note"]
                .as_str()
                .filter(|_| notices::TOLD.contains(&message.kind))
                .map(str::to_owned),
            error: message.error,
        }
    }
}

/// List messages
///
/// The newest first. Administrators see all; others what they caused, and what is about seminars that are theirs or that
/// they organise, but for what tells someone that their calendar program fetches their feed too late.
#[utoipa::path(get, path = "/messages", tag = "Messages", operation_id = "list_messages",
    params(
        ("state" = Option<MessageState>, Query, description = "In this state"),
        ("kind" = Option<MessageKind>, Query, description = "Of this kind"),
        ("recipient" = Option<String>, Query, description = "To this person, by id, or to this address, whatever its case"),
        ("seminar_id" = Option<SeminarId>, Query, description = "About this seminar"),
        ("stay_id" = Option<StayId>, Query, description = "About this stay"),
        ("booking_id" = Option<BookingId>, Query, description = "About this booking"),
        Page,
    ),
    responses((status = 200, body = inline(Listed<Shown>))))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let recipient = asked.read("recipient", recipient);
    let mut filter = Filter {
        states: Vec::from_iter(asked.word("state", MessageState::ALL)),
        kinds: Vec::from_iter(asked.word("kind", MessageKind::ALL)),
        seminar: asked.parsed("seminar_id", "reason-unknown"),
        stay: asked.parsed("stay_id", "reason-unknown"),
        booking: asked.parsed("booking_id", "reason-unknown"),
        ..seen_by(&api)
    };
    match recipient {
        Some(Recipient::Person(person)) => filter.person = Some(person),
        Some(Recipient::Address(address)) => filter.address = Some(address),
        None => {}
    }
    let page = asked.page();
    asked.end()?;
    let page = outbox::Page {
        limit: u16::try_from(page.rows() - 1).unwrap_or(u16::MAX),
        after: page.behind().map(MessageId),
    };
    let mut conn = app.db.get().await?;
    let listed = outbox::list(&mut conn, &filter, page).await?;
    list(&Listed {
        next: listed.next.map(|next| next.0),
        items: named(&mut conn, listed.items).await?,
    })
}

/// Read a message
///
/// For those in whose list it is.
#[utoipa::path(get, path = "/messages/{id}", tag = "Messages", operation_id = "get_message",
    params(MessageId),
    responses((status = 200, body = Shown)))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<MessageId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    show(&shown(&mut conn, &api, *id).await?)
}

/// The same, as it is shown.
async fn shown(
    conn: &mut AsyncPgConnection,
    api: &ApiActor,
    id: MessageId,
) -> Result<Shown, Failure> {
    let message = found(conn, api, id).await?;
    let mut all = named(conn, vec![message]).await?;
    all.pop().ok_or_else(Failure::not_found)
}

/// A message in the caller's list.
async fn found(
    conn: &mut AsyncPgConnection,
    api: &ApiActor,
    id: MessageId,
) -> Result<Message, Failure> {
    let filter = Filter {
        id: Some(id),
        ..seen_by(api)
    };
    let first = outbox::Page {
        limit: 1,
        after: None,
    };
    let mut listed = outbox::list(conn, &filter, first).await?;
    listed.items.pop().ok_or_else(Failure::not_found)
}

/// Those that the caller may see.
fn seen_by(api: &ApiActor) -> Filter {
    Filter {
        of: (!api.actor.is_administrator()).then_some(api.actor.id),
        ..Filter::default()
    }
}

/// To whom: a person, or whoever has an address.
enum Recipient {
    Person(PersonId),
    Address(String),
}

fn recipient(typed: &str) -> Result<Recipient, Reason> {
    if typed.contains('@') {
        return Ok(Recipient::Address(typed.to_owned()));
    }
    let person = typed.parse().map(Recipient::Person);
    person.map_err(|_| Reason::new("reason-unknown"))
}

async fn named(
    conn: &mut AsyncPgConnection,
    messages: Vec<Message>,
) -> Result<Vec<Shown>, Failure> {
    let to = |message: &Message| message.to;
    let names = called(conn, messages.iter().map(to)).await?;
    let shown = messages.into_iter().map(|message| {
        let name = names.get(&message.to).cloned();
        Shown::of(message, name)
    });
    Ok(shown.collect())
}

/// What people and mailing lists are called, as far as it is known; two queries, however many there are.
pub(in crate::web) async fn called(
    conn: &mut AsyncPgConnection,
    readers: impl Iterator<Item = Reader> + Clone,
) -> Result<HashMap<Reader, String>, Failure> {
    let people: Vec<PersonId> = readers.clone().filter_map(Reader::person).collect();
    let lists: Vec<AudienceId> = readers.filter_map(Reader::audience).collect();
    let people = people::queries::names(conn, &people).await?;
    let lists = seminars::queries::audiences_by_id(conn, &lists).await?;
    let people = people
        .into_iter()
        .filter_map(|(id, named)| Some((id.into(), named.name?)));
    let lists = lists.into_iter().map(|(id, list)| (id.into(), list.name));
    Ok(people.chain(lists).collect())
}
