//! What the owner of a booking is told of moves that someone else makes, before and after any mail went out.

use serde_json::{Value, json};

use crate::support::{house::House, mailbox::Mail};

/// Min's booking of Hall A on 10 December 2026 from 10:00 to 11:00 in Seoul, which an administrator moves.
struct Booked {
    house: House,
    path: String,
}

impl Booked {
    async fn new() -> Self {
        let house = House::new().await;
        let code = house
            .booking(&house.hall, "Reading group", "10:00", "11:00")
            .await;
        let id = house.booked(&code, "id").await;
        assert_eq!(house.app.mails().await, []);
        let path = format!("/bookings/{}", id.as_str().unwrap());
        Self { house, path }
    }

    async fn moves(&self, change: Value) {
        self.house.admin.patch(&self.path, change).await.expect(200);
    }

    /// What goes out now, which is one mail to Min.
    async fn told(&self) -> Mail {
        let [mail] = self.house.app.mails().await.try_into().unwrap();
        assert_eq!(
            (mail.kind.as_str(), mail.to.as_str()),
            ("booking", "min@hub.example")
        );
        mail
    }

    fn there(&self) -> Value {
        json!({ "room_id": self.house.other_hall["id"] })
    }

    fn back(&self) -> Value {
        json!({ "room_id": self.house.hall["id"] })
    }
}

/// How it was before, in the words of a mail.
fn before(mail: &Mail) -> Vec<&str> {
    let lines = mail.text.lines();
    lines
        .filter_map(|line| line.trim().strip_prefix("before: "))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_moves_it_and_moves_it_back_before_any_mail_went_out_tells_nothing() {
    let booked = Booked::new().await;
    booked.moves(booked.there()).await;
    booked.moves(booked.back()).await;
    assert_eq!(booked.house.app.mails().await, []);
    // Once they were told, they are told that it is back.
    booked.moves(booked.there()).await;
    assert_eq!(before(&booked.told().await), ["Hall A, Seoul"]);
    booked.moves(booked.back()).await;
    assert_eq!(before(&booked.told().await), ["Hall B, Seoul"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_moves_are_told_in_one_mail_from_where_it_was_known() {
    let booked = Booked::new().await;
    booked.moves(booked.there()).await;
    let later = json!({ "starts_at": "2026-12-10T05:00:00Z", "ends_at": "2026-12-10T06:00:00Z" });
    booked.moves(later).await;
    let mail = booked.told().await;
    let [when, room] = before(&mail).try_into().unwrap();
    assert!(when.contains("10:00"), "{when}");
    assert_eq!(room, "Hall A, Seoul");
    assert_eq!(booked.house.app.mails().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_stays_is_not_told_as_another_one() {
    let booked = Booked::new().await;
    let later = json!({ "starts_at": "2026-12-10T05:00:00Z", "ends_at": "2026-12-10T06:00:00Z" });
    booked.moves(later).await;
    let mail = booked.told().await;
    let [when] = before(&mail).try_into().unwrap();
    assert!(when.contains("10:00"), "{when}");
}
