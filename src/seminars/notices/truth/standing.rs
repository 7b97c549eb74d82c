//! How recipients stand to a seminar, and what makes a message to them untrue by that.

use std::collections::{BTreeSet, HashMap};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{PersonId, SeminarId},
        prepared::prepared,
    },
    mail::outbox::{Message, MessageKind},
    seminars::{
        model::{Seminar, SeminarState},
        notices::{digest, remind::FOLLOWERS},
    },
};

/// Why someone is not told how it stands.
const CLOSED: &str = "they may not know of it any more";

/// How a recipient stands to a seminar.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stands {
    attends: bool,
    said_yes: bool,
    said_no: bool,
    answered: bool,
    waits: bool,
    speaks: bool,
    declined: bool,
    asked: bool,
    /// Was told that they take no part any more, and nothing since.
    released: bool,
    /// May know of it, in whatever way. Asked of those alone who are told how it stands.
    sees: bool,
}

impl Stands {
    /// Whether they may be told how it stands: who is invited or asked to speak may be of a draft, too.
    fn may_know(self) -> bool {
        self.attends || self.speaks || self.sees
    }
}

pub(super) fn reason(message: &Message, seminar: &Seminar, one: Stands) -> Option<&'static str> {
    match message.kind {
        MessageKind::Reminder => match seminar.state {
            SeminarState::Cancelled => Some("it is cancelled"),
            SeminarState::Postponed => Some("it is postponed"),
            SeminarState::Draft => Some("it is a draft"),
            // By the time: another room raises the sequence too, and what reminds of this time tells the new one.
            SeminarState::Announced if message.not_after != seminar.starts_at => {
                Some("it was moved")
            }
            SeminarState::Announced if one.said_no || one.declined => Some("the answer is no"),
            SeminarState::Announced if !(one.said_yes || one.speaks || one.asked) => {
                Some("there is no yes any more")
            }
            SeminarState::Announced => None,
        },
        MessageKind::Invitation => match seminar.state {
            SeminarState::Announced if !one.attends => Some("the invitation was taken back"),
            SeminarState::Announced => None,
            _ => Some("it does not take place"),
        },
        MessageKind::SpeakerRequest => match seminar.state {
            SeminarState::Draft | SeminarState::Announced if !one.speaks => {
                Some("they are not asked to speak any more")
            }
            SeminarState::Draft | SeminarState::Announced => None,
            _ => Some("it does not take place"),
        },
        MessageKind::SpeakerChase => match seminar.state {
            SeminarState::Announced if !one.speaks => Some("they do not speak any more"),
            SeminarState::Announced => None,
            _ => Some("it does not take place"),
        },
        MessageKind::ReplyWanted => match seminar.state {
            SeminarState::Announced if !one.attends => Some("the invitation was taken back"),
            SeminarState::Announced if one.answered => Some("they have answered"),
            SeminarState::Announced => None,
            _ => Some("it does not take place"),
        },
        MessageKind::Thanks | MessageKind::SlidesChase | MessageKind::RecordingChase => {
            match seminar.state {
                SeminarState::Announced
                    if message.payload["ended"] != seminar.ends_at.timestamp() =>
                {
                    Some("it was moved")
                }
                SeminarState::Announced => None,
                _ => Some("it did not take place"),
            }
        }
        MessageKind::WaitingPlace => match (seminar.state, message.payload["place"].as_str()) {
            (SeminarState::Announced, Some("waits")) if !one.waits => Some("they wait no longer"),
            (SeminarState::Announced, Some("free")) if !one.said_yes => {
                Some("there is no yes any more")
            }
            (SeminarState::Announced, _) => None,
            _ => Some("it does not take place"),
        },
        MessageKind::Change => match seminar.state {
            SeminarState::Draft | SeminarState::Announced
                if one.released && !(one.attends || one.speaks) =>
            {
                Some("they take no part any more")
            }
            SeminarState::Draft | SeminarState::Announced if !one.may_know() => Some(CLOSED),
            SeminarState::Draft | SeminarState::Announced => None,
            _ => Some("it does not take place"),
        },
        // To someone who does not speak any more.
        MessageKind::Cancellation if message.payload["released"] == true => {
            (one.speaks || one.attends).then_some("they take part after all")
        }
        // To someone who may not know any more how it stands.
        MessageKind::Cancellation if digest::is_closed(message) => {
            one.sees.then_some("they may know of it after all")
        }
        MessageKind::Cancellation => match seminar.state {
            // What tells its last stop holds: what was edited since raised the sequence, and nobody was told.
            SeminarState::Cancelled | SeminarState::Postponed
                if message.created_at < seminar.state_at =>
            {
                Some("another cancellation tells this")
            }
            SeminarState::Cancelled | SeminarState::Postponed if !one.may_know() => Some(CLOSED),
            SeminarState::Cancelled | SeminarState::Postponed => None,
            _ => Some("it takes place after all"),
        },
        _ => None,
    }
}

/// Of the readers of the batch alone: thousands may take part in what a hundred are told of.
pub(super) async fn standing(
    conn: &mut AsyncPgConnection,
    ids: &BTreeSet<SeminarId>,
    batch: &[Message],
) -> QueryResult<HashMap<(SeminarId, PersonId), Stands>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = Text)]
        part: String,
        #[diesel(sql_type = Nullable<Text>)]
        answer: Option<String>,
    }
    let readers: BTreeSet<PersonId> = batch.iter().filter_map(Message::person).collect();
    let rows: Vec<Row> = prepared(sql_query(format!(
        "SELECT seminar_id, person_id, 'attends' AS part, answer FROM attendances \
             WHERE seminar_id = ANY ((SELECT $1)::uuid[]) AND person_id = ANY ((SELECT $2)::uuid[]) \
         UNION ALL SELECT seminar_id, person_id, 'speaks', answer FROM speakers \
             WHERE seminar_id = ANY ((SELECT $1)::uuid[]) AND person_id = ANY ((SELECT $2)::uuid[]) \
         UNION ALL SELECT f.seminar_id, f.person_id, 'asked', NULL FROM ({FOLLOWERS}) f WHERE f.person_id = ANY ((SELECT $2)::uuid[]) \
         UNION ALL SELECT r.seminar_id, r.person_id, 'released', NULL FROM messages r \
             WHERE r.seminar_id = ANY ((SELECT $1)::uuid[]) AND r.person_id = ANY ((SELECT $2)::uuid[]) AND r.kind = 'cancellation' \
               AND r.payload->>'released' = 'true' AND r.state IN ('queued', 'leased', 'sent') \
               AND NOT EXISTS (SELECT FROM messages n WHERE n.seminar_id = r.seminar_id AND n.person_id = r.person_id \
                   AND n.kind = 'reminder' AND n.sent_at > r.created_at)",
    ))
    .bind::<Array<SqlUuid>, _>(ids.iter().copied().collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(readers.into_iter().collect::<Vec<_>>()))
    .load(conn)
    .await?;
    let mut all: HashMap<(SeminarId, PersonId), Stands> = HashMap::new();
    for row in rows {
        let one = all.entry((row.seminar_id, row.person_id)).or_default();
        match row.part.as_str() {
            "attends" => {
                one.attends = true;
                one.answered |= row.answer.is_some();
                one.said_yes |= row.answer.as_deref() == Some("yes");
                one.said_no |= row.answer.as_deref() == Some("no");
                one.waits |= row.answer.as_deref() == Some("waiting");
            }
            "speaks" => {
                one.speaks = row.answer.as_deref() != Some("declined");
                one.declined |= row.answer.as_deref() == Some("declined");
            }
            "released" => one.released = true,
            _ => one.asked = true,
        }
    }
    for pair in seen(conn, batch).await? {
        all.entry(pair).or_default().sees = true;
    }
    Ok(all)
}

/// Which readers of the changes and cancellations in `batch` may know of what those are about.
async fn seen(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<Vec<(SeminarId, PersonId)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
    }
    let told = batch.iter().filter(|message| {
        matches!(
            message.kind,
            MessageKind::Change | MessageKind::Cancellation
        )
    });
    let (seminars, readers): (Vec<SeminarId>, Vec<PersonId>) = told
        .filter_map(|message| Some((message.about.seminar?, message.person()?)))
        .unzip();
    if seminars.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = sql_query(format!(
        "SELECT DISTINCT r.seminar_id, r.person_id FROM unnest($1, $2) AS r (seminar_id, person_id) \
         JOIN seminars m ON m.id = r.seminar_id WHERE {}",
        digest::SEEN
    ))
    .bind::<Array<SqlUuid>, _>(seminars)
    .bind::<Array<SqlUuid>, _>(readers)
    .load(conn)
    .await?;
    let pairs = rows.into_iter();
    Ok(pairs.map(|row| (row.seminar_id, row.person_id)).collect())
}
