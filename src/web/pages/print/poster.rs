//! The poster of a seminar: one sheet, whatever stands on it.

use askama::Template;

use super::{Paper, PaperPlace, PaperSpeaker, Subject, fit};
use crate::{
    base::{language::Language, zone::Zone},
    web::{
        pages::{Sample, html::Html, markdown, qr},
        urls,
    },
};

/// How wide the column of the speakers is, and that of the day, in units.
const COLUMN: usize = 160;
const DAY: usize = 67;
/// How high both are, in tenths of a unit.
const HIGH: usize = 1390;
/// How much of that speakers take at most.
const SPEAKERS: usize = 780;
/// Most clocks elsewhere.
const CLOCKS: usize = 4;
/// Most of an abstract that is looked at, in octets.
const ABSTRACT: usize = 6_000;

/// `GET /seminars/{code}/print/poster`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/print/poster.html")]
pub struct PosterPage {
    /// What every sheet knows.
    pub paper: Paper,
    /// What it tells.
    pub subject: Subject,
    /// The title as it is set.
    pub title: fit::Set,
    /// In which class the speakers are set.
    pub speakers_class: &'static str,
    /// Those who are named.
    pub speakers: Vec<PaperSpeaker>,
    /// How many are not.
    pub others: usize,
    /// The abstract as plain text, as much of it as fits.
    pub words: String,
    /// The topics, as many as fit on a line.
    pub topics: String,
    /// Its places, as much of each as fits.
    pub places: Vec<PaperPlace>,
    /// The clocks elsewhere for which there is room.
    pub clocks: Vec<Zone>,
    /// The institutions that organise it, as many as fit.
    pub institutions: String,
    /// The short address as a code.
    pub code: Option<Html>,
}

impl PosterPage {
    /// The poster of `subject`.
    pub fn new(paper: Paper, subject: Subject) -> Self {
        let subject = subject.read_in(&paper.languages);
        let title = fit::set(&subject.heading(&paper), &fit::TITLES, fit::TITLE);
        let Block {
            class,
            shown,
            height,
        } = block(&subject.speakers);
        let has_topics = !subject.topics.is_empty();
        let used = height + 70 + if has_topics { 115 } else { 0 };
        let lines = HIGH.saturating_sub(used) / 77;
        let words = match subject.is_stopped() || lines < 2 {
            true => String::new(),
            false => fit::shortened(
                &markdown::plain(&subject.abstract_text, ABSTRACT),
                fit::per_line(COLUMN, 51),
                lines,
            ),
        };
        let places: Vec<PaperPlace> = subject.places.iter().take(2).map(place).collect();
        let clocks = clocks(&paper, &subject, &places);
        let address = paper.page.absolute(&urls::short(&subject.code));
        let alt = paper.page.with("print-qr", "address", &address);
        Self {
            title,
            speakers_class: class,
            others: subject.speakers.len() - shown,
            speakers: subject.speakers[..shown].to_vec(),
            words,
            topics: fit::shortened(&subject.topics.join(" · "), fit::per_line(COLUMN, 46), 1),
            places,
            clocks,
            institutions: fit::shortened(
                &subject.institutions.join(" · "),
                fit::per_line(150, 44),
                2,
            ),
            code: qr::code(&address, &alt),
            paper,
            subject,
        }
    }
}

/// How speakers are set: in which class, how many of them are named, and how high that is in tenths of a unit.
struct Block {
    class: &'static str,
    shown: usize,
    height: usize,
}

/// Letters and lines of a name and of where someone is from, what is between two people, and how wide a portrait is; in
/// tenths of a unit.
struct Measure {
    class: &'static str,
    name: (usize, usize),
    from: (usize, usize),
    gap: usize,
    portrait: usize,
}

const LARGE: Measure = Measure {
    class: "large",
    name: (105, 126),
    from: (56, 76),
    gap: 50,
    portrait: 330,
};
const MEDIUM: Measure = Measure {
    class: "medium",
    name: (70, 84),
    from: (46, 62),
    gap: 30,
    portrait: 230,
};
const SMALL: Measure = Measure {
    class: "small",
    name: (56, 70),
    from: (56, 70),
    gap: 15,
    portrait: 0,
};

/// As large as it may be; of more than there is room for, those who come first.
fn block(speakers: &[PaperSpeaker]) -> Block {
    for measure in [&LARGE, &MEDIUM] {
        let heights = speakers.iter().map(|one| measure.height(one) + measure.gap);
        let height: usize = heights.sum();
        if height <= SPEAKERS {
            return Block {
                class: measure.class,
                shown: speakers.len(),
                height,
            };
        }
    }
    let (mut shown, mut height) = (0, 70);
    for one in speakers {
        let more = SMALL.height(one) + SMALL.gap;
        if height + more > SPEAKERS {
            break;
        }
        (shown, height) = (shown + 1, height + more);
    }
    Block {
        class: SMALL.class,
        shown,
        height,
    }
}

impl Measure {
    fn height(&self, one: &PaperSpeaker) -> usize {
        let from = one.speaker.institution.as_deref().unwrap_or_default();
        if self.portrait == 0 {
            let both = format!("{}, {from}", one.speaker.name);
            return fit::lines(&both, fit::per_line(COLUMN, self.name.0)) * self.name.1;
        }
        let beside = if one.portrait.is_some() {
            self.portrait
        } else {
            0
        };
        let width = COLUMN - beside / 10;
        let of = |text: &str, (letters, line): (usize, usize)| {
            fit::lines(text, fit::per_line(width, letters)) * line
        };
        let words = of(&one.speaker.name, self.name)
            + if from.is_empty() {
                0
            } else {
                of(from, self.from)
            };
        words.max(beside.saturating_sub(60))
    }
}

fn place(place: &PaperPlace) -> PaperPlace {
    let more = place.more.as_deref();
    PaperPlace {
        name: fit::shortened(&place.name, fit::per_line(DAY, 54), 2),
        more: more.map(|more| fit::shortened(more, fit::per_line(DAY, 46), 2)),
    }
}

/// As many clocks as there is room for below the day.
fn clocks(paper: &Paper, subject: &Subject, places: &[PaperPlace]) -> Vec<Zone> {
    if subject.is_stopped() {
        return Vec::new();
    }
    let lines = |text: &str, letters| fit::lines(text, fit::per_line(DAY, letters));
    let where_it_is: usize = places
        .iter()
        .map(|place| {
            let more = place.more.as_deref();
            lines(&place.name, 54) * 73 + more.map_or(0, |more| lines(more, 46) * 62)
        })
        .sum();
    let online = if subject.online { 62 } else { 0 };
    let used = paper.languages.len() * 78 + 432 + 78 + 190 + 40 + where_it_is + online + 40;
    let room = HIGH.saturating_sub(used) / 66;
    let clocks = subject.elsewhere.iter().copied();
    clocks.take(room.min(CLOCKS)).collect()
}

impl Sample for PosterPage {
    const NAME: &'static str = "paper-poster";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        super::samples::posters(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::pages::{print::samples, samples::speaker};

    #[test]
    fn speakers_stand_large_as_long_as_there_is_room() {
        let of = |count: usize, portrait: bool| -> (&'static str, usize, bool) {
            let one = PaperSpeaker {
                speaker: speaker("Erika Mustermann", "Technische Universität München"),
                portrait: portrait.then(|| "/x".to_owned()),
                zone: None,
            };
            let Block {
                class,
                shown,
                height,
            } = block(&vec![one; count]);
            (class, shown, height <= SPEAKERS)
        };
        assert_eq!(of(0, false), ("large", 0, true));
        assert_eq!(of(1, true), ("large", 1, true));
        assert_eq!(of(3, false), ("large", 3, true));
        assert_eq!(of(3, true).1, 3);
        assert_eq!(of(4, false), ("medium", 4, true));
        assert_eq!(of(7, false), ("small", 7, true));
        assert_eq!(of(40, false), ("small", 8, true));
    }

    #[test]
    fn what_stands_on_a_poster_is_what_there_is_room_for() {
        for (name, poster) in samples::posters(Language::Ko) {
            let lines = fit::lines(&poster.words, fit::per_line(COLUMN, 51));
            let height = block(&poster.subject.speakers).height;
            assert!(height + 70 + lines * 77 <= HIGH, "{name}: {lines}");
            assert!(poster.clocks.len() <= CLOCKS, "{name}");
            assert_eq!(
                poster.speakers.len() + poster.others,
                poster.subject.speakers.len()
            );
        }
    }
}
