//! `/series/{id}/announcement`: drafts of a series that are announced together.

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Body,
    seminars::{self, preview::Preview},
    show,
};
use crate::{
    app::App,
    base::ids::{SeminarId, SeriesId},
    seminars::{
        actions::{TermAnnounced, TermAnnouncement, announce_term, foretell_series},
        queries::{self, OnBoard},
        rules::board::Lack,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// Drafts to be announced together.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTermAnnouncement, example = json!({
    "note": "The room is new.", "dry_run": true,
}))]
pub struct New {
    /// Which drafts of the series; absent: all of them that have not begun.
    #[schema(max_items = 120)]
    seminars: Option<Vec<SeminarId>>,
    /// Those that lack something besides are left alone; the answer names them in `left_out`.
    #[serde(default)]
    complete_only: bool,
    /// Words of the caller's own above what is told of each.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// Nothing is done: whom it would tell, and what, is answered.
    #[serde(default)]
    dry_run: bool,
}

/// What came of it; with `dry_run`, what would.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TermAnnouncement)]
pub struct Made {
    /// Those that are announced now, by time.
    announced: Vec<seminars::Shown>,
    /// Those that were already: of them nobody is told again.
    already: Vec<SeminarId>,
    /// Those announced now that lack something.
    incomplete: Vec<Incomplete>,
    /// Those that were meant and are left alone because they lack something, by time; none without `complete_only`.
    left_out: Vec<Incomplete>,
    /// Whom it would tell, each once, and what. Who is asked to speak gets a mail for each seminar, a mailing list one that lists
    /// them. `null` without `dry_run`.
    tells: Option<Preview>,
}

/// A seminar that lacks something.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IncompleteSeminar)]
pub struct Incomplete {
    /// Which.
    seminar_id: SeminarId,
    /// What, besides being announced and the answers that this asks for.
    lacks: Vec<Lack>,
}

impl New {
    /// The drafts that are meant, of those that there are, and left alone because they lack something.
    fn left_out(&self, drafts: &[OnBoard]) -> Vec<Incomplete> {
        let named = self.seminars.as_ref();
        let meant = |id: &SeminarId| named.is_none_or(|named| named.contains(id));
        let left_out = |one: &&OnBoard| self.complete_only && meant(&one.details.seminar.id);
        lacking(drafts.iter().filter(left_out))
    }

    /// The drafts that are meant, of those that there are, without those that are left out.
    fn term(
        &self,
        series: SeriesId,
        drafts: &[OnBoard],
        left_out: &[Incomplete],
    ) -> TermAnnouncement {
        let is_left_out = |id: &SeminarId| left_out.iter().any(|one| one.seminar_id == *id);
        let wanted = match &self.seminars {
            Some(wanted) => wanted.clone(),
            None => drafts.iter().map(|one| one.details.seminar.id).collect(),
        };
        let wanted = wanted.into_iter().filter(|id| !is_left_out(id));
        TermAnnouncement {
            series,
            seminars: wanted.map(|id| (id, None)).collect(),
            // Whoever names none at all has made a mistake.
            even_none: self.seminars.as_ref().is_none_or(|named| !named.is_empty()),
            note: self.note.clone(),
        }
    }
}

/// Announce drafts of a series together
///
/// All of them or none, in one go. Each tells what it would tell if it were announced alone: who is to speak is asked by a
/// request for each talk; a mailing list gets one mail that lists all of them, with one file for calendars; what begins within
/// 48 hours is told at once, in a mail of its own; and whoever follows the series reads all of them in the next programme that
/// they get. What is announced already is left alone, so that the same call once more does nothing. With `dry_run` nothing is
/// done, and whom it would tell is answered. For the organisers of the series.
#[utoipa::path(post, path = "/series/{id}/announcement", tag = "Series", operation_id = "announce_term",
    params(SeriesId, Once),
    request_body = New,
    responses(
        (status = 200, description = "Announced; with `dry_run`, as it would be", body = Made),
        (status = 403, description = "The caller does not organise the series."),
        (status = 409, description = "A room is taken (`conflicts`)."),
    ))]
pub async fn announce(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeriesId>,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = super::series::organised(&mut conn, &api.actor, *id).await?;
    let Body(new) = body;
    let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
    let drafts = queries::drafts_to_announce(&mut conn, &series, clock.now()).await?;
    let left_out = new.left_out(&drafts);
    let term = new.term(series.id, &drafts, &left_out);
    let chosen = |one: &&OnBoard| term.seminars.contains_key(&one.details.seminar.id);
    let incomplete = lacking(drafts.iter().filter(chosen));
    if new.dry_run {
        let act =
            async |conn: &mut AsyncPgConnection| announce_term(conn, clock, hub, actor, term).await;
        let (done, told) = foretell_series(&mut conn, clock, hub, series.id, act).await?;
        let tells = Some(told.into());
        return show(&made(&app, &api, done, incomplete, left_out, tells));
    }
    drop(conn);
    once.carry_out(&app, async |conn| {
        let done = announce_term(conn, clock, hub, actor, term).await?;
        let made = made(&app, &api, done, incomplete, left_out, None);
        Done::json(StatusCode::OK, &made)
    })
    .await
}

fn made(
    app: &App,
    api: &ApiActor,
    done: TermAnnounced,
    incomplete: Vec<Incomplete>,
    left_out: Vec<Incomplete>,
    tells: Option<Preview>,
) -> Made {
    let announced = done.seminars.into_iter();
    let shown = |details| seminars::Shown::of(app, api, details, seminars::organiser());
    Made {
        announced: announced.map(shown).collect(),
        already: done.already,
        incomplete,
        left_out,
        tells,
    }
}

/// Those of the drafts that lack something, with what.
fn lacking<'d>(drafts: impl Iterator<Item = &'d OnBoard>) -> Vec<Incomplete> {
    drafts
        .map(|one| Incomplete {
            seminar_id: one.details.seminar.id,
            lacks: one.missing(),
        })
        .filter(|one| !one.lacks.is_empty())
        .collect()
}
