//! Time that passes, workers that send what comes due meanwhile, and what arrives.

use std::collections::HashMap;

use diesel::{
    QueryableByName,
    prelude::*,
    sql_query,
    sql_types::{Nullable, Timestamptz},
};
use diesel_async::RunQueryDsl;
use maru::{
    base::{
        clock::{Clock, Instant},
        ids::MessageId,
        schema::messages,
    },
    mail::{draft, outbox::MessageKind},
};
use tokio_util::sync::CancellationToken;

use super::{Delivery, World};
use crate::{faults::walk::steps::Deed, support::mailbox};

impl World {
    /// Lets time pass. Where workers run, what comes due meanwhile goes out when it is due.
    pub(super) async fn pass(&mut self, until: Instant) -> Result<(), String> {
        while let Some(next) = self
            .next_due(false)
            .await
            .filter(|next| self.running && *next < until)
        {
            self.app.clock.set(next.max(self.app.clock.now()));
            self.work().await?;
        }
        self.app.clock.set(until);
        self.work().await
    }

    /// When the next message goes out that waits for its time, reminders too or not.
    pub(super) async fn next_due(&mut self, at_last: bool) -> Option<Instant> {
        #[derive(QueryableByName)]
        struct Next {
            #[diesel(sql_type = Nullable<Timestamptz>)]
            at: Option<Instant>,
        }
        let next: Next = sql_query(
            "SELECT min(send_after) AS at FROM messages WHERE state IN ('held', 'queued') \
             AND ($2 AND kind <> 'reminder' OR NOT $2 AND send_after > $1)",
        )
        .bind::<Timestamptz, _>(self.app.clock.now())
        .bind::<diesel::sql_types::Bool, _>(at_last)
        .get_result(&mut self.conn)
        .await
        .unwrap();
        next.at
    }

    /// A worker's round, where they run; and what people say to what they got.
    pub(super) async fn work(&mut self) -> Result<(), String> {
        if self.running {
            let mut office = self.office.take().unwrap();
            while office.round(&CancellationToken::new()).await.unwrap().sent > 0 {}
            self.office = Some(office);
        }
        self.look(false).await
    }

    pub(super) async fn amid(&mut self, deed: Deed, taken: bool) -> Result<(), String> {
        if !self.running {
            return self.act(deed, 1).await;
        }
        self.sink.hold();
        let mut office = self.office.take().unwrap();
        let working = tokio::spawn(async move {
            office.round(&CancellationToken::new()).await.unwrap();
            office
        });
        while !working.is_finished() && !self.sink.holds() {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        let amid = self.sink.holds();
        self.note(if amid {
            "  a message is with the server"
        } else {
            "  nothing is under way"
        });
        // An invitation that is with the server is not the one that is made now.
        self.act(deed, 1 + u8::from(amid)).await?;
        self.sink.let_go(if taken {
            "250 taken"
        } else {
            "451 4.3.0 not now"
        });
        self.office = Some(working.await.unwrap());
        // What was handed over was true then.
        self.look(amid).await?;
        self.work().await
    }

    /// Reads what has come, and asks of each whether it should have; not of reminders that something happened amid.
    async fn look(&mut self, amid: bool) -> Result<(), String> {
        let taken = self.sink.take();
        if taken.is_empty() {
            return Ok(());
        }
        let known: Vec<(MessageId, MessageKind, serde_json::Value)> = messages::table
            .filter(messages::seminar_id.eq(self.seminar))
            .select((messages::id, messages::kind, messages::payload))
            .load(&mut self.conn)
            .await
            .unwrap();
        let named: HashMap<String, _> = known
            .into_iter()
            .map(|(id, kind, payload)| {
                (
                    draft::message_id(&self.app.hub, id).unwrap(),
                    (kind, payload),
                )
            })
            .collect();
        let now = self.details().await;
        for received in taken {
            let mail = mailbox::read("", &received.recipient, &received.data);
            let to = self
                .readers
                .iter()
                .position(|one| one.address == received.recipient);
            let known = named.get(&format!("<{}>", mail.id));
            let (Some(to), Some((kind, payload))) = (to, known) else {
                continue;
            };
            let which = (*kind == MessageKind::Reminder).then(|| payload["at"].to_string());
            let calendar = |name: &str| mail.calendar.get(name).cloned().unwrap_or_default();
            self.note(&format!(
                "    to {to}: {kind} {} {:?} {} {} {}",
                which.as_deref().unwrap_or_default(),
                mail.method,
                calendar("SEQUENCE"),
                calendar("DTSTART"),
                calendar("LOCATION")
            ));
            let delivery = Delivery {
                to,
                kind: *kind,
                mail,
                which,
                released: payload["released"] == true,
            };
            if *kind == MessageKind::Reminder && !amid {
                self.reminder_is_true(&delivery, &now).await?;
            }
            self.heard.takes(delivery, &now)?;
        }
        Ok(())
    }
}
