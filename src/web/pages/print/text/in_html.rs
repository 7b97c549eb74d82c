//! What is told of a seminar as a fragment of HTML.

use super::{Told, item};
use crate::{
    base::language::Language,
    web::pages::{html::escape, markdown, print::Subject},
};

pub(super) fn in_html(told: &Told, subject: &Subject, language: Language) -> String {
    let mut out: Vec<String> = Vec::new();
    if let Some(state) = &told.state {
        out.push(format!("<p><strong>{}</strong></p>", escape(state)));
    }
    out.push(format!("<p>{}</p>", escape(&told.over)));
    out.push(format!("<h2>{}</h2>", escape(&told.title)));
    let speakers = told.speakers.iter().map(|one| escape(one));
    out.push(format!(
        "<p><strong>{}</strong></p>",
        speakers.collect::<Vec<_>>().join("<br>")
    ));
    out.push("<ul>".to_owned());
    for (label, time) in &told.times {
        out.push(format!("<li>{}: {}</li>", escape(label), escape(time)));
    }
    for place in &told.places {
        out.push(format!(
            "<li>{}: {}</li>",
            escape(&language.t("print-where")),
            escape(place)
        ));
    }
    let links = told.join.iter().map(|join| ("print-online", join));
    for (key, link) in links.chain([("print-more", &told.link)]) {
        let address = escape(link);
        let label = escape(&language.t(key));
        out.push(format!(
            "<li>{label}: <a href=\"{address}\">{address}</a></li>"
        ));
    }
    out.push("</ul>".to_owned());
    if let Some(words) = markdown::html(&subject.abstract_text) {
        out.push(format!(
            "<h3>{}</h3>",
            escape(&language.t("seminar-abstract"))
        ));
        out.push(words.as_str().trim().to_owned());
    }
    for talk in &subject.talks {
        let parts = [&talk.abstract_html, &talk.biography_html];
        if talk.title.is_empty() && parts.iter().all(|part| part.is_none()) {
            continue;
        }
        out.push(format!("<h3>{}</h3>", escape(&talk.name)));
        if !talk.title.is_empty() {
            out.push(format!("<p><em>{}</em></p>", escape(&talk.title)));
        }
        out.extend(
            parts
                .into_iter()
                .flatten()
                .map(|part| part.as_str().trim().to_owned()),
        );
    }
    if !subject.items.is_empty() {
        let items = subject
            .items
            .iter()
            .map(|one| format!("<li>{}</li>", escape(&item(one))));
        let heading = escape(&language.t("print-programme"));
        out.push(format!(
            "<h3>{heading}</h3>\n<ul>\n{}\n</ul>",
            items.collect::<Vec<_>>().join("\n")
        ));
    }
    if !told.topics.is_empty() {
        out.push(format!(
            "<p>{}: {}</p>",
            escape(&language.t("seminar-topics")),
            escape(&told.topics)
        ));
    }
    out.push(format!("<p>{}</p>", escape(&told.by)));
    out.join("\n") + "\n"
}
