//! What is told of a seminar in Markdown.

use super::{Told, item, talk_parts};
use crate::{base::language::Language, web::pages::print::Subject};

pub(super) fn in_markdown(told: &Told, subject: &Subject, language: Language) -> String {
    let mut blocks: Vec<String> = Vec::new();
    if let Some(state) = &told.state {
        blocks.push(format!("**{}**", literal(state)));
    }
    blocks.push(literal(&told.over));
    blocks.push(format!("# {}", literal(&told.title)));
    let speakers = told
        .speakers
        .iter()
        .map(|one| format!("**{}**", literal(one)));
    blocks.push(speakers.collect::<Vec<_>>().join("  \n"));
    let mut facts: Vec<String> = Vec::new();
    for (label, time) in &told.times {
        facts.push(format!("- {}: {}", literal(label), literal(time)));
    }
    for place in &told.places {
        facts.push(format!(
            "- {}: {}",
            language.t("print-where"),
            literal(place)
        ));
    }
    if let Some(join) = &told.join {
        facts.push(format!("- {}: <{join}>", language.t("print-online")));
    }
    facts.push(format!("- {}: <{}>", language.t("print-more"), told.link));
    blocks.push(facts.join("\n"));
    if !subject.abstract_text.is_empty() {
        blocks.push(format!("## {}", language.t("seminar-abstract")));
        blocks.push(subject.abstract_text.clone());
    }
    for (heading, words) in subject.talks.iter().flat_map(talk_parts) {
        blocks.push(format!("## {}", literal(&heading)));
        blocks.push(literal(&words));
    }
    if !subject.items.is_empty() {
        blocks.push(format!("## {}", language.t("print-programme")));
        let items = subject
            .items
            .iter()
            .map(|one| format!("- {}", literal(&item(one))));
        blocks.push(items.collect::<Vec<_>>().join("\n"));
    }
    if !told.topics.is_empty() {
        blocks.push(format!(
            "{}: {}",
            language.t("seminar-topics"),
            literal(&told.topics)
        ));
    }
    blocks.push(literal(&told.by));
    blocks.join("\n\n") + "\n"
}

/// `words` so that Markdown shows them as they are.
pub(super) fn literal(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    for c in words.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '|' | '&'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
