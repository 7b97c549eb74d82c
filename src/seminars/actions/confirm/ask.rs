//! Asking an address by a mail.

use chrono::Duration;
use diesel::{dsl::exists, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;
use uuid::Uuid;

use super::lower;
use crate::{
    base::{
        audit::{self, Author, Entry},
        clock::{Clock, Instant},
        ids::{ConfirmationId, PersonId, SeminarId},
        language::Language,
        schema::{audiences, confirmations, suspensions},
    },
    mail::{
        outbox::{self, About, MessageKind, NewMessage},
        reminder::Reminder,
    },
    seminars::model::{
        Answer, AudienceState, Confirmation, ConfirmationState, Followed, Question, Source,
    },
};

/// For how long the link in the mail is good.
const VALID: Duration = Duration::days(2);
/// How long nobody is asked the same once more.
const ONCE_IN: Duration = Duration::hours(1);

/// Who is to be asked, and for what.
pub(super) struct Wish<'a> {
    pub address: &'a str,
    pub language: Language,
    pub person: Option<PersonId>,
    pub asked_by: Option<PersonId>,
    pub what: What,
}

/// What they are asked: whether they want to follow this, or gave the answer to the seminar.
#[derive(Default)]
pub(super) struct What {
    pub followed: Option<Followed>,
    pub reminders: Option<Vec<Reminder>>,
    pub digest: Option<String>,
    pub seminar: Option<SeminarId>,
    pub name: Option<String>,
    pub answer: Option<Answer>,
}

/// Asks, unless the same was asked within the hour, or nothing is sent there; answers until when it can be confirmed.
pub(super) async fn ask(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    wish: Wish<'_>,
) -> QueryResult<Instant> {
    let now = clock.now();
    let folded = wish.address.to_ascii_lowercase();
    let deaf = is_deaf(conn, &folded).await?;
    let what = &wish.what;
    let followed = what.followed.as_ref();
    let series = followed.and_then(Followed::series);
    let source = followed.map(Followed::source);
    let source = source.filter(|source| *source != Source::Series);
    let topic = followed.and_then(Followed::topic);
    let list = followed.and_then(Followed::list);
    let fresh = (
        confirmations::language.eq(wish.language.code()),
        confirmations::person_id.eq(wish.person),
        confirmations::asked_by.eq(wish.asked_by),
        confirmations::reminders.eq(&what.reminders),
        confirmations::digest.eq(&what.digest),
        confirmations::name.eq(&what.name),
        confirmations::answer.eq(what.answer),
        confirmations::state.eq(ConfirmationState::Asked),
        confirmations::state_at.eq(now),
        confirmations::asked_at.eq(now),
        confirmations::expires_at.eq(now + VALID),
    );
    let made: Option<Confirmation> = diesel::insert_into(confirmations::table)
        .values((
            confirmations::id.eq(ConfirmationId::fresh(clock)),
            confirmations::address.eq(wish.address),
            confirmations::series_id.eq(series),
            confirmations::seminar_id.eq(what.seminar),
            confirmations::source.eq(source),
            confirmations::topic.eq(topic),
            confirmations::list_id.eq(list),
            fresh,
        ))
        .on_conflict_do_nothing()
        .returning(Confirmation::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    let asked = match made {
        Some(made) => Some(made),
        None => diesel::update(confirmations::table)
            .filter(
                confirmations::series_id
                    .eq(series)
                    .or(confirmations::seminar_id.eq(what.seminar))
                    .or(confirmations::source.eq(source)),
            )
            .filter(confirmations::topic.is_not_distinct_from(topic))
            .filter(confirmations::list_id.is_not_distinct_from(list))
            .filter(lower(confirmations::address).eq(&folded))
            .filter(
                confirmations::asked_at
                    .le(now - ONCE_IN)
                    // A slip is mended at once: else the mail on its way would ask for what is not meant any more.
                    .or(confirmations::answer.is_distinct_from(what.answer)),
            )
            .set((
                fresh,
                confirmations::generation.eq(confirmations::generation + 1),
            ))
            .returning(Confirmation::as_returning())
            .get_result(conn)
            .await
            .optional()?,
    };
    let Some(asked) = asked.filter(|_| !deaf) else {
        return Ok(now + VALID);
    };
    if let Some(entry) = entry(&asked, wish.person) {
        audit::record(conn, clock, author, entry).await?;
    }
    let message = NewMessage {
        kind: MessageKind::Confirmation,
        dedupe_key: format!("confirmation:{}:{}", asked.id, asked.generation),
        to: asked.id.into(),
        address: asked.address.clone(),
        about: About::default(),
        revision: None,
        from_revision: None,
        sequence: None,
        payload: json!({ "generation": asked.generation }),
        caused_by: wish.asked_by,
        priority: MessageKind::Confirmation.priority(),
        send_after: now,
        not_after: asked.expires_at,
        held: false,
    };
    outbox::queue(conn, clock, &[message]).await?;
    Ok(asked.expires_at)
}

/// Whether nothing is sent there: mail does not arrive, or it is a mailing list.
async fn is_deaf(conn: &mut AsyncPgConnection, folded: &str) -> QueryResult<bool> {
    diesel::select(
        exists(suspensions::table.filter(suspensions::address.eq(folded))).or(exists(
            audiences::table
                .filter(lower(audiences::address).eq(folded))
                .filter(audiences::state.eq(AudienceState::Told)),
        )),
    )
    .get_result(conn)
    .await
}

/// What the audit trail keeps of asking: not the address, which may be anyone's.
fn entry(asked: &Confirmation, person: Option<PersonId>) -> Option<Entry<'static>> {
    let (action, kind, id) = match asked.question()? {
        Question::Follow(what) => {
            let (kind, id) = followed_in(asked, &what);
            ("asked whether to follow", kind, id)
        }
        Question::Answer(seminar, _) => ("asked for an answer", "seminars", seminar.0),
    };
    let mut after = json!({ "person": person, "expires_at": asked.expires_at });
    if let Some(answer) = asked.answer {
        after["answer"] = json!(answer);
    }
    if let (Some(source), None) = (asked.source, asked.list_id) {
        after["source"] = json!(source);
        after["topic"] = json!(asked.topic);
    }
    Some(Entry {
        action,
        kind,
        id,
        before: None,
        after: Some(after),
    })
}

/// Of what the audit trail tells it: the hub and a topic are no rows of their own.
fn followed_in(asked: &Confirmation, what: &Followed) -> (&'static str, Uuid) {
    match what {
        Followed::Series(series) => ("series", series.0),
        Followed::List(list) => ("lists", list.0),
        Followed::Topic(_) | Followed::Hub => ("confirmations", asked.id.0),
    }
}
