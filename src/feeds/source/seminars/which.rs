//! Which seminars a feed holds.

use diesel::{
    dsl::sql,
    pg::Pg,
    prelude::*,
    sql_types::{Bool, Nullable, Uuid as SqlUuid},
};

use crate::{
    base::{
        ids::{InstitutionId, ListId, PersonId, SeminarId, SeriesId},
        schema::{people, seminars, series, series_institutions, speakers},
    },
    feeds::source::Window,
};

/// A query of seminars.
pub(in crate::feeds::source) type Query = seminars::BoxedQuery<'static, Pg>;

/// What anyone may see.
pub(in crate::feeds::source) fn public(window: &Window) -> Query {
    visible(window).filter(seminars::visibility.eq("public"))
}

/// What is in the window and no draft, whoever may see it.
pub(in crate::feeds::source) fn visible(window: &Window) -> Query {
    let query = seminars::table
        .into_boxed()
        .filter(seminars::ends_at.gt(window.from))
        .filter(
            seminars::state.eq("announced").or(seminars::state
                .eq_any(["postponed", "cancelled"])
                .and(seminars::state_at.ge(window.cancelled_since))),
        );
    let query = match &window.kinds {
        Some(kinds) => query.filter(seminars::kind.eq_any(kinds.clone())),
        None => query,
    };
    match window.until {
        Some(until) => query.filter(seminars::starts_at.lt(until)),
        None => query,
    }
}

pub(in crate::feeds::source) fn of_series(query: Query, id: SeriesId) -> Query {
    query.filter(seminars::series_id.eq(id))
}

pub(in crate::feeds::source) fn under(query: Query, topics: Vec<String>) -> Query {
    query.filter(seminars::topics.overlaps_with(topics))
}

/// Those at which people of the institution speak (hosts receive, and those who declined do not come), and those of the
/// series that it organises with others, where everyone may know of these.
pub(in crate::feeds::source) fn of_institution(query: Query, id: InstitutionId) -> Query {
    let speaking = speakers::table
        .inner_join(people::table.on(speakers::person_id.eq(people::id)))
        .filter(people::institution_id.eq(id))
        .filter(speakers::role.ne("host"))
        .filter(speakers::answer.ne("declined"))
        .select(speakers::seminar_id);
    let organised = series_institutions::table
        .inner_join(series::table.on(series_institutions::series_id.eq(series::id)))
        .filter(series::visibility.eq("public"))
        .filter(series_institutions::institution_id.eq(id))
        .select(series_institutions::series_id.nullable());
    query.filter(
        seminars::id
            .eq_any(speaking)
            .or(seminars::series_id.eq_any(organised)),
    )
}

/// Those that stand on a list for a reader, or for anyone.
pub(in crate::feeds::source) fn on_list(
    query: Query,
    id: ListId,
    reader: Option<PersonId>,
) -> Query {
    query.filter(
        sql::<Bool>("seminars.id IN (SELECT list_shows(")
            .bind::<SqlUuid, _>(id)
            .sql(", ")
            .bind::<Nullable<SqlUuid>, _>(reader)
            .sql("))"),
    )
}

/// Those of `ids` that take place.
pub(in crate::feeds::source) fn taking_place(query: Query, ids: Vec<SeminarId>) -> Query {
    query
        .filter(seminars::state.eq("announced"))
        .filter(seminars::id.eq_any(ids))
}

pub(in crate::feeds::source) fn one(query: Query, id: SeminarId) -> Query {
    query.filter(seminars::id.eq(id))
}
