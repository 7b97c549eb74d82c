//! Content lines: names, parameters, values, folding (RFC 5545 section 3.1, RFC 6868).
//!
//! A [`Property`] can only be ended by giving it a value, and every value goes through the rule
//! of its type. No text can therefore leave its line, whatever it holds.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

/// The most octets that a line may have, its CRLF not counted (RFC 5545 section 3.1).
const LIMIT: usize = 75;

/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, in seconds of the Unix epoch: what four digits
/// of a year can say.
const SECONDS: (i64, i64) = (-62_135_596_800, 253_402_300_799);

/// A file under construction.
pub struct Lines {
    out: String,
    /// Octets on the physical line that is being written.
    column: usize,
}

impl Lines {
    /// An empty file with room for `octets`.
    pub fn with_capacity(octets: usize) -> Self {
        Self {
            out: String::with_capacity(octets),
            column: 0,
        }
    }

    /// The file.
    pub fn into_string(self) -> String {
        self.out
    }

    /// Octets so far.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Adds whole lines that were written before.
    pub fn append(&mut self, lines: &str) {
        self.out.push_str(lines);
    }

    /// Opens a component, such as `VEVENT`.
    pub fn begin(&mut self, component: &str) {
        self.property("BEGIN").token(component);
    }

    /// Closes a component.
    pub fn end(&mut self, component: &str) {
        self.property("END").token(component);
    }

    /// Starts a property; its value ends it.
    pub fn property(&mut self, name: &'static str) -> Property<'_> {
        self.plain(name);
        Property { lines: self }
    }

    /// Writes what may be folded between any two of its characters.
    fn plain(&mut self, mut text: &str) {
        while self.column + text.len() > LIMIT {
            let (fits, rest) = text.split_at(text.floor_char_boundary(LIMIT - self.column));
            self.out.push_str(fits);
            self.fold();
            text = rest;
        }
        self.out.push_str(text);
        self.column += text.len();
    }

    /// Writes what stays whole: an escape.
    fn whole(&mut self, escape: &str) {
        if self.column + escape.len() > LIMIT {
            self.fold();
        }
        self.out.push_str(escape);
        self.column += escape.len();
    }

    /// Writes `text` with each character replaced for which `escape` has a replacement.
    fn escaped(&mut self, text: &str, escape: impl Fn(char) -> Option<&'static str>) {
        let mut written = 0;
        for (at, character) in text.char_indices() {
            if let Some(replacement) = escape(character) {
                self.plain(&text[written..at]);
                self.whole(replacement);
                written = at + character.len_utf8();
            }
        }
        self.plain(&text[written..]);
    }

    /// `YYYYMMDD`. Five times each entry says when something was: `format!` took a third of the
    /// time that a feed takes.
    fn day(&mut self, day: NaiveDate) {
        let (_, year) = day.year_ce();
        self.pair(year / 100);
        self.pair(year % 100);
        self.pair(day.month());
        self.pair(day.day());
    }

    /// A number below 100, in two digits.
    fn pair(&mut self, number: u32) {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        self.plain(DIGITS[(number / 10) as usize]);
        self.plain(DIGITS[(number % 10) as usize]);
    }

    fn fold(&mut self) {
        self.out.push_str("\r\n ");
        self.column = 1;
    }

    fn finish(&mut self) {
        self.out.push_str("\r\n");
        self.column = 0;
    }
}

/// Numbers are written straight into the file.
impl fmt::Write for Lines {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.plain(text);
        Ok(())
    }
}

/// A property that still wants its value.
#[must_use = "a property is a line only when it has its value"]
pub struct Property<'l> {
    lines: &'l mut Lines,
}

impl Property<'_> {
    /// Adds a parameter (RFC 6868), quoted where its value holds `:`, `;` or `,`, and where it
    /// holds `=` or blanks, which lenient readers trim away. One without a value is left out: some
    /// readers take it for the end of the line.
    pub fn param(self, name: &'static str, value: &str) -> Self {
        if is_blank(value) {
            return self;
        }
        let quote = if value.contains([':', ';', ',', '=', ' ', '\t']) {
            "\""
        } else {
            ""
        };
        self.lines.plain(";");
        self.lines.plain(name);
        self.lines.plain("=");
        self.lines.plain(quote);
        self.lines.escaped(value, param_escape);
        self.lines.plain(quote);
        self
    }

    /// A value of ours that needs no escape.
    pub fn token(self, value: &str) {
        self.formatted(format_args!("{value}"));
    }

    /// A value of ours, made of numbers and marks, that needs no escape.
    pub fn formatted(self, value: fmt::Arguments<'_>) {
        self.lines.plain(":");
        fmt::Write::write_fmt(self.lines, value).expect("a String takes whatever is written to it");
        self.lines.finish();
    }

    /// A TEXT value (RFC 5545 section 3.3.11).
    pub fn text(self, value: &str) {
        self.texts([value]);
    }

    /// A list of TEXT values, each escaped for itself so that their commas stay their own.
    pub fn texts<'v>(self, values: impl IntoIterator<Item = &'v str>) {
        let mut separator = ":";
        for value in values {
            self.lines.plain(separator);
            self.lines.escaped(value, text_escape);
            separator = ",";
        }
        self.lines.finish();
    }

    /// A URI or CAL-ADDRESS in two parts (`scheme` may be empty). It knows no escapes: `\,` would
    /// be another address (RFC 5545 section 3.3.13).
    pub fn uri(self, scheme: &str, value: &str) {
        self.lines.plain(":");
        self.lines.plain(scheme);
        self.lines.escaped(value, uri_escape);
        self.lines.finish();
    }

    /// A DATE-TIME in UTC, to the second.
    pub fn instant(self, value: DateTime<Utc>) {
        let value = DateTime::from_timestamp_secs(seconds(value))
            .expect("four-digit years are well within what chrono holds");
        self.lines.plain(":");
        self.lines.day(value.date_naive());
        self.lines.plain("T");
        self.lines.pair(value.hour());
        self.lines.pair(value.minute());
        self.lines.pair(value.second());
        self.lines.plain("Z");
        self.lines.finish();
    }

    /// A DATE; gives the property its `VALUE=DATE`.
    pub fn date(self, value: NaiveDate) {
        let Self { lines } = self.param("VALUE", "DATE");
        lines.plain(":");
        lines.day(writable(value));
        lines.finish();
    }
}

/// The second in which `instant` lies. A year that four digits cannot say becomes the nearest one
/// that they can, for one impossible date would make the whole file unreadable.
pub fn seconds(instant: DateTime<Utc>) -> i64 {
    instant.timestamp().clamp(SECONDS.0, SECONDS.1)
}

/// The day itself, or the nearest one that four digits of a year can say.
pub fn writable(day: NaiveDate) -> NaiveDate {
    match day.year() {
        ..1 => NaiveDate::from_yo_opt(1, 1).expect("1 January of the year 1 exists"),
        1..=9999 => day,
        10_000.. => NaiveDate::from_yo_opt(9999, 365).expect("31 December 9999 exists"),
    }
}

/// Whether nothing would be left to read of `value`.
pub fn is_blank(value: &str) -> bool {
    value.chars().all(|c| c.is_whitespace() || is_dropped(c))
}

/// TEXT: `\`, `;` and `,` are escaped, and line breaks are `\n`. U+2028 and U+2029 are line breaks
/// too: readers that split lines by Unicode's rules would take them for the end of the property.
fn text_escape(character: char) -> Option<&'static str> {
    match character {
        '\\' => Some(r"\\"),
        ';' => Some(r"\;"),
        ',' => Some(r"\,"),
        '\n' | '\u{2028}' | '\u{2029}' => Some(r"\n"),
        other => is_dropped(other).then_some(""),
    }
}

/// Parameter values (RFC 6868). No RFC makes a backslash an escape here, yet calcard, Python's
/// icalendar and ical.js do, and ical.js (Thunderbird) then looks for the property's value too
/// early and finds it inside the parameter: so it is written as its full-width twin.
fn param_escape(character: char) -> Option<&'static str> {
    match character {
        '\\' => Some("\u{ff3c}"),
        '^' => Some("^^"),
        '"' => Some("^'"),
        '\n' | '\u{2028}' | '\u{2029}' => Some("^n"),
        other => is_dropped(other).then_some(""),
    }
}

/// Addresses hold no line break and no control of any kind. A backslash is no character of a URI
/// (RFC 3986 section 2) and is written as such, for several readers take it for an escape here too.
fn uri_escape(character: char) -> Option<&'static str> {
    match character {
        '\\' => Some("%5C"),
        '\t' | '\n' | '\u{2028}' | '\u{2029}' => Some(""),
        other => is_dropped(other).then_some(""),
    }
}

/// Controls have no place in a file of text (RFC 5545 section 3.1, and those of U+0080 to U+009F
/// for the sake of readers that take U+0085 for a line break); CR is one of them, TAB is not.
fn is_dropped(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(write: impl FnOnce(Property<'_>)) -> String {
        let mut lines = Lines::with_capacity(0);
        write(lines.property("X"));
        lines.into_string()
    }

    #[test]
    fn text_is_escaped_and_loses_its_controls() {
        assert_eq!(
            line(|x| x.text("a\\b;c,d\r\ne\tf\u{0}\u{7f}\u{85}\u{2028}g: \"h\" ^i")),
            "X:a\\\\b\\;c\\,d\\ne\tf\\ng: \"h\" ^i\r\n"
        );
    }

    #[test]
    fn items_of_a_list_keep_their_commas() {
        assert_eq!(line(|x| x.texts(["a,b", "c;d"])), "X:a\\,b,c\\;d\r\n");
    }

    #[test]
    fn an_address_is_not_escaped_and_stays_on_its_line() {
        assert_eq!(
            line(|x| x.uri(
                "",
                "https://h.example/a,b;c\\d?q=1\r\nATTENDEE:mailto:x\u{2029}"
            )),
            "X:https://h.example/a,b;c%5Cd?q=1ATTENDEE:mailto:x\r\n"
        );
    }

    #[test]
    fn parameters_are_quoted_where_they_must_be() {
        let cases = [
            ("Marie", "X;P=Marie:v\r\n"),
            ("a=b", "X;P=\"a=b\":v\r\n"),
            ("Marie Curie", "X;P=\"Marie Curie\":v\r\n"),
            (
                r#"Marie "M" Curie, Dr."#,
                "X;P=\"Marie ^'M^' Curie, Dr.\":v\r\n",
            ),
            ("2^8", "X;P=2^^8:v\r\n"),
            (r"a\;b", "X;P=\"a＼;b\":v\r\n"),
            (
                "a\r\nATTENDEE:mailto:x",
                "X;P=\"a^nATTENDEE:mailto:x\":v\r\n",
            ),
            ("마리", "X;P=마리:v\r\n"),
            ("", "X:v\r\n"),
            (" \u{0}\n", "X:v\r\n"),
        ];
        for (value, expected) in cases {
            assert_eq!(
                line(|x| x.param("P", value).token("v")),
                expected,
                "{value:?}"
            );
        }
    }

    #[test]
    fn a_line_is_full_at_75_octets() {
        let full = "a".repeat(73);
        assert_eq!(line(|x| x.text(&full)), format!("X:{full}\r\n"));
        assert_eq!(
            line(|x| x.text(&format!("{full}b"))),
            format!("X:{full}\r\n b\r\n")
        );
        let second = "b".repeat(74);
        assert_eq!(
            line(|x| x.text(&format!("{full}{second}c"))),
            format!("X:{full}\r\n {second}\r\n c\r\n")
        );
    }

    #[test]
    fn a_fold_cuts_neither_a_character_nor_an_escape() {
        let before = "a".repeat(72);
        for (next, written) in [("가", "가"), ("🪑", "🪑"), ("\n", "\\n"), (",", "\\,")] {
            assert_eq!(
                line(|x| x.text(&format!("{before}{next}"))),
                format!("X:{before}\r\n {written}\r\n"),
            );
        }
        let before = "a".repeat(70);
        assert_eq!(
            line(|x| x.param("P", &format!("{before}^")).token("v")),
            format!("X;P={before}\r\n ^^:v\r\n"),
        );
    }

    #[test]
    fn dates_have_four_digits_of_a_year() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(
            line(|x| x.date(day(2026, 2, 3))),
            "X;VALUE=DATE:20260203\r\n"
        );
        assert_eq!(writable(day(-5, 2, 3)), day(1, 1, 1));
        assert_eq!(writable(day(10_000, 2, 29)), day(9999, 12, 31));

        let instant = day(2026, 12, 1)
            .and_hms_milli_opt(7, 5, 9, 999)
            .unwrap()
            .and_utc();
        assert_eq!(line(|x| x.instant(instant)), "X:20261201T070509Z\r\n");
        assert_eq!(
            line(|x| x.instant(DateTime::<Utc>::MIN_UTC)),
            "X:00010101T000000Z\r\n"
        );
        assert_eq!(
            line(|x| x.instant(DateTime::<Utc>::MAX_UTC)),
            "X:99991231T235959Z\r\n"
        );
    }
}
