//! Choosing what one is told: kept with the mail, and followed by the reminders and digests of what is to come.

use std::collections::BTreeMap;

use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::follow::{choose_digests, hold, may_say, reckon};
use crate::{
    base::{
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::PersonId,
    },
    mail::{
        calendar::{self, CalendarChoice},
        preferences::{self, Notice, Pace, Preferences, Preset, QuietHours, Stopped, actions},
    },
    people::{
        actions::{Reading, choose_reading},
        model::Actor,
    },
    seminars::{model::DigestTimes, notices, queries},
};

/// What is to be otherwise about how someone is told; what is `None` stays. Fields are named as in the API.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// `preset`: another one; `Some(None)`: none, with the kinds as they are.
    pub preset: Option<Option<Preset>>,
    /// `notices`: these kinds; `None`: one does not come.
    pub notices: BTreeMap<Notice, Option<Pace>>,
    /// `quiet_hours`: others, or none.
    pub quiet: Option<Option<QuietHours>>,
    /// `digests.weekday`: the weekly one comes on that day, 1 is Monday (ISO 8601).
    pub weekday: Option<i16>,
    /// `digests.weekly_hour`: and at that hour.
    pub weekly_hour: Option<i16>,
    /// `digests.daily_hour`: the daily one comes at that hour.
    pub daily_hour: Option<i16>,
    /// `digests.even_nothing`: whether they come where there is nothing to tell.
    pub even_nothing: Option<bool>,
    /// `language` and `zone`: in which they read.
    pub reading: Reading,
    /// `calendar`: what puts seminars into their calendar.
    pub calendar: Option<CalendarChoice>,
}

impl Wishes {
    fn check(&self) -> Result<(), Invalid> {
        let mut invalid = Invalid::default();
        let choose = |choices: &str| Reason::new("reason-not-a-choice").with("choices", choices);
        for (notice, pace) in &self.notices {
            if *pace == Some(Pace::OnceADay) && !Notice::GATHERED.contains(notice) {
                invalid.add(&format!("notices.{notice}"), choose(Pace::AtOnce.word()));
            }
        }
        if let Some(Some(hours)) = self.quiet
            && hours.from == hours.to
        {
            invalid.add("quiet_hours.to", Reason::new("error-quiet-same"));
        }
        for (field, number, least, most) in [
            ("digests.weekday", self.weekday, 1, 7),
            ("digests.weekly_hour", self.weekly_hour, 0, 23),
            ("digests.daily_hour", self.daily_hour, 0, 23),
        ] {
            if number.is_some_and(|number| !(least..=most).contains(&number)) {
                invalid.add(field, choose(&format!("{least}–{most}")));
            }
        }
        invalid.none_or()
    }
}

/// Changes how `person` is told: all that is wished, or nothing.
///
/// # Errors
/// A [`Refusal`]: there is no such person, it is not for the actor to say, or something cannot be, by field.
pub async fn choose_preferences(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    person: PersonId,
    wishes: &Wishes,
) -> Result<(), Refusal> {
    may_say(actor, person)?;
    wishes.check()?;
    conn.transaction(async |conn| {
        hold(conn, person).await?;
        let before = preferences::queries::of_one(conn, person).await?;
        let chosen = Preferences {
            choice: before.choice.changed(wishes.preset, &wishes.notices),
            quiet: wishes.quiet.unwrap_or(before.quiet),
        };
        choose_notices(conn, clock, hub, actor, person, &chosen).await?;
        let before = queries::digest_times(conn, person).await?;
        let times = DigestTimes {
            weekday: wishes.weekday.unwrap_or(before.weekday),
            weekly_hour: wishes.weekly_hour.unwrap_or(before.weekly_hour),
            daily_hour: wishes.daily_hour.unwrap_or(before.daily_hour),
            even_nothing: wishes.even_nothing.unwrap_or(before.even_nothing),
        };
        choose_digests(conn, clock, hub, actor, person, times).await?;
        // Behind those, as it moves into the new zone what they have made.
        choose_reading(conn, clock, hub, actor, person, wishes.reading).await?;
        if let Some(choice) = wishes.calendar {
            calendar::choose(conn, clock, &actor.author, person, choice).await?;
        }
        Ok(())
    })
    .await
}

/// Keeps what someone chose to be told. Reminders that they want now are made in the same transaction, and those that they
/// do not want any more go.
///
/// # Errors
/// A [`Refusal`]: it is not for the actor to say.
pub async fn choose_notices(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    person: PersonId,
    chosen: &Preferences,
) -> Result<(), Refusal> {
    may_say(actor, person)?;
    conn.transaction(async |conn| {
        hold(conn, person).await?;
        let before = actions::keep(conn, clock, &actor.author, person, chosen).await?;
        if before.choice != chosen.choice {
            notices::remind_person(conn, clock, hub, person, None).await?;
            reckon(conn, clock, hub, person).await?;
        }
        Ok(())
    })
    .await
}

/// Stops one kind of notice for the actor, by one click.
///
/// # Errors
/// A [`Refusal`]: they are not there any more.
pub async fn stop_notices(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    stop: Stopped,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        hold(conn, actor.id).await?;
        actions::stop(conn, clock, &actor.author, actor.id, stop).await?;
        Ok(reckon(conn, clock, hub, actor.id).await?)
    })
    .await
}

/// Lets one kind of notice come again to the actor.
///
/// # Errors
/// A [`Refusal`]: they are not there any more.
pub async fn resume_notices(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    stop: Stopped,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        hold(conn, actor.id).await?;
        actions::resume(conn, clock, &actor.author, actor.id, stop).await?;
        Ok(reckon(conn, clock, hub, actor.id).await?)
    })
    .await
}
