//! The board of a series: the seminars of its term with what each of them lacks and what is next, and those that can be
//! announced together.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::{dsl::count_star, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    details::details,
    list::{Order, SeminarFilter, seminars},
    rhythm::rhythm,
    series::coming_of_series,
    slots::offered_counts,
};
use crate::{
    base::{
        clock::Instant,
        ids::{PersonId, SeminarId},
        schema::attendances,
    },
    people::{self, model::Actor},
    seminars::{
        model::{Details, Seminar, SeminarState, Series, Speaker},
        rules::board::{Around, Lack, Step, first_day, lacks, next_step},
    },
};

/// Most seminars that stand on a board.
pub const MOST_ON_BOARD: usize = 120;

/// The term of a series at a glance.
#[derive(Debug, Clone)]
pub struct Board {
    /// The first day that is looked at, in the zone of the series.
    pub from: NaiveDate,
    /// The Mondays of the weeks off from that day on.
    pub weeks_off: BTreeSet<NaiveDate>,
    /// Its seminars, by time.
    pub seminars: Vec<OnBoard>,
    /// Whether there are more.
    pub is_longer: bool,
}

/// A seminar on the board.
#[derive(Debug, Clone)]
pub struct OnBoard {
    /// The seminar.
    pub details: Details,
    /// What its organisers call those who speak, in the order of [`Details::speakers`]: whoever has no name yet by their
    /// address.
    pub called: Vec<String>,
    /// What stands around it.
    pub around: Around,
    /// What it lacks.
    pub lacks: Vec<Lack>,
    /// What is done next.
    pub next: Step,
    /// How many times its speaker may choose from.
    pub slots: usize,
}

/// The board of a series as `viewer`, who organises it, sees it at `now`.
///
/// # Errors
/// What the database says.
pub async fn board(
    conn: &mut AsyncPgConnection,
    viewer: &Actor,
    series: &Series,
    now: Instant,
) -> QueryResult<Board> {
    let rhythm = rhythm(conn, series.id).await?;
    let from = first_day(rhythm.as_ref(), series.zone().date(now));
    let filter = SeminarFilter {
        series: Some(series.id),
        from: Some(series.zone().start_of(from)),
        ..SeminarFilter::default()
    };
    let most = i64::try_from(MOST_ON_BOARD + 1).unwrap_or(i64::MAX);
    let mut found = seminars(conn, Some(viewer), &filter, Order::Time, None, most).await?;
    let is_longer = found.len() > MOST_ON_BOARD;
    found.truncate(MOST_ON_BOARD);
    let mut weeks_off = rhythm
        .map(|rhythm| rhythm.mondays_off())
        .unwrap_or_default();
    weeks_off.retain(|monday| *monday >= from);
    Ok(Board {
        from,
        weeks_off,
        seminars: on_board(conn, found, now).await?,
        is_longer,
    })
}

/// The drafts of a series that have not begun, by time: those that can be announced together.
///
/// # Errors
/// What the database says.
pub async fn drafts_to_announce(
    conn: &mut AsyncPgConnection,
    series: &Series,
    now: Instant,
) -> QueryResult<Vec<OnBoard>> {
    // All that come are looked at: whether one can be joined from afar is told by the others.
    let coming = coming_of_series(conn, series.id, now).await?;
    let mut found = on_board(conn, coming, now).await?;
    found.retain(|one| one.details.seminar.state == SeminarState::Draft);
    Ok(found)
}

async fn on_board(
    conn: &mut AsyncPgConnection,
    found: Vec<Seminar>,
    now: Instant,
) -> QueryResult<Vec<OnBoard>> {
    let all = details(conn, found).await?;
    let ids: Vec<SeminarId> = all.iter().map(|one| one.seminar.id).collect();
    let invited = invited_counts(conn, &ids).await?;
    let offered = offered_counts(conn, &ids).await?;
    let nameless: Vec<PersonId> = all
        .iter()
        .flat_map(|one| &one.speakers)
        .filter(|speaker| speaker.name.is_none())
        .map(|speaker| speaker.person_id)
        .collect();
    let names = people::queries::names(conn, &nameless).await?;
    let called = |speaker: &Speaker| match (&speaker.name, names.get(&speaker.person_id)) {
        (Some(name), _) => name.clone(),
        (None, Some(known)) => known.called().to_owned(),
        (None, None) => String::new(),
    };
    let others_online = all
        .iter()
        .any(|one| one.seminar.state != SeminarState::Cancelled && one.seminar.join_url.is_some());
    let count = |counts: &HashMap<SeminarId, i64>, id: SeminarId| {
        let count = counts.get(&id).copied().unwrap_or(0);
        usize::try_from(count).unwrap_or(0)
    };
    let rows = all.into_iter().map(|details| {
        let id = details.seminar.id;
        let around = Around {
            others_online,
            invited: count(&invited, id),
            over: details.seminar.is_over(now),
        };
        let lacks = lacks(&details, around);
        OnBoard {
            called: details.speakers.iter().map(called).collect(),
            next: next_step(&details, &lacks, around),
            slots: count(&offered, id),
            lacks,
            around,
            details,
        }
    });
    Ok(rows.collect())
}

impl OnBoard {
    /// What it lacks besides what being announced brings.
    pub fn missing(&self) -> Vec<Lack> {
        let lacks = self.lacks.iter().copied();
        lacks.filter(|lack| !lack.comes_by_announcement()).collect()
    }

    /// Whether it takes place, or is to, while another one does.
    pub fn overlaps(&self, other: &Self) -> bool {
        let (one, other) = (&self.details.seminar, &other.details.seminar);
        let stands = |seminar: &Seminar| {
            matches!(seminar.state, SeminarState::Draft | SeminarState::Announced)
        };
        one.id != other.id && stands(one) && stands(other) && one.slot().overlaps(other.slot())
    }
}

/// How many are invited to each of `ids`; those to which nobody is are missing.
async fn invited_counts(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, i64>> {
    let counts: Vec<(SeminarId, i64)> = attendances::table
        .filter(attendances::seminar_id.eq_any(ids))
        .filter(attendances::invited_at.is_not_null())
        .group_by(attendances::seminar_id)
        .select((attendances::seminar_id, count_star()))
        .load(conn)
        .await?;
    Ok(counts.into_iter().collect())
}
