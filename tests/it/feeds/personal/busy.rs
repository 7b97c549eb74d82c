//! A feed that says when someone is busy, and nothing else.

use maru::{
    base::{changes::Subject, secret::Key},
    feeds::{
        Body,
        model::{Address, Detail, Options},
    },
};
use sha2::{Digest, Sha256};
use uuid::Builder;

use super::{follow, subscribe};
use crate::feeds::{
    make::{Booking, Seminar, World, noon, person, room, series, speaker, stay},
    read::{lines, titles},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_feed_says_when_and_nothing_else() {
    let world = World::new().await;
    let mut sql = room(30, "lab", "Secret lab");
    sql += &Seminar {
        topics: &["Secret"],
        join_url: Some("https://meet.example/secret"),
        ..Seminar::new(1, "Secret talk")
    }
    .sql();
    sql += &(speaker(1, 1, "speaker", "accepted") + &stay(70, 2, 1, "confirmed"));
    sql += &Booking {
        owner: 1,
        starts_at: noon(),
        ..Booking::new(50, 30, "Secret booking")
    }
    .sql();
    world.run(&sql).await;
    let body = world
        .get(subscribe(&world, Detail::Busy).await)
        .await
        .unwrap();
    assert_eq!(
        lines(
            &body,
            &[
                "SUMMARY",
                "DTSTART",
                "DTEND",
                "STATUS",
                "CLASS",
                "URL",
                "DESCRIPTION",
                "LOCATION"
            ]
        ),
        [
            "Busy | 2026-12-01T03:00:00Z | 2026-12-01T04:00:00Z | Confirmed | Confidential |  |  | ",
            "Busy | 2026-12-03T07:00:00Z | 2026-12-03T08:00:00Z | Confirmed | Confidential |  |  | ",
        ]
    );
    let text = String::from_utf8(body.identity.clone()).unwrap();
    assert!(
        !text.contains("ecret") && !text.contains("UID:1@") && !text.contains("UID:booking"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_address_tells_only_when_where_that_is_asked_for() {
    let world = World::new().await;
    let mine = Seminar {
        owner: 1,
        ..Seminar::new(1, "Mine")
    };
    let followed = Seminar {
        series: Some(20),
        ..Seminar::new(2, "Followed")
    };
    let sql = series(20, "followed", "Followed") + &follow(20) + &mine.sql() + &followed.sql();
    world.run(&sql).await;
    let address = subscribe(&world, Detail::Full).await;
    let full = world.get(address.clone()).await.unwrap();
    assert_eq!(titles(&full), ["Mine", "Followed"]);
    let options = Options::parse([("detail", "busy")]).unwrap();
    let busy = world.ask(address, options).await.unwrap();
    assert_eq!(
        lines(&busy, &["SUMMARY", "DESCRIPTION", "LOCATION", "CLASS"]),
        ["Busy |  |  | Confidential"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_handed_a_busy_address_learns_neither_what_of_nor_which() {
    let world = World::new().await;
    let mut sql = room(30, "lab", "Lab");
    sql += &(Seminar::new(1, "Public talk").sql() + &speaker(1, 1, "speaker", "accepted"));
    sql += &Booking {
        owner: 1,
        starts_at: noon(),
        ..Booking::new(50, 30, "Meeting")
    }
    .sql();
    world.run(&sql).await;
    let mine = subscribe(&world, Detail::Busy).await;
    let names = ["UID", "DTSTART", "CREATED", "DTSTAMP", "LAST-MODIFIED"];
    let plain = lines(&world.get(mine.clone()).await.unwrap(), &names);
    assert_eq!(plain.len(), 2);
    // Asked for one kind after the other, it says the same: nobody sorts out the talks.
    for kinds in ["seminar", "booking", "stay", "lecture,tour"] {
        let options = Options::parse([("kinds", kinds)]).unwrap();
        let narrowed = world.ask(mine.clone(), options).await.unwrap();
        assert_eq!(lines(&narrowed, &names), plain, "{kinds}");
    }

    // Both times stand in public feeds with UIDs and dates. Neither is found again here, nor what anyone could reckon from
    // the UID and the id that the address holds.
    let Address::My(secret) = &mine else {
        unreachable!()
    };
    let [feed] = Key::ids_in::<1>(secret).unwrap();
    let reckoned = |uid: &str| {
        let digest = Sha256::new()
            .chain_update(feed.as_bytes())
            .chain_update(uid.as_bytes())
            .finalize();
        let octets: [u8; 16] = std::array::from_fn(|n| digest[n]);
        Builder::from_sha1_bytes(octets).into_uuid().to_string()
    };
    let public = [Address::Hub, Address::Room("lab".into())];
    for address in public {
        let body = world.get(address).await.unwrap();
        for told in lines(&body, &["UID", "CREATED", "LAST-MODIFIED"]) {
            let told: Vec<&str> = told.split(" | ").collect();
            let guess = reckoned(told[0]);
            for line in &plain {
                let own: Vec<&str> = line.split(" | ").collect();
                assert!(told.iter().all(|known| !own.contains(known)), "{line}");
                assert!(!own[0].starts_with(&guess), "{line}");
            }
        }
    }

    // It is steady: on every node the same, and the date of an entry rises with it.
    let request = maru::feeds::model::FeedRequest::new(mine.clone(), Options::default());
    let elsewhere = world.another_node().get(&request).await.unwrap();
    assert_eq!(lines(&elsewhere, &names), plain);
    let before = world.get(mine.clone()).await.unwrap();
    world
        .change(
            "UPDATE bookings SET starts_at = starts_at + interval '5 min', modified_at = modified_at + interval '1 h', \
             sequence = sequence + 1",
            &[Subject::Person(person(1))],
        )
        .await;
    let after = world.after(mine, &before).await.unwrap();
    let dated = |body: &Body| lines(body, &["UID", "LAST-MODIFIED"]);
    let (before, after) = (dated(&before), dated(&after));
    assert_eq!(before[1], after[1], "the talk is as it was");
    assert_eq!(before[0].split(" | ").next(), after[0].split(" | ").next());
    assert!(before[0] < after[0], "{before:?} {after:?}");
}
