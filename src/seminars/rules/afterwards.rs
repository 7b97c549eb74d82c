//! What becomes of a seminar once it is over: who is thanked, and of whom slides and a recording are expected.

use chrono::Duration;

use crate::{
    base::{clock::Instant, zone::Zone},
    mail::reminder,
    seminars::model::{Consent, Details, Materials, Said, Seminar, SpeakerAnswer, SpeakerRole},
};

use super::speaking::took_place;

/// How many days after the end slides and the recording are asked for.
pub const ASKED_AFTER: [i64; 2] = [3, 10];

/// What ended longer ago is left alone where nothing was made for it: a hub that has just begun with this thanks nobody for
/// what was last year.
pub const NOT_LONG_AGO: Duration = Duration::days(2);

/// For how long after the end it is said that something is expected.
pub const EXPECTED_FOR: Duration = Duration::days(30);

/// The morning `days` after the day on which it ended, where the reader is.
pub fn morning_after(ends_at: Instant, days: i64, zone: Zone) -> Instant {
    reminder::days_after(days, ends_at, zone)
}

/// Whether thanks are due to a speaker: they said that they would speak. Who received the guests did not.
pub fn spoke(said: &Said) -> bool {
    said.row.answer == SpeakerAnswer::Accepted && said.row.role != SpeakerRole::Host
}

/// Whether slides of a speaker are still to come: they gave a talk, agree to their being published, there are none, and nobody
/// says that none will come.
pub fn slides_to_come(said: &Said, materials: &Materials) -> bool {
    let row = &said.row;
    row.role == SpeakerRole::Speaker
        && row.answer == SpeakerAnswer::Accepted
        && said.agrees(Consent::Slides)
        && row.no_slides_at.is_none()
        && !materials.slides.contains(&row.person_id)
}

/// Whether a speaker is asked for their slides: they are to come, and no organiser looks after them.
pub fn owes_slides(said: &Said, materials: &Materials) -> bool {
    said.row.taken_over_at.is_none() && slides_to_come(said, materials)
}

/// Whether a recording is still to come: all who took part agree to its being made and published, there is none, and nobody
/// says that none will come.
pub fn recording_to_come(said: &[Said], materials: &Materials) -> bool {
    let mut took_part = said
        .iter()
        .filter(|one| one.row.answer != SpeakerAnswer::Declined)
        .peekable();
    took_part.peek().is_some()
        && took_part.all(|one| one.agrees(Consent::Record) && one.agrees(Consent::Publish))
        && !materials.recording
        && materials.no_recording.is_none()
}

/// What those who come too late may still expect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expected {
    /// Slides of someone.
    pub slides: bool,
    /// The recording.
    pub recording: bool,
}

/// What of a seminar is expected at `now`: while it is not too long ago.
pub fn expected(details: &Details, said: &[Said], materials: &Materials, now: Instant) -> Expected {
    let seminar = &details.seminar;
    if !took_place(seminar, now) || seminar.ends_at + EXPECTED_FOR <= now {
        return Expected::default();
    }
    Expected {
        slides: said.iter().any(|one| slides_to_come(one, materials)),
        recording: recording_to_come(said, materials),
    }
}

/// Whether someone is written to about `seminar`: it took place, and what is written was made for the end that it had.
pub fn is_afterwards(seminar: &Seminar, materials: &Materials, now: Instant) -> bool {
    took_place(seminar, now) && materials.made_for == Some(seminar.ends_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_morning_after_is_the_readers_own() {
        // Thursday, 10 December 2026, 17:00 in Seoul: 03:00 in Montréal.
        let ends: Instant = "2026-12-10T08:00:00Z".parse().unwrap();
        let at = |zone: &str, days| morning_after(ends, days, zone.parse().unwrap()).to_rfc3339();
        assert_eq!(at("Asia/Seoul", 1), "2026-12-11T00:00:00+00:00");
        assert_eq!(at("America/Toronto", 1), "2026-12-11T14:00:00+00:00");
        assert_eq!(
            ASKED_AFTER.map(|days| at("Asia/Seoul", days)),
            ["2026-12-13T00:00:00+00:00", "2026-12-20T00:00:00+00:00"]
        );
    }
}
