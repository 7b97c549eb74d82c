//! A calendar's reply to an invitation or to a request to speak (RFC 5546 section 3.2.3).
//!
//! It counts for whoever is invited or speaks under the address that answers. From any other address an invitation was
//! passed on, and the answer of the one who was invited stays as it is. So does one that is certain where nothing shows that
//! the reply is from them: neither that somebody vouches for it, nor that it answers the mail that they got.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{answer, answer_request};
use crate::{
    base::{
        audit::{Author, Channel},
        clock::{Clock, Instant},
        error::Refusal,
        hub::Hub,
        ids::{PersonId, SeminarId},
        schema::{attendances, speakers},
    },
    people,
    seminars::{
        model::{Answer, SpeakerAnswer},
        queries, rules,
    },
};

/// A reply that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The address that answers.
    pub address: String,
    /// The address that sent it, where someone vouches for that.
    pub sender: Option<String>,
    /// Whose invitation it was sent back to: of several who share an address, that one is meant.
    pub invited: Option<PersonId>,
    /// Whose mail of ours it names as the one that it answers.
    pub named: Option<PersonId>,
    /// Its SEQUENCE.
    pub sequence: i32,
    /// Its DTSTAMP.
    pub stamp: Instant,
    /// When the seminar starts in the calendar that answers.
    pub starts_at: Option<Instant>,
    /// What is answered.
    pub answer: Answer,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replied {
    /// It is this person's answer now.
    Taken(PersonId),
    /// They answered since, or it is an answer to another time.
    Old(PersonId),
    /// They are asked to speak and said maybe, which is no answer to that.
    Unclear(PersonId),
    /// What they answered is certain, and it says otherwise; but that it is from them, nothing shows.
    Doubtful(PersonId),
    /// Nobody is invited under that address.
    Stranger,
}

/// Takes a reply to `seminar`.
///
/// # Errors
/// A [`Refusal`]: unknown, a draft, cancelled, postponed or over.
pub async fn reply(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    seminar: SeminarId,
    reply: &Reply,
) -> Result<Replied, Refusal> {
    conn.transaction(async |conn| {
        let row = queries::seminar_for_update(conn, seminar)
            .await?
            .ok_or(Refusal::NotFound)?;
        let found = concerned_at(conn, seminar, &reply.address).await?;
        let meant = found
            .iter()
            .find(|one| Some(one.person_id) == reply.invited);
        let ((Some(one), _) | (None, [one])) = (meant, found.as_slice()) else {
            return Ok(Replied::Stranger);
        };
        let person = one.person_id;
        // A clock that goes fast must not make later answers look old.
        let stamp = reply.stamp.min(clock.now());
        // Nor must a SEQUENCE that nobody was ever sent.
        let sent = |sequence: i32| sequence.min(row.sequence);
        let sequence = sent(reply.sequence);
        let last = one
            .answered_at
            .map(|at| (one.reply_stamp.unwrap_or(at), one.reply_sequence.map(sent)));
        if !rules::answers_this(&row, sequence, reply.starts_at)
            || !rules::is_news(sequence, stamp, last)
        {
            return Ok(Replied::Old(person));
        }
        let unverified = match &reply.sender {
            Some(sender) => concerned_at(conn, seminar, sender)
                .await?
                .iter()
                .all(|other| other.person_id != person),
            None => true,
        };
        // Where every mail has an address of its own, whoever got it can answer to that: anyone may know the UID.
        let got_it = [reply.invited, reply.named].contains(&Some(person));
        if hub.reply_tokens && unverified && !got_it && one.certain {
            return Ok(match one.says(reply.answer) {
                true => Replied::Old(person),
                false => Replied::Doubtful(person),
            });
        }
        let names = people::queries::names(conn, &[person]).await?;
        let named = names.get(&person).ok_or(Refusal::NotFound)?;
        let author = Author::from(Channel::Calendar, None).who(person, named.called());
        if one.speaks {
            let said = match reply.answer {
                Answer::Yes => SpeakerAnswer::Accepted,
                Answer::No => SpeakerAnswer::Declined,
                Answer::Maybe | Answer::Waiting => return Ok(Replied::Unclear(person)),
            };
            answer_request(conn, clock, hub, &author, seminar, person, said).await?;
            diesel::update(speakers::table.find((seminar, person)))
                .set((
                    speakers::reply_sequence.eq(sequence),
                    speakers::reply_stamp.eq(stamp),
                    speakers::unverified.eq(unverified),
                ))
                .execute(conn)
                .await?;
        } else {
            answer(conn, clock, hub, &author, seminar, person, reply.answer).await?;
            diesel::update(attendances::table.find((seminar, person)))
                .set((
                    attendances::reply_sequence.eq(sequence),
                    attendances::reply_stamp.eq(stamp),
                    attendances::unverified.eq(unverified),
                ))
                .execute(conn)
                .await?;
        }
        Ok(Replied::Taken(person))
    })
    .await
}

/// Someone who is invited or speaks, and how they answered last.
#[derive(QueryableByName)]
struct Concerned {
    #[diesel(sql_type = SqlUuid)]
    person_id: PersonId,
    #[diesel(sql_type = Bool)]
    speaks: bool,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    answered_at: Option<Instant>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    reply_stamp: Option<Instant>,
    #[diesel(sql_type = Nullable<diesel::sql_types::Integer>)]
    reply_sequence: Option<i32>,
    /// What they answered.
    #[diesel(sql_type = Nullable<Text>)]
    answer: Option<String>,
    /// Whether that is from them, as far as anyone can tell.
    #[diesel(sql_type = Bool)]
    certain: bool,
}

impl Concerned {
    /// Whether they answered so already.
    fn says(&self, answer: Answer) -> bool {
        matches!(
            (self.answer.as_deref(), answer),
            (Some("yes" | "waiting" | "accepted"), Answer::Yes)
                | (Some("no" | "declined"), Answer::No)
                | (Some("maybe"), Answer::Maybe)
        )
    }
}

/// Who is invited or speaks and has this address, or was told there. Whoever does both answers as a speaker, unless they
/// declined to be one: then as a guest.
async fn concerned_at(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    address: &str,
) -> QueryResult<Vec<Concerned>> {
    sql_query(
        "WITH concerned AS ( \
             SELECT person_id, true AS speaks, answer = 'declined' AS declined, answered_at, reply_stamp, reply_sequence, answer, \
                 unverified FROM speakers WHERE seminar_id = $1 \
             UNION ALL SELECT person_id, false, false, answered_at, reply_stamp, reply_sequence, answer, unverified \
                 FROM attendances WHERE seminar_id = $1) \
         SELECT DISTINCT ON (c.person_id) c.person_id, c.speaks, c.answered_at, c.reply_stamp, c.reply_sequence, c.answer, \
             c.answered_at IS NOT NULL AND NOT c.unverified AS certain FROM concerned c \
         WHERE EXISTS (SELECT FROM addresses a WHERE a.person_id = c.person_id AND lower(a.address) = lower($2)) \
            OR EXISTS (SELECT FROM messages m WHERE m.seminar_id = $1 AND m.person_id = c.person_id \
                           AND lower(m.address) = lower($2)) \
         ORDER BY c.person_id, (c.speaks AND NOT c.declined) DESC, c.speaks",
    )
    .bind::<SqlUuid, _>(seminar)
    .bind::<Text, _>(address)
    .load(conn)
    .await
}
