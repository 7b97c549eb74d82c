//! Whether a message goes to someone now: pure decisions.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveTime};

use super::{Choice, Matter, Notice, Pace, Preferences, Preset, QuietHours, Stopped};
use crate::base::{clock::Instant, zone::Zone};

/// So long before it begins, what is told of something is told at once, whatever the hour.
const NEAR: Duration = Duration::hours(2);

/// So long before it begins at least, something waits for its hour that is told once a day: until then a calendar may be wrong
/// that the mail would set right.
const AHEAD: Duration = Duration::hours(48);

/// The hour of what is told once a day.
const MORNING: u32 = 8;

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
    /// Since when it gathers, where it may wait for the hour of what is told once a day.
    pub gathers_since: Option<Instant>,
}

/// Whether a message goes to someone with these preferences at `now`. What cannot be switched off waits for nothing either.
///
/// Quiet hours hold it back only where it is still of use at their end: before its `not_after`, and with two hours left
/// until what it is about begins, or would have begun as its reader was told before: they would sit there.
///
/// What its reader has once a day waits for the first morning after it began to gather, and for no other one, however often
/// it is asked about; where that falls into quiet hours, for their end. Only where two days are left then.
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
    let quiet_end = |at| {
        preferences
            .quiet
            .and_then(|hours| hours.end(asked.zone, at))
    };
    let since = match preferences.choice.pace(asked.notice) {
        Some(Pace::OnceADay) => asked.gathers_since,
        Some(Pace::AtOnce) | None => None,
    };
    let morning = since.map(|since| morning_after(asked.zone, since));
    if let Some(morning) = morning.filter(|morning| now < *morning) {
        let goes = quiet_end(morning).unwrap_or(morning);
        if goes < asked.not_after && is_ahead(asked.matter, now, goes) {
            return Decision::After(goes);
        }
    }
    match quiet_end(now) {
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

/// The first hour of what is told once a day in `zone` after `since`.
fn morning_after(zone: Zone, since: Instant) -> Instant {
    let time = NaiveTime::from_hms_opt(MORNING, 0, 0).unwrap_or_default();
    let day = zone.date(since);
    let today = zone.first_at(day.and_time(time));
    match since < today {
        true => today,
        false => zone.first_at((day + Duration::days(1)).and_time(time)),
    }
}

/// Whether it begins no sooner than two days after `goes`, and is not thought to. That it was to begin at a time that is over
/// hurries nobody; that it has begun does.
fn is_ahead(matter: Matter, now: Instant, goes: Instant) -> bool {
    let ahead = |starts: Instant| goes + AHEAD <= starts;
    matter.starts_at.is_none_or(ahead)
        && matter
            .told_start
            .is_none_or(|told| told <= now || ahead(told))
}

impl Preferences {
    /// Whether anything waits for an hour of the day in their zone.
    pub fn has_hours(&self) -> bool {
        let has_daily = match &self.choice {
            Choice::Preset(_) => false,
            Choice::Own(paces) => paces.values().any(|pace| *pace == Pace::OnceADay),
        };
        has_daily || self.quiet.is_some()
    }
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
        self.pace(notice).is_some()
    }

    /// When this notice comes; none where it is not wanted. With a preset all there is comes at once.
    pub fn pace(&self, notice: Notice) -> Option<Pace> {
        match self {
            Self::Preset(preset) => preset.wants(notice).then_some(Pace::AtOnce),
            Self::Own(_) if notice == Notice::Always => Some(Pace::AtOnce),
            Self::Own(paces) => paces.get(&notice).copied(),
        }
    }

    /// What it has of what can be chosen.
    pub fn wanted(&self) -> BTreeSet<Notice> {
        self.paces().into_keys().collect()
    }

    /// The same, each with when it comes.
    pub fn paces(&self) -> BTreeMap<Notice, Pace> {
        let chosen = Notice::CHOSEN.into_iter();
        chosen
            .filter_map(|notice| Some((notice, self.pace(notice)?)))
            .collect()
    }

    /// The same, from another preset on (`Some(None)`: from none, the kinds stay as they are), and with these kinds otherwise;
    /// `None`: one does not come. Whoever names them as the preset has them keeps the preset.
    #[must_use]
    pub fn changed(
        &self,
        preset: Option<Option<Preset>>,
        kinds: &BTreeMap<Notice, Option<Pace>>,
    ) -> Self {
        let from = match preset {
            None => self.clone(),
            Some(None) => Self::Own(self.paces()),
            Some(Some(preset)) => Self::Preset(preset),
        };
        let mut paces = from.paces();
        for (notice, pace) in kinds {
            match pace {
                Some(pace) => paces.insert(*notice, *pace),
                None => paces.remove(notice),
            };
        }
        match paces == from.paces() {
            true => from,
            false => Self::Own(paces),
        }
    }

    /// What was chosen on a page that showed `self`: a preset, or none of them, and the kinds beside it. Whichever of the two
    /// was changed counts, and of two that were changed the preset.
    #[must_use]
    pub fn then(&self, preset: Option<Preset>, ticked: &BTreeMap<Notice, Pace>) -> Self {
        match preset {
            None => Self::Own(ticked.clone()),
            Some(preset) if *self == Self::Preset(preset) && *ticked != self.paces() => {
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
