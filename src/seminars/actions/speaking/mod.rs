//! The page of a speaker: its link, who looks after what is missing, what is said there, and when the private part of it
//! goes.

mod page;
mod stay;
mod store;

pub use page::{PageNotes, SpeakerPage, enter_page, save_page};

use chrono::NaiveDateTime;
use diesel::{prelude::*, sql_query, sql_types::Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    answer::answer_request,
    create::{locked, organised},
    slots::said_by,
    write::{raise, web_address},
};
use crate::{
    base::{
        audit::{self, Author, Entry},
        clock::Clock,
        error::{Invalid, Refusal},
        hub::Hub,
        ids::{PersonId, SeminarId},
        schema::{afterwards, seminar_recordings, seminars, speaker_notes, speakers},
        text,
    },
    mail::outbox::{self, MessageKind, Which},
    people::model::Actor,
    rooms::actions::wall_time,
    seminars::{
        model::{Details, Said, Seminar, SpeakerAnswer, TextLanguage},
        notices, queries, rules,
    },
};

/// Notes that an organiser asks a speaker in a mail of their own: nothing of ours asks them then, and a request that waits
/// is not sent. Answers what is known of the speaker, whose link is theirs to copy.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, or no speaker of it.
pub async fn ask_oneself(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    seminar: SeminarId,
    person: PersonId,
) -> Result<Said, Refusal> {
    conn.transaction(async |conn| {
        let (row, said) = speaker_of(conn, actor, seminar, person).await?;
        if said.row.asked_at.is_some() {
            return Ok(said);
        }
        let now = clock.now();
        diesel::update(speakers::table.find((seminar, person)))
            .set((
                speakers::asked_at.eq(Some(now)),
                speakers::asked_by.eq(Some(actor.id)),
            ))
            .execute(conn)
            .await?;
        let which = Which {
            seminar: Some(seminar),
            person: Some(person),
            kinds: &[MessageKind::SpeakerRequest, MessageKind::SlotOffer],
            ..Which::default()
        };
        outbox::void(conn, clock, which, "an organiser asks them").await?;
        written(
            conn,
            clock,
            actor,
            &row,
            person,
            "asked a speaker in person",
        )
        .await
    })
    .await
}

/// Revokes the link of a speaker and makes another one; answers what is known of the speaker then.
///
/// # Errors
/// As [`ask_oneself`].
pub async fn renew_link(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    seminar: SeminarId,
    person: PersonId,
) -> Result<Said, Refusal> {
    conn.transaction(async |conn| {
        let (row, _) = speaker_of(conn, actor, seminar, person).await?;
        diesel::update(speakers::table.find((seminar, person)))
            .set(speakers::link_no.eq(speakers::link_no + 1))
            .execute(conn)
            .await?;
        written(conn, clock, actor, &row, person, "renewed a speaker's link").await
    })
    .await
}

/// What an organiser changes about a speaker; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct SpeakerCare {
    /// Whether the organisers look after what is missing.
    pub taken_over: Option<bool>,
    /// Where their slides are; empty: nowhere.
    pub slides_url: Option<String>,
    /// When they try out what they need there, by the clocks of the seminar's zone; `Some(None)`: not at all.
    pub rehearsal: Option<Option<NaiveDateTime>>,
    /// Whether no slides of theirs will come.
    pub no_slides: Option<bool>,
    /// In which language they speak; `Some(None)`: in that of the seminar.
    pub talk_language: Option<Option<TextLanguage>>,
}

/// Takes over what a speaker still owes, or hands it back, sets where their slides are, or that none will come, and when they
/// rehearse. Mails that would ask for what is missing follow in the same transaction.
///
/// # Errors
/// As [`ask_oneself`]; `slides_url` is no address, or `rehearsal_local` no one time.
pub async fn care_for_speaker(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    (seminar, person): (SeminarId, PersonId),
    care: SpeakerCare,
) -> Result<Said, Refusal> {
    conn.transaction(async |conn| {
        let (row, said) = speaker_of(conn, actor, seminar, person).await?;
        let taken_over = care
            .taken_over
            .filter(|wanted| *wanted != said.row.taken_over_at.is_some());
        if let Some(wanted) = taken_over {
            diesel::update(speakers::table.find((seminar, person)))
                .set((
                    speakers::taken_over_at.eq(wanted.then(|| clock.now())),
                    speakers::taken_over_by.eq(wanted.then_some(actor.id)),
                ))
                .execute(conn)
                .await?;
        }
        if let Some(typed) = &care.slides_url {
            let slides = web_address(typed).map_err(|reason| Invalid::one("slides_url", reason))?;
            diesel::update(speakers::table.find((seminar, person)))
                .set(speakers::slides_url.eq(slides))
                .execute(conn)
                .await?;
        }
        let no_slides = care
            .no_slides
            .filter(|wanted| *wanted != said.row.no_slides_at.is_some());
        if let Some(wanted) = no_slides {
            diesel::update(speakers::table.find((seminar, person)))
                .set((
                    speakers::no_slides_at.eq(wanted.then(|| clock.now())),
                    speakers::no_slides_by.eq(wanted.then_some(actor.id)),
                ))
                .execute(conn)
                .await?;
        }
        if let Some(local) = care.rehearsal {
            let at = local.map(|local| row.zone().instant(local, None));
            let at = at
                .transpose()
                .map_err(|error| Invalid::one("rehearsal_local", wall_time(error)))?;
            diesel::update(speakers::table.find((seminar, person)))
                .set(speakers::rehearsal_at.eq(at))
                .execute(conn)
                .await?;
        }
        if let Some(language) = care.talk_language
            && language != said.row.talk_language
        {
            diesel::update(speakers::table.find((seminar, person)))
                .set(speakers::talk_language.eq(language))
                .execute(conn)
                .await?;
            entry_changed(conn, clock, seminar).await?;
        }
        let details = queries::detail(conn, row.clone()).await?;
        notices::chase(conn, clock, hub, &details, Some(person)).await?;
        notices::afterwards(conn, clock, hub, &details).await?;
        written(conn, clock, actor, &row, person, "looked after a speaker").await
    })
    .await
}

/// Where a seminar can be seen afterwards, or that it cannot.
#[derive(Debug, Clone, Default)]
pub struct RecordingSaid {
    /// Its address; empty: there is none.
    pub url: String,
    /// Whether none will come: nobody is asked for it any more.
    pub none_will_come: bool,
}

/// Sets where a seminar can be seen afterwards, or that it cannot. It is shown while all who took part agree; mails that would
/// ask for it follow in the same transaction.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, `url` is no address, or there is one and none will come.
pub async fn put_recording(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    seminar: SeminarId,
    said: &RecordingSaid,
) -> Result<Option<String>, Refusal> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, seminar).await?;
        let before = queries::recording(conn, seminar).await?;
        let gave_up = queries::materials_of(conn, seminar).await?.no_recording;
        let after = web_address(&said.url).map_err(|reason| Invalid::one("url", reason))?;
        if after.is_some() && said.none_will_come {
            return Err(Refusal::invalid("none_will_come", "reason-recording-there"));
        }
        match &after {
            Some(url) => {
                let put = (
                    seminar_recordings::url.eq(url),
                    seminar_recordings::at.eq(clock.now()),
                    seminar_recordings::by_id.eq(Some(actor.id)),
                );
                diesel::insert_into(seminar_recordings::table)
                    .values((seminar_recordings::seminar_id.eq(seminar), put))
                    .on_conflict(seminar_recordings::seminar_id)
                    .do_update()
                    .set(put)
                    .execute(conn)
                    .await?;
            }
            None => {
                diesel::delete(seminar_recordings::table.find(seminar))
                    .execute(conn)
                    .await?;
            }
        }
        if gave_up.is_some() != said.none_will_come {
            give_up(conn, clock, actor, seminar, said.none_will_come).await?;
        }
        let entry = Entry {
            action: "set the recording",
            kind: "seminars",
            id: seminar.0,
            before: Some(json!({ "url": before, "none_will_come": gave_up.is_some() })),
            after: Some(json!({ "url": after, "none_will_come": said.none_will_come })),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        let details = queries::detail(conn, row).await?;
        notices::afterwards(conn, clock, hub, &details).await?;
        raise(conn, clock, None, &details).await?;
        Ok(after)
    })
    .await
}

/// Keeps that no recording will come, or that one will after all.
async fn give_up(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    seminar: SeminarId,
    none: bool,
) -> QueryResult<()> {
    let put = (
        afterwards::no_recording_at.eq(none.then(|| clock.now())),
        afterwards::no_recording_by.eq(none.then_some(actor.id)),
    );
    diesel::insert_into(afterwards::table)
        .values((afterwards::seminar_id.eq(seminar), put))
        .on_conflict(afterwards::seminar_id)
        .do_update()
        .set(put)
        .execute(conn)
        .await?;
    Ok(())
}

/// Stores what a speaker said on their page to the request, and the words that they put beside it, which are for the
/// organisers alone. They came by the link with this number.
///
/// # Errors
/// As [`answer_request`]; `words` are too long, or the link is not good any more.
pub async fn answer_on_page(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    author: &Author,
    (seminar, person): (SeminarId, PersonId),
    answer: SpeakerAnswer,
    (typed, link_no): (&str, i32),
) -> Result<(), Refusal> {
    let words = text::own_words("words", Some(typed))?;
    conn.transaction(async |conn| {
        locked(conn, seminar).await?;
        said_by(conn, seminar, person, Some(link_no)).await?;
        answer_request(conn, clock, hub, author, seminar, person, answer).await?;
        match words {
            Some(words) => Ok(keep_words(conn, seminar, person, &words).await?),
            None => Ok(()),
        }
    })
    .await
}

async fn keep_words(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    person: PersonId,
    words: &str,
) -> QueryResult<()> {
    diesel::insert_into(speaker_notes::table)
        .values((
            speaker_notes::seminar_id.eq(seminar),
            speaker_notes::person_id.eq(person),
            speaker_notes::words.eq(words),
        ))
        .on_conflict((speaker_notes::seminar_id, speaker_notes::person_id))
        .do_update()
        .set(speaker_notes::words.eq(words))
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes what speakers told the organisers alone of seminars that have been over for some time; answers how many.
///
/// # Errors
/// What the database says.
pub async fn sweep_notes(conn: &mut AsyncPgConnection, clock: &dyn Clock) -> QueryResult<usize> {
    let over = clock.now() - rules::NOTES_KEPT;
    let notes = sql_query(
        "DELETE FROM speaker_notes n USING seminars m WHERE m.id = n.seminar_id AND m.ends_at < $1",
    )
    .bind::<Timestamptz, _>(over)
    .execute(conn)
    .await?;
    let words = sql_query(
        "UPDATE slot_offers o SET words = '' FROM seminars m WHERE m.id = o.seminar_id AND m.ends_at < $1 \
             AND o.words <> '' AND o.state <> 'open'",
    )
    .bind::<Timestamptz, _>(over)
    .execute(conn)
    .await?;
    Ok(notes + words)
}

/// The seminar, locked, which the actor organises, and what one of its speakers said.
async fn speaker_of(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    seminar: SeminarId,
    person: PersonId,
) -> Result<(Seminar, Said), Refusal> {
    let row = organised(conn, actor, seminar).await?;
    let said = queries::said_by(conn, seminar, person).await?;
    Ok((row, said.ok_or(Refusal::NotFound)?))
}

/// What calendars say of a speaker became otherwise: their entries say since when.
async fn entry_changed(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    seminar: SeminarId,
) -> QueryResult<()> {
    diesel::update(seminars::table.find(seminar))
        .set(seminars::modified_at.eq(clock.now()))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends what an organiser does about a speaker: it is written down, and what shows the seminar is told.
async fn written(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    seminar: &Seminar,
    person: PersonId,
    action: &'static str,
) -> Result<Said, Refusal> {
    let said = queries::said_by(conn, seminar.id, person)
        .await?
        .ok_or(Refusal::NotFound)?;
    let row = &said.row;
    let entry = Entry {
        action,
        kind: "seminars",
        id: seminar.id.0,
        before: None,
        after: Some(json!({
            "person": person, "link_no": row.link_no, "asked_at": row.asked_at,
            "taken_over_at": row.taken_over_at, "slides_url": row.slides_url, "rehearsal_at": row.rehearsal_at,
            "no_slides_at": row.no_slides_at, "talk_language": row.talk_language,
        })),
    };
    audit::record(conn, clock, &actor.author, entry).await?;
    let details: Details = queries::detail(conn, seminar.clone()).await?;
    raise(conn, clock, None, &details).await?;
    Ok(said)
}
