//! Short names in addresses: as asked for, or made from a title and free; and kept where people hold the address.

use std::collections::HashSet;

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    error::{Invalid, Reason, Refusal},
    text,
};

crate::words! {
    /// A table whose rows have a slug.
    Slugged {
        /// Institutions.
        Institutions = "institutions",
        /// Projects.
        Projects = "projects",
        /// Sites.
        Sites = "sites",
        /// Rooms.
        Rooms = "rooms",
        /// Series.
        Series = "series",
        /// Lists of seminars.
        Lists = "lists",
    }
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = sql_types::Text)]
    slug: String,
}

/// The slug for a new row: `wanted`, or one made from `title`, with a number behind it where that is taken.
///
/// Call it inside the transaction that inserts the row: until that ends, no other slug is given out for the table. That
/// the wanted slug is free is for the table's unique constraint to say.
///
/// # Errors
/// `slug` is invalid, or what the database says.
pub async fn take(
    conn: &mut AsyncPgConnection,
    table: Slugged,
    wanted: Option<&str>,
    title: &str,
) -> Result<String, Refusal> {
    // "slug" in ASCII, and the table.
    sql_query("SELECT pg_advisory_xact_lock(1936486759, $1)")
        .bind::<sql_types::Integer, _>(table as i32)
        .execute(conn)
        .await?;
    if let Some(wanted) = wanted {
        return checked(wanted);
    }
    let stem = match text::slug(title) {
        // A title of signs alone.
        empty if empty.is_empty() => table.word().to_owned(),
        stem => stem,
    };
    let taken: HashSet<String> = sql_query(format!(
        "SELECT slug FROM {table} WHERE slug = $1 OR starts_with(slug, $1 || '-')"
    ))
    .bind::<sql_types::Text, _>(&stem)
    .load::<Taken>(conn)
    .await?
    .into_iter()
    .map(|row| row.slug)
    .collect();
    if !taken.contains(&stem) {
        return Ok(stem);
    }
    let free = (2..).map(|n| format!("{stem}-{n}"));
    Ok(free
        .into_iter()
        .find(|slug| !taken.contains(slug))
        .expect("there are more numbers than rows"))
}

/// A slug as it was typed, in lower case.
///
/// # Errors
/// `slug` is invalid.
pub fn checked(typed: &str) -> Result<String, Refusal> {
    let slug = typed.trim().to_lowercase();
    if text::is_slug(&slug) {
        Ok(slug)
    } else {
        Err(Refusal::invalid("slug", "reason-slug"))
    }
}

/// That a slug stays `now`. Calendars are subscribed to by it, door signs and printed codes lead there, and none of them can be
/// told that it moved: a name is changed freely, the address that people hold is not. Where nobody holds it yet, what has it can
/// be removed and entered anew.
///
/// # Errors
/// `slug` is another one.
pub fn stays(wanted: Option<&str>, now: &str) -> Result<(), Invalid> {
    match wanted {
        Some(wanted) if wanted.trim() != now => Err(Invalid::one(
            "slug",
            Reason::new("reason-slug-stays").with("slug", now),
        )),
        _ => Ok(()),
    }
}
