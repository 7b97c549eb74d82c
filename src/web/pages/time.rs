//! Times in pages: always a `<time datetime>` with its zone and offset, the reader's own time beside it where it differs.

use std::fmt;

use chrono::NaiveDate;

use super::html::escape;
use crate::base::{
    clock::Instant,
    language::{self, Language},
    slot::Slot,
    zone::Zone,
};

/// A span of time together with the zone in which it was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// From–to, half-open.
    pub slot: Slot,
    /// The zone in which people at the place read it.
    pub zone: Zone,
}

impl When {
    /// The dates that a calendar in `zone` shows for its first instant.
    pub fn date_in(self, zone: Zone) -> NaiveDate {
        zone.date(self.slot.from())
    }

    /// Whether a clock in `reader` shows another time than one in the zone of this.
    pub fn differs_for(self, reader: Zone) -> bool {
        differs(self.slot.from(), self.zone, reader) || differs(self.slot.to(), self.zone, reader)
    }

    /// Whether it is over at `now`.
    pub fn is_over(self, now: Instant) -> bool {
        self.slot.to() <= now
    }

    /// Whether it has begun and is not over at `now`.
    pub fn is_on(self, now: Instant) -> bool {
        self.slot.from() <= now && now < self.slot.to()
    }

    /// Start and end for a schema.org `Event` (RFC 3339 with the offset of the zone).
    pub fn rfc3339(self) -> (String, String) {
        (
            self.zone.rfc3339(self.slot.from()),
            self.zone.rfc3339(self.slot.to()),
        )
    }
}

/// How much of a span is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Date, times, zone: `Tue 1 December 2026, 16:00–17:00 Seoul, UTC+9`.
    Full,
    /// Times and zone, where the date stands above: `16:00–17:00 Seoul, UTC+9`.
    Hours,
}

/// A span as markup. The reader's own time stands behind it where it differs.
#[derive(Debug, Clone, Copy)]
pub struct TimeSpan {
    /// What is shown.
    pub when: When,
    /// The zone of who reads.
    pub reader: Zone,
    /// In which words.
    pub language: Language,
    /// How much of it.
    pub detail: Detail,
    /// Whether the reader's own time comes first: where a list is grouped by the reader's days.
    pub reader_first: bool,
}

/// A single instant as markup, such as `sent at`, to the minute. The reader's own time stands behind it where it differs.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// What is shown.
    pub at: Instant,
    /// The zone in which it was meant.
    pub zone: Zone,
    /// The zone of who reads.
    pub reader: Zone,
    /// In which words.
    pub language: Language,
}

/// A date, or two, without a time of day, as markup.
#[derive(Debug, Clone, Copy)]
pub struct Dates {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, inclusive.
    pub to: NaiveDate,
    /// In which words.
    pub language: Language,
}

impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (language, when) = (self.language, self.when);
        let (first, second, word) = if self.reader_first {
            (self.reader, when.zone, "time-there")
        } else {
            (when.zone, self.reader, "time-yours")
        };
        f.write_str(r#"<span class="when">"#)?;
        let with_date = self.detail == Detail::Full;
        write_span(f, language, when.slot, first, with_date, false)?;
        if when.differs_for(self.reader) {
            // The date of the second is written where it is not the one that stands before it.
            let other_day = when.date_in(first) != when.date_in(second);
            write!(
                f,
                r#" <span class="yours"><span class="yours-word">{}</span> "#,
                escape(&language.t(word))
            )?;
            write_span(f, language, when.slot, second, other_day, true)?;
            f.write_str("</span>")?;
        }
        f.write_str("</span>")
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let language = self.language;
        let one = |zone: Zone| {
            let local = zone.local(self.at);
            format!(
                r#"<time datetime="{}">{}, {}</time> <span class="zone">{}</span>"#,
                zone.rfc3339(self.at),
                escape(&language::date(language, local.date())),
                language::clock_minute(local.time()),
                escape(&language::zone_label(language, zone, self.at)),
            )
        };
        write!(f, r#"<span class="when">{}"#, one(self.zone))?;
        if differs(self.at, self.zone, self.reader) {
            write!(
                f,
                r#" <span class="yours"><span class="yours-word">{}</span> {}</span>"#,
                escape(&language.t("time-yours")),
                one(self.reader)
            )?;
        }
        f.write_str("</span>")
    }
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = |date: NaiveDate| {
            format!(
                r#"<time datetime="{date}">{}</time>"#,
                escape(&language::date_short(self.language, date))
            )
        };
        if self.from == self.to {
            f.write_str(&one(self.from))
        } else {
            write!(f, "{} – {}", one(self.from), one(self.to))
        }
    }
}

impl askama::filters::HtmlSafe for TimeSpan {}
impl askama::filters::HtmlSafe for Moment {}
impl askama::filters::HtmlSafe for Dates {}

fn differs(at: Instant, zone: Zone, reader: Zone) -> bool {
    zone.offset_seconds(at) != reader.offset_seconds(at)
}

// `short` dates leave out weekday and year, which stand in front already. An end on another day names its day.
fn write_span(
    f: &mut fmt::Formatter<'_>,
    language: Language,
    slot: Slot,
    zone: Zone,
    with_date: bool,
    short: bool,
) -> fmt::Result {
    let (from, to) = (zone.local(slot.from()), zone.local(slot.to()));
    let day = |date: NaiveDate| {
        let text = if short {
            language::day_month(language, date)
        } else {
            language::date(language, date)
        };
        format!(r#"<span class="day">{},</span> "#, escape(&text))
    };
    let clock = |at: Instant| {
        format!(
            r#"<time datetime="{}">{}</time>"#,
            zone.rfc3339(at),
            language::clock_time(zone.local(at).time())
        )
    };
    if with_date {
        f.write_str(&day(from.date()))?;
    }
    let end = match from.date() == to.date() {
        true => String::new(),
        false => day(to.date()),
    };
    let (begins, ends) = (clock(slot.from()), clock(slot.to()));
    if zone.changes_between(slot.from(), slot.to()) {
        // One offset is not true of both: each clock says its own.
        let first = zone.offset_label(slot.from());
        write!(
            f,
            r#"{begins} <span class="zone">{first}</span> – {end}{ends}"#
        )?;
    } else if end.is_empty() {
        write!(f, r#"<span class="clock">{begins}–{ends}</span>"#)?;
    } else {
        write!(f, "{begins} – {end}{ends}")?;
    }
    write!(
        f,
        r#" <span class="zone">{}</span>"#,
        escape(&language::zone_label(language, zone, slot.to()))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(reader: &str, detail: Detail) -> String {
        TimeSpan {
            when: When {
                slot: Slot::new(
                    "2026-12-01T07:00:00Z".parse().unwrap(),
                    "2026-12-01T08:00:00Z".parse().unwrap(),
                )
                .unwrap(),
                zone: "Asia/Seoul".parse().unwrap(),
            },
            reader: reader.parse().unwrap(),
            language: Language::En,
            detail,
            reader_first: false,
        }
        .to_string()
    }

    fn words(markup: &str) -> String {
        let parsed = scraper::Html::parse_fragment(markup);
        parsed.root_element().text().collect()
    }

    #[test]
    fn the_reader_s_own_time_stands_beside_where_it_differs() {
        assert_eq!(
            words(&span("Asia/Seoul", Detail::Full)),
            "Tue 1 December 2026, 16:00–17:00 Seoul, UTC+9"
        );
        assert_eq!(
            words(&span("Europe/Paris", Detail::Hours)),
            "16:00–17:00 Seoul, UTC+9 for you 08:00–09:00 Paris, UTC+1"
        );
    }

    #[test]
    fn where_clocks_are_changed_meanwhile_each_says_its_offset() {
        let span = TimeSpan {
            when: When {
                slot: Slot::new(
                    "2026-10-25T00:30:00Z".parse().unwrap(),
                    "2026-10-25T01:15:00Z".parse().unwrap(),
                )
                .unwrap(),
                zone: "Europe/Paris".parse().unwrap(),
            },
            reader: "Asia/Seoul".parse().unwrap(),
            language: Language::En,
            detail: Detail::Full,
            reader_first: false,
        };
        assert_eq!(
            words(&span.to_string()),
            "Sun 25 October 2026, 02:30 UTC+2 – 02:15 Paris, UTC+1 for you 09:30–10:15 Seoul, UTC+9"
        );
    }

    #[test]
    fn a_zone_with_the_same_clock_is_not_repeated() {
        assert_eq!(
            words(&span("Asia/Tokyo", Detail::Hours)),
            "16:00–17:00 Seoul, UTC+9"
        );
    }

    #[test]
    fn another_day_for_the_reader_is_named() {
        let markup = span("Pacific/Honolulu", Detail::Hours);
        assert_eq!(
            words(&markup),
            "16:00–17:00 Seoul, UTC+9 for you 30 November, 21:00–22:00 Honolulu, UTC−10"
        );
        assert!(markup.contains(r#"datetime="2026-12-01T16:00:00+09:00""#));
    }
}
