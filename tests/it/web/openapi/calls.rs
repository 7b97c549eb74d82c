//! The document as a whole: sound, and of the calls that there are.

use std::collections::BTreeSet;

use maru::web::routes;
use serde_json::Value;

use super::described::{Call, Described};
use crate::support::{app::TestApp, http::Request};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_described_is_there_and_what_is_there_is_described() {
    let app = TestApp::new().await;
    let described = Described::by(&app).await;
    let server = &described.0["servers"][0]["url"];
    let told: BTreeSet<String> = described
        .everything()
        .iter()
        .map(|call| {
            let server = match call.is_beside() {
                true => &call.says["servers"][0]["url"],
                false => server,
            };
            let server = server.as_str().unwrap().trim_end_matches('/');
            format!("{} {server}{}", call.method, call.path)
        })
        .collect();
    let there: BTreeSet<String> = routes::table()
        .into_iter()
        .filter(|(_, path)| path.starts_with(routes::API) || is_feed(path))
        .map(|(method, path)| format!("{method} {path}"))
        .collect();
    assert_eq!(told, there);
}

/// Whether it can be subscribed to; how that is done is told by pages beside.
fn is_feed(path: &str) -> bool {
    let mut endings = [".ics", ".atom", ".json"].iter();
    path.starts_with("/feeds/") && endings.any(|ending| path.ends_with(ending))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_sound() {
    let app = TestApp::new().await;
    let described = Described::by(&app).await;
    assert_eq!(described.0["openapi"], "3.1.0");
    for to in described.references() {
        let pointer = to.strip_prefix('#').unwrap();
        assert!(described.0.pointer(pointer).is_some(), "{to} leads nowhere");
    }
    let components = described.0["components"].as_object().unwrap();
    for (kind, named) in components
        .iter()
        .filter(|(kind, _)| *kind != "securitySchemes")
    {
        for name in named.as_object().unwrap().keys() {
            let to = format!("#/components/{kind}/{name}");
            assert!(described.references().contains(&to), "nothing names {to}");
        }
    }
    let tags: Vec<&Value> = described.0["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| &tag["name"])
        .collect();
    let calls = described.everything();
    let ids: BTreeSet<&str> = calls.iter().map(Call::id).collect();
    assert_eq!(ids.len(), calls.len(), "two calls have one name");
    for call in &calls {
        sound(call, &tags);
    }
}

fn sound(call: &Call<'_>, tags: &[&Value]) {
    let (id, says) = (call.id(), call.says);
    let own: Vec<&Value> = says["tags"].as_array().unwrap().iter().collect();
    assert!(own.len() == 1 && tags.contains(&own[0]), "{id}: {own:?}");
    let summary = says["summary"].as_str().unwrap();
    assert!(
        !summary.is_empty() && !summary.ends_with('.'),
        "{id}: {summary}"
    );
    let in_path: BTreeSet<&str> = call
        .path
        .split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect();
    assert_eq!(call.parameters("path"), in_path, "{id}");
    for parameter in says["parameters"].as_array().into_iter().flatten() {
        assert!(parameter["schema"].is_object(), "{id}: {parameter}");
        let words = parameter["description"].as_str().unwrap_or_default();
        let needs_none = parameter["in"] == "path";
        assert!(needs_none || !words.is_empty(), "{id}: {parameter}");
        if parameter["in"] == "path" {
            assert_eq!(parameter["required"], true, "{id}: {parameter}");
        }
    }
    for (status, answer) in says["responses"].as_object().unwrap() {
        let words = answer.get("description").and_then(Value::as_str);
        let shared = answer.get("$ref").is_some();
        assert!(
            shared || words.is_some_and(|words| !words.is_empty()),
            "{id}: {status}"
        );
    }
}

/// A change of the contract is seen here.
#[tokio::test(flavor = "multi_thread")]
async fn the_contract_is_as_it_was() {
    let app = TestApp::new().await;
    let described = Described::by(&app).await;
    let lines: Vec<String> = described
        .everything()
        .iter()
        .map(|call| {
            let statuses = call.statuses().join(" ");
            format!("{} {} → {}, {statuses}", call.method, call.path, call.id())
        })
        .collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("calls", lines.join("\n")));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_but_the_description_wants_a_token() {
    let app = TestApp::new().await;
    let described = Described::by(&app).await;
    for call in described.calls() {
        let request = Request::new(&call.method, &format!("{}{}", routes::API, call.nowhere()));
        let wants = app.send(request).await.status == 401;
        let told = call.says.get("security").is_none();
        assert_eq!(
            (wants, call.statuses().contains(&"401")),
            (told, told),
            "{}",
            call.id()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_takes_the_parameters_that_are_described_and_no_others() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    let described = Described::by(&app).await;
    let mut lists = 0;
    for call in described.calls() {
        let told = call.parameters("query");
        if told.is_empty() || call.method != "GET" {
            continue;
        }
        lists += 1;
        let at = call.nowhere();
        let answer = api.get(&format!("{at}?colour=red")).await.expect(422);
        let fields = answer.json()["fields"].clone();
        let said = fields["colour"][0].as_str().unwrap();
        let known = said.split(": ").nth(1);
        let known = known.unwrap_or_else(|| panic!("{}: {said}", call.id()));
        let known = known.trim_end_matches('.');
        assert_eq!(
            known.split(", ").collect::<BTreeSet<_>>(),
            told,
            "{}",
            call.id()
        );

        // What is no mere text is read, and says so where it cannot be.
        let typed: Vec<&Value> = call.says["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|parameter| parameter["in"] == "query" && !is_text(&described, parameter))
            .collect();
        let nonsense: Vec<String> = typed
            .iter()
            .map(|parameter| format!("{}=%E2%9F%82", parameter["name"].as_str().unwrap()))
            .collect();
        let answer = api
            .get(&format!("{at}?{}", nonsense.join("&")))
            .await
            .expect(422);
        let fields = answer.json()["fields"].clone();
        let refused: BTreeSet<&str> = fields
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let names: BTreeSet<&str> = typed
            .iter()
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        assert_eq!(refused, names, "{}", call.id());
    }
    assert_eq!(lists, 24);
}

/// Whether a parameter takes any text. `recipient` is a text that is read.
fn is_text(described: &Described, parameter: &Value) -> bool {
    let schema = match parameter["schema"].get("oneOf") {
        Some(choices) => {
            let choices = choices.as_array().unwrap();
            choices
                .iter()
                .find(|choice| choice["type"] != "null")
                .unwrap()
        }
        None => &parameter["schema"],
    };
    let schema = described.resolved(schema);
    let text = schema["type"] == "string" || schema["type"][0] == "string";
    let plain = schema.get("format").is_none() && schema.get("enum").is_none();
    text && plain && parameter["name"] != "recipient"
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_taken_where_it_is_described() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    let described = Described::by(&app).await;
    for call in described.calls() {
        if call.method == "GET" {
            continue;
        }
        let told = call.parameters("header").contains("Idempotency-Key");
        let request = api
            .request(&call.method, &call.nowhere())
            .header("Idempotency-Key", "no blank");
        let answer = api.send(request).await;
        let taken =
            answer.status == 422 && answer.json()["fields"].get("Idempotency-Key").is_some();
        assert_eq!(taken, told, "{}: {}", call.id(), answer.text());
        let writes = !["make_token", "preview", "preview_series"].contains(&call.id());
        let post = call.method == "POST" && writes;
        assert_eq!(told, post, "{}", call.id());
    }
}
