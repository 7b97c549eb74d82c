//! The page of a speaker as it stands.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{Asked, Link};
use crate::{
    base::{clock::Instant, hub::Hub, ids::PersonId},
    people,
    seminars::{
        model::{Consent, Details, Notes, Purpose, Said, SpeakerAnswer, TextLanguage},
        queries, rules,
    },
    stays,
    web::{
        errors::Failure,
        idempotency::fresh_key,
        link,
        pages::{
            files::FileLine,
            form::{Field, FormMeta},
            speak::{ConsentNote, SpeakFiles, SpeakForm, SpeakPage, SpeakStay},
            versions::Versions,
        },
        reader::Reader,
        seminars::entry,
    },
};

impl Link {
    /// The page; with `typed` in its form, where that could not be saved.
    pub(super) async fn page(
        &self,
        conn: &mut AsyncPgConnection,
        hub: &Hub,
        reader: &Reader,
        asked: &Asked,
        typed: Option<SpeakForm>,
    ) -> Result<SpeakPage, Failure> {
        let mut page = reader.page();
        let at = self.details.seminar.starts_at;
        link::read_as(conn, hub, reader, &mut page, self.person.id, at).await?;
        let row = &self.said.row;
        let answered = row.answer != SpeakerAnswer::Asked;
        let stay = match row.stay_id {
            Some(id) => stays::queries::stay(conn, id).await?,
            None => None,
        };
        let mut files = SpeakFiles {
            agrees: self.said.agrees(Consent::Portrait),
            ..SpeakFiles::default()
        };
        for file in queries::files(conn, self.details.seminar.id).await? {
            if file.person_id == Some(self.person.id) {
                let line = FileLine::of(&file, None);
                match file.purpose {
                    Purpose::Portrait => files.portrait = Some(line),
                    Purpose::Slides => files.slides = Some(line),
                    Purpose::Evidence => {}
                }
            }
        }
        let mut form = typed.unwrap_or_else(|| self.form());
        form.meta.key = fresh_key();
        let slots = self.slots(conn, hub, &page).await?;
        let language = page.language;
        Ok(SpeakPage {
            page,
            token: self.token.clone(),
            name: self.person.called().to_owned(),
            seminar: entry::entry(&self.details, language, None),
            organiser: self.organiser.clone(),
            role: row.role,
            answer: row.answer,
            words: Field::of(&self.notes.words),
            just_now: asked
                .just_now()
                .filter(|_| answered || matches!(asked.done.as_deref(), Some("save" | "none"))),
            put_forward: asked.answer.as_deref().and_then(|word| word.parse().ok()),
            slots,
            missing: rules::missing(&self.details, &self.said),
            alone: rules::speaks_alone(&self.details, self.person.id),
            said_at: notes_of(conn, &self.said).await?,
            rehearsal: row.rehearsal_at,
            join_url: rules::address_for(&self.details, row.answer, reader.now()),
            stay: stay.map(|stay| SpeakStay {
                from: stay.from_date,
                to: stay.to_date,
                state: stay.state,
            }),
            stale: None,
            files,
            own_language: self.details.seminar.written.language.clone(),
            form,
            key: fresh_key(),
            csrf: reader.token_here(),
        })
    }

    /// What is said so far.
    pub(super) fn form(&self) -> SpeakForm {
        form(&self.details, &self.said, &self.notes)
    }
}

/// What is said so far of a speaker, as the form has it.
pub(in crate::web) fn form(details: &Details, told: &Said, notes: &Notes) -> SpeakForm {
    let (row, seminar) = (&told.row, &details.seminar);
    let (title, words) = match rules::speaks_alone(details, row.person_id) {
        true => (&seminar.title, &seminar.abstract_text),
        false => (&row.talk_title, &row.talk_abstract),
    };
    let mut speakers = details.speakers.iter();
    let announced = speakers.find(|one| one.person_id == row.person_id);
    let affiliation = announced.and_then(|one| one.affiliation.clone());
    let orcid = announced.and_then(|one| one.orcid.clone());
    let mut form = SpeakForm {
        meta: FormMeta {
            lock_version: Some(seminar.lock_version),
            ..FormMeta::default()
        },
        title: Field::of(title),
        abstract_text: Field::of(words),
        talk_language: Field::of(row.talk_language.map_or("", TextLanguage::word)),
        biography: Field::of(&row.biography),
        affiliation: Field::of(affiliation.unwrap_or_default()),
        ror: Field::of(row.ror.clone().unwrap_or_default()),
        orcid: Field::of(orcid.unwrap_or_default()),
        slides_url: Field::of(row.slides_url.clone().unwrap_or_default()),
        equipment: Field::of(&notes.equipment),
        in_person: said(row.in_person),
        arrival: Field::of(&notes.arrival),
        dietary: Field::of(&notes.dietary),
        phone: Field::of(&notes.phone),
        page_version: Field::of(row.page_version.to_string()),
        ..SpeakForm::default()
    };
    form.put(&seminar.written.texts);
    for consent in Consent::ALL {
        let given = told.consents.get(consent).map(|said| said.given);
        *form.consent_mut(*consent) = said(given);
    }
    form
}

/// When something of it was last said, by whomever.
pub(in crate::web) fn last_said(details: &Details, told: &Said) -> Instant {
    let row = &told.row;
    [row.page_at, row.entered_at]
        .into_iter()
        .flatten()
        .fold(details.seminar.modified_at, Instant::max)
}

/// What was said to each use, since when, and to whom where not by themselves.
///
/// # Errors
/// What the database says.
pub(in crate::web) async fn notes_of(
    conn: &mut AsyncPgConnection,
    told: &Said,
) -> QueryResult<Vec<ConsentNote>> {
    let takers: Vec<PersonId> = told
        .consents
        .values()
        .filter_map(|given| given.taken_by)
        .collect();
    let names = people::queries::names(conn, &takers).await?;
    Ok(told
        .consents
        .iter()
        .map(|(consent, given)| ConsentNote::of(*consent, given, &names))
        .collect())
}

fn said(given: Option<bool>) -> Field {
    Field::of(match given {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    })
}
