//! What is told once a seminar is over: thanks to who spoke, the morning after, and questions for slides and the recording, 3 and
//! 10 days after. All of it is made when the seminar has just ended, so that its organisers see it before it goes; from then
//! on it is recomputed in the transaction of every change of what was said, of what there is, and of who looks after it.

use std::collections::{BTreeSet, HashMap};

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::ahead::Ahead;
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId, SeminarId},
        schema::{afterwards as afterwards_table, seminars},
    },
    mail::outbox::{Message, MessageKind, NewMessage},
    people::{self, model::Recipient},
    seminars::{
        model::{Details, Materials, Said, Seminar},
        queries, rules,
    },
};

/// How late thanks may be.
const THANKS_LAST: Duration = Duration::days(3);
/// How late a question may be: the next one comes soon enough.
const QUESTION_LASTS: Duration = Duration::days(1);
/// What is told once a seminar is over.
const KINDS: [MessageKind; 3] = [
    MessageKind::Thanks,
    MessageKind::SlidesChase,
    MessageKind::RecordingChase,
];
/// How many seminars are dealt with in one transaction.
const BATCH: i64 = 50;

/// Makes what is told of seminars that have just ended; answers of how many. What ended longer ago is left alone. Any number
/// of workers may do so at once.
///
/// # Errors
/// What the database says.
pub async fn make_afterwards(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
) -> QueryResult<usize> {
    let mut made = 0;
    loop {
        let done = conn
            .transaction(async |conn| batch(conn, clock, hub).await)
            .await?;
        made += done;
        if done < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            return Ok(made);
        }
    }
}

async fn batch(conn: &mut AsyncPgConnection, clock: &dyn Clock, hub: &Hub) -> QueryResult<usize> {
    #[derive(QueryableByName)]
    struct Ended {
        #[diesel(sql_type = SqlUuid)]
        id: SeminarId,
    }
    let now = clock.now();
    let ended: Vec<Ended> = sql_query(
        "SELECT m.id FROM seminars m WHERE m.state = 'announced' AND m.ends_at > $1 AND m.ends_at <= $2 \
           AND NOT EXISTS (SELECT FROM afterwards a WHERE a.seminar_id = m.id AND a.made_for = m.ends_at) \
         ORDER BY m.id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED",
    )
    .bind::<Timestamptz, _>(now - rules::NOT_LONG_AGO)
    .bind::<Timestamptz, _>(now)
    .bind::<BigInt, _>(BATCH)
    .load(conn)
    .await?;
    let ids: Vec<SeminarId> = ended.iter().map(|one| one.id).collect();
    let found: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .order(seminars::id)
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    for details in queries::details(conn, found).await? {
        let made_for = afterwards_table::made_for.eq(Some(details.seminar.ends_at));
        diesel::insert_into(afterwards_table::table)
            .values((
                afterwards_table::seminar_id.eq(details.seminar.id),
                made_for,
            ))
            .on_conflict(afterwards_table::seminar_id)
            .do_update()
            .set(made_for)
            .execute(conn)
            .await?;
        afterwards(conn, clock, hub, &details).await?;
    }
    Ok(ids.len())
}

/// Makes what is told of a seminar that is over what it has to be now; nothing where nothing was made for it before.
///
/// # Errors
/// What the database says.
pub async fn afterwards(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
) -> QueryResult<()> {
    let (seminar, now) = (&details.seminar, clock.now());
    if seminar.ends_at > now {
        return Ok(());
    }
    let mut materials = queries::materials_of(conn, seminar.id).await?;
    put_right(conn, seminar, &mut materials).await?;
    if !rules::is_afterwards(seminar, &materials, now) {
        return Ok(());
    }
    let every = every(conn, hub, details, &materials).await?;
    let ahead = Ahead {
        seminar: seminar.id,
        kinds: &KINDS,
        only: None,
        void: "nothing is owed any more",
    };
    ahead.put_right(conn, clock, every).await
}

/// Where the end of what is over was put right, what was made for it is made for that end: nobody is thanked again.
async fn put_right(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
    materials: &mut Materials,
) -> QueryResult<()> {
    if materials.made_for.is_none_or(|end| end == seminar.ends_at) {
        return Ok(());
    }
    materials.made_for = Some(seminar.ends_at);
    diesel::update(afterwards_table::table.find(seminar.id))
        .set(afterwards_table::made_for.eq(materials.made_for))
        .execute(conn)
        .await?;
    Ok(())
}

/// All that is to be told as things are.
async fn every(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    details: &Details,
    materials: &Materials,
) -> QueryResult<Vec<NewMessage>> {
    let seminar = &details.seminar;
    let said = queries::said(conn, &[seminar.id]).await?;
    let spoke: Vec<PersonId> = who(&said, rules::spoke);
    let owing: Vec<PersonId> = who(&said, |one| rules::owes_slides(one, materials));
    let organisers = match rules::recording_to_come(&said, materials) {
        true => queries::told_of(conn, seminar).await?,
        false => Vec::new(),
    };
    let mut all: Vec<PersonId> = [&spoke[..], &owing[..], &organisers[..]].concat();
    all.sort_unstable();
    all.dedup();
    let recipients = people::queries::recipients(conn, hub, &all, seminar.ends_at).await?;
    let of = |people: &[PersonId]| -> Vec<&Recipient> {
        let found = people.iter().filter_map(|person| recipients.get(person));
        found.collect()
    };
    let mut every = Vec::new();
    every.extend(of(&spoke).into_iter().map(|one| thanks(seminar, one)));
    for (kind, asked) in [
        (MessageKind::SlidesChase, of(&owing)),
        (MessageKind::RecordingChase, of(&organisers)),
    ] {
        for recipient in asked {
            let days = rules::ASKED_AFTER.into_iter();
            every.extend(days.map(|days| question(kind, seminar, recipient, days)));
        }
    }
    Ok(every)
}

fn who(said: &[Said], is: impl Fn(&Said) -> bool) -> Vec<PersonId> {
    let those = said.iter().filter(|one| is(one));
    those.map(|one| one.row.person_id).collect()
}

fn thanks(seminar: &Seminar, recipient: &Recipient) -> NewMessage {
    let at = rules::morning_after(seminar.ends_at, 1, recipient.zone);
    let kind = MessageKind::Thanks;
    message(kind, seminar, recipient, 1, at, at + THANKS_LAST)
}

fn question(kind: MessageKind, seminar: &Seminar, recipient: &Recipient, days: i64) -> NewMessage {
    let at = rules::morning_after(seminar.ends_at, days, recipient.zone);
    message(kind, seminar, recipient, days, at, at + QUESTION_LASTS)
}

fn message(
    kind: MessageKind,
    seminar: &Seminar,
    recipient: &Recipient,
    days: i64,
    send_after: Instant,
    not_after: Instant,
) -> NewMessage {
    NewMessage {
        kind,
        // Without its end: whoever was thanked or asked is not once more where that is put right.
        dedupe_key: format!("{kind}:{}:{days}:{}", seminar.id, recipient.person),
        to: recipient.person.into(),
        address: recipient.address.clone(),
        about: seminar.id.into(),
        // It tells how things are when it goes out, and no change.
        revision: None,
        from_revision: None,
        sequence: None,
        payload: json!({ "days": days, "ended": seminar.ends_at.timestamp() }),
        caused_by: None,
        priority: kind.priority(),
        send_after,
        not_after,
        held: false,
    }
}

/// Why those of `batch` that tell of what is over need not go.
pub(super) async fn untrue(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    let told: Vec<&Message> = batch.iter().filter(|one| is_afterwards(one.kind)).collect();
    if told.is_empty() {
        return Ok(HashMap::new());
    }
    let known = Known::read(conn, batch).await?;
    let mut organisers: HashMap<SeminarId, Vec<PersonId>> = HashMap::new();
    let asked = told
        .iter()
        .filter(|one| one.kind == MessageKind::RecordingChase);
    let ids: BTreeSet<SeminarId> = asked.filter_map(|one| one.about.seminar).collect();
    let found: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    for seminar in found {
        organisers.insert(seminar.id, queries::told_of(conn, &seminar).await?);
    }
    let why = |message: &Message| {
        let (id, person) = (message.about.seminar?, message.person()?);
        let (said, materials) = (known.said(id, person), known.materials(id));
        match message.kind {
            MessageKind::SlidesChase => {
                let owes = said.is_some_and(|said| rules::owes_slides(said, materials));
                (!owes).then_some("no slides are asked for any more")
            }
            MessageKind::RecordingChase if !organisers.get(&id)?.contains(&person) => {
                Some("they do not organise it any more")
            }
            MessageKind::RecordingChase => {
                let comes = rules::recording_to_come(known.all(id), materials);
                (!comes).then_some("no recording is asked for any more")
            }
            _ if !said.is_some_and(rules::spoke) => Some("they did not speak"),
            _ => None,
        }
    };
    let untrue = told.into_iter();
    Ok(untrue
        .filter_map(|message| Some((message.id, why(message)?.to_owned())))
        .collect())
}

/// Whether a kind tells of what is over.
pub(super) fn is_afterwards(kind: MessageKind) -> bool {
    KINDS.contains(&kind)
}

/// What is known of the seminars of which a batch tells that they are over.
#[derive(Default)]
pub(super) struct Known {
    said: HashMap<SeminarId, Vec<Said>>,
    materials: HashMap<SeminarId, Materials>,
    nothing: Materials,
}

impl Known {
    pub(super) async fn read(conn: &mut AsyncPgConnection, batch: &[Message]) -> QueryResult<Self> {
        let told = batch.iter().filter(|one| is_afterwards(one.kind));
        let ids: BTreeSet<SeminarId> = told.filter_map(|one| one.about.seminar).collect();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let ids: Vec<SeminarId> = ids.into_iter().collect();
        let mut said: HashMap<SeminarId, Vec<Said>> = HashMap::new();
        for one in queries::said(conn, &ids).await? {
            said.entry(one.row.seminar_id).or_default().push(one);
        }
        Ok(Self {
            said,
            materials: queries::materials(conn, &ids).await?,
            nothing: Materials::default(),
        })
    }

    /// What all speakers of a seminar said.
    pub(super) fn all(&self, id: SeminarId) -> &[Said] {
        self.said.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What one of them said.
    pub(super) fn said(&self, id: SeminarId, person: PersonId) -> Option<&Said> {
        self.all(id).iter().find(|one| one.row.person_id == person)
    }

    /// What there is of it.
    pub(super) fn materials(&self, id: SeminarId) -> &Materials {
        self.materials.get(&id).unwrap_or(&self.nothing)
    }
}
