//! What a speaker says on their page, entered by an organiser in their place.

use askama::Template;

use super::{
    Sample,
    common::SeminarEntry,
    form::{Choice, Field},
    page::Page,
    samples,
    speak::{ConsentNote, SpeakForm},
    stale::Stale,
    versions::{self, Version, Versions},
    words::SpeakerRole,
};
use crate::{base::language::Language, seminars::model::Consent, web::urls};

/// `GET /seminars/{code}/speakers/{id}/page`, and what follows its form: 409 with `stale` where someone was quicker, 422 with
/// errors by the fields.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/speaker_page.html")]
pub struct SpeakerEntryPage {
    /// What every page knows.
    pub page: Page,
    /// At what they speak.
    pub seminar: SeminarEntry,
    /// Their id in addresses.
    pub id: String,
    /// The name, or the address where none is known.
    pub name: String,
    /// As what.
    pub role: SpeakerRole,
    /// Whether the title of the seminar is that of this talk.
    pub alone: bool,
    /// When each use was last answered, and to whom.
    pub said_at: Vec<ConsentNote>,
    /// The seminar's own language, in which it has the main text.
    pub own_language: Option<String>,
    /// What someone else has changed since the form was opened.
    pub stale: Option<Stale>,
    /// What is said.
    pub form: SpeakForm,
}

impl SpeakerEntryPage {
    /// What stands on top.
    pub fn title(&self) -> String {
        self.page
            .with("speaker-entry-title", "name", self.name.as_str())
    }

    /// Whether they give a talk.
    pub fn talks(&self) -> bool {
        self.role == SpeakerRole::Speaker
    }

    /// Title and abstract in further languages, where these are the seminar's.
    pub fn versions(&self) -> Vec<Version<'_>> {
        self.form.offered(self.own_language.as_deref())
    }

    /// Whether something stands in one of them.
    pub fn versions_open(&self) -> bool {
        self.versions().iter().any(Version::is_used)
    }

    /// The languages to choose from.
    pub fn languages(&self) -> Vec<Choice> {
        versions::spoken_in()
    }

    /// The uses that they are asked about.
    pub fn consents(&self) -> Vec<Consent> {
        let all = Consent::ALL.iter().copied();
        all.filter(|consent| self.talks() || *consent != Consent::Slides)
            .collect()
    }

    /// The label of a use.
    pub fn label(&self, consent: &Consent) -> String {
        format!("speak-consent-{consent}")
    }

    /// When a use was last answered, and to whom.
    pub fn answered(&self, consent: &Consent) -> Option<&ConsentNote> {
        self.said_at.iter().find(|one| one.consent == *consent)
    }

    /// Yes, no, and not said.
    pub fn says(&self) -> Vec<Choice> {
        self.choices("speak-say")
    }

    /// In person, online, and not said.
    pub fn ways(&self) -> Vec<Choice> {
        self.choices("speak-come")
    }

    fn choices(&self, group: &str) -> Vec<Choice> {
        [("yes", "yes"), ("no", "no"), ("", "unsaid")]
            .into_iter()
            .map(|(value, word)| Choice::new(value, self.page.word(group, word)))
            .collect()
    }
}

impl Sample for SpeakerEntryPage {
    const NAME: &'static str = "speaker-page";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let seminar = samples::entries(language).remove(0);
        let address = urls::speaker_page(&seminar.code, "1");
        let empty = Self {
            page: samples::organiser(language, &address),
            seminar,
            id: "1".into(),
            name: "Marie Exemple".into(),
            role: SpeakerRole::Speaker,
            alone: true,
            said_at: Vec::new(),
            own_language: Some("en".into()),
            stale: None,
            form: SpeakForm::default(),
        };
        let refused = Self {
            alone: false,
            said_at: vec![
                ConsentNote {
                    consent: Consent::Stream,
                    at: samples::now(),
                    given_to: Some(samples::say(language, "Gildong Hong", "홍길동")),
                },
                ConsentNote {
                    consent: Consent::Record,
                    at: samples::now(),
                    given_to: None,
                },
            ],
            form: SpeakForm {
                biography: Field::of(samples::say(
                    language,
                    "Works on small data.",
                    "적은 데이터를 연구합니다.",
                )),
                stream: Field::of("yes"),
                record: Field::wrong("yes", language.t("reason-consent-withdrawn")),
                ..SpeakForm::default()
            },
            ..empty.clone()
        };
        vec![("empty", empty), ("refused", refused)]
    }
}
