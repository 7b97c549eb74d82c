//! What speakers owe, when they are asked for it, and what is shown of what they gave.

use std::collections::BTreeMap;

use chrono::Duration;

use crate::{
    base::{clock::Instant, error::Reason, ids::PersonId, zone::Zone},
    mail::reminder,
    seminars::model::{
        Consent, Details, Missing, Said, SaidBy, Seminar, SeminarState, SpeakerAnswer, SpeakerRole,
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
    seminar.state == SeminarState::Announced && seminar.is_over(now)
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

/// Whether an organiser may enter that a speaker says this to a use. What speakers said themselves can become a no and nothing
/// else, and what they refused or took back stays so until they say otherwise.
///
/// # Errors
/// Why not.
pub fn may_enter_consent(
    before: &Said,
    consent: Consent,
    given: Option<bool>,
) -> Result<(), Reason> {
    let own = before.consents.get(&consent);
    let own = own.filter(|said| said.said_by == SaidBy::Speaker);
    match (own.map(|said| said.given), given) {
        // Nor can it become one by way of a no of the organiser's own.
        (None, Some(_)) if before.taken_back.contains(&consent) => {
            Err(Reason::new("reason-consent-withdrawn"))
        }
        (Some(true), None) => Err(Reason::new("reason-consent-theirs")),
        (Some(false), Some(true) | None) => Err(Reason::new("reason-consent-withdrawn")),
        (_, Some(false)) | (Some(true), Some(true)) | (None, _) => Ok(()),
    }
}

/// To which uses of their talk a speaker agreed before these changes, and does no more: what their organisers are told of.
pub fn withdrawn(before: &Said, changed: &[(Consent, Option<bool>)]) -> Vec<Consent> {
    let gone = |(consent, given): &(Consent, Option<bool>)| {
        let told = *consent != Consent::Portrait && *given != Some(true);
        (told && before.agrees(*consent)).then_some(*consent)
    };
    changed.iter().filter_map(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::ids::SeminarId,
        seminars::model::{Given, Speaking},
    };

    fn row(at: Instant) -> Speaking {
        Speaking {
            seminar_id: SeminarId(uuid::Uuid::nil()),
            person_id: PersonId(uuid::Uuid::nil()),
            role: SpeakerRole::Speaker,
            answer: SpeakerAnswer::Accepted,
            answered_at: Some(at),
            link_no: 0,
            asked_at: None,
            asked_by: None,
            taken_over_at: None,
            taken_over_by: None,
            talk_title: String::new(),
            talk_abstract: String::new(),
            biography: String::new(),
            affiliation: String::new(),
            ror: None,
            slides_url: None,
            in_person: None,
            rehearsal_at: None,
            stay_id: None,
            page_version: 1,
            page_at: None,
            no_slides_at: None,
            no_slides_by: None,
            talk_language: None,
            entered_at: None,
            entered_by: None,
        }
    }

    fn said(consents: &[(Consent, bool, SaidBy)], taken_back: &[Consent]) -> Said {
        let at: Instant = "2026-12-10T07:00:00Z".parse().unwrap();
        let given = |(consent, given, said_by): &(Consent, bool, SaidBy)| {
            let given = Given {
                given: *given,
                at,
                said_by: *said_by,
                taken_by: None,
            };
            (*consent, given)
        };
        Said {
            row: row(at),
            consents: consents.iter().map(given).collect(),
            taken_back: taken_back.iter().copied().collect(),
        }
    }

    #[test]
    fn no_organiser_makes_more_of_what_a_speaker_said_themselves() {
        let before = said(
            &[
                (Consent::Stream, true, SaidBy::Speaker),
                (Consent::Record, false, SaidBy::Speaker),
                (Consent::Publish, false, SaidBy::Organiser),
            ],
            &[Consent::Slides],
        );
        let may: Vec<(Consent, [bool; 3])> = Consent::ALL
            .iter()
            .map(|one| {
                let may = |given| may_enter_consent(&before, *one, given).is_ok();
                (*one, [may(Some(true)), may(Some(false)), may(None)])
            })
            .collect();
        assert_eq!(
            may,
            [
                (Consent::Stream, [true, true, false]),
                (Consent::Record, [false, true, false]),
                (Consent::Publish, [true, true, true]),
                (Consent::Slides, [false, false, true]),
                (Consent::Portrait, [true, true, true]),
            ]
        );
    }

    #[test]
    fn what_was_agreed_to_and_is_no_more_is_withdrawn() {
        let before = said(
            &[
                (Consent::Stream, true, SaidBy::Speaker),
                (Consent::Record, false, SaidBy::Speaker),
                (Consent::Publish, true, SaidBy::Organiser),
                (Consent::Portrait, true, SaidBy::Speaker),
            ],
            &[],
        );
        let changed = [
            (Consent::Stream, Some(false)),
            (Consent::Record, None),
            (Consent::Publish, None),
            (Consent::Slides, Some(true)),
            (Consent::Portrait, Some(false)),
        ];
        assert_eq!(
            withdrawn(&before, &changed),
            [Consent::Stream, Consent::Publish]
        );
    }

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
