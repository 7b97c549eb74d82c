//! A seminar on paper.

use chrono::NaiveDate;

use super::Paper;
use crate::{
    base::{language::Language, zone::Zone},
    seminars::model::{Read, SeriesColour, Texts},
    web::pages::{
        common::{Named, Speaker},
        seminar::Talk,
        time::When,
        words::{SeminarKind, SeminarState},
    },
};

/// A seminar as anyone may see it who may know of it: what poster, leaflet and texts tell.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The short code.
    pub code: String,
    /// What it is.
    pub kind: SeminarKind,
    /// Where it stands.
    pub state: SeminarState,
    /// Why it was postponed or cancelled, in its organiser's words.
    pub reason: Option<String>,
    /// Its title; empty while none is known.
    pub title: String,
    /// The language of the title (BCP 47).
    pub title_in: Option<String>,
    /// Its series.
    pub series: Option<Named>,
    /// The colour of its series.
    pub colour: SeriesColour,
    /// Who speaks, in order.
    pub speakers: Vec<PaperSpeaker>,
    /// The abstract, in Markdown.
    pub abstract_text: String,
    /// The language of the abstract.
    pub abstract_in: Option<String>,
    /// Both in further languages.
    pub texts: Texts,
    /// Topics.
    pub topics: Vec<String>,
    /// When, in the zone where it was meant.
    pub when: When,
    /// Its rooms, and the place elsewhere.
    pub places: Vec<PaperPlace>,
    /// Whether one can take part from afar.
    pub online: bool,
    /// The clocks of the institutions that organise it, where they show another time.
    pub elsewhere: Vec<Zone>,
    /// Those institutions, by name.
    pub institutions: Vec<String>,
    /// What speakers said of themselves and of their talks.
    pub talks: Vec<Talk>,
    /// What happens in it, in order. A seminar without a programme of its own has none.
    pub items: Vec<PaperItem>,
}

/// A speaker on paper.
#[derive(Debug, Clone)]
pub struct PaperSpeaker {
    /// Who it is.
    pub speaker: Speaker,
    /// The address of their portrait, where there is one that may be shown.
    pub portrait: Option<String>,
    /// The clock of their institution.
    pub zone: Option<Zone>,
}

/// A room or place on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperPlace {
    /// What it is called.
    pub name: String,
    /// Its site or address.
    pub more: Option<String>,
}

/// One part of a programme.
#[derive(Debug, Clone)]
pub struct PaperItem {
    /// When.
    pub when: When,
    /// What.
    pub title: String,
    /// Who.
    pub who: Option<String>,
}

impl Subject {
    /// The same as paper in these languages tells it: with its title in each of them, and the abstract in the first.
    #[must_use]
    pub fn read_in(mut self, languages: &[Language]) -> Self {
        let texts = std::mem::take(&mut self.texts);
        let main = Read {
            title: &self.title,
            title_in: self.title_in.as_deref(),
            abstract_text: &self.abstract_text,
            abstract_in: self.abstract_in.as_deref(),
        };
        let mut reads: Vec<Read<'_>> = Vec::with_capacity(languages.len());
        for language in languages {
            let read = texts.read(main, *language);
            if reads.iter().all(|known| known.title != read.title) {
                reads.push(read);
            }
        }
        let first = reads.first().copied().unwrap_or(main);
        let titles = reads.iter().map(|read| read.title);
        let titles: Vec<&str> = titles.filter(|title| !title.is_empty()).collect();
        let (title, alone) = (titles.join(" · "), reads.len() < 2);
        let title_in = first.title_in.filter(|_| alone).map(str::to_owned);
        let abstract_text = first.abstract_text.to_owned();
        let abstract_in = first.abstract_in.map(str::to_owned);
        Self {
            title,
            title_in,
            abstract_text,
            abstract_in,
            ..self
        }
    }

    /// Its title, or what stands for one.
    pub fn heading(&self, paper: &Paper) -> String {
        match self.title.is_empty() {
            true => paper.t("print-no-title"),
            false => self.title.clone(),
        }
    }

    /// The day on which it begins, where it takes place.
    pub fn date(&self) -> NaiveDate {
        self.when.date_in(self.when.zone)
    }

    /// Whether only its organisers and speakers know of it.
    pub fn is_draft(&self) -> bool {
        self.state == SeminarState::Draft
    }

    /// Whether it does not take place, or not then.
    pub fn is_stopped(&self) -> bool {
        matches!(
            self.state,
            SeminarState::Postponed | SeminarState::Cancelled
        )
    }
}
