//! What stands before the walk begins.

use std::{collections::HashMap, sync::Arc};

use chrono::Duration;
use maru::{
    base::clock::Clock,
    mail::{reminder::Reminder, transport::Destination},
    people::model::Role,
    rooms::{
        actions::{NewRoom, create_room},
        model::RoomKind,
    },
    seminars::{
        actions::{self, NewSeminar, NewSeries, Rooms},
        model::SeminarState,
    },
    worker,
};

use super::{Reader, World};
use crate::{
    faults::walk::{steps::PEOPLE, truth::Heard},
    support::{app::TestApp, make, smtp_sink::SmtpSink},
};

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
            reminders: vec![
                Reminder::Minutes(4320),
                Reminder::Minutes(1440),
                Reminder::Minutes(60),
            ],
            ..make::new_series(seoul)
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
            rooms: Rooms::These(vec![rooms[0]]),
            state,
            ..make::new_seminar(series.id, starts_local)
        };
        let made = actions::create(&mut conn, &*app.clock, &app.hub, &organiser, new)
            .await
            .unwrap();
        let sink = SmtpSink::pipelining();
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
}
