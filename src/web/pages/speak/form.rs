//! What a speaker says, as their form has it.

use crate::{
    seminars::model::Consent,
    typed_form,
    web::pages::{
        form::Field,
        page::Page,
        stale::{self, Told, plain},
        versions::{self, Versions},
    },
};

typed_form! {
    /// What a speaker says.
    SpeakForm {
        /// The title of the talk.
        title: Field = "speak-title",
        /// Its abstract, in Markdown.
        abstract_text: Field = "speak-abstract",
        /// The title in Korean.
        title_ko: Field = "version-title-ko",
        /// The abstract in Korean.
        abstract_ko: Field = "version-abstract-ko",
        /// The title in English.
        title_en: Field = "version-title-en",
        /// The abstract in English.
        abstract_en: Field = "version-abstract-en",
        /// The title in French.
        title_fr: Field = "version-title-fr",
        /// The abstract in French.
        abstract_fr: Field = "version-abstract-fr",
        /// In which language they speak; empty for that of the seminar.
        talk_language: Field = "speak-language",
        /// Who they are, in Markdown.
        biography: Field = "speak-biography",
        /// Where they come from.
        affiliation: Field = "speak-affiliation",
        /// The ROR id of that.
        ror: Field = "speak-ror",
        /// Their ORCID iD.
        orcid: Field = "speak-orcid",
        /// Where their slides are.
        slides_url: Field = "speak-slides-url",
        /// `yes`, `no`, or empty while nothing is said.
        stream: Field = "speak-consent-stream",
        /// The same.
        record: Field = "speak-consent-record",
        /// The same.
        publish: Field = "speak-consent-publish",
        /// The same.
        slides: Field = "speak-consent-slides",
        /// The same.
        portrait: Field = "speak-consent-portrait",
        /// What they need there.
        equipment: Field = "speak-equipment",
        /// `yes` for in person, `no` for online, or empty while nothing is said.
        in_person: Field = "speak-in-person",
        /// The first day of a stay.
        stay_from: Field = "speak-stay-from",
        /// Its last day.
        stay_to: Field = "speak-stay-to",
        /// How and when they arrive.
        arrival: Field = "speak-arrival",
        /// What they eat and do not eat.
        dietary: Field = "speak-dietary",
        /// Where they can be reached on the day.
        phone: Field = "speak-phone",
        /// The version of the page on which the form is based.
        page_version: Field,
    }
}

impl SpeakForm {
    /// What is said to a use.
    pub fn consent(&self, consent: &Consent) -> &Field {
        match consent {
            Consent::Stream => &self.stream,
            Consent::Record => &self.record,
            Consent::Publish => &self.publish,
            Consent::Slides => &self.slides,
            Consent::Portrait => &self.portrait,
        }
    }

    /// The same, to be filled in.
    pub fn consent_mut(&mut self, consent: Consent) -> &mut Field {
        match consent {
            Consent::Stream => &mut self.stream,
            Consent::Record => &mut self.record,
            Consent::Publish => &mut self.publish,
            Consent::Slides => &mut self.slides,
            Consent::Portrait => &mut self.portrait,
        }
    }

    /// The fields with the keys of their labels, as people read them.
    pub fn told(&self, page: &Page) -> Vec<Told> {
        let chosen = |group: &str, field: &Field| match field.value.as_str() {
            "yes" | "no" => page.word(group, &field.value),
            _ => page.word(group, "unsaid"),
        };
        let mut told = vec![
            ("speak-title", plain(&self.title)),
            ("speak-abstract", plain(&self.abstract_text)),
            (
                "speak-language",
                stale::chosen(&versions::spoken_in(), &self.talk_language.value),
            ),
            ("speak-biography", plain(&self.biography)),
            ("speak-affiliation", plain(&self.affiliation)),
            ("speak-ror", plain(&self.ror)),
            ("speak-orcid", plain(&self.orcid)),
            ("speak-slides-url", plain(&self.slides_url)),
            ("speak-consent-stream", chosen("speak-say", &self.stream)),
            ("speak-consent-record", chosen("speak-say", &self.record)),
            ("speak-consent-publish", chosen("speak-say", &self.publish)),
            ("speak-consent-slides", chosen("speak-say", &self.slides)),
            (
                "speak-consent-portrait",
                chosen("speak-say", &self.portrait),
            ),
            ("speak-equipment", plain(&self.equipment)),
            ("speak-in-person", chosen("speak-come", &self.in_person)),
            ("speak-arrival", plain(&self.arrival)),
            ("speak-dietary", plain(&self.dietary)),
            ("speak-phone", plain(&self.phone)),
        ];
        told.extend(Versions::told(self));
        told
    }
}
