//! What mailing lists read, and the file for calendars that goes with it (RFC 5545): without METHOD, ORGANIZER and ATTENDEE,
//! so that no calendar answers it.

mod several;

use std::collections::HashMap;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{one_mail, truth::details_of};
use crate::{
    base::{
        hub::Hub,
        ids::{AudienceId, MessageId, SeminarId},
        language::Language,
        slot::Slot,
        text,
    },
    ical::write::{self, Class, Conference, Event, Status, When as CalendarTime},
    mail::{
        draft::{self, Calendar, Draft, List},
        outbox::{Message, MessageKind},
        render::{Content, Frame, When},
    },
    seminars::{
        actions::snapshot,
        model::{
            Audience, Details, JoinFor, Seminar, SeminarState, Series, Snapshot, Speaker,
            SpeakerAnswer, Visibility,
        },
        notices::{
            differences, in_place_lines,
            mails::{self, ListNotice, ListTells, ListVersion, Online},
            told_before,
        },
        queries, rules,
    },
};

/// The drafts of messages to lists; those about something that is gone are missing. What is announced to one list is one draft,
/// of the message that was queued first; alone it reads as it always does. What a server was given before stays by itself.
///
/// # Errors
/// What the database says.
pub(in crate::seminars::notices) async fn render(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<Vec<(MessageId, Draft)>> {
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<AudienceId> = batch.iter().filter_map(|one| one.to.audience()).collect();
    let lists = queries::audiences_by_id(conn, &ids).await?;
    let details = details_of(conn, batch).await?;
    let told = told_before(conn, batch).await?;
    let about: Vec<SeminarId> = details.keys().copied().collect();
    let threads = queries::list_threads(conn, &about, &ids).await?;
    let mut in_place = queries::in_place_of(conn, &about).await?;
    // A list is read by anyone.
    in_place.retain(|_, next| {
        next.state != SeminarState::Draft && next.visibility == Visibility::Public
    });
    let mut drafts = Vec::new();
    for mail in one_mail::mails(conn, batch).await? {
        let mut all: Vec<Told<'_>> = Vec::with_capacity(mail.len());
        for message in mail {
            let list = message.to.audience().and_then(|id| lists.get(&id));
            let about = message.about.seminar.and_then(|id| details.get(&id));
            if let (Some(list), Some(details)) = (list, about) {
                all.push(Told {
                    hub,
                    message,
                    list,
                    details,
                    known: &told,
                    threads: &threads,
                    in_place: &in_place,
                });
            }
        }
        drafts.extend(match all.as_slice() {
            [one] => one.draft().map(|draft| (one.message.id, draft)),
            several => several::draft(several),
        });
    }
    Ok(drafts)
}

/// One message with all that it tells.
struct Told<'a> {
    hub: &'a Hub,
    message: &'a Message,
    list: &'a Audience,
    details: &'a Details,
    /// What the list knew before, by seminar and revision.
    known: &'a HashMap<(SeminarId, i32), Snapshot>,
    threads: &'a HashMap<(SeminarId, AudienceId), MessageId>,
    /// What comes in place of what is cancelled.
    in_place: &'a HashMap<SeminarId, Seminar>,
}

impl Told<'_> {
    fn draft(&self) -> Option<Draft> {
        let mut languages = self.list.languages().into_iter();
        let first = languages.next()?;
        let whole = snapshot(self.details);
        let now = whole.clone().read_in(first);
        let known_before = self.before();
        let before = known_before.clone().map(|before| before.read_in(first));
        let before = before.as_ref();
        let tells = match self.message.kind {
            MessageKind::Announcement => ListTells::Announced,
            MessageKind::Change => ListTells::Changed(differences(before.unwrap_or(&now), &now)),
            MessageKind::Cancellation if self.is_withdrawn() => ListTells::Withdrawn,
            MessageKind::Cancellation if self.message.payload["postponed"] == true => {
                ListTells::Postponed
            }
            MessageKind::Cancellation => ListTells::Cancelled,
            _ => return None,
        };
        // Of what is not open to everyone any more, nothing is told but what was.
        let known = match tells {
            ListTells::Withdrawn => before?,
            _ => &now,
        };
        let stops = !matches!(tells, ListTells::Announced | ListTells::Changed(_));
        let event = self.event(first, known, &tells)?;
        let announced = tells == ListTells::Announced;
        // Of what is not open to everyone any more, each language is told what it knew.
        let told = match tells {
            ListTells::Withdrawn => known_before.as_ref()?,
            _ => &whole,
        };
        let version = |language| {
            let now = told.clone().read_in(language);
            let before = known_before.clone().map(|before| before.read_in(language));
            ListVersion {
                language,
                changes: match tells {
                    ListTells::Changed(_) => differences(before.as_ref().unwrap_or(&now), &now),
                    _ => Vec::new(),
                },
                abstract_text: text::some(now.abstract_text).filter(|_| announced),
                title: text::some(now.title),
            }
        };
        let notice = ListNotice {
            frame: self.frame(first),
            versions: languages.clone().map(version).collect(),
            others: languages.map(|language| self.frame(language)).collect(),
            list: self.list.name.clone(),
            seminar: self.seminar(known, stops)?,
            abstract_text: Some(known.abstract_text.clone())
                .filter(|text| tells == ListTells::Announced && !text.is_empty()),
            reason: self
                .details
                .seminar
                .state_reason
                .clone()
                .filter(|_| matches!(tells, ListTells::Cancelled | ListTells::Postponed)),
            note: self.message.payload["note"].as_str().map(str::to_owned),
            in_place: self
                .next()
                .filter(|_| tells == ListTells::Cancelled)
                .map(|next| mails::InPlace::of(self.hub, next, first)),
            answer: self.open_answer(),
            tells,
        };
        let mut draft = Draft::new(None, first, notice.render());
        draft.list = Some(self.names_itself());
        draft.thread = self.thread();
        draft.calendar = Some(Calendar {
            method: None,
            body: write::file(&event),
        });
        Some(draft)
    }

    fn next(&self) -> Option<&Seminar> {
        self.in_place.get(&self.details.seminar.id)
    }

    /// Its series, where anyone may know of it: nobody here knows who reads the list.
    fn series(&self) -> Option<&Series> {
        rules::open_series(self.details)
    }

    fn is_withdrawn(&self) -> bool {
        self.message.payload["withdrawn"] == true
    }

    /// What the list knew before.
    fn before(&self) -> Option<Snapshot> {
        let revision = self.message.from_revision?;
        let known = self.known.get(&(self.details.seminar.id, revision));
        known.cloned()
    }

    fn frame(&self, language: Language) -> Frame {
        Frame {
            language,
            zone: self.list.zone(self.details.seminar.zone()),
            reader: None,
            greeting: None,
            hub: self.hub.name.clone(),
            home: self.hub.public_url.clone(),
            preferences: None,
            unsubscribe: None,
        }
    }

    /// The seminar as the list may know it. The living link is the one that anyone has.
    fn seminar(&self, known: &Snapshot, stops: bool) -> Option<mails::Seminar> {
        let seminar = &self.details.seminar;
        let named = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let goes_on = (!stops).then_some(());
        Some(mails::Seminar {
            title: named(&known.title),
            series: self.series().map(|one| one.title.clone()),
            when: When {
                slot: Slot::new(known.starts_at, known.ends_at).ok()?,
                anchor: known.anchor(),
            },
            places: known.places.clone(),
            place_url: goes_on.and_then(|()| seminar.place()?.url),
            speakers: self.speakers(),
            page: self.page(),
            online: goes_on.filter(|()| self.opens()).map(|()| Online::Living {
                url: self.way_in(),
                opens_minutes: self.details.entrance.join_minutes.into(),
            }),
        })
    }

    /// Whether the living link leads in whoever reads the list.
    fn opens(&self) -> bool {
        let entrance = self.details.entrance;
        self.details.seminar.join_url.is_some() && entrance.join_for == JoinFor::Open
    }

    /// Who speaks, of a seminar that the list may know.
    fn speakers(&self) -> Vec<mails::Speaker> {
        if self.is_withdrawn() {
            return Vec::new();
        }
        let speaks = |one: &&Speaker| one.answer != SpeakerAnswer::Declined;
        let speakers = self.details.speakers.iter().filter(speaks);
        let named = speakers.filter_map(|speaker| {
            Some(mails::Speaker {
                name: speaker.name.clone()?,
                affiliation: speaker.affiliation.clone(),
            })
        });
        named.collect()
    }

    fn page(&self) -> String {
        let code = &self.details.seminar.code;
        self.hub.url(&format!("/seminars/{code}"))
    }

    /// Where anyone answers who has the link: there is nothing personal in it.
    fn open_answer(&self) -> String {
        let code = &self.details.seminar.code;
        self.hub.url(&format!("/seminars/{code}/answer"))
    }

    fn way_in(&self) -> String {
        let code = &self.details.seminar.code;
        self.hub.url(&format!("/s/{code}/join"))
    }

    /// The list says which it is, and offers no way to leave it: that would act for all who read it.
    fn names_itself(&self) -> List {
        let (id, name) = match self.series() {
            Some(series) => (series.slug.clone(), series.title.clone()),
            None => ("seminars".to_owned(), self.hub.name.clone()),
        };
        List {
            id,
            name,
            url: None,
        }
    }

    fn thread(&self) -> Vec<String> {
        let root = self
            .threads
            .get(&(self.details.seminar.id, self.list.id))
            .filter(|root| **root != self.message.id);
        root.and_then(|root| draft::message_id(self.hub, *root).ok())
            .into_iter()
            .collect()
    }

    fn event(&self, language: Language, known: &Snapshot, tells: &ListTells) -> Option<Event> {
        let seminar = &self.details.seminar;
        let cancelled = !matches!(tells, ListTells::Announced | ListTells::Changed(_));
        let withdrawn = *tells == ListTells::Withdrawn;
        let mut summary = match (&known.title, self.series()) {
            (title, _) if !title.is_empty() => title.clone(),
            (_, Some(series)) => series.title.clone(),
            _ => language.t(&format!("kind-{}", seminar.kind)),
        };
        if cancelled {
            summary = language.with("calendar-cancelled", &[("title", summary.into())]);
        }
        let takes_place = seminar.state == SeminarState::Announced && !cancelled;
        Some(Event {
            uid: seminar.uid.clone(),
            sequence: seminar.sequence,
            stamp: seminar.modified_at,
            modified: seminar.modified_at,
            created: seminar.created_at,
            when: CalendarTime::Timed {
                start: known.starts_at,
                end: known.ends_at,
            },
            summary,
            description: Some(self.description(language, known, withdrawn)?),
            location: Some(known.places.join("; ")).filter(|places| !places.is_empty()),
            geo: None,
            url: (!withdrawn).then(|| self.page()),
            categories: match withdrawn {
                true => Vec::new(),
                false => seminar.topics.clone(),
            },
            status: match cancelled {
                true => Status::Cancelled,
                false => Status::Confirmed,
            },
            conference: (takes_place && self.opens()).then(|| Conference {
                url: self.way_in(),
                label: language.t("calendar-join"),
            }),
            transparent: cancelled,
            class: Class::Public,
        })
    }

    fn description(&self, language: Language, known: &Snapshot, bare: bool) -> Option<String> {
        let slot = Slot::new(known.starts_at, known.ends_at).ok()?;
        let anchor = known.anchor();
        let next = self.next().filter(|_| !bare);
        let mut lines = next.map_or_else(Vec::new, |next| in_place_lines(self.hub, language, next));
        lines.push(crate::base::language::slot(language, slot, anchor));
        lines.extend(self.speakers().iter().map(mails::Speaker::line));
        if !bare {
            if !known.abstract_text.is_empty() {
                lines.push(String::new());
                lines.push(known.abstract_text.clone());
            }
            lines.push(String::new());
            lines.push(self.page());
        }
        Some(lines.join("\n"))
    }
}
