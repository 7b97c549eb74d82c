//! What is sent to change what someone is told.

use std::collections::BTreeMap;

use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    base::{described::ClockTime, language::Language, zone::Zone},
    mail::{
        calendar::CalendarChoice,
        preferences::{Notice, Pace, Preset, QuietHours},
    },
    people::actions::Reading,
    seminars::actions::Wishes,
    web::api::Change,
};

/// What is to be otherwise about what someone is told; what is absent stays. `null` empties, where it says so; elsewhere it is as
/// if it were absent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PreferencesChange, example = json!({
    "notices": {"change": "once_a_day", "followed": null}, "quiet_hours": {"from": "22:00:00", "to": "07:00:00"},
}))]
pub struct Edit {
    /// Another choice made for them; `null`: none, and the kinds stay as they are.
    #[serde(default)]
    #[schema(value_type = Option<Preset>)]
    preset: Change<Preset>,
    /// Kinds that are to come otherwise, than with `preset` where that is given as well. Then they have no preset, unless that
    /// has them so.
    notices: Option<PacesEdit>,
    /// Other quiet hours; `null`: none.
    #[serde(default)]
    #[schema(value_type = Option<Quiet>)]
    quiet_hours: Change<Quiet>,
    /// Other times of digests.
    digests: Option<DigestsEdit>,
    /// Another language; `null`: the hub's.
    #[serde(default)]
    #[schema(value_type = Option<Language>)]
    language: Change<Language>,
    /// Another zone; `null`: that of their institution, or the hub's.
    #[serde(default)]
    #[schema(value_type = Option<Zone>)]
    zone: Change<Zone>,
    /// What puts seminars into their calendar from now on. Once chosen, it can be changed, not taken back.
    calendar: Option<CalendarChoice>,
}

/// When these kinds of notices are to come; what is absent stays, `null`: one does not come.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticePacesChange)]
pub struct PacesEdit {
    /// Invitations, and requests to speak. At once or not at all.
    #[serde(default)]
    #[schema(value_type = Option<Pace>)]
    invitation: Change<Pace>,
    /// What becomes otherwise than they were told.
    #[serde(default)]
    #[schema(value_type = Option<Pace>)]
    change: Change<Pace>,
    /// What becomes otherwise and their calendar program shows too late, as it fetches their feed too rarely. At once or not at all.
    #[serde(default)]
    #[schema(value_type = Option<Pace>)]
    late_feed: Change<Pace>,
    /// What others do with their bookings, and what they are to approve.
    #[serde(default)]
    #[schema(value_type = Option<Pace>)]
    booking: Change<Pace>,
    /// Where their stays stand.
    #[serde(default)]
    #[schema(value_type = Option<Pace>)]
    stay: Change<Pace>,
    /// What is near and they said yes to, speak at, booked, or asked to be reminded of. At once or not at all.
    #[serde(default)]
    #[schema(value_type = Option<Pace>)]
    reminder: Change<Pace>,
    /// What others answer them.
    #[serde(default)]
    #[schema(value_type = Option<Pace>)]
    answer: Change<Pace>,
    /// The week's programme of what they follow. At once or not at all.
    #[serde(default)]
    #[schema(value_type = Option<Pace>)]
    weekly: Change<Pace>,
    /// The day's programme of what they follow. At once or not at all.
    #[serde(default)]
    #[schema(value_type = Option<Pace>)]
    daily: Change<Pace>,
    /// Reminders of the series that they follow. At once or not at all.
    #[serde(default)]
    #[schema(value_type = Option<Pace>)]
    followed: Change<Pace>,
}

/// Hours in which nothing comes that can wait for their end, by the clock where the person is: over midnight where `to` is the
/// earlier one. Seconds are left out.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuietHours)]
pub struct Quiet {
    /// They begin.
    #[schema(value_type = ClockTime)]
    from: NaiveTime,
    /// They end; at another time than they begin.
    #[schema(value_type = ClockTime)]
    to: NaiveTime,
}

/// Other times of digests; what is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DigestTimesChange)]
pub struct DigestsEdit {
    /// The weekly one comes on this day of the week; 1 is Monday (ISO 8601).
    #[schema(minimum = 1, maximum = 7)]
    weekday: Option<i16>,
    /// At this hour.
    #[schema(minimum = 0, maximum = 23)]
    weekly_hour: Option<i16>,
    /// The daily one comes at this hour.
    #[schema(minimum = 0, maximum = 23)]
    daily_hour: Option<i16>,
    /// Whether they come even where there is nothing to tell.
    even_nothing: Option<bool>,
}

impl Edit {
    /// What it wishes.
    pub(super) fn wishes(self) -> Wishes {
        let digests = self.digests.unwrap_or_default();
        let quiet = self.quiet_hours.option();
        Wishes {
            preset: self.preset.option(),
            notices: self.notices.unwrap_or_default().kinds(),
            quiet: quiet.map(|hours| hours.map(QuietHours::from)),
            weekday: digests.weekday,
            weekly_hour: digests.weekly_hour,
            daily_hour: digests.daily_hour,
            even_nothing: digests.even_nothing,
            reading: Reading {
                language: self.language.option(),
                zone: self.zone.option(),
            },
            calendar: self.calendar,
        }
    }
}

impl PacesEdit {
    fn kinds(self) -> BTreeMap<Notice, Option<Pace>> {
        let all = [
            (Notice::Invitation, self.invitation),
            (Notice::Change, self.change),
            (Notice::LateFeed, self.late_feed),
            (Notice::Booking, self.booking),
            (Notice::Stay, self.stay),
            (Notice::Reminder, self.reminder),
            (Notice::Answer, self.answer),
            (Notice::Weekly, self.weekly),
            (Notice::Daily, self.daily),
            (Notice::Followed, self.followed),
        ];
        let named = all.into_iter();
        named
            .filter_map(|(notice, pace)| Some((notice, pace.option()?)))
            .collect()
    }
}

impl From<Quiet> for QuietHours {
    fn from(quiet: Quiet) -> Self {
        Self {
            from: whole_minute(quiet.from),
            to: whole_minute(quiet.to),
        }
    }
}

impl From<QuietHours> for Quiet {
    fn from(hours: QuietHours) -> Self {
        Self {
            from: hours.from,
            to: hours.to,
        }
    }
}

/// Pages ask for hours and minutes; and a second that is put in between is none of the clock's.
fn whole_minute(time: NaiveTime) -> NaiveTime {
    NaiveTime::from_hms_opt(time.hour(), time.minute(), 0).unwrap_or(time)
}
