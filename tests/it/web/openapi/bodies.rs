//! What is sent: examples are as they should be, what is needed is needed, and what is not known is refused.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    described::{Call, Described},
    shape::{Seen, wrong},
};
use crate::support::app::{Api, TestApp};

async fn refused(api: &Api, call: &Call<'_>, body: &Value) -> BTreeSet<String> {
    let request = api
        .request(&call.method, &call.nowhere())
        .body("application/json", body.to_string());
    let answer = api.send(request).await.expect(422).json();
    let fields = answer["fields"].as_object().unwrap();
    fields.keys().cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_that_is_not_known_is_refused_everywhere() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    let described = Described::by(&app).await;
    for call in described.calls() {
        let Some(schema) = call.body() else {
            continue;
        };
        let schema = described.resolved(schema);
        assert_eq!(schema["additionalProperties"], false, "{}", call.id());
        let fields = refused(&api, &call, &json!({ "colour": "red" })).await;
        assert_eq!(
            fields,
            BTreeSet::from(["colour".to_owned()]),
            "{}",
            call.id()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_member_that_is_described_is_read() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    let described = Described::by(&app).await;
    for call in described.calls() {
        let Some(schema) = call.body() else {
            continue;
        };
        let members = described.resolved(schema)["properties"]
            .as_object()
            .unwrap();
        for member in members.keys() {
            // No member takes an object without members, nor a list of lists.
            let odd = match described.resolved(&members[member])["type"] == "object" {
                true => json!([[]]),
                false => json!({ "colour": "red" }),
            };
            let fields = refused(&api, &call, &json!({ (member.as_str()): odd })).await;
            let told = fields
                .iter()
                .any(|field| field.split('.').next() == Some(member));
            assert!(told, "{} {member}: {fields:?}", call.id());
        }
        // A wall time comes twice at most.
        if members.contains_key("fold") {
            let fields = refused(&api, &call, &json!({ "fold": 2 })).await;
            assert_eq!(fields, BTreeSet::from(["fold".to_owned()]), "{}", call.id());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn examples_are_right_and_without_what_is_needed_are_refused() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    let described = Described::by(&app).await;
    let mut examples = BTreeSet::new();
    for call in described.calls() {
        let Some(schema) = call.body() else {
            continue;
        };
        let named = described.resolved(schema);
        let needed = named["required"].as_array().cloned().unwrap_or_default();
        let optional = call.says["requestBody"]["required"] == false;
        assert_eq!(optional, needed.is_empty(), "{}", call.id());
        let Some(example) = named.get("example") else {
            assert!(needed.is_empty(), "{} needs an example", call.id());
            continue;
        };
        examples.insert(call.id());
        assert_eq!(
            wrong(&described, schema, example, &mut Seen::new()),
            Vec::<String>::new(),
            "{}",
            call.id()
        );
        for member in needed {
            let member = member.as_str().unwrap();
            let mut without = example.clone();
            without.as_object_mut().unwrap().remove(member).unwrap();
            let fields = refused(&api, &call, &without).await;
            assert!(
                fields.contains(member),
                "{} without {member}: {fields:?}",
                call.id()
            );
        }
    }
    for main in [
        "book",
        "enter_person",
        "enter_seminar",
        "enter_series",
        "enter_stay",
        "invite",
    ] {
        assert!(examples.contains(main), "{main} has no example");
    }
    let problem = json!({ "$ref": "#/components/schemas/Problem" });
    let example = &described.0["components"]["schemas"]["Problem"]["example"];
    assert_eq!(
        wrong(&described, &problem, example, &mut Seen::new()),
        Vec::<String>::new()
    );
}
