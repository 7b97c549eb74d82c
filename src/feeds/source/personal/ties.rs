//! What ties a person to seminars: that they are theirs, that they speak there, are asked to come, or said that they do.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Instant,
        ids::{PersonId, SeminarId},
        schema::{attendances, seminars, speakers},
    },
    feeds::source::{MOST_ENTRIES, Stance, Window, one_more},
};

/// What ties a person to a seminar, apart from following its series.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tie {
    /// What it is to them; none where they said no.
    pub stance: Option<Stance>,
    /// When they were asked, answered, or were given the place for which they had waited.
    pub changed_at: Option<Instant>,
    /// Whether they are invited by name.
    pub named: bool,
    /// Whether it is theirs, or they are asked to speak and have not said no.
    pub takes_part: bool,
}

/// Every seminar that a person has to do with and that is not over before the window, as many of each sort as a feed holds:
/// drafts too, for the feed rests on them and shows them once they are announced.
pub(super) async fn ties(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    window: &Window,
) -> QueryResult<HashMap<SeminarId, Tie>> {
    type When = Option<Instant>;
    let mut ties = HashMap::new();
    let owned: Vec<SeminarId> = seminars::table
        .filter(seminars::owner_id.eq(person))
        .filter(seminars::ends_at.gt(window.from))
        .order((seminars::starts_at, seminars::id))
        .limit(one_more(MOST_ENTRIES))
        .select(seminars::id)
        .load(conn)
        .await?;
    for seminar in owned {
        let theirs = Tie {
            stance: Some(Stance::Comes),
            takes_part: true,
            ..Tie::default()
        };
        tie(&mut ties, seminar, theirs);
    }
    let attended: Vec<(SeminarId, Option<String>, i32, (When, When, When))> = attendances::table
        .inner_join(seminars::table.on(attendances::seminar_id.eq(seminars::id)))
        .filter(attendances::person_id.eq(person))
        .filter(seminars::ends_at.gt(window.from))
        .order((seminars::starts_at, seminars::id))
        .limit(one_more(MOST_ENTRIES))
        .select((
            seminars::id,
            attendances::answer,
            attendances::invitation_no,
            (
                attendances::invited_at,
                attendances::answered_at,
                attendances::moved_up_at,
            ),
        ))
        .load(conn)
        .await?;
    for (seminar, answer, invitation_no, (invited_at, answered_at, moved_up_at)) in attended {
        let stance = match answer.as_deref() {
            Some("yes") => Some(Stance::Comes),
            Some("no") => None,
            Some(_) => Some(Stance::May),
            None if invited_at.is_some() => Some(Stance::May),
            // Neither asked nor answered: nothing ties them.
            None => continue,
        };
        if stance.is_none() {
            // A no outweighs that it is theirs or that they follow the series.
            ties.remove(&seminar);
        }
        let asked = Tie {
            stance,
            changed_at: answered_at.max(invited_at).max(moved_up_at),
            named: invitation_no > 0,
            takes_part: false,
        };
        tie(&mut ties, seminar, asked);
    }
    let spoken: Vec<(SeminarId, String, Option<Instant>)> = speakers::table
        .inner_join(seminars::table.on(speakers::seminar_id.eq(seminars::id)))
        .filter(speakers::person_id.eq(person))
        // Who declined to speak may still come, or follow the series.
        .filter(speakers::answer.ne("declined"))
        .filter(seminars::ends_at.gt(window.from))
        .order((seminars::starts_at, seminars::id))
        .limit(one_more(MOST_ENTRIES))
        .select((seminars::id, speakers::answer, speakers::answered_at))
        .load(conn)
        .await?;
    for (seminar, answer, answered_at) in spoken {
        let stance = if answer == "accepted" {
            Stance::Comes
        } else {
            Stance::May
        };
        let speaks = Tie {
            stance: Some(stance),
            changed_at: answered_at,
            named: false,
            takes_part: true,
        };
        tie(&mut ties, seminar, speaks);
    }
    Ok(ties)
}

/// Several ties to one seminar make the strongest: who speaks is there, whatever they answered as a guest.
fn tie(ties: &mut HashMap<SeminarId, Tie>, seminar: SeminarId, new: Tie) {
    ties.entry(seminar)
        .and_modify(|tie| {
            tie.stance = tie.stance.max(new.stance);
            tie.changed_at = tie.changed_at.max(new.changed_at);
            tie.named |= new.named;
            tie.takes_part |= new.takes_part;
        })
        .or_insert(new);
}
