//! The three series: when and where they are, and what they are about.

use chrono::Weekday;

use crate::{
    sample::talks::{MONTREAL, PARIS, SEOUL, Talk},
    seminars::model::SeriesColour,
};

/// A series, with what is said in it.
pub(super) struct Series {
    pub slug: &'static str,
    pub title: &'static str,
    pub description: &'static str,
    pub zone: &'static str,
    pub minutes: i32,
    pub room: Option<&'static str>,
    pub topics: &'static [&'static str],
    pub organisers: [&'static str; 2],
    pub online: Option<&'static str>,
    pub place: Option<(&'static str, &'static str)>,
    pub weekday: Weekday,
    pub starts: (u32, u32),
    /// Weeks between two of them.
    pub every: i64,
    /// The week of the first, from this one.
    pub first: i64,
    pub talks: &'static [Talk],
    pub colour: SeriesColour,
}

pub(super) const SERIES: [Series; 3] = [
    Series {
        slug: "ai-seminar",
        title: "서울 AI 세미나 Seoul AI Seminar",
        description: "매주 수요일 오후 네 시, 강당 A. 누구나 들을 수 있습니다.\n\nEvery Wednesday at four in Hall A. Open to everyone.",
        zone: "Asia/Seoul",
        minutes: 60,
        room: Some("hall-a"),
        topics: &["machine learning", "기계 학습"],
        organisers: ["kim", "doe"],
        online: Some("https://meet.example/seoul-ai"),
        place: None,
        weekday: Weekday::Wed,
        starts: (16, 0),
        every: 1,
        first: -9,
        talks: &SEOUL,
        colour: SeriesColour::Pine,
    },
    Series {
        slug: "montreal-seoul",
        title: "Séminaire Montréal–Séoul",
        description: "Two cities, fourteen hours apart: an evening there, a morning here.\n\n저녁의 몬트리올과 아침의 서울이 만나는 세미나입니다.",
        zone: "America/Montreal",
        minutes: 75,
        room: Some("salle-1"),
        topics: &["machine learning", "science"],
        organisers: ["nguyen", "park"],
        online: Some("https://meet.example/montreal-seoul"),
        place: None,
        weekday: Weekday::Thu,
        starts: (19, 0),
        every: 2,
        first: -8,
        talks: &MONTREAL,
        colour: SeriesColour::Indigo,
    },
    Series {
        slug: "rencontres-paris",
        title: "Rencontres de Paris",
        description: "Talks in Paris by guests of the hub and hosts of its guests.\n\n파리에서 여는 강연 모임입니다.",
        zone: "Europe/Paris",
        minutes: 90,
        room: None,
        topics: &["theory", "수리"],
        organisers: ["jung", "choi"],
        online: None,
        place: Some(("Inria Paris", "1 rue Exemple, Paris")),
        weekday: Weekday::Tue,
        starts: (10, 0),
        every: 3,
        first: -10,
        talks: &PARIS,
        colour: SeriesColour::Persimmon,
    },
];
