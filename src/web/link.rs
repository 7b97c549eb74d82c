//! Pages that are opened by a personal link out of a mail: what is known of the reader without a sign-in.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{errors::Failure, limits::origin, pages::page::Page, reader::Reader};
use crate::{
    base::{
        audit::{Author, Channel},
        clock::Instant,
        hub::Hub,
        ids::PersonId,
    },
    people::{self, model::Actor},
};

/// Shows the page as the mail was: in the language of `person`, and in their zone as it is at `at`, except for what the
/// reader has chosen, or the browser says of its zone. Whoever's language is unknown got the mail in the hub's for want of a
/// better one: their browser knows one.
///
/// # Errors
/// What the database says.
pub async fn read_as(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    reader: &Reader,
    page: &mut Page,
    person: PersonId,
    at: Instant,
) -> QueryResult<()> {
    if reader.actor().is_some() {
        return Ok(());
    }
    read_in_language_of(conn, reader, page, person).await?;
    let known = people::queries::recipients(conn, hub, &[person], at).await?;
    let Some(recipient) = known.get(&person) else {
        return Ok(());
    };
    if !page.zone_chosen && page.zone == hub.zone {
        page.zone = recipient.zone;
    }
    Ok(())
}

/// Shows the page in the language of `person`, as [`read_as`] does, and tells nothing of where they are: it may be read by who
/// is not to have the link.
///
/// # Errors
/// What the database says.
pub async fn read_in_language_of(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    page: &mut Page,
    person: PersonId,
) -> QueryResult<()> {
    if reader.actor().is_none()
        && !reader.language_chosen()
        && let Some(language) = people::queries::language_of(conn, person).await?
    {
        page.language = language;
    }
    Ok(())
}

/// Whoever comes by a link, who is yet to be said: whoever has it acts as the person for whom it was made.
pub fn author(req: &HttpRequest) -> Author {
    Author::from(Channel::Link, origin(req).as_deref())
}

/// The person for whom a link was made, as someone who does something.
///
/// # Errors
/// There is no such person.
pub async fn actor(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    req: &HttpRequest,
) -> Result<Actor, Failure> {
    let actor = people::queries::actor(conn, person, author(req)).await?;
    actor.ok_or_else(Failure::not_found)
}

/// The answer, kept nowhere, and without telling the next page where the reader comes from: the address is a key.
pub fn private(mut answer: HttpResponse) -> HttpResponse {
    let headers = answer.headers_mut();
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    answer
}
