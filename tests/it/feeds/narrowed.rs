//! A personal feed that is narrowed down: it reads and rests on what it shows, and on nothing else.

use maru::{
    base::clock::Clock,
    feeds::{
        model::{Address, Detail, FeedRequest, Options},
        source::{self, Found},
    },
};

use super::{
    make::{Booking, Seminar, World, id, room, series, stay},
    personal::{follow, subscribe},
};

/// How many seminars, bookings and stays are read of what is asked so, and the counters on which it rests, by name.
async fn read(
    world: &World,
    address: &Address,
    asked: Option<(&str, &str)>,
) -> ((usize, usize, usize), Vec<String>) {
    let options = Options::parse(asked).unwrap();
    let request = FeedRequest::new(address.clone(), options);
    let day = world.hub.zone.date(world.clock.now());
    let mut conn = world.conn().await;
    let reading = source::read(&mut conn, &world.hub, &request, day)
        .await
        .unwrap();
    let Found::Feed(rows) = reading.found else {
        unreachable!()
    };
    let subjects = reading.rests_on.iter();
    let mut subjects: Vec<String> = subjects.map(|(subject, _)| subject.to_owned()).collect();
    subjects.sort();
    let found = (rows.seminars.len(), rows.bookings.len(), rows.stays.len());
    (found, subjects)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_asked_for_is_not_read_and_changes_nothing() {
    let world = World::new().await;
    let followed = Seminar {
        series: Some(20),
        ..Seminar::new(1, "Followed")
    };
    let own = Seminar {
        owner: 1,
        ..Seminar::new(2, "Own")
    };
    let booking = Booking {
        owner: 1,
        ..Booking::new(50, 30, "Laser")
    };
    let mut sql = series(20, "followed", "Followed") + &follow(20) + &room(30, "lab", "Lab 3");
    sql += &(followed.sql() + &own.sql() + &booking.sql());
    sql += &stay(70, 2, 1, "confirmed");
    world.run(&sql).await;
    let full = subscribe(&world, Detail::Full).await;
    let busy = subscribe(&world, Detail::Busy).await;
    let (person, names) = (format!("person:{}", id(1)), "names".to_owned());
    let (seminar, series) = (format!("seminar:{}", id(2)), format!("series:{}", id(20)));
    let alone = vec![names, person];
    let tied = [alone.clone(), vec![seminar]].concat();
    let everything = [tied.clone(), vec![series]].concat();
    for (address, asked, found, rests_on) in [
        (&full, None, (2, 1, 1), &everything),
        (&full, Some(("kinds", "seminar")), (2, 0, 0), &everything),
        (&full, Some(("kinds", "booking")), (0, 1, 0), &alone),
        (&full, Some(("kinds", "stay")), (0, 0, 1), &alone),
        (&full, Some(("kinds", "booking,stay")), (0, 1, 1), &alone),
        // What someone follows does not make them busy.
        (&full, Some(("detail", "busy")), (1, 1, 1), &tied),
        // Who was handed what tells only this learns nothing by asking for kinds.
        (&busy, None, (1, 1, 1), &tied),
        (&busy, Some(("kinds", "stay")), (1, 1, 1), &tied),
    ] {
        let read = read(&world, address, asked).await;
        assert_eq!(read, (found, rests_on.clone()), "{asked:?}");
    }
}
