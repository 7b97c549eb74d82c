//! What an organiser most likely does next with a seminar, by how it stands.

use chrono::Duration;

use super::{
    seminar::{OrganiserTools, SeminarPage},
    words::SeminarState,
};

/// What an organiser most likely does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// A draft is announced.
    Announce,
    /// People are invited.
    Invite,
    /// Those who know it as it was are told how it is.
    TellTheRest,
    /// People come in.
    Door,
    /// The recording is added, which those who came too late expect.
    Recording,
    /// What came of it is kept: heads, evidence.
    Afterwards,
    /// What is postponed gets its new time.
    NewTime,
    /// What comes in place of what is cancelled is named.
    InItsPlace,
    /// Nothing.
    Nothing,
}

/// How long before the start the door is what is next.
const DOOR_OPENS: Duration = Duration::hours(1);

impl SeminarPage {
    /// What an organiser most likely does next: it stands first in their card, and not again below.
    pub fn next_step(&self) -> NextStep {
        match self.state {
            SeminarState::Draft => NextStep::Announce,
            SeminarState::Postponed => NextStep::NewTime,
            SeminarState::Cancelled if self.in_place.is_none() => NextStep::InItsPlace,
            SeminarState::Cancelled => NextStep::Nothing,
            SeminarState::Announced if self.is_over() && self.expected.recording => {
                NextStep::Recording
            }
            SeminarState::Announced if self.is_over() => NextStep::Afterwards,
            SeminarState::Announced if self.when.slot.from() - DOOR_OPENS <= self.page.now => {
                NextStep::Door
            }
            SeminarState::Announced if self.leaves_some_behind() => NextStep::TellTheRest,
            SeminarState::Announced => NextStep::Invite,
        }
    }

    /// Whether people are invited and some who are concerned do not know how it is now.
    fn leaves_some_behind(&self) -> bool {
        let behind = |tools: &OrganiserTools| tools.invited > 0 && tools.doesnt > 0;
        self.tools.as_ref().is_some_and(behind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::language::Language, seminars::rules::Expected, web::pages::Sample};

    #[test]
    fn what_is_next_fits_how_it_stands() {
        let samples = SeminarPage::samples(Language::En);
        let sample = |name: &str| {
            let named = samples.iter().find(|sample| sample.0 == name);
            named.unwrap().1.clone()
        };
        let tools = |invited, doesnt| {
            Some(OrganiserTools {
                invited,
                doesnt,
                ..OrganiserTools::default()
            })
        };
        let (open, over, cancelled) = (sample("open"), sample("over"), sample("cancelled"));
        let begins = open.when.slot.from();
        let at = |minutes| {
            let mut page = SeminarPage {
                tools: tools(42, 3),
                ..open.clone()
            };
            page.page.now = begins + Duration::minutes(minutes);
            page.next_step()
        };
        let with = |page: &SeminarPage, tools| {
            SeminarPage {
                tools,
                ..page.clone()
            }
            .next_step()
        };
        let recorded = |recording| {
            let expected = Expected {
                recording,
                slides: true,
            };
            SeminarPage {
                expected,
                ..over.clone()
            }
            .next_step()
        };
        let in_place = SeminarPage {
            in_place: cancelled.next.first().cloned(),
            ..cancelled.clone()
        };
        assert_eq!(
            [
                with(&sample("draft"), tools(0, 0)),
                with(&open, tools(0, 1)),
                with(&open, tools(42, 0)),
                with(&open, tools(42, 3)),
                at(-61),
                at(-60),
                at(30),
                recorded(true),
                recorded(false),
                with(&sample("postponed"), tools(42, 3)),
                with(&cancelled, tools(42, 3)),
                with(&in_place, tools(42, 3)),
            ],
            [
                NextStep::Announce,
                NextStep::Invite,
                NextStep::Invite,
                NextStep::TellTheRest,
                NextStep::TellTheRest,
                NextStep::Door,
                NextStep::Door,
                NextStep::Recording,
                NextStep::Afterwards,
                NextStep::NewTime,
                NextStep::InItsPlace,
                NextStep::Nothing,
            ]
        );
    }
}
