//! A hub with one seminar, the people it concerns, a clock that is moved, a deliverer and a mail server.

use std::{collections::HashMap, sync::Arc};

use chrono::{Duration, Timelike};
use diesel::{
    QueryableByName,
    prelude::*,
    sql_query,
    sql_types::{Nullable, Timestamptz},
};
use diesel_async::RunQueryDsl;
use maru::{
    base::{
        audit::{Author, Channel},
        clock::{Clock, Instant},
        db::Connection,
        ids::{MessageId, PersonId, RoomId, SeminarId},
        schema::{messages, seminars},
        zone::Zone,
    },
    mail::{
        deliver::Office, draft, outbox::MessageKind, reminder::Reminder, transport::Destination,
    },
    people::model::{Actor, Role},
    rooms::{
        actions::{NewRoom, create_room},
        model::RoomKind,
    },
    seminars::{
        actions::{
            self, Invitees, NewSeminar, NewSeries, NewSpeaker, Patch, Rooms, SeminarChange,
            WhoSpeaks,
        },
        model::{
            Answer, Details, Entrance, Seminar, SeminarKind, SeminarState, SeriesColour,
            SpeakerAnswer, SpeakerRole, Visibility,
        },
        queries,
    },
    worker,
};
use tokio_util::sync::CancellationToken;

use super::{
    steps::{Deed, Mood, PEOPLE, Step},
    truth::Heard,
};
use crate::support::{
    app::TestApp,
    mailbox::{self, Mail},
    make,
    smtp_sink::SmtpSink,
};

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
    pub async fn new(draft: bool) -> Self {
        let app = TestApp::new().await;
        let mut conn = app.conn().await;
        let organiser = make::person(&mut conn)
            .name("Oh Organiser")
            .email("oh@hub.example")
            .role(Role::Administrator)
            .actor()
            .await;
        let mut readers = Vec::new();
        for (n, zone) in [
            "Asia/Seoul",
            "Europe/Paris",
            "Asia/Dubai",
            "America/Toronto",
        ]
        .iter()
        .enumerate()
        {
            let address = format!("p{n}@sample.example");
            let person = make::person(&mut conn)
                .name(&format!("Sample {n}"))
                .email(&address)
                .zone(zone);
            readers.push(Reader {
                id: person.id().await,
                address,
                zone: make::zone(zone),
            });
        }
        assert_eq!(readers.len(), PEOPLE);
        let mut rooms = Vec::new();
        for name in ["Hall", "Garden"] {
            let new = NewRoom {
                site_id: None,
                name: name.into(),
                slug: None,
                kind: RoomKind::Hall,
                capacity: None,
                parts: Vec::new(),
                equipment: Vec::new(),
                approval: false,
                keepers: Vec::new(),
                setup_minutes: 0,
                tidy_minutes: 0,
            };
            let room = create_room(&mut conn, &*app.clock, &app.hub, &organiser, new)
                .await
                .unwrap();
            rooms.push(room.id);
        }
        let seoul = make::zone("Asia/Seoul");
        let series = NewSeries {
            title: "Scaling Laws".into(),
            slug: None,
            description: String::new(),
            zone: seoul,
            duration_minutes: 60,
            room: None,
            visibility: Visibility::Public,
            language: None,
            topics: Vec::new(),
            reminders: vec![
                Reminder::Minutes(4320),
                Reminder::Minutes(1440),
                Reminder::Minutes(60),
            ],
            organisers: Vec::new(),
            institutions: Vec::new(),
            colour: SeriesColour::Pine,
            capacity: None,
            entrance: Entrance::default(),
        };
        let series = actions::create_series(&mut conn, &*app.clock, &organiser, series)
            .await
            .unwrap();
        // The last of them follows the series, and is reminded whatever they say, unless it is no.
        let follower = readers[PEOPLE - 1].id;
        let own = Some(vec![Reminder::Minutes(3000), Reminder::Minutes(120)]);
        actions::subscribe(
            &mut conn,
            &*app.clock,
            &app.hub,
            &organiser,
            series.id,
            follower,
            own,
            None,
        )
        .await
        .unwrap();
        let starts_local = seoul.local(app.clock.now() + Duration::hours(200));
        let state = if draft {
            SeminarState::Draft
        } else {
            SeminarState::Announced
        };
        let new = NewSeminar {
            note: None,
            series: Some(series.id),
            project: None,
            kind: SeminarKind::Seminar,
            title: "Beyond scaling".into(),
            abstract_text: String::new(),
            texts: std::collections::BTreeMap::new(),
            starts_local,
            zone: None,
            fold: None,
            duration_minutes: None,
            rooms: Rooms::These(vec![rooms[0]]),
            place: None,
            join_url: None,
            visibility: None,
            language: None,
            topics: None,
            reminders: None,
            capacity: None,
            join_for: None,
            join_minutes: None,
            state,
            speakers: Vec::new(),
            items: Vec::new(),
            overflow: Vec::new(),
        };
        let made = actions::create(&mut conn, &*app.clock, &app.hub, &organiser, new)
            .await
            .unwrap();
        let sink = SmtpSink::start();
        let server = Arc::new(sink.url().parse().unwrap());
        let office = worker::office(&app.app, Destination::Smtp(server), 1, None);
        let rooms = [rooms[0], rooms[1]];
        Self {
            app,
            conn,
            readers,
            seminar: made.seminar.id,
            organiser,
            rooms,
            sink,
            office: Some(office),
            running: true,
            times: vec![starts_local],
            refused: HashMap::new(),
            heard: Heard::new(PEOPLE),
            log: Vec::new(),
        }
    }

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

    async fn act(&mut self, deed: Deed, times: u8) -> Result<(), String> {
        let before = self.details().await;
        let done = self.done(deed, &before).await;
        let after = self.details().await;
        match done {
            // A deed that is refused for a reason that people are told.
            Err(refused) if refused.contains("Database") => return Err(refused),
            Err(refused) => self.note(&format!(
                "  refused: {}",
                refused.chars().take(60).collect::<String>()
            )),
            Ok(()) => self.heard.done(deed, times),
        }
        if after.seminar.starts_at != before.seminar.starts_at {
            self.times.push(before.seminar.starts_local);
        }
        let (seminar, places) = (&after.seminar, after.places().join("; "));
        self.note(&format!(
            "  revision {}, sequence {}: {} at {} in {places:?}",
            seminar.revision,
            seminar.sequence,
            seminar.state,
            seminar.starts_at.format("%d %H:%M")
        ));
        Ok(())
    }

    async fn done(&mut self, deed: Deed, before: &Details) -> Result<(), String> {
        let Self {
            app,
            conn,
            organiser,
            seminar,
            ..
        } = self;
        let (clock, hub, seminar) = (&*app.clock, &app.hub, *seminar);
        let reader = |who: usize| self.readers[who].id;
        let change = match deed {
            Deed::Move(hours) => {
                let starts = clock.now() + Duration::hours(hours);
                let local = before.seminar.zone().local(starts).with_minute(0).unwrap();
                SeminarChange {
                    starts_local: local
                        .with_second(0)
                        .and_then(|local| local.with_nanosecond(0)),
                    ..SeminarChange::default()
                }
            }
            Deed::MoveBack => SeminarChange {
                starts_local: self.times.last().copied(),
                ..SeminarChange::default()
            },
            Deed::Rename(one) => SeminarChange {
                title: Some(["Beyond scaling", "Within scaling"][usize::from(one)].into()),
                ..SeminarChange::default()
            },
            Deed::Room(which) => SeminarChange {
                rooms: Patch::Own(
                    which
                        .map(|one| self.rooms[usize::from(one)])
                        .into_iter()
                        .collect(),
                ),
                ..SeminarChange::default()
            },
            Deed::Announce => SeminarChange {
                state: Some(SeminarState::Announced),
                ..SeminarChange::default()
            },
            Deed::Speaker(who, there) => {
                let mut speakers: Vec<PersonId> =
                    before.speakers.iter().map(|one| one.person_id).collect();
                speakers.retain(|one| *one != reader(who));
                speakers.extend(there.then(|| reader(who)));
                let speaker = |person| NewSpeaker {
                    who: WhoSpeaks::Person(person),
                    role: SpeakerRole::Speaker,
                };
                SeminarChange {
                    speakers: Some(speakers.into_iter().map(speaker).collect()),
                    ..SeminarChange::default()
                }
            }
            Deed::Postpone => {
                let done = actions::postpone(
                    conn,
                    clock,
                    hub,
                    organiser,
                    seminar,
                    actions::Saying::default(),
                )
                .await;
                return done.map(|_| ()).map_err(|error| format!("{error:?}"));
            }
            Deed::Cancel => {
                let done = actions::cancel(
                    conn,
                    clock,
                    hub,
                    organiser,
                    seminar,
                    actions::Saying::default(),
                )
                .await;
                return done.map(|_| ()).map_err(|error| format!("{error:?}"));
            }
            Deed::TellRest => {
                let done = actions::tell_rest(conn, clock, hub, organiser, seminar, None).await;
                return done.map(|_| ()).map_err(|error| format!("{error:?}"));
            }
            Deed::Invite(who) => {
                let people = Invitees {
                    people: vec![reader(who)],
                    ..Invitees::default()
                };
                let done = actions::invite(conn, clock, hub, organiser, seminar, people).await;
                return done.map(|_| ()).map_err(|error| format!("{error:?}"));
            }
            Deed::Answer(who, answer, own) => {
                let author = match own {
                    true => Author::from(Channel::Link, None).who(reader(who), "Sample"),
                    false => organiser.author.clone(),
                };
                let done =
                    actions::answer(conn, clock, hub, &author, seminar, reader(who), answer).await;
                done.map_err(|error| format!("{error:?}"))?;
                match answer {
                    Answer::No => self.refused.insert(who, before.seminar.starts_at),
                    _ => self.refused.remove(&who),
                };
                return Ok(());
            }
            Deed::Speaks(who, yes) => {
                let author = Author::from(Channel::Link, None).who(reader(who), "Sample");
                let answer = if yes {
                    SpeakerAnswer::Accepted
                } else {
                    SpeakerAnswer::Declined
                };
                let done = actions::answer_request(
                    conn,
                    clock,
                    hub,
                    &author,
                    seminar,
                    reader(who),
                    answer,
                )
                .await;
                return done.map_err(|error| format!("{error:?}"));
            }
        };
        let done = actions::change(conn, clock, hub, organiser, seminar, change).await;
        done.map(|_| ()).map_err(|error| format!("{error:?}"))
    }

    /// Lets time pass. Where workers run, what comes due meanwhile goes out when it is due.
    async fn pass(&mut self, until: Instant) -> Result<(), String> {
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
    async fn next_due(&mut self, at_last: bool) -> Option<Instant> {
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
    async fn work(&mut self) -> Result<(), String> {
        if self.running {
            let mut office = self.office.take().unwrap();
            while office.round(&CancellationToken::new()).await.unwrap().sent > 0 {}
            self.office = Some(office);
        }
        self.look(false).await
    }

    async fn amid(&mut self, deed: Deed, taken: bool) -> Result<(), String> {
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
