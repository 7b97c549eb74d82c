//! The page of a message says which others one mail tells with it.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use maru::base::schema::{messages, seminars};
use serde_json::json;
use uuid::Uuid;

use super::{ALL, Scene, list, talk};
use crate::support::{browser::Browser, house::attributes};

impl Scene {
    /// What is announced to the list of the department, by id, and each seminar's title.
    pub(super) async fn announcements(&self) -> Vec<(Uuid, String)> {
        messages::table
            .inner_join(seminars::table.on(messages::seminar_id.eq(seminars::id.nullable())))
            .filter(messages::address.eq(ALL))
            .filter(messages::kind.eq("announcement"))
            .order(messages::id)
            .select((messages::id, seminars::title))
            .load(&mut self.house.app.conn().await)
            .await
            .unwrap()
    }

    /// Each of these is announced by itself, with its number in its title.
    async fn announced_one_by_one(&self, talks: &[(usize, &str)]) {
        for (n, starts) in talks {
            let seminar = json!({ "title": talk(*n), "starts_local": starts });
            self.announced(seminar).await;
        }
    }

    pub(super) async fn admin(&self) -> Browser {
        self.house.app.browser(self.house.administrator).await
    }
}

/// What a page says of others: how many, and of each its words and where they lead.
pub(super) type Said = (Vec<String>, Vec<(String, String)>);

pub(super) async fn said(admin: &mut Browser, id: Uuid) -> Said {
    let page = admin.get(&format!("/admin/mail/{id}")).await.expect(200);
    let links = "[aria-labelledby=beside] a";
    let words = page.words(links).into_iter();
    let pairs = words.zip(attributes(&page, links, "href"));
    (page.words("[aria-labelledby=beside] p"), pairs.collect())
}

pub(super) fn with(words: &str, others: &[&(Uuid, String)]) -> Said {
    let link = |(id, title): &(Uuid, String)| (title.clone(), format!("/admin/mail/{id}"));
    let links = others.iter().copied().map(link);
    (vec![words.to_owned()], links.collect())
}

pub(super) fn alone() -> Said {
    (Vec::new(), Vec::new())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_says_with_what_it_goes_and_what_was_sent_with_what_it_went() {
    let scene = Scene::new().await;
    // Another list is told of the same by a mail of its own.
    let path = format!("/series/{}/audiences", scene.series);
    let other = list(json!({ "address": "other@department.example" }));
    scene.organiser.post(&path, other).await.expect(201);
    scene.drafts(13).await;
    scene.announce_term(json!({})).await;
    let all = scene.announcements().await;
    assert_eq!(all.len(), 13);
    let mut admin = scene.admin().await;
    let more = (
        "and 2 more".to_owned(),
        "/admin/mail?q=all%40department.example".to_owned(),
    );
    let first: Vec<_> = all[1..11].iter().collect();
    let last: Vec<_> = all[..10].iter().collect();
    let goes = "It goes with 12 others as one mail, as things stand now.";
    let went = "It went with 12 others as one mail.";
    for words in [goes, went] {
        for (id, others) in [(all[0].0, &first), (all[12].0, &last)] {
            let mut expected = with(words, others);
            expected.1.push(more.clone());
            assert_eq!(said(&mut admin, id).await, expected);
        }
        if words == goes {
            assert_eq!(scene.after_the_window().await.len(), 2);
        }
    }

    // What is announced afterwards goes in another mail.
    scene
        .announced_one_by_one(&[(14, "2026-12-11T16:00:00")])
        .await;
    let id = scene.announcements().await[13].0;
    assert_eq!(said(&mut admin, id).await, alone());
    let [mail] = scene
        .after_the_window()
        .await
        .into_iter()
        .filter(|mail| mail.to == ALL)
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    assert!(mail.subject.starts_with("Talk 14,"), "{}", mail.subject);
    assert_eq!(said(&mut admin, id).await, alone());
    assert_eq!(said(&mut admin, all[0].0).await.0, [went]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_at_once_goes_with_what_is_held_where_both_are_due() {
    let scene = Scene::new().await;
    scene
        .announced_one_by_one(&[(1, "2026-12-17T16:00:00"), (2, "2026-11-03T16:00:00")])
        .await;
    let all = scene.announcements().await;
    let [held, at_once] = all.as_slice() else {
        panic!("{all:?}");
    };
    let mut admin = scene.admin().await;
    for (id, _) in [held, at_once] {
        assert_eq!(said(&mut admin, *id).await, alone());
    }
    scene.house.app.clock.advance(Duration::minutes(31));
    let goes = "It goes with 1 other as one mail, as things stand now.";
    for (one, other) in [(held, at_once), (at_once, held)] {
        let expected = with(goes, &[other]);
        assert_eq!(said(&mut admin, one.0).await, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_again_goes_with_those_of_its_mail_alone() {
    let scene = Scene::new().await;
    scene.drafts(2).await;
    scene.announce_term(json!({})).await;
    assert_eq!(scene.after_the_window().await.len(), 1);
    // As a worker leaves it that was killed before it marked anything, once its leases have run out.
    let again = "UPDATE messages SET state = 'queued', sent_at = NULL, ended_at = NULL \
                 WHERE audience_id IS NOT NULL AND state = 'sent'";
    let mut conn = scene.house.app.conn().await;
    conn.batch_execute(again).await.unwrap();
    scene
        .announced_one_by_one(&[(3, "2026-12-24T16:00:00"), (4, "2026-12-31T16:00:00")])
        .await;
    scene.house.app.clock.advance(Duration::minutes(31));
    let all = scene.announcements().await;
    let goes = "It goes with 1 other as one mail, as things stand now.";
    let mut admin = scene.admin().await;
    for (one, other) in [(0, 1), (1, 0), (2, 3), (3, 2)] {
        let expected = with(goes, &[&all[other]]);
        assert_eq!(said(&mut admin, all[one].0).await, expected);
    }
}
