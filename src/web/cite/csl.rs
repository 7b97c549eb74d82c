//! A reference in CSL-JSON, which Zotero, Pandoc and others read
//! (<https://docs.citationstyles.org/en/stable/specification.html>).

use chrono::Datelike;
use serde_json::{Value, json};

use super::Reference;

/// A list of one reference.
pub fn csl(reference: &Reference) -> Value {
    let date = reference.date;
    // A literal name is one text, which is not taken apart.
    let names: Vec<Value> = match reference.authors.as_slice() {
        [] => vec![json!({ "literal": reference.hub })],
        names => names
            .iter()
            .map(|name| json!({ "literal": name }))
            .collect(),
    };
    let mut item = json!({
        "id": reference.key(),
        "type": "speech",
        "title": reference.title,
        "author": names,
        "issued": { "date-parts": [[date.year(), date.month(), date.day()]] },
        "genre": reference.kind,
        "publisher": reference.hub,
        "URL": reference.url,
    });
    let more = [
        ("event-title", &reference.series),
        ("event-place", &reference.place),
        ("language", &reference.language),
    ];
    for (name, value) in more {
        if let Some(value) = value {
            item[name] = value.as_str().into();
        }
    }
    json!([item])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_says_all_of_it() {
        assert_eq!(
            csl(&super::super::sample()),
            json!([{
                "id": "maru-k7m4xq",
                "type": "speech",
                "title": "What scaling laws cannot tell us",
                "author": [{ "literal": "Marie Exemple" }, { "literal": "홍길동" }],
                "issued": { "date-parts": [[2026, 12, 1]] },
                "genre": "Seminar",
                "publisher": "Sample Hub",
                "event-title": "Scaling Laws",
                "event-place": "Main hall",
                "language": "en",
                "URL": "https://hub.example/seminars/k7m4xq",
            }])
        );
    }
}
