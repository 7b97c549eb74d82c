//! The link: what opening it does, and which of several is good.

use diesel_async::SimpleAsyncConnection;
use serde_json::json;

use super::Talk;
use crate::support::watch;

#[tokio::test(flavor = "multi_thread")]
async fn opening_the_link_changes_nothing_and_is_kept_nowhere() {
    let mut talk = Talk::new().await;
    let mut conn = talk.house.app.conn().await;
    let before = watch::audit_trail(&mut conn).await.len();
    for _ in 0..3 {
        let page = talk.page().await;
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(page.header("cache-control"), Some("private, no-store"));
        assert_eq!(page.words("h1"), ["Will you speak?"]);
    }
    assert_eq!(watch::audit_trail(&mut conn).await.len(), before);
    for nothing in ["/speak/x", "/speak/%00", "/speak/.."] {
        let answer = talk.house.app.get(nothing).await;
        assert!(matches!(answer.status, 400 | 404), "{nothing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_of_an_older_mail_leads_to_the_page_and_a_revoked_one_says_whom_to_ask() {
    let mut talk = Talk::new().await;
    let token = talk.link.strip_prefix("/speak/").unwrap().to_owned();
    let old = format!("/answer/{token}?answer=declined");
    let on = talk.house.app.get(&old).await.expect(303);
    assert_eq!(on.location(), format!("/speak/{token}?answer=declined"));

    let person = talk.said().await["person_id"].as_str().unwrap().to_owned();
    let renew = format!("{}/speakers/{person}/link", talk.call().await);
    let renewed = talk
        .house
        .admin
        .post(&renew, json!({ "renew": true }))
        .await;
    let url = renewed.expect(200).json()["url"]
        .as_str()
        .unwrap()
        .to_owned();
    let gone = talk.house.app.get(&talk.link).await.expect(410);
    assert_eq!(gone.words("h1"), ["This link is no longer good"]);
    assert_eq!(
        gone.words(".lede"),
        ["It was replaced or withdrawn. Oh Organiser can send you another one."]
    );
    let base = talk.house.app.hub.public_url.clone();
    let revoked = std::mem::replace(
        &mut talk.link,
        url.strip_prefix(base.as_str()).unwrap().to_owned(),
    );
    assert_eq!(talk.page().await.words("h1"), ["Will you speak?"]);

    // Taken off and put on again, she comes by the link that was good, and by none that was not.
    let call = talk.call().await;
    for speakers in [json!([]), json!([{ "email": "marie@sample.example" }])] {
        let change = json!({ "speakers": speakers });
        talk.house.admin.patch(&call, change).await.expect(200);
    }
    let page = talk.page().await;
    assert_eq!(page.words("h1"), ["Will you speak?"]);
    talk.house.app.get(&revoked).await.expect(410);

    // What waits for its turn while its link is revoked is not kept.
    let db = &talk.house.app.db;
    let (mut organiser, mut watching) = (db.connect().await, db.connect().await);
    let code = &talk.code;
    let lock = format!("BEGIN; SELECT FROM seminars WHERE code = '{code}' FOR UPDATE");
    organiser.batch_execute(&lock).await.unwrap();
    let renewed = async {
        watch::until_something_waits(&mut watching).await;
        let renew = "UPDATE speakers SET link_no = link_no + 1; COMMIT";
        organiser.batch_execute(renew).await.unwrap();
    };
    let (link, said) = (talk.link.clone(), [("biography", "Too late.")]);
    let (late, ()) = tokio::join!(talk.marie.submit(&page, &link, &said), renewed);
    late.expect(410);
    assert_eq!(talk.said().await["biography"], "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_link_says_so_in_the_language_of_whom_it_was_for() {
    let talk = Talk::new().await;
    let person = talk.said().await["person_id"].as_str().unwrap().to_owned();
    let korean = json!({ "language": "ko" });
    let path = format!("/people/{person}");
    talk.house.admin.patch(&path, korean).await.expect(200);
    let off = json!({ "speakers": [] });
    let call = talk.call().await;
    talk.house.admin.patch(&call, off).await.expect(200);
    let gone = talk.house.app.get(&talk.link).await.expect(410);
    assert_eq!(gone.words("h1"), ["이 링크는 더 이상 쓸 수 없습니다"]);
}
