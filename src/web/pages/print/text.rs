//! What is told of a seminar as a text, for portals and mailing lists: plain, in Markdown, and as a fragment of HTML. The
//! whole of it in one language each time; nobody has to type it once more.

mod in_html;
mod in_markdown;

use self::{in_html::in_html, in_markdown::in_markdown};
use super::Subject;
use crate::{
    base::{
        hub::Hub,
        language::{self, Language},
        text,
        zone::Zone,
    },
    web::{
        pages::words::{SeminarState, SpeakerRole},
        urls,
    },
};

crate::words! {
    /// How a text is written.
    Format {
        /// As people write mails.
        Plain = "plain",
        /// In Markdown (`CommonMark`).
        Markdown = "markdown",
        /// As a fragment of HTML.
        Html = "html",
    }
}

/// Who tells it.
#[derive(Debug, Clone)]
pub struct House {
    /// What the hub calls itself.
    pub name: String,
    /// Its zone.
    pub zone: Zone,
    /// How people reach it, without a slash at the end.
    pub public_url: String,
}

impl From<&Hub> for House {
    fn from(hub: &Hub) -> Self {
        Self {
            name: hub.name.clone(),
            zone: hub.zone,
            public_url: hub.public_url.clone(),
        }
    }
}

impl House {
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }
}

/// All that a text tells, in the words of one language.
struct Told {
    /// That it is a draft, postponed or cancelled, and why.
    state: Option<String>,
    /// What it is, and of which series.
    over: String,
    title: String,
    speakers: Vec<String>,
    /// What is said before each time, and the time.
    times: Vec<(String, String)>,
    places: Vec<String>,
    /// Where one takes part from afar.
    join: Option<String>,
    topics: String,
    /// Its page.
    link: String,
    /// Who organises it.
    by: String,
}

/// The text of `subject` in `language`.
pub fn written(subject: &Subject, hub: &House, language: Language, format: Format) -> String {
    let subject = &subject.clone().read_in(&[language]);
    let told = told(subject, hub, language);
    match format {
        Format::Plain => plain(&told, subject, language),
        Format::Markdown => in_markdown(&told, subject, language),
        Format::Html => in_html(&told, subject, language),
    }
}

fn told(subject: &Subject, hub: &House, language: Language) -> Told {
    let t = |key: &str| language.t(key);
    let state = match subject.state {
        SeminarState::Announced => None,
        SeminarState::Draft => Some(t("print-draft-words")),
        SeminarState::Postponed | SeminarState::Cancelled => {
            let what = t(&format!("banner-{}", subject.state));
            Some(match &subject.reason {
                Some(reason) => format!("{what}. {}", text::line(reason)),
                None => what,
            })
        }
    };
    let kind = t(&format!("kind-{}", subject.kind));
    let speaker = |one: &super::PaperSpeaker| {
        let one = &one.speaker;
        let mut words = one.name.clone();
        if let Some(institution) = &one.institution {
            words = format!("{words} ({institution})");
        }
        match one.role {
            SpeakerRole::Speaker => words,
            role => format!("{words}, {}", t(&format!("role-{role}"))),
        }
    };
    let mut speakers: Vec<String> = subject.speakers.iter().map(speaker).collect();
    if speakers.is_empty() {
        speakers.push(t("print-no-speaker"));
    }
    let place = |place: &super::PaperPlace| match &place.more {
        Some(more) => format!("{}, {}", place.name, text::line(more)),
        None => place.name.clone(),
    };
    let mut places: Vec<String> = subject.places.iter().map(place).collect();
    if places.is_empty() && !subject.online {
        places.push(t("print-no-place"));
    }
    let stopped = subject.is_stopped();
    Told {
        state,
        over: match &subject.series {
            Some(series) => format!("{} · {kind}", text::line(&series.label)),
            None => kind,
        },
        title: match subject.title.is_empty() {
            true => t("print-no-title"),
            false => text::line(&subject.title),
        },
        speakers,
        times: times(subject, hub.zone, language),
        places,
        join: (subject.online && !stopped).then(|| hub.url(&urls::join(&subject.code))),
        topics: subject.topics.join(", "),
        link: hub.url(&urls::short(&subject.code)),
        by: match subject.institutions.is_empty() {
            true => hub.name.clone(),
            false => format!("{} · {}", hub.name, subject.institutions.join(", ")),
        },
    }
}

/// By the clock of its place; then by that of the hub and those of its speakers' institutions, where they show another time.
fn times(subject: &Subject, hub: Zone, language: Language) -> Vec<(String, String)> {
    let when = subject.when;
    let mut times = vec![(
        language.t("print-when"),
        language::slot(language, when.slot, when.zone),
    )];
    let mut shown = vec![when.zone];
    let speakers = subject
        .speakers
        .iter()
        .filter_map(|one| Some((Some(&one.speaker.name), one.zone?)));
    for (name, zone) in std::iter::once((None, hub)).chain(speakers) {
        let offset = |zone: &Zone| {
            let (from, to) = (when.slot.from(), when.slot.to());
            (zone.offset_seconds(from), zone.offset_seconds(to))
        };
        if shown.iter().any(|one| offset(one) == offset(&zone)) {
            continue;
        }
        shown.push(zone);
        let label = match name {
            Some(name) => language.with("print-when-for", &[("name", name.as_str().into())]),
            None => language.t("print-when-here"),
        };
        times.push((label, language::slot(language, when.slot, zone)));
    }
    times
}

fn plain(told: &Told, subject: &Subject, language: Language) -> String {
    let mut lines: Vec<String> = Vec::new();
    if let Some(state) = &told.state {
        lines.extend([format!("*** {state} ***"), String::new()]);
    }
    lines.extend([told.over.clone(), told.title.clone()]);
    lines.extend(told.speakers.clone());
    lines.push(String::new());
    for (label, time) in &told.times {
        lines.push(format!("{label}: {time}"));
    }
    for place in &told.places {
        lines.push(format!("{}: {place}", language.t("print-where")));
    }
    if let Some(join) = &told.join {
        lines.push(format!("{}: {join}", language.t("print-online")));
    }
    lines.push(format!("{}: {}", language.t("print-more"), told.link));
    let mut parts: Vec<(String, String)> = Vec::new();
    if !subject.abstract_text.is_empty() {
        parts.push((
            language.t("seminar-abstract"),
            subject.abstract_text.clone(),
        ));
    }
    for talk in &subject.talks {
        parts.extend(talk_parts(talk));
    }
    for (heading, words) in parts {
        lines.extend([String::new(), heading, words]);
    }
    if !subject.items.is_empty() {
        lines.extend([String::new(), language.t("print-programme")]);
        lines.extend(subject.items.iter().map(item));
    }
    lines.push(String::new());
    if !told.topics.is_empty() {
        lines.push(format!("{}: {}", language.t("seminar-topics"), told.topics));
    }
    lines.push(told.by.clone());
    lines.join("\n") + "\n"
}

/// What a speaker said of a talk of their own, as plain text.
fn talk_parts(talk: &crate::web::pages::seminar::Talk) -> Vec<(String, String)> {
    let mut words: Vec<String> = Vec::new();
    words.extend(text::some(talk.title.clone()));
    for html in [&talk.abstract_html, &talk.biography_html]
        .into_iter()
        .flatten()
    {
        words.push(stripped(html.as_str()));
    }
    match words.is_empty() {
        true => Vec::new(),
        false => vec![(talk.name.clone(), words.join("\n"))],
    }
}

/// Our own markup without its tags.
fn stripped(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        words.push_str(before);
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    let plain = entities
        .iter()
        .fold(words, |words, (entity, c)| words.replace(entity, c));
    plain.trim().to_owned()
}

fn item(item: &super::PaperItem) -> String {
    let from = item.when.zone.local(item.when.slot.from());
    let clock = language::clock_time(from.time());
    match &item.who {
        Some(who) => format!("{clock} {} ({who})", item.title),
        None => format!("{clock} {}", item.title),
    }
}

#[cfg(test)]
mod tests {
    use super::{in_markdown::literal, *};
    use crate::web::pages::{markdown, print::samples};

    #[test]
    fn words_mean_nothing_in_markdown() {
        assert_eq!(
            literal("a_b *c* [d](e) <f> #1"),
            "a\\_b \\*c\\* \\[d\\](e) \\<f\\> \\#1"
        );
        let shown = markdown::html(&literal("a_b_ *c* <b>[d](https://e.example)</b> `f`")).unwrap();
        assert_eq!(
            shown.as_str().trim(),
            "<p>a_b_ *c* &lt;b&gt;[d](https://e.example)&lt;/b&gt; `f`</p>"
        );
        assert_eq!(stripped("<p>a &lt;b&gt; <em>c</em></p>\n"), "a <b> c");
    }

    #[test]
    fn a_text_is_complete_and_says_what_is_missing() {
        let hub = samples::house();
        let subject = samples::subject(Language::En);
        assert_eq!(
            written(&subject, &hub, Language::En, Format::Plain),
            "Scaling Laws Seminar · Seminar\n\
             What scaling laws cannot tell us\n\
             Marie Exemple (Université de Montréal)\n\
             \n\
             When: Wed 25 November 2026, 16:00–17:00 (Seoul, UTC+9)\n\
             For Marie Exemple: Wed 25 November 2026, 02:00–03:00 (Montréal, UTC−5)\n\
             Where: Main hall, Seoul\n\
             Online: https://maru.example/s/k7m4xq/join\n\
             Details and your answer: https://maru.example/s/k7m4xq\n\
             \n\
             Abstract\n\
             A loss curve that is a *straight* line is a comfort.\n\
             \n\
             Topics: Scaling laws, Evaluation\n\
             Maru · KAIST, Korea University\n"
        );
        let bare = Subject {
            title: String::new(),
            state: SeminarState::Postponed,
            reason: Some("The speaker is ill.".into()),
            speakers: Vec::new(),
            abstract_text: String::new(),
            topics: Vec::new(),
            places: Vec::new(),
            online: false,
            institutions: Vec::new(),
            ..subject
        };
        assert_eq!(
            written(&bare, &hub, Language::Ko, Format::Markdown),
            "**연기되었습니다. The speaker is ill.**\n\
             \n\
             Scaling Laws Seminar · 세미나\n\
             \n\
             # 제목은 곧 알려 드립니다\n\
             \n\
             **연사는 곧 알려 드립니다**\n\
             \n\
             - 일시: 2026년 11월 25일 (수), 16:00–17:00 (서울, UTC+9)\n\
             - 장소: 장소는 곧 알려 드립니다\n\
             - 자세한 안내와 응답: <https://maru.example/s/k7m4xq>\n\
             \n\
             Maru\n"
        );
    }

    #[test]
    fn what_was_typed_is_no_markup() {
        let subject = Subject {
            title: "<script>x</script> & *y*".into(),
            abstract_text: "<b>z</b>".into(),
            ..samples::subject(Language::En)
        };
        let html = written(&subject, &samples::house(), Language::En, Format::Html);
        assert!(
            html.contains("<h2>&lt;script&gt;x&lt;/script&gt; &amp; *y*</h2>"),
            "{html}"
        );
        assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
        let markdown = written(&subject, &samples::house(), Language::En, Format::Markdown);
        assert!(
            markdown.contains("# \\<script\\>x\\</script\\> \\& \\*y\\*\n"),
            "{markdown}"
        );
    }
}
