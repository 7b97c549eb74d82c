//! What is said of a stay that begins on a closed day: whoever receives the visitor is told before it is entered.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::ground::Ground;
use crate::{
    base::ids::SiteId,
    web::{
        closed,
        pages::{closed::ClosedNote, stays::StayForm},
        reader::Reader,
        typed,
    },
};

/// What is closed on the first day that stands in the form, where that is still to come: the hub, or the site of the desk
/// or of the stay.
pub(super) async fn at_start(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    ground: &Ground,
    form: &StayForm,
) -> QueryResult<ClosedNote> {
    let today = reader.hub().zone.date(reader.now());
    let from = typed::date(&form.from.value).ok();
    let Some(from) = from.filter(|from| *from >= today) else {
        return Ok(ClosedNote::default());
    };
    let desk = ground.desk_of(&form.desk.value).ok().flatten();
    let of_desk = desk
        .and_then(|id| ground.desk(id))
        .and_then(|desk| desk.site_id);
    let chosen = ground.site_of(&form.site.value).ok().flatten();
    let only = match ground.sites.as_slice() {
        [only] => Some(only.id),
        _ => None,
    };
    let sites: Vec<SiteId> = of_desk.or(chosen).or(only).into_iter().collect();
    let closed = closed::on(conn, reader, &sites, from).await?;
    Ok(ClosedNote::of(reader.language(), &closed))
}
