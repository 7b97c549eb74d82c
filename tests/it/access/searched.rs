//! Everything that is public, in every manner in which it can be asked for and before, during and after the seminars, is searched
//! for what is not: the address to join, above all.

use actix_web::http::Method;
use maru::{
    base::clock::Instant,
    web::{routes, urls::encoded},
};

use super::{
    ground::{Ground, SECRETS, knows, leaked, letters},
    is_api,
};
use crate::support::http::{Answer, Request};

/// Those who sign in and are no members: each may be told of one thing at most.
const OUTSIDE: [&str; 4] = ["guest", "invited", "speaker", "follower"];

/// The day before; as one can join the first of them; in the midst of it; when all of them are over; and the spring after.
const TIMES: [&str; 5] = [
    "2026-11-09T00:00:00Z",
    "2026-11-09T23:55:00Z",
    "2026-11-10T00:30:00Z",
    "2026-11-13T00:00:00Z",
    "2027-03-01T00:00:00Z",
];

/// Addresses that let in by themselves: whoever has one was handed it.
const BY_LINK: [&str; 8] = [
    "/answer/",
    "/speak/",
    "/confirm/",
    "/notices/",
    "/unsubscribe/",
    "/feeds/my/",
    "/sign-in/link/",
    "/seminars/{code}/door/{token}",
];

/// Something that can be asked for: by its pattern, with what stands in it.
struct Asked {
    pattern: String,
    object: String,
    path: String,
}

/// What can be asked of an address, besides nothing.
fn manners(pattern: &str) -> &'static [&'static str] {
    match pattern {
        "/" => &[
            "?topic=sample",
            "?institution=sample",
            "?kind=seminar",
            "?from=2026-11-01",
            "?series=within",
        ],
        "/archive" => &[
            "?topic=sample",
            "?year=2026",
            "?institution=sample",
            "?series=within",
            "?near=yes&q=secrets",
        ],
        "/rooms" | "/rooms/{slug}" => &["?date=2026-11-10", "?date=2026-11-11"],
        "/rooms/free.json" => {
            &["?starts_local=2026-11-10T10:00&ends_local=2026-11-10T15:00&zone=Asia/Seoul"]
        }
        "/series/{slug}" | "/lists/{slug}" => &["?past=all"],
        "/stays" => &["?from=2026-11"],
        _ if pattern.starts_with("/feeds/") => {
            &["?past=365&days=365&lang=ko", "?lang=en&alarms=15m"]
        }
        _ if pattern.starts_with("/embed/") => &["?lang=ko&zone=America/Montreal"],
        _ if pattern.contains("/print") => &["?lang=both", "?lang=ko&size=a4"],
        _ => &[],
    }
}

/// Every page, file and feed, whoever may open it, in every manner; and the archive, searched for just what is hidden.
fn everything(ground: &Ground) -> Vec<Asked> {
    let mut all = Vec::new();
    for (method, pattern) in routes::table() {
        let by_link = BY_LINK.iter().any(|begin| pattern.starts_with(begin));
        if method != Method::GET || is_api(&pattern) || by_link {
            continue;
        }
        for (object, path) in ground.addresses(&pattern) {
            for more in [""].iter().chain(manners(&pattern)) {
                all.push(Asked {
                    pattern: pattern.clone(),
                    object: object.clone(),
                    path: format!("{path}{more}"),
                });
            }
        }
    }
    for secret in &SECRETS {
        for near in ["", "near=yes&"] {
            all.push(Asked {
                pattern: "/archive".to_owned(),
                object: String::new(),
                path: format!("/archive?{near}q={}", encoded(secret.words)),
            });
        }
    }
    all
}

/// Whether it led where one joins, as it does for whoever may know of the seminar: that is no page.
fn joins(asked: &Asked, role: &str, answer: &Answer) -> bool {
    asked.pattern == "/s/{code}/join" && answer.status == 303 && knows(role, &asked.object)
}

/// What was looked for stands in the form, and is no leak.
fn but_what_was_typed(path: &str, letters: &str) -> String {
    let typed = |letter: char| {
        let secret = SECRETS.iter().find(|one| one.letter == letter);
        secret.is_some_and(|one| path.ends_with(&format!("q={}", encoded(one.words))))
    };
    letters.chars().filter(|letter| !typed(*letter)).collect()
}

fn at(time: &str) -> Instant {
    time.parse().unwrap()
}

/// A visitor's, in Korean and in English.
async fn as_visitor(ground: &Ground, path: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    for language in ["ko", "en"] {
        let request = Request::new("GET", path).header("Accept-Language", language);
        answers.push(ground.app.send(request).await);
    }
    answers
}

/// What this answer tells that it may not.
fn leaks(asked: &Asked, role: &str, answer: &Answer) -> String {
    let found = leaked(role, &asked.pattern, &letters(answer));
    let found = but_what_was_typed(&asked.path, &found);
    match joins(asked, role, answer) {
        true => found.replace('j', ""),
        false => found,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_public_is_searched_for_everything_that_is_not() {
    let ground = Ground::new().await;
    let mut told = Vec::new();
    let mut opened = 0;
    for time in TIMES {
        ground.app.clock.set(at(time));
        for asked in everything(&ground) {
            for answer in as_visitor(&ground, &asked.path).await {
                assert_ne!(answer.status, 500, "{} {time}", asked.path);
                let leaks = leaks(&asked, "visitor", &answer);
                if !leaks.is_empty() {
                    told.push(format!("{} {leaks} at {time}", asked.path));
                }
                opened += usize::from(answer.status == 200);
            }
        }
    }
    assert_eq!(told, Vec::<String>::new());
    assert!(opened > 1_000, "{opened}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_belongs_to_nobody_here_is_told_of_their_own_seminar_alone() {
    let ground = Ground::new().await;
    ground.app.clock.set(at(TIMES[1]));
    let mut told = Vec::new();
    let mut opened = 0;
    for asked in everything(&ground) {
        for role in OUTSIDE {
            let answer = ground.browser(role).await.get(&asked.path).await;
            assert_ne!(answer.status, 500, "{} {role}", asked.path);
            let leaks = leaks(&asked, role, &answer);
            if !leaks.is_empty() {
                told.push(format!("{} tells {role} {leaks}", asked.path));
            }
            opened += usize::from(answer.status == 200);
        }
    }
    assert_eq!(told, Vec::<String>::new());
    assert!(opened > 500, "{opened}");
}
