//! Who speaks at a seminar, in which languages, and what they gave of it.

use std::collections::HashMap;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{clock::Instant, ids::PersonId},
    people,
    seminars::{
        model::{Details, Filed, Purpose, Said, Speaker},
        queries, rules,
    },
    web::{
        pages::{
            common, files,
            join::Seen,
            markdown,
            seminar::{Spoken, Talk},
        },
        reader::Reader,
        seminars::entry::{called, in_public},
        urls,
    },
};

/// Organisers see everyone, those without a name by their address; others see who has a name and has not declined.
pub(super) async fn speakers(
    conn: &mut AsyncPgConnection,
    found: &[Speaker],
    organises: bool,
) -> QueryResult<Vec<common::Speaker>> {
    if !organises {
        return Ok(found.iter().filter_map(in_public).collect());
    }
    let nameless: Vec<PersonId> = found
        .iter()
        .filter(|speaker| speaker.name.is_none())
        .map(|speaker| speaker.person_id)
        .collect();
    let named: HashMap<_, _> = people::queries::names(conn, &nameless).await?;
    let name = |speaker: &Speaker| match (&speaker.name, named.get(&speaker.person_id)) {
        (Some(name), _) => name.clone(),
        (None, Some(known)) => known.called().to_owned(),
        (None, None) => String::new(),
    };
    Ok(found
        .iter()
        .map(|speaker| called(speaker, name(speaker)))
        .collect())
}

/// The languages in which it is held, each with the names of those who speak it where there are several.
pub(super) fn languages(details: &Details) -> Vec<Spoken> {
    let all = details.languages();
    let several = all.len() > 1;
    let names = |people: &[PersonId]| {
        let there = details.speakers.iter();
        let there = there.filter(|one| several && people.contains(&one.person_id));
        let names: Vec<String> = there.filter_map(|one| Some(in_public(one)?.name)).collect();
        names.join(", ")
    };
    all.iter()
        .map(|(language, people)| Spoken {
            language: *language,
            by: names(people),
        })
        .collect()
}

/// What speakers gave, of those whom anyone sees. What the only one says of the talk is title and abstract of the seminar.
pub(super) async fn talks(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    details: &Details,
    said: &[Said],
) -> QueryResult<Vec<Talk>> {
    let (now, page, code) = (reader.now(), reader.page(), &details.seminar.code);
    let files = files_of(conn, details, now).await?;
    let slides_of = |said: &Said| {
        let file = slides_file(&files, said)?;
        let address = urls::seminar_file(code, &file.id.to_string());
        Some((address, files::what(&page, file.kind, file.size)))
    };
    Ok(spoken(details, said, now, slides_of))
}

/// The same, where a file of slides is shown as `slides_of` says.
pub(in crate::web) fn spoken(
    details: &Details,
    said: &[Said],
    now: Instant,
    slides_of: impl Fn(&Said) -> Option<(String, String)>,
) -> Vec<Talk> {
    let code = &details.seminar.code;
    let talk = |said: &Said| {
        let row = &said.row;
        let mut speakers = details.speakers.iter();
        let speaker = speakers.find(|one| one.person_id == row.person_id)?;
        let announced = in_public(speaker)?;
        let own = !rules::speaks_alone(details, row.person_id);
        let text = |words: &str| match own {
            true => words.to_owned(),
            false => String::new(),
        };
        let slides = row.slides_url.clone();
        let talk = Talk {
            name: announced.name,
            title: text(&row.talk_title),
            language: match row.talk_language {
                Some(language) => Some(language.word().to_owned()),
                None => details.seminar.written.language.clone(),
            },
            abstract_html: markdown::html(&text(&row.talk_abstract)),
            biography_html: markdown::html(&row.biography),
            slides_url: slides.filter(|_| rules::shows_slides(&details.seminar, said, now)),
            slides_file: slides_of(said)
                .filter(|_| rules::shows_slides(&details.seminar, said, now)),
            portrait: speaker
                .portrait
                .map(|id| urls::seminar_file(code, &id.to_string())),
        };
        let nothing = talk.title.is_empty()
            && talk.abstract_html.is_none()
            && talk.biography_html.is_none()
            && talk.slides_url.is_none()
            && talk.slides_file.is_none()
            && talk.portrait.is_none();
        (!nothing).then_some(talk)
    };
    said.iter().filter_map(talk).collect()
}

/// The files kept with a seminar that is over: slides are shown after it, and before it none need be looked for.
async fn files_of(
    conn: &mut AsyncPgConnection,
    details: &Details,
    now: Instant,
) -> QueryResult<Vec<Filed>> {
    match details.seminar.ends_at <= now {
        true => queries::files(conn, details.seminar.id).await,
        false => Ok(Vec::new()),
    }
}

fn slides_file<'f>(files: &'f [Filed], said: &Said) -> Option<&'f Filed> {
    files
        .iter()
        .find(|file| file.purpose == Purpose::Slides && file.person_id == Some(said.row.person_id))
}

/// What can be seen of a seminar that is over.
///
/// # Errors
/// What the database says.
pub(in crate::web) async fn seen(
    conn: &mut AsyncPgConnection,
    details: &Details,
    now: Instant,
) -> QueryResult<Seen> {
    let said = queries::said(conn, &[details.seminar.id]).await?;
    seen_of(conn, details, &said, now).await
}

pub(super) async fn seen_of(
    conn: &mut AsyncPgConnection,
    details: &Details,
    said: &[Said],
    now: Instant,
) -> QueryResult<Seen> {
    let seminar = &details.seminar;
    let materials = queries::materials_of(conn, seminar.id).await?;
    let recording = match rules::shows_recording(seminar, said, now) {
        true => queries::recording(conn, seminar.id).await?,
        false => None,
    };
    let files = files_of(conn, details, now).await?;
    let slides = |said: &Said| {
        let mut speakers = details.speakers.iter();
        let speaker = speakers.find(|one| one.person_id == said.row.person_id)?;
        let name = in_public(speaker)?.name;
        let file = || {
            let file = slides_file(&files, said)?;
            Some(urls::seminar_file(&seminar.code, &file.id.to_string()))
        };
        let address = said.row.slides_url.clone().or_else(file)?;
        rules::shows_slides(seminar, said, now).then_some((name, address))
    };
    Ok(Seen {
        slides: said.iter().filter_map(slides).collect(),
        recording,
        expected: rules::expected(details, said, &materials, now),
    })
}
