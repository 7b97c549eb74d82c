//! The speakers of a seminar at a glance: who lacks something, and what becomes of that next.

use super::{
    speakers::{SpeakerLine, SpeakersPage},
    words::{SeminarState, SpeakerAnswer},
};
use crate::base::clock::Instant;

/// What becomes of a speaker next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpeakerNext {
    /// Someone asks them to speak: nobody has.
    Ask,
    /// A mail asks for what is missing.
    Mail(Instant),
    /// One of the organisers looks after it.
    TakenOver,
    /// Nobody asks for it unless an organiser does.
    Oneself,
    /// A mail asks for the slides.
    Slides(Instant),
    /// Nothing: they have said everything, or will not speak, or it does not take place.
    Nothing,
}

impl SpeakerNext {
    /// The word in the keys of texts.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Mail(_) => "mail",
            Self::TakenOver => "taken-over",
            Self::Oneself => "oneself",
            Self::Slides(_) => "slides",
            Self::Nothing => "nothing",
        }
    }

    /// When, where that is known.
    pub fn at(&self) -> Option<Instant> {
        match self {
            Self::Mail(at) | Self::Slides(at) => Some(*at),
            _ => None,
        }
    }

    /// Whether it is for the organisers to do.
    pub fn is_theirs(&self) -> bool {
        matches!(self, Self::Ask | Self::Oneself)
    }
}

impl SpeakerLine {
    /// Since when they have been as they are: they answered, or were asked in a mail of an organiser's own.
    pub fn since(&self) -> Option<Instant> {
        self.answered_at.or(self.asked_at)
    }

    /// Whether someone may look after what they owe, or does.
    pub fn is_looked_after(&self) -> bool {
        self.taken_over.is_some() || !self.missing.is_empty() || self.gives_slides
    }

    fn next(&self, state: SeminarState) -> SpeakerNext {
        let unasked = self.answer == SpeakerAnswer::Asked && self.asked_at.is_none();
        if self.answer == SpeakerAnswer::Declined || state == SeminarState::Cancelled {
            return SpeakerNext::Nothing;
        }
        if state == SeminarState::Draft && unasked {
            return SpeakerNext::Ask;
        }
        let (chase, slides) = (self.chases.first(), self.slides_asked.first());
        match (self.missing.is_empty(), self.taken_over.is_some()) {
            (false, true) => SpeakerNext::TakenOver,
            (false, false) => chase.map_or(SpeakerNext::Oneself, |at| SpeakerNext::Mail(*at)),
            (true, false) => slides.map_or(SpeakerNext::Nothing, |at| SpeakerNext::Slides(*at)),
            (true, true) => SpeakerNext::Nothing,
        }
    }
}

impl SpeakersPage {
    /// What becomes of a speaker next.
    pub fn next(&self, speaker: &SpeakerLine) -> SpeakerNext {
        speaker.next(self.seminar.state)
    }

    /// From how many of them something is missing.
    pub fn lacking(&self) -> usize {
        let lacking = self.speakers.iter().filter(|one| !one.missing.is_empty());
        lacking.count()
    }

    /// Whether there is one alone: what they said then stands open.
    pub fn is_of_one(&self) -> bool {
        self.speakers.len() == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::language::Language, seminars::model::Missing, web::pages::Sample};

    #[test]
    fn what_is_next_fits_how_a_speaker_stands() {
        let (_, two) = SpeakersPage::samples(Language::En).remove(0);
        let asked = two.speakers[0].clone();
        let (chase, slides) = (asked.chases[0], asked.slides_asked[0]);
        let answered = |answer| SpeakerLine {
            answer,
            ..asked.clone()
        };
        let unchased = SpeakerLine {
            chases: Vec::new(),
            ..asked.clone()
        };
        let taken_over = SpeakerLine {
            taken_over: Some(("Jane Sample".into(), chase)),
            ..unchased.clone()
        };
        let said = SpeakerLine {
            missing: Vec::new(),
            ..answered(SpeakerAnswer::Accepted)
        };
        let brought = SpeakerLine {
            slides_asked: Vec::new(),
            ..said.clone()
        };
        let by_hand = SpeakerLine {
            asked_at: Some(chase),
            missing: vec![Missing::Answer],
            ..unchased.clone()
        };
        let announced = SeminarState::Announced;
        let stands = [
            (&asked, announced, SpeakerNext::Mail(chase)),
            (&asked, SeminarState::Cancelled, SpeakerNext::Nothing),
            (&unchased, announced, SpeakerNext::Oneself),
            (&unchased, SeminarState::Draft, SpeakerNext::Ask),
            (&by_hand, SeminarState::Draft, SpeakerNext::Oneself),
            (&taken_over, announced, SpeakerNext::TakenOver),
            (&said, announced, SpeakerNext::Slides(slides)),
            (&brought, announced, SpeakerNext::Nothing),
            (
                &answered(SpeakerAnswer::Declined),
                announced,
                SpeakerNext::Nothing,
            ),
        ];
        for (speaker, state, next) in stands {
            assert_eq!(speaker.next(state), next, "{speaker:?} {state:?}");
        }
    }
}
