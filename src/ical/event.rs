//! One entry of a calendar: what it says, and its VEVENT.

use chrono::{DateTime, NaiveDate, Utc};

use super::line::{Lines, is_blank, seconds, writable};

/// One occasion. Everything in it comes from the row that it stands for; texts may hold anything
/// that people type.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The same for ever, in feeds and in mails: `{uuid}@{host}`, stored when the row was made.
    pub uid: String,
    /// Rises when time, place or state change (RFC 5546 section 2.1.4); never below zero.
    pub sequence: i32,
    /// DTSTAMP: when this version was made, as the row has it.
    pub stamp: DateTime<Utc>,
    /// LAST-MODIFIED: rises with every change that anyone can see (`ICSx⁵` updates by it alone).
    pub modified: DateTime<Utc>,
    /// CREATED.
    pub created: DateTime<Utc>,
    /// When it is.
    pub when: When,
    /// The title, in a feed with the prefix that tells a cancelled entry in the reader's language.
    pub summary: String,
    /// The text: speakers, abstract, local times and their zones. A blank one is left out, as are
    /// blank places and addresses.
    pub description: Option<String>,
    /// The place, as text.
    pub location: Option<String>,
    /// The place, as a position.
    pub geo: Option<Geo>,
    /// The page about it.
    pub url: Option<String>,
    /// Topics.
    pub categories: Vec<String>,
    /// Whether it takes place.
    pub status: Status,
    /// Where to join.
    pub conference: Option<Conference>,
    /// Whether those who have it in their calendar stay free at that time.
    pub transparent: bool,
    /// Who may see it in the calendar that it lands in.
    pub class: Class,
}

/// The time of an [`Event`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// From instant to instant, written to the second. One that ends no later than it starts is
    /// written without an end, which is how RFC 5545 section 3.6.1 writes a moment.
    Timed {
        /// The start.
        start: DateTime<Utc>,
        /// The end, exclusive.
        end: DateTime<Utc>,
    },
    /// Whole days, in no zone.
    AllDay {
        /// The first day.
        from: NaiveDate,
        /// The last day, which still belongs to it; one before `from` counts as `from`.
        to_inclusive: NaiveDate,
    },
}

/// A position on the WGS 84 ellipsoid, in degrees; written with six decimals (about 10 cm). One
/// that is not on the globe is left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geo {
    /// −90 to 90, north is positive.
    pub latitude: f64,
    /// −180 to 180, east is positive.
    pub longitude: f64,
}

/// A place to join by video (RFC 7986 section 5.11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conference {
    /// Its address.
    pub url: String,
    /// What the button says; may be empty.
    pub label: String,
}

/// STATUS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It takes place.
    Confirmed,
    /// It may take place.
    Tentative,
    /// It does not take place.
    Cancelled,
}

/// CLASS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Anyone who may see the calendar.
    Public,
    /// Its owner.
    Private,
    /// Its owner, and others see that the time is taken.
    Confidential,
}

impl Event {
    /// The properties of the VEVENT, without what opens and closes it. The status is an argument
    /// because a cancellation says so whatever the row said.
    pub(super) fn properties(&self, lines: &mut Lines, status: Status) {
        lines.property("UID").text(&self.uid);
        lines
            .property("SEQUENCE")
            .formatted(format_args!("{}", self.sequence.max(0)));
        lines.property("DTSTAMP").instant(self.stamp);
        lines.property("CREATED").instant(self.created);
        lines.property("LAST-MODIFIED").instant(self.modified);
        self.when.properties(lines);
        lines.property("SUMMARY").text(&self.summary);
        if let Some(description) = present(self.description.as_deref()) {
            lines.property("DESCRIPTION").text(description);
        }
        if let Some(location) = present(self.location.as_deref()) {
            lines.property("LOCATION").text(location);
        }
        if let Some(Geo {
            latitude,
            longitude,
        }) = self.geo.filter(Geo::is_on_the_globe)
        {
            lines
                .property("GEO")
                .formatted(format_args!("{latitude:.6};{longitude:.6}"));
        }
        if let Some(url) = present(self.url.as_deref()) {
            lines.property("URL").uri("", url);
        }
        if self.categories.iter().any(|topic| !is_blank(topic)) {
            let topics = self.categories.iter().map(String::as_str);
            lines
                .property("CATEGORIES")
                .texts(topics.filter(|topic| !is_blank(topic)));
        }
        lines.property("STATUS").token(status.token());
        lines.property("TRANSP").token(if self.transparent {
            "TRANSPARENT"
        } else {
            "OPAQUE"
        });
        lines.property("CLASS").token(self.class.token());
        if let Some(Conference { url, label }) = &self.conference
            && !is_blank(url)
        {
            lines
                .property("CONFERENCE")
                .param("VALUE", "URI")
                .param("FEATURE", "VIDEO")
                .param("LABEL", label)
                .uri("", url);
        }
    }

    /// A VALARM that shows the title, `minutes` before the start (after it, if negative). Whole
    /// days and what is cancelled have none: "15 minutes before" a stay would ring at night.
    pub(super) fn alarm(&self, lines: &mut Lines, minutes: i64) {
        if matches!(self.when, When::AllDay { .. }) || self.status == Status::Cancelled {
            return;
        }
        let sign = if minutes > 0 { "-" } else { "" };
        lines.begin("VALARM");
        lines.property("ACTION").token("DISPLAY");
        lines.property("DESCRIPTION").text(&self.summary);
        lines
            .property("TRIGGER")
            .formatted(format_args!("{sign}PT{}M", minutes.unsigned_abs()));
        lines.end("VALARM");
    }
}

impl When {
    fn properties(self, lines: &mut Lines) {
        match self {
            Self::Timed { start, end } => {
                lines.property("DTSTART").instant(start);
                if seconds(end) > seconds(start) {
                    lines.property("DTEND").instant(end);
                }
            }
            Self::AllDay { from, to_inclusive } => {
                let last = to_inclusive.max(from);
                let (from, end) = (writable(from), writable(last.succ_opt().unwrap_or(last)));
                lines.property("DTSTART").date(from);
                if end > from {
                    lines.property("DTEND").date(end);
                }
            }
        }
    }
}

impl Geo {
    fn is_on_the_globe(&self) -> bool {
        (-90.0..=90.0).contains(&self.latitude) && (-180.0..=180.0).contains(&self.longitude)
    }
}

impl Status {
    fn token(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Tentative => "TENTATIVE",
            Self::Cancelled => "CANCELLED",
        }
    }
}

impl Class {
    fn token(self) -> &'static str {
        match self {
            Self::Public => "PUBLIC",
            Self::Private => "PRIVATE",
            Self::Confidential => "CONFIDENTIAL",
        }
    }
}

fn present(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !is_blank(value))
}

#[cfg(test)]
pub(super) mod tests;
