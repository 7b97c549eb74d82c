//! What a person may see by who they are.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::ties::Tie;
use crate::{
    base::{
        ids::{PersonId, SeminarId, SeriesId},
        schema::{institutions, people, roles, series_organisers},
    },
    feeds::source::seminars as shown,
};

/// What a person may see of the series that they follow.
pub(super) struct Sight {
    /// What is for members: by role, or through an institution that is a member.
    pub member: bool,
    /// Administrators see everything.
    pub everything: bool,
    /// The series that they organise.
    pub organises: Vec<SeriesId>,
}

impl Sight {
    /// Whether a series is theirs to arrange.
    pub(super) fn organises(&self, series: SeriesId) -> bool {
        self.everything || self.organises.contains(&series)
    }

    /// The visibilities that need nothing else.
    pub(super) fn open(&self) -> &'static [&'static str] {
        match self.member {
            true => &["public", "members"],
            false => &["public"],
        }
    }

    /// The series that may be named: those whose visibility is enough, and those that they organise, follow or come to.
    pub(super) fn known(
        &self,
        followed: &[SeriesId],
        ties: &HashMap<SeminarId, Tie>,
    ) -> shown::Known {
        shown::Known {
            visibilities: match self.everything {
                true => &["public", "members", "invited"],
                false => self.open(),
            },
            series: self.organises.iter().chain(followed).copied().collect(),
            through: ties.keys().copied().collect(),
        }
    }
}

pub(super) async fn sight(conn: &mut AsyncPgConnection, person: PersonId) -> QueryResult<Sight> {
    let roles: Vec<String> = roles::table
        .filter(roles::person_id.eq(person))
        .select(roles::role)
        .load(conn)
        .await?;
    let through: Option<String> = people::table
        .inner_join(institutions::table.on(people::institution_id.eq(institutions::id.nullable())))
        .filter(people::id.eq(person))
        .select(institutions::kind)
        .first(conn)
        .await
        .optional()?;
    let organises = series_organisers::table
        .filter(series_organisers::person_id.eq(person))
        .select(series_organisers::series_id)
        .load(conn)
        .await?;
    Ok(Sight {
        member: !roles.is_empty() || through.as_deref() == Some("member"),
        everything: roles.iter().any(|role| role == "administrator"),
        organises,
    })
}
