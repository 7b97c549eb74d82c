//! What someone follows, and when its programme comes.

use std::collections::BTreeSet;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::{
    base::{
        clock::Instant,
        ids::{ListId, PersonId, SeriesId},
        page::{Listed, Page},
        schema::{digests, follows},
    },
    mail::{
        digest::{Rhythm, Timing},
        reminder::Reminder,
    },
    seminars::model::{DigestTimes, Follow, Followed},
};

/// All that a person follows: the hub, topics, lists and series, each in the order of their names. A list that is no longer
/// for them is not among them.
///
/// # Errors
/// What the database says.
pub async fn follows(conn: &mut AsyncPgConnection, person: PersonId) -> QueryResult<Vec<Follow>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Nullable<SqlUuid>)]
        series_id: Option<SeriesId>,
        #[diesel(sql_type = Nullable<SqlUuid>)]
        list_id: Option<ListId>,
        #[diesel(sql_type = Nullable<Text>)]
        title: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        slug: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        digest: Option<Rhythm>,
        #[diesel(sql_type = Nullable<Array<Text>>)]
        reminders: Option<Vec<Reminder>>,
        #[diesel(sql_type = Timestamptz)]
        since: Instant,
    }
    let rows: Vec<Row> = sql_query(
        "SELECT * FROM ( \
             SELECT NULL::uuid AS series_id, NULL::uuid AS list_id, topic AS title, topic AS slug, digest, \
                 NULL::text[] AS reminders, since FROM follows WHERE person_id = $1 AND list_id IS NULL \
             UNION ALL SELECT NULL, l.id, \
                 CASE WHEN l.name_en = '' OR p.language = 'ko' AND l.name_ko <> '' THEN l.name_ko ELSE l.name_en END, \
                 l.slug, f.digest, NULL, f.since FROM follows f JOIN lists l ON l.id = f.list_id JOIN people p ON p.id = f.person_id \
                 WHERE f.person_id = $1 AND list_is_for(l.id, f.person_id) \
             UNION ALL SELECT s.id, NULL, s.title, s.slug, f.digest, f.reminders, f.since FROM subscriptions f \
                 JOIN series s ON s.id = f.series_id WHERE f.person_id = $1) AS every \
         ORDER BY series_id IS NOT NULL, list_id IS NOT NULL, title IS NOT NULL, lower(title), slug",
    )
    .bind::<SqlUuid, _>(person)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Follow {
            what: match (row.series_id, row.list_id, &row.slug) {
                (Some(series), _, _) => Followed::Series(series),
                (None, Some(list), _) => Followed::List(list),
                (None, None, Some(topic)) => Followed::Topic(topic.clone()),
                (None, None, None) => Followed::Hub,
            },
            title: row.title,
            slug: row.slug,
            digest: row.digest,
            reminders: row.reminders,
            since: row.since,
        })
        .collect())
}

/// The topics and lists that a person follows, and the hub if they do, in the order in which they were followed. Lists are
/// named by their ids alone.
///
/// # Errors
/// What the database says.
pub async fn list_follows(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    page: Page,
) -> QueryResult<Listed<Follow>> {
    let rows: Vec<(Uuid, Option<String>, Option<ListId>, Rhythm, Instant)> = follows::table
        .filter(follows::person_id.eq(person))
        .filter(follows::id.gt(page.after()))
        .order(follows::id)
        .limit(page.rows())
        .select((
            follows::id,
            follows::topic,
            follows::list_id,
            follows::digest,
            follows::since,
        ))
        .load(conn)
        .await?;
    let found = page.list(rows, |(id, ..)| *id);
    Ok(found.map(|(_, topic, list, digest, since)| Follow {
        what: match (&topic, list) {
            (Some(topic), _) => Followed::Topic(topic.clone()),
            (None, Some(list)) => Followed::List(list),
            (None, None) => Followed::Hub,
        },
        title: topic.clone(),
        slug: topic,
        digest: Some(digest),
        reminders: None,
        since,
    }))
}

/// How a person follows something.
///
/// # Errors
/// What the database says.
pub async fn follow(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    what: &Followed,
) -> QueryResult<Option<Follow>> {
    let all = follows(conn, person).await?;
    Ok(all.into_iter().find(|one| one.what == *what))
}

/// In which rhythms a person follows anything.
///
/// # Errors
/// What the database says.
pub async fn rhythms_followed(
    conn: &mut AsyncPgConnection,
    person: PersonId,
) -> QueryResult<BTreeSet<Rhythm>> {
    let all = follows(conn, person).await?;
    Ok(all.into_iter().filter_map(|one| one.digest).collect())
}

/// When a person's digest in this rhythm comes, and when it does next.
///
/// # Errors
/// What the database says.
pub async fn digest(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    rhythm: Rhythm,
) -> QueryResult<(Timing, Option<Instant>)> {
    let kept: Option<(i16, i16, Option<Instant>)> = digests::table
        .find((person, rhythm))
        .for_no_key_update()
        .select((digests::weekday, digests::hour, digests::next_at))
        .first(conn)
        .await
        .optional()?;
    Ok(match kept {
        Some((weekday, hour, next_at)) => (
            Timing {
                rhythm,
                weekday,
                hour,
            },
            next_at,
        ),
        None => (Timing::usual(rhythm), None),
    })
}

/// When a person's digests come.
///
/// # Errors
/// What the database says.
pub async fn digest_times(
    conn: &mut AsyncPgConnection,
    person: PersonId,
) -> QueryResult<DigestTimes> {
    let rows: Vec<(Rhythm, i16, i16, bool)> = digests::table
        .filter(digests::person_id.eq(person))
        .select((
            digests::rhythm,
            digests::weekday,
            digests::hour,
            digests::even_nothing,
        ))
        .load(conn)
        .await?;
    let mut times = DigestTimes::default();
    for (rhythm, weekday, hour, even_nothing) in rows {
        match rhythm {
            Rhythm::Daily => times.daily_hour = hour,
            Rhythm::Weekly => (times.weekday, times.weekly_hour) = (weekday, hour),
        }
        times.even_nothing |= even_nothing;
    }
    Ok(times)
}
