//! Who lives through the term, in which language each of them reads, and what is typed.

use maru::base::language::Language;

/// The languages of those in it, and what they type.
pub struct Cast {
    /// The language of the organiser, in Seoul.
    pub organiser_reads: Language,
    /// That of the speaker in Montréal and of the guest in Paris.
    pub others_read: Language,
    pub series: &'static str,
    pub speaker: &'static str,
    pub guest: &'static str,
    pub other: &'static str,
    pub third: &'static str,
    pub title: &'static str,
    pub abstract_text: &'static str,
    /// A word of the abstract.
    pub word: &'static str,
    pub biography: &'static str,
    pub reason: &'static str,
    /// What the organiser reads of the week without a seminar.
    pub week_off: &'static str,
}

/// The organiser reads Korean, the others English.
pub const KEPT_IN_KOREAN: Cast = Cast {
    organiser_reads: Language::Ko,
    others_read: Language::En,
    series: "학습 이론",
    speaker: "Jean Modèle",
    guest: "Marie Exemple",
    other: "홍견본",
    third: "김견본",
    title: "What small models learn",
    abstract_text: "We look at sentences that are mirrored, and at what is lost.",
    word: "mirrored",
    biography: "Jean Modèle works on small data.",
    reason: "연사가 몸이 좋지 않습니다.",
    week_off: "12월 21일 주: 쉼",
};

/// The other way round.
pub const KEPT_IN_ENGLISH: Cast = Cast {
    organiser_reads: Language::En,
    others_read: Language::Ko,
    series: "Learning theory",
    speaker: "김견본",
    guest: "홍견본",
    other: "Marie Exemple",
    third: "Jean Modèle",
    title: "작은 모델이 배우는 것",
    abstract_text: "거울에 비친 문장을 보고, 무엇이 사라지는지 살펴봅니다.",
    word: "사라지는",
    biography: "김견본은 작은 데이터를 연구합니다.",
    reason: "The speaker is ill.",
    week_off: "Week of 21 December: off",
};

pub const ORGANISER: &str = "oh@hub.example";
pub const SPEAKER: &str = "jean@montreal.example";
pub const OTHER_SPEAKER: &str = "hong@seoul.example";
pub const THIRD_SPEAKER: &str = "kim@paris.example";
pub const GUEST: &str = "marie@paris.example";
pub const SLIDES: &str = "https://slides.example/small";
