//! Reads calendars that others wrote (RFC 5545): answers to invitations ([`answer`]) so far.
//!
//! The `ical` crate is given one logical line at a time: its own reader trims physical lines before it joins them, and
//! takes bad UTF-8 for the end of the file. Size, lines and depth are bounded; components, properties and parameters that
//! nobody knows are accepted.

pub mod answer;
mod lines;
mod rules;
pub mod time;

use ::ical::PropertyParser;

/// The deepest that components may stand in each other.
const DEPTH: usize = 8;
/// The most parameters of one property; an ATTENDEE has some ten.
const PARAMETERS: usize = 100;

/// Why octets are no calendar that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// More octets, lines, levels or parameters than a calendar may have.
    #[error("it is too large")]
    TooLarge,
    /// It holds what is no UTF-8.
    #[error("line {line} is no UTF-8")]
    NotUtf8 {
        /// The first such line, from 1.
        line: usize,
    },
    /// A line is none of a calendar.
    #[error("line {line} is none of a calendar")]
    Line {
        /// Which, from 1.
        line: usize,
    },
    /// It ends before its end.
    #[error("it is not complete")]
    Incomplete,
}

/// A component, such as `VCALENDAR` or `VEVENT`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Component {
    /// Its name, in capitals.
    pub name: String,
    /// Its properties, in order.
    pub properties: Vec<Property>,
    /// What stands in it, in order.
    pub components: Vec<Component>,
}

/// A property with its value as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Property {
    /// Its name, in capitals.
    pub name: String,
    /// Its parameters, their names in capitals.
    pub params: Vec<(String, Vec<String>)>,
    /// The value, still escaped.
    pub value: String,
}

/// Reads the first `VCALENDAR`.
///
/// # Errors
/// [`Unreadable`].
pub fn read(octets: &[u8]) -> Result<Component, Unreadable> {
    let mut open: Vec<Component> = Vec::new();
    for (line, text) in lines::unfolded(octets)? {
        if has_too_many_parameters(&text) {
            return Err(Unreadable::TooLarge);
        }
        let property = property(&text).ok_or(Unreadable::Line { line })?;
        match property.name.as_str() {
            "BEGIN" if open.len() == DEPTH => return Err(Unreadable::TooLarge),
            "BEGIN" => open.push(Component {
                name: property.value.trim().to_ascii_uppercase(),
                ..Component::default()
            }),
            "END" => {
                let name = property.value.trim().to_ascii_uppercase();
                let ended = open
                    .pop()
                    .filter(|component| component.name == name)
                    .ok_or(Unreadable::Line { line })?;
                match open.last_mut() {
                    Some(parent) => parent.components.push(ended),
                    None if ended.name == "VCALENDAR" => return Ok(ended),
                    None => {}
                }
            }
            _ => open
                .last_mut()
                .ok_or(Unreadable::Line { line })?
                .properties
                .push(property),
        }
    }
    Err(Unreadable::Incomplete)
}

/// Whether there are more parameters than are read. For each of them the `ical` crate looks through all of the rest of the
/// line: the sixty thousand that a line has room for took it seconds.
fn has_too_many_parameters(line: &str) -> bool {
    let name = line.find([';', ':']).unwrap_or(line.len());
    let mut rest = &line[name..];
    for _ in 0..=PARAMETERS {
        let Some((_, values)) = rest.strip_prefix(';').and_then(|rest| rest.split_once('=')) else {
            return false;
        };
        rest = behind(values);
    }
    true
}

/// What follows on the values of a parameter.
fn behind(values: &str) -> &str {
    let mut rest = values;
    loop {
        rest = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').map_or("", |(_, rest)| rest),
            None => &rest[rest.find([',', ';', ':']).unwrap_or(rest.len())..],
        };
        match rest.strip_prefix(',') {
            Some(further) => rest = further,
            None => return rest,
        }
    }
}

fn property(line: &str) -> Option<Property> {
    let read = PropertyParser::from_reader(line.as_bytes()).next()?.ok()?;
    Some(Property {
        name: read.name.trim().to_ascii_uppercase(),
        params: read.params.unwrap_or_default(),
        value: read.value.unwrap_or_default(),
    })
}

impl Component {
    /// The first property of this name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }

    /// The value of the first property of this name, as it is written.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.property(name).map(|property| property.value.trim())
    }

    /// The first component of this name.
    pub fn component(&self, name: &str) -> Option<&Component> {
        self.components
            .iter()
            .find(|component| component.name == name)
    }
}

impl Property {
    /// The first value of a parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        let (_, values) = self.params.iter().find(|(known, _)| known == name)?;
        values.first().map(|value| value.trim())
    }

    /// The value as TEXT (RFC 5545 section 3.3.11).
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut characters = self.value.chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => match characters.next() {
                    Some('n' | 'N') => text.push('\n'),
                    Some(other) => text.push(other),
                    None => {}
                },
                other => text.push(other),
            }
        }
        text
    }

    /// The value as the address of a person: of `mailto:`, else in the `EMAIL` parameter (RFC 7986 section 6.2).
    pub fn address(&self) -> Option<&str> {
        let value = self.value.trim();
        match value.split_at_checked("mailto:".len()) {
            Some((scheme, address)) if scheme.eq_ignore_ascii_case("mailto:") => {
                Some(address.trim())
            }
            _ => self.param("EMAIL"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_things_are_accepted_and_what_stands_in_what_is_kept() {
        let read = read(
            b"begin:vcalendar\r\nX-WHO;X-P=\"a:b\";Q=1,2:v:w\r\nBEGIN:VNEW\r\nBEGIN:VALARM\r\n\
              END:VALARM\r\nEND:VNEW\r\nEND:VCALENDAR\r\nrubbish behind it",
        )
        .unwrap();
        assert_eq!(read.name, "VCALENDAR");
        assert_eq!(read.value("X-WHO"), Some("v:w"));
        let who = read.property("X-WHO").unwrap();
        assert_eq!((who.param("X-P"), who.param("Q")), (Some("a:b"), Some("1")));
        let inner = read.component("VNEW").unwrap();
        assert_eq!(inner.components[0].name, "VALARM");
    }

    #[test]
    fn what_is_not_whole_is_not_read() {
        let refused = |text: &str| read(text.as_bytes()).unwrap_err();
        assert_eq!(refused(""), Unreadable::Incomplete);
        assert_eq!(
            refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\n"),
            Unreadable::Incomplete
        );
        assert_eq!(
            refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n"),
            Unreadable::Line { line: 3 }
        );
        assert_eq!(
            refused("BEGIN:VCALENDAR\nno property\n"),
            Unreadable::Line { line: 2 }
        );
        assert_eq!(
            refused("BEGIN:VCALENDAR\nA;CN=\"open:x\n"),
            Unreadable::Line { line: 2 }
        );
        assert_eq!(refused("UID:1\n"), Unreadable::Line { line: 1 });
        assert_eq!(
            refused(&"BEGIN:VCALENDAR\n".repeat(9)),
            Unreadable::TooLarge
        );
    }

    #[test]
    fn parameters_are_bounded_and_what_looks_like_some_is_not_counted() {
        let of = |parameters: usize, value: &str| {
            let parameters = ";P=\"a;b:c\",d".repeat(parameters);
            read(format!("BEGIN:VCALENDAR\nA{parameters}:{value}\nEND:VCALENDAR\n").as_bytes())
        };
        let value = ";Q=1".repeat(PARAMETERS + 1);
        let read = of(PARAMETERS, &value).unwrap();
        let property = read.property("A").unwrap();
        assert_eq!(property.params.len(), PARAMETERS);
        assert_eq!(property.value, value);
        assert_eq!(of(PARAMETERS + 1, "v"), Err(Unreadable::TooLarge));
    }

    #[test]
    fn text_and_addresses_lose_their_dress() {
        let of = |value: &str| Property {
            value: value.to_owned(),
            ..Property::default()
        };
        assert_eq!(of(r"a\, b\; c\\ d\ne").text(), "a, b; c\\ d\ne");
        assert_eq!(of("MAILTO:a@b.example").address(), Some("a@b.example"));
        assert_eq!(of("invalid:nomail").address(), None);
        let principal = Property {
            params: vec![("EMAIL".into(), vec!["a@b.example".into()])],
            ..of("/123/principal/")
        };
        assert_eq!(principal.address(), Some("a@b.example"));
    }
}
