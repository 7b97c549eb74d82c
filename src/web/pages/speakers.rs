//! The speakers of a seminar as its organisers see them.

use askama::Template;
use chrono::NaiveDate;

use super::{
    Sample,
    common::SeminarEntry,
    files::{self, FileLine},
    page::Page,
    samples,
    speak::ConsentNote,
    words::{SpeakerAnswer, SpeakerRole},
};
use crate::{
    base::{clock::Instant, file_kind::FileKind, language::Language},
    seminars::model::{Consent, Missing, Purpose, TextLanguage},
    stays::state::StayState,
    web::urls,
};

/// `GET /seminars/{code}/speakers`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/speakers.html")]
pub struct SpeakersPage {
    /// What every page knows.
    pub page: Page,
    /// Of which seminar.
    pub seminar: SeminarEntry,
    /// All of them, in order.
    pub speakers: Vec<SpeakerLine>,
    /// Where the seminar can be seen afterwards; empty: nowhere.
    pub recording: String,
    /// Whether it is said that none will come.
    pub no_recording: bool,
    /// When the organisers are asked for it.
    pub recording_asked: Vec<Instant>,
    /// The idempotency key of the buttons; each has what it does after it.
    pub key: String,
}

/// One speaker.
#[derive(Debug, Clone)]
pub struct SpeakerLine {
    /// Their id in addresses.
    pub id: String,
    /// The name, or the address where none is known.
    pub name: String,
    /// As what.
    pub role: SpeakerRole,
    /// What they said to the request.
    pub answer: SpeakerAnswer,
    /// When.
    pub answered_at: Option<Instant>,
    /// What is missing.
    pub missing: Vec<Missing>,
    /// When the mails go out that ask for it.
    pub chases: Vec<Instant>,
    /// Who looks after it instead, and since when.
    pub taken_over: Option<(String, Instant)>,
    /// The link to their page, once someone asks them by it.
    pub link: Option<String>,
    /// Since when an organiser asks them in a mail of their own.
    pub asked_at: Option<Instant>,
    /// What they say to each use, and to which organiser, where they did not enter it themselves.
    pub consents: Vec<(Consent, Option<bool>, Option<ConsentNote>)>,
    /// Their own title, where several speak.
    pub talk_title: String,
    /// In which language they speak; none: in that of the seminar.
    pub talk_language: Option<TextLanguage>,
    /// Where they come from, and its ROR id as they gave it.
    pub affiliation: Option<String>,
    /// The ROR id.
    pub ror: Option<String>,
    /// Where their slides are.
    pub slides_url: String,
    /// Whether slides of theirs might still come: they give a talk, and there are none.
    pub gives_slides: bool,
    /// Who says that none will come, and since when.
    pub no_slides: Option<(String, Instant)>,
    /// When the mails go out that ask for them.
    pub slides_asked: Vec<Instant>,
    /// Their slides as a file.
    pub slides: Option<FileLine>,
    /// Their portrait, and whether they agree that it is shown.
    pub portrait: Option<(FileLine, bool)>,
    /// Whether they come.
    pub in_person: Option<bool>,
    /// When they rehearse; date and time as the seminar's zone has them, as browsers take them.
    pub rehearsal: Option<(Instant, String, String)>,
    /// The stay that came of that.
    pub stay: Option<SpeakerStay>,
    /// What they tell the organisers alone, with the keys of the labels; without what is empty.
    pub notes: Vec<(&'static str, String)>,
    /// When they last said something on their page.
    pub said_at: Option<Instant>,
    /// Which organiser last entered something for them, and when.
    pub entered: Option<(String, Instant)>,
}

/// A speaker's stay.
#[derive(Debug, Clone)]
pub struct SpeakerStay {
    /// Its code.
    pub code: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, inclusive.
    pub to: NaiveDate,
    /// Where it stands.
    pub state: StayState,
}

impl SpeakerLine {
    /// The day on which they rehearse, as browsers take it; empty for none.
    pub fn rehearsal_date(&self) -> &str {
        self.rehearsal.as_ref().map_or("", |(_, date, _)| date)
    }

    /// The languages to choose from, and whether it is the one.
    pub fn languages(&self) -> Vec<(TextLanguage, bool)> {
        let all = TextLanguage::ALL.iter().copied();
        all.map(|one| (one, self.talk_language == Some(one)))
            .collect()
    }

    /// And at which time.
    pub fn rehearsal_time(&self) -> &str {
        self.rehearsal.as_ref().map_or("", |(_, _, time)| time)
    }

    /// The id of one of its inputs.
    pub fn named(&self, input: &str) -> String {
        format!("{input}-{}", self.id)
    }
}

impl SpeakersPage {
    /// What a browser offers to choose as slides.
    pub fn presentations(&self) -> String {
        files::accepts(Purpose::Slides)
    }

    /// And as a portrait.
    pub fn portraits(&self) -> String {
        files::accepts(Purpose::Portrait)
    }

    /// What someone says to a use, in a word.
    pub fn said(&self, given: &Option<bool>) -> String {
        self.page.word(
            "speak-say",
            match given {
                Some(true) => "yes",
                Some(false) => "no",
                None => "unsaid",
            },
        )
    }

    /// Whether someone comes, in a word.
    pub fn comes(&self, given: &Option<bool>) -> String {
        self.page.word(
            "speak-come",
            match given {
                Some(true) => "yes",
                Some(false) => "no",
                None => "unsaid",
            },
        )
    }
}

impl Sample for SpeakersPage {
    const NAME: &'static str = "speakers";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let seminar = samples::entries(language).remove(0);
        let page = samples::organiser(language, &urls::seminar_speakers(&seminar.code));
        let asked = SpeakerLine {
            id: "1".into(),
            name: "Marie Exemple".into(),
            role: SpeakerRole::Speaker,
            answer: SpeakerAnswer::Asked,
            answered_at: None,
            missing: Missing::ALL.to_vec(),
            chases: vec![samples::now() + chrono::Duration::days(3)],
            taken_over: None,
            link: None,
            asked_at: None,
            consents: Consent::ALL.iter().map(|one| (*one, None, None)).collect(),
            talk_title: String::new(),
            talk_language: None,
            affiliation: Some("Université d’Exemple".into()),
            ror: None,
            slides_url: String::new(),
            gives_slides: true,
            no_slides: None,
            slides_asked: vec![samples::now() + chrono::Duration::days(3)],
            slides: None,
            portrait: None,
            in_person: None,
            rehearsal: None,
            stay: None,
            notes: Vec::new(),
            said_at: None,
            entered: None,
        };
        let accepted = SpeakerLine {
            id: "2".into(),
            name: samples::say(language, "Jane Sample", "김견본"),
            answer: SpeakerAnswer::Accepted,
            answered_at: Some(samples::now()),
            missing: vec![Missing::Abstract],
            chases: Vec::new(),
            taken_over: Some((
                samples::say(language, "Gildong Hong", "홍길동"),
                samples::now(),
            )),
            link: Some("https://maru.example/speak/sample".into()),
            asked_at: Some(samples::now()),
            consents: vec![
                (Consent::Stream, Some(true), None),
                (
                    Consent::Record,
                    Some(true),
                    Some(ConsentNote {
                        consent: Consent::Record,
                        at: samples::now(),
                        given_to: Some(samples::say(language, "Gildong Hong", "홍길동")),
                    }),
                ),
                (Consent::Publish, Some(false), None),
                (Consent::Slides, None, None),
            ],
            talk_title: samples::say(language, "Beyond scaling", "규모를 넘어서"),
            talk_language: Some(TextLanguage::French),
            ror: Some("02mhbdp94".into()),
            slides_url: "https://slides.example/1".into(),
            gives_slides: false,
            slides_asked: Vec::new(),
            slides: Some(samples::file(FileKind::Pptx, "scaling.pptx", 12_400_000)),
            portrait: Some((samples::file(FileKind::Jpeg, "", 61_000), false)),
            in_person: Some(true),
            rehearsal: Some((samples::now(), "2026-12-01".into(), "15:00".into())),
            stay: Some(SpeakerStay {
                code: "k7m4xq".into(),
                from: samples::now().date_naive(),
                to: samples::now().date_naive() + chrono::Duration::days(3),
                state: StayState::Proposed,
            }),
            notes: vec![
                (
                    "speak-equipment",
                    samples::say(language, "A blackboard.", "칠판이 필요합니다."),
                ),
                ("speak-phone", "+82 2 000 0000".into()),
            ],
            said_at: Some(samples::now()),
            entered: Some((
                samples::say(language, "Gildong Hong", "홍길동"),
                samples::now(),
            )),
            ..asked.clone()
        };
        let none = Self {
            page,
            seminar,
            speakers: Vec::new(),
            recording: "https://video.example/1".into(),
            no_recording: false,
            recording_asked: Vec::new(),
            key: "sample".into(),
        };
        let given_up = SpeakerLine {
            id: "3".into(),
            slides_url: String::new(),
            gives_slides: true,
            no_slides: Some((
                samples::say(language, "Gildong Hong", "홍길동"),
                samples::now(),
            )),
            ..accepted.clone()
        };
        let over = Self {
            speakers: vec![given_up],
            recording: String::new(),
            recording_asked: vec![samples::now() + chrono::Duration::days(3)],
            ..none.clone()
        };
        let two = Self {
            speakers: vec![asked, accepted],
            ..none.clone()
        };
        vec![("two", two), ("none", none), ("over", over)]
    }
}
