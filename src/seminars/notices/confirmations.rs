//! Asking an address whether whoever is there wants to follow something, or gave an answer to a seminar.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::{QueryResult, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::mails;
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{ConfirmationId, MessageId, PersonId, SeminarId},
        language::Language,
        schema::seminars,
        secret::{Key, Purpose},
        text,
    },
    mail::{
        draft::Draft,
        outbox::Message,
        render::{Content, Frame, When},
    },
    people,
    seminars::{
        model::{
            Answer, Confirmation, ConfirmationState, Details, Followed, Offered, Question, Seminar,
        },
        queries, rules,
    },
};

/// The token of the link by which an address is confirmed.
pub fn confirmation_token(key: &Key, asked: &Confirmation) -> String {
    key.token(Purpose::Confirm, &[asked.id.0], asked.generation)
}

/// What a link confirms, not yet believed: look up its generation, then ask [`Key::holds`].
pub fn confirmation_in(token: &str) -> Option<ConfirmationId> {
    let [id] = Key::ids_in::<1>(token)?;
    Some(ConfirmationId(id))
}

fn ids(batch: &[Message]) -> Vec<ConfirmationId> {
    batch.iter().filter_map(|one| one.to.stranger()).collect()
}

/// Why mails that ask are no longer to be sent; those that are missing still are.
pub(super) async fn still_true(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    if batch.is_empty() {
        return Ok(HashMap::new());
    }
    let asked = queries::confirmations(conn, &ids(batch)).await?;
    let about = seminars_of(conn, asked.values()).await?;
    let closed = |asked: &Confirmation| match asked.seminar_id.map(|id| about.get(&id)) {
        Some(Some(seminar)) => rules::may_answer_openly(seminar, clock.now()).is_err(),
        Some(None) => true,
        None => false,
    };
    let offered = offered_to(conn, asked.values()).await?;
    let not_open = |asked: &Confirmation| {
        let what = asked.followed();
        what.is_some_and(|what| known(asked, offered.get(&what)).is_none())
    };
    let why = |message: &Message| {
        let asked = message.to.stranger().and_then(|id| asked.get(&id));
        match asked {
            None => Some("it is not asked any more"),
            Some(asked) if message.payload["generation"] != asked.generation => {
                Some("a later mail asks")
            }
            Some(asked) if asked.state == ConfirmationState::Confirmed => {
                Some("it is confirmed already")
            }
            Some(asked) if asked.expires_at <= clock.now() => Some("the link is too old"),
            Some(asked) if closed(asked) => Some("it cannot be answered any more"),
            Some(asked) if not_open(asked) => Some("it is not open to everyone any more"),
            Some(_) => None,
        }
    };
    let untrue = |message: &Message| Some((message.id, why(message)?.to_owned()));
    Ok(batch.iter().filter_map(untrue).collect())
}

/// The mails that ask.
pub(super) async fn render(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<Vec<(MessageId, Draft)>> {
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    let asked = queries::confirmations(conn, &ids(batch)).await?;
    let offered = offered_to(conn, asked.values()).await?;
    let about = seminars_of(conn, asked.values()).await?;
    let about = queries::details(conn, about.into_values().collect()).await?;
    let about: HashMap<SeminarId, Details> =
        about.into_iter().map(|one| (one.seminar.id, one)).collect();
    let askers: Vec<PersonId> = asked.values().filter_map(|one| one.asked_by).collect();
    let askers = people::queries::names(conn, &askers).await?;
    let draft = |message: &Message| {
        let asked = asked.get(&message.to.stranger()?)?;
        let language = asked.language();
        // Whoever is there chose nothing yet, and may be someone else than was meant.
        let frame = Frame {
            language,
            zone: hub.zone,
            reader: None,
            greeting: None,
            hub: hub.name.clone(),
            home: hub.public_url.clone(),
            preferences: None,
            unsubscribe: None,
        };
        let link = hub.url(&format!("/confirm/{}", confirmation_token(&hub.key, asked)));
        let until = asked.expires_at;
        let mail = match asked.question()? {
            Question::Follow(what) => mails::Confirmation {
                frame,
                source: what.source(),
                called: match known(asked, offered.get(&what))? {
                    _ if what == Followed::Hub => hub.name.clone(),
                    offered => offered.name(language).to_owned(),
                },
                asker: asked.asked_by.and_then(|by| askers.get(&by)?.name.clone()),
                link,
                until,
            }
            .render(),
            Question::Answer(seminar, answer) => mails::AnswerConfirmation {
                frame,
                seminar: told(hub, about.get(&seminar)?, language),
                answer: match answer {
                    Answer::Yes | Answer::Waiting => mails::Answer::Yes,
                    Answer::Maybe => mails::Answer::Maybe,
                    Answer::No => mails::Answer::No,
                },
                link,
                until,
            }
            .render(),
        };
        Some((message.id, Draft::new(None, language, mail)))
    };
    Ok(batch.iter().filter_map(draft).collect())
}

/// What is to be followed, as far as whoever is asked may know of it: whom an organiser asks may hear of a series that is not
/// open to everyone.
fn known<'a>(asked: &Confirmation, offered: Option<&'a Offered>) -> Option<&'a Offered> {
    offered.filter(|one| one.open || asked.asked_by.is_some())
}

/// What is to be followed.
async fn offered_to(
    conn: &mut AsyncPgConnection,
    asked: impl Iterator<Item = &Confirmation>,
) -> QueryResult<BTreeMap<Followed, Offered>> {
    let what: BTreeSet<Followed> = asked.filter_map(Confirmation::followed).collect();
    queries::all_offered(conn, &what).await
}

/// The seminars that are answered.
async fn seminars_of(
    conn: &mut AsyncPgConnection,
    asked: impl Iterator<Item = &Confirmation>,
) -> QueryResult<HashMap<SeminarId, Seminar>> {
    let ids: Vec<SeminarId> = asked.filter_map(|one| one.seminar_id).collect();
    let found: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(ids))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    Ok(found.into_iter().map(|one| (one.id, one)).collect())
}

/// As much of a seminar as tells which it is.
fn told(hub: &Hub, details: &Details, language: Language) -> mails::Seminar {
    let seminar = &details.seminar;
    mails::Seminar {
        title: text::some(seminar.read_in(language).title.to_owned()),
        series: rules::open_series(details).map(|series| series.title.clone()),
        when: When {
            slot: seminar.slot(),
            anchor: seminar.zone(),
        },
        places: details.places(),
        place_url: None,
        speakers: Vec::new(),
        page: hub.url(&format!("/seminars/{}", seminar.code)),
        online: None,
    }
}
