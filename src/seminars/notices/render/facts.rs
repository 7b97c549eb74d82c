//! What a message knows of its seminar and of its recipient, in the words of the mails.

use super::Told;
use crate::{
    base::{language::Language, text},
    mail::{
        draft::List,
        preferences::{Notice, Stopped, links},
        render::{Frame, When},
    },
    seminars::{
        model::{Answer, Attendance, JoinFor, Read, Speaker, SpeakerAnswer, SpeakerRole},
        notices::{
            Links,
            mails::{self, AnswerLinks, Online},
        },
    },
};

impl Told<'_> {
    pub(super) fn label(&self, language: Language) -> String {
        let seminar = &self.details.seminar;
        match (seminar.read_in(language).title, self.series()) {
            (title, _) if !title.is_empty() => title.to_owned(),
            (_, Some(series)) => series.title.clone(),
            _ => language.t(&format!("kind-{}", seminar.kind)),
        }
    }

    pub(super) fn frame(&self) -> Frame {
        Frame {
            unsubscribe: self.list().and_then(|list| list.url),
            ..self.recipient.frame(self.hub)
        }
    }

    /// What goes to many can be stopped by one click; what goes to this person alone is no list.
    pub(super) fn list(&self) -> Option<List> {
        let stop = Stopped {
            notice: Notice::of(self.message),
            series: self.details.seminar.series_id,
        };
        let url = links::one_click(self.hub, self.recipient.person, stop)?;
        let (id, name) = match self.series() {
            Some(series) => (series.slug.clone(), series.title.clone()),
            None => ("seminars".to_owned(), self.hub.name.clone()),
        };
        Some(List {
            id,
            name,
            url: Some(url),
        })
    }

    /// Title and abstract in the language of the mail.
    pub(super) fn read(&self) -> Read<'_> {
        self.details.seminar.read_in(self.recipient.language)
    }

    pub(super) fn seminar(&self) -> mails::Seminar {
        let seminar = &self.details.seminar;
        let links = self.links();
        let way_in = seminar.join_url.as_ref().filter(|_| self.may_come_in());
        let online = way_in.map(|url| {
            // Speakers and hosts see the real address from their yes on; everyone else the living link.
            if self.speaker_answer() == Some(SpeakerAnswer::Accepted) {
                Online::Address(url.clone())
            } else {
                Online::Living {
                    url: links.join(),
                    opens_minutes: self.details.entrance.join_minutes.into(),
                }
            }
        });
        mails::Seminar {
            title: text::some(self.read().title.to_owned()),
            series: self.series().map(|series| series.title.clone()),
            when: When {
                slot: seminar.slot(),
                anchor: seminar.there(),
            },
            places: self.details.places(),
            place_url: seminar.place().and_then(|place| place.url),
            speakers: self
                .details
                .speakers
                .iter()
                .filter(|speaker| speaker.answer != SpeakerAnswer::Declined)
                .filter_map(|speaker| {
                    Some(mails::Speaker {
                        name: speaker.name.clone()?,
                        affiliation: speaker.affiliation.clone(),
                    })
                })
                .collect(),
            page: links.page(),
            online,
        }
    }

    /// Whether the living link may lead them in: not where it opens for others alone. Who is invited may still say yes.
    pub(super) fn may_come_in(&self) -> bool {
        let takes_part = self.speaker_answer().is_some();
        let attendance = self.attendance();
        let named = attendance.is_some_and(|one| one.invitation_no > 0);
        match self.details.entrance.join_for {
            JoinFor::Open => true,
            JoinFor::Members => takes_part || named || self.is_member(),
            JoinFor::Yes => takes_part || attendance.is_some(),
            JoinFor::Named => takes_part || named,
        }
    }

    fn is_member(&self) -> bool {
        self.known.members.contains(&self.recipient.person)
    }

    pub(super) fn links(&self) -> Links<'_> {
        Links {
            hub: self.hub,
            seminar: self.details.seminar.id,
            code: &self.details.seminar.code,
            person: self.recipient.person,
            generation: self.attendance().map_or(0, |one| one.invitation_no),
            link_no: self.speaker().map_or(0, |one| one.link_no),
            speaks: matches!(
                self.speaker_answer(),
                Some(SpeakerAnswer::Asked | SpeakerAnswer::Accepted)
            ),
        }
    }

    pub(super) fn answer_links(&self) -> AnswerLinks {
        let links = self.links();
        AnswerLinks {
            yes: links.answer(Some("yes")),
            maybe: links.answer(Some("maybe")),
            no: links.answer(Some("no")),
        }
    }

    pub(super) fn attendance(&self) -> Option<&Attendance> {
        self.known
            .attendances
            .get(&(self.details.seminar.id, self.recipient.person))
    }

    pub(super) fn part(&self) -> Option<mails::Part> {
        Some(match self.speaker()?.role {
            SpeakerRole::Speaker => mails::Part::Speaker,
            SpeakerRole::Panellist => mails::Part::Panellist,
            SpeakerRole::Moderator => mails::Part::Moderator,
            SpeakerRole::Host => mails::Part::Host,
        })
    }

    fn speaker(&self) -> Option<&Speaker> {
        let mut speakers = self.details.speakers.iter();
        speakers.find(|one| one.person_id == self.recipient.person)
    }

    pub(super) fn speaker_answer(&self) -> Option<SpeakerAnswer> {
        self.speaker().map(|one| one.answer)
    }

    pub(super) fn speaker_said(&self) -> Option<mails::Answer> {
        match self.speaker_answer()? {
            SpeakerAnswer::Asked => None,
            SpeakerAnswer::Accepted => Some(mails::Answer::Accepted),
            SpeakerAnswer::Declined => Some(mails::Answer::Declined),
        }
    }

    pub(super) fn payload(&self, key: &str) -> Option<String> {
        self.message.payload[key].as_str().map(str::to_owned)
    }
}

pub(super) fn said(answer: Answer) -> mails::Answer {
    match answer {
        Answer::Yes => mails::Answer::Yes,
        Answer::No => mails::Answer::No,
        Answer::Maybe => mails::Answer::Maybe,
        Answer::Waiting => mails::Answer::Waiting,
    }
}
