//! Everything that people read, with sample data, to look at: `maru previews DIR` writes it, tests render it.

use crate::{base::language::Language, mail::render::Preview, people, rooms, seminars, stays};

/// Every mail × language × sample.
pub fn mails() -> Vec<Preview> {
    Language::ALL
        .into_iter()
        .flat_map(|language| {
            [
                people::notices::mails::previews(language),
                rooms::notices::mails::previews(language),
                stays::notices::mails::previews(language),
                seminars::notices::mails::previews(language),
            ]
            .concat()
        })
        .collect()
}
