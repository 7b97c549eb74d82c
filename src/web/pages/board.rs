//! The board of a series: its term at a glance, who is missing what, and what is next.

use askama::Template;
use chrono::NaiveDate;

use super::{
    Sample,
    common::{Named, Speaker},
    page::Page,
    samples,
    term::weeks_off,
    time::When,
    words::{SeminarState, SpeakerAnswer},
};
use crate::{
    base::language::Language,
    seminars::rules::board::{Lack, Step},
    web::urls,
};

/// `GET /series/{slug}/board`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/board.html")]
pub struct BoardPage {
    /// What every page knows.
    pub page: Page,
    /// The series.
    pub series: Named,
    /// Whether it goes on, so that more can be planned.
    pub goes_on: bool,
    /// Its seminars, by start.
    pub rows: Vec<BoardRow>,
    /// Whether there are more than are shown.
    pub is_longer: bool,
}

/// A seminar on the board.
#[derive(Debug, Clone)]
pub struct BoardRow {
    /// The short code.
    pub code: String,
    /// Its title; empty while none is known.
    pub title: String,
    /// Where it stands.
    pub state: SeminarState,
    /// When, in the zone where it was meant.
    pub when: When,
    /// Whether it is over.
    pub over: bool,
    /// Who is asked to speak, with what they answered.
    pub speakers: Vec<Speaker>,
    /// The names of its rooms, or of the place elsewhere.
    pub places: Vec<String>,
    /// What it lacks.
    pub lacks: Vec<Lack>,
    /// How many times its speaker may choose from.
    pub slots: usize,
    /// What is next.
    pub next: Step,
    /// The Mondays of the weeks off between the seminar before and this one.
    pub off_before: Vec<NaiveDate>,
}

impl BoardPage {
    /// How many are drafts.
    pub fn drafts(&self) -> usize {
        self.count(|row| row.state == SeminarState::Draft)
    }

    /// Whether a draft of it is yet to come.
    pub fn can_announce(&self) -> bool {
        self.rows
            .iter()
            .any(|row| row.state == SeminarState::Draft && !row.over)
    }

    /// How many lack something.
    pub fn incomplete(&self) -> usize {
        self.count(|row| !row.lacks.is_empty())
    }

    /// How many wait for the answer of a speaker.
    pub fn unanswered(&self) -> usize {
        self.count(|row| row.lacks.contains(&Lack::Answer))
    }

    fn count(&self, which: impl Fn(&BoardRow) -> bool) -> usize {
        self.rows.iter().filter(|row| which(row)).count()
    }
}

impl BoardRow {
    /// Where the next step is done.
    pub fn next_address(&self) -> String {
        match self.next {
            Step::Speaker | Step::Title | Step::Abstract | Step::Room | Step::Join | Step::Time => {
                urls::edit_seminar(&self.code)
            }
            Step::Invitation => urls::seminar_invitations(&self.code),
            Step::Answer | Step::Announcement | Step::Nothing => urls::seminar(&self.code),
        }
    }

    /// Whether something is missing without which it cannot take place.
    pub fn wants_attention(&self) -> bool {
        self.lacks.contains(&Lack::Speaker) || self.lacks.contains(&Lack::Room)
    }

    /// Whether its state is told rather than that it is over: of what is to come, and of what did not take place.
    pub fn tells_state(&self) -> bool {
        let stopped = matches!(
            self.state,
            SeminarState::Cancelled | SeminarState::Postponed
        );
        !self.over || stopped
    }

    /// The word for how its state is marked: what is over calls for nothing, however it ended.
    pub fn state_mark(&self) -> &'static str {
        match self.over {
            true => "over",
            false => self.state.word(),
        }
    }

    /// Whether a speaker's answer is told beside their name: one that has been given, or is waited for.
    pub fn tells_answer(&self, speaker: &Speaker) -> bool {
        speaker.answer != SpeakerAnswer::Accepted
    }

    /// What is said of the weeks off before it.
    pub fn off(&self, page: &Page) -> Vec<String> {
        weeks_off(page, &self.off_before)
    }
}

impl Sample for BoardPage {
    const NAME: &'static str = "board";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::boards(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_calls_for_nothing_however_it_ended() {
        let (_, board) = samples::boards(Language::En).remove(0);
        let told = |state: SeminarState, over: bool| {
            let row = BoardRow {
                state,
                over,
                ..board.rows[0].clone()
            };
            (row.state_mark(), row.tells_state())
        };
        assert_eq!(told(SeminarState::Cancelled, true), ("over", true));
        assert_eq!(told(SeminarState::Announced, true), ("over", false));
        assert_eq!(told(SeminarState::Cancelled, false), ("cancelled", true));
    }
}
