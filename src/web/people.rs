//! People by name, for members: `GET /people?q=&after=`.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{
    actor::Signed,
    errors::Failure,
    pages::{
        admin::{PeoplePage, PersonLine},
        words,
    },
    reader::Reader,
    urls,
};
use crate::{
    app::App,
    people::{
        model::Role,
        queries::{Listing, directory},
        rules,
    },
};

/// How many stand on a page.
const PAGE: usize = 50;

/// What is looked for, and behind whom the page begins.
#[derive(Debug, Deserialize)]
pub struct Asked {
    q: Option<String>,
    after: Option<String>,
}

/// Everyone, or those found.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    rules::may_see_people(&signed.actor)?;
    let administers = signed.actor.is_administrator();
    let query = asked.q.clone().unwrap_or_default();
    let after = asked.after.as_deref().and_then(|id| id.parse().ok());
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut found = directory(&mut *app.db.get().await?, &query, after, limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found
        .last()
        .filter(|_| more)
        .map(|one| one.named.id.to_string());
    reader.show(&PeoplePage {
        page: reader.page(),
        more: last.map(|last| {
            let words = Some(query.as_str()).filter(|words| !words.is_empty());
            urls::with_query(&urls::people(), &[("q", words), ("after", Some(&last))])
        }),
        people: found
            .into_iter()
            .map(|one| line(one, administers))
            .collect(),
        query,
    })
}

fn line(one: Listing, administers: bool) -> PersonLine {
    PersonLine {
        calendars: administers.then(|| urls::person_feeds(&one.named.id.to_string())),
        name: one.named.called().to_owned(),
        address: one.named.address.filter(|_| one.named.name.is_some()),
        institution: one.institution,
        roles: one.roles.into_iter().map(role).collect(),
    }
}

fn role(role: Role) -> words::Role {
    match role {
        Role::Member => words::Role::Member,
        Role::RoomKeeper => words::Role::RoomKeeper,
        Role::FrontDesk => words::Role::FrontDesk,
        Role::Administrator => words::Role::Administrator,
    }
}
