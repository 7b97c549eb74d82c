//! Of whom a seminar is hidden, every address of it is as if there were none: whatever its visibility, and in whatever state.

use actix_web::http::Method;
use maru::web::routes;

use super::{
    ground::{self, Ground, ROLES, knows, letters},
    is_api, leads_to_sign_in,
};

/// Whether an address is of one seminar.
fn is_of_one(pattern: &str) -> bool {
    let path = pattern.strip_prefix(routes::API).unwrap_or(pattern);
    path.starts_with("/seminars/{") || pattern.starts_with("/s/{") || is_feed(pattern)
}

/// Feeds are for everyone or nobody: whoever asks is not known.
fn is_feed(pattern: &str) -> bool {
    pattern.starts_with("/feeds/seminars/")
}

/// Whoever sits at the front desk lets in and prints for whatever takes place, open to them or not.
fn is_for_the_desk(pattern: &str) -> bool {
    ["/door", "/print", "/check-ins"]
        .iter()
        .any(|part| pattern.contains(part))
}

#[tokio::test(flavor = "multi_thread")]
async fn of_what_is_hidden_from_someone_no_address_tells_them() {
    let ground = Ground::new().await;
    let mut told = Vec::new();
    let mut asked = 0;
    for (method, pattern) in routes::table() {
        if !is_of_one(&pattern) {
            continue;
        }
        for (label, path) in ground.addresses(&pattern) {
            if !ground.seminars.contains(&label.as_str()) {
                // By a link that lets in by itself.
                continue;
            }
            for role in ROLES {
                let at_desk = role == "desk" && is_for_the_desk(&pattern);
                if knows(role, &label) || at_desk {
                    continue;
                }
                let answer = ground.ask(role, &method, &pattern, &path).await;
                let as_if_none = match (role, pattern.as_str()) {
                    // The short link leads on without looking, to a page that is not there for them.
                    (_, "/s/{code}") => answer.status == 303,
                    ("visitor", _) if is_api(&pattern) => answer.status == 401,
                    ("visitor", _) => answer.status == 404 || leads_to_sign_in(&answer),
                    _ => answer.status == 404,
                };
                let letters = letters(&answer);
                if !as_if_none || !letters.is_empty() {
                    let status = answer.status;
                    told.push(format!(
                        "{method} {pattern} {label}: {role} {status} {letters}"
                    ));
                }
                asked += 1;
            }
        }
    }
    assert_eq!(told, Vec::<String>::new());
    assert!(asked > 5_000, "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_know_of_a_seminar_is_shown_it() {
    let ground = Ground::new().await;
    for pattern in ["/seminars/{code}", "/api/v1/seminars/{id}"] {
        for (label, path) in ground.addresses(pattern) {
            for role in ROLES {
                let answer = ground.ask(role, &Method::GET, pattern, &path).await;
                let wanted = match (knows(role, &label), role) {
                    (_, "visitor") if is_api(pattern) => 401,
                    (true, _) => 200,
                    (false, _) => 404,
                };
                assert_eq!(answer.status, wanted, "{pattern} {label} {role}");
                let leaked = ground::leaked(role, pattern, &letters(&answer));
                assert_eq!(leaked, "", "{pattern} {label} {role}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_open_is_in_no_feed_whoever_asks() {
    let ground = Ground::new().await;
    let open = ["public", "of the closed series"];
    for (label, path) in ground.addresses("/feeds/seminars/{code}.ics") {
        for role in ROLES {
            let answer = ground.browser(role).await.get(&path).await;
            let wanted = if open.contains(&label.as_str()) {
                200
            } else {
                404
            };
            assert_eq!(answer.status, wanted, "{label} {role}");
            assert_eq!(letters(&answer), "", "{label} {role}");
        }
    }
}
