//! Digests as they are sent.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{
    Answers, Batch, ByFeed, Told, Withdrawn, changes::when, facts::said, heads::Heads, in_place,
    members, offers,
};
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{MessageId, PersonId, SeminarId},
        schema::{attendances, seminars},
    },
    mail::{
        draft::{Draft, List},
        outbox::{Message, MessageKind},
        preferences::{Stopped, links},
        render::{Content, Frame},
    },
    seminars::{
        actions::snapshot,
        model::{Attendance, Details, Seminar, SeminarState, Snapshot},
        notices::{
            afterwards,
            digest::{Gathered, gather_held, keep},
            mails::{self, Day, Item, Mark},
        },
        queries,
    },
};

/// The drafts of the digests of `batch`; what they tell is kept with those that are being sent.
pub(super) async fn drafts(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<Vec<(MessageId, Draft)>> {
    let digests: Vec<&Message> = batch
        .iter()
        .filter(|message| message.kind == MessageKind::Digest)
        .collect();
    if digests.is_empty() {
        return Ok(Vec::new());
    }
    let (found, known) = conn
        .transaction(async |conn| {
            let found = gather_held(conn, clock, hub, &digests).await?;
            let known = read(conn, &found).await?;
            let stands = known.details.iter().map(|(id, details)| {
                let seminar = &details.seminar;
                (*id, (seminar.revision, seminar.starts_at))
            });
            keep(conn, &found, &stands.collect()).await?;
            Ok::<_, diesel::result::Error>((found, known))
        })
        .await?;
    let drafts = digests.into_iter().filter_map(|message| {
        let gathered = found.get(&message.id)?;
        // What there was to tell when this was asked may be gone.
        if gathered.is_empty() && !gathered.even_nothing {
            return None;
        }
        let digest = Composing {
            clock,
            hub,
            message,
            gathered,
            known: &known,
        };
        Some((message.id, digest.draft()))
    });
    Ok(drafts.collect())
}

/// All that the digests tell of, and how their readers stand to it.
async fn read(
    conn: &mut AsyncPgConnection,
    found: &HashMap<MessageId, Gathered>,
) -> QueryResult<Batch> {
    let ids: BTreeSet<SeminarId> = found.values().flat_map(Gathered::seminars).collect();
    let people: BTreeSet<PersonId> = found.values().map(|one| one.recipient.person).collect();
    let told: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    let details = queries::details(conn, told).await?;
    let attending: Vec<Attendance> = attendances::table
        .filter(attendances::seminar_id.eq_any(&ids))
        .filter(attendances::person_id.eq_any(&people))
        .select(Attendance::as_select())
        .load(conn)
        .await?;
    let readers: Vec<PersonId> = people.into_iter().collect();
    let members = members(conn, &details, &readers).await?;
    let pairs: Vec<(PersonId, SeminarId)> = found
        .values()
        .flat_map(|one| one.seminars().map(move |id| (one.recipient.person, id)))
        .collect();
    Ok(Batch {
        members,
        heads: Heads::read(conn, &details, &pairs).await?,
        details: details
            .into_iter()
            .map(|details| (details.seminar.id, details))
            .collect(),
        recipients: HashMap::new(),
        attendances: attending
            .into_iter()
            .map(|one| ((one.seminar_id, one.person_id), one))
            .collect(),
        news: HashMap::new(),
        by_feed: ByFeed::default(),
        threads: HashMap::new(),
        answers: Answers::default(),
        said: HashMap::new(),
        afterwards: afterwards::Known::default(),
        queue: HashMap::new(),
        offers: offers::Offers::default(),
        terms: HashMap::new(),
        withdrawn: Withdrawn::default(),
        closed: HashMap::new(),
        in_place: in_place::InPlace::default(),
    })
}

/// One digest with all that it tells.
struct Composing<'a> {
    clock: &'a dyn Clock,
    hub: &'a Hub,
    message: &'a Message,
    gathered: &'a Gathered,
    known: &'a Batch,
}

impl Composing<'_> {
    fn draft(&self) -> Draft {
        let list = self.list();
        let recipient = &self.gathered.recipient;
        let zone = recipient.zone;
        let from = zone.date(self.clock.now());
        let items = |ids: &[SeminarId]| -> Vec<Item> {
            let items = ids.iter().filter_map(|id| self.item(*id));
            items.collect()
        };
        let mut later = items(&self.gathered.later);
        // All of these are new, or they are marked as something else.
        for item in &mut later {
            item.mark = item.mark.take().filter(|mark| *mark != Mark::New);
        }
        let content = mails::Digest {
            frame: Frame {
                unsubscribe: list.as_ref().and_then(|list| list.url.clone()),
                ..recipient.frame(self.hub)
            },
            rhythm: self.gathered.rhythm,
            from,
            to: from + self.gathered.rhythm.days() - Duration::days(1),
            gone: items(&self.gathered.gone),
            days: self.days(items(&self.gathered.covered), from),
            more: self.gathered.more,
            later,
            more_later: self.gathered.more_later,
            programme: self.hub.url("/"),
        };
        let mut draft = Draft::new(recipient.name.clone(), recipient.language, content.render());
        draft.list = list;
        draft
    }

    /// By day where the reader is. What goes on since an earlier day stands under the first.
    fn days(&self, items: Vec<Item>, first: NaiveDate) -> Vec<Day> {
        let zone = self.gathered.recipient.zone;
        let mut days: BTreeMap<NaiveDate, Vec<Item>> = BTreeMap::new();
        for item in items {
            let date = zone.date(item.seminar.when.slot.from()).max(first);
            days.entry(date).or_default().push(item);
        }
        let days = days.into_iter().map(|(date, items)| Day { date, items });
        days.collect()
    }

    fn item(&self, id: SeminarId) -> Option<Item> {
        let details = self.known.details.get(&id)?;
        let told = Told {
            clock: self.clock,
            hub: self.hub,
            message: self.message,
            details,
            recipient: &self.gathered.recipient,
            known: self.known,
        };
        let answered = told.attendance().and_then(|one| one.answer).map(said);
        Some(Item {
            seminar: told.seminar(),
            mark: self.mark(details),
            answer: answered.or_else(|| told.speaker_said()),
            part: told.part(),
        })
    }

    /// What is otherwise than the digest before told it.
    fn mark(&self, details: &Details) -> Option<Mark> {
        let seminar = &details.seminar;
        match seminar.state {
            SeminarState::Cancelled => return Some(Mark::Cancelled),
            SeminarState::Postponed => return Some(Mark::Postponed),
            SeminarState::Draft | SeminarState::Announced => {}
        }
        match self.gathered.told.get(&seminar.id) {
            Some(told) => differs(told, &snapshot(details)),
            // A first one would call everything new.
            None => {
                let before = self.gathered.before?;
                (seminar.state_at > before).then_some(Mark::New)
            }
        }
    }

    /// One click stops this digest, and nothing else.
    fn list(&self) -> Option<List> {
        let stop = Stopped {
            notice: self.gathered.rhythm.notice(),
            series: None,
        };
        let language = self.gathered.recipient.language;
        let rhythm = self.gathered.rhythm;
        Some(List {
            id: rhythm.word().to_owned(),
            name: language.t(&format!("mail-digest-kind-{rhythm}")),
            url: Some(links::one_click(
                self.hub,
                self.gathered.recipient.person,
                stop,
            )?),
        })
    }
}

/// What is otherwise with what takes place, by weight.
fn differs(told: &Snapshot, now: &Snapshot) -> Option<Mark> {
    if (told.starts_at, told.ends_at) != (now.starts_at, now.ends_at) {
        return when(told).map(|old| Mark::Moved { old });
    }
    if told.state != now.state {
        return Some(Mark::Again);
    }
    (told.places != now.places).then(|| Mark::Elsewhere {
        old: told.places.clone(),
    })
}
