//! A hub with one seminar, the people it concerns, a clock that is moved, a deliverer and a mail server.

mod deeds;
mod ground;
mod post;

use std::collections::HashMap;

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use maru::{
    base::{
        clock::{Clock, Instant},
        db::Connection,
        ids::{PersonId, RoomId, SeminarId},
        schema::seminars,
        zone::Zone,
    },
    mail::{deliver::Office, outbox::MessageKind},
    people::model::Actor,
    seminars::{
        model::{Details, Seminar},
        queries,
    },
};

use super::{
    steps::{Mood, PEOPLE, Step},
    truth::Heard,
};
use crate::support::{app::TestApp, mailbox::Mail, smtp_sink::SmtpSink};

/// Someone whom the seminar may concern.
pub struct Reader {
    pub id: PersonId,
    pub address: String,
    pub zone: Zone,
}

/// A message as it came to someone.
pub struct Delivery {
    pub to: usize,
    pub kind: MessageKind,
    pub mail: Mail,
    /// Which of the reminders it is, where it is one.
    pub which: Option<String>,
    /// Whether it says that they take no part any more.
    pub released: bool,
}

pub struct World {
    pub app: TestApp,
    pub conn: Connection,
    pub readers: Vec<Reader>,
    pub seminar: SeminarId,
    organiser: Actor,
    rooms: [RoomId; 2],
    sink: SmtpSink,
    office: Option<Office>,
    running: bool,
    /// Wall times that it had.
    times: Vec<chrono::NaiveDateTime>,
    /// What people said no to: the start at that time.
    pub refused: HashMap<usize, Instant>,
    pub heard: Heard,
    /// What happened, for whoever reads of a failure.
    pub log: Vec<String>,
}

impl World {
    /// Lets it happen. What is refused did not happen.
    pub async fn take(&mut self, step: Step) -> Result<(), String> {
        // No two things happen at one moment.
        self.app.clock.advance(Duration::milliseconds(1));
        self.note(&format!("{step:?}"));
        match step {
            Step::Do(deed) => {
                self.act(deed, 1).await?;
                self.work().await
            }
            Step::Amid(deed, taken) => self.amid(deed, taken).await,
            Step::Pass(minutes) => {
                let until = self.app.clock.now() + Duration::minutes(minutes);
                self.pass(until).await
            }
            Step::Workers(running) => {
                self.running = running;
                self.work().await
            }
            Step::Mail(who, mood) => {
                self.server(who, mood);
                Ok(())
            }
        }
    }

    fn note(&mut self, what: &str) {
        self.log.push(format!(
            "{} {what}",
            self.app.clock.now().format("%d %H:%M")
        ));
    }

    fn server(&self, who: usize, mood: Mood) {
        let answer = match mood {
            Mood::Takes => None,
            Mood::NotNow => Some("450 4.2.1 not now"),
            Mood::Nobody => Some("550 5.1.1 nobody of that name"),
        };
        self.sink.says(&self.readers[who].address, answer);
    }

    pub async fn details(&mut self) -> Details {
        let seminar = seminars::table
            .find(self.seminar)
            .select(Seminar::as_select())
            .first(&mut self.conn)
            .await
            .unwrap();
        queries::detail(&mut self.conn, seminar).await.unwrap()
    }

    /// Lets everything go out that is on its way.
    pub async fn settle(&mut self) -> Result<(), String> {
        self.note("all goes out");
        self.running = true;
        for who in 0..PEOPLE {
            self.server(who, Mood::Takes);
        }
        self.work().await?;
        for _ in 0..60 {
            let Some(next) = self.next_due(true).await else {
                return Ok(());
            };
            self.app.clock.set(next.max(self.app.clock.now()));
            self.work().await?;
        }
        Err("it never ends".into())
    }

    /// Lets the seminar begin, and looks just before.
    pub async fn begin(&mut self) -> Result<(), String> {
        let starts = self.details().await.seminar.starts_at;
        if self.app.clock.now() < starts {
            self.note("it comes near");
            self.pass(starts - Duration::minutes(1)).await?;
            self.all_know().await?;
            self.pass(starts + Duration::minutes(1)).await?;
        }
        Ok(())
    }
}
