//! What speakers owe, when they are asked for it, and what is shown of what they gave.

use std::collections::BTreeMap;

use chrono::Duration;

use crate::{
    base::{clock::Instant, ids::PersonId, zone::Zone},
    mail::reminder,
    seminars::model::{
        Consent, Details, Missing, Said, Seminar, SeminarState, SpeakerAnswer, SpeakerRole,
    },
};

/// How many days before the start a speaker is asked for what is missing.
pub const LADDER: [i64; 3] = [14, 7, 3];

/// For how long after a seminar what speakers told its organisers alone is kept.
pub const NOTES_KEPT: Duration = Duration::days(30);

/// Whether the title of the seminar is that of `person`'s talk: where nobody else gives one. Where several do, each talk has
/// its own, and the seminar's title is the organisers'.
pub fn speaks_alone(details: &Details, person: PersonId) -> bool {
    let gives = |role: SpeakerRole, answer: SpeakerAnswer| {
        role == SpeakerRole::Speaker && answer != SpeakerAnswer::Declined
    };
    let mut talks = details
        .speakers
        .iter()
        .filter(|one| one.person_id == person || gives(one.role, one.answer))
        .filter(|one| one.role == SpeakerRole::Speaker);
    matches!((talks.next(), talks.next()), (Some(one), None) if one.person_id == person)
}

/// What `person` still owes, in the order of their page. Who has said no owes nothing.
pub fn missing(details: &Details, said: &Said) -> Vec<Missing> {
    let (seminar, row) = (&details.seminar, &said.row);
    if row.answer == SpeakerAnswer::Declined {
        return Vec::new();
    }
    let (title, words) = match speaks_alone(details, row.person_id) {
        true => (&seminar.title, &seminar.abstract_text),
        false => (&row.talk_title, &row.talk_abstract),
    };
    let talks = row.role == SpeakerRole::Speaker;
    let introduced = matches!(row.role, SpeakerRole::Speaker | SpeakerRole::Panellist);
    let unsaid = Consent::ALL
        .iter()
        .filter(|consent| talks || **consent != Consent::Slides)
        .filter(|consent| **consent != Consent::Portrait)
        .any(|consent| !said.consents.contains_key(consent));
    let owed = [
        (Missing::Answer, row.answer == SpeakerAnswer::Asked),
        (Missing::Title, talks && title.is_empty()),
        (Missing::Abstract, talks && words.is_empty()),
        (Missing::Biography, introduced && row.biography.is_empty()),
        (Missing::Consents, unsaid),
    ];
    owed.into_iter()
        .filter_map(|(what, owed)| owed.then_some(what))
        .collect()
}

/// When a reader in `zone` is asked, of what begins at `starts_at`: how many days before, and the instant.
pub fn ladder(starts_at: Instant, zone: Zone) -> [(i64, Instant); 3] {
    LADDER.map(|days| (days, reminder::days_before(days, starts_at, zone)))
}

/// Whether speakers of `seminar` are asked for what is missing: of what takes place, and while it is not over.
pub fn chases(seminar: &Seminar, now: Instant) -> bool {
    seminar.state == SeminarState::Announced && seminar.starts_at > now
}

/// Whether the recording of `seminar` is shown: once it is over, and while everyone agrees who took part in it.
pub fn shows_recording(seminar: &Seminar, said: &[Said], now: Instant) -> bool {
    took_place(seminar, now)
        && said
            .iter()
            .filter(|one| one.row.answer != SpeakerAnswer::Declined)
            .all(|one| one.agrees(Consent::Publish))
}

/// Whether someone's slides are shown: once it is over, and while they agree.
pub fn shows_slides(seminar: &Seminar, said: &Said, now: Instant) -> bool {
    took_place(seminar, now)
        && said.row.answer != SpeakerAnswer::Declined
        && said.agrees(Consent::Slides)
}

/// Whether it was held: announced, and over.
pub(super) fn took_place(seminar: &Seminar, now: Instant) -> bool {
    seminar.state == SeminarState::Announced && seminar.ends_at <= now
}

/// What becomes of the consents of a speaker who now says this: those that differ, with what they become.
pub fn changed_consents(
    before: &Said,
    now: &BTreeMap<Consent, Option<bool>>,
) -> Vec<(Consent, Option<bool>)> {
    now.iter()
        .filter(|(consent, given)| {
            let was = before.consents.get(*consent).map(|said| said.given);
            was != **given
        })
        .map(|(consent, given)| (*consent, *given))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rung_is_the_readers_own_morning() {
        // Thursday, 10 December 2026, 16:00 in Seoul: 02:00 in Montréal.
        let starts: Instant = "2026-12-10T07:00:00Z".parse().unwrap();
        let at = |zone: &str| {
            ladder(starts, zone.parse().unwrap()).map(|(days, at)| (days, at.to_rfc3339()))
        };
        let said = |rungs: [(i64, &str); 3]| rungs.map(|(days, at)| (days, at.to_owned()));
        assert_eq!(
            at("Asia/Seoul"),
            said([
                (14, "2026-11-26T00:00:00+00:00"),
                (7, "2026-12-03T00:00:00+00:00"),
                (3, "2026-12-07T00:00:00+00:00"),
            ])
        );
        assert_eq!(
            at("America/Toronto"),
            said([
                (14, "2026-11-26T14:00:00+00:00"),
                (7, "2026-12-03T14:00:00+00:00"),
                (3, "2026-12-07T14:00:00+00:00"),
            ])
        );
    }
}
