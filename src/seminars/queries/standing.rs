//! How a reader stands to seminars, and so what they may know of.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        audit::Author,
        ids::{PersonId, SeminarId, SeriesId},
        schema::{attendances, series_organisers, speaker_links, speakers},
    },
    people::{self, model::Actor},
    seminars::{
        model::{Answer, Details, Seminar, SpeakerAnswer},
        rules::{self, Caller, Standing},
    },
};

/// How `viewer` stands to each of `found`.
///
/// # Errors
/// What the database says.
pub async fn standings(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    found: &[Seminar],
) -> QueryResult<HashMap<SeminarId, Standing>> {
    let mut standings: HashMap<SeminarId, Standing> = HashMap::new();
    let Some(actor) = viewer else {
        return Ok(standings);
    };
    let them: Vec<PersonId> = actor.acts_for.iter().copied().chain([actor.id]).collect();
    let ids: Vec<SeminarId> = found.iter().map(|seminar| seminar.id).collect();
    let organised: Vec<SeriesId> = series_organisers::table
        .filter(series_organisers::person_id.eq_any(&them))
        .select(series_organisers::series_id)
        .load(conn)
        .await?;
    let invited: Vec<SeminarId> = attendances::table
        .filter(attendances::seminar_id.eq_any(&ids))
        .filter(attendances::person_id.eq_any(&them))
        .select(attendances::seminar_id)
        .load(conn)
        .await?;
    let speaks: Vec<(SeminarId, SpeakerAnswer)> = speakers::table
        .filter(speakers::seminar_id.eq_any(&ids))
        .filter(speakers::person_id.eq_any(&them))
        .filter(speakers::answer.ne(SpeakerAnswer::Declined))
        .select((speakers::seminar_id, speakers::answer))
        .load(conn)
        .await?;
    for seminar in found {
        standings.insert(
            seminar.id,
            Standing {
                organises: actor.acts_as(seminar.owner_id)
                    || seminar.entered_by == actor.id
                    || seminar.series_id.is_some_and(|id| organised.contains(&id)),
                invited: invited.contains(&seminar.id),
                speaks: speaks.iter().any(|(id, _)| *id == seminar.id),
                speaks_surely: speaks.contains(&(seminar.id, SpeakerAnswer::Accepted)),
            },
        );
    }
    Ok(standings)
}

/// How `viewer` stands to one seminar.
///
/// # Errors
/// What the database says.
pub async fn standing(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    seminar: &Seminar,
) -> QueryResult<Standing> {
    let all = standings(conn, viewer, std::slice::from_ref(seminar)).await?;
    Ok(all.get(&seminar.id).copied().unwrap_or_default())
}

/// Whether `viewer` may know of `seminar`.
///
/// # Errors
/// What the database says.
pub async fn sees(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    seminar: &Seminar,
) -> QueryResult<bool> {
    Ok(rules::sees(
        viewer,
        seminar,
        standing(conn, viewer, seminar).await?,
    ))
}

/// How `viewer` comes to the living link of a seminar, to which they stand so.
///
/// # Errors
/// What the database says.
pub async fn caller(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    details: &Details,
    standing: Standing,
) -> QueryResult<Caller> {
    let Some(actor) = viewer else {
        return Ok(Caller::default());
    };
    let them: Vec<PersonId> = actor.acts_for.iter().copied().chain([actor.id]).collect();
    Ok(Caller {
        lets_in: standing.organises || standing.speaks_surely || actor.is_administrator(),
        speaks: standing.speaks,
        member: actor.member,
        ..invited(conn, details, &them).await?
    })
}

/// How whoever has the personal link of `person` comes: as they would themselves, but with nothing that they may do besides.
///
/// # Errors
/// What the database says.
pub async fn caller_by_link(
    conn: &mut AsyncPgConnection,
    details: &Details,
    person: PersonId,
) -> QueryResult<Caller> {
    let mut speakers = details.speakers.iter();
    let answer = speakers.find(|one| one.person_id == person);
    let answer = answer.map(|one| one.answer);
    let known = people::queries::actor(conn, person, Author::worker()).await?;
    Ok(Caller {
        lets_in: answer == Some(SpeakerAnswer::Accepted),
        speaks: answer.is_some_and(|answer| answer != SpeakerAnswer::Declined),
        member: known.is_some_and(|known| known.member),
        ..invited(conn, details, &[person]).await?
    })
}

/// The number of the links that `person` has, or had, as a speaker: links with a lower one are revoked, whatever they are now.
///
/// # Errors
/// What the database says.
pub async fn speaker_link(
    conn: &mut AsyncPgConnection,
    details: &Details,
    person: PersonId,
) -> QueryResult<i32> {
    let mut speakers = details.speakers.iter();
    if let Some(speaker) = speakers.find(|one| one.person_id == person) {
        return Ok(speaker.link_no);
    }
    let kept: Option<i32> = speaker_links::table
        .find((details.seminar.id, person))
        .select(speaker_links::link_no)
        .first(conn)
        .await
        .optional()?;
    Ok(kept.unwrap_or_default())
}

/// Whether any of `people` is invited by name, or has said yes.
async fn invited(
    conn: &mut AsyncPgConnection,
    details: &Details,
    people: &[PersonId],
) -> QueryResult<Caller> {
    let found: Vec<(i32, Option<Answer>)> = attendances::table
        .filter(attendances::seminar_id.eq(details.seminar.id))
        .filter(attendances::person_id.eq_any(people))
        .select((attendances::invitation_no, attendances::answer))
        .load(conn)
        .await?;
    Ok(Caller {
        named: found.iter().any(|(number, _)| *number > 0),
        said_yes: found.iter().any(|(_, answer)| *answer == Some(Answer::Yes)),
        ..Caller::default()
    })
}
