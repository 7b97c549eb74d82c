//! Entering, changing and removing sites, rooms and closed days.

mod closed;
mod parts;
mod rooms;
mod sites;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

pub use self::{
    closed::{
        ClosedDaysChange, NewClosedDays, change_closed_days, enter_closed_days, remove_closed_days,
    },
    rooms::{NewRoom, RoomChange, change_room, create_room, remove_room},
    sites::{NewSite, SiteChange, change_site, create_site, remove_site},
};
use crate::{
    base::{
        audit::{self, Entry},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        ids, text,
    },
    people::model::Actor,
};

async fn removed(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    kind: &'static str,
    id: uuid::Uuid,
    before: serde_json::Value,
) -> QueryResult<()> {
    let entry = Entry {
        action: "removed",
        kind,
        id,
        before: Some(before),
        after: None,
    };
    audit::record(conn, clock, &actor.author, entry).await
}

fn stale(based_on: Option<i32>, now: i32) -> Result<(), Refusal> {
    match based_on {
        Some(version) if version != now => Err(Refusal::Stale { now }),
        _ => Ok(()),
    }
}

/// The name as it is kept, and its slug: the one given, or one made from the name.
fn named(name: &str, slug: Option<&str>) -> Result<(String, String), Invalid> {
    let mut invalid = Invalid::default();
    let name = text::line(name);
    if name.is_empty() {
        invalid.because("name", "reason-required");
    }
    if name.chars().count() > text::TITLE {
        invalid.add(
            "name",
            Reason::new("reason-too-long").with("max", text::TITLE),
        );
    }
    let slug = match slug {
        Some(slug) if text::is_slug(slug) => slug.to_owned(),
        Some(_) => {
            invalid.because("slug", "reason-slug");
            String::new()
        }
        None => match text::slug(&name) {
            made if made.is_empty() => ids::short_code(),
            made => made,
        },
    };
    invalid.none_or()?;
    Ok((name, slug))
}
