//! Asking an address by a mail.

use chrono::Duration;
use diesel::{dsl::exists, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::lower;
use crate::{
    base::{
        audit::{self, Author, Entry},
        clock::{Clock, Instant},
        ids::{ConfirmationId, PersonId, SeminarId, SeriesId},
        language::Language,
        schema::{audiences, confirmations, suspensions},
    },
    mail::{
        outbox::{self, About, MessageKind, NewMessage},
        reminder::Reminder,
    },
    seminars::model::{Answer, AudienceState, Confirmation, ConfirmationState, Question},
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

/// What they are asked: whether they follow the series, or gave the answer to the seminar.
#[derive(Default)]
pub(super) struct What {
    pub series: Option<SeriesId>,
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
    let deaf: bool = diesel::select(
        exists(suspensions::table.filter(suspensions::address.eq(&folded))).or(exists(
            audiences::table
                .filter(lower(audiences::address).eq(&folded))
                .filter(audiences::state.eq(AudienceState::Told)),
        )),
    )
    .get_result(conn)
    .await?;
    let what = &wish.what;
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
            confirmations::series_id.eq(what.series),
            confirmations::seminar_id.eq(what.seminar),
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
                    .eq(what.series)
                    .or(confirmations::seminar_id.eq(what.seminar)),
            )
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

/// What the audit trail keeps of asking: not the address, which may be anyone's.
fn entry(asked: &Confirmation, person: Option<PersonId>) -> Option<Entry<'static>> {
    let (action, kind, id) = match asked.question()? {
        Question::Follow(series) => ("asked whether to follow", "series", series.0),
        Question::Answer(seminar, _) => ("asked for an answer", "seminars", seminar.0),
    };
    let mut after = json!({ "person": person, "expires_at": asked.expires_at });
    if let Some(answer) = asked.answer {
        after["answer"] = json!(answer);
    }
    Some(Entry {
        action,
        kind,
        id,
        before: None,
        after: Some(after),
    })
}
