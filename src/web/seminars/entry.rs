//! Seminars as lists and headings show them.

use std::collections::HashMap;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::asked_beside;
use crate::{
    base::{ids::SeminarId, language::Language},
    people::model::Actor,
    seminars::{
        model::{Answer, Details, ReplyTerms, Seminar, Series, Speaker, SpeakerAnswer},
        queries,
    },
    web::pages::{
        common::{self, Named, SeminarEntry},
        time::When,
    },
};

/// `found` in its order, as a page in `language` calls them, with what `viewer` answered to each and until when they may, and
/// their series where `viewer` may know of it. Who may see them is the caller's business. A fixed number of queries however
/// many there are.
///
/// # Errors
/// What the database says.
pub async fn entries(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    language: Language,
    found: Vec<Seminar>,
) -> QueryResult<Vec<SeminarEntry>> {
    let ids: Vec<SeminarId> = found.iter().map(|seminar| seminar.id).collect();
    let (answers, terms) = match viewer {
        Some(actor) => (
            queries::answers_of(conn, actor.id, &ids).await?,
            queries::reply_terms_of(conn, &ids).await?,
        ),
        None => (HashMap::new(), HashMap::new()),
    };
    let mut details = queries::details(conn, found).await?;
    queries::hide_heads(conn, viewer, &mut details).await?;
    let shown = details.iter().map(|one| {
        let seminar = &one.seminar;
        let terms: Option<&ReplyTerms> = terms.get(&seminar.id);
        let reply_by = terms.and_then(|terms| {
            let said = asked_beside::by(language, seminar, terms)?;
            Some((said, terms.until(seminar.zone())?))
        });
        SeminarEntry {
            reply_by,
            ..entry(one, language, answers.get(&seminar.id).copied())
        }
    });
    Ok(shown.collect())
}

/// The same on a page of their series, which need not be named with each.
///
/// # Errors
/// What the database says.
pub async fn own_entries(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    language: Language,
    found: Vec<Seminar>,
) -> QueryResult<Vec<SeminarEntry>> {
    let mut entries = entries(conn, viewer, language, found).await?;
    for entry in &mut entries {
        (entry.series, entry.colour) = (None, None);
    }
    Ok(entries)
}

/// One seminar, with what `viewer` answered to it.
///
/// # Errors
/// What the database says.
pub async fn one(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    language: Language,
    seminar: Seminar,
) -> QueryResult<SeminarEntry> {
    let mut found = entries(conn, viewer, language, vec![seminar]).await?;
    found.pop().ok_or(diesel::result::Error::NotFound)
}

/// One seminar as it is called in the language of the page, and what the reader answered to it. Of its series they may know.
pub fn entry(details: &Details, language: Language, my_answer: Option<Answer>) -> SeminarEntry {
    let seminar = &details.seminar;
    let read = seminar.read_in(language);
    SeminarEntry {
        code: seminar.code.clone(),
        kind: seminar.kind,
        state: seminar.state,
        title: read.title.to_owned(),
        title_in: tag_beside(read.title_in, language),
        series: details.series.as_ref().map(named),
        colour: details.series.as_ref().map(|series| series.colour),
        when: when(seminar),
        speakers: details.speakers.iter().filter_map(in_public).collect(),
        places: details
            .rooms
            .iter()
            .map(|room| room.name.clone())
            .chain(seminar.place().map(|place| place.name))
            .collect(),
        online: seminar.join_url.is_some(),
        my_answer,
        reply_by: None,
    }
}

/// The tag of a text's language, where the page around it is in another one.
pub fn tag_beside(tag: Option<&str>, page: Language) -> Option<String> {
    tag.filter(|tag| *tag != page.code()).map(str::to_owned)
}

/// From when until when it is, and in which zone people there read it.
pub fn when(seminar: &Seminar) -> When {
    When {
        slot: seminar.slot(),
        zone: seminar.there(),
    }
}

/// A series by slug and title.
pub fn named(series: &Series) -> Named {
    Named::new(&series.slug, &series.title)
}

/// A speaker as anyone sees them: by name. Who has no name yet, or has declined, is not shown.
pub fn in_public(speaker: &Speaker) -> Option<common::Speaker> {
    let declined = speaker.answer == SpeakerAnswer::Declined;
    let name = speaker.name.as_ref().filter(|_| !declined)?;
    Some(called(speaker, name.clone()))
}

/// A speaker who is called `name`.
pub fn called(speaker: &Speaker, name: String) -> common::Speaker {
    common::Speaker {
        name,
        institution: speaker.affiliation.clone(),
        role: speaker.role,
        answer: speaker.answer,
        orcid: speaker.orcid.clone(),
    }
}
