//! What is kept of what was said for a speaker: their row, what is for the organisers alone, and what they agree to.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{entry_changed, page::SpeakerPage};
use crate::{
    base::{
        clock::Clock,
        ids::PersonId,
        schema::{speaker_consents, speaker_notes, speakers},
        text,
    },
    seminars::{
        model::{Consent, Notes, Said, SaidBy, Speaking},
        queries, rules,
    },
};

/// Writes the row, and who that was: the speaker last said something then, or an organiser entered it.
pub(super) async fn store(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    (by, who): (SaidBy, PersonId),
    before: &Said,
    next: &Speaking,
) -> QueryResult<()> {
    let (now, row) = (Some(clock.now()), &before.row);
    let (page_at, entered_at, entered_by) = match by {
        SaidBy::Speaker => (now, row.entered_at, row.entered_by),
        SaidBy::Organiser => (row.page_at, now, Some(who)),
    };
    diesel::update(speakers::table.find((next.seminar_id, next.person_id)))
        .set((
            speakers::talk_title.eq(&next.talk_title),
            speakers::talk_abstract.eq(&next.talk_abstract),
            speakers::biography.eq(&next.biography),
            speakers::affiliation.eq(&next.affiliation),
            speakers::ror.eq(&next.ror),
            speakers::slides_url.eq(&next.slides_url),
            speakers::in_person.eq(next.in_person),
            speakers::talk_language.eq(next.talk_language),
            speakers::page_version.eq(row.page_version + 1),
            speakers::page_at.eq(page_at),
            speakers::entered_at.eq(entered_at),
            speakers::entered_by.eq(entered_by),
        ))
        .execute(conn)
        .await?;
    if next.affiliation != row.affiliation || next.talk_language != row.talk_language {
        entry_changed(conn, clock, next.seminar_id).await?;
    }
    Ok(())
}

/// Keeps what is for the organisers alone; answers which of it was changed, but not how: the trail is kept for longer.
pub(super) async fn store_notes(
    conn: &mut AsyncPgConnection,
    before: &Said,
    page: &SpeakerPage,
) -> QueryResult<Vec<&'static str>> {
    let Some(typed) = &page.notes else {
        return Ok(Vec::new());
    };
    let (seminar, person) = (before.row.seminar_id, before.row.person_id);
    let known = queries::notes(conn, seminar).await?.remove(&person);
    let known = known.unwrap_or_default();
    let lines = |typed: &Option<String>, known: &String| {
        typed.as_deref().map_or_else(|| known.clone(), text::lines)
    };
    let next = Notes {
        words: known.words.clone(),
        equipment: lines(&typed.equipment, &known.equipment),
        arrival: lines(&typed.arrival, &known.arrival),
        dietary: lines(&typed.dietary, &known.dietary),
        phone: match &typed.phone {
            Some(typed) => text::line(typed),
            None => known.phone.clone(),
        },
    };
    if next == known {
        return Ok(Vec::new());
    }
    let row = (
        speaker_notes::equipment.eq(&next.equipment),
        speaker_notes::arrival.eq(&next.arrival),
        speaker_notes::dietary.eq(&next.dietary),
        speaker_notes::phone.eq(&next.phone),
    );
    diesel::insert_into(speaker_notes::table)
        .values((
            speaker_notes::seminar_id.eq(seminar),
            speaker_notes::person_id.eq(person),
            row,
        ))
        .on_conflict((speaker_notes::seminar_id, speaker_notes::person_id))
        .do_update()
        .set(row)
        .execute(conn)
        .await?;
    let changed = [
        ("equipment", known.equipment != next.equipment),
        ("arrival", known.arrival != next.arrival),
        ("dietary", known.dietary != next.dietary),
        ("phone", known.phone != next.phone),
    ];
    Ok(changed
        .into_iter()
        .filter_map(|(name, differs)| differs.then_some(name))
        .collect())
}

/// Keeps what was said to each use, with its time and by whom, where it is said anew; answers what differs.
pub(super) async fn store_consents(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    (by, who): (SaidBy, PersonId),
    before: &Said,
    page: &SpeakerPage,
) -> QueryResult<Vec<(Consent, Option<bool>)>> {
    let (seminar, person) = (before.row.seminar_id, before.row.person_id);
    let changed = rules::changed_consents(before, &page.consents);
    for (consent, given) in &changed {
        // That a speaker took it back outlives what they said: no organiser enters it in their place.
        if given.is_none() && by == SaidBy::Organiser {
            diesel::delete(speaker_consents::table.find((seminar, person, *consent)))
                .execute(conn)
                .await?;
            continue;
        }
        let said = (
            speaker_consents::given.eq(*given),
            speaker_consents::at.eq(clock.now()),
            speaker_consents::said_by.eq(by),
            speaker_consents::taken_by.eq((by == SaidBy::Organiser).then_some(who)),
        );
        diesel::insert_into(speaker_consents::table)
            .values((
                speaker_consents::seminar_id.eq(seminar),
                speaker_consents::person_id.eq(person),
                speaker_consents::purpose.eq(*consent),
                said,
            ))
            .on_conflict((
                speaker_consents::seminar_id,
                speaker_consents::person_id,
                speaker_consents::purpose,
            ))
            .do_update()
            .set(said)
            .execute(conn)
            .await?;
    }
    Ok(changed)
}
