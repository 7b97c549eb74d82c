//! What is wished on the page, as its forms and buttons post it.

use uuid::Uuid;

use super::chosen;
use crate::{
    base::{
        error::{Invalid, Reason},
        ids::SeriesId,
    },
    mail::{
        calendar::CalendarChoice,
        digest::Rhythm,
        preferences::{Preferences, Stopped},
        reminder::Reminder,
    },
    people::{actions::Reading, model::Actor},
    seminars::model::{DigestTimes, Followed},
    web::{
        follows::followed,
        forms::Posted,
        pages::{follows::RemindersForm, notices::NoticesForm},
        typed,
    },
};

/// What is wished.
pub(super) enum Wish {
    Choose(Preferences, DigestTimes, Reading),
    Follow(Followed, Rhythm),
    Unfollow(Followed),
    /// Of a series that they follow; none: as the series has it.
    Remind(SeriesId, Option<Vec<Reminder>>),
    Resume(Stopped),
    Calendar(CalendarChoice),
}

impl Wish {
    /// What the page says when it is done.
    pub(super) fn done(&self) -> &'static str {
        match self {
            Self::Choose(..) | Self::Follow(..) | Self::Remind(..) | Self::Calendar(_) => "saved",
            Self::Unfollow(_) => "unfollowed",
            Self::Resume(_) => "resumed",
        }
    }
}

/// Reads what `actor` wishes. What the form says nothing of stays as it is `before`.
pub(super) fn read(
    posted: &Posted,
    before: &Preferences,
    times: DigestTimes,
    actor: &Actor,
) -> Result<Wish, Invalid> {
    let unfollow = posted.value("unfollow");
    if !unfollow.is_empty() {
        return followed(unfollow).map(Wish::Unfollow);
    }
    if let Some((rhythm, what)) = posted.value("rhythm").split_once(':') {
        let rhythm = rhythm.parse().map_err(|_| nonsense())?;
        return Ok(Wish::Follow(followed(what)?, rhythm));
    }
    let remind = posted.value("remind");
    if !remind.is_empty() {
        return reminders(posted, &followed(remind)?);
    }
    let calendar = posted.value("calendar");
    if !calendar.is_empty() {
        let choice = calendar.parse().map_err(|_| nonsense())?;
        return Ok(Wish::Calendar(choice));
    }
    if let Some((notice, series)) = posted.value("resume").split_once(':') {
        let notice = notice.parse().map_err(|_| nonsense())?;
        let series: Option<Uuid> = match series {
            "" => None,
            id => Some(id.parse().map_err(|_| nonsense())?),
        };
        let series = series.map(SeriesId);
        return Ok(Wish::Resume(Stopped { notice, series }));
    }
    let form = NoticesForm::typed(posted.pairs());
    Ok(Wish::Choose(
        chosen::read(&form, before)?,
        chosen::digest_times(&form, times)?,
        chosen::reading(posted, actor)?,
    ))
}

/// Reminders of one's own are of series alone.
fn reminders(posted: &Posted, of: &Followed) -> Result<Wish, Invalid> {
    let Followed::Series(series) = of else {
        return Err(nonsense());
    };
    let form = RemindersForm::typed(posted.pairs());
    let asked = typed::reminders(&form.reminders.value, &form.reminder_days.values);
    let asked = asked.map_err(|reason| Invalid::one("reminders", reason))?;
    Ok(Wish::Remind(*series, (!asked.is_empty()).then_some(asked)))
}

fn nonsense() -> Invalid {
    Invalid::one("", Reason::new("error-choice"))
}
