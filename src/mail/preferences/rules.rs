//! Whether a message goes to someone now: pure decisions.

use std::collections::BTreeSet;

use chrono::Duration;

use super::{Choice, Matter, Notice, Preferences, Preset, QuietHours, Stopped};
use crate::base::{clock::Instant, zone::Zone};

/// So long before it begins, what is told of something is told at once, whatever the hour.
const NEAR: Duration = Duration::hours(2);

/// What becomes of a message whose time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It goes out.
    Now,
    /// It waits until then.
    After(Instant),
    /// It is not wanted.
    Unwanted,
}

/// A message that is to be decided about.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What it is.
    pub notice: Notice,
    /// What it is about.
    pub matter: Matter,
    /// From then on it is too late.
    pub not_after: Instant,
    /// What its recipient stopped.
    pub stopped: &'a [Stopped],
    /// Where its recipient is.
    pub zone: Zone,
}

/// Whether a message goes to someone with these preferences at `now`. What cannot be switched off waits for nothing either.
///
/// Quiet hours hold it back only where it is still of use at their end: before its `not_after`, and with two hours left
/// until what it is about begins, or would have begun as its reader was told before: they would sit there.
pub fn decide(preferences: &Preferences, asked: &Asked<'_>, now: Instant) -> Decision {
    if asked.notice == Notice::Always {
        return Decision::Now;
    }
    let stop = Stopped {
        notice: asked.notice,
        series: asked.matter.series,
    };
    if !preferences.choice.wants(asked.notice) || asked.stopped.contains(&stop) {
        return Decision::Unwanted;
    }
    let end = preferences
        .quiet
        .and_then(|hours| hours.end(asked.zone, now));
    match end {
        Some(end) if end < asked.not_after && !begins_soon(asked.matter, now, end) => {
            Decision::After(end)
        }
        _ => Decision::Now,
    }
}

/// Whether it begins, or is thought to begin, if it has not begun, before two hours have passed after `end`.
fn begins_soon(matter: Matter, now: Instant, end: Instant) -> bool {
    [matter.starts_at, matter.told_start]
        .into_iter()
        .flatten()
        .any(|starts| now < starts && starts < end + NEAR)
}

impl Preset {
    /// Whether it has this notice.
    pub fn wants(self, notice: Notice) -> bool {
        match notice {
            Notice::Always
            | Notice::Invitation
            | Notice::Change
            | Notice::LateFeed
            | Notice::Booking
            | Notice::Stay => true,
            Notice::Reminder | Notice::Answer | Notice::Weekly | Notice::Daily => {
                self >= Self::Normal
            }
            Notice::Followed => self >= Self::Everything,
        }
    }
}

impl Choice {
    /// Whether it has this notice.
    pub fn wants(&self, notice: Notice) -> bool {
        match self {
            Self::Preset(preset) => preset.wants(notice),
            Self::Own(wanted) => notice == Notice::Always || wanted.contains(&notice),
        }
    }

    /// What it has of what can be chosen.
    pub fn wanted(&self) -> BTreeSet<Notice> {
        let chosen = Notice::CHOSEN.into_iter();
        chosen.filter(|notice| self.wants(*notice)).collect()
    }

    /// What was chosen on a page that showed `self`: a preset, or none of them, and boxes beside it. Whichever of the two
    /// was changed counts, and of two that were changed the preset.
    #[must_use]
    pub fn then(&self, preset: Option<Preset>, ticked: &BTreeSet<Notice>) -> Self {
        match preset {
            None => Self::Own(ticked.clone()),
            Some(preset) if *self == Self::Preset(preset) && *ticked != self.wanted() => {
                Self::Own(ticked.clone())
            }
            Some(preset) => Self::Preset(preset),
        }
    }
}

impl QuietHours {
    /// When the quiet hours end that someone in `zone` has at `now`; none where they have none then.
    pub fn end(self, zone: Zone, now: Instant) -> Option<Instant> {
        let here = zone.local(now);
        let (today, time) = (here.date(), here.time());
        let quiet = match self.from < self.to {
            true => self.from <= time && time < self.to,
            false => self.from <= time || time < self.to,
        };
        let day = match time < self.to {
            true => today,
            false => today + Duration::days(1),
        };
        let end = zone.first_at(day.and_time(self.to));
        // In an hour that comes twice, the end may have been in the first one.
        (quiet && now < end).then_some(end)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;
    use uuid::Uuid;

    use super::*;
    use crate::base::ids::SeriesId;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn hours(from: &str, to: &str) -> QuietHours {
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        QuietHours {
            from: time(from),
            to: time(to),
        }
    }

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    fn asked<'a>(notice: Notice, starts: &str) -> Asked<'a> {
        Asked {
            notice,
            matter: Matter {
                starts_at: Some(at(starts)),
                told_start: None,
                series: None,
            },
            not_after: at(starts),
            stopped: &[],
            zone: zone("Asia/Seoul"),
        }
    }

    #[test]
    fn each_preset_has_what_the_one_before_has_and_more() {
        let wanted = |preset: Preset| Choice::Preset(preset).wanted();
        let quiet = [
            Notice::Invitation,
            Notice::Change,
            Notice::LateFeed,
            Notice::Booking,
            Notice::Stay,
        ];
        assert_eq!(wanted(Preset::Quiet), quiet.into());
        let more = [
            Notice::Reminder,
            Notice::Answer,
            Notice::Weekly,
            Notice::Daily,
        ];
        let more = BTreeSet::from(more);
        assert_eq!(wanted(Preset::Normal), &wanted(Preset::Quiet) | &more);
        assert_eq!(wanted(Preset::Everything), Notice::CHOSEN.into());
        for preset in Preset::ALL {
            assert!(preset.wants(Notice::Always));
        }
        assert!(Choice::Own(BTreeSet::new()).wants(Notice::Always));
    }

    #[test]
    fn what_was_changed_on_the_page_counts() {
        let normal = Choice::Preset(Preset::Normal);
        let shown = normal.wanted();
        let fewer = BTreeSet::from([Notice::Change]);
        assert_eq!(normal.then(Some(Preset::Normal), &shown), normal);
        assert_eq!(
            normal.then(Some(Preset::Normal), &fewer),
            Choice::Own(fewer.clone())
        );
        let quiet = Choice::Preset(Preset::Quiet);
        assert_eq!(normal.then(Some(Preset::Quiet), &shown), quiet);
        assert_eq!(normal.then(Some(Preset::Quiet), &fewer), quiet);
        assert_eq!(normal.then(None, &fewer), Choice::Own(fewer.clone()));
        let own = Choice::Own(fewer.clone());
        assert_eq!(own.then(Some(Preset::Normal), &fewer), normal);
    }

    #[test]
    fn what_is_not_wanted_or_was_stopped_does_not_go() {
        let now = at("2026-12-10T06:00:00Z");
        let quiet = Preferences {
            choice: Choice::Preset(Preset::Quiet),
            quiet: None,
        };
        let reminder = asked(Notice::Reminder, "2026-12-10T07:00:00Z");
        assert_eq!(decide(&quiet, &reminder, now), Decision::Unwanted);
        let usual = Preferences::default();
        assert_eq!(decide(&usual, &reminder, now), Decision::Now);
        let series = |n| Some(SeriesId(Uuid::from_u128(n)));
        let stop = |notice, series| [Stopped { notice, series }];
        let matter = Matter {
            series: series(1),
            ..reminder.matter
        };
        let of_one = |stopped: [Stopped; 1]| {
            let asked = Asked {
                matter,
                stopped: &stopped,
                ..reminder
            };
            decide(&usual, &asked, now)
        };
        assert_eq!(
            of_one(stop(Notice::Reminder, series(1))),
            Decision::Unwanted
        );
        assert_eq!(of_one(stop(Notice::Reminder, series(2))), Decision::Now);
        assert_eq!(of_one(stop(Notice::Reminder, None)), Decision::Now);
        assert_eq!(of_one(stop(Notice::Answer, series(1))), Decision::Now);
    }

    #[test]
    fn quiet_hours_end_in_the_readers_zone_over_midnight_too() {
        let seoul = zone("Asia/Seoul");
        let end = |hours: QuietHours, now: &str| hours.end(seoul, at(now));
        let night = hours("22:00", "07:00");
        // 21:59, 22:00, 00:30, 06:59 and 07:00 in Seoul.
        assert_eq!(end(night, "2026-12-10T12:59:00Z"), None);
        let morning = Some(at("2026-12-10T22:00:00Z"));
        for within in [
            "2026-12-10T13:00:00Z",
            "2026-12-10T15:30:00Z",
            "2026-12-10T21:59:00Z",
        ] {
            assert_eq!(end(night, within), morning, "{within}");
        }
        assert_eq!(end(night, "2026-12-10T22:00:00Z"), None);
        let noon = hours("12:00", "13:30");
        assert_eq!(
            end(noon, "2026-12-10T03:00:00Z"),
            Some(at("2026-12-10T04:30:00Z"))
        );
        assert_eq!(end(noon, "2026-12-10T04:30:00Z"), None);
    }

    #[test]
    fn quiet_hours_end_where_clocks_are_turned() {
        let montreal = zone("America/Montreal");
        // 02:30 is skipped on 8 March 2026: they end when clocks show 03:00.
        let skipped = hours("22:00", "02:30").end(montreal, at("2026-03-08T05:00:00Z"));
        assert_eq!(skipped, Some(at("2026-03-08T07:00:00Z")));
        // 01:30 comes twice on 1 November 2026: they end at the first one, and are over in the second.
        let twice = hours("22:00", "01:30");
        let first = Some(at("2026-11-01T05:30:00Z"));
        assert_eq!(twice.end(montreal, at("2026-11-01T04:00:00Z")), first);
        assert_eq!(twice.end(montreal, at("2026-11-01T06:10:00Z")), None);
    }

    #[test]
    fn quiet_hours_hold_back_what_is_still_of_use_at_their_end() {
        let night = Preferences {
            quiet: Some(hours("22:00", "07:00")),
            ..Preferences::default()
        };
        // 02:00 in Seoul; the quiet hours end at 07:00.
        let now = at("2026-12-09T17:00:00Z");
        let end = Decision::After(at("2026-12-09T22:00:00Z"));
        let starts = |starts| decide(&night, &asked(Notice::Change, starts), now);
        assert_eq!(starts("2026-12-10T07:00:00Z"), end);
        assert_eq!(starts("2026-12-10T00:00:00Z"), end);
        // It begins at 08:59, 07:00 and 03:00.
        assert_eq!(starts("2026-12-09T23:59:00Z"), Decision::Now);
        assert_eq!(starts("2026-12-09T22:00:00Z"), Decision::Now);
        assert_eq!(starts("2026-12-09T18:00:00Z"), Decision::Now);
        // It moves by a week, and was to begin at 08:59, at 09:00, and an hour ago.
        let moved = |told: &str| {
            let mut change = asked(Notice::Change, "2026-12-17T07:00:00Z");
            change.matter.told_start = Some(at(told));
            decide(&night, &change, now)
        };
        assert_eq!(moved("2026-12-09T23:59:00Z"), Decision::Now);
        assert_eq!(moved("2026-12-10T00:00:00Z"), end);
        assert_eq!(moved("2026-12-09T16:00:00Z"), end);
        // It has begun, and helps until noon.
        let running = Asked {
            not_after: at("2026-12-10T03:00:00Z"),
            ..asked(Notice::Stay, "2026-12-08T00:00:00Z")
        };
        assert_eq!(decide(&night, &running, now), end);
        let always = asked(Notice::Always, "2026-12-10T07:00:00Z");
        assert_eq!(decide(&night, &always, now), Decision::Now);
    }
}
