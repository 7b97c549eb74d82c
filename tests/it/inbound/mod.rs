//! Mail that comes in: what each kind does, and what it does not do.

mod again;
mod answers;
mod answers_once;
mod bounces;
mod entries;
mod imap;
mod kept;
mod passed_on;
mod prose;
mod speakers;
mod stopping;
mod way_back;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use maru::{
    base::{
        ids::PersonId,
        schema::{inbound_mails, suspensions},
    },
    mail::inbound::kept as keeping,
    people::model::Role,
    worker,
};
use serde_json::{Value, json};

use crate::support::{
    app::{Api, TestApp},
    mailbox::Mail,
};

/// An organiser with an announced seminar on 10 December 2026 at 16:00 in Seoul, to which Hong and Marie are invited and at
/// which Sam speaks. The mails to them are out.
struct Scene {
    app: TestApp,
    admin: Api,
    oh: PersonId,
    organiser: Api,
    series: Value,
    seminar: Value,
    hong: PersonId,
    marie: PersonId,
    sent: Vec<Mail>,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let admin = app.admin().await;
        let oh = app.person("oh", "Oh Organiser", &[Role::Member]).await;
        let organiser = app.api(oh).await;
        let series =
            json!({ "title": "Scaling Laws", "zone": "Asia/Seoul", "duration_minutes": 60 });
        let series = organiser.post("/series", series).await.expect(201).json();
        let mut people = Vec::new();
        for (handle, name) in [
            ("hong", "홍견본"),
            ("marie", "Marie Sample"),
            ("sam", "Sam Speaker"),
        ] {
            let email = format!("{handle}@sample.example");
            let made = admin
                .post(
                    "/people",
                    json!({ "name": name, "email": email, "language": "en" }),
                )
                .await
                .expect(201)
                .json();
            people.push(made["id"].as_str().unwrap().parse::<PersonId>().unwrap());
        }
        let seminar = organiser
            .post(
                "/seminars",
                json!({ "series_id": series["id"], "title": "Beyond", "starts_local": "2026-12-10T16:00:00",
                        "state": "announced", "speakers": [{ "person_id": people[2] }] }),
            )
            .await
            .expect(201)
            .json();
        let path = format!("/seminars/{}/invitations", seminar["id"].as_str().unwrap());
        let invited = json!({ "people": [people[0], people[1]] });
        organiser.post(&path, invited).await.expect(202);
        let sent = app.mails().await;
        assert_eq!(sent.len(), 3);
        Self {
            app,
            admin,
            oh,
            organiser,
            series,
            seminar,
            hong: people[0],
            marie: people[1],
            sent,
        }
    }

    /// What `handle` was sent.
    fn sent_to(&self, handle: &str) -> &Mail {
        let to = format!("{handle}@sample.example");
        self.sent.iter().find(|mail| mail.to == to).unwrap()
    }

    fn path(&self, more: &str) -> String {
        format!("/seminars/{}{more}", self.seminar["id"].as_str().unwrap())
    }

    /// Takes a message as a worker does; answers what became of it.
    async fn receive(&self, message: &str) -> String {
        self.receive_octets(message.as_bytes()).await
    }

    async fn receive_octets(&self, message: &[u8]) -> String {
        let app = &self.app;
        let mut conn = app.conn().await;
        let kept = keeping::keep(&mut conn, &*app.clock, message, keeping::Way::Pipe)
            .await
            .unwrap();
        let Some(id) = kept else {
            return "again".to_owned();
        };
        worker::inbound::work_off(&app.db.db, &*app.clock, &app.hub)
            .await
            .unwrap();
        inbound_mails::table
            .find(id)
            .select(inbound_mails::outcome.assume_not_null())
            .first(&mut conn)
            .await
            .unwrap()
    }

    /// Who answered what, by which channel, and whether that is unverified.
    async fn answers(&self) -> Vec<(PersonId, String, String, bool)> {
        let found = self
            .organiser
            .get(&self.path("/attendances"))
            .await
            .expect(200);
        let mut answers: Vec<_> = found.json()["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| !one["answer"].is_null())
            .map(|one| {
                let word = |name: &str| one[name].as_str().unwrap().to_owned();
                let person = word("person_id").parse().unwrap();
                let unverified = one["unverified"].as_bool().unwrap();
                (person, word("answer"), word("channel"), unverified)
            })
            .collect();
        answers.sort();
        answers
    }

    /// What was passed on since the last look: to whom, the subject, and where a reply goes.
    async fn passed_on(&self) -> Vec<(String, String, String)> {
        let mails = self.app.mails().await;
        mails
            .into_iter()
            .map(|mail| {
                assert_eq!(mail.kind, "forwarded", "{mail:?}");
                (mail.to, mail.subject, mail.reply_to)
            })
            .collect()
    }

    async fn suspended(&self) -> Vec<(String, String)> {
        let mut conn = self.app.conn().await;
        suspensions::table
            .order(suspensions::address)
            .select((suspensions::address, suspensions::reason))
            .load(&mut conn)
            .await
            .unwrap()
    }
}

/// A calendar's reply, as Outlook writes it: no ORGANIZER, and zones by the names of Windows.
#[derive(Clone)]
struct Reply<'a> {
    from: &'a str,
    to: String,
    uid: String,
    method: &'a str,
    attendee: Option<&'a str>,
    partstat: &'a str,
    sequence: i32,
    stamp: &'a str,
    starts: &'a str,
    results: &'a str,
}

impl Reply<'_> {
    /// A yes, by the address that `mail` went to, at 09:01 in Seoul, for which nobody vouches.
    fn to(mail: &Mail) -> Reply<'_> {
        Reply {
            from: &mail.to,
            to: mail.reply_to.clone(),
            uid: mail.calendar["UID"].clone(),
            method: "REPLY",
            attendee: Some(&mail.to),
            partstat: "ACCEPTED",
            sequence: 0,
            stamp: "20261102T000100Z",
            starts: "20261210T160000",
            results: "mx.hub.example; none",
        }
    }

    fn write(&self) -> String {
        let attendee = match self.attendee {
            Some(address) => format!("MAILTO:{address}"),
            None => "invalid:nomail".to_owned(),
        };
        let attendee = format!("ATTENDEE;PARTSTAT={};CN=x:{attendee}\n", self.partstat);
        format!(
            "Authentication-Results: {results}\nFrom: Sample <{from}>\nTo: {to}\nSubject: Accepted: Beyond\n\
             Message-ID: <{stamp}.{partstat}.{sequence}.{from}>\nMIME-Version: 1.0\n\
             Content-Type: multipart/alternative; boundary=B1\n\n--B1\nContent-Type: text/plain\n\n\
             Sample has accepted this invitation.\n\n\
             --B1\nContent-Type: text/calendar; charset=utf-8; method={method}\n\n\
             BEGIN:VCALENDAR\nMETHOD:{method}\nPRODID:Sample\nVERSION:2.0\nBEGIN:VTIMEZONE\nTZID:Korea Standard Time\n\
             BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE\n\
             BEGIN:VEVENT\n{attendee}UID:{uid}\nDTSTART;TZID=Korea Standard Time:{starts}\nDTSTAMP:{stamp}\n\
             SEQUENCE:{sequence}\nEND:VEVENT\nEND:VCALENDAR\n\n--B1--\n",
            results = self.results,
            from = self.from,
            to = self.to,
            stamp = self.stamp,
            partstat = self.partstat,
            sequence = self.sequence,
            method = self.method,
            uid = self.uid,
            starts = self.starts,
        )
    }
}
