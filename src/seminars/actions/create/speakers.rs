//! Who speaks at a seminar: people who are known, or whoever has an address.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        changes::Subject,
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        ids::{PersonId, SeminarId},
        schema::{speaker_links, speakers},
    },
    people::{self, actions::PersonEntry, model::Actor},
    seminars::model::{SpeakerAnswer, SpeakerRole},
};

/// Someone who is to speak: a person who is known, or one by address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSpeaker {
    /// Who.
    pub who: WhoSpeaks,
    /// As what.
    pub role: SpeakerRole,
}

impl NewSpeaker {
    /// A person who is known; should they not speak yet, they give a talk.
    pub fn known(person: PersonId) -> Self {
        Self {
            who: WhoSpeaks::Person(person),
            role: SpeakerRole::Speaker,
        }
    }
}

/// Who is to speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhoSpeaks {
    /// A person who is known.
    Person(PersonId),
    /// Whoever has this address; entered where nobody has.
    Entry(PersonEntry),
}

/// A speaker as a row will have them.
pub(in crate::seminars::actions) type SpeakerEntry = (PersonId, SpeakerRole);

/// The people who are to speak; those who are not known are entered. With what is to be raised, last, where someone who is
/// known got a name.
pub(in crate::seminars::actions) async fn resolve_speakers(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    wanted: &[NewSpeaker],
) -> Result<(Vec<SpeakerEntry>, Option<Subject>), Refusal> {
    if wanted.len() > 100 {
        return Err(
            Invalid::one("speakers", Reason::new("reason-too-many").with("max", 100)).into(),
        );
    }
    let entries: Vec<PersonEntry> = wanted
        .iter()
        .filter_map(|speaker| match &speaker.who {
            WhoSpeaks::Entry(entry) => Some(entry.clone()),
            WhoSpeaks::Person(_) => None,
        })
        .collect();
    let resolved = people::actions::resolve(conn, clock, actor, &entries).await?;
    let mut entered = resolved.people.into_iter();
    let mut speakers: Vec<SpeakerEntry> = Vec::with_capacity(wanted.len());
    for speaker in wanted {
        let person = match &speaker.who {
            WhoSpeaks::Person(person) => *person,
            WhoSpeaks::Entry(_) => entered.next().ok_or(Refusal::NotFound)?,
        };
        if speakers.iter().any(|(known, _)| *known == person) {
            return Err(Refusal::invalid("speakers", "reason-speaker-twice"));
        }
        speakers.push((person, speaker.role));
    }
    Ok((speakers, resolved.names))
}

/// Makes the speakers of a seminar those given; answers of those who stay are kept. Of those who go the number of their link
/// is: should they come again, no link that was revoked opens.
pub(in crate::seminars::actions) async fn put_speakers(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    wanted: &[SpeakerEntry],
) -> QueryResult<()> {
    let keep: Vec<PersonId> = wanted.iter().map(|(person, _)| *person).collect();
    sql_query(
        "WITH gone AS (DELETE FROM speakers WHERE seminar_id = $1 AND person_id <> ALL ($2) \
             RETURNING seminar_id, person_id, link_no) \
         INSERT INTO speaker_links (seminar_id, person_id, link_no) \
             SELECT seminar_id, person_id, link_no FROM gone WHERE link_no > 0 \
         ON CONFLICT (seminar_id, person_id) DO UPDATE SET link_no = excluded.link_no",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Array<SqlUuid>, _>(&keep)
    .execute(conn)
    .await?;
    let numbers: HashMap<PersonId, i32> = speaker_links::table
        .filter(speaker_links::seminar_id.eq(id))
        .select((speaker_links::person_id, speaker_links::link_no))
        .load::<(PersonId, i32)>(conn)
        .await?
        .into_iter()
        .collect();
    for (position, (person, role)) in (0_i32..).zip(wanted) {
        diesel::insert_into(speakers::table)
            .values((
                speakers::seminar_id.eq(id),
                speakers::person_id.eq(person),
                speakers::role.eq(role),
                speakers::answer.eq(SpeakerAnswer::Asked),
                speakers::position.eq(position),
                speakers::link_no.eq(numbers.get(person).copied().unwrap_or_default()),
            ))
            .on_conflict((speakers::seminar_id, speakers::person_id))
            .do_update()
            .set((speakers::role.eq(role), speakers::position.eq(position)))
            .execute(conn)
            .await?;
    }
    Ok(())
}
