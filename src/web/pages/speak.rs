//! The page of a speaker: everything that is asked of them, by one link and without an account.

use askama::Template;
use chrono::NaiveDate;

use super::{
    Sample,
    common::SeminarEntry,
    files::{self, FileLine},
    form::{Choice, Field},
    page::Page,
    samples,
    slots::SpeakSlots,
    stale::{Stale, Told, plain},
    versions::{self, Version, Versions},
    words::{SeminarState, SpeakerAnswer, SpeakerRole},
};
use crate::{
    base::{clock::Instant, file_kind::FileKind, language::Language},
    seminars::model::{Consent, Missing, Purpose},
    stays::state::StayState,
    typed_form,
    web::urls,
};

/// `GET /speak/{token}`, and what follows its forms: 409 with `stale` where someone was quicker, 422 with errors by the fields.
/// The GET changes nothing: mail scanners open links.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/speak.html")]
pub struct SpeakPage {
    /// What every page knows.
    pub page: Page,
    /// The token of the link.
    pub token: String,
    /// Who speaks: the name, or the address where none is known.
    pub name: String,
    /// At what.
    pub seminar: SeminarEntry,
    /// Whose it is, where they have a name.
    pub organiser: Option<String>,
    /// As what.
    pub role: SpeakerRole,
    /// What is answered now.
    pub answer: SpeakerAnswer,
    /// The words that were put beside the answer.
    pub words: Field,
    /// What has just happened.
    pub just_now: Option<SpokeNow>,
    /// The answer in the link's query (`?answer=accepted`); it still takes the button.
    pub put_forward: Option<SpeakerAnswer>,
    /// The times that they may choose from.
    pub slots: Option<SpeakSlots>,
    /// What is still missing.
    pub missing: Vec<Missing>,
    /// Whether the title of the seminar is that of this talk.
    pub alone: bool,
    /// When each use was last answered.
    pub said_at: Vec<(Consent, Instant)>,
    /// When they rehearse.
    pub rehearsal: Option<Instant>,
    /// Where it takes place online: for those who have said that they will speak, while it is not over.
    pub join_url: Option<String>,
    /// The stay that came of coming in person.
    pub stay: Option<SpeakStay>,
    /// What someone else has changed since the form was opened.
    pub stale: Option<Stale>,
    /// What they brought.
    pub files: SpeakFiles,
    /// The seminar's own language, in which it has the main text.
    pub own_language: Option<String>,
    /// What is said.
    pub form: SpeakForm,
    /// The idempotency key of the buttons.
    pub key: String,
    /// The token against forged requests, bound to the link and to nothing else of the reader.
    pub csrf: String,
}

/// What has just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpokeNow {
    /// They answered.
    Answered,
    /// They saved what they say.
    Saved,
    /// They chose one of the times.
    Chose,
    /// They said that none of the times suits.
    NoneSuits,
    /// They chose, and the times can be chosen no more.
    TooLate,
}

/// What a speaker brought.
#[derive(Debug, Clone, Default)]
pub struct SpeakFiles {
    /// Their portrait.
    pub portrait: Option<FileLine>,
    /// Whether they agree that it is shown.
    pub agrees: bool,
    /// Their slides.
    pub slides: Option<FileLine>,
    /// What was brought just now and cannot be taken, and why.
    pub wrong: Option<(Purpose, String)>,
}

impl SpeakFiles {
    /// Why what was brought for a purpose cannot be taken.
    fn wrong_with(&self, purpose: Purpose) -> Option<&str> {
        let wrong = self.wrong.as_ref()?;
        (wrong.0 == purpose).then_some(wrong.1.as_str())
    }
}

/// A stay that came of coming in person.
#[derive(Debug, Clone)]
pub struct SpeakStay {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, inclusive.
    pub to: NaiveDate,
    /// Where it stands.
    pub state: StayState,
}

/// A link that was revoked: 410.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/speak_gone.html")]
pub struct SpeakGonePage {
    /// What every page knows.
    pub page: Page,
    /// Whom to ask for another one.
    pub organiser: Option<String>,
}

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
                super::stale::chosen(&versions::spoken_in(), &self.talk_language.value),
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

impl SpeakPage {
    /// Title and abstract in further languages, where these are the seminar's.
    pub fn versions(&self) -> Vec<Version<'_>> {
        self.form.offered(self.own_language.as_deref())
    }

    /// The languages to choose from.
    pub fn languages(&self) -> Vec<Choice> {
        versions::spoken_in()
    }

    /// Whether something stands in one of them.
    pub fn versions_open(&self) -> bool {
        self.versions().iter().any(Version::is_used)
    }

    /// Whether it can still be answered: a draft too, for its speakers are asked first.
    pub fn open(&self) -> bool {
        matches!(
            self.seminar.state,
            SeminarState::Draft | SeminarState::Announced
        ) && (!self.is_over() || self.slots.is_some())
    }

    /// What can be answered: who may choose a time says yes by that.
    pub fn answers(&self) -> Vec<&'static str> {
        match self.slots.is_some() && self.answer == SpeakerAnswer::Asked {
            true => vec!["declined"],
            false => vec!["accepted", "declined"],
        }
    }

    /// What is said of what has just happened to the times.
    pub fn about_slots(&self) -> Option<String> {
        match self.just_now? {
            SpokeNow::Chose => Some(self.page.t("speak-slots-chosen")),
            SpokeNow::NoneSuits => Some(self.page.t("speak-slots-none-said")),
            SpokeNow::TooLate => Some(self.page.t("speak-slots-gone-words")),
            SpokeNow::Answered | SpokeNow::Saved => None,
        }
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.seminar.when.is_over(self.page.now)
    }

    /// Whether something can still be said: until it is cancelled; slides and consents after it too.
    pub fn takes(&self) -> bool {
        self.seminar.state != SeminarState::Cancelled && self.answer != SpeakerAnswer::Declined
    }

    /// Whether what they said was saved just now.
    pub fn is_saved(&self) -> bool {
        self.just_now == Some(SpokeNow::Saved)
    }

    /// What stands on top.
    pub fn heading(&self) -> String {
        match (self.just_now, self.open()) {
            (Some(SpokeNow::Answered | SpokeNow::Chose), true) => self.page.t("answer-thanks"),
            (Some(SpokeNow::TooLate), _) => self.page.t("speak-slots-gone"),
            (_, true) if self.answer == SpeakerAnswer::Asked => {
                self.page.word("speak-question", self.role)
            }
            (_, true) => self.page.t("speak-heading"),
            (_, false) => self.page.word("answer-closed", self.closed_word()),
        }
    }

    /// Why it cannot be answered any more.
    pub fn closed_word(&self) -> &'static str {
        match self.seminar.state {
            SeminarState::Cancelled => "cancelled",
            SeminarState::Postponed => "postponed",
            _ => "over",
        }
    }

    /// Whether `word` is what is answered, or what the link puts forward while nothing is.
    pub fn has(&self, word: &str) -> bool {
        match self.answer {
            SpeakerAnswer::Asked => self.put_forward.is_some_and(|answer| answer.word() == word),
            answer => answer.word() == word,
        }
    }

    /// Whether they give a talk.
    pub fn talks(&self) -> bool {
        self.role == SpeakerRole::Speaker
    }

    /// The uses that are asked about.
    pub fn consents(&self) -> Vec<Consent> {
        Consent::ALL
            .iter()
            .copied()
            .filter(|consent| self.talks() || *consent != Consent::Slides)
            .collect()
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

    /// Why the portrait that was brought cannot be taken.
    pub fn wrong_portrait(&self) -> Option<&str> {
        self.files.wrong_with(Purpose::Portrait)
    }

    /// Why the slides that were brought cannot be taken.
    pub fn wrong_slides(&self) -> Option<&str> {
        self.files.wrong_with(Purpose::Slides)
    }

    /// What a browser offers to choose as a portrait.
    pub fn portraits(&self) -> String {
        files::accepts(Purpose::Portrait)
    }

    /// And as slides.
    pub fn presentations(&self) -> String {
        files::accepts(Purpose::Slides)
    }

    /// When a use was last answered.
    pub fn answered(&self, consent: &Consent) -> Option<Instant> {
        let mut said = self.said_at.iter();
        said.find(|(one, _)| one == consent).map(|(_, at)| *at)
    }

    /// The label of a use.
    pub fn label(&self, consent: &Consent) -> String {
        format!("speak-consent-{consent}")
    }
}

impl Sample for SpeakPage {
    const NAME: &'static str = "speak";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let ask = Self {
            page: Page {
                person: None,
                ..samples::page(language, &urls::speak("sample"))
            },
            token: "sample".into(),
            name: "Marie Exemple".into(),
            seminar: samples::entries(language).remove(0),
            organiser: Some(samples::say(language, "Jane Sample", "김견본")),
            role: SpeakerRole::Speaker,
            answer: SpeakerAnswer::Asked,
            words: Field::default(),
            just_now: None,
            put_forward: Some(SpeakerAnswer::Accepted),
            slots: None,
            missing: Missing::ALL.to_vec(),
            alone: true,
            said_at: Vec::new(),
            rehearsal: None,
            join_url: None,
            stay: None,
            stale: None,
            files: SpeakFiles::default(),
            own_language: Some("en".into()),
            form: SpeakForm::default(),
            key: "sample".into(),
            csrf: "sample".into(),
        };
        let thanks = Self {
            answer: SpeakerAnswer::Accepted,
            just_now: Some(SpokeNow::Answered),
            missing: Missing::ALL[1..].to_vec(),
            ..ask.clone()
        };
        let declined = Self {
            answer: SpeakerAnswer::Declined,
            role: SpeakerRole::Moderator,
            missing: Vec::new(),
            ..thanks.clone()
        };
        let full = Self {
            just_now: Some(SpokeNow::Saved),
            missing: Vec::new(),
            alone: false,
            said_at: vec![
                (Consent::Stream, samples::now()),
                (Consent::Publish, samples::now()),
            ],
            rehearsal: Some(samples::now() + chrono::Duration::days(1)),
            join_url: Some("https://meet.example/1".into()),
            stay: Some(SpeakStay {
                from: samples::now().date_naive(),
                to: samples::now().date_naive() + chrono::Duration::days(4),
                state: StayState::Proposed,
            }),
            files: SpeakFiles {
                portrait: Some(samples::file(FileKind::Jpeg, "marie.jpg", 61_000)),
                agrees: true,
                slides: Some(samples::file(FileKind::Pdf, "scaling-laws.pdf", 2_400_000)),
                wrong: None,
            },
            form: filled(language),
            ..thanks.clone()
        };
        let mut wrong = full.clone();
        wrong.just_now = None;
        wrong.files.wrong = Some((Purpose::Portrait, language.t("reason-file-no-portrait")));
        wrong.form.orcid = Field::wrong("0000-0000-0000-0000", language.t("reason-orcid"));
        let mut stale = full.clone();
        stale.just_now = None;
        stale.stale = Some(Stale::new(
            &stale.page,
            Some((
                samples::say(language, "Jane Sample", "김견본"),
                samples::now(),
            )),
            samples::now(),
            SpeakForm::default().told(&stale.page),
            stale.form.told(&stale.page),
        ));
        let mut over = full.clone();
        over.just_now = None;
        over.seminar.when = samples::when(-3, 16, 0, 60, "Asia/Seoul");
        let mut slots = ask.clone();
        slots.seminar.state = SeminarState::Draft;
        slots.slots = Some(SpeakSlots::sample(language));
        let mut none_suits = slots.clone();
        none_suits.just_now = Some(SpokeNow::NoneSuits);
        if let Some(offered) = &mut none_suits.slots {
            offered.refused = true;
        }
        let mut chose = thanks.clone();
        chose.just_now = Some(SpokeNow::Chose);
        let mut too_late = thanks.clone();
        too_late.just_now = Some(SpokeNow::TooLate);
        let mut cancelled = ask.clone();
        cancelled.seminar.state = SeminarState::Cancelled;
        vec![
            ("ask", ask),
            ("thanks", thanks),
            ("declined", declined),
            ("full", full),
            ("wrong", wrong),
            ("stale", stale),
            ("over", over),
            ("cancelled", cancelled),
            ("slots", slots),
            ("none-suits", none_suits),
            ("chose", chose),
            ("too-late", too_late),
        ]
    }
}

fn filled(language: Language) -> SpeakForm {
    let say = |english: &str, korean: &str| Field::of(samples::say(language, english, korean));
    SpeakForm {
        title: say(
            "What scaling laws cannot tell us",
            "규모 법칙이 말해 주지 못하는 것",
        ),
        abstract_text: say(
            "We look at languages for which there is little data.",
            "자료가 적은 언어를 살펴봅니다.",
        ),
        biography: say(
            "Marie Exemple works on languages with little data.",
            "마리 엑상플은 자료가 적은 언어를 연구합니다.",
        ),
        affiliation: Field::of("Université d’Exemple"),
        stream: Field::of("yes"),
        publish: Field::of("no"),
        in_person: Field::of("yes"),
        equipment: say("A blackboard.", "칠판이 필요합니다."),
        page_version: Field::of("3"),
        ..SpeakForm::default()
    }
}

impl Sample for SpeakGonePage {
    const NAME: &'static str = "speak-gone";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let named = Self {
            page: Page {
                person: None,
                ..samples::page(language, &urls::speak("sample"))
            },
            organiser: Some(samples::say(language, "Jane Sample", "김견본")),
        };
        let nameless = Self {
            organiser: None,
            ..named.clone()
        };
        vec![("named", named), ("nameless", nameless)]
    }
}
