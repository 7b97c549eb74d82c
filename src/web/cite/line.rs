//! A reference as people write it, about as the American Psychological Association has it: who, when, what, where.

use chrono::Datelike;

use super::Reference;
use crate::base::language::{Arg, Language};

/// The reference in a line, in the words of `language`.
pub fn line(reference: &Reference, language: Language) -> String {
    let date = reference.date;
    let month = language.t(&format!("month-{}", date.month()));
    let date = language.with(
        "cite-date",
        &[
            // Years and days as words: a number would be written 2,026.
            ("year", Arg::from(date.year().to_string())),
            ("month", Arg::from(month)),
            ("day", Arg::from(date.day().to_string())),
        ],
    );
    language.with(
        "cite-line",
        &[
            ("who", Arg::from(who(reference, language))),
            ("date", Arg::from(date)),
            ("title", Arg::from(reference.title.as_str())),
            ("kind", Arg::from(reference.kind.as_str())),
            ("source", Arg::from(reference.source())),
            ("url", Arg::from(reference.url.as_str())),
        ],
    )
}

/// The names in a row; who holds it, where nobody is known to speak.
fn who(reference: &Reference, language: Language) -> String {
    match reference.authors.as_slice() {
        [] => reference.hub.clone(),
        [name] => name.clone(),
        [first @ .., last] => {
            let several = match first {
                [_] => "cite-two",
                _ => "cite-many",
            };
            let names = [("others", first.join(", ")), ("last", last.clone())];
            let names = names.map(|(name, value)| (name, Arg::from(value)));
            language.with(several, &names)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_in_the_language_of_its_reader() {
        let mut reference = super::super::sample();
        assert_eq!(
            line(&reference, Language::En),
            "Marie Exemple & 홍길동 (2026, December 1). What scaling laws cannot tell us [Seminar]. Scaling Laws, \
             Sample Hub. https://hub.example/seminars/k7m4xq"
        );
        reference.kind = "세미나".into();
        assert_eq!(
            line(&reference, Language::Ko),
            "Marie Exemple, 홍길동 (2026년 12월 1일). What scaling laws cannot tell us [세미나]. Scaling Laws, \
             Sample Hub. https://hub.example/seminars/k7m4xq"
        );
        reference.authors.push("Jane Doe".into());
        assert!(
            line(&reference, Language::En).starts_with("Marie Exemple, 홍길동, & Jane Doe (2026")
        );
        reference.authors.clear();
        reference.series = None;
        let alone = line(&reference, Language::Ko);
        assert!(
            alone.starts_with("Sample Hub (2026년")
                && alone.contains("[세미나]. Sample Hub. https"),
            "{alone}"
        );
    }
}
