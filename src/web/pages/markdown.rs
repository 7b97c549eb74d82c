//! What people write in Markdown, as markup that is safe and as plain text.
//!
//! The one place where text becomes markup: `CommonMark` is rendered, then passed through an allow-list. Markup that was
//! typed is shown as it was typed. Pictures are left out, for they would be fetched from elsewhere.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html::push_html};

use super::html::Html;

/// Longest summary, in characters.
const SUMMARY: usize = 300;

static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::new();
    builder
        .tags(HashSet::from([
            "p",
            "br",
            "em",
            "strong",
            "del",
            "a",
            "ul",
            "ol",
            "li",
            "blockquote",
            "code",
            "pre",
            "hr",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener nofollow"));
    builder
});

/// `text` as markup; `None` where it says nothing. Headings become strong lines, since the page has its own outline.
pub fn html(text: &str) -> Option<Html> {
    let events = events(text).flat_map(|event| match event {
        Event::Html(typed) | Event::InlineHtml(typed) => vec![Event::Text(typed)],
        Event::Start(Tag::HtmlBlock) => vec![Event::Start(Tag::Paragraph)],
        Event::End(TagEnd::HtmlBlock) => vec![Event::End(TagEnd::Paragraph)],
        Event::Start(Tag::Heading { .. }) => {
            vec![Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]
        }
        Event::End(TagEnd::Heading(_)) => {
            vec![Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)]
        }
        other => vec![other],
    });
    let mut rendered = String::with_capacity(text.len() * 2);
    push_html(&mut rendered, events);
    let clean = Html::trusted(ALLOWED.clean(&rendered).to_string());
    (!clean.is_empty()).then_some(clean)
}

/// The first sentences of `text` as plain text, at most 300 characters.
pub fn summary(text: &str) -> String {
    shortened(&plain(text, 8 * SUMMARY))
}

/// `text` as plain text of one line, the first `most` octets of it or a little more.
pub fn plain(text: &str, most: usize) -> String {
    let mut plain = String::new();
    for event in events(text) {
        match event {
            Event::Text(words)
            | Event::Code(words)
            | Event::Html(words)
            | Event::InlineHtml(words) => {
                plain.push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak | Event::End(_) => plain.push(' '),
            _ => {}
        }
        if plain.len() > most {
            break;
        }
    }
    // Emphasis ends before a full stop, too.
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    [" .", " ,", " ;", " :", " !", " ?"]
        .iter()
        .fold(plain, |plain, mark| plain.replace(mark, mark.trim()))
}

fn shortened(plain: &str) -> String {
    let Some((cut, _)) = plain.char_indices().nth(SUMMARY) else {
        return plain.to_owned();
    };
    let head = &plain[..cut];
    let sentence = head
        .char_indices()
        .filter(|(at, c)| {
            let next = head[at + c.len_utf8()..].chars().next();
            matches!(c, '。') || (matches!(c, '.' | '!' | '?') && next == Some(' '))
        })
        .map(|(at, c)| at + c.len_utf8())
        .next_back();
    match sentence {
        Some(end) if end > cut / 3 => head[..end].to_owned(),
        _ => {
            let end = head.rfind(' ').unwrap_or(cut);
            format!("{}…", &head[..end])
        }
    }
}

fn events(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        html(text).map(|html| html.to_string()).unwrap_or_default()
    }

    #[test]
    fn paragraphs_emphasis_lists_and_links() {
        assert_eq!(
            shown(
                "# What *grows*\n\nTwo [laws](https://laws.example/a?b=1&c=2):\n\n- one\n- ~~two~~"
            ),
            "<p><strong>What <em>grows</em></strong></p>\n<p>Two <a href=\"https://laws.example/a?b=1&amp;c=2\" \
             rel=\"noopener nofollow\">laws</a>:</p>\n<ul>\n<li>one</li>\n<li><del>two</del></li>\n</ul>\n"
        );
    }

    #[test]
    fn typed_markup_is_shown_and_does_nothing() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "![x](https://tracker.example/p.gif)",
            "<a href=\"javascript:alert(1)\">x</a>",
            "[x](//evil.example)",
            "[x](/sign-out)",
            "<style>*{display:none}</style>",
            "<div onclick=\"alert(1)\">\n\nx",
        ] {
            let shown = shown(text);
            for bad in ["<script", "<img", "<style", "<div", "<a href"] {
                assert!(!shown.contains(bad), "{text}: {shown}");
            }
        }
        assert_eq!(
            shown("<script>alert(1)</script>"),
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
        );
        assert_eq!(html(" \n "), None);
    }

    #[test]
    fn a_summary_is_plain_and_ends_with_a_sentence() {
        assert_eq!(
            summary("# Laws\n\nWhat *grows*. And\n`what` not?"),
            "Laws What grows. And what not?"
        );
        let long = "A sentence of some length that is repeated. ".repeat(20);
        let short = summary(&long);
        assert!(short.ends_with("repeated.") && short.chars().count() <= SUMMARY);
        let endless = "가나다 ".repeat(200);
        assert!(summary(&endless).ends_with("가나다…"));
        assert_eq!(summary(""), "");
    }
}
