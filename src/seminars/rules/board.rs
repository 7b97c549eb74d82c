//! What a seminar of a term lacks, and what its organisers do next. Pure.

use chrono::{Duration, NaiveDate};

use super::term::Rhythm;
use crate::seminars::model::{Details, Inherited, SeminarKind, SeminarState, SpeakerAnswer};

/// How long what is over stays on the board, in days, where it is no part of the term that was planned last.
const STAYS: i64 = 28;

crate::words! {
    /// Something that a seminar lacks.
    Lack {
        /// Nobody is asked to speak, or everyone declined.
        Speaker = "speaker",
        /// Nobody who is asked to speak has answered yet.
        Answer = "answer",
        /// Its title.
        Title = "title",
        /// Its abstract.
        Abstract = "abstract",
        /// A room, or a place elsewhere or online.
        Room = "room",
        /// An address to join, in a series whose seminars have one.
        Join = "join",
        /// It is a draft: nobody is told.
        Announcement = "announcement",
    }
}

impl Lack {
    /// Whether announcing it brings that: who is to speak is asked by it.
    pub fn comes_by_announcement(self) -> bool {
        matches!(self, Self::Answer | Self::Announcement)
    }
}

crate::words! {
    /// What is done next.
    Step {
        /// Someone is asked to speak.
        Speaker = "speaker",
        /// It is looked after whether they answered.
        Answer = "answer",
        /// It gets a title.
        Title = "title",
        /// It gets an abstract.
        Abstract = "abstract",
        /// It gets a room.
        Room = "room",
        /// It gets an address to join.
        Join = "join",
        /// It is announced.
        Announcement = "announcement",
        /// People are invited.
        Invitation = "invitation",
        /// It gets a new time.
        Time = "time",
        /// Nothing.
        Nothing = "nothing",
    }
}

/// What stands around a seminar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// Whether others of its series can be joined from afar.
    pub others_online: bool,
    /// How many people are invited.
    pub invited: usize,
    /// Whether it is over.
    pub over: bool,
}

/// From which day on seminars stand on the board: the first of the term that goes on or comes, or four weeks ago.
pub fn first_day(rhythm: Option<&Rhythm>, today: NaiveDate) -> NaiveDate {
    let lately = today - Duration::days(STAYS);
    match rhythm {
        Some(rhythm) if rhythm.ends_on_or_after(today) => rhythm.from.min(lately),
        _ => lately,
    }
}

/// What a seminar lacks, in the order in which it is looked after. What is over, or does not take place, lacks nothing.
pub fn lacks(details: &Details, around: Around) -> Vec<Lack> {
    let seminar = &details.seminar;
    let off = matches!(
        seminar.state,
        SeminarState::Cancelled | SeminarState::Postponed
    );
    if off || around.over {
        return Vec::new();
    }
    let talk = matches!(seminar.kind, SeminarKind::Seminar | SeminarKind::Lecture);
    let answers = || details.speakers.iter().map(|speaker| speaker.answer);
    let asked = answers().any(|answer| answer != SpeakerAnswer::Declined);
    let accepted = answers().any(|answer| answer == SpeakerAnswer::Accepted);
    let online = seminar.join_url.is_some();
    // Of one that does not follow its series it was said that nobody joins from afar.
    let may_be_online = seminar.series_id.is_none() || seminar.inherits(Inherited::JoinUrl);
    let placed = !details.rooms.is_empty() || seminar.place.is_some();
    [
        (Lack::Speaker, talk && !asked),
        (Lack::Answer, talk && asked && !accepted),
        (Lack::Title, seminar.title.is_empty()),
        (Lack::Abstract, talk && seminar.abstract_text.is_empty()),
        (Lack::Room, !placed && !online),
        (
            Lack::Join,
            placed && !online && may_be_online && around.others_online,
        ),
        (Lack::Announcement, seminar.state == SeminarState::Draft),
    ]
    .into_iter()
    .filter(|(_, lacks)| *lacks)
    .map(|(what, _)| what)
    .collect()
}

/// What is done next about a seminar that lacks this. An answer is waited for; what can be done meanwhile comes before it
/// only where nothing depends on who speaks.
pub fn next_step(details: &Details, lacks: &[Lack], around: Around) -> Step {
    let state = details.seminar.state;
    if state == SeminarState::Postponed {
        return Step::Time;
    }
    if state == SeminarState::Cancelled || around.over {
        return Step::Nothing;
    }
    match lacks.first() {
        Some(Lack::Speaker) => Step::Speaker,
        Some(Lack::Answer) => Step::Answer,
        Some(Lack::Title) => Step::Title,
        Some(Lack::Abstract) => Step::Abstract,
        Some(Lack::Room) => Step::Room,
        Some(Lack::Join) => Step::Join,
        Some(Lack::Announcement) => Step::Announcement,
        None if around.invited == 0 => Step::Invitation,
        None => Step::Nothing,
    }
}
