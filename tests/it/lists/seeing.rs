//! What stands on a list, for whom.

use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use serde_json::{Value, json};

use super::{Scene, made, summaries, titles};
use crate::support::house::attributes;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_shows_what_rules_and_hands_put_there_to_those_who_may_see_that() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let speaks = json!({ "speakers": [{ "person_id": scene.speaker }] });
    let other = json!({ "name": "Dana Dozent" });
    let other = made(&house.admin, "/people", other).await;
    let lectures = json!({ "speakers": [{ "person_id": other }] });
    let hosts = json!({ "speakers": [{ "person_id": scene.speaker, "role": "host" }] });
    let series = house.series_id().await;
    let topic = |more: Value| {
        let mut more = more;
        more["topics"] = json!(["AI & Safety"]);
        more
    };
    scene.seminar("By topic", 3, topic(json!({}))).await;
    let left = scene.seminar("Left out", 4, topic(json!({}))).await;
    scene.seminar("By institution", 5, speaks).await;
    scene.seminar("By speaker", 6, lectures).await;
    let of_series = json!({ "series_id": series, "topics": [] });
    scene.seminar("By series", 7, of_series).await;
    let chosen = scene.seminar("Chosen", 8, json!({})).await;
    scene.seminar("Elsewhere", 9, json!({})).await;
    scene.seminar("Received there", 10, hosts).await;
    let members = json!({ "visibility": "members" });
    scene.seminar("Members secret", 11, topic(members)).await;
    let invited = json!({ "visibility": "invited" });
    let invited = scene.seminar("Invited secret", 12, invited).await;
    let draft = json!({ "state": "draft" });
    scene.seminar("Draft secret", 13, topic(draft)).await;

    for visibility in ["public", "members", "own"] {
        let list = scene.list(visibility, visibility).await;
        for item in [
            json!({ "what": "topic", "topic": "AI & safety" }),
            json!({ "what": "institution", "institution_id": scene.institution }),
            json!({ "what": "person", "person_id": other }),
            json!({ "what": "series", "series_id": series }),
            json!({ "what": "seminar", "seminar_id": chosen }),
            json!({ "what": "seminar", "seminar_id": invited }),
            json!({ "what": "left_out", "seminar_id": left }),
        ] {
            scene.put(&list, item).await;
        }
    }
    let open = [
        "By topic",
        "By institution",
        "By speaker",
        "By series",
        "Chosen",
    ];
    let with = |more: &[&'static str]| [&open[..], more].concat();
    let everything = with(&["Members secret", "Invited secret"]);
    // Pages: of each list, for each reader; none is not there.
    let mut rows = Vec::new();
    for person in [
        None,
        Some(house.guest),
        Some(house.member),
        Some(house.organiser),
        Some(house.administrator),
    ] {
        let mut browser = match person {
            Some(person) => house.app.browser(person).await,
            None => house.app.visitor(),
        };
        let mut row = Vec::new();
        for list in ["public", "members", "own"] {
            let page = browser.get(&format!("/lists/{list}")).await;
            row.push((page.status == 200).then(|| titles(&page)));
        }
        let index = browser.get("/lists").await.expect(200);
        rows.push((row, index.words(".series-lines a")));
    }
    let said = |titles: &[&str]| {
        let titles = titles.iter().map(|title| (*title).to_owned());
        Some(titles.collect::<Vec<_>>())
    };
    let named = |lists: &[&str]| {
        let names = lists.iter().map(|list| format!("The {list} list"));
        names.collect::<Vec<_>>()
    };
    let within = with(&["Members secret"]);
    let expected = [
        (vec![said(&open), None, None], named(&["public"])),
        (vec![said(&open), None, None], named(&["public"])),
        (
            vec![said(&within), said(&within), None],
            named(&["members", "public"]),
        ),
        (
            vec![said(&everything); 3],
            named(&["members", "own", "public"]),
        ),
        (
            vec![said(&everything); 3],
            named(&["members", "own", "public"]),
        ),
    ];
    assert_eq!(rows, expected);

    // What anyone may fetch.
    let calendar = house.app.get("/feeds/lists/public.ics").await.expect(200);
    assert_eq!(summaries(&calendar), open);
    assert!(calendar.text().contains("X-WR-CALNAME:The public list\r\n"));
    let korean = house.app.get("/feeds/lists/public.ics?lang=ko").await;
    assert!(korean.text().contains("X-WR-CALNAME:public 모음\r\n"));
    let json = house.app.get("/feeds/lists/public.json").await.expect(200);
    let json = json.json();
    let mut listed: Vec<&str> = json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["title"].as_str().unwrap())
        .collect();
    listed.sort_unstable();
    let mut sorted = open;
    sorted.sort_unstable();
    assert_eq!(listed, sorted);
    let atom = house.app.get("/feeds/lists/public.atom").await.expect(200);
    assert_eq!(atom.text().matches("<entry>").count(), open.len());
    let embed = house.app.get("/embed/lists/public").await.expect(200);
    assert_eq!(titles(&embed), open);
    for body in [&calendar, &atom, &embed] {
        assert!(!body.text().contains("secret"));
    }
    for closed in ["members", "own", "nothing"] {
        for ending in ["ics", "atom", "json"] {
            let path = format!("/feeds/lists/{closed}.{ending}");
            house.app.get(&path).await.expect(404);
        }
        let path = format!("/embed/lists/{closed}");
        house.app.get(&path).await.expect(404);
    }
    let feeds = house.app.get("/feeds").await.expect(200);
    let links = attributes(&feeds, ".feed-links a[href^='/feeds/lists/']", "href");
    let lists = ["ics", "atom", "json"].map(|ending| format!("/feeds/lists/public.{ending}"));
    assert_eq!(links, lists);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_everyone_is_read_under_an_address_of_ones_own() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let topics = json!({ "topics": ["Safety"], "visibility": "members" });
    scene.seminar("Members secret", 5, topics).await;
    let invited = json!({ "topics": ["Safety"], "visibility": "invited" });
    let invited = scene.seminar("Invited secret", 6, invited).await;
    let body = json!({ "people": [house.guest] });
    let path = format!("/seminars/{invited}/invitations");
    scene.organiser.post(&path, body).await.expect(202);
    for visibility in ["public", "members", "own"] {
        let list = scene.list(visibility, visibility).await;
        let item = json!({ "what": "topic", "topic": "Safety" });
        scene.put(&list, item).await;
    }
    let mut rows = Vec::new();
    for person in [house.guest, house.member, house.organiser] {
        let feed = scene.feed(person, "full").await;
        for list in ["public", "members", "own", "nothing"] {
            let answer = house.app.get(&format!("{feed}?list={list}")).await;
            rows.push(match answer.status {
                200 => summaries(&answer).join(", "),
                status => status.to_string(),
            });
        }
    }
    let both = "Members secret, Invited secret";
    let expected = [
        ["Invited secret", "404", "404", "404"],
        ["Members secret", "Members secret", "404", "404"],
        [both, both, both, "404"],
    ];
    assert_eq!(rows, expected.concat());
    // Who was handed an address that tells only when someone is busy is told of no list.
    let busy = scene.feed(house.organiser, "busy").await;
    house.app.get(&busy).await.expect(200);
    let path = format!("{busy}?list=own");
    house.app.get(&path).await.expect(404);
    let path = format!("{busy}?list=Not+a+slug");
    house.app.get(&path).await.expect(422);
    // The page of the list leads there.
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get("/lists/members").await.expect(200);
    let links = attributes(&page, ".links a[href*='list=members']", "href");
    assert_eq!(links.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_shows_what_a_series_alone_says_to_those_alone_who_may_know_of_it() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let inner = json!({ "title": "Inner circle", "slug": "inner", "zone": "Asia/Seoul", "visibility": "members",
                        "institution_ids": [scene.institution] });
    let inner = made(&scene.organiser, "/series", inner).await;
    let of_it = json!({ "series_id": inner, "visibility": "public" });
    scene.seminar("Organised there", 3, of_it.clone()).await;
    let mut spoken = of_it;
    spoken["speakers"] = json!([{ "person_id": scene.speaker }]);
    scene.seminar("Spoken there", 4, spoken).await;
    let list = scene.list("public", "public").await;
    let rule = json!({ "what": "institution", "institution_id": scene.institution });
    scene.put(&list, rule).await;

    let (open, both) = (&["Spoken there"][..], &["Organised there", "Spoken there"]);
    let calendar = house.app.get("/feeds/lists/public.ics").await.expect(200);
    assert_eq!(summaries(&calendar), open);
    for path in ["/lists/public", "/embed/lists/public"] {
        assert_eq!(titles(&house.app.get(path).await.expect(200)), open);
    }
    for person in [house.member, house.administrator, house.guest] {
        if person == house.guest {
            let calendar = scene.feed(person, "full").await + "?list=public";
            let calendar = house.app.get(&calendar).await.expect(200);
            assert_eq!(summaries(&calendar), open);
            let mut browser = house.app.browser(person).await;
            let page = browser.get("/lists/public").await.expect(200);
            assert_eq!(titles(&page), open);
            // Who follows it knows of it.
            let path = format!("/series/{inner}/subscriptions/{person}");
            house.admin.put(&path, json!({})).await.expect(200);
        }
        let mut browser = house.app.browser(person).await;
        let page = browser.get("/lists/public").await.expect(200);
        assert_eq!(titles(&page), both);
        let calendar = scene.feed(person, "full").await + "?list=public";
        let calendar = house.app.get(&calendar).await.expect(200);
        assert_eq!(summaries(&calendar), both);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lists_are_linked_from_where_readers_look_for_them() {
    let scene = Scene::new().await;
    let app = &scene.house.app;
    for mut reader in [app.visitor(), app.browser(scene.house.member).await] {
        for (language, called) in [("en", "Lists"), ("ko", "모음")] {
            let page = reader.get("/preferences").await.expect(200);
            reader
                .submit(&page, "/preferences", &[("language", language)])
                .await
                .expect(303);
            let programme = reader.get("/").await.expect(200);
            assert_eq!(
                attributes(&programme, ".to-lists a", "href"),
                ["/lists"],
                "{language}"
            );
            for page in ["/", "/archive", "/series/scaling"] {
                let page = reader.get(page).await.expect(200);
                assert_eq!(page.words(".foot-links a[href='/lists']"), [called]);
            }
        }
        reader.get("/lists").await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_on_a_list_is_not_called_by_a_series_of_which_its_keeper_may_not_know() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let inner = json!({ "title": "Inner circle", "slug": "inner", "zone": "Asia/Seoul", "visibility": "invited" });
    let inner = made(&scene.organiser, "/series", inner).await;
    let open = json!({ "series_id": inner, "title": "", "visibility": "public", "room_id": null });
    let code = house.seminar(open).await;
    let member = house.app.api(house.member).await;
    let list = json!({ "name_en": "Mine", "slug": "mine", "visibility": "own" });
    let list = made(&member, "/lists", list).await;
    let id = house.fact(&code, "id").await;
    let item = json!({ "what": "seminar", "seminar_id": id });
    made(&member, &format!("/lists/{list}/items"), item).await;
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get("/lists/mine/items").await.expect(200).text();
    assert!(page.contains(&format!("/seminars/{code}")), "{page}");
    assert!(!page.contains("Inner circle"), "{page}");
}

/// The database asks of a series in words of its own: they say of everyone what its page says.
#[tokio::test(flavor = "multi_thread")]
async fn who_may_know_of_a_series_is_the_same_wherever_it_is_asked() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let person = async |name: &str| house.app.person(name, name, &[]).await;
    let [
        follower,
        invited,
        kept,
        speaker,
        declined,
        assistant,
        nobody,
    ] = [
        person("fol").await,
        person("inv").await,
        person("kep").await,
        person("spe").await,
        person("dec").await,
        person("ass").await,
        person("nob").await,
    ];
    for visibility in ["public", "members", "invited"] {
        let slug = format!("of-{visibility}");
        let series =
            json!({ "title": slug, "slug": slug, "zone": "Asia/Seoul", "visibility": visibility });
        let series = made(&house.desk, "/series", series).await;
        let id = series.as_str();
        let follow = format!("/series/{id}/subscriptions/{follower}");
        house.admin.put(&follow, json!({})).await;
        for (state, guest) in [("announced", invited), ("draft", kept)] {
            let talk = json!({ "series_id": id, "title": state, "state": state, "starts_local": "2026-12-11T10:00:00",
                "speakers": [{ "person_id": speaker }, { "person_id": declined }] });
            let talk = made(&house.desk, "/seminars", talk).await;
            let mut conn = house.app.conn().await;
            conn.batch_execute(&format!(
                "INSERT INTO attendances (seminar_id, person_id, invitation_no, invited_at) VALUES ('{talk}', '{guest}', 1, now()); \
                 UPDATE speakers SET answer = 'declined' WHERE person_id = '{declined}'; \
                 INSERT INTO assistants (person_id, assistant_id, named_at) VALUES ('{follower}', '{assistant}', now()) \
                     ON CONFLICT DO NOTHING"
            ))
            .await
            .unwrap();
        }
        for who in [
            house.administrator,
            house.organiser,
            house.member,
            house.guest,
            follower,
            invited,
            kept,
            speaker,
            declined,
            assistant,
            nobody,
        ] {
            let page = house.app.api(who).await.get(&format!("/series/{id}")).await;
            let mut conn = house.app.conn().await;
            let said: bool = diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(&format!(
                "series_is_for('{id}', '{who}')"
            )))
            .get_result(&mut conn)
            .await
            .unwrap();
            assert_eq!(said, page.status == 200, "{visibility}, {who}");
        }
    }
}
