//! The document, read.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::app::TestApp;

/// The description of the API, as it is answered.
pub struct Described(pub Value);

/// A call.
#[derive(Clone)]
pub struct Call<'d> {
    /// `GET`.
    pub method: String,
    /// `/rooms/{id}`.
    pub path: &'d str,
    /// What the description says of it.
    pub says: &'d Value,
}

impl Described {
    /// Asks for it.
    pub async fn by(app: &TestApp) -> Self {
        Self(app.get("/api/v1/openapi.json").await.expect(200).json())
    }

    /// Every call of the API.
    pub fn calls(&self) -> Vec<Call<'_>> {
        let mut calls = self.everything();
        calls.retain(|call| !call.is_beside());
        calls
    }

    /// Every call, and what stands beside the API.
    pub fn everything(&self) -> Vec<Call<'_>> {
        let paths = self.0["paths"].as_object().unwrap();
        let calls = paths.iter().flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap();
            methods.iter().map(move |(method, says)| Call {
                method: method.to_uppercase(),
                path,
                says,
            })
        });
        calls.collect()
    }

    /// The call with that name.
    #[track_caller]
    pub fn call(&self, id: &str) -> Call<'_> {
        let mut calls = self.calls().into_iter();
        let found = calls.find(|call| call.id() == id);
        found.unwrap_or_else(|| panic!("{id} is not described"))
    }

    /// What a reference leads to; anything else is itself.
    #[track_caller]
    pub fn resolved<'d>(&'d self, value: &'d Value) -> &'d Value {
        match value.get("$ref") {
            Some(to) => {
                let pointer = to.as_str().unwrap().strip_prefix('#').unwrap();
                let found = self.0.pointer(pointer);
                found.unwrap_or_else(|| panic!("{pointer} leads nowhere"))
            }
            None => value,
        }
    }

    /// Every reference.
    pub fn references(&self) -> BTreeSet<String> {
        fn collect(value: &Value, into: &mut BTreeSet<String>) {
            match value {
                Value::Object(members) => {
                    if let Some(Value::String(to)) = members.get("$ref") {
                        into.insert(to.clone());
                    }
                    members.values().for_each(|member| collect(member, into));
                }
                Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
                _ => {}
            }
        }
        let mut found = BTreeSet::new();
        collect(&self.0, &mut found);
        found
    }
}

impl<'d> Call<'d> {
    /// Its name.
    pub fn id(&self) -> &'d str {
        self.says["operationId"].as_str().unwrap()
    }

    /// Whether it stands beside the API, under a server of its own.
    pub fn is_beside(&self) -> bool {
        self.says.get("servers").is_some()
    }

    /// The names of its parameters in this place: `path`, `query` or `header`.
    pub fn parameters(&self, place: &str) -> BTreeSet<&'d str> {
        let parameters = self.says["parameters"].as_array();
        let parameters = parameters.into_iter().flatten();
        parameters
            .filter(|parameter| parameter["in"] == place)
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect()
    }

    /// The schema of its body, where that is JSON.
    pub fn body(&self) -> Option<&'d Value> {
        let body = self.says.get("requestBody")?;
        Some(&body["content"].get("application/json")?["schema"])
    }

    /// The statuses that it may answer.
    pub fn statuses(&self) -> Vec<&'d str> {
        let answers = self.says["responses"].as_object().unwrap();
        answers.keys().map(String::as_str).collect()
    }

    /// Its path with these in place of its parameters, in order.
    #[track_caller]
    pub fn at(&self, args: &[&str]) -> String {
        let mut args = args.iter();
        let filled = self
            .path
            .split('/')
            .map(|part| match part.starts_with('{') {
                true => (*args.next().expect("a value for each parameter")).to_owned(),
                false => part.to_owned(),
            });
        let filled = filled.collect::<Vec<_>>().join("/");
        assert_eq!(args.next(), None, "{}", self.path);
        filled
    }

    /// Its path where nothing is: every parameter is an id that nobody has, or the first of the words it may be.
    pub fn nowhere(&self) -> String {
        let nobody = uuid::Uuid::nil().to_string();
        let args: Vec<&str> = self
            .path
            .split('/')
            .filter(|part| part.starts_with('{'))
            .map(|part| match part {
                "{role}" => "member",
                "{act}" => "approval",
                "{part}" => "nowhere",
                _ => nobody.as_str(),
            })
            .collect();
        self.at(&args)
    }
}
