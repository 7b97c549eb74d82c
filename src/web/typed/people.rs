//! People as organisers type them: `Name <address>`, an address, or a name.

use crate::base::text;

/// Someone as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// On which line, from 1.
    pub number: usize,
    /// The whole, without what stands behind a bar.
    pub whole: String,
    /// The name, where one was typed.
    pub name: Option<String>,
    /// What stands where an address should; empty where a name stands alone. It may be none.
    pub address: String,
    /// What stands behind a bar (`|`), where there is one.
    pub more: Option<String>,
}

impl Line {
    fn read(number: usize, typed: &str) -> Self {
        let (typed, more) = match typed.split_once('|') {
            Some((typed, more)) => (typed, Some(more.trim().to_lowercase())),
            None => (typed, None),
        };
        let typed = typed.trim();
        let (name, address) = match typed.strip_suffix('>').and_then(|t| t.rsplit_once('<')) {
            Some((name, address)) => (name, address),
            None if typed.contains('@') => ("", typed),
            None => (typed, ""),
        };
        Self {
            number,
            whole: typed.to_owned(),
            name: text::some(text::name(name.trim().trim_matches('"'))),
            address: address.trim().to_owned(),
            more,
        }
    }
}

/// One person a line; empty lines are none.
pub fn lines(typed: &str) -> Vec<Line> {
    numbered(typed)
        .map(|(number, line)| Line::read(number, line))
        .collect()
}

/// Addresses, one a line or pasted with commas or semicolons between. A comma within a name (`Doe, Jane <jane@…>`), as
/// mail programs write it, does not divide.
pub fn addresses(typed: &str) -> Vec<Line> {
    let mut found = Vec::new();
    for (number, line) in numbered(typed) {
        let mut begun = String::new();
        for part in line.split_inclusive([',', ';']) {
            let end = part.ends_with([',', ';']);
            begun.push_str(part);
            // Without an @ it is the first half of a name.
            if end && begun.contains('@') {
                found.push(Line::read(number, begun.trim_end_matches([',', ';'])));
                begun.clear();
            }
        }
        let rest = begun.trim_end_matches([',', ';', ' ']);
        if !rest.trim().is_empty() {
            found.push(Line::read(number, rest));
        }
    }
    found
}

fn numbered(typed: &str) -> impl Iterator<Item = (usize, &str)> {
    typed
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(n, line)| (n + 1, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[Line]) -> Vec<(usize, Option<&str>, &str, Option<&str>)> {
        lines
            .iter()
            .map(|line| {
                (
                    line.number,
                    line.name.as_deref(),
                    line.address.as_str(),
                    line.more.as_deref(),
                )
            })
            .collect()
    }

    #[test]
    fn speakers_stand_one_a_line_with_a_role_behind_a_bar() {
        let typed = "Marie Exemple <marie@montreal.example>\r\n\r\n\"Jane Doe\" <jane@ny.example> | Moderator\nbo@x.example\n홍길동";
        assert_eq!(
            read(&lines(typed)),
            [
                (1, Some("Marie Exemple"), "marie@montreal.example", None),
                (3, Some("Jane Doe"), "jane@ny.example", Some("moderator")),
                (4, None, "bo@x.example", None),
                (5, Some("홍길동"), "", None),
            ]
        );
    }

    #[test]
    fn addresses_may_be_pasted_with_commas() {
        let typed = "a@x.example, b@x.example;c@x.example\nDoe, Jane <jane@ny.example>, d@x.example,\nnobody";
        assert_eq!(
            read(&addresses(typed)),
            [
                (1, None, "a@x.example", None),
                (1, None, "b@x.example", None),
                (1, None, "c@x.example", None),
                (2, Some("Doe, Jane"), "jane@ny.example", None),
                (2, None, "d@x.example", None),
                (3, Some("nobody"), "", None),
            ]
        );
    }

    #[test]
    fn a_line_break_in_an_address_ends_the_line() {
        assert_eq!(
            read(&addresses("a@x.example\r\nBcc: evil@x.example")),
            [
                (1, None, "a@x.example", None),
                (2, None, "Bcc: evil@x.example", None)
            ]
        );
    }
}
