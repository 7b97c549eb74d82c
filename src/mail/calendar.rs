//! Which calendar: what puts seminars, stays and bookings there, the invitations that come by mail or a personal feed; and
//! what mail has put there already.
//!
//! Whoever has not chosen gets both. Whoever has chosen has nothing twice: a feed leaves out what stands in their calendar
//! by an invitation, and to those who chose the feed no invitation goes that does not stand there already. One that does is
//! still updated and cancelled, so that it never tells an old time.

use std::collections::{HashMap, HashSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::base::{
    audit::{self, Author, Entry},
    changes::{self, Subject},
    clock::Clock,
    ids::{PersonId, SeminarId},
    schema::calendar_choices,
};

crate::words! {
    /// What puts seminars, stays and bookings into someone's calendar.
    CalendarChoice {
        /// Their personal feed: mails carry no invitation for calendars, unless it asks a visitor whether they come.
        Feed = "feed",
        /// The invitations in mails: their personal feeds leave out what came as such.
        Invitations = "invitations",
    }
}

/// What each of `people` has chosen last; those who never did are missing.
///
/// # Errors
/// What the database says.
pub async fn chosen(
    conn: &mut AsyncPgConnection,
    people: &[PersonId],
) -> QueryResult<HashMap<PersonId, CalendarChoice>> {
    let rows: Vec<(PersonId, CalendarChoice)> = calendar_choices::table
        .filter(calendar_choices::person_id.eq_any(people))
        .distinct_on(calendar_choices::person_id)
        .order((calendar_choices::person_id, calendar_choices::since.desc()))
        .select((calendar_choices::person_id, calendar_choices::choice))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// What someone has chosen last.
///
/// # Errors
/// What the database says.
pub async fn chosen_by(
    conn: &mut AsyncPgConnection,
    person: PersonId,
) -> QueryResult<Option<CalendarChoice>> {
    Ok(chosen(conn, &[person]).await?.remove(&person))
}

/// Those of `people` who have chosen the feed.
///
/// # Errors
/// What the database says.
pub async fn by_feed(
    conn: &mut AsyncPgConnection,
    people: &[PersonId],
) -> QueryResult<HashSet<PersonId>> {
    let mut chosen = chosen(conn, people).await?;
    chosen.retain(|_, choice| *choice == CalendarChoice::Feed);
    Ok(chosen.into_keys().collect())
}

/// The condition that the message `m` of a query went out while its reader had not chosen the feed: only then did it put
/// something into their calendar.
pub const BY_INVITATION: &str = "coalesce((SELECT k.choice FROM calendar_choices k \
     WHERE k.person_id = m.person_id AND k.since < m.sent_at ORDER BY k.since DESC LIMIT 1), 'invitations') = 'invitations'";

/// Keeps what someone chooses, and raises the counter of their feeds: the last statement of a transaction.
///
/// # Errors
/// What the database says.
pub async fn choose(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    person: PersonId,
    choice: CalendarChoice,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let before = chosen_by(conn, person).await?;
        if before == Some(choice) {
            return Ok(());
        }
        diesel::insert_into(calendar_choices::table)
            .values((
                calendar_choices::person_id.eq(person),
                calendar_choices::since.eq(clock.now()),
                calendar_choices::choice.eq(choice),
            ))
            .on_conflict((calendar_choices::person_id, calendar_choices::since))
            .do_update()
            .set(calendar_choices::choice.eq(choice))
            .execute(conn)
            .await?;
        let entry = Entry {
            action: "chose a calendar",
            kind: "people",
            id: person.0,
            before: before.map(|before| json!({ "calendar": before })),
            after: Some(json!({ "calendar": choice })),
        };
        audit::record(conn, clock, author, entry).await?;
        changes::raise(conn, clock, [Subject::Person(person)]).await
    })
    .await
}

/// How a seminar stands in someone's calendar by mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByMail {
    /// As an invitation (METHOD:REQUEST).
    Stands,
    /// It did, until a cancellation (METHOD:CANCEL).
    Cancelled,
}

/// What stands, or stood, in the calendars of `people` by mail that was sent. What went out while its reader had chosen the
/// feed put nothing there, nor did a change that was told to someone who takes no part: they follow the series, or have it
/// by their feed.
///
/// # Errors
/// What the database says.
pub async fn by_mail(
    conn: &mut AsyncPgConnection,
    people: &[PersonId],
) -> QueryResult<HashMap<(PersonId, SeminarId), ByMail>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
        #[diesel(sql_type = Bool)]
        cancelled: bool,
    }
    let rows: Vec<Row> = sql_query(format!(
        "SELECT m.person_id, m.seminar_id, bool_and(EXISTS (SELECT FROM messages c \
             WHERE c.seminar_id = m.seminar_id AND c.kind = 'cancellation' AND c.person_id = m.person_id \
               AND c.state = 'sent' AND (c.sent_at, c.revision) > (m.sent_at, m.revision))) AS cancelled \
         FROM messages m WHERE m.person_id = ANY ($1) AND m.state = 'sent' AND m.seminar_id IS NOT NULL \
           AND m.kind IN ('invitation', 'speaker_request', 'change') AND {BY_INVITATION} \
           AND (m.kind <> 'change' OR m.payload ->> 'notice' IS NULL AND ( \
               EXISTS (SELECT FROM attendances a WHERE a.seminar_id = m.seminar_id AND a.person_id = m.person_id) \
               OR EXISTS (SELECT FROM speakers s WHERE s.seminar_id = m.seminar_id AND s.person_id = m.person_id))) \
         GROUP BY m.person_id, m.seminar_id",
    ))
    .bind::<Array<SqlUuid>, _>(people)
    .load(conn)
    .await?;
    let stands = |row: &Row| match row.cancelled {
        true => ByMail::Cancelled,
        false => ByMail::Stands,
    };
    Ok(rows
        .iter()
        .map(|row| ((row.person_id, row.seminar_id), stands(row)))
        .collect())
}
