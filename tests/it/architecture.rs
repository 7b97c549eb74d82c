//! The map of the code, held by reading its `use` lines: a module uses what stands to its left, never to its right; and
//! some crates are named in one place only.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::support::db::root;

/// From left to right. What stands in one group may use its neighbours.
const ORDER: &[&[&str]] = &[
    &["base"],
    &["ical"],
    &["jobs"],
    &["mail"],
    &["people"],
    &["rooms"],
    &["stays"],
    &["seminars"],
    &["feeds"],
    &[
        "app", "cli", "config", "previews", "sample", "web", "worker",
    ],
];

/// A word that only the files below these places may write.
const ONLY: &[(&str, &[&str])] = &[
    ("actix_web", &["web"]),
    ("tracing_actix_web", &["web"]),
    ("deadpool", &["base/db.rs"]),
    ("lettre::transport", &["mail/transport"]),
    ("ical::parser", &["ical"]),
    ("async_imap", &["mail/inbound/imap.rs"]),
    ("mail_parser", &["mail/inbound", "mail/captured.rs"]),
    ("chrono::Utc::now", &[]),
    ("SystemTime::now", &[]),
];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(dir: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let src = root().join("src");
    let mut found = Vec::new();
    walk(&src, &mut found);
    found
        .into_iter()
        .map(|(path, text)| (path.strip_prefix(&src).unwrap().to_owned(), text))
        .collect()
}

/// The code of a file, without its comments: a comment may speak of anything.
fn code(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|group| group.contains(&module))
}

/// The modules of this crate that a file names: `crate::rooms::…`, and each of `use crate::{base::…, people::…}`.
fn named(code: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            None => {
                modules.insert(word(rest));
            }
            Some(list) => modules.extend(first_words(list)),
        }
    }
    modules
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The first word of each member of a list, up to the brace that closes it.
fn first_words(list: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut depth, mut begins) = (0, true);
    for (place, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            _ if begins && !c.is_whitespace() => {
                begins = false;
                words.push(word(&list[place..]));
            }
            _ => {}
        }
    }
    words
}

#[test]
fn a_module_uses_only_what_stands_to_its_left() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let first = path
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_str()
            .unwrap()
            .trim_end_matches(".rs")
            .to_owned();
        let Some(mine) = rank(&first) else {
            assert!(
                ["lib", "main"].contains(&first.as_str()),
                "{first} has no place on the map"
            );
            continue;
        };
        for module in named(&code(&text)) {
            if rank(&module).is_some_and(|theirs| theirs > mine) {
                wrong.push(format!("{} uses {module}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn what_belongs_in_one_place_is_named_there_only() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let code = code(&text);
        for (word, places) in ONLY {
            let here = places.iter().any(|place| path.starts_with(place))
                || (places.is_empty() && path == Path::new("base/clock.rs"));
            if code.contains(word) && !here {
                wrong.push(format!("{} names {word}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_reader_of_use_lines_sees_what_there_is() {
    let code = "use crate::{\n    base::{a, b},\n    people::{self, model::Actor},\n    rooms,\n};\nlet x = crate::web::y();";
    let expected: BTreeSet<String> = ["base", "people", "rooms", "web"].map(String::from).into();
    assert_eq!(named(code), expected);
}
