//! Every mail in every language with every sample: its golden text, and that text and HTML say the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use mail_parser::MessageParser;
use maru::{
    mail::{captured, render::Preview},
    previews,
};
use scraper::{Html, Selector};

#[test]
fn every_mail_reads_as_agreed() {
    let mut by_mail: BTreeMap<String, String> = BTreeMap::new();
    for Preview { name, rendered } in previews::mails() {
        let (mail, sample) = name.rsplit_once('.').unwrap();
        let golden = by_mail.entry(mail.to_owned()).or_default();
        writeln!(
            golden,
            "=== {sample}\nSubject: {}\n\n{}",
            rendered.subject, rendered.text
        )
        .unwrap();
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (mail, golden) in &by_mail {
            insta::assert_snapshot!(mail.as_str(), golden);
        }
    });
}

#[test]
fn text_and_html_lead_to_the_same_places() {
    let anchors = Selector::parse("a[href]").unwrap();
    for Preview { name, rendered } in previews::mails() {
        let html = Html::parse_document(&rendered.html);
        let in_html: BTreeSet<&str> = html
            .select(&anchors)
            .map(|anchor| anchor.value().attr("href").unwrap())
            .collect();
        let in_text: BTreeSet<&str> = rendered
            .text
            .split_whitespace()
            .filter(|word| word.starts_with("https://"))
            .collect();
        assert_eq!(in_text, in_html, "{name}");
    }
}

#[test]
fn text_and_html_state_the_same_facts() {
    let body = Selector::parse("body").unwrap();
    for Preview { name, rendered } in previews::mails() {
        let html = Html::parse_document(&rendered.html);
        let shown: String = html.select(&body).flat_map(|body| body.text()).collect();
        let shown = squeezed(&shown);
        for line in rendered
            .text
            .lines()
            .filter(|line| !line.contains("https://"))
        {
            // What stands behind a colon in the text may stand below it in the HTML.
            for said in line.trim_start_matches('|').split(": ").map(squeezed) {
                assert!(
                    said == "--" || shown.contains(&said),
                    "{name}: the HTML does not say “{said}”"
                );
            }
        }
    }
}

#[test]
fn each_goes_out_whole() {
    let mut with_calendar = BTreeSet::new();
    for preview in previews::mails() {
        let letter = previews::letter(&preview).unwrap();
        assert_eq!(letter, previews::letter(&preview).unwrap());
        let message = MessageParser::default().parse(&letter.bytes).unwrap();
        let (Preview { name, rendered }, lines) =
            (preview, |text: &str| text.replace('\n', "\r\n"));
        assert_eq!(message.subject(), Some(rendered.subject.as_str()), "{name}");
        assert_eq!(
            message.body_text(0).unwrap(),
            lines(&rendered.text),
            "{name}"
        );
        assert_eq!(
            message.body_html(0).unwrap(),
            lines(&rendered.html),
            "{name}"
        );
        let parts = captured::parts(&letter.bytes);
        if let Some(calendar) = parts.calendar {
            let method = calendar
                .lines()
                .find_map(|line| line.strip_prefix("METHOD:"));
            let mail = name.split('.').next().unwrap().to_owned();
            with_calendar.insert((mail, method.unwrap().to_owned()));
        }
    }
    let both = ["booking_told", "host_stay", "visitor_stay", "stay_change"];
    let asked =
        ["invitation", "speaker_request", "change", "waiting_place"].map(|mail| (mail, "REQUEST"));
    let ended = ["cancellation", "postponement", "released"].map(|mail| (mail, "CANCEL"));
    let both = both.map(|mail| [(mail, "REQUEST"), (mail, "CANCEL")]);
    let wanted: BTreeSet<_> = asked
        .into_iter()
        .chain(ended)
        .chain(both.into_iter().flatten())
        .map(|(mail, method)| (mail.to_owned(), method.to_owned()))
        .collect();
    assert_eq!(with_calendar, wanted);
}

#[test]
fn subjects_are_one_line_and_texts_complete() {
    for Preview { name, rendered } in previews::mails() {
        assert!(!rendered.subject.is_empty(), "{name}");
        assert!(!rendered.subject.contains(['\r', '\n']), "{name}");
        for part in [&rendered.subject, &rendered.text, &rendered.html] {
            assert!(
                !part.contains('⟨') && !part.contains("{$"),
                "{name}: {part}"
            );
        }
        assert!(!rendered.text.contains("\n\n\n"), "{name}");
        assert!(!rendered.html.contains("<img"), "{name} needs an image");
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
