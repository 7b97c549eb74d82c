//! What holds for every page: headings, labels, ids, the policy of what may load, and how heavy it is.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Selector};

use super::*;

fn select(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

/// What is wrong with a page.
type Check = fn(&Preview, &Html) -> Vec<String>;

/// Rendering and reading all of them takes longer than any of the checks, so that they are made once for all.
#[test]
fn every_page_is_built_as_pages_are() {
    let checks: [Check; 9] = [
        it_says_its_language_and_has_one_heading_and_landmarks,
        no_text_is_missing,
        every_input_has_a_label_and_every_button_and_link_a_name,
        ids_are_there_once_and_references_find_theirs,
        nothing_needs_a_weaker_policy,
        every_posted_form_carries_the_token,
        it_is_light_and_asks_for_few_files_all_from_here,
        every_time_carries_its_instant,
        no_words_wait_for_a_figure,
    ];
    let mut found = Vec::new();
    for language in Language::ALL {
        for preview in all(language).unwrap() {
            let page = Html::parse_document(&preview.html);
            let wrong = checks.iter().flat_map(|check| check(&preview, &page));
            found.extend(wrong.map(|what| format!("{}: {what}", preview.file_name)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

fn it_says_its_language_and_has_one_heading_and_landmarks(
    preview: &Preview,
    page: &Html,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let html = page.root_element();
    if html.value().attr("lang") != Some(preview.language.code()) {
        wrong.push("the language is wrong".to_owned());
    }
    // What stands inside another page has no header of its own.
    let header = usize::from(!preview.file_name.starts_with("embed."));
    for (selector, wanted) in [("h1", 1), ("main", 1), ("title", 1), ("header.top", header)] {
        let count = page.select(&select(selector)).count();
        if count != wanted {
            wrong.push(format!("{count} × {selector}"));
        }
    }
    let mut last = 0;
    for heading in page.select(&select("h1,h2,h3,h4,h5,h6")) {
        let level: u8 = heading.value().name()[1..].parse().unwrap();
        if level > last + 1 {
            wrong.push(format!("h{last} is followed by {:?}", text(heading)));
        }
        last = level;
        if text(heading).is_empty() {
            wrong.push("an empty heading".to_owned());
        }
    }
    wrong
}

fn no_text_is_missing(preview: &Preview, _: &Html) -> Vec<String> {
    preview
        .html
        .split('⟨')
        .skip(1)
        .map(|rest| format!("⟨{}", rest.split('⟩').next().unwrap_or_default()))
        .chain(
            preview
                .html
                .contains("{ $")
                .then(|| "an argument is missing".to_owned()),
        )
        .collect()
}

fn every_input_has_a_label_and_every_button_and_link_a_name(
    _: &Preview,
    page: &Html,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let labelled: BTreeSet<_> = page
        .select(&select("label[for]"))
        .filter_map(|label| label.value().attr("for"))
        .collect();
    for input in page.select(&select("input,select,textarea")) {
        let input = input.value();
        let hidden = input.attr("type") == Some("hidden");
        let named = input.attr("aria-label").is_some()
            || input.attr("id").is_some_and(|id| labelled.contains(id));
        if !hidden && !named {
            wrong.push(format!("{:?} has no label", input.attr("name")));
        }
        if !hidden && input.attr("name").is_none() && input.attr("readonly").is_none() {
            wrong.push(format!("{:?} has no name", input.attr("id")));
        }
    }
    for named in page.select(&select("a:not([aria-hidden]),button,summary")) {
        if text(named).is_empty() && named.value().attr("aria-label").is_none() {
            wrong.push(format!("{} has no name", named.html()));
        }
    }
    for label in &labelled {
        if page.select(&select(&format!("[id=\"{label}\"]"))).count() != 1 {
            wrong.push(format!("a label for {label}, which is not there once"));
        }
    }
    wrong
}

fn ids_are_there_once_and_references_find_theirs(_: &Preview, page: &Html) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut ids = BTreeSet::new();
    for element in page.select(&select("[id]")) {
        let id = element.value().attr("id").unwrap();
        if !ids.insert(id) {
            wrong.push(format!("id {id} is there twice"));
        }
    }
    for attribute in [
        "aria-describedby",
        "aria-labelledby",
        "aria-controls",
        "list",
    ] {
        for element in page.select(&select(&format!("[{attribute}]"))) {
            for id in element.value().attr(attribute).unwrap().split_whitespace() {
                if !ids.contains(id) {
                    wrong.push(format!("{attribute} names {id}, which is not there"));
                }
            }
        }
    }
    for link in page.select(&select("a[href^='#']")) {
        let id = &link.value().attr("href").unwrap()[1..];
        if !ids.contains(id) {
            wrong.push(format!("a link to #{id}, which is not there"));
        }
    }
    wrong
}

fn nothing_needs_a_weaker_policy(_: &Preview, page: &Html) -> Vec<String> {
    let mut wrong = Vec::new();
    for element in page.select(&select("*")) {
        for (name, value) in element.value().attrs() {
            if name == "style" || name.starts_with("on") {
                wrong.push(format!("{name} on {}", element.value().name()));
            }
            if ["href", "src", "action", "srcset"].contains(&name)
                && (value.trim().is_empty() || value.trim_start().starts_with("javascript:"))
            {
                wrong.push(format!("{name}={value:?} on {}", element.value().name()));
            }
        }
    }
    for script in page.select(&select("script")) {
        let data = script.value().attr("type") == Some("application/ld+json");
        if script.value().attr("src").is_none() && !data {
            wrong.push("a script in the page".to_owned());
        }
    }
    if page.select(&select("style")).next().is_some() {
        wrong.push("a style in the page".to_owned());
    }
    wrong
}

fn every_posted_form_carries_the_token(_: &Preview, page: &Html) -> Vec<String> {
    page.select(&select("form"))
        .filter(|form| form.value().attr("method") == Some("post"))
        .filter(|form| {
            form.select(&select("input[name=csrf][type=hidden]"))
                .count()
                != 1
        })
        .map(|form| format!("{:?} has no token", form.value().attr("action")))
        .collect()
}

fn is_portrait(address: &str) -> bool {
    address.starts_with("/seminars/") && address.contains("/files/")
        || address.starts_with("/speak/") && address.ends_with("/portrait")
}

fn it_is_light_and_asks_for_few_files_all_from_here(preview: &Preview, page: &Html) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut weight = preview.html.len();
    let mut files = BTreeSet::new();
    for selector in [
        "link[rel=stylesheet]",
        "link[rel=icon]",
        "script[src]",
        "img[src]",
    ] {
        for element in page.select(&select(selector)) {
            let value = element.value();
            files.insert(value.attr("src").or(value.attr("href")).unwrap().to_owned());
        }
    }
    for file in &files {
        match assets::find(file) {
            Some(asset) => weight += asset.bytes.len(),
            // Kept with the seminar, as bounded in size as `base::picture` makes it.
            None if is_portrait(file) => {}
            None => wrong.push(format!("{file} is not served here")),
        }
    }
    // What describes the calls of the API is a reference, long by nature.
    let bound = match preview.file_name.starts_with("api") {
        true => 175_000,
        false => 100_000,
    };
    if weight > bound {
        wrong.push(format!("{weight} bytes"));
    }
    if files.len() > 5 {
        wrong.push(format!("{} files beside the page", files.len()));
    }
    wrong
}

fn no_words_wait_for_a_figure(preview: &Preview, _: &Html) -> Vec<String> {
    match preview.html.contains("{$") {
        true => vec!["a figure is missing from what is said".to_owned()],
        false => Vec::new(),
    }
}

fn every_time_carries_its_instant(_: &Preview, page: &Html) -> Vec<String> {
    page.select(&select("time"))
        .filter(|time| time.value().attr("datetime").is_none_or(str::is_empty))
        .map(|time| format!("{:?} has no datetime", text(time)))
        .collect()
}

#[test]
fn previews_can_be_opened_where_they_are_written() {
    let kept = tempfile::tempdir().unwrap();
    let directory = kept.path();
    let written = write_all(directory).unwrap();
    let page = fs::read_to_string(directory.join(&written[0])).unwrap();
    let parsed = Html::parse_document(&page);
    let sheet = parsed
        .select(&select("link[rel=stylesheet]"))
        .next()
        .unwrap();
    assert!(directory.join(sheet.value().attr("href").unwrap()).exists());
}
