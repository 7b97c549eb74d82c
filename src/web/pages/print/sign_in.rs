//! The sheet on which those sign who are there: who said yes, and lines for whoever comes besides.

use std::ops::Range;

use askama::Template;

use super::{Paper, Subject};
use crate::{
    base::language::Language,
    web::{pages::Sample, urls},
};

/// How many lines a sheet has.
const LINES: usize = 22;
/// Fewest lines for those who come unannounced, without the line that says so.
const WALK_INS: usize = 7;

/// `GET /seminars/{code}/print/sign-in`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/print/sign_in.html")]
pub struct SignInPage {
    /// What every sheet knows.
    pub paper: Paper,
    /// What it is for.
    pub subject: Subject,
    /// Who said yes, sorted.
    pub people: Vec<Signs>,
    /// Whether everyone is asked whether they may be photographed.
    pub photos: bool,
    /// Whether its speakers agreed that it is recorded or seen elsewhere, of which everyone there is told.
    pub recorded: bool,
}

/// Someone who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signs {
    /// Their name.
    pub name: String,
    /// Their institution.
    pub institution: Option<String>,
}

/// What stands on one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Which of the people.
    pub people: Range<usize>,
    /// The numbers of the blank lines below them; none where the next sheet has these.
    pub blank: Range<usize>,
}

impl SignInPage {
    /// The sheets.
    pub fn leaves(&self) -> Vec<Leaf> {
        let said = usize::from(self.photos) + usize::from(self.recorded);
        leaves(self.people.len(), LINES - said)
    }

    /// The people of one of them, with their numbers.
    pub fn on(&self, leaf: &Leaf) -> Vec<(usize, &Signs)> {
        let first = leaf.people.start + 1;
        let people = self.people.get(leaf.people.clone()).unwrap_or_default();
        people
            .iter()
            .enumerate()
            .map(|(n, one)| (first + n, one))
            .collect()
    }

    /// The same sheet with or without the question about photographs.
    pub fn otherwise(&self) -> String {
        let photos = (!self.photos).then_some("yes");
        urls::with_query(
            &self.paper.address,
            &[("lang", Some(self.paper.tongue())), ("photos", photos)],
        )
    }
}

/// Sheets of `lines` lines for so many people. Below the last of them are blank lines, at least [`WALK_INS`] and as many as
/// the sheet has, under a line that says what they are for.
fn leaves(people: usize, lines: usize) -> Vec<Leaf> {
    let mut leaves: Vec<Leaf> = (0..people)
        .step_by(lines)
        .map(|first| Leaf {
            people: first..(first + lines).min(people),
            blank: 0..0,
        })
        .collect();
    if leaves
        .last()
        .is_none_or(|last| lines - last.people.len() <= WALK_INS)
    {
        leaves.push(Leaf {
            people: people..people,
            blank: 0..0,
        });
    }
    if let Some(last) = leaves.last_mut() {
        let free = lines - last.people.len() - 1;
        last.blank = people + 1..people + 1 + free;
    }
    leaves
}

impl Sample for SignInPage {
    const NAME: &'static str = "paper-sign-in";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        super::samples::sign_ins(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_has_a_line_and_there_are_lines_for_more() {
        let shapes = |people: usize| -> Vec<(usize, usize)> {
            leaves(people, 22)
                .iter()
                .map(|leaf| (leaf.people.len(), leaf.blank.len()))
                .collect()
        };
        assert_eq!(shapes(0), [(0, 21)]);
        assert_eq!(shapes(10), [(10, 11)]);
        assert_eq!(shapes(14), [(14, 7)]);
        assert_eq!(shapes(15), [(15, 0), (0, 21)]);
        assert_eq!(shapes(40), [(22, 0), (18, 0), (0, 21)]);
        let many = shapes(300);
        assert_eq!((many.len(), many[13]), (14, (14, 7)));
        for people in 0..100 {
            let leaves = leaves(people, 22);
            let mut next = 0;
            for leaf in &leaves {
                assert_eq!(leaf.people.start, next);
                next = leaf.people.end;
            }
            assert_eq!(next, people);
            assert_eq!(leaves.last().unwrap().blank.start, people + 1);
        }
    }
}
