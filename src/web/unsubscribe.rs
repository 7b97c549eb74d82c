//! `/unsubscribe/{token}`: one kind of notice of one series stops by one click (RFC 8058).
//!
//! Mail programs post here by themselves: without cookie, form or sign-in, and are answered with a page, not led elsewhere.
//! Posting twice is as good as once. `GET` shows a button and changes nothing, because mail scanners open links.

use actix_web::{HttpRequest, HttpResponse, web};
use diesel_async::AsyncPgConnection;

use super::{
    errors::Failure,
    link,
    pages::notices::{UnsubscribePage, masked},
    reader::Reader,
};
use crate::{
    app::App,
    base::hub::Hub,
    mail::preferences::{Stopped, links, queries},
    people::{self, model::Actor},
    seminars::{self, actions::stop_notices},
};

/// Shows what would be stopped, and a button.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    req: HttpRequest,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let link = Link::open(&mut conn, &app.hub, &token, &req).await?;
    link.page(&mut conn, &app.hub, &reader, &token).await
}

/// Stops it.
pub async fn stop(
    app: web::Data<App>,
    reader: Reader,
    req: HttpRequest,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let link = Link::open(&mut conn, &app.hub, &token, &req).await?;
    stop_notices(&mut conn, &*app.clock, &app.hub, &link.actor, link.stop).await?;
    link.page(&mut conn, &app.hub, &reader, &token).await
}

/// A link that the hub wrote, and to whom.
struct Link {
    actor: Actor,
    stop: Stopped,
    /// The series; the hub where it is of none, or of one of which they may not know.
    list: String,
}

impl Link {
    async fn open(
        conn: &mut AsyncPgConnection,
        hub: &Hub,
        token: &str,
        req: &HttpRequest,
    ) -> Result<Self, Failure> {
        let found = links::stopped_by(&hub.key, token);
        let (person, stop) = found.ok_or_else(Failure::not_found)?;
        let actor = link::actor(conn, person, req).await?;
        let list = match stop.series {
            Some(id) => {
                let series = seminars::queries::series_by_id(conn, id).await?;
                let series = series.ok_or_else(Failure::not_found)?;
                match seminars::queries::sees_series(conn, Some(&actor), &series).await? {
                    true => series.title,
                    false => hub.name.clone(),
                }
            }
            None => hub.name.clone(),
        };
        Ok(Self { actor, stop, list })
    }

    async fn page(
        self,
        conn: &mut AsyncPgConnection,
        hub: &Hub,
        reader: &Reader,
        token: &str,
    ) -> Result<HttpResponse, Failure> {
        let (person, now) = (self.actor.id, reader.now());
        let mut page = reader.page();
        link::read_as(conn, hub, reader, &mut page, person, now).await?;
        let stopped = queries::stopped(conn, &[person]).await?.remove(&person);
        let known = people::queries::recipients(conn, hub, &[person], now).await?;
        let answer = reader.show(&UnsubscribePage {
            page,
            token: token.to_owned(),
            address: known.get(&person).map(|one| masked(&one.address)),
            notice: self.stop.notice,
            list: self.list,
            stopped: stopped.is_some_and(|stopped| stopped.contains(&self.stop)),
        })?;
        Ok(link::private(answer))
    }
}
