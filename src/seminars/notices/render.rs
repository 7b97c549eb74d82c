//! What messages about seminars say, and the calendar objects that go with them: rendered for a whole batch at once, in a
//! fixed number of queries.

mod answers;

use std::collections::{BTreeSet, HashMap};

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use self::answers::Answers;
use super::{
    Links,
    mails::{self, AnswerLinks, Changed, Online},
    truth::told_before,
};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId, SeminarId},
        language::{self, Language},
        schema::{attendances, seminars},
        slot::Slot,
        zone::Zone,
    },
    ical::{
        itip::{self, Attendee, Organizer, Partstat},
        write::{Class, Conference, Event, Status, When as CalendarTime},
    },
    mail::{
        draft::{self, Calendar, Draft, List},
        outbox::{Message, MessageKind},
        preferences::{Notice, Stopped, links},
        render::{Content, Frame, When},
    },
    people::{self, model::Recipient},
    seminars::{
        actions::snapshot,
        model::{
            Answer, Attendance, Details, Seminar, SeminarState, Snapshot, SpeakerAnswer,
            SpeakerRole,
        },
        rules::OPENS_MINUTES,
    },
};

/// All that a batch needs, read at once.
struct Batch {
    details: HashMap<SeminarId, Details>,
    recipients: HashMap<MessageId, Recipient>,
    attendances: HashMap<(SeminarId, PersonId), Attendance>,
    told: HashMap<(SeminarId, i32), Snapshot>,
    threads: HashMap<(SeminarId, PersonId), MessageId>,
    answers: Answers,
}

/// The drafts of `batch`; those about something that is gone are missing.
///
/// # Errors
/// What the database says.
pub async fn render(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<Vec<(MessageId, Draft)>> {
    let known = read(conn, hub, batch).await?;
    let mut drafts = Vec::with_capacity(batch.len());
    for message in batch {
        let Some(details) = message.about.seminar.and_then(|id| known.details.get(&id)) else {
            continue;
        };
        let Some(recipient) = known.recipients.get(&message.id) else {
            continue;
        };
        let told = Told {
            clock,
            hub,
            message,
            details,
            recipient,
            known: &known,
        };
        let draft = match message.kind {
            MessageKind::Invitation => told.invitation(),
            MessageKind::SpeakerRequest => told.speaker_request(),
            MessageKind::Change => told.change(),
            MessageKind::Cancellation => told.cancellation(),
            MessageKind::Reminder => told.reminder(),
            MessageKind::Answer => told.answers(),
            _ => continue,
        };
        drafts.push((message.id, draft));
    }
    Ok(drafts)
}

async fn read(conn: &mut AsyncPgConnection, hub: &Hub, batch: &[Message]) -> QueryResult<Batch> {
    let ids: BTreeSet<SeminarId> = batch
        .iter()
        .filter_map(|message| message.about.seminar)
        .collect();
    let people: BTreeSet<PersonId> = batch.iter().map(|message| message.person).collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    let found: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    let starts: HashMap<SeminarId, Instant> = found
        .iter()
        .map(|seminar| (seminar.id, seminar.starts_at))
        .collect();
    let details = crate::seminars::queries::details(conn, found).await?;
    let attending: Vec<Attendance> = attendances::table
        .filter(attendances::seminar_id.eq_any(&ids))
        .filter(attendances::person_id.eq_any(&people))
        .select(Attendance::as_select())
        .load(conn)
        .await?;
    Ok(Batch {
        details: details
            .into_iter()
            .map(|details| (details.seminar.id, details))
            .collect(),
        recipients: recipients(conn, hub, &starts, batch).await?,
        attendances: attending
            .into_iter()
            .map(|one| ((one.seminar_id, one.person_id), one))
            .collect(),
        told: told_before(conn, batch).await?,
        threads: threads(conn, &ids, &people).await?,
        answers: Answers::read(conn, batch).await?,
    })
}

/// Who each message is for. Someone who is away reads in one zone of one seminar and in another of the next.
async fn recipients(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    starts: &HashMap<SeminarId, Instant>,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, Recipient>> {
    let told = |message: &Message| Some((message.person, *starts.get(&message.about.seminar?)?));
    let pairs: Vec<(PersonId, Instant)> = batch.iter().filter_map(told).collect();
    let found = people::queries::recipients_at(conn, hub, &pairs).await?;
    let recipient = |message: &Message| {
        let recipient = found.get(&told(message)?)?.clone();
        // A message goes to the address that it was queued for.
        let address = message.address.clone();
        Some((
            message.id,
            Recipient {
                address,
                ..recipient
            },
        ))
    };
    Ok(batch.iter().filter_map(recipient).collect())
}

/// The first message that each recipient got about each seminar: what the later ones are answers to.
async fn threads(
    conn: &mut AsyncPgConnection,
    ids: &BTreeSet<SeminarId>,
    people: &[PersonId],
) -> QueryResult<HashMap<(SeminarId, PersonId), MessageId>> {
    #[derive(QueryableByName)]
    struct First {
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
    }
    let rows: Vec<First> = sql_query(
        "SELECT DISTINCT ON (seminar_id, person_id) seminar_id, person_id, id FROM messages \
         WHERE seminar_id = ANY ($1) AND person_id = ANY ($2) AND state = 'sent' \
           AND kind IN ('invitation', 'speaker_request', 'change', 'reminder') \
         ORDER BY seminar_id, person_id, sent_at, id",
    )
    .bind::<Array<SqlUuid>, _>(ids.iter().copied().collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(people)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.seminar_id, row.person_id), row.id))
        .collect())
}

/// One message with all that it tells.
struct Told<'a> {
    clock: &'a dyn Clock,
    hub: &'a Hub,
    message: &'a Message,
    details: &'a Details,
    recipient: &'a Recipient,
    known: &'a Batch,
}

impl Told<'_> {
    fn invitation(&self) -> Draft {
        let links = self.links();
        let content = mails::Invitation {
            frame: self.frame(),
            seminar: self.seminar(),
            abstract_text: Some(self.details.seminar.abstract_text.clone())
                .filter(|text| !text.is_empty()),
            inviter: self.payload("by"),
            note: self.payload("note"),
            answers: self.answer_links(),
            add_to_calendar: format!("{}#calendar", links.page()),
        };
        self.with_calendar(&content, "REQUEST")
    }

    fn speaker_request(&self) -> Draft {
        let links = self.links();
        let content = mails::SpeakerRequest {
            frame: self.frame(),
            seminar: self.seminar(),
            part: self.part().unwrap_or(mails::Part::Speaker),
            asker: self.payload("by"),
            note: self.payload("note"),
            answer_by: None,
            accept: links.speak("accepted"),
            decline: links.speak("declined"),
        };
        self.with_calendar(&content, "REQUEST")
    }

    fn change(&self) -> Draft {
        let now = snapshot(self.details);
        let before = self
            .message
            .from_revision
            .and_then(|revision| self.known.told.get(&(self.details.seminar.id, revision)))
            .unwrap_or(&now);
        let answers = self.attendance().is_some();
        let content = mails::Change {
            frame: self.frame(),
            seminar: self.seminar(),
            changes: changes(before, &now),
            note: None,
            answers: answers.then(|| self.answer_links()),
            answered: self
                .attendance()
                .and_then(|one| one.answer)
                .map(said)
                .or_else(|| self.speaker_said()),
        };
        self.with_calendar(&content, "REQUEST")
    }

    fn cancellation(&self) -> Draft {
        let reason = self.details.seminar.state_reason.clone();
        let (frame, seminar) = (self.frame(), self.seminar());
        if self.message.payload["released"] == true {
            return self.with_calendar(&mails::Released { frame, seminar }, "CANCEL");
        }
        if self.message.payload["postponed"].as_bool() == Some(true) {
            self.with_calendar(
                &mails::Postponement {
                    frame,
                    seminar,
                    reason,
                },
                "CANCEL",
            )
        } else {
            self.with_calendar(
                &mails::Cancellation {
                    frame,
                    seminar,
                    reason,
                },
                "CANCEL",
            )
        }
    }

    fn reminder(&self) -> Draft {
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
        };
        self.draft(&content)
    }

    fn draft(&self, content: &impl Content) -> Draft {
        let mut draft = Draft::new(
            self.recipient.name.clone(),
            self.recipient.language,
            content.render(),
        );
        let root = self
            .known
            .threads
            .get(&(self.details.seminar.id, self.message.person));
        draft.list = self.list();
        draft.thread = root
            .filter(|root| **root != self.message.id)
            .and_then(|root| draft::message_id(self.hub, *root).ok())
            .into_iter()
            .collect();
        draft
    }

    /// The draft with the calendar object for this recipient (RFC 5546): the same UID for ever, SEQUENCE as it is now.
    fn with_calendar(&self, content: &impl Content, method: &'static str) -> Draft {
        let mut draft = self.draft(content);
        let event = self.event();
        let organizer = Organizer {
            name: &self.hub.mail_name,
            address: &self.hub.mail_address,
        };
        let attendee = Attendee {
            name: self.recipient.name.as_deref(),
            address: &self.message.address,
            partstat: self.partstat(),
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
        let moved = self
            .message
            .from_revision
            .and_then(|revision| self.known.told.get(&(self.details.seminar.id, revision)))
            .is_some_and(|before| before.starts_at != self.details.seminar.starts_at);
        if moved || self.message.kind == MessageKind::Invitation {
            return Partstat::NeedsAction;
        }
        match self.attendance().and_then(|one| one.answer) {
            Some(Answer::Yes) => Partstat::Accepted,
            Some(Answer::No) => Partstat::Declined,
            Some(Answer::Maybe) => Partstat::Tentative,
            Some(Answer::Waiting) | None => match self.speaker_answer() {
                Some(SpeakerAnswer::Accepted) => Partstat::Accepted,
                Some(SpeakerAnswer::Declined) => Partstat::Declined,
                Some(SpeakerAnswer::Asked) | None => Partstat::NeedsAction,
            },
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
            stamp: seminar.modified_at,
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
            conference: seminar.join_url.is_some().then(|| Conference {
                url: self.links().join(),
                label: language.t("calendar-join"),
            }),
            transparent: false,
            class: Class::Public,
        }
    }

    fn description(&self, language: Language) -> String {
        let seminar = &self.details.seminar;
        let mut lines = vec![language::slot(language, seminar.slot(), seminar.zone())];
        if self.recipient.zone != seminar.zone() {
            lines.push(language::slot(
                language,
                seminar.slot(),
                self.recipient.zone,
            ));
        }
        lines.extend(self.details.speakers.iter().filter_map(|speaker| {
            let name = speaker.name.as_deref()?;
            Some(match &speaker.affiliation {
                Some(affiliation) => format!("{name} ({affiliation})"),
                None => name.to_owned(),
            })
        }));
        if !seminar.abstract_text.is_empty() {
            lines.push(String::new());
            lines.push(seminar.abstract_text.clone());
        }
        lines.push(String::new());
        lines.push(self.links().page());
        lines.join("\n")
    }

    fn label(&self, language: Language) -> String {
        let seminar = &self.details.seminar;
        match (&seminar.title, &self.details.series) {
            (title, _) if !title.is_empty() => title.clone(),
            (_, Some(series)) => series.title.clone(),
            _ => language.t(&format!("kind-{}", seminar.kind)),
        }
    }

    fn frame(&self) -> Frame {
        Frame {
            unsubscribe: self.list().map(|list| list.url),
            ..self.recipient.frame(self.hub)
        }
    }

    /// What goes to many can be stopped by one click; what goes to this person alone is no list.
    fn list(&self) -> Option<List> {
        let stop = Stopped {
            notice: Notice::of(self.message),
            series: self.details.seminar.series_id,
        };
        let url = links::one_click(self.hub, self.message.person, stop)?;
        let (id, name) = match &self.details.series {
            Some(series) => (series.slug.clone(), series.title.clone()),
            None => ("seminars".to_owned(), self.hub.name.clone()),
        };
        Some(List { id, name, url })
    }

    fn seminar(&self) -> mails::Seminar {
        let seminar = &self.details.seminar;
        let links = self.links();
        let online = seminar.join_url.as_ref().map(|url| {
            // Speakers and hosts see the real address from their yes on; everyone else the living link.
            if self.speaker_answer() == Some(SpeakerAnswer::Accepted) {
                Online::Address(url.clone())
            } else {
                Online::Living {
                    url: links.join(),
                    opens_minutes: OPENS_MINUTES,
                }
            }
        });
        mails::Seminar {
            title: Some(seminar.title.clone()).filter(|title| !title.is_empty()),
            series: self
                .details
                .series
                .as_ref()
                .map(|series| series.title.clone()),
            when: When {
                slot: seminar.slot(),
                anchor: seminar.zone(),
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

    fn links(&self) -> Links<'_> {
        Links {
            hub: self.hub,
            seminar: self.details.seminar.id,
            code: &self.details.seminar.code,
            person: self.message.person,
            generation: self.attendance().map_or(0, |one| one.invitation_no),
            speaks: matches!(
                self.speaker_answer(),
                Some(SpeakerAnswer::Asked | SpeakerAnswer::Accepted)
            ),
        }
    }

    fn answer_links(&self) -> AnswerLinks {
        let links = self.links();
        AnswerLinks {
            yes: links.answer(Some("yes")),
            maybe: links.answer(Some("maybe")),
            no: links.answer(Some("no")),
        }
    }

    fn attendance(&self) -> Option<&Attendance> {
        self.known
            .attendances
            .get(&(self.details.seminar.id, self.message.person))
    }

    fn part(&self) -> Option<mails::Part> {
        let speaker = self
            .details
            .speakers
            .iter()
            .find(|one| one.person_id == self.message.person)?;
        Some(match speaker.role {
            SpeakerRole::Speaker => mails::Part::Speaker,
            SpeakerRole::Panellist => mails::Part::Panellist,
            SpeakerRole::Moderator => mails::Part::Moderator,
            SpeakerRole::Host => mails::Part::Host,
        })
    }

    fn speaker_answer(&self) -> Option<SpeakerAnswer> {
        self.details
            .speakers
            .iter()
            .find(|one| one.person_id == self.message.person)
            .map(|one| one.answer)
    }

    fn speaker_said(&self) -> Option<mails::Answer> {
        match self.speaker_answer()? {
            SpeakerAnswer::Asked => None,
            SpeakerAnswer::Accepted => Some(mails::Answer::Accepted),
            SpeakerAnswer::Declined => Some(mails::Answer::Declined),
        }
    }

    fn payload(&self, key: &str) -> Option<String> {
        self.message.payload[key].as_str().map(str::to_owned)
    }
}

fn said(answer: Answer) -> mails::Answer {
    match answer {
        Answer::Yes => mails::Answer::Yes,
        Answer::No => mails::Answer::No,
        Answer::Maybe => mails::Answer::Maybe,
        Answer::Waiting => mails::Answer::Waiting,
    }
}

/// What differs between two snapshots, in the order of weight.
fn changes(old: &Snapshot, new: &Snapshot) -> Vec<Changed> {
    let mut changes = Vec::new();
    if old.state != new.state {
        changes.push(Changed::State {
            old: standing(old.state),
            new: standing(new.state),
        });
    }
    if let (Some(before), Some(after)) = (when(old), when(new))
        && (before != after)
    {
        changes.push(Changed::Time {
            old: before,
            new: after,
        });
    }
    if old.places != new.places {
        changes.push(Changed::Place {
            old: old.places.clone(),
            new: new.places.clone(),
        });
    }
    if old.title != new.title {
        let named = |title: &str| Some(title.to_owned()).filter(|title| !title.is_empty());
        changes.push(Changed::Title {
            old: named(&old.title),
            new: named(&new.title),
        });
    }
    if old.speakers != new.speakers {
        changes.push(Changed::Speakers {
            old: speakers(old),
            new: speakers(new),
        });
    }
    if old.online != new.online {
        changes.push(Changed::Online);
    }
    changes
}

fn when(snapshot: &Snapshot) -> Option<When> {
    let slot = Slot::new(snapshot.starts_at, snapshot.ends_at).ok()?;
    Some(When {
        slot,
        anchor: snapshot.zone.parse().unwrap_or(Zone::UTC),
    })
}

fn standing(state: SeminarState) -> mails::Standing {
    match state {
        SeminarState::Draft | SeminarState::Announced => mails::Standing::Announced,
        SeminarState::Postponed => mails::Standing::Postponed,
        SeminarState::Cancelled => mails::Standing::Cancelled,
    }
}

fn speakers(snapshot: &Snapshot) -> Vec<mails::Speaker> {
    snapshot
        .speakers
        .iter()
        .map(|(name, affiliation)| mails::Speaker {
            name: name.clone(),
            affiliation: affiliation.clone(),
        })
        .collect()
}
