//! A reference in BibTeX, as its classic styles and `biblatex` read it. UTF-8.

use chrono::Datelike;

use super::Reference;

/// The months as styles write them: macros, not texts.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// An entry, with a line for each field and a line end at its end.
pub fn bibtex(reference: &Reference) -> String {
    let held = match &reference.series {
        Some(series) => format!("{}, {series}", reference.kind),
        None => reference.kind.clone(),
    };
    let month = MONTHS[reference.date.month0() as usize % MONTHS.len()];
    let fields = [
        ("author", Some(authors(reference))),
        (
            "title",
            Some(format!("{{{{{}}}}}", escaped(&reference.title))),
        ),
        ("howpublished", Some(braced(&held))),
        ("organization", Some(braced(&reference.hub))),
        ("address", reference.place.as_deref().map(braced)),
        ("year", Some(format!("{{{}}}", reference.date.year()))),
        ("month", Some(month.to_owned())),
        ("date", Some(format!("{{{}}}", reference.date))),
        ("language", reference.language.as_deref().map(braced)),
        // As it is: what reads this field takes every character for itself.
        ("url", Some(format!("{{{}}}", reference.url))),
    ];
    let lines: Vec<String> = fields
        .into_iter()
        .filter_map(|(name, value)| Some(format!("  {name:<12} = {}", value?)))
        .collect();
    format!("@misc{{{},\n{}\n}}\n", reference.key(), lines.join(",\n"))
}

/// The names, each in braces of its own: it is one name as it stands, not to be taken apart. Who holds it, where nobody is
/// known to speak.
fn authors(reference: &Reference) -> String {
    let names: Vec<String> = match reference.authors.as_slice() {
        [] => vec![braced(&reference.hub)],
        names => names.iter().map(|name| braced(name)).collect(),
    };
    format!("{{{}}}", names.join(" and "))
}

fn braced(text: &str) -> String {
    format!("{{{}}}", escaped(text))
}

/// `text` without anything that means something to TeX. Braces are counted before TeX sees them, escaped ones too, so that
/// they have to stand as words.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '$' | '&' | '#' | '_' | '%' => escaped.extend(['\\', c]),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_says_all_of_it() {
        assert_eq!(
            bibtex(&super::super::sample()),
            "@misc{maru-k7m4xq,\n\
             \x20 author       = {{Marie Exemple} and {홍길동}},\n\
             \x20 title        = {{What scaling laws cannot tell us}},\n\
             \x20 howpublished = {Seminar, Scaling Laws},\n\
             \x20 organization = {Sample Hub},\n\
             \x20 address      = {Main hall},\n\
             \x20 year         = {2026},\n\
             \x20 month        = dec,\n\
             \x20 date         = {2026-12-01},\n\
             \x20 language     = {en},\n\
             \x20 url          = {https://hub.example/seminars/k7m4xq}\n}\n"
        );
        let alone = Reference {
            authors: Vec::new(),
            series: None,
            place: None,
            language: None,
            ..super::super::sample()
        };
        let entry = bibtex(&alone);
        assert!(entry.contains("author       = {{Sample Hub}},"), "{entry}");
        assert!(
            !entry.contains("address") && !entry.contains("language"),
            "{entry}"
        );
    }

    #[test]
    fn what_means_something_to_tex_is_text() {
        assert_eq!(
            escaped(r"50% of $x_i$ & {#1}\~^"),
            r"50\% of \$x\_i\$ \& \textbraceleft{}\#1\textbraceright{}\textbackslash{}\textasciitilde{}\textasciicircum{}"
        );
        assert_eq!(escaped("a\nb"), "a b");
    }
}
