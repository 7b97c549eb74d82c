//! The strip of local times.

use super::{say, zone};
use crate::{
    base::holidays::Land,
    seminars::{queries::Group, rules::strip::Place},
    web::pages::{page::Page, strip::Strip, time::When},
};

/// Places whose clocks agree with Seoul's, and others that do not.
pub fn groups(page: &Page) -> Vec<Group> {
    let named = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let place = |name: &str, country: &str| {
        let zone = zone(name);
        Place::new(zone, Some(Land::of(country, zone, None)))
    };
    vec![
        Group {
            place: place("Asia/Seoul", "KR"),
            names: vec!["Maru".into(), say(page.language, "KAIST", "한국과학기술원")],
            people: 12,
        },
        Group {
            place: place("America/Montreal", "CA"),
            names: named(&["Mila", "McGill", "Concordia", "HEC", "UQAM"]),
            people: 7,
        },
        Group {
            place: place("Europe/Paris", "FR"),
            names: named(&["Inria"]),
            people: 1,
        },
        Group {
            place: place("Asia/Dubai", "AE"),
            names: named(&["MBZUAI"]),
            people: 0,
        },
        Group {
            place: Place::new(zone("America/Los_Angeles"), None),
            names: Vec::new(),
            people: 2,
        },
    ]
}

/// The strip of a time, or of none.
pub fn strip(page: &Page, when: Option<When>) -> Strip {
    let meant = when.map(|when| (when.zone, when.slot));
    Strip::of(page, &groups(page), meant)
}
