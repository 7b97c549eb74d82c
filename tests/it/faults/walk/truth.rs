//! What must hold of what people were told.

use diesel::{
    QueryableByName,
    prelude::*,
    sql_query,
    sql_types::{Bool, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use maru::{
    base::{
        clock::Clock,
        language::{self, Language},
        schema::suspensions,
    },
    mail::outbox::MessageKind,
    seminars::model::{Details, SeminarState},
};

use super::{
    steps::{Deed, PEOPLE},
    world::{Delivery, World},
};

/// What each was told, in order, and what they were to be asked.
pub struct Heard {
    told: Vec<Vec<Delivery>>,
    /// Who was invited, and who was asked to speak, and has not had the mail yet.
    awaited: [[u8; PEOPLE]; 2],
}

/// The facts of a calendar object that a change tells.
const FACTS: [&str; 6] = [
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "DTSTART",
    "DTEND",
    "STATUS",
];
/// Those with which SEQUENCE rises.
const WEIGHTY: [&str; 4] = ["LOCATION", "DTSTART", "DTEND", "STATUS"];

impl Delivery {
    fn fact(&self, name: &str) -> &str {
        self.mail.calendar.get(name).map_or("", String::as_str)
    }

    fn sequence(&self) -> i32 {
        self.fact("SEQUENCE").parse().unwrap_or(0)
    }

    /// Whether it says the same of `facts` as another.
    fn says_as(&self, other: &Self, facts: &[&str]) -> bool {
        self.mail.method == other.mail.method
            && facts.iter().all(|name| self.fact(name) == other.fact(name))
    }
}

impl Heard {
    pub fn new(people: usize) -> Self {
        Self {
            told: (0..people).map(|_| Vec::new()).collect(),
            awaited: [[0; PEOPLE]; 2],
        }
    }

    /// Something was done after which someone may be asked.
    /// `times`: how many mails may come of it, of what was asked before too.
    pub fn done(&mut self, deed: Deed, times: u8) {
        let [guests, speakers] = &mut self.awaited;
        match deed {
            // Whoever speaks is asked to speak instead.
            Deed::Invite(who) => (guests[who], speakers[who]) = (times, times),
            Deed::Speaker(who, true) => speakers[who] = times,
            // Whoever lacks it is invited.
            Deed::TellRest => self.awaited = [[times; PEOPLE]; 2],
            _ => {}
        }
    }

    /// Someone got something: once, and in its order.
    pub fn takes(&mut self, new: Delivery, now: &Details) -> Result<(), String> {
        let told = &self.told[new.to];
        let wrong = |what: &str| Err(format!("to {}: {} {what}", new.to, new.kind));
        if told.iter().any(|old| old.mail.id == new.mail.id) {
            return wrong("came twice");
        }
        if new.kind == MessageKind::Reminder {
            let again = told.iter().any(|old| {
                old.which == new.which && old.kind == new.kind && old.mail.text == new.mail.text
            });
            if again {
                return wrong("reminds of the same once more");
            }
        } else if new.mail.method.is_some() {
            if new.fact("UID") != now.seminar.uid {
                return wrong("has another UID");
            }
            if let Some(last) = told.iter().rev().find(|old| old.mail.method.is_some()) {
                if new.sequence() < last.sequence() {
                    return wrong("has a SEQUENCE that falls");
                }
                if new.sequence() == last.sequence() && !new.says_as(last, &WEIGHTY) {
                    return wrong("tells another time, place or state under the same SEQUENCE");
                }
                let asks = matches!(
                    new.kind,
                    MessageKind::Invitation | MessageKind::SpeakerRequest
                );
                // Calendars know no difference between what is postponed and what is cancelled after that; people do.
                let ends =
                    new.kind == MessageKind::Cancellation && new.mail.subject != last.mail.subject;
                if !asks && !ends && new.says_as(last, &FACTS) {
                    return wrong("tells what they were told last");
                }
            }
        }
        let awaited = match new.kind {
            MessageKind::Invitation => Some(0),
            MessageKind::SpeakerRequest => Some(1),
            _ => None,
        };
        if let Some(which) = awaited {
            let awaited = &mut self.awaited[which][new.to];
            if *awaited == 0 {
                return wrong("comes again");
            }
            *awaited -= 1;
        }
        self.told[new.to].push(new);
        Ok(())
    }
}

/// How someone stands to the seminar.
#[derive(QueryableByName)]
struct Stands {
    #[diesel(sql_type = Bool)]
    said_yes: bool,
    #[diesel(sql_type = Bool)]
    said_no: bool,
    #[diesel(sql_type = Bool)]
    attends: bool,
    #[diesel(sql_type = Bool)]
    invited: bool,
    #[diesel(sql_type = Bool)]
    speaks: bool,
    #[diesel(sql_type = Bool)]
    declined: bool,
    /// Something was given up while it was of use: before its last minute.
    #[diesel(sql_type = Bool)]
    failed: bool,
}

impl World {
    async fn stands(&mut self, who: usize) -> Stands {
        sql_query(
            "SELECT coalesce(a.answer = 'yes', false) AS said_yes, coalesce(a.answer = 'no', false) AS said_no, \
                 a.person_id IS NOT NULL AS attends, a.invited_at IS NOT NULL AS invited, \
                 coalesce(s.answer <> 'declined', false) AS speaks, coalesce(s.answer = 'declined', false) AS declined, \
                 EXISTS (SELECT FROM messages m WHERE m.person_id = p.id AND m.state = 'failed' AND m.ended_at < m.not_after - interval '1 minute') AS failed \
             FROM people p LEFT JOIN attendances a ON a.person_id = p.id AND a.seminar_id = $2 \
             LEFT JOIN speakers s ON s.person_id = p.id AND s.seminar_id = $2 WHERE p.id = $1",
        )
        .bind::<SqlUuid, _>(self.readers[who].id)
        .bind::<SqlUuid, _>(self.seminar)
        .get_result(&mut self.conn)
        .await
        .unwrap()
    }

    async fn bounces(&mut self, who: usize) -> bool {
        let address = self.readers[who].address.clone();
        diesel::select(diesel::dsl::exists(
            suspensions::table.filter(suspensions::address.eq(address)),
        ))
        .get_result(&mut self.conn)
        .await
        .unwrap()
    }

    /// The time as someone reads it.
    fn slot(&self, who: usize, now: &Details) -> String {
        language::slot(Language::En, now.seminar.slot(), self.readers[who].zone)
    }

    /// Whether someone should have got this reminder, at the moment at which they did.
    pub async fn reminder_is_true(
        &mut self,
        delivery: &Delivery,
        now: &Details,
    ) -> Result<(), String> {
        let stands = self.stands(delivery.to).await;
        let follows = delivery.to == PEOPLE - 1;
        let wrong = |what: &str| Err(format!("to {}: a reminder {what}", delivery.to));
        if now.seminar.state != SeminarState::Announced {
            return wrong("of what does not take place");
        }
        if self.app.clock.now() >= now.seminar.starts_at {
            return wrong("of what has begun");
        }
        if stands.said_no && !stands.speaks || stands.declined && !stands.said_yes {
            return wrong("after a no");
        }
        if !(stands.said_yes || stands.speaks || follows) {
            return wrong("that nobody asked for");
        }
        if !delivery.mail.text.contains(&self.slot(delivery.to, now)) {
            return wrong("of another time");
        }
        match now
            .places()
            .iter()
            .all(|place| delivery.mail.text.contains(place))
        {
            true => Ok(()),
            false => wrong("of another place"),
        }
    }

    /// Whether the last that each was told is how things are.
    pub async fn all_know(&mut self) -> Result<(), String> {
        let now = self.details().await;
        // What was over when it was postponed is told with its new time.
        let over = match now.seminar.state {
            SeminarState::Postponed => now.seminar.state_at,
            _ => self.app.clock.now(),
        };
        if now.seminar.ends_at <= over {
            return Ok(());
        }
        for who in 0..PEOPLE {
            if self.bounces(who).await {
                continue;
            }
            let stands = self.stands(who).await;
            if stands.failed {
                return Err(format!(
                    "to {who}: something was given up, though the server took all in the end"
                ));
            }
            if let Some(wrong) = self.left_with(who, &stands, &now) {
                return Err(format!("{who} {wrong}"));
            }
        }
        Ok(())
    }

    /// What is wrong with what someone knows.
    fn left_with(&self, who: usize, stands: &Stands, now: &Details) -> Option<&'static str> {
        let seminar = &now.seminar;
        let takes_place = seminar.state == SeminarState::Announced;
        let Some(last) = self.heard.told[who].last() else {
            let owed = takes_place && (stands.invited && !stands.said_no || stands.speaks);
            return owed.then_some("is invited or asked, and was never told");
        };
        // To this time they said no.
        let refused =
            self.refused.get(&who) == Some(&seminar.starts_at) && stands.said_no && !stands.speaks;
        if refused || stands.declined && !stands.attends {
            return None;
        }
        if last.kind == MessageKind::Cancellation {
            let released = last.released;
            return match seminar.state {
                SeminarState::Cancelled | SeminarState::Postponed => None,
                // That they do not speak stays true when they come as a guest.
                _ if released && !stands.speaks => None,
                _ => Some("believes that it does not take place"),
            };
        }
        if matches!(
            seminar.state,
            SeminarState::Cancelled | SeminarState::Postponed
        ) {
            return Some("believes that it takes place");
        }
        if last.kind == MessageKind::Reminder || last.mail.method.is_none() {
            let text = &last.mail.text;
            return match text.contains(&self.slot(who, now)) {
                false => Some("was reminded of another time"),
                true => (!now.places().iter().all(|place| text.contains(place)))
                    .then_some("was reminded of another place"),
            };
        }
        let starts = seminar.starts_at.format("%Y%m%dT%H%M%SZ").to_string();
        if last.fact("DTSTART") != starts {
            return Some("believes in another time");
        }
        (last.fact("LOCATION") != now.places().join("; ")).then_some("believes in another place")
    }
}
