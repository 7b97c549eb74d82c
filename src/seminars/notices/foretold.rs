//! What waits to be told, before it goes: whom it reaches, and the very mails, one of each kind and language.
//!
//! They are rendered as they are when they go out, but with a key that is kept nowhere: the links in them look as they will
//! and open nothing, for they are another person's.

use std::collections::{BTreeMap, HashSet};

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{render, still_true};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{AudienceId, ItemId, MessageId, PersonId, SeminarId},
        language::Language,
        secret::Key,
        zone::Zone,
    },
    mail::{
        outbox::{self, Message, MessageKind, MessageState},
        render::Rendered,
    },
    people,
    seminars::{actions::snapshot, model::Details, queries, rules},
};

/// What organisers tell of a seminar. Words of their own can stand above it; they are kept in the payload, under `note`.
pub const TOLD: &[MessageKind] = &[
    MessageKind::Cancellation,
    MessageKind::Change,
    MessageKind::SpeakerRequest,
    MessageKind::SpeakerChase,
    MessageKind::Thanks,
    MessageKind::SlidesChase,
    MessageKind::RecordingChase,
    MessageKind::Invitation,
    MessageKind::Reminder,
    MessageKind::ReplyWanted,
    MessageKind::Announcement,
];

/// What waits to be told of a seminar, or of the coming ones of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foretold {
    /// A mail each, by kind and name; nobody who is told nothing new. Of several seminars each reader stands here once.
    pub readers: Vec<Reader>,
    /// How many mails that are. What is announced to a mailing list is one, and what goes to it at once another.
    pub mails: usize,
    /// When the seminar, or the first of them, starts: the offsets of zones are those of then.
    pub at: Instant,
    /// One of each kind and language, as its first reader gets it.
    pub letters: Vec<Letter>,
    /// By what it is known again: it changes with the readers, and with what they are told, but for the organiser's own
    /// words.
    pub mark: String,
}

/// Someone who gets a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Which message it is.
    pub message: MessageId,
    /// What it tells.
    pub kind: MessageKind,
    /// Who reads it: a person, or a mailing list.
    pub to: outbox::Reader,
    /// The name of person or list, where it is known.
    pub name: Option<String>,
    /// At which address.
    pub address: String,
    /// In which language.
    pub language: Language,
    /// In which zone.
    pub zone: Zone,
}

/// A mail to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it tells.
    pub kind: MessageKind,
    /// In which language.
    pub language: Language,
    /// How many get one like it.
    pub count: usize,
    /// Who gets this one.
    pub reader: Reader,
    /// How it reads.
    pub content: Rendered,
}

impl Foretold {
    /// How many people and mailing lists are told.
    pub fn count(&self) -> usize {
        let readers: HashSet<outbox::Reader> = self.readers.iter().map(|one| one.to).collect();
        readers.len()
    }

    /// Whether it is to be shown before it is done.
    pub fn is_shown_first(&self) -> bool {
        let mut readers = self.readers.iter();
        let asks = readers.any(|one| one.kind == MessageKind::SpeakerRequest);
        // How many read a mailing list, nobody here knows.
        let tells_many = self.readers.iter().any(|one| one.to.audience().is_some());
        tells_many || rules::is_shown_first(self.count(), asks)
    }
}

/// What `waiting`, all about the seminar of `details`, tells as it stands. What is no longer true is left out.
///
/// # Errors
/// What the database says.
pub async fn foretold(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    waiting: &[Message],
) -> QueryResult<Foretold> {
    foretold_of_all(conn, clock, hub, std::slice::from_ref(details), waiting).await
}

/// As [`foretold`], of several seminars: `waiting` is about those of `all`, which stand by their start.
///
/// # Errors
/// What the database says.
pub async fn foretold_of_all(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    all: &[Details],
    waiting: &[Message],
) -> QueryResult<Foretold> {
    let about = |message: &Message| all.iter().find(|one| message.is_about(one.seminar.id));
    let untrue = still_true(conn, clock, hub, waiting).await?;
    let told: Vec<&Message> = waiting
        .iter()
        .filter(|message| !untrue.contains_key(&message.id))
        .collect();
    let people: Vec<PersonId> = told.iter().filter_map(|message| message.person()).collect();
    let lists: Vec<AudienceId> = told.iter().filter_map(|one| one.to.audience()).collect();
    let lists = queries::audiences_by_id(conn, &lists).await?;
    let first = all.first().map(|details| details.seminar.starts_at);
    let starts_at = first.unwrap_or_else(|| clock.now());
    let recipients = people::queries::recipients(conn, hub, &people, starts_at).await?;
    let mut each: Vec<(&Message, Reader)> = told
        .into_iter()
        .filter_map(|message| {
            let (name, language, zone) = match message.to {
                outbox::Reader::Person(person) => {
                    let recipient = recipients.get(&person)?;
                    (recipient.name.clone(), recipient.language, recipient.zone)
                }
                outbox::Reader::Audience(list) => {
                    let list = lists.get(&list)?;
                    let language = *list.languages().first()?;
                    let zone = list.zone(about(message)?.seminar.zone());
                    (Some(list.name.clone()), language, zone)
                }
                outbox::Reader::Stranger(_) => return None,
            };
            let reader = Reader {
                message: message.id,
                kind: message.kind,
                to: message.to,
                name,
                address: message.address.clone(),
                language,
                zone,
            };
            Some((message, reader))
        })
        .collect();
    each.sort_by_cached_key(|(_, one)| {
        (
            one.kind,
            one.name.is_none(),
            one.name.clone(),
            one.address.clone(),
        )
    });
    let mark = mark(all, &each);
    let letters = letters(conn, clock, hub, &each).await?;
    let mails: HashSet<Mail> = each.iter().map(|(message, _)| mail(message)).collect();
    let mut readers: Vec<Reader> = each.into_iter().map(|(_, reader)| reader).collect();
    if all.len() > 1 {
        let mut seen = HashSet::new();
        readers.retain(|reader| seen.insert(reader.to));
    }
    Ok(Foretold {
        at: starts_at,
        readers,
        mails: mails.len(),
        letters,
        mark,
    })
}

/// By what a mail is one: a message, or what is announced to a mailing list, at once or when it was held for a time: what is held
/// waits for the last of it, so that the time at which each may go tells nothing of how many mails they are.
type Mail = (Option<MessageId>, Option<(AudienceId, bool)>);

fn mail(message: &Message) -> Mail {
    let is_held = message.state == MessageState::Held;
    match (message.kind, message.to.audience()) {
        (MessageKind::Announcement, Some(list)) => (None, Some((list, is_held))),
        _ => (Some(message.id), None),
    }
}

/// The first of each kind and language, rendered.
async fn letters(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    all: &[(&Message, Reader)],
) -> QueryResult<Vec<Letter>> {
    type Alike<'a> = (HashSet<outbox::Reader>, &'a (&'a Message, Reader));
    let mut alike: BTreeMap<(MessageKind, u8, &str), Alike<'_>> = BTreeMap::new();
    for one in all {
        let (message, reader) = one;
        // A mailing list reads another mail than a person, and whoever does not speak any more another than the guests.
        let sort = match message.to {
            outbox::Reader::Audience(_) => 2,
            _ => u8::from(message.payload["released"] == true),
        };
        let key = (message.kind, sort, reader.language.code());
        let (readers, _) = alike.entry(key).or_insert((HashSet::new(), one));
        readers.insert(reader.to);
    }
    let shown: HashSet<Mail> = alike
        .values()
        .map(|(_, (message, _))| mail(message))
        .collect();
    let first: Vec<Message> = all
        .iter()
        .map(|(message, _)| *message)
        .filter(|message| shown.contains(&mail(message)))
        .cloned()
        .collect();
    let nobody = Hub {
        key: Key::fresh(),
        ..hub.clone()
    };
    let mut drafts: BTreeMap<MessageId, Rendered> = BTreeMap::new();
    for (id, draft) in render(conn, clock, &nobody, &first).await? {
        for told in draft.tells {
            drafts.insert(told, draft.content.clone());
        }
        drafts.insert(id, draft.content);
    }
    Ok(alike
        .into_values()
        .filter_map(|(readers, (message, reader))| {
            Some(Letter {
                kind: message.kind,
                language: reader.language,
                count: readers.len(),
                reader: reader.clone(),
                content: drafts.remove(&message.id)?,
            })
        })
        .collect())
}

/// A hash of who is told, and of all that the mails know of the seminar. No id that is fresh each time is in it.
fn mark(all: &[Details], each: &[(&Message, Reader)]) -> String {
    let place = |message: &Message| {
        let mut all = all.iter();
        all.position(|details| message.is_about(details.seminar.id))
    };
    let mut readers: Vec<_> = each
        .iter()
        .map(|(message, one)| {
            (
                place(message),
                one.kind,
                &one.address,
                one.language.code(),
                one.zone.name(),
                message.from_revision,
            )
        })
        .collect();
    readers.sort();
    let told = |details: &Details| {
        let mut seminar = snapshot(details);
        for item in &mut seminar.programme {
            item.id = ItemId(Uuid::nil());
        }
        json!({
            "seminar": seminar,
            "series": details.series.as_ref().map(|series| &series.title),
            "reason": details.seminar.state_reason,
        })
    };
    let seminars: Vec<_> = all.iter().map(told).collect();
    short_hash(json!([seminars, readers]).to_string().as_bytes())
}

/// By what messages that wait are known again: which they are, what they tell, and the words above it.
pub fn held_mark(waiting: &[Message]) -> String {
    let each: Vec<_> = waiting
        .iter()
        .map(|message| json!([message.id, message.revision, message.payload["note"]]))
        .collect();
    short_hash(json!(each).to_string().as_bytes())
}

fn short_hash(octets: &[u8]) -> String {
    let hash = Sha256::digest(octets);
    hash.iter()
        .take(12)
        .fold(String::new(), |hex, octet| format!("{hex}{octet:02x}"))
}

/// What waits to be told of a seminar, by id.
///
/// # Errors
/// What the database says.
pub async fn waiting(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
) -> QueryResult<Vec<Message>> {
    waiting_of_all(conn, &[seminar]).await
}

/// What waits to be told of several seminars, by id.
///
/// # Errors
/// What the database says.
pub async fn waiting_of_all(
    conn: &mut AsyncPgConnection,
    seminars: &[SeminarId],
) -> QueryResult<Vec<Message>> {
    outbox::waiting(conn, seminars, TOLD).await
}
