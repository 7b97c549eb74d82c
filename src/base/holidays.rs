//! Public holidays of the countries in which the hub's partners are, as facts: `holidays/days.txt`, which says where they
//! come from and is written by `scripts/holidays`. A country or a year that does not stand there has none that are known.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use chrono::{NaiveDate, Weekday};

use super::zone::Zone;

/// The file, as it is in the program.
const DAYS: &str = include_str!("holidays/days.txt");

/// A public holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holiday {
    /// The word of its name: `holiday-{word}` in `locales/*/holidays.ftl`.
    pub word: &'static str,
    /// Whether its day was not official yet when it was written down: it follows the moon, or an equinox.
    pub expected: bool,
}

/// Where a calendar of public holidays counts: a country (ISO 3166-1 alpha-2), or a part of one (ISO 3166-2).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Land(String);

impl Land {
    /// The land of an institution: Québec has holidays of its own, and is known by its zone or by the city.
    pub fn of(country: &str, zone: Zone, city: Option<&str>) -> Self {
        const QUEBEC: [&str; 8] = [
            "montréal",
            "montreal",
            "québec",
            "quebec",
            "laval",
            "gatineau",
            "sherbrooke",
            "trois-rivières",
        ];
        let country = country.trim().to_ascii_uppercase();
        let city = city.map(|city| city.trim().to_lowercase());
        let is_there = city.is_some_and(|city| QUEBEC.contains(&city.as_str()));
        if country == "CA" && (is_there || zone.name() == "America/Montreal") {
            return Self("CA-QC".to_owned());
        }
        Self(country)
    }

    /// The land that is written so: `FR`, `CA-QC`. `None` for what is no such word.
    pub fn written(word: &str) -> Option<Self> {
        let (country, part) = word.split_once('-').unwrap_or((word, "A"));
        let is_country = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
        let is_part =
            (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        (is_country && is_part).then(|| Self(word.to_owned()))
    }

    /// As [`Self::written`] reads it.
    pub fn word(&self) -> &str {
        &self.0
    }

    /// The country: two letters.
    pub fn country(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The public holiday on `date`; `None` where there is none that is known.
    pub fn holiday(&self, date: NaiveDate) -> Option<Holiday> {
        KNOWN.get(self.0.as_str())?.get(&date).copied()
    }

    /// Whether the holidays of the year in which `date` lies are known here.
    pub fn knows(&self, date: NaiveDate) -> bool {
        use chrono::Datelike;
        let days = KNOWN.get(self.0.as_str());
        days.is_some_and(|days| days.keys().any(|day| day.year() == date.year()))
    }

    /// The two days of the week on which offices are closed: Saturday and Sunday, but for countries that rest on Friday
    /// and Saturday. The Emirates are none of them any more (since 2022).
    pub fn weekend(&self) -> [Weekday; 2] {
        const FRIDAY: [&str; 14] = [
            "BD", "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "OM", "QA", "SA", "SD", "YE",
        ];
        if FRIDAY.contains(&self.country()) {
            [Weekday::Fri, Weekday::Sat]
        } else {
            [Weekday::Sat, Weekday::Sun]
        }
    }

    /// Whether work ends at noon on Fridays: in the Emirates.
    pub fn rests_on_friday_afternoon(&self) -> bool {
        self.country() == "AE"
    }
}

type Days = BTreeMap<NaiveDate, Holiday>;

static KNOWN: LazyLock<BTreeMap<&'static str, Days>> = LazyLock::new(|| {
    let mut known: BTreeMap<&str, Days> = BTreeMap::new();
    for (land, date, holiday) in lines() {
        known.entry(land).or_default().insert(date, holiday);
    }
    known
});

/// The lines of the file. One that cannot be read is passed over here; a test holds that there is none.
fn lines() -> impl Iterator<Item = (&'static str, NaiveDate, Holiday)> {
    DAYS.lines().filter_map(read)
}

fn read(line: &'static str) -> Option<(&'static str, NaiveDate, Holiday)> {
    let mut words = line.split(' ').filter(|_| !line.starts_with('#'));
    let (land, day, word) = (words.next()?, words.next()?, words.next()?);
    let expected = day.ends_with('?');
    let date = day.trim_end_matches('?').parse().ok()?;
    Some((land, date, Holiday { word, expected }))
}

/// Every word that names a holiday.
pub fn words() -> BTreeSet<&'static str> {
    lines().map(|(_, _, holiday)| holiday.word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::language::Language;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn land(country: &str, zone: &str, city: Option<&str>) -> Land {
        Land::of(country, zone.parse().unwrap(), city)
    }

    #[test]
    fn every_line_is_read_and_every_name_is_said_in_each_language() {
        let written = DAYS.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(lines().count(), written);
        for language in Language::ALL {
            for word in words() {
                let said = language.try_with(&format!("holiday-{word}"), &[]);
                assert!(said.is_some(), "{word} in {}", language.code());
            }
        }
    }

    #[test]
    fn a_day_is_a_holiday_where_it_is_one() {
        let on =
            |land: &Land, day: &str| land.holiday(date(day)).map(|one| (one.word, one.expected));
        let korea = land("kr", "Asia/Seoul", None);
        assert_eq!(on(&korea, "2026-09-25"), Some(("chuseok", false)));
        assert_eq!(on(&korea, "2026-09-28"), None);
        let emirates = land("AE", "Asia/Dubai", Some("Abu Dhabi"));
        assert_eq!(
            on(&emirates, "2026-12-02"),
            Some(("national-day-ae", false))
        );
        // The moon has the last word.
        assert_eq!(on(&emirates, "2027-03-09"), Some(("eid-al-fitr", true)));
        let france = land("FR", "Europe/Paris", Some("Paris"));
        assert_eq!(on(&france, "2027-07-14"), Some(("national-day-fr", false)));
        assert_eq!(on(&land("DE", "Europe/Berlin", None), "2027-07-14"), None);
        assert_eq!(on(&land("XX", "UTC", None), "2027-01-01"), None);
        assert!(france.knows(date("2028-06-01")));
        assert!(!france.knows(date("2035-06-01")));
        assert!(!land("XX", "UTC", None).knows(date("2027-01-01")));
    }

    #[test]
    fn quebec_has_days_of_its_own_by_its_zone_or_its_city() {
        let feast = date("2027-06-24");
        let has = |land: Land| land.holiday(feast).map(|one| one.word);
        let theirs = Some("saint-jean-baptiste");
        assert_eq!(has(land("CA", "America/Montreal", None)), theirs);
        assert_eq!(has(land("CA", "America/Toronto", Some("Montréal"))), theirs);
        assert_eq!(has(land("CA", "America/Toronto", Some("Toronto"))), None);
        assert_eq!(land("CA", "America/Montreal", None).country(), "CA");
    }

    #[test]
    fn a_land_is_read_as_it_is_written() {
        let quebec = land("CA", "America/Montreal", None);
        assert_eq!(Land::written(quebec.word()), Some(quebec));
        assert_eq!(Land::written("FR"), Some(land("FR", "Europe/Paris", None)));
        for none in ["", "fr", "FRA", "CA-", "CA-QUEB", "CA-<b>"] {
            assert_eq!(Land::written(none), None, "{none}");
        }
    }

    #[test]
    fn weekends_are_those_of_the_country() {
        use Weekday::{Fri, Sat, Sun};
        assert_eq!(land("AE", "Asia/Dubai", None).weekend(), [Sat, Sun]);
        assert!(land("AE", "Asia/Dubai", None).rests_on_friday_afternoon());
        assert_eq!(land("SA", "Asia/Riyadh", None).weekend(), [Fri, Sat]);
        assert_eq!(land("KR", "Asia/Seoul", None).weekend(), [Sat, Sun]);
        assert!(!land("KR", "Asia/Seoul", None).rests_on_friday_afternoon());
    }
}
