//! What a reader should find in a file, and the file as the `ical` crate reads it.

use std::collections::BTreeMap;

/// What a reader should find for TEXT.
pub(super) fn read_text(typed: &str) -> String {
    typed
        .replace(['\u{2028}', '\u{2029}'], "\n")
        .replace(|c: char| c.is_control() && c != '\n' && c != '\t', "")
}

/// What a reader should find for a parameter, RFC 6868 undone.
pub(super) fn read_parameter(typed: &str) -> String {
    read_text(typed).replace('\\', "\u{ff3c}")
}

/// What a reader should find for an address.
pub(super) fn read_address(typed: &str) -> String {
    typed
        .replace(
            |c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}',
            "",
        )
        .replace('\\', "%5C")
}

/// The other way round of RFC 5545 section 3.3.11.
pub(super) fn unescape_text(value: &str) -> String {
    let mut plain = String::new();
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match characters.next() {
                Some('n') => '\n',
                Some(escaped @ ('\\' | ';' | ',')) => escaped,
                other => panic!("\\{other:?} is no escape: {value}"),
            },
            ';' | ',' => panic!("not escaped: {value}"),
            other => other,
        });
    }
    plain
}

/// The items of a list, still escaped.
pub(super) fn items(value: &str) -> Vec<&str> {
    let mut escaped = false;
    value
        .split(|character| {
            let between = character == ',' && !escaped;
            escaped = character == '\\' && !escaped;
            between
        })
        .collect()
}

/// The other way round of RFC 6868.
pub(super) fn unescape_parameter(value: &str) -> String {
    let mut plain = String::new();
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '^' => match characters.next() {
                Some('n') => '\n',
                Some('\'') => '"',
                Some('^') => '^',
                other => panic!("^{other:?} is no escape: {value}"),
            },
            other => other,
        });
    }
    plain
}

/// What holds for every line of every file; gives the logical lines.
fn logical_lines(file: &str) -> Vec<String> {
    assert!(file.ends_with("\r\n"));
    assert!(
        !file.replace("\r\n", "").contains(['\r', '\n']),
        "a bare CR or LF"
    );
    let mut logical: Vec<String> = Vec::new();
    for line in file.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(
            !line.contains(|c: char| c.is_control() && c != '\t'),
            "a control: {line:?}"
        );
        if let Some(rest) = line.strip_prefix(' ') {
            assert!(!rest.is_empty(), "a fold before nothing");
            let whole = logical.last_mut().expect("a file begins with a property");
            if ["SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES"]
                .iter()
                .any(|n| whole.starts_with(n))
            {
                let slashes = whole.len() - whole.trim_end_matches('\\').len();
                assert_eq!(slashes % 2, 0, "an escape was cut: {whole}");
            }
            whole.push_str(rest);
        } else {
            logical.push(line.to_owned());
        }
    }
    logical
}

/// The properties by the `ical` crate, one logical line at a time.
pub(super) fn properties(file: &str) -> Vec<ical::property::Property> {
    logical_lines(file)
        .iter()
        .map(|line| {
            let mut read = ical::PropertyParser::from_reader(line.as_bytes());
            let property = read.next().expect("a line").expect("a property");
            assert!(read.next().is_none());
            property
        })
        .collect()
}

pub(super) fn names(file: &str) -> Vec<String> {
    properties(file)
        .into_iter()
        .map(|property| match property.name.as_str() {
            "BEGIN" | "END" => {
                format!("{} {}", property.name, property.value.expect("a component"))
            }
            _ => property.name,
        })
        .collect()
}

pub(super) const ENTRY: [&str; 17] = [
    "UID",
    "SEQUENCE",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "GEO",
    "URL",
    "CATEGORIES",
    "STATUS",
    "TRANSP",
    "CLASS",
    "CONFERENCE",
];

/// The entry's properties in a file of one, by name.
pub(super) fn entry(file: &str) -> BTreeMap<String, ical::property::Property> {
    properties(file)
        .into_iter()
        .skip_while(|property| property.value.as_deref() != Some("VEVENT"))
        .filter(|property| property.name != "BEGIN" && property.name != "END")
        .map(|property| (property.name.clone(), property))
        .collect()
}

pub(super) fn parameter(property: &ical::property::Property, name: &str) -> String {
    let parameters = property.params.as_ref().expect("parameters");
    let (_, values) = parameters.iter().find(|(key, _)| key == name).expect(name);
    assert_eq!(values.len(), 1);
    unescape_parameter(&values[0])
}
