//! Before it goes: whatever reaches more than a few people shows whom and what first, and then tells exactly that.

mod acts;
mod again;
mod edits;
mod programs;

use serde_json::{Value, json};

use crate::support::{browser::Browser, house::House, http::Answer, mailbox::Mail};

/// A seminar in `house` of which `count` people know: every other one reads Korean, in Seoul; the others are in Paris.
async fn known_to(house: &House, count: usize) -> String {
    let code = house.seminar(json!({})).await;
    let mut people = Vec::new();
    for number in 1..=count {
        people.push(person(house, number).await);
    }
    let id = house.fact(&code, "id").await;
    let invite = format!("/seminars/{}/invitations", id.as_str().unwrap());
    let body = json!({ "people": people });
    house.admin.post(&invite, body).await.expect(202);
    assert_eq!(house.app.mails().await.len(), count);
    code
}

async fn person(house: &House, number: usize) -> Value {
    let (zone, language) = match number % 2 {
        0 => ("Asia/Seoul", "ko"),
        _ => ("Europe/Paris", "en"),
    };
    let body = json!({ "name": format!("Guest {number}"), "email": format!("guest{number}@sample.example"),
                       "zone": zone, "language": language });
    house.admin.post("/people", body).await.expect(201).json()["id"].clone()
}

/// A text without what its links are: those of a preview open nothing.
fn without_links(text: &str) -> String {
    let bare = |word: &str| match word.starts_with("http") {
        true => "(link)".to_owned(),
        false => word.to_owned(),
    };
    let words: Vec<String> = text.split_whitespace().map(bare).collect();
    words.join(" ")
}

/// The letters that a page shows: subject and text.
fn letters(page: &Answer) -> Vec<(String, String)> {
    let subjects = page.words(".letter-of .captured-subject");
    let texts = page.words(".letter-of .letter");
    let texts = texts.iter().map(|text| without_links(text));
    subjects.into_iter().zip(texts).collect()
}

/// The mails that these people got: subject and text.
fn got(mails: &[Mail], to: &[&str]) -> Vec<(String, String)> {
    let mail = |to: &&str| mails.iter().find(|mail| mail.to == *to).unwrap();
    let got = to.iter().map(mail);
    got.map(|mail| (mail.subject.clone(), without_links(&mail.text)))
        .collect()
}

async fn edit(house: &House, code: &str, browser: &mut Browser, fields: &[(&str, &str)]) -> Answer {
    let page = browser
        .get(&format!("/seminars/{code}/edit"))
        .await
        .expect(200);
    assert_eq!(house.app.mails().await.len(), 0);
    browser
        .submit(&page, &format!("/seminars/{code}"), fields)
        .await
}
