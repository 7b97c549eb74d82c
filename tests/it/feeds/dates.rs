//! LAST-MODIFIED: it rises with whatever is shown, and never falls.

use chrono::Duration;
use maru::{
    base::{changes::Subject, language::Language},
    feeds::model::{Address, Detail, FeedRequest, Options},
};

use super::{
    make::{EARLY, Seminar, World, attendance, id, noon, person, stay},
    personal::subscribe,
    read::lines,
};

const BOTH: [&str; 2] = ["LAST-MODIFIED", "DESCRIPTION"];

/// The one entry of the feed of the first seminar: when it was changed, and what comes in its place.
async fn first(world: &World) -> [String; 2] {
    let request = FeedRequest::new(Address::Seminar("code1".into()), Options::default());
    let body = world.another_node().get(&request).await.unwrap();
    let [entry] = &lines(&body, &BOTH)[..] else {
        panic!("not one entry");
    };
    let (at, text) = entry.split_once(" | ").unwrap();
    let said = text.strip_prefix("In its place: ").unwrap_or_default();
    let said = said.split(['\n', '\\']).next().unwrap();
    [at.to_owned(), said.to_owned()]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_longer_comes_in_place_leaves_a_later_date_behind() {
    let world = World::new().await;
    let cancelled = |n, title: &str| Seminar {
        state: "cancelled",
        state_at: noon() - Duration::days(3),
        ..Seminar::new(n, title)
    };
    let mut sql = cancelled(1, "First").sql() + &Seminar::new(2, "Second").sql();
    sql += &Seminar::new(3, "Third").sql();
    sql += &Seminar {
        state: "draft",
        ..Seminar::new(4, "Draft")
    }
    .sql();
    sql += "UPDATE seminars SET modified_at = '2026-11-30T00:00:00Z' WHERE code = 'code4';";
    world.run(&sql).await;
    assert_eq!(first(&world).await, [EARLY, ""]);
    let replaced = |n: u128, by: u128, day: u32| {
        format!(
            "INSERT INTO replacements (seminar_id, by_id, said_at) VALUES ('{}', '{}', '{EARLY}') \
             ON CONFLICT (seminar_id) DO UPDATE SET by_id = EXCLUDED.by_id; \
             UPDATE seminars SET modified_at = '2026-11-{day:02}T00:00:00Z' WHERE code = 'code{n}';",
            id(n),
            id(by)
        )
    };
    let second = |set: &str, day: u32| {
        format!(
            "UPDATE seminars SET {set}, modified_at = '2026-11-{day:02}T00:00:00Z' WHERE code = 'code2';"
        )
    };
    // A draft is not there yet, neither its title nor its date.
    world.run(&replaced(1, 4, 2)).await;
    assert_eq!(first(&world).await, ["2026-11-02T00:00:00Z", ""]);
    for (sql, day, said) in [
        (replaced(1, 2, 3), 3, "Second"),
        (second("title = 'Other'", 4), 4, "Other"),
        // For members alone, then for everyone again, then cancelled.
        (second("visibility = 'members'", 5), 5, ""),
        (second("visibility = 'public'", 6), 6, "Other"),
        (second("state = 'cancelled'", 7), 7, ""),
        // What comes in its place in turn was last changed long ago.
        (replaced(2, 3, 8), 8, "Third"),
    ] {
        world.run(&sql).await;
        let expected = [format!("2026-11-{day:02}T00:00:00Z"), said.to_owned()];
        assert_eq!(first(&world).await, expected, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_another_language_every_entry_is_a_later_one() {
    let world = World::new().await;
    let mut sql = Seminar::new(1, "Talk").sql() + &attendance(1, 1, Some("yes"));
    sql += &stay(70, 2, 1, "confirmed");
    world.run(&sql).await;
    let mine = subscribe(&world, Detail::Full).await;
    let dates = async |options: Options| {
        let body = world.ask(mine.clone(), options).await.unwrap();
        lines(&body, &["LAST-MODIFIED"])
    };
    assert_eq!(dates(Options::default()).await, [EARLY; 2]);
    let later = "2026-11-20T00:00:00Z";
    let before = world.get(mine.clone()).await.unwrap();
    let sql = format!(
        "UPDATE people SET language = 'ko', modified_at = '{later}' WHERE id = '{}'",
        id(1)
    );
    world.change(&sql, &[Subject::Person(person(1))]).await;
    let after = world.after(mine.clone(), &before).await.unwrap();
    assert_eq!(lines(&after, &["LAST-MODIFIED"]), [later; 2]);
    // Asked for in a language, it is as it was, but for the host's own stay, which names them.
    let english = Options {
        language: Some(Language::En),
        ..Options::default()
    };
    assert_eq!(dates(english).await, [EARLY, later]);
    // Where it says only when they are busy, one date for all would tell its entries apart from those of others.
    let busy = Options {
        detail: Detail::Busy,
        ..Options::default()
    };
    let dates = dates(busy).await;
    assert_eq!(dates.len(), 1);
    assert!(dates[0].as_str() <= EARLY, "{dates:?}");
}
