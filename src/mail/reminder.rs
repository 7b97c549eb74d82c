//! When someone is reminded: so many minutes before, or at an hour of the day where they are.

use std::{fmt, io::Write, str::FromStr};

use chrono::{Datelike, Duration, NaiveDate, NaiveTime};
use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, IsNull, Output, ToSql},
    sql_types::Text,
};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Unexpected, Visitor},
};

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, OneOfBuilder, RefOr, Schema, schema::Type},
};

use crate::base::{clock::Instant, ids::UnknownWord, zone::Zone};

/// When a day begins for those who are reminded of it: so long after midnight by the clock.
const MORNING: Duration = Duration::hours(8);
/// The hour at which speakers are asked for what is missing: so long after midnight by the clock.
const ASKING: Duration = Duration::hours(9);
/// Reminders of one thing that fall so close together are one.
const TOGETHER: Duration = Duration::minutes(15);

/// When a reminder goes out. In the database, and in the API, minutes are a number and the others a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Reminder {
    /// So many minutes before.
    Minutes(i32),
    /// At 08:00 of the day, where the reader is.
    Morning,
    /// At 08:00 of the last Friday before the day, where the reader is.
    Friday,
}

impl Reminder {
    /// Where nobody says otherwise: a day and an hour before.
    pub const USUAL: [Self; 2] = [Self::Minutes(1440), Self::Minutes(60)];
    /// Those that are no number.
    pub const WORDS: [Self; 2] = [Self::Morning, Self::Friday];

    /// When that is for a reader in `zone`, of what begins at `starts_at`.
    pub fn at(self, starts_at: Instant, zone: Zone) -> Instant {
        let day = zone.date(starts_at);
        let morning = |day: NaiveDate| zone.first_at(day.and_time(NaiveTime::MIN) + MORNING);
        match self {
            Self::Minutes(minutes) => starts_at - Duration::minutes(i64::from(minutes)),
            Self::Morning => morning(day),
            Self::Friday => {
                // From Saturday it is one day back, from Friday seven.
                let back = (day.weekday().num_days_from_monday() + 2) % 7 + 1;
                morning(day - Duration::days(i64::from(back)))
            }
        }
    }
}

/// When a speaker in `zone` is asked, `days` before it, for what is missing of what begins at `starts_at`: at nine in the
/// morning there.
pub fn days_before(days: i64, starts_at: Instant, zone: Zone) -> Instant {
    let day = zone.date(starts_at) - Duration::days(days);
    zone.first_at(day.and_time(NaiveTime::MIN) + ASKING)
}

/// The same so many `days` after what ended at `ends_at`.
pub fn days_after(days: i64, ends_at: Instant, zone: Zone) -> Instant {
    days_before(-days, ends_at, zone)
}

/// When a reader in `zone` is reminded of what begins at `starts_at`, the first time first. What would not come before it
/// begins is left out, and of those within a quarter of an hour only the last one stays.
pub fn times(reminders: &[Reminder], starts_at: Instant, zone: Zone) -> Vec<(Reminder, Instant)> {
    let each = reminders
        .iter()
        .map(|reminder| (*reminder, reminder.at(starts_at, zone)));
    let mut all: Vec<_> = each.filter(|(_, at)| *at < starts_at).collect();
    all.sort_by_key(|(reminder, at)| (std::cmp::Reverse(*at), *reminder));
    let mut kept: Vec<(Reminder, Instant)> = Vec::with_capacity(all.len());
    for (reminder, at) in all {
        if kept.last().is_none_or(|(_, later)| *later - at > TOGETHER) {
            kept.push((reminder, at));
        }
    }
    kept.reverse();
    kept
}

impl PartialSchema for Reminder {
    fn schema() -> RefOr<Schema> {
        let minutes = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .description(Some("So many minutes before."));
        let words = ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(Self::WORDS.map(|word| word.to_string())))
            .description(Some(
                "At 08:00 of the day, or of the last Friday before it, where the reader is.",
            ));
        OneOfBuilder::new().item(minutes).item(words).into()
    }
}

impl ToSchema for Reminder {}

impl fmt::Display for Reminder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minutes(minutes) => minutes.fmt(f),
            Self::Morning => f.write_str("morning"),
            Self::Friday => f.write_str("friday"),
        }
    }
}

impl FromStr for Reminder {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "morning" => Ok(Self::Morning),
            "friday" => Ok(Self::Friday),
            other => other
                .parse()
                .map(Self::Minutes)
                .map_err(|_| UnknownWord(other.chars().take(40).collect())),
        }
    }
}

impl Serialize for Reminder {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Minutes(minutes) => to.serialize_i32(*minutes),
            Self::Morning | Self::Friday => to.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Reminder {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Written)
    }
}

/// Reads a number, or one of the words.
struct Written;

impl Visitor<'_> for Written {
    type Value = Reminder;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of minutes, \"morning\" or \"friday\"")
    }

    fn visit_i64<E: Error>(self, minutes: i64) -> Result<Reminder, E> {
        i32::try_from(minutes)
            .map(Reminder::Minutes)
            .map_err(|_| E::invalid_value(Unexpected::Signed(minutes), &self))
    }

    fn visit_u64<E: Error>(self, minutes: u64) -> Result<Reminder, E> {
        i32::try_from(minutes)
            .map(Reminder::Minutes)
            .map_err(|_| E::invalid_value(Unexpected::Unsigned(minutes), &self))
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Reminder, E> {
        let known = Reminder::WORDS.into_iter();
        let mut known = known.filter(|reminder| reminder.to_string() == word);
        known
            .next()
            .ok_or_else(|| E::unknown_variant(word, &["morning", "friday"]))
    }
}

impl ToSql<Text, Pg> for Reminder {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write!(out, "{self}")?;
        Ok(IsNull::No)
    }
}

impl FromSql<Text, Pg> for Reminder {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(std::str::from_utf8(bytes.as_bytes())?.parse()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    #[test]
    fn a_morning_and_a_friday_are_the_readers() {
        // Thursday, 10 December 2026, 16:00 in Seoul: 08:00 in Paris, 02:00 in Montréal.
        let starts = at("2026-12-10T07:00:00Z");
        let goes = |reminder: Reminder, name: &str| reminder.at(starts, zone(name)).to_string();
        assert_eq!(
            goes(Reminder::Morning, "Asia/Seoul"),
            "2026-12-09 23:00:00 UTC"
        );
        assert_eq!(
            goes(Reminder::Morning, "America/Montreal"),
            "2026-12-10 13:00:00 UTC"
        );
        assert_eq!(
            goes(Reminder::Friday, "Asia/Seoul"),
            "2026-12-03 23:00:00 UTC"
        );
        assert_eq!(
            goes(Reminder::Friday, "America/Montreal"),
            "2026-12-04 13:00:00 UTC"
        );
        assert_eq!(
            goes(Reminder::Minutes(60), "Asia/Seoul"),
            "2026-12-10 06:00:00 UTC"
        );
    }

    #[test]
    fn the_friday_before_is_never_the_day_itself() {
        let seoul = zone("Asia/Seoul");
        let friday = |day: u32| {
            let starts = at(&format!("2026-12-{day:02}T07:00:00Z"));
            seoul.date(Reminder::Friday.at(starts, seoul)).to_string()
        };
        // The 11th is a Friday, and so are the 4th and the 18th.
        for (day, expected) in [
            (10, "2026-12-04"),
            (11, "2026-12-04"),
            (12, "2026-12-11"),
            (13, "2026-12-11"),
            (14, "2026-12-11"),
        ] {
            assert_eq!(friday(day), expected, "{day}");
        }
    }

    #[test]
    fn eight_in_the_morning_is_eight_where_clocks_were_turned_too() {
        let montreal = zone("America/Montreal");
        // Seminars on the mornings of Seoul that are evenings in Montréal, on the days when clocks are turned there.
        for (starts, morning, friday) in [
            (
                "2026-03-08T23:00:00Z",
                "2026-03-08T12:00:00Z",
                "2026-03-06T13:00:00Z",
            ),
            (
                "2026-11-02T00:00:00Z",
                "2026-11-01T13:00:00Z",
                "2026-10-30T12:00:00Z",
            ),
        ] {
            assert_eq!(Reminder::Morning.at(at(starts), montreal), at(morning));
            assert_eq!(Reminder::Friday.at(at(starts), montreal), at(friday));
        }
    }

    #[test]
    fn what_falls_together_is_one_and_what_comes_too_late_is_none() {
        let all = [
            Reminder::Minutes(1440),
            Reminder::Minutes(60),
            Reminder::Morning,
            Reminder::Friday,
        ];
        let in_zone = |starts: &str, name: &str| -> Vec<Reminder> {
            let times = times(&all, at(starts), zone(name));
            times.into_iter().map(|(reminder, _)| reminder).collect()
        };
        let every = [
            Reminder::Friday,
            Reminder::Minutes(1440),
            Reminder::Morning,
            Reminder::Minutes(60),
        ];
        assert_eq!(in_zone("2026-12-10T07:00:00Z", "Asia/Seoul"), every);
        // 09:00 there, and then 09:15 and 09:16: the hour before is a quarter of an hour after eight, or more.
        let without_morning = [
            Reminder::Friday,
            Reminder::Minutes(1440),
            Reminder::Minutes(60),
        ];
        assert_eq!(
            in_zone("2026-12-10T00:00:00Z", "Asia/Seoul"),
            without_morning
        );
        assert_eq!(
            in_zone("2026-12-10T00:15:00Z", "Asia/Seoul"),
            without_morning
        );
        assert_eq!(in_zone("2026-12-10T00:16:00Z", "Asia/Seoul"), every);
        // At 08:00 there is nothing to remind of in the morning; nor at 02:00.
        assert_eq!(
            in_zone("2026-12-10T07:00:00Z", "Europe/Paris"),
            without_morning
        );
        assert_eq!(
            in_zone("2026-12-10T07:00:00Z", "America/Montreal"),
            without_morning
        );
        // On a Saturday at 08:00, a day before is the Friday.
        let saturday = [Reminder::Minutes(1440), Reminder::Minutes(60)];
        assert_eq!(in_zone("2026-12-11T23:00:00Z", "Asia/Seoul"), saturday);
    }

    #[test]
    fn it_is_written_as_a_number_or_a_word() {
        let all = vec![Reminder::Minutes(60), Reminder::Morning, Reminder::Friday];
        let json = serde_json::to_value(&all).unwrap();
        assert_eq!(json, serde_json::json!([60, "morning", "friday"]));
        assert_eq!(serde_json::from_value::<Vec<Reminder>>(json).unwrap(), all);
        for wrong in ["\"evening\"", "\"60\"", "1.5", "null"] {
            assert!(serde_json::from_str::<Reminder>(wrong).is_err(), "{wrong}");
        }
        for reminder in all {
            assert_eq!(reminder.to_string().parse(), Ok(reminder));
        }
        assert!("soon".parse::<Reminder>().is_err());
    }
}
