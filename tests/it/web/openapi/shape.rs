//! Whether JSON looks as a schema says: as much of JSON Schema as the description uses, and a refusal of what it does not
//! know.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use serde_json::Value;
use uuid::Uuid;

use super::described::Described;

/// What of each named schema was seen.
pub type Seen = BTreeMap<String, BTreeSet<String>>;

/// What is wrong with `value` as `schema` has it; notes which members of named schemas were there.
pub fn wrong(described: &Described, schema: &Value, value: &Value, seen: &mut Seen) -> Vec<String> {
    let mut checked = Checked {
        described,
        seen,
        wrong: Vec::new(),
    };
    checked.value(schema, None, value, "");
    checked.wrong
}

struct Checked<'d> {
    described: &'d Described,
    seen: &'d mut Seen,
    wrong: Vec<String>,
}

impl Checked<'_> {
    fn no(&mut self, at: &str, what: impl std::fmt::Display) {
        self.wrong.push(format!("{at}: {what}"));
    }

    fn value(&mut self, schema: &Value, name: Option<&str>, value: &Value, at: &str) {
        let known = [
            "$ref",
            "additionalProperties",
            "default",
            "description",
            "enum",
            "example",
            "examples",
            "format",
            "items",
            "maxItems",
            "maxLength",
            "maximum",
            "minItems",
            "minLength",
            "minimum",
            "oneOf",
            "pattern",
            "properties",
            "propertyNames",
            "required",
            "type",
        ];
        for word in schema.as_object().unwrap().keys() {
            assert!(
                known.contains(&word.as_str()),
                "{at}: {word} is not known here"
            );
        }
        if let Some(to) = schema.get("$ref") {
            let name = to.as_str().unwrap().rsplit('/').next();
            return self.value(self.described.resolved(schema), name, value, at);
        }
        if let Some(choices) = schema.get("oneOf") {
            return self.one_of(choices.as_array().unwrap(), value, at);
        }
        if let Some(types) = schema.get("type") {
            let types: Vec<&str> = match types {
                Value::Array(types) => types.iter().map(|one| one.as_str().unwrap()).collect(),
                one => vec![one.as_str().unwrap()],
            };
            if !types.contains(&type_of(value)) {
                return self.no(at, format!("{value} is none of {types:?}"));
            }
        }
        if let Some(words) = schema.get("enum")
            && !value.is_null()
            && !words.as_array().unwrap().contains(value)
        {
            self.no(at, format!("{value} is none of {words}"));
        }
        match value {
            Value::String(text) => self.text(schema, text, at),
            Value::Number(number) => self.number(schema, number.as_f64().unwrap(), at),
            Value::Array(items) => self.items(schema, items, at),
            Value::Object(members) => self.members(schema, name, members, at),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn one_of(&mut self, choices: &[Value], value: &Value, at: &str) {
        let mut refused = Vec::new();
        for choice in choices {
            let mut seen = self.seen.clone();
            let mut tried = Checked {
                described: self.described,
                seen: &mut seen,
                wrong: Vec::new(),
            };
            tried.value(choice, None, value, at);
            if tried.wrong.is_empty() {
                *self.seen = seen;
                return;
            }
            refused.extend(tried.wrong);
        }
        self.no(at, format!("none of the choices: {refused:?}"));
    }

    fn text(&mut self, schema: &Value, text: &str, at: &str) {
        let letters = text.chars().count() as u64;
        if schema["maxLength"]
            .as_u64()
            .is_some_and(|most| letters > most)
        {
            self.no(at, "too long");
        }
        let fits = match schema["format"].as_str() {
            None => true,
            Some("uuid") => text.parse::<Uuid>().is_ok(),
            Some("date-time") => DateTime::parse_from_rfc3339(text).is_ok(),
            Some("date") => text.parse::<NaiveDate>().is_ok(),
            Some("email") => text.contains('@'),
            Some("uri") => text.starts_with("http"),
            Some(format) => panic!("{at}: the format {format} is not known here"),
        };
        if !fits {
            self.no(at, format!("{text} is not as {} has it", schema["format"]));
        }
        let fits = match schema["pattern"].as_str() {
            None => true,
            Some(pattern) if pattern.starts_with(r"^\d{4}-") => {
                text.parse::<NaiveDateTime>().is_ok()
            }
            Some(pattern) if pattern.starts_with(r"^\d{2}:") => text.parse::<NaiveTime>().is_ok(),
            Some("^[A-Za-z]{2}$") => text.len() == 2,
            Some("^[!-~]+$") => text.bytes().all(|byte| byte.is_ascii_graphic()),
            Some(words) => words
                .trim_matches(['^', '$', '(', ')'])
                .split('|')
                .any(|word| word == text),
        };
        if !fits {
            self.no(at, format!("{text} is not as {} has it", schema["pattern"]));
        }
    }

    fn number(&mut self, schema: &Value, number: f64, at: &str) {
        if schema["minimum"]
            .as_f64()
            .is_some_and(|least| number < least)
            || schema["maximum"].as_f64().is_some_and(|most| number > most)
        {
            self.no(at, format!("{number} is out of bounds"));
        }
    }

    fn items(&mut self, schema: &Value, items: &[Value], at: &str) {
        let many = items.len() as u64;
        if schema["maxItems"].as_u64().is_some_and(|most| many > most)
            || schema["minItems"]
                .as_u64()
                .is_some_and(|least| many < least)
        {
            self.no(at, format!("{many} items"));
        }
        for (place, item) in items.iter().enumerate() {
            self.value(&schema["items"], None, item, &format!("{at}/{place}"));
        }
    }

    fn members(
        &mut self,
        schema: &Value,
        name: Option<&str>,
        members: &serde_json::Map<String, Value>,
        at: &str,
    ) {
        for needed in schema["required"].as_array().into_iter().flatten() {
            if !members.contains_key(needed.as_str().unwrap()) {
                self.no(at, format!("{needed} is missing"));
            }
        }
        for (member, value) in members {
            let at = format!("{at}/{member}");
            match (
                schema["properties"].get(member),
                &schema["additionalProperties"],
            ) {
                (Some(schema), _) => self.value(schema, None, value, &at),
                (None, Value::Object(_)) => {
                    self.value(&schema["additionalProperties"], None, value, &at);
                }
                // What is only called an object may hold anything.
                (None, Value::Null) if schema.get("properties").is_none() => {}
                (None, _) => self.no(&at, "is not described"),
            }
        }
        if let Some(name) = name {
            let seen = self.seen.entry(name.to_owned()).or_default();
            seen.extend(members.keys().cloned());
        }
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
