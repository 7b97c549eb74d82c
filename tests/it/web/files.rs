//! Files that are kept with a seminar: what is shown to whom, and what strangers may try.

use serde_json::{Value, json};

use super::speak::Talk;
use crate::support::{
    house::attributes,
    http::{Answer, Request},
    upload::{self, picture},
    watch,
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n";
const NOTHING: [&str; 0] = [];

impl Talk {
    /// Brings a file for a purpose, as her page has it.
    async fn brings(
        &mut self,
        purpose: &str,
        more: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Answer {
        let page = self.page().await;
        let action = format!("{}/files", self.link);
        let mut typed = vec![("purpose", purpose)];
        typed.extend(more);
        self.marie.bring(&page, &action, &typed, file).await
    }

    /// The files that are kept, as the API lists them.
    async fn kept(&self) -> Vec<Value> {
        let path = format!("{}/files", self.call().await);
        let listed = self.house.admin.get(&path).await.expect(200).json();
        listed["items"].as_array().unwrap().clone()
    }

    /// The address of the only file that is kept.
    async fn address(&self) -> String {
        let url = self.kept().await[0]["url"].as_str().unwrap().to_owned();
        let base = &self.house.app.hub.public_url;
        url.strip_prefix(base.as_str()).unwrap().to_owned()
    }

    /// Where the portraits are that anyone is shown.
    async fn portraits(&self) -> Vec<String> {
        attributes(&self.poster().await, "img.portrait", "src")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portrait_is_made_anew_and_shown_while_its_speaker_agrees() {
    let mut talk = Talk::new().await;
    let wide = picture(1000, 500);
    let brought = ("../../marie.png", wide.as_slice());
    talk.brings("portrait", &[], brought).await.expect(303);
    // Without a word to it, nobody but her and the organisers is shown it.
    assert_eq!(talk.portraits().await, NOTHING);
    let file = talk.address().await;
    let app = &talk.house.app;
    app.get(&file).await.expect(404);
    let member = talk.house.member;
    let mut other = app.browser(member).await;
    other.get(&file).await.expect(404);
    talk.house.at_desk().await.get(&file).await.expect(200);
    let own = format!("{}/portrait", talk.link);
    let hers = app.get(&own).await.expect(200);
    let seen = image::load_from_memory(&hers.body).unwrap();
    assert_eq!((seen.width(), seen.height()), (800, 400));
    assert_eq!(talk.kept().await[0]["name"], "marie.png");
    assert_eq!(talk.kept().await[0]["shown"], false);

    talk.says(&[("portrait", "yes")]).await;
    assert_eq!(talk.portraits().await, [file.as_str()]);
    let app = &talk.house.app;
    let shown = app.get(&file).await.expect(200);
    let code = &talk.code;
    let named = format!("inline; filename=\"{code}-portrait.jpg\"; filename*=UTF-8''marie.jpg");
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("x-content-type-options", "nosniff"),
        ("content-disposition", named.as_str()),
        ("cache-control", "private, no-cache"),
    ] {
        assert_eq!(shown.header(name), Some(value), "{name}");
    }
    let policy = shown.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("sandbox; default-src 'none'"),
        "{policy}"
    );
    let etag = shown.header("etag").unwrap().to_owned();
    let again = Request::new("GET", &file).header("If-None-Match", &etag);
    assert_eq!(app.send(again.clone()).await.expect(304).body, b"");
    let head = app.send(Request::new("HEAD", &file)).await.expect(200);
    let length = shown.body.len().to_string();
    assert_eq!(head.header("content-length"), Some(length.as_str()));
    let seminar = talk.house.admin.get(&talk.call().await).await.json();
    let url = seminar["speakers"][0]["portrait_url"].as_str().unwrap();
    assert!(url.ends_with(&file), "{url}");

    // Another one has the same address.
    let other = picture(30, 40);
    talk.brings("portrait", &[], ("b.png", &other))
        .await
        .expect(303);
    assert_eq!(talk.portraits().await, [file.as_str()]);
    let shown = talk.house.app.get(&file).await.expect(200);
    assert_ne!(shown.header("etag"), Some(etag.as_str()));

    // She takes her word back: it is hidden at once, whoever has it already.
    talk.says(&[("portrait", "no")]).await;
    assert_eq!(talk.portraits().await, NOTHING);
    talk.house.app.send(again).await.expect(404);
    // With the box under the picture it takes one step.
    let agrees = [("agrees", "yes")];
    talk.brings("portrait", &agrees, ("c.png", &other))
        .await
        .expect(303);
    assert_eq!(talk.portraits().await, [file.as_str()]);
    let page = talk.page().await;
    let removal = format!("{}/removal", talk.link);
    let it = [("purpose", "portrait")];
    talk.marie.submit_and_follow(&page, &removal, &it).await;
    assert_eq!(talk.portraits().await, NOTHING);
    assert_eq!(talk.kept().await, Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn slides_are_shown_after_the_seminar_and_are_saved_whole_or_in_part() {
    let mut talk = Talk::new().await;
    let long = [PDF, &vec![b'%'; 1_500_000], b"\n%%EOF\n"].concat();
    talk.says(&[("slides", "yes")]).await;
    talk.brings("slides", &[], ("발표.pdf", &long))
        .await
        .expect(303);
    let file = talk.address().await;
    talk.house.app.get(&file).await.expect(404);
    let app = &talk.house.app;
    app.clock.set("2026-12-10T08:00:01Z".parse().unwrap());
    assert_eq!(
        attributes(&talk.poster().await, "a[href*='/files/']", "href"),
        [file.as_str()]
    );
    let whole = app.get(&file).await.expect(200);
    assert!(whole.body == long);
    let named = whole.header("content-disposition").unwrap();
    assert!(named.starts_with("attachment; "), "{named}");
    assert!(named.ends_with("''%EB%B0%9C%ED%91%9C.pdf"), "{named}");
    let part = Request::new("GET", &file).header("Range", "bytes=0-7");
    let part = app.send(part).await.expect(206);
    assert_eq!(part.body, &PDF[..8]);
    let range = format!("bytes 0-7/{}", long.len());
    assert_eq!(part.header("content-range"), Some(range.as_str()));
    let none = Request::new("GET", &file).header("Range", "bytes=9000000-");
    app.send(none).await.expect(416);

    // An organiser brings others, which the trail tells, and removes them.
    let path = format!("/seminars/{}/speakers", talk.code);
    let person = talk.said().await["person_id"].as_str().unwrap().to_owned();
    let mut desk = talk.house.at_desk().await;
    let page = desk.get(&path).await.expect(200);
    let action = format!("{path}/{person}/files");
    let slides = [("purpose", "slides")];
    let brought = desk.bring(&page, &action, &slides, ("b.pdf", PDF)).await;
    brought.expect(303);
    assert!(talk.house.app.get(&file).await.expect(200).body == PDF);
    let page = desk.get(&path).await.expect(200);
    let removal = format!("{file}/removal");
    desk.submit_and_follow(&page, &removal, &[]).await;
    talk.house.app.get(&file).await.expect(404);
    let mut conn = talk.house.app.conn().await;
    let acts = watch::acts(&mut conn).await;
    let acts = acts.iter().filter(|act| act.contains("file"));
    assert_eq!(acts.count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_for_the_organisers_alone() {
    let mut talk = Talk::new().await;
    let coming = format!("/seminars/{}/coming", talk.code);
    let mut desk = talk.house.at_desk().await;
    let page = desk.get(&coming).await.expect(200);
    let action = format!("/seminars/{}/evidence", talk.code);
    let said = [("note", "Signed list, page 1 of 2")];
    let list = picture(40, 60);
    let kept = desk.bring(&page, &action, &said, ("list.png", &list)).await;
    kept.expect(303);
    let page = desk.get(&coming).await.expect(200);
    let rows = "[aria-labelledby=evidence] tbody";
    assert_eq!(page.words(&format!("{rows} a")), ["list.png"]);
    assert_eq!(
        page.words(&format!("{rows} td:nth-child(2)")),
        ["Signed list, page 1 of 2"]
    );
    let file = talk.address().await;
    // It is kept as it came.
    assert!(desk.get(&file).await.expect(200).body == list);
    let mut administrator = talk.house.app.browser(talk.house.administrator).await;
    administrator.get(&file).await.expect(200);
    for person in [talk.house.guest, talk.house.member] {
        let mut other = talk.house.app.browser(person).await;
        other.get(&file).await.expect(404);
        other.get(&coming).await.expect(403);
    }
    talk.house.app.get(&file).await.expect(404);
    talk.marie.get(&file).await.expect(404);
    // Nor by the address of another seminar, by whoever organises both.
    let other = talk
        .house
        .seminar(json!({ "title": "Another", "room_id": null }))
        .await;
    let elsewhere = file.replace(&talk.code, &other);
    desk.get(&elsewhere).await.expect(404);
    desk.submit_and_follow(&page, &format!("{file}/removal"), &[])
        .await;
    assert_eq!(talk.kept().await, Vec::<Value>::new());
    desk.get(&file).await.expect(404);
}

/// A PNG that says it has 50,000 × 50,000 pixels; its checksum is right.
fn bomb() -> Vec<u8> {
    let mut png = picture(1, 1);
    png[16..20].copy_from_slice(&50_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&50_000_u32.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&png[12..29]);
    png[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    png
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_file_is_said_in_the_language_of_the_page() {
    let mut talk = Talk::new().await;
    let person = talk.said().await["person_id"].as_str().unwrap().to_owned();
    let path = format!("/people/{person}");
    let theirs = json!({ "language": "ko" });
    talk.house.admin.patch(&path, theirs).await.expect(200);
    let page = talk.brings("portrait", &[], ("me.pdf", PDF)).await;
    assert_eq!(
        page.expect(422).words("html[lang=ko] .error"),
        ["JPEG, PNG, WebP 사진이 아니거나 손상된 파일입니다."]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hostile_is_refused_and_nothing_is_kept() {
    let mut talk = Talk::new().await;
    let script = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".as_slice();
    let html = b"<!doctype html><script>alert(1)</script>".as_slice();
    let both = [b"\xFF\xD8\xFF\xE0".as_slice(), html].concat();
    let (bomb, half) = (bomb(), picture(9, 9)[..40].to_vec());
    for (purpose, name, octets, words) in [
        ("portrait", "me.jpg", script, "no JPEG, PNG or WebP"),
        ("portrait", "me.jpg", html, "no JPEG, PNG or WebP"),
        ("portrait", "me.jpg", &both, "no JPEG, PNG or WebP"),
        ("portrait", "me.png", &half, "no JPEG, PNG or WebP"),
        ("portrait", "me.pdf", PDF, "no JPEG, PNG or WebP"),
        ("portrait", "me.png", &bomb, "too many pixels"),
        ("portrait", "me.png", b"", "No file came"),
        ("slides", "talk.pdf", html, "This is no PDF"),
        (
            "slides",
            "talk.pptx",
            b"PK\x03\x04 and no more",
            "This is no PDF",
        ),
    ] {
        let again = talk.brings(purpose, &[], (name, octets)).await.expect(422);
        let wrong = again.words(".error");
        assert_eq!(wrong.len(), 1, "{name}");
        assert!(wrong[0].contains(words), "{name}: {wrong:?}");
    }
    // A form whose token does not fit, is missing, or comes after the file.
    let path = format!("{}/files", talk.link);
    let page = talk.page().await;
    let hidden = format!("form[action='{path}'] input[name=csrf]");
    let token = attributes(&page, &hidden, "value")[0].clone();
    let png = picture(9, 9);
    let file = ("file", Some("me.png"), png.as_slice());
    let purpose = ("purpose", None, b"portrait".as_slice());
    let csrf = ("csrf", None, token.as_bytes());
    for parts in [
        vec![purpose, file],
        vec![("csrf", None, b"x".as_slice()), purpose, file],
        vec![purpose, file, csrf],
    ] {
        let forged = upload::request(&path, upload::parts(&parts));
        talk.marie.send(forged).await.expect(403);
    }
    // Two files, a file under another name, and what is no form at all.
    let other = ("second", Some("me.png"), png.as_slice());
    for parts in [vec![csrf, purpose, file, file], vec![csrf, purpose, other]] {
        let odd = upload::request(&path, upload::parts(&parts));
        talk.marie.send(odd).await.expect(400);
    }
    talk.marie
        .send(upload::request(&path, b"nothing".to_vec()))
        .await
        .expect(400);
    // 500 MB are announced, and not waited for.
    let huge = upload::request(&path, upload::parts(&[csrf, purpose]))
        .header("Content-Length", "524288000");
    talk.marie.send(huge).await.expect(413);
    // Strangers bring nothing where one has to be signed in.
    let evidence = format!("/seminars/{}/evidence", talk.code);
    let stranger = upload::request(&evidence, upload::parts(&[csrf, file]));
    let answer = talk.house.app.send(stranger).await.expect(303);
    assert!(answer.location().starts_with("/sign-in"));
    assert_eq!(talk.house.count("files").await, 0);

    // A name is words, and ends no header.
    let odd = ("../../a\tb%0D%0ASet-Cookie: x.png", png.as_slice());
    talk.brings("portrait", &[], odd).await.expect(303);
    let name = talk.kept().await[0]["name"].clone();
    assert_eq!(name, "a b%0D%0ASet-Cookie: x.png");
    let own = format!("{}/portrait", talk.link);
    let shown = talk.house.app.get(&own).await.expect(200);
    assert_eq!(shown.header("set-cookie"), None);

    // Two at once: both are answered, and one of them is kept.
    let (mut first, mut second) = (talk.house.app.visitor(), talk.house.app.visitor());
    let pages = (talk.page().await, talk.page().await);
    let (one, two) = (picture(10, 10), picture(20, 20));
    let both = tokio::join!(
        first.bring(&pages.0, &path, &[("purpose", "portrait")], ("1.png", &one)),
        second.bring(&pages.1, &path, &[("purpose", "portrait")], ("2.png", &two)),
    );
    assert_eq!((both.0.status, both.1.status), (303, 303));
    assert_eq!(talk.house.count("files").await, 1);

    // By a link that was revoked nothing comes any more.
    let before = talk.kept().await;
    let person = talk.said().await["person_id"].as_str().unwrap().to_owned();
    let renew = format!("{}/speakers/{person}/link", talk.call().await);
    let renew = talk.house.admin.post(&renew, json!({ "renew": true }));
    renew.await.expect(200);
    let late = upload::request(&path, upload::parts(&[csrf, purpose, file]));
    talk.marie.send(late).await.expect(410);
    assert_eq!(talk.kept().await, before);
}
