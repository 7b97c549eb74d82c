//! The calendar object that goes with a message about a seminar.

use super::Told;
use crate::{
    base::{
        clock::Instant,
        language::{self, Language},
    },
    ical::{
        itip::{self, Attendee, Organizer, Partstat},
        write::{Class, Conference, Event, Status, When as CalendarTime},
    },
    mail::{
        draft::{Calendar, Draft},
        outbox::MessageKind,
        render::Content,
    },
    seminars::model::{Answer, SeminarState, SpeakerAnswer},
};

/// Most lines of a programme that an entry holds: the page has the rest.
const MOST_ITEMS: usize = 30;

impl Told<'_> {
    /// The draft with the calendar object for this recipient (RFC 5546): the same UID for ever, SEQUENCE as it is now. None
    /// for those who have it by their feed, and for those who were only reminded, because they follow the series: they were
    /// given no entry, and are given none now.
    pub(super) fn with_calendar(&self, content: &impl Content, method: &'static str) -> Draft {
        let mut draft = self.draft(content);
        let about = self.details.seminar.id;
        let by_feed = self.known.by_feed.has(self.recipient.person, about);
        let released = self.message.payload["released"] == true;
        let takes_part = self.attendance().is_some() || self.speaker_answer().is_some();
        if by_feed || !(released || takes_part) {
            return draft;
        }
        let event = self.event();
        let organizer = Organizer {
            name: &self.hub.mail_name,
            address: &self.hub.mail_address,
        };
        let attendee = Attendee {
            name: self.recipient.name.as_deref(),
            address: &self.message.address,
            partstat: self.partstat(),
            answer_wanted: true,
            language: Some(self.recipient.language.code()),
        };
        let body = match method {
            "CANCEL" => itip::cancel(&event, &organizer, &attendee),
            _ => itip::request(&event, &organizer, &attendee),
        };
        draft.calendar = Some(Calendar {
            method: Some(method),
            body,
        });
        draft
    }

    /// An update keeps the answer that was given, so that nobody's calendar forgets it; a new time asks again.
    fn partstat(&self) -> Partstat {
        let before = self.known.news.get(&self.message.id);
        let moved = before.is_some_and(|before| before.starts_at != self.details.seminar.starts_at);
        if moved || self.message.kind == MessageKind::Invitation {
            return Partstat::NeedsAction;
        }
        match self.attendance().and_then(|one| one.answer) {
            Some(Answer::Yes) => Partstat::Accepted,
            Some(Answer::No) => Partstat::Declined,
            Some(Answer::Maybe | Answer::Waiting) => Partstat::Tentative,
            None => match self.speaker_answer() {
                Some(SpeakerAnswer::Accepted) => Partstat::Accepted,
                Some(SpeakerAnswer::Declined) => Partstat::Declined,
                Some(SpeakerAnswer::Asked) | None => Partstat::NeedsAction,
            },
        }
    }

    /// What tells of a place is newer than what the calendar has, though the seminar is as it was: of two objects with one
    /// SEQUENCE the later stamp counts (RFC 5546 section 2.1.5).
    fn stamp(&self) -> Instant {
        let modified = self.details.seminar.modified_at;
        match self.message.kind {
            MessageKind::WaitingPlace => modified.max(self.message.created_at),
            _ => modified,
        }
    }

    fn event(&self) -> Event {
        let seminar = &self.details.seminar;
        let language = self.recipient.language;
        let cancelled = matches!(
            seminar.state,
            SeminarState::Cancelled | SeminarState::Postponed
        );
        let mut summary = self.label(language);
        if cancelled {
            summary = language.with("calendar-cancelled", &[("title", summary.into())]);
        }
        Event {
            uid: seminar.uid.clone(),
            sequence: seminar.sequence,
            stamp: self.stamp(),
            modified: seminar.modified_at,
            created: seminar.created_at,
            when: CalendarTime::Timed {
                start: seminar.starts_at,
                end: seminar.ends_at,
            },
            summary,
            description: Some(self.description(language)),
            location: Some(self.details.places().join("; ")).filter(|places| !places.is_empty()),
            geo: None,
            url: Some(self.links().page()),
            categories: seminar.topics.clone(),
            status: if cancelled {
                Status::Cancelled
            } else {
                Status::Confirmed
            },
            conference: (seminar.join_url.is_some() && self.may_come_in()).then(|| Conference {
                url: self.links().join(),
                label: language.t("calendar-join"),
            }),
            transparent: false,
            class: Class::Public,
        }
    }

    /// The programme, a line each under the day, below a line that says so.
    fn programme(&self, language: Language) -> Vec<String> {
        let (seminar, items) = (&self.details.seminar, &self.details.items);
        let mut lines = Vec::new();
        let mut day = None;
        for item in items.iter().take(MOST_ITEMS) {
            let local = |at| seminar.there().local(at);
            let date = local(item.starts_at).date();
            if day != Some(date) {
                lines.push(language::date(language, date));
                day = Some(date);
            }
            let hours = language::hours(item.starts_at, item.ends_at, seminar.there());
            lines.push(match item.whereabouts() {
                Some(place) => format!("{hours} {} ({place})", item.title),
                None => format!("{hours} {}", item.title),
            });
        }
        let more = i64::try_from(items.len().saturating_sub(MOST_ITEMS)).unwrap_or(i64::MAX);
        if more > 0 {
            lines.push(language.with("mail-items-more", &[("n", more.into())]));
        }
        if !lines.is_empty() {
            lines.splice(0..0, [String::new(), language.t("items-title")]);
        }
        lines
    }

    fn description(&self, language: Language) -> String {
        let seminar = &self.details.seminar;
        let mut zones = vec![seminar.there(), seminar.zone(), self.recipient.zone];
        zones.dedup();
        if zones.len() > 2 && zones[0] == zones[2] {
            zones.pop();
        }
        let mut lines: Vec<String> = zones
            .into_iter()
            .map(|zone| language::slot(language, seminar.slot(), zone))
            .collect();
        lines.splice(0..0, self.in_place_lines(language));
        let speakers = self.details.speakers.iter();
        let speakers = speakers.filter(|one| one.answer != SpeakerAnswer::Declined);
        lines.extend(speakers.filter_map(|speaker| {
            let name = speaker.name.as_deref()?;
            let mut line = match &speaker.affiliation {
                Some(affiliation) => format!("{name} ({affiliation})"),
                None => name.to_owned(),
            };
            // As calendars that are subscribed to say it: where it is not one language for all.
            for spoken in self.details.languages_of(&[speaker.person_id]) {
                line.push_str(" · ");
                line.push_str(spoken.own_name());
            }
            Some(line)
        }));
        lines.extend(self.programme(language));
        let words = seminar.read_in(language).abstract_text;
        if !words.is_empty() {
            lines.push(String::new());
            lines.push(words.to_owned());
        }
        lines.push(String::new());
        lines.push(self.links().page());
        lines.join("\n")
    }
}
