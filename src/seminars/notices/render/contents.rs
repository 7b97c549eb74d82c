//! What each kind of message says to its recipient.

use chrono::Duration;

use super::{
    Told,
    changes::{changes, when},
    facts::said,
};
use crate::{
    base::text,
    mail::{
        draft::{self, Draft},
        render::Content,
    },
    seminars::{
        actions::snapshot,
        model::Answer,
        notices::{
            by_feed::is_by_feed,
            digest::rhythm,
            mails::{self, By},
        },
        rules,
    },
};

impl Told<'_> {
    pub(super) fn invitation(&self) -> Draft {
        let links = self.links();
        let content = mails::Invitation {
            frame: self.frame(),
            seminar: self.seminar(),
            abstract_text: text::some(self.read().abstract_text.to_owned()),
            inviter: self.payload("by"),
            note: self.payload("note"),
            answers: self.answer_links(),
            add_to_calendar: format!("{}#calendar", links.page()),
            reply_by: self.reply_by(),
            office_for: self.office_for(),
        };
        self.with_calendar(&content, "REQUEST")
    }

    pub(super) fn reply_wanted(&self) -> Draft {
        let content = mails::ReplyWanted {
            frame: self.frame(),
            seminar: self.seminar(),
            note: self.payload("note"),
            answers: self.answer_links(),
            reply_by: self.reply_by(),
            office_for: self.office_for(),
        };
        self.draft(&content)
    }

    /// Until when a reply is wanted.
    fn reply_by(&self) -> Option<mails::ReplyBy> {
        let seminar = &self.details.seminar;
        let terms = self.known.terms.get(&seminar.id)?;
        Some(mails::ReplyBy {
            day: terms.reply_by?,
            zone: seminar.zone(),
        })
    }

    /// For whom the office reads this that answers for them.
    fn office_for(&self) -> Option<String> {
        self.recipient.office.as_ref()?;
        self.recipient.titled()
    }

    pub(super) fn speaker_request(&self) -> Draft {
        let links = self.links();
        let content = mails::SpeakerRequest {
            frame: self.frame(),
            seminar: self.seminar(),
            part: self.part().unwrap_or(mails::Part::Speaker),
            asker: self.payload("by"),
            note: self.payload("note"),
            answer_by: None,
            accept: links.speak(Some("accepted")),
            decline: links.speak(Some("declined")),
        };
        self.with_calendar(&content, "REQUEST")
    }

    pub(super) fn speaker_chase(&self) -> Draft {
        let said = self
            .known
            .said
            .get(&(self.details.seminar.id, self.recipient.person));
        let missing = said.map(|said| rules::missing(self.details, said));
        let days = self.message.payload["days"].as_i64().unwrap_or_default();
        let content = mails::SpeakerChase {
            frame: self.frame(),
            seminar: self.seminar(),
            days,
            missing: missing.unwrap_or_default(),
            note: self.payload("note"),
            link: self.links().speak(None),
        };
        self.draft(&content)
    }

    pub(super) fn change(&self) -> Draft {
        let language = self.recipient.language;
        let now = snapshot(self.details).read_in(language);
        let before = self.known.news.get(&self.message.id).cloned();
        let before = before.map_or_else(|| now.clone(), |before| before.read_in(language));
        let answers = self.attendance().is_some();
        let content = mails::Change {
            frame: self.frame(),
            seminar: self.seminar(),
            changes: changes(&before, &now),
            note: self.payload("note"),
            answers: answers.then(|| self.answer_links()),
            answered: self
                .attendance()
                .and_then(|one| one.answer)
                .map(said)
                .or_else(|| self.speaker_said()),
            by: self.by(),
        };
        self.to_guest(&content, "REQUEST")
    }

    /// How the recipient knows of it.
    fn by(&self) -> By {
        if rhythm(self.message).is_some() {
            By::Digest
        } else if is_by_feed(self.message) {
            By::Feed
        } else {
            By::Mail
        }
    }

    /// What no mail has put into a calendar, none changes there.
    fn to_guest(&self, content: &impl Content, method: &'static str) -> Draft {
        match self.by() {
            By::Digest | By::Feed => self.draft(content),
            By::Mail => self.with_calendar(content, method),
        }
    }

    pub(super) fn cancellation(&self) -> Draft {
        let reason = self.details.seminar.state_reason.clone();
        let (frame, seminar, note) = (self.frame(), self.seminar(), self.payload("note"));
        if self.message.payload["released"] == true {
            let content = mails::Released {
                frame,
                seminar,
                note,
            };
            return self.with_calendar(&content, "CANCEL");
        }
        let by = self.by();
        if self.message.payload["postponed"].as_bool() == Some(true) {
            self.to_guest(
                &mails::Postponement {
                    frame,
                    seminar,
                    reason,
                    note,
                    by,
                },
                "CANCEL",
            )
        } else {
            self.to_guest(
                &mails::Cancellation {
                    frame,
                    seminar,
                    reason,
                    note,
                    in_place: self.in_place(),
                    by,
                },
                "CANCEL",
            )
        }
    }

    /// That it is not for them any more: which one, as they were told, and nothing of how it stands now.
    pub(super) fn closed(&self) -> Option<Draft> {
        let key = (self.details.seminar.id, self.message.from_revision?);
        let told = self.known.closed.get(&key)?;
        let content = mails::Closed {
            frame: self.frame(),
            seminar: mails::Seminar {
                title: Some(told.title.clone()).filter(|title| !title.is_empty()),
                series: None,
                when: when(told)?,
                places: Vec::new(),
                place_url: None,
                speakers: Vec::new(),
                page: String::new(),
                online: None,
            },
        };
        Some(self.draft(&content))
    }

    pub(super) fn reminder(&self) -> Draft {
        let said_yes = self
            .attendance()
            .is_some_and(|one| one.answer == Some(Answer::Yes));
        let part = self.part();
        let content = mails::Reminder {
            frame: self.frame(),
            seminar: self.seminar(),
            starts_in: (self.details.seminar.starts_at - self.clock.now()).max(Duration::zero()),
            follows: !said_yes && part.is_none(),
            part,
            change_answer: self.attendance().map(|_| self.links().answer(None)),
            note: self.payload("note"),
        };
        self.draft(&content)
    }

    pub(super) fn draft(&self, content: &impl Content) -> Draft {
        let mut draft = Draft::new(
            self.recipient.name.clone(),
            self.recipient.language,
            content.render(),
        );
        let root = self
            .known
            .threads
            .get(&(self.details.seminar.id, self.recipient.person));
        draft.list = self.list();
        draft.thread = root
            .filter(|root| **root != self.message.id)
            .and_then(|root| draft::message_id(self.hub, *root).ok())
            .into_iter()
            .collect();
        draft
    }
}
