//! What comes in place of what is cancelled, in the mail that says so: as things are when it goes out, and no more of it than
//! its reader may know.

use std::collections::{HashMap, HashSet};

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::Told;
use crate::{
    base::{
        hub::Hub,
        ids::{PersonId, SeminarId},
        language::{self, Language},
    },
    seminars::{
        model::{Details, Seminar, SeminarState},
        notices::mails,
        queries,
    },
};

/// What comes in place of the seminars of a batch, and who of its readers may know of it.
#[derive(Default)]
pub(super) struct InPlace {
    next: HashMap<SeminarId, Seminar>,
    known: HashSet<(PersonId, SeminarId)>,
}

impl InPlace {
    pub(super) async fn read(
        conn: &mut AsyncPgConnection,
        details: &[Details],
        people: &[PersonId],
    ) -> QueryResult<Self> {
        let cancelled = details
            .iter()
            .map(|one| &one.seminar)
            .filter(|seminar| seminar.state == SeminarState::Cancelled);
        let cancelled: Vec<SeminarId> = cancelled.map(|seminar| seminar.id).collect();
        let next = queries::in_place_of(conn, &cancelled).await?;
        let ids: Vec<SeminarId> = next.values().map(|seminar| seminar.id).collect();
        Ok(Self {
            known: queries::known_to(conn, people, &ids).await?,
            next,
        })
    }
}

impl Told<'_> {
    fn next(&self) -> Option<&Seminar> {
        let in_place = &self.known.in_place;
        let next = in_place.next.get(&self.details.seminar.id)?;
        let known = in_place.known.contains(&(self.recipient.person, next.id));
        known.then_some(next)
    }

    pub(super) fn in_place(&self) -> Option<mails::InPlace> {
        let next = self.next()?;
        Some(mails::InPlace::of(self.hub, next, self.recipient.language))
    }

    /// The same in a calendar's words, above what would have been.
    pub(super) fn in_place_lines(&self, language: Language) -> Vec<String> {
        let next = self.next();
        next.map_or_else(Vec::new, |next| in_place_lines(self.hub, language, next))
    }
}

/// What comes in its place, when, and where more is said of it; and an empty line.
pub(in crate::seminars::notices) fn in_place_lines(
    hub: &Hub,
    language: Language,
    next: &Seminar,
) -> Vec<String> {
    let title = match next.read_in(language).title {
        "" => language.t("seminar-untitled"),
        title => title.to_owned(),
    };
    vec![
        language.with("in-place-line", &[("title", title.into())]),
        language::slot(language, next.slot(), next.there()),
        hub.url(&format!("/seminars/{}", next.code)),
        String::new(),
    ]
}
