//! Entering, changing and removing days on which the hub or a site is closed. Nothing that is planned for them changes.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{removed, stale};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        ids::{ClosedDaysId, SiteId},
        schema::closed_days,
        text,
        zone::is_planned_day,
    },
    people::model::Actor,
    rooms::{model::ClosedDays, rules},
};

/// Most days on end.
const MOST_DAYS: i64 = 366;

/// Days to be entered.
#[derive(Debug, Clone)]
pub struct NewClosedDays {
    /// The site that is closed; none: the whole hub.
    pub site: Option<SiteId>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// What they are called in English; may be empty where there is a name in Korean.
    pub name_en: String,
    /// What they are called in Korean; may be empty where there is a name in English.
    pub name_ko: String,
}

/// What is to be otherwise about closed days.
#[derive(Debug, Clone, Default)]
pub struct ClosedDaysChange {
    /// Another site; `Some(None)`: the whole hub.
    pub site: Option<Option<SiteId>>,
    /// Another first day.
    pub from: Option<NaiveDate>,
    /// Another last day.
    pub to: Option<NaiveDate>,
    /// Another name in English.
    pub name_en: Option<String>,
    /// Another name in Korean.
    pub name_ko: Option<String>,
    /// The version that the change is based on.
    pub lock_version: Option<i32>,
}

impl NewClosedDays {
    /// The same as it is kept.
    fn checked(mut self) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        for (field, name) in [
            ("name_en", &mut self.name_en),
            ("name_ko", &mut self.name_ko),
        ] {
            *name = text::line(name);
            if name.chars().count() > text::TITLE {
                invalid.add(
                    field,
                    Reason::new("reason-too-long").with("max", text::TITLE),
                );
            }
        }
        if self.name_en.is_empty() && self.name_ko.is_empty() {
            invalid.because("name_en", "reason-closed-name");
        }
        for (field, date) in [("from", self.from), ("to", self.to)] {
            if !is_planned_day(date) {
                invalid.because(field, "reason-years");
            }
        }
        if self.to < self.from {
            invalid.because("to", "reason-end-before-start");
        } else if (self.to - self.from).num_days() >= MOST_DAYS {
            invalid.because("to", "reason-closed-too-long");
        }
        invalid.none_or()?;
        Ok(self)
    }
}

/// Enters closed days.
///
/// # Errors
/// A [`Refusal`].
pub async fn enter_closed_days(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    new: NewClosedDays,
) -> Result<ClosedDays, Refusal> {
    rules::may_close(actor)?;
    let new = new.checked()?;
    conn.transaction(async |conn| {
        let now = clock.now();
        let id = ClosedDaysId::fresh(clock);
        let days: ClosedDays = diesel::insert_into(closed_days::table)
            .values((
                closed_days::id.eq(id),
                closed_days::site_id.eq(new.site),
                closed_days::from_date.eq(new.from),
                closed_days::to_date.eq(new.to),
                closed_days::name_en.eq(new.name_en),
                closed_days::name_ko.eq(new.name_ko),
                closed_days::entered_by.eq(actor.person()),
                closed_days::created_at.eq(now),
                closed_days::modified_at.eq(now),
            ))
            .returning(ClosedDays::as_returning())
            .get_result(conn)
            .await?;
        let entry = Entry {
            action: "entered",
            kind: "closed_days",
            id: id.0,
            before: None,
            after: Some(json!(days)),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        changes::raise(conn, clock, [Subject::ClosedDays]).await?;
        Ok(days)
    })
    .await
}

/// Changes closed days.
///
/// # Errors
/// A [`Refusal`].
pub async fn change_closed_days(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: ClosedDaysId,
    change: ClosedDaysChange,
) -> Result<ClosedDays, Refusal> {
    rules::may_close(actor)?;
    conn.transaction(async |conn| {
        let before: ClosedDays = closed_days::table
            .find(id)
            .for_no_key_update()
            .select(ClosedDays::as_select())
            .first(conn)
            .await?;
        stale(change.lock_version, before.lock_version)?;
        let next = NewClosedDays {
            site: change.site.unwrap_or(before.site_id),
            from: change.from.unwrap_or(before.from_date),
            to: change.to.unwrap_or(before.to_date),
            name_en: change.name_en.unwrap_or_else(|| before.name_en.clone()),
            name_ko: change.name_ko.unwrap_or_else(|| before.name_ko.clone()),
        }
        .checked()?;
        let after: ClosedDays = diesel::update(closed_days::table.find(id))
            .set((
                closed_days::site_id.eq(next.site),
                closed_days::from_date.eq(next.from),
                closed_days::to_date.eq(next.to),
                closed_days::name_en.eq(next.name_en),
                closed_days::name_ko.eq(next.name_ko),
                closed_days::lock_version.eq(before.lock_version + 1),
                closed_days::modified_at.eq(clock.now()),
            ))
            .returning(ClosedDays::as_returning())
            .get_result(conn)
            .await?;
        let entry = Entry {
            action: "changed",
            kind: "closed_days",
            id: id.0,
            before: Some(json!(before)),
            after: Some(json!(after)),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        changes::raise(conn, clock, [Subject::ClosedDays]).await?;
        Ok(after)
    })
    .await
}

/// Removes closed days: the place is open then.
///
/// # Errors
/// A [`Refusal`].
pub async fn remove_closed_days(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: ClosedDaysId,
) -> Result<(), Refusal> {
    rules::may_close(actor)?;
    conn.transaction(async |conn| {
        let before: ClosedDays = diesel::delete(closed_days::table.find(id))
            .returning(ClosedDays::as_returning())
            .get_result(conn)
            .await?;
        removed(conn, clock, actor, "closed_days", id.0, json!(before)).await?;
        changes::raise(conn, clock, [Subject::ClosedDays]).await?;
        Ok(())
    })
    .await
}
