//! Times that are offered to a speaker: the organisers' page, and what the speaker sees of them on theirs.

use askama::Template;
use chrono::Duration;

use super::{
    Sample,
    common::{Alternative, Conflict, SeminarEntry},
    form::{Choice, Field, Several},
    page::Page,
    samples,
    strip::Note,
    term::PlaceNote,
    time::When,
};
use crate::{
    base::{clock::Instant, language::Language, slot::Slot, zone::Zone},
    seminars::model::{OfferState, SlotState},
    typed_form,
    web::urls,
};

/// `GET /seminars/{code}/slots`, and the answer to what is posted there until the times are offered.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/slots.html")]
pub struct SlotsPage {
    /// What every page knows.
    pub page: Page,
    /// Of which seminar.
    pub seminar: SeminarEntry,
    /// The zone in which the times are meant.
    pub zone: Zone,
    /// Whether it is a draft, so that times can be offered.
    pub is_draft: bool,
    /// What is offered now.
    pub open: Option<OfferShown>,
    /// What was offered before, the latest first.
    pub earlier: Vec<OfferShown>,
    /// The speakers to whom times can be offered.
    pub people: Vec<Choice>,
    /// The rooms that can be booked, by slug.
    pub rooms: Vec<Choice>,
    /// What was typed.
    pub form: SlotsForm,
    /// The rows of the form.
    pub rows: Vec<WishRow>,
}

/// Times that are or were offered.
#[derive(Debug, Clone)]
pub struct OfferShown {
    /// Its id.
    pub id: String,
    /// To whom.
    pub name: String,
    /// Where it stands.
    pub state: OfferState,
    /// Since when.
    pub state_at: Instant,
    /// When it ends by itself.
    pub ends_at: Instant,
    /// When the speaker said that none of them suits.
    pub refused_at: Option<Instant>,
    /// In which words.
    pub words: String,
    /// The times, in their order.
    pub slots: Vec<SlotShown>,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct SlotShown {
    /// Its id.
    pub id: String,
    /// When, in the zone of the seminar.
    pub when: When,
    /// Its rooms.
    pub places: Vec<String>,
    /// Where it stands.
    pub state: SlotState,
    /// Whether it is the time and place that the seminar has.
    pub own: bool,
    /// Whether it has begun.
    pub past: bool,
    /// What is to be said of it where people are whom it concerns.
    pub notes: Vec<PlaceNote>,
}

/// A row of the form.
#[derive(Debug, Clone, Default)]
pub struct WishRow {
    /// Its place, from 0.
    pub number: usize,
    /// The date, as typed.
    pub date: String,
    /// The wall time, as typed.
    pub time: String,
    /// Which of two equal wall times: `0`, `1` or nothing.
    pub fold: String,
    /// The two instants of a wall time that comes twice, to choose from.
    pub folds: Vec<Choice>,
    /// The slug of the room; empty: that of the seminar, `-`: none.
    pub room: String,
    /// What is wrong with it, in the reader's language.
    pub error: Option<String>,
    /// How it stands, once it was looked at.
    pub seen: Option<WishSeen>,
}

/// How a time stands that may be offered.
#[derive(Debug, Clone)]
pub struct WishSeen {
    /// When it is.
    pub when: When,
    /// Whether it takes a room.
    pub has_room: bool,
    /// Whether it is in the way of another one of the same seminar.
    pub overlaps: bool,
    /// Who has its room.
    pub conflicts: Vec<Conflict>,
    /// What is free instead.
    pub alternatives: Vec<Alternative>,
    /// What is to be said of it where people are whom it concerns.
    pub notes: Vec<PlaceNote>,
}

typed_form! {
    /// Times to be offered, as typed.
    SlotsForm {
        /// Who is asked, by id.
        person: Field = "slots-person",
        /// The date of each row.
        dates: Several = "slots-new",
        /// The wall time of each row.
        times: Several = "slots-new",
        /// Which of two equal wall times, of each row.
        folds: Several = "slots-new",
        /// The room of each row.
        rooms: Several = "slots-new",
        /// In how many days the offer ends.
        days: Field = "slots-days",
        /// A word to the speaker.
        note: Field = "slots-note",
        /// The offer that these take the place of.
        replaces: Field,
    }
}

impl WishRow {
    /// Whether it was looked at and cannot be.
    pub fn is_in_the_way(&self) -> bool {
        self.error.is_some() || self.seen.as_ref().is_some_and(|seen| !seen.is_free())
    }

    /// What the button of an alternative posts: the row, and what is free.
    pub fn takes(&self, alternative: &Alternative) -> String {
        format!("{}:{}", self.number, alternative.value())
    }

    /// As a label counts it.
    pub fn counted(&self) -> usize {
        self.number + 1
    }
}

impl WishSeen {
    /// Whether it can be offered.
    pub fn is_free(&self) -> bool {
        self.conflicts.is_empty() && !self.overlaps
    }
}

impl SlotsPage {
    /// Whether times can be offered to somebody.
    pub fn takes(&self) -> bool {
        self.is_draft && !self.people.is_empty()
    }
}

impl SlotShown {
    /// Whether it can be taken back.
    pub fn is_open(&self) -> bool {
        self.state == SlotState::Open
    }
}

/// The times that a speaker may choose from, on their page.
#[derive(Debug, Clone)]
pub struct SpeakSlots {
    /// The times, in their order.
    pub slots: Vec<SlotShown>,
    /// Until when.
    pub until: Instant,
    /// Whether they have said that none of them suits.
    pub refused: bool,
    /// In which words.
    pub words: Field,
}

impl SpeakSlots {
    /// Some, to look at.
    pub fn sample(language: Language) -> Self {
        let shown = offer(language, OfferState::Open);
        Self {
            slots: shown.slots,
            until: shown.ends_at,
            refused: false,
            words: Field::default(),
        }
    }
}

impl Sample for SlotsPage {
    const NAME: &'static str = "slots";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let mut seminar = samples::entries(language).remove(0);
        seminar.state = crate::seminars::model::SeminarState::Draft;
        let page = samples::organiser(language, &urls::seminar_slots(&seminar.code));
        let say = |english, korean| samples::say(language, english, korean);
        let blank = Self {
            zone: seoul(),
            is_draft: true,
            open: None,
            earlier: Vec::new(),
            people: vec![Choice::new("1", "Marie Exemple")],
            rooms: vec![
                Choice::new("hall-a", say("Hall A", "대강당")),
                Choice::new("hall-b", say("Hall B", "소강당")),
            ],
            form: SlotsForm {
                days: Field::of("7"),
                ..SlotsForm::default()
            },
            rows: (0..4).map(row).collect(),
            seminar,
            page,
        };
        let mut open = offer(language, OfferState::Open);
        open.refused_at = Some(samples::now());
        open.words = say("I teach on Tuesdays.", "화요일에는 수업이 있습니다.");
        let offered = Self {
            open: Some(open),
            earlier: vec![offer(language, OfferState::Ended)],
            ..blank.clone()
        };
        let looked = Self {
            rows: looked(language),
            ..blank.clone()
        };
        let nobody = Self {
            people: Vec::new(),
            ..blank.clone()
        };
        let settled = Self {
            is_draft: false,
            earlier: vec![offer(language, OfferState::Chosen)],
            ..blank.clone()
        };
        vec![
            ("blank", blank),
            ("offered", offered),
            ("looked", looked),
            ("nobody", nobody),
            ("settled", settled),
        ]
    }
}

fn seoul() -> Zone {
    "Asia/Seoul".parse().unwrap_or(Zone::UTC)
}

fn row(number: usize) -> WishRow {
    WishRow {
        number,
        ..WishRow::default()
    }
}

fn night(language: Language) -> Vec<PlaceNote> {
    vec![PlaceNote {
        city: samples::say(language, "Montréal", "몬트리올"),
        clock: samples::say(language, "Tue 02:00", "화 02:00"),
        notes: vec![Note {
            text: samples::say(language, "at night", "밤"),
            attention: true,
        }],
    }]
}

fn offer(language: Language, state: OfferState) -> OfferShown {
    let slot = |n: i64, state| SlotShown {
        id: n.to_string(),
        when: samples::when(14 + n, 16, 0, 60, "Asia/Seoul"),
        places: vec![samples::say(language, "Hall A", "대강당")],
        state,
        own: n == 0,
        past: false,
        notes: match n {
            1 => night(language),
            _ => Vec::new(),
        },
    };
    let of = match state {
        OfferState::Open => [SlotState::Open, SlotState::Open, SlotState::Released],
        OfferState::Chosen => [SlotState::Released, SlotState::Chosen, SlotState::Released],
        _ => [SlotState::Released; 3],
    };
    OfferShown {
        id: "1".into(),
        name: "Marie Exemple".into(),
        state,
        state_at: samples::now(),
        ends_at: samples::now() + Duration::days(7),
        refused_at: None,
        words: String::new(),
        slots: (0..).zip(of).map(|(n, state)| slot(n, state)).collect(),
    }
}

fn looked(language: Language) -> Vec<WishRow> {
    let when = samples::when(14, 16, 0, 60, "Asia/Seoul");
    let free = WishSeen {
        when,
        has_room: true,
        overlaps: false,
        conflicts: Vec::new(),
        alternatives: Vec::new(),
        notes: night(language),
    };
    let later = Slot::new(
        when.slot.from() + Duration::hours(2),
        when.slot.to() + Duration::hours(2),
    );
    let taken = WishSeen {
        conflicts: vec![Conflict {
            room: samples::say(language, "Hall A", "대강당"),
            when,
            title: Some(samples::say(language, "Reading group", "독서 모임")),
            by: Some(samples::say(language, "Gildong Hong", "홍길동")),
        }],
        alternatives: later
            .ok()
            .map(|slot| Alternative {
                slug: "hall-a".into(),
                room: samples::say(language, "Hall A", "대강당"),
                seats: Some(120),
                when: When { slot, ..when },
            })
            .into_iter()
            .collect(),
        notes: Vec::new(),
        ..free.clone()
    };
    let typed = |number, seen| WishRow {
        date: "2026-12-15".into(),
        time: "16:00".into(),
        seen: Some(seen),
        ..row(number)
    };
    let overlapping = WishSeen {
        overlaps: true,
        notes: Vec::new(),
        ..free.clone()
    };
    let wrong = WishRow {
        date: "2026-12-15".into(),
        error: Some(language.t("reason-required")),
        ..row(3)
    };
    vec![
        typed(0, free),
        typed(1, taken),
        typed(2, overlapping),
        wrong,
    ]
}
