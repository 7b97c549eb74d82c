//! The page of a speaker as it stands.

use diesel_async::AsyncPgConnection;

use super::{Asked, Link};
use crate::{
    base::hub::Hub,
    seminars::{
        model::{Consent, Purpose, SpeakerAnswer, TextLanguage},
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
            speak::{SpeakFiles, SpeakForm, SpeakPage, SpeakStay},
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
            said_at: self
                .said
                .consents
                .iter()
                .map(|(consent, said)| (*consent, said.at))
                .collect(),
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
        let (row, seminar) = (&self.said.row, &self.details.seminar);
        let (title, words) = match rules::speaks_alone(&self.details, self.person.id) {
            true => (&seminar.title, &seminar.abstract_text),
            false => (&row.talk_title, &row.talk_abstract),
        };
        let announced = self.announced();
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
            equipment: Field::of(&self.notes.equipment),
            in_person: said(row.in_person),
            arrival: Field::of(&self.notes.arrival),
            dietary: Field::of(&self.notes.dietary),
            phone: Field::of(&self.notes.phone),
            page_version: Field::of(row.page_version.to_string()),
            ..SpeakForm::default()
        };
        form.put(&seminar.written.texts);
        for consent in Consent::ALL {
            let given = self.said.consents.get(consent).map(|said| said.given);
            *form.consent_mut(*consent) = said(given);
        }
        form
    }
}

fn said(given: Option<bool>) -> Field {
    Field::of(match given {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    })
}
