//! Who was told what of a seminar.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Instant,
        ids::{AudienceId, PersonId, SeminarId},
        schema::{attendances, speakers},
    },
    seminars::model::{Answer, Seminar, SpeakerAnswer},
};

/// Who knows which revision of a seminar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who.
    pub person_id: PersonId,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// The revision that they were last told by mail.
    pub revision_told: Option<i32>,
    /// When.
    pub told_at: Option<Instant>,
    /// Whether that is how things stand.
    pub state: Knows,
    /// The address where their last mail bounced, in small letters, where nothing more is sent there.
    pub suspended: Option<String>,
}

crate::words! {
    /// Whether someone knows how a seminar stands.
    Knows {
        /// The present revision was told.
        Knows = "knows",
        /// An older one was, or none yet.
        Doesnt = "doesnt",
        /// The last mail that tells it could not be delivered, or nothing more is sent there, to an address that is still theirs.
        Bounced = "bounced",
    }
}

/// What each of those concerned was last told by mail: speakers, and who is invited or answered other than no.
///
/// # Errors
/// What the database says.
pub async fn knowledge(conn: &mut AsyncPgConnection, seminar: &Seminar) -> QueryResult<Vec<Known>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = Nullable<Text>)]
        name: Option<String>,
        #[diesel(sql_type = Nullable<Integer>)]
        revision_told: Option<i32>,
        #[diesel(sql_type = Nullable<Timestamptz>)]
        told_at: Option<Instant>,
        #[diesel(sql_type = Text)]
        state: Knows,
        #[diesel(sql_type = Nullable<Text>)]
        suspended: Option<String>,
    }
    let rows: Vec<Row> = sql_query(format!(
        "WITH known AS ({KNOWN}) SELECT k.person_id, p.name, k.revision_told, k.told_at, k.state, s.address AS suspended \
         FROM known k JOIN people p ON p.id = k.person_id \
         LEFT JOIN suspensions s ON k.state = 'bounced' AND s.address = lower(k.mailed) ORDER BY p.name, k.person_id"
    ))
    .bind::<SqlUuid, _>(seminar.id)
    .bind::<Integer, _>(seminar.revision)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Known {
            state: row.state,
            person_id: row.person_id,
            name: row.name,
            revision_told: row.revision_told,
            told_at: row.told_at,
            suspended: row.suspended,
        })
        .collect())
}

/// Why a change does not go out to someone who knows how things stand: they are again as that reader was told last.
pub const CHANGED_BACK: &str = "what changed was changed back";
/// Why a cancellation does not go out to someone whose last word it was before.
pub const TOLD_BEFORE: &str = "they were told so before";

/// What those concerned by seminar $1, which stands at revision $2, were last told by mail. Whoever was told all but
/// spelling knows how things stand: of that nobody was to be told; and so does whoever was not told because things are again as
/// they were told before ([`CHANGED_BACK`], [`TOLD_BEFORE`]). Whose mail came back, and who has another address since, can
/// be told. Of a mail that says nothing of how things stand, such as a reminder, it counts that it came back where nothing more
/// goes to its address. Beside it stands where their last mail went.
pub(super) const KNOWN: &str = "SELECT c.person_id, told.revision AS revision_told, told.sent_at AS told_at, \
        CASE WHEN last.bounced THEN 'bounced' WHEN told.revision >= news.revision THEN 'knows' \
             WHEN told.revision IS NOT NULL AND EXISTS (SELECT FROM messages m WHERE m.seminar_id = $1 \
                 AND m.person_id = c.person_id AND m.state = 'void' AND m.revision >= news.revision \
                 AND m.error IN ('what changed was changed back', 'they were told so before')) THEN 'knows' \
             ELSE 'doesnt' END AS state, last.mailed \
     FROM (SELECT coalesce(max(r.revision), $2) AS revision FROM seminar_revisions r \
           WHERE r.seminar_id = $1 AND r.revision <= $2 AND NOT r.silent) news CROSS JOIN (SELECT person_id FROM attendances WHERE seminar_id = $1 AND answer IS DISTINCT FROM 'no' \
           UNION SELECT person_id FROM speakers WHERE seminar_id = $1 AND answer <> 'declined') c \
     LEFT JOIN LATERAL (SELECT m.revision, m.sent_at FROM messages m WHERE m.seminar_id = $1 \
          AND m.person_id = c.person_id AND m.state = 'sent' AND m.revision IS NOT NULL \
          AND m.kind NOT IN ('slot_offer', 'slot_answer') \
          ORDER BY m.revision DESC, m.sent_at DESC LIMIT 1) told ON true \
     LEFT JOIN LATERAL (SELECT m.address AS mailed, m.state = 'failed' AND EXISTS (SELECT FROM addresses a WHERE a.person_id = c.person_id \
              AND lower(a.address) = lower(m.address)) \
              AND (m.revision IS NOT NULL OR EXISTS (SELECT FROM suspensions s WHERE s.address = lower(m.address))) AS bounced \
          FROM messages m WHERE m.seminar_id = $1 AND m.person_id = c.person_id \
          AND m.state IN ('sent', 'failed') ORDER BY m.ended_at DESC LIMIT 1) last ON true";

/// What a mailing list was last told of a seminar. Who reads it is unknown here.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ListTold {
    /// Which list.
    #[diesel(sql_type = SqlUuid)]
    pub audience_id: AudienceId,
    /// What it is called.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Its address.
    #[diesel(sql_type = Text)]
    pub address: String,
    /// The latest revision that a mail to it told.
    #[diesel(sql_type = Integer)]
    pub revision_told: i32,
    /// When that mail was taken, or had failed.
    #[diesel(sql_type = Timestamptz)]
    pub told_at: Instant,
    /// What became of it.
    #[diesel(sql_type = Text)]
    pub state: Handed,
    /// Whether another mail about the seminar is to go there. Without one the list is owed nothing, whatever the revision is: it
    /// rises by what nobody is told, too.
    #[diesel(sql_type = Bool)]
    pub waits: bool,
}

crate::words! {
    /// What became of a mail to a mailing list.
    Handed {
        /// The server of the list took it, and it has not come back.
        Accepted = "accepted",
        /// It was refused, or came back; it may have reached some of those who read the list.
        Failed = "failed",
    }
}

/// What the mailing lists were last told of a seminar, by their names; those that are told no more among them. One query.
///
/// # Errors
/// What the database says.
pub async fn lists_told(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Vec<ListTold>> {
    sql_query(
        "SELECT t.audience_id, a.name, a.address, t.revision AS revision_told, t.ended_at AS told_at, \
                CASE t.state WHEN 'sent' THEN 'accepted' ELSE 'failed' END AS state, \
                EXISTS (SELECT FROM messages w WHERE w.seminar_id = $1 AND w.audience_id = t.audience_id \
                        AND w.state IN ('drafted', 'held', 'queued', 'leased')) AS waits \
         FROM (SELECT DISTINCT ON (m.audience_id) m.audience_id, m.revision, m.ended_at, m.state FROM messages m \
               WHERE m.seminar_id = $1 AND m.audience_id IS NOT NULL AND m.revision IS NOT NULL \
                 AND m.state IN ('sent', 'failed') \
               ORDER BY m.audience_id, m.revision DESC, m.ended_at DESC) t \
         JOIN audiences a ON a.id = t.audience_id ORDER BY a.name, a.id",
    )
    .bind::<SqlUuid, _>(id)
    .load(conn)
    .await
}

/// Whether anyone but its organisers may know of it already: such a seminar is changed by telling.
///
/// # Errors
/// What the database says.
pub async fn concerned_count(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<i64> {
    let invited: i64 = attendances::table
        .filter(attendances::seminar_id.eq(id))
        .filter(
            attendances::answer
                .is_null()
                .or(attendances::answer.ne(Some(Answer::No))),
        )
        .count()
        .get_result(conn)
        .await?;
    let speaking: i64 = speakers::table
        .filter(speakers::seminar_id.eq(id))
        .filter(speakers::answer.ne(SpeakerAnswer::Declined))
        .count()
        .get_result(conn)
        .await?;
    Ok(invited + speaking)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_names_why_someone_knows_without_a_mail() {
        for reason in [CHANGED_BACK, TOLD_BEFORE] {
            assert!(KNOWN.contains(&format!("'{reason}'")), "{reason}");
        }
    }
}
