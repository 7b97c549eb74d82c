//! The page of a speaker, looked at: asked, answered, full, wrong, too late.

use super::{ConsentNote, SpeakFiles, SpeakForm, SpeakGonePage, SpeakPage, SpeakStay, SpokeNow};
use crate::{
    base::{file_kind::FileKind, language::Language},
    seminars::model::{Consent, Missing, Purpose},
    stays::state::StayState,
    web::{
        pages::{
            Sample,
            form::Field,
            page::Page,
            samples,
            slots::SpeakSlots,
            stale::Stale,
            words::{SeminarState, SpeakerAnswer, SpeakerRole},
        },
        urls,
    },
};

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
                ConsentNote {
                    consent: Consent::Stream,
                    at: samples::now(),
                    given_to: None,
                },
                ConsentNote {
                    consent: Consent::Publish,
                    at: samples::now(),
                    given_to: Some(samples::say(language, "Jane Sample", "김견본")),
                },
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
        slots.page.zone = samples::zone("Europe/Paris");
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
