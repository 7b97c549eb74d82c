//! With which others a message is said to go is with which it goes: the page follows the rules of the worker. Each test asks the
//! page first, then lets the mail go.

mod apart;
mod on_its_way;

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use maru::base::{
    clock::{Clock, Instant},
    schema::messages,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    Scene,
    shown::{Said, alone, said, with},
    talk, talks, titles,
};
use crate::support::{browser::Browser, smtp_sink::SmtpSink};

const GOES: &str = "It goes with 1 other as one mail, as things stand now.";
const GO: &str = "It goes with 2 others as one mail, as things stand now.";
const TELLS: &str = "One mail tells this and 2 others.";

/// Drafts that are announced at times of their own, and a reader of the queue.
struct Term {
    scene: Scene,
    paths: Vec<String>,
    begun: Instant,
    admin: Browser,
}

impl Term {
    async fn new(count: u64) -> Self {
        let scene = Scene::new().await;
        let paths = scene.drafts(count).await;
        let begun = scene.house.app.clock.now();
        let admin = scene.admin().await;
        Self {
            scene,
            paths,
            begun,
            admin,
        }
    }

    /// So many minutes later than the beginning.
    fn later(&self, minutes: i64) -> Instant {
        self.begun + Duration::minutes(minutes)
    }

    fn at(&self, minutes: i64) {
        self.scene.house.app.clock.set(self.later(minutes));
    }

    async fn announce(&self, numbers: &[usize]) {
        for n in numbers {
            let state = json!({ "state": "announced" });
            self.scene.change(&self.paths[n - 1], state).await;
        }
    }

    /// Each message with the title of its seminar, from the first that was announced to the last.
    async fn all(&self) -> Vec<(Uuid, String)> {
        self.scene.announcements().await
    }

    /// What the page says of each of these, by their places, is that it goes with the rest of them.
    async fn go_together(&mut self, places: &[usize]) {
        let all = self.all().await;
        for place in places {
            let others: Vec<&(Uuid, String)> = places
                .iter()
                .filter(|other| *other != place)
                .map(|other| &all[*other])
                .collect();
            let expected: Said = match others.len() {
                0 => alone(),
                1 => with(GOES, &others),
                _ => with(GO, &others),
            };
            assert_eq!(said(&mut self.admin, all[*place].0).await, expected);
        }
    }

    /// The titles in the letter that the page of this one shows, by its place. None where there is no letter: each has its own.
    async fn letter_tells(&mut self, place: usize) -> Vec<String> {
        let path = format!("/admin/mail/{}", self.all().await[place].0);
        let page = self.admin.get(&path).await.expect(200);
        let letter = page.words("pre.letter").concat();
        let titles = (1..=4).map(talk);
        titles.filter(|title| letter.contains(title)).collect()
    }

    /// The titles that each mail tells that goes now.
    async fn told_now(&self) -> Vec<Vec<String>> {
        let mails = self.scene.now().await;
        let mut told = Vec::new();
        for mail in &mails {
            // One alone has its title in the subject.
            told.push(match mail.subject.split_once(',') {
                Some((title, _)) if title.starts_with("Talk ") => vec![title.to_owned()],
                _ => titles(mail).into_iter().map(str::to_owned).collect(),
            });
        }
        told.sort();
        told
    }

    /// As if the first attempt to compose these, by their places, had failed: they are tried again so many minutes after the
    /// beginning.
    async fn back_off(&self, places: &[usize], minutes: i64) {
        let all = self.all().await;
        let ids: Vec<Uuid> = places.iter().map(|place| all[*place].0).collect();
        diesel::update(messages::table.filter(messages::id.eq_any(ids)))
            .set((
                messages::state.eq("queued"),
                messages::attempts.eq(1),
                messages::error.eq("it could not be composed"),
                messages::send_after.eq(self.later(minutes)),
            ))
            .execute(&mut self.scene.house.app.conn().await)
            .await
            .unwrap();
    }

    /// So many minutes after the beginning it is too late for one, by its place.
    async fn too_late(&self, place: usize, minutes: i64) {
        let id = self.all().await[place].0;
        diesel::update(messages::table.filter(messages::id.eq(id)))
            .set(messages::not_after.eq(self.later(minutes)))
            .execute(&mut self.scene.house.app.conn().await)
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_organiser_let_go_does_not_wait_with_the_others() {
    let mut term = Term::new(3).await;
    term.announce(&[1, 2]).await;
    term.at(5);
    term.announce(&[3]).await;
    let path = format!("/messages/{}/dispatch", term.all().await[0].0);
    let organiser = &term.scene.organiser;
    organiser.post(&path, json!({})).await.expect(200);
    // Nobody has sent it yet, and the window of the second has ended; that of the third has not.
    term.at(11);
    term.go_together(&[0]).await;
    term.go_together(&[1, 2]).await;
    assert_eq!(term.told_now().await, [talks([1])]);
    term.go_together(&[1, 2]).await;
    term.at(16);
    assert_eq!(term.told_now().await, [talks([2, 3])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_waits_for_longer_than_three_windows() {
    let mut term = Term::new(4).await;
    for (n, minutes) in [(1, 0), (2, 9), (3, 18), (4, 27)] {
        term.at(minutes);
        term.announce(&[n]).await;
    }
    term.go_together(&[0, 1, 2]).await;
    term.go_together(&[3]).await;
    term.at(29);
    assert_eq!(term.told_now().await, [talks([1, 2, 3])]);
    term.at(38);
    assert_eq!(term.told_now().await, [talks([4])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_tried_again_later_goes_with_what_is_due_then() {
    let mut term = Term::new(4).await;
    term.announce(&[1, 2, 3, 4]).await;
    term.back_off(&[0, 1], 60).await;
    term.back_off(&[2], 90).await;
    let mails: [&[usize]; 3] = [&[3], &[0, 1], &[2]];
    for places in mails {
        term.go_together(places).await;
    }
    for (minutes, numbers) in [(11, vec![4]), (61, vec![1, 2]), (91, vec![3])] {
        term.at(minutes);
        assert_eq!(term.told_now().await, [talks(numbers)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_be_too_late_waits_for_no_other() {
    let mut term = Term::new(4).await;
    term.announce(&[1, 2, 3]).await;
    // Before its window ends, and before that of another ends for which it would wait.
    term.too_late(0, 8).await;
    term.too_late(1, 12).await;
    term.at(5);
    term.announce(&[4]).await;
    let mails: [&[usize]; 3] = [&[0], &[1], &[2, 3]];
    for places in mails {
        term.go_together(places).await;
    }
    for (minutes, numbers) in [(11, vec![2]), (16, vec![3, 4])] {
        term.at(minutes);
        assert_eq!(term.told_now().await, [talks(numbers)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_says_with_what_it_was_told_and_is_tried_again_alone() {
    let mut term = Term::new(3).await;
    term.scene.announce_term(json!({})).await;
    term.at(11);
    let sink = SmtpSink::start();
    term.scene.send_to(&sink).await;
    let failed = "UPDATE messages SET state = 'failed', sent_at = NULL, error = '550 5.7.1 not you' \
                  WHERE audience_id IS NOT NULL AND state = 'sent'";
    let mut conn = term.scene.house.app.conn().await;
    conn.batch_execute(failed).await.unwrap();
    drop(conn);
    let all = term.all().await;
    let expected = with(TELLS, &[&all[0], &all[2]]);
    assert_eq!(said(&mut term.admin, all[1].0).await, expected);
    // As it would read that is tried again by itself.
    assert_eq!(term.letter_tells(1).await, talks([2]));

    // The first of them is tried again, and goes alone.
    let path = format!("/admin/mail/{}", all[0].0);
    let page = term.admin.get(&path).await.expect(200);
    let retry = format!("{path}/retry");
    let retried = term.admin.submit(&page, &retry, &[]).await;
    retried.expect(303);
    term.go_together(&[0]).await;
    term.scene.send_to(&sink).await;
    assert_eq!(sink.received().len(), 2);
    assert_eq!(said(&mut term.admin, all[0].0).await, alone());
    let expected = with(TELLS, &[&all[0], &all[2]]);
    assert_eq!(said(&mut term.admin, all[1].0).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_of_what_waits_is_that_of_all_that_go_with_it() {
    let mut term = Term::new(3).await;
    term.scene.announce_term(json!({})).await;
    let all = term.all().await;
    let (mut letters, mut entries, mut bodies) = (Vec::new(), Vec::new(), Vec::new());
    for (id, _) in &all {
        let path = format!("/admin/mail/{id}");
        let page = term.admin.get(&path).await.expect(200);
        letters.extend(page.words("pre.letter"));
        let calendar = format!("{path}?part=calendar");
        let page = term.admin.get(&calendar).await.expect(200);
        let calendar = page.words("pre.letter").concat();
        entries.push(calendar.matches("BEGIN:VEVENT").count());
        let body = term.admin.get(&format!("{path}/html")).await.expect(200);
        let body = body.words("body").concat();
        let told: Vec<String> = (1..=4).map(talk).filter(|n| body.contains(n)).collect();
        bodies.push(told);
    }
    term.at(11);
    let [mail] = term.scene.now().await.try_into().unwrap();
    assert_eq!(titles(&mail), talks([1, 2, 3]));
    let words: Vec<&str> = mail.text.split_whitespace().collect();
    assert_eq!(letters, vec![words.join(" "); 3]);
    assert_eq!(entries, [3; 3]);
    assert_eq!(bodies, vec![talks([1, 2, 3]); 3]);
}
