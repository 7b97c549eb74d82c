//! What messages about seminars say, and the calendar objects that go with them: rendered for a whole batch at once, in a
//! fixed number of queries.

mod afterwards_said;
mod answers;
mod calendar;
mod changes;
mod consents;
mod contents;
mod digest;
mod facts;
mod heads;
mod in_place;
mod seats;
mod slots;

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Integer, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use self::answers::Answers;
pub(super) use self::{changes::changes as differences, in_place::in_place_lines};
use super::{
    afterwards, chase,
    consents::Withdrawn,
    digest::is_closed,
    reply_wanted, slots as offers,
    truth::{news, told_before},
};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId, SeminarId},
        prepared::prepared,
        schema::{attendances, seminars},
    },
    mail::{
        calendar::{ByMail, by_feed, by_mail},
        draft::Draft,
        outbox::{Message, MessageKind},
    },
    people::{self, model::Recipient},
    seminars::{
        actions::snapshot,
        model::{Attendance, Details, JoinFor, ReplyTerms, Said, Seminar, Snapshot},
    },
};

/// All that a batch needs, read at once.
struct Batch {
    details: HashMap<SeminarId, Details>,
    recipients: HashMap<MessageId, Recipient>,
    attendances: HashMap<(SeminarId, PersonId), Attendance>,
    /// From what each change tells.
    news: HashMap<MessageId, Snapshot>,
    threads: HashMap<(SeminarId, PersonId), MessageId>,
    answers: Answers,
    /// What the speakers said who are asked for what is missing.
    said: HashMap<(SeminarId, PersonId), Said>,
    /// What there is of what is over.
    afterwards: afterwards::Known,
    /// What comes in place of what is cancelled, and who may know of it.
    in_place: in_place::InPlace,
    /// Who waits for which place.
    queue: seats::Queue,
    /// How replies are taken, of what asks for one.
    terms: HashMap<SeminarId, ReplyTerms>,
    /// Who agrees to what no more.
    withdrawn: Withdrawn,
    /// The times that are offered, and who they are offered to.
    offers: offers::Offers,
    /// What they were told of it for whom it is no longer.
    closed: HashMap<(SeminarId, i32), Snapshot>,
    /// To whom no calendar object about which seminar goes: to those who have it by their feed.
    by_feed: ByFeed,
    /// Which readers are members of the hub, where that says who comes in.
    members: HashSet<PersonId>,
    /// Which series may be named to whom.
    heads: heads::Heads,
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
            MessageKind::SpeakerRequest if offers::is_confirmation(message) => told.chosen(),
            MessageKind::SpeakerRequest => told.speaker_request(),
            MessageKind::SpeakerChase => told.speaker_chase(),
            MessageKind::Thanks => told.thanks(),
            MessageKind::SlidesChase => told.slides_chase(),
            MessageKind::RecordingChase => told.recording_chase(),
            MessageKind::Change => told.change(),
            MessageKind::Cancellation if is_closed(message) => match told.closed() {
                Some(draft) => draft,
                None => continue,
            },
            MessageKind::Cancellation => told.cancellation(),
            MessageKind::Reminder => told.reminder(),
            MessageKind::Answer => told.answers(),
            MessageKind::WaitingPlace => told.waiting_place(),
            MessageKind::ReplyWanted => told.reply_wanted(),
            MessageKind::ConsentWithdrawn => match told.consent_withdrawn() {
                Some(draft) => draft,
                None => continue,
            },
            MessageKind::SlotOffer | MessageKind::SlotAnswer => match told.slots() {
                Some(draft) => draft,
                None => continue,
            },
            _ => continue,
        };
        drafts.push((message.id, draft));
    }
    drafts.extend(digest::drafts(conn, clock, hub, batch).await?);
    tell_revisions(conn, batch, &known).await?;
    Ok(drafts)
}

/// Notes which revision messages tell that were queued for an earlier one and read as things are now: nobody is told of a
/// change again that they read of already. A look at what waits notes nothing.
async fn tell_revisions(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
    known: &Batch,
) -> QueryResult<()> {
    let (ids, revisions): (Vec<MessageId>, Vec<i32>) = batch
        .iter()
        .filter_map(|message| {
            let details = known.details.get(&message.about.seminar?)?;
            let revision = details.seminar.revision;
            (message.revision? != revision).then_some((message.id, revision))
        })
        .unzip();
    if ids.is_empty() {
        return Ok(());
    }
    sql_query(
        "UPDATE messages SET revision = told.revision FROM unnest($1, $2) AS told (id, revision) \
         WHERE messages.id = told.id AND messages.state = 'leased'",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<Integer>, _>(revisions)
    .execute(conn)
    .await?;
    Ok(())
}

async fn read(conn: &mut AsyncPgConnection, hub: &Hub, batch: &[Message]) -> QueryResult<Batch> {
    let ids: BTreeSet<SeminarId> = batch
        .iter()
        .filter_map(|message| message.about.seminar)
        .collect();
    let people: BTreeSet<PersonId> = batch.iter().filter_map(Message::person).collect();
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
    let in_place = in_place::InPlace::read(conn, &details, &people).await?;
    let members = members(conn, &details, &people).await?;
    let told: Vec<(PersonId, SeminarId)> = batch
        .iter()
        .filter_map(|message| Some((message.person()?, message.about.seminar?)))
        .collect();
    let heads = heads::Heads::read(conn, &details, &told).await?;
    let now = details
        .iter()
        .map(|details| (details.seminar.id, snapshot(details)))
        .collect();
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
        news: news(conn, hub, batch, &now).await?,
        threads: threads(conn, &ids, &people).await?,
        answers: Answers::read(conn, batch).await?,
        said: chase::said(conn, batch).await?,
        afterwards: afterwards::Known::read(conn, batch).await?,
        in_place,
        queue: seats::queue(conn, batch).await?,
        terms: reply_wanted::terms(conn, batch).await?,
        withdrawn: Withdrawn::read(conn, batch).await?,
        offers: offers::Offers::read(conn, batch).await?,
        closed: closed(conn, batch).await?,
        by_feed: ByFeed::read(conn, &people).await?,
        members,
        heads,
    })
}

/// The members of the hub among `people`, where any of `details` opens for them alone.
async fn members(
    conn: &mut AsyncPgConnection,
    details: &[Details],
    people: &[PersonId],
) -> QueryResult<HashSet<PersonId>> {
    let mut each = details.iter();
    let asks =
        each.any(|one| one.entrance.join_for == JoinFor::Members && one.seminar.join_url.is_some());
    match asks {
        true => people::queries::members_among(conn, people).await,
        false => Ok(HashSet::new()),
    }
}

/// What was told of it to those who are told that it is not for them any more.
async fn closed(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<(SeminarId, i32), Snapshot>> {
    let told: Vec<Message> = batch
        .iter()
        .filter(|message| is_closed(message))
        .cloned()
        .collect();
    match told.is_empty() {
        true => Ok(HashMap::new()),
        false => told_before(conn, &told).await,
    }
}

/// Who each message is for. Someone who is away reads in one zone of one seminar and in another of the next.
async fn recipients(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    starts: &HashMap<SeminarId, Instant>,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, Recipient>> {
    let told = |message: &Message| Some((message.person()?, *starts.get(&message.about.seminar?)?));
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
    let rows: Vec<First> = prepared(
        sql_query(
            "SELECT DISTINCT ON (seminar_id, person_id) seminar_id, person_id, id FROM messages \
         WHERE seminar_id = ANY ((SELECT $1)::uuid[]) AND person_id = ANY ((SELECT $2)::uuid[]) AND state = 'sent' \
           AND kind IN ('invitation', 'speaker_request', 'change', 'reminder') \
         ORDER BY seminar_id, person_id, sent_at, id",
        )
        .bind::<Array<SqlUuid>, _>(ids.iter().copied().collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(people),
    )
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.seminar_id, row.person_id), row.id))
        .collect())
}

/// Who has chosen to have seminars in their calendar by their feed, and what stands there by mail all the same.
#[derive(Default)]
struct ByFeed {
    people: HashSet<PersonId>,
    by_mail: HashMap<(PersonId, SeminarId), ByMail>,
}

impl ByFeed {
    async fn read(conn: &mut AsyncPgConnection, people: &[PersonId]) -> QueryResult<Self> {
        let people = by_feed(conn, people).await?;
        if people.is_empty() {
            return Ok(Self::default());
        }
        let all: Vec<PersonId> = people.iter().copied().collect();
        Ok(Self {
            by_mail: by_mail(conn, &all).await?,
            people,
        })
    }

    /// Whether a mail to `person` goes without a calendar object. What stands in their calendar by an earlier one is kept
    /// right by the later ones.
    fn has(&self, person: PersonId, seminar: SeminarId) -> bool {
        self.people.contains(&person)
            && self.by_mail.get(&(person, seminar)) != Some(&ByMail::Stands)
    }
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
