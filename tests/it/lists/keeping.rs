//! Making lists, keeping them together, and who may do what.

use serde_json::{Value, json};

use super::{Scene, made, titles};
use crate::support::house::{attributes, rows, wrong};

#[tokio::test(flavor = "multi_thread")]
async fn a_members_list_is_theirs_until_an_organiser_lets_it_be_public() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let mut visitor = house.app.visitor();
    let mut guest = house.app.browser(house.guest).await;
    guest.get("/lists/new").await.expect(403);
    let mut member = house.app.browser(house.member).await;
    let page = member.get("/lists/new").await.expect(200);
    let nameless = [("name_en", " "), ("slug", "Not A Slug")];
    let refused = member.submit(&page, "/lists", &nameless).await.expect(422);
    assert_eq!(
        wrong(&refused),
        ["Name in English: Give it a name in at least one language."]
    );
    let typed = [
        ("name_en", ""),
        ("name_ko", "<b>모음</b> & \u{202e}x"),
        ("slug", "Not A Slug"),
    ];
    let refused = member.submit(&refused, "/lists", &typed).await.expect(422);
    assert_eq!(
        wrong(&refused),
        [
            "Short name in addresses: Lower-case letters, digits and single hyphens, at most 80 characters."
        ]
    );
    let open = [("slug", ""), ("visibility", "own")];
    let done = member.submit(&refused, "/lists", &open).await.expect(303);
    let items = done.location().to_owned();
    let path = items.strip_suffix("/items").unwrap().to_owned();
    let page = member.get(&items).await.expect(200);
    let done = member.submit(&page, &items, &[("topic", "Safety")]).await;
    assert_eq!(done.expect(303).location(), items);

    // What a name holds is shown as what it is.
    let page = member.get(&path).await.expect(200);
    assert!(page.words("h1")[0].starts_with("<b>모음</b> &"));
    assert_eq!(page.words("h1 b"), [""; 0]);
    visitor.get(&path).await.expect(404);
    guest.get(&path).await.expect(404);
    house.at_desk().await.get(&path).await.expect(404);

    // To show it to others is not theirs to say; whoever organises a series may, once they keep it, too.
    let edit = format!("{path}/edit");
    let form = member.get(&edit).await.expect(200);
    assert_eq!(
        attributes(&form, "input[name=visibility]", "value"),
        ["own"]
    );
    let api = house.app.api(house.member).await;
    let mine = api.get("/lists").await.expect(200).json();
    let id = mine["items"][0]["id"].as_str().unwrap().to_owned();
    let path_of = format!("/lists/{id}");
    let public = json!({ "visibility": "public" });
    api.patch(&path_of, public.clone()).await.expect(403);
    scene
        .organiser
        .patch(&path_of, public.clone())
        .await
        .expect(404);
    let keepers = json!({ "keepers": [house.member, house.organiser] });
    api.patch(&path_of, keepers).await.expect(200);
    let shown = scene.organiser.patch(&path_of, public).await.expect(200);
    assert_eq!(shown.json()["visibility"], "public");
    visitor.get(&path).await.expect(200);
    // Whoever kept it before goes on to.
    let item = json!({ "what": "topic", "topic": "Alignment" });
    made(&api, &format!("{path_of}/items"), item).await;
    let own = json!({ "visibility": "own" });
    api.patch(&path_of, own).await.expect(200);
    visitor.get(&path).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_keep_it_do_not_write_over_each_other() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let id = scene.list("shared", "public").await;
    let path = format!("/lists/{id}");
    let keepers = json!({ "keepers": [house.organiser, house.member] });
    scene.organiser.patch(&path, keepers).await.expect(200);

    // The same slug once more, and a stale version.
    let again = json!({ "name_en": "Shared", "slug": "shared" });
    let refused = scene.organiser.post("/lists", again).await.expect(422);
    let fields: Vec<_> = refused.json()["fields"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(fields, ["slug"]);
    let new = json!({ "name_en": "New" });
    let made_new = scene.organiser.post("/lists", new).await.expect(201).json();
    assert_ne!(made_new["slug"], "new");
    let stale = json!({ "name_en": "Mine", "lock_version": 1 });
    scene.organiser.patch(&path, stale).await.expect(409);
    let nothing = json!({ "name_en": "", "name_ko": "" });
    scene.organiser.patch(&path, nothing).await.expect(422);

    // In two browsers: the second sees both versions, and saving once more is a decision.
    let mut first = house.at_desk().await;
    let mut second = house.app.browser(house.member).await;
    let edit = "/lists/shared/edit";
    let (one, two) = (
        first.get(edit).await.expect(200),
        second.get(edit).await.expect(200),
    );
    let action = "/lists/shared";
    let saved = first.submit(&one, action, &[("name_en", "Theirs")]).await;
    saved.expect(303);
    let refused = second.submit(&two, action, &[("name_en", "Yours")]).await;
    let refused = refused.expect(409);
    assert_eq!(
        rows(&refused, "table.versions"),
        ["Name in English | Theirs | Yours"]
    );
    let saved = second.submit(&refused, action, &[]).await;
    saved.expect(303);
    let now = scene.organiser.get(&path).await.expect(200).json();
    assert_eq!(now["name_en"], "Yours");

    // Both put the same thing there at once: it is there once.
    let seminar = scene.seminar("Chosen", 5, json!({})).await;
    let member = house.app.api(house.member).await;
    let items = format!("{path}/items");
    let item = json!({ "what": "seminar", "seminar_id": seminar });
    let (a, b) = tokio::join!(
        scene.organiser.post(&items, item.clone()),
        member.post(&items, item.clone())
    );
    assert_eq!(a.expect(201).json(), b.expect(201).json());
    let there = member.get(&items).await.expect(200).json();
    assert_eq!(there["items"].as_array().unwrap().len(), 1);

    for (wrong, field) in [
        (json!({ "what": "topic", "topic": "…" }), "topic"),
        (json!({ "what": "topic" }), "topic"),
        (
            json!({ "what": "seminar", "seminar_id": uuid::Uuid::nil() }),
            "seminar_id",
        ),
        (
            json!({ "what": "topic", "topic": "x", "seminar_id": seminar }),
            "seminar_id",
        ),
        (json!({ "what": "everything" }), "what"),
    ] {
        let refused = member.post(&items, wrong).await.expect(422).json();
        let fields: Vec<_> = refused["fields"].as_object().unwrap().keys().collect();
        assert_eq!(fields, [field]);
    }
    // Without a keeper there is none.
    let nobody = json!({ "keepers": [] });
    member.patch(&path, nobody).await.expect(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_others_follow_is_archived_and_not_removed() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let id = scene.list("shared", "public").await;
    let item = json!({ "what": "topic", "topic": "Safety" });
    scene.put(&id, item).await;
    let path = format!("/lists/{id}");
    let mut guest = house.app.browser(house.guest).await;
    let page = guest.get("/lists/shared").await.expect(200);
    let followed = guest
        .submit(&page, "/me/follows", &[("wanted", "yes")])
        .await;
    assert_eq!(followed.expect(303).location(), "/lists/shared");
    let notices = guest.get("/me/notices").await.expect(200);
    assert!(notices.text().contains("List: The shared list"));

    let mut keeper = house.at_desk().await;
    let edit = keeper.get("/lists/shared/edit").await.expect(200);
    let refused = keeper.submit(&edit, "/lists/shared/removal", &[]).await;
    refused.expect(409);
    let archived = keeper
        .submit(&edit, "/lists/shared", &[("state", "archived")])
        .await;
    archived.expect(303);
    let index = keeper.get("/lists").await.expect(200);
    assert_eq!(index.words(".series-lines a"), [""; 0]);
    house.app.get("/feeds/lists/shared.ics").await.expect(200);
    let items = format!("{path}/items");
    let item = json!({ "what": "topic", "topic": "Other" });
    scene.organiser.post(&items, item).await.expect(409);
    let follow = format!("/people/{}/follows/lists/{id}", house.member);
    let member = house.app.api(house.member).await;
    member.put(&follow, json!({})).await.expect(409);

    // Once nobody else follows it, it can go.
    let page = guest.get("/lists/shared").await.expect(200);
    let left = guest
        .submit(&page, "/me/follows", &[("wanted", "no")])
        .await;
    left.expect(303);
    scene.organiser.delete(&path).await.expect(204);
    house.app.get("/lists/shared").await.expect(404);
    assert_eq!(house.count("list_items").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seminars_page_puts_it_on_a_list_and_takes_it_off() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let safety = json!({ "topics": ["Safety"] });
    let by_rule = scene.seminar("By rule", 5, safety).await;
    let by_hand = scene.seminar("By hand", 6, json!({})).await;
    let id = scene.list("kept", "public").await;
    let item = json!({ "what": "topic", "topic": "Safety" });
    scene.put(&id, item).await;
    let mut browser = house.at_desk().await;
    let items = async || -> Vec<Value> {
        let path = format!("/lists/{id}/items");
        let there = scene.organiser.get(&path).await.expect(200).json();
        let there = there["items"].as_array().unwrap();
        there.iter().map(|item| item["what"].clone()).collect()
    };
    let all = scene.organiser.get("/seminars").await.expect(200).json();
    let code = |id: &str| {
        let found = all["items"].as_array().unwrap();
        let found = found.iter().find(|one| one["id"] == id).unwrap();
        found["code"].as_str().unwrap().to_owned()
    };
    let steps: [(&str, &str, &[&str], &[&str]); 4] = [
        (
            &by_hand,
            "yes",
            &["topic", "seminar"],
            &["By rule", "By hand"],
        ),
        (&by_hand, "no", &["topic"], &["By rule"]),
        // A rule put it there: it is left out, and comes back by taking that word away.
        (&by_rule, "no", &["topic", "left_out"], &[]),
        (&by_rule, "yes", &["topic"], &["By rule"]),
    ];
    for (seminar, wanted, what, shown) in steps {
        let page = format!("/seminars/{}", code(seminar));
        let poster = browser.get(&page).await.expect(200);
        let action = format!("{page}/lists");
        let done = browser
            .submit(&poster, &action, &[("wanted", wanted)])
            .await;
        assert_eq!(done.expect(303).location(), page);
        assert_eq!(items().await, what);
        let list = house.app.get("/lists/kept").await.expect(200);
        assert_eq!(titles(&list), shown);
    }
    // Who keeps no list is offered none.
    let page = format!("/seminars/{}", code(&by_rule));
    let mut member = house.app.browser(house.member).await;
    let poster = member.get(&page).await.expect(200);
    assert!(!poster.text().contains(&format!("{page}/lists\"")));
}
