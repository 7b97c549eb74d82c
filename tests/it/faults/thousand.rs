//! A hub with one seminar to which a thousand said yes, and what a thousand reminders became.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use diesel::{
    QueryableByName, sql_query,
    sql_types::{BigInt, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use maru::{
    base::{
        clock::{Clock, FixedClock, Instant, SystemClock},
        hub::Hub,
        ids::SeminarId,
    },
    mail::reminder::Reminder,
    people::{
        actions::PersonEntry,
        model::{Actor, Role},
    },
    seminars::actions::{self, Invitees, NewSeries, Patch, SeminarChange},
};

use super::processes::{Count, NEVER};
use crate::support::{make, smtp_sink::Received};

/// How many said yes.
pub const MANY: usize = 1_000;

/// The seminar begins in twelve hours, and its organiser did everything yesterday: so a reminder that was queued in the
/// future is due.
pub struct Thousand {
    organiser: Actor,
    hub: Hub,
    yesterday: FixedClock,
    seminar: SeminarId,
    /// How many minutes before the start the last reminder came.
    minutes: i32,
}

impl Thousand {
    /// Makes them in a database that is migrated and empty.
    pub async fn enter(conn: &mut AsyncPgConnection) -> Self {
        let now: Instant = SystemClock.now();
        let organiser = make::person(conn)
            .name("Oh Organiser")
            .email("oh@hub.example")
            .role(Role::Member)
            .actor()
            .await;
        let (hub, yesterday) = (make::hub(), FixedClock::at(now - Duration::days(1)));
        let starts = hub.zone.local(now + Duration::hours(12));
        let series = NewSeries {
            slug: Some("scaling".into()),
            ..make::new_series(hub.zone)
        };
        let series = actions::create_series(conn, &yesterday, &organiser, series)
            .await
            .unwrap();
        let new = make::new_seminar(series.id, starts);
        let seminar = actions::create(conn, &yesterday, &hub, &organiser, new)
            .await
            .unwrap();
        let entry = |n: usize| PersonEntry {
            name: Some(format!("Sample {n}")),
            address: address(n),
        };
        let all = Invitees {
            entries: (0..MANY).map(entry).collect(),
            ..Invitees::default()
        };
        let seminar = seminar.seminar.id;
        let invited = actions::invite(conn, &yesterday, &hub, &organiser, seminar, all)
            .await
            .unwrap();
        assert_eq!(invited.queued, MANY);
        // Their invitations are another story, and so is how each of them came to say yes.
        conn.batch_execute(&format!(
            "UPDATE messages SET state = 'void', ended_at = created_at, error = 'told by word of mouth'; \
             UPDATE attendances SET answer = 'yes', answered_at = invited_at, channel = 'page' WHERE seminar_id = '{seminar}'"
        ))
        .await
        .unwrap();
        Self {
            organiser,
            hub,
            yesterday,
            seminar,
            minutes: 24 * 60,
        }
    }

    /// Queues a reminder to each, by changing when people are reminded; all of them are due.
    pub async fn remind(&mut self, conn: &mut AsyncPgConnection) {
        self.minutes -= 1;
        let change = SeminarChange {
            reminders: Patch::Own(vec![Reminder::Minutes(self.minutes)]),
            ..SeminarChange::default()
        };
        actions::change(
            conn,
            &self.yesterday,
            &self.hub,
            &self.organiser,
            self.seminar,
            change,
        )
        .await
        .unwrap();
    }

    /// Whether any of them waits, or is with a worker.
    pub async fn is_done(conn: &mut AsyncPgConnection) -> Result<bool, diesel::result::Error> {
        let waiting: Count = sql_query(
            "SELECT count(*) AS count FROM messages WHERE state IN ('held', 'queued', 'leased')",
        )
        .get_result(conn)
        .await?;
        Ok(waiting.count == 0)
    }

    /// Fails where something has waited since `began` for longer than it ever should, saying what and why.
    pub async fn not_for_ever(conn: &mut AsyncPgConnection, began: std::time::Instant) {
        if began.elapsed() < NEVER {
            return;
        }
        let waiting: Vec<State> = sql_query(
            "SELECT concat_ws(' ', state, attempts, leased_by, error) AS state, count(*) AS count FROM messages \
             WHERE state IN ('held', 'queued', 'leased') GROUP BY 1",
        )
        .load(conn)
        .await
        .unwrap();
        panic!("some still wait: {waiting:?}");
    }

    /// Makes sure that each of the thousand has the last reminder, that whoever has it twice has it under one Message-ID,
    /// and that every row says so; answers how many came twice.
    pub async fn none_is_lost(&self, conn: &mut AsyncPgConnection, taken: &[Received]) -> usize {
        let states: Vec<State> = sql_query(
            "SELECT state, count(*) AS count FROM messages WHERE kind = 'reminder' AND payload->>'at' = $1 GROUP BY state",
        )
        .bind::<Text, _>(self.minutes.to_string())
        .load(conn)
        .await
        .unwrap();
        let states: Vec<(&str, i64)> = states
            .iter()
            .map(|one| (one.state.as_str(), one.count))
            .collect();
        assert_eq!(states, [("sent", i64::try_from(MANY).unwrap())]);
        let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for mail in taken {
            ids.entry(&mail.recipient).or_default().insert(id_of(mail));
        }
        let lost: Vec<String> = (0..MANY)
            .map(address)
            .filter(|address| !ids.contains_key(address.as_str()))
            .collect();
        assert_eq!(lost, Vec::<String>::new(), "they were not reminded");
        assert_eq!(ids.len(), MANY, "others were reminded");
        let twice = ids.iter().filter(|(_, ids)| ids.len() != 1);
        assert_eq!(
            twice.collect::<Vec<_>>(),
            [],
            "a repeat that cannot be recognised"
        );
        let all: BTreeSet<&String> = ids.values().flatten().collect();
        assert_eq!(all.len(), MANY, "two have one Message-ID");
        taken.len() - MANY
    }
}

/// How messages stand, and how many.
#[derive(Debug, QueryableByName)]
struct State {
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn address(n: usize) -> String {
    format!("p{n:04}@sample.example")
}

fn id_of(mail: &Received) -> String {
    let head = String::from_utf8_lossy(&mail.data);
    let line = head
        .lines()
        .find_map(|line| line.strip_prefix("Message-ID: "));
    line.unwrap().to_owned()
}
