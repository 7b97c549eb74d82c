//! Who may do what: every address × every role, over a hub with one thing of each kind that could leak. What each is
//! answered is written down in `golden/pages.snap` and `golden/api.snap`; a new address, one that is gone, and one that answers
//! someone otherwise make the test fail. Beside it stands what needs no table: who may not know of something is told nothing of
//! it, by any address ([`hidden`]) and in whatever manner it is asked for ([`searched`]).

mod asking;
mod ground;
mod hidden;
mod kept;
mod searched;

use std::collections::BTreeSet;

use actix_web::http::Method;
use maru::web::routes;

use self::ground::{Ground, ROLES};
use crate::support::{
    browser::{Browser, filled_in},
    http::{Answer, Request},
};

/// How wide a column is.
const WIDE: usize = 16;

/// The status, and the letters of the secrets that stand in the answer (see [`ground::SECRETS`]). `sign-in`: led to the
/// sign-in form.
fn cell(answer: &Answer) -> String {
    let status = match leads_to_sign_in(answer) {
        true => "sign-in".to_owned(),
        false => answer.status.to_string(),
    };
    let cell = format!("{status} {}", ground::letters(answer));
    cell.trim_end().to_owned()
}

fn leads_to_sign_in(answer: &Answer) -> bool {
    answer.status == 303
        && answer.location().starts_with("/sign-in")
        && !answer.location().starts_with("/sign-in/")
}

fn row(what: &str, cells: impl IntoIterator<Item = String>) -> String {
    let cells: String = cells
        .into_iter()
        .map(|cell| format!("{cell:<WIDE$}"))
        .collect();
    format!("{what:<74} {}", cells.trim_end())
}

fn head() -> String {
    row("", ROLES.map(str::to_owned))
}

/// The seminars that the tables have; of the others `hidden` tells.
const TABLED: [&str; 4] = ["public", "draft", "members", "invited"];

/// The rows of those addresses that `wanted` has, as they are answered; nobody reads what they may not.
async fn walked(ground: &Ground, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let table: Vec<(Method, String)> = routes::table()
        .into_iter()
        .filter(|(_, path)| wanted(path))
        .collect();
    let mut rows = Vec::new();
    let mut leaks = Vec::new();
    for (method, pattern) in table {
        for (object, path) in ground.addresses(&pattern) {
            let beside = ground.seminars.contains(&object.as_str());
            if beside && !TABLED.contains(&object.as_str()) {
                continue;
            }
            let mut cells = Vec::new();
            for role in ROLES {
                let answer = ground.ask(role, &method, &pattern, &path).await;
                // What is refused has changed nothing.
                if method != Method::GET && !matches!(answer.status, 401 | 403 | 404 | 409) {
                    ground.restore().await;
                }
                let leaked = ground::leaked(role, &pattern, &ground::letters(&answer));
                if !leaked.is_empty() {
                    leaks.push(format!("{method} {pattern} {object} tells {role} {leaked}"));
                }
                cells.push(cell(&answer));
            }
            rows.push(row(
                &format!("{:<6} {pattern} {object}", method.as_str()),
                cells,
            ));
        }
    }
    assert_eq!(leaks, Vec::<String>::new());
    rows
}

fn assert_written(name: &str, rows: &[String]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let secrets: Vec<String> = ground::SECRETS
        .iter()
        .map(|secret| format!("{} {}", secret.letter, secret.words))
        .collect();
    let table = format!("{}\n\n{}\n{}", secrets.join("\n"), head(), rows.join("\n"));
    settings.bind(|| insta::assert_snapshot!(name, table));
}

/// Whether programs call it; what describes the calls to people is a page.
fn is_api(path: &str) -> bool {
    path.strip_prefix(routes::API)
        .is_some_and(|call| !call.starts_with("/docs"))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_and_file_and_feed_for_every_role() {
    let ground = Ground::new().await;
    assert_written("pages", &walked(&ground, |path| !is_api(path)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_the_api_for_every_role() {
    let ground = Ground::new().await;
    assert_written("api", &walked(&ground, is_api).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_without_our_token_is_refused_and_changes_nothing() {
    let ground = Ground::new().await;
    let mut browser: Browser = ground.browser("admin").await;
    let page = browser.get("/nowhere").await;
    let mut csrf = filled_in(&page.html(), "/preferences", &[("language", "en")]);
    csrf.retain(|(name, _)| name == "csrf");
    let before = ground.everything().await;
    let mut walked = BTreeSet::new();
    for (method, pattern) in routes::table() {
        // Mail programs post there by themselves, without a form (RFC 8058); what that does is tried in `notices::stopping`.
        let one_click = pattern.starts_with("/unsubscribe/");
        if method == Method::GET || is_api(&pattern) || one_click {
            continue;
        }
        for (_, path) in ground.addresses(&pattern) {
            for token in [None, Some(""), Some("x"), Some(&csrf[0].1[1..])] {
                let mut form = ground.form(&pattern);
                form.extend(token.map(|token| ("csrf".to_owned(), token.to_owned())));
                let request = Request::new(method.as_str(), &path)
                    .header("Sec-Fetch-Site", "same-origin")
                    .form(&form);
                browser.send(request).await.expect(403);
            }
            // The token fits, and the browser says that another site sent it.
            let mut form = ground.form(&pattern);
            form.extend(csrf.iter().cloned());
            let request = Request::new(method.as_str(), &path)
                .header("Sec-Fetch-Site", "cross-site")
                .form(&form);
            browser.send(request).await.expect(403);
        }
        walked.insert(pattern);
    }
    assert!(walked.len() > 20, "{walked:?}");
    assert_eq!(ground.everything().await, before);
}
