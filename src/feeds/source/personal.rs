//! What concerns one person: where they speak, what they answered or are asked to answer, what they follow, what they
//! booked, and the stays of which they are visitor or host. What is not asked for is not read, and no feed rests on it.

mod sight;
mod ties;

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use self::{
    sight::{Sight, sight},
    ties::{Tie, ties},
};
use super::{
    About, Head, MOST_ENTRIES, ReadError, Rows, WayIn, Window, bookings,
    head::{language_or, list_head, zone_or},
    seminars as shown, stays,
};
use crate::{
    base::{
        changes::Subject,
        clock::Instant,
        hub::Hub,
        ids::{PersonId, SeminarId, SeriesId},
        schema::{assistants, people, seminars, subscriptions},
    },
    feeds::{
        access::{self, Access},
        model::{Detail, EntryKind, Options},
    },
    mail::calendar::{self, ByMail},
    rooms,
    seminars::{model::List, queries},
    stays as visits,
};

/// The rows of the personal feed behind `secret`, none where it was revoked, and what it rests on.
pub(super) async fn read(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    secret: &str,
    asked: &Options,
    window: &Window,
) -> Result<(Option<Rows>, Vec<Subject>), ReadError> {
    let feed = match access::look_up(conn, &hub.key, secret).await? {
        Access::Found(feed) => feed,
        // One that went with its person rests on nothing: it never comes back.
        Access::Gone(person) => {
            return Ok((None, person.map(Subject::Person).into_iter().collect()));
        }
        Access::NotFound => return Err(ReadError::NotFound),
    };
    // What someone is busy with could be learned by asking for one kind after the other.
    let every_kind = Window {
        kinds: None,
        ..window.clone()
    };
    let window = match feed.detail {
        Detail::Busy => &every_kind,
        Detail::Full => window,
    };
    let (own_language, own_zone, changed_at): (Option<String>, Option<String>, Instant) =
        people::table
            .find(feed.person)
            .select((people::language, people::zone, people::modified_at))
            .first(conn)
            .await?;
    let whole = feed.detail == Detail::Full && asked.detail == Detail::Full;
    // In another language every text is another one. Of a feed that says only when someone is busy this says nothing: dates
    // that are all the same would tell its entries from those of others.
    let worded_at = (whole && asked.language.is_none()).then_some(changed_at);
    let head = Head {
        about: About::My {
            name: feed.name,
            detail: feed.detail,
            feed: feed.id,
        },
        zone: own_zone.map_or(hub.zone, |zone| zone_or(&zone, hub)),
        language: asked
            .language
            .unwrap_or_else(|| language_or(own_language.as_deref(), hub)),
        path: "/me".into(),
    };

    if let Some(slug) = &asked.list {
        // Whoever was handed an address that tells only when someone is busy is told of no lists.
        if feed.detail == Detail::Busy {
            return Err(ReadError::NotFound);
        }
        let (mut rows, subjects) = of_list(conn, feed.person, head, slug, window).await?;
        worded(&mut rows, worded_at);
        return Ok((Some(rows), subjects));
    }
    let mut subjects = vec![Subject::Person(feed.person)];
    let by_mail = whole && calendar::chosen_by(conn, feed.person).await?.is_some();
    let (mut seminars, mut cut) = (Vec::new(), false);
    if feed.detail == Detail::Busy || asked.wants_seminars() {
        let ties = ties(conn, feed.person, window).await?;
        let followed = match whole {
            true => followed(conn, feed.person).await?,
            // What someone only follows leaves them free.
            false => Vec::new(),
        };
        (seminars, cut) = seminars_of(conn, feed.person, window, &ties, &followed).await?;
        if by_mail {
            leave_out_what_came_by_mail(conn, feed.person, &mut seminars).await?;
        }
        subjects.extend(followed.into_iter().map(Subject::Series));
        subjects.extend(ties.into_keys().map(Subject::Seminar));
    }
    let wants = |kind| feed.detail == Detail::Busy || asked.wants(kind);
    let mut bookings = Vec::new();
    if wants(EntryKind::Booking) {
        let mut left_out = Vec::new();
        if by_mail {
            left_out.extend(rooms::notices::by_mail(conn, feed.person).await?);
        }
        bookings = bookings::of_person(conn, feed.person, window, &left_out).await?;
        cut |= super::cut(&mut bookings, MOST_ENTRIES);
    }
    let mut stays = Vec::new();
    if wants(EntryKind::Stay) {
        let mut left_out = Vec::new();
        if by_mail {
            left_out.extend(visits::notices::by_mail(conn, feed.person).await?);
        }
        stays = stays::of_person(conn, feed.person, window, &left_out).await?;
        cut |= super::cut(&mut stays, MOST_ENTRIES);
    }
    let mut rows = Rows {
        bookings,
        stays,
        ..Rows::of(head, (seminars, cut))
    };
    worded(&mut rows, worded_at);
    Ok((Some(rows), subjects))
}

/// Dates every entry no earlier than the words that it is written in, where these have a date.
fn worded(rows: &mut Rows, at: Option<Instant>) {
    let Some(at) = at else { return };
    let seminars = rows.seminars.iter_mut().map(|row| &mut row.modified_at);
    let bookings = rows.bookings.iter_mut().map(|row| &mut row.modified_at);
    let stays = rows.stays.iter_mut().map(|row| &mut row.modified_at);
    for modified_at in seminars.chain(bookings).chain(stays) {
        *modified_at = (*modified_at).max(at);
    }
}

/// A list that is for the person, with what they may see of it: under their own address, for it need not be anyone else's.
async fn of_list(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    head: Head,
    slug: &str,
    window: &Window,
) -> Result<(Rows, Vec<Subject>), ReadError> {
    let list = query_list(conn, person, slug).await?;
    let ties = ties(conn, person, window).await?;
    let tied: Vec<SeminarId> = ties.keys().copied().collect();
    let sight = sight(conn, person).await?;
    let mut query = shown::on_list(shown::visible(window), list.id, Some(person));
    if !sight.everything {
        query = query.filter(
            seminars::visibility
                .eq_any(sight.open().to_vec())
                .or(seminars::id.eq_any(tied))
                .or(seminars::series_id
                    .eq_any(sight.organises.clone())
                    .assume_not_null()),
        );
    }
    let followed = followed(conn, person).await?;
    let known = sight.known(&followed, &ties);
    let (mut seminars, cut) = shown::load(conn, query, window.which, &known).await?;
    as_tied(&mut seminars, &ties, &sight);
    let mut subjects = queries::list_subjects(conn, list.id).await?;
    subjects.push(Subject::Person(person));
    // Of what series they may know, those for whom they act decide too.
    let acts_for: Vec<PersonId> = assistants::table
        .filter(assistants::assistant_id.eq(person))
        .select(assistants::person_id)
        .load(conn)
        .await?;
    subjects.extend(acts_for.into_iter().map(Subject::Person));
    subjects.extend(ties.into_keys().map(Subject::Seminar));
    let listed = list_head(&list, head.language, head.zone);
    let head = Head {
        about: match (head.about, listed.about) {
            // It stays theirs, with what it tells no more than they chose.
            (About::My { detail, feed, .. }, About::List(name, _)) => {
                About::My { name, detail, feed }
            }
            (about, _) => about,
        },
        path: listed.path,
        ..head
    };
    Ok((Rows::of(head, (seminars, cut)), subjects))
}

async fn query_list(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    slug: &str,
) -> Result<List, ReadError> {
    let list = queries::list_by_slug(conn, slug).await?;
    let list = list.ok_or(ReadError::NotFound)?;
    match queries::list_is_for(conn, list.id, person).await? {
        true => Ok(list),
        false => Err(ReadError::NotFound),
    }
}

/// Leaves out what stands in the person's calendar by an invitation, and what a cancellation has taken from there, while it
/// does not take place: once they have said that they know of both ways. Who sees only that they are busy has got none of
/// those mails.
async fn leave_out_what_came_by_mail(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    seminars: &mut Vec<shown::Seminar>,
) -> QueryResult<()> {
    let by_mail = calendar::by_mail(conn, &[person]).await?;
    seminars.retain(|seminar| match by_mail.get(&(person, seminar.id)) {
        None => true,
        Some(ByMail::Stands) => false,
        Some(ByMail::Cancelled) => seminar.standing == shown::Standing::Announced,
    });
    Ok(())
}

async fn followed(conn: &mut AsyncPgConnection, person: PersonId) -> QueryResult<Vec<SeriesId>> {
    subscriptions::table
        .filter(subscriptions::person_id.eq(person))
        .select(subscriptions::series_id)
        .load(conn)
        .await
}

async fn seminars_of(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    window: &Window,
    ties: &HashMap<SeminarId, Tie>,
    followed: &[SeriesId],
) -> QueryResult<(Vec<shown::Seminar>, bool)> {
    let tied: Vec<SeminarId> = ties
        .iter()
        .filter(|(_, tie)| tie.stance.is_some())
        .map(|(id, _)| *id)
        .collect();
    let sight = sight(conn, person).await?;
    let organised: Vec<SeriesId> = followed
        .iter()
        .copied()
        .filter(|id| sight.organises(*id))
        .collect();
    let open = sight.open();
    let query = shown::visible(window).filter(
        seminars::id
            .eq_any(tied)
            .or(seminars::series_id
                .eq_any(followed.to_vec())
                .and(seminars::visibility.eq_any(open.to_vec()))
                .assume_not_null())
            .or(seminars::series_id.eq_any(organised).assume_not_null()),
    );
    let known = sight.known(followed, ties);
    let (mut seminars, cut) = shown::load(conn, query, window.which, &known).await?;
    as_tied(&mut seminars, ties, &sight);
    Ok((seminars, cut))
}

/// What each is to the person, with the way in where it opens for them; what they said no to goes.
fn as_tied(seminars: &mut Vec<shown::Seminar>, ties: &HashMap<SeminarId, Tie>, sight: &Sight) {
    seminars.retain_mut(|seminar| {
        let tie = ties.get(&seminar.id);
        if let Some(tie) = tie {
            let Some(stance) = tie.stance else {
                return false;
            };
            seminar.stance = stance;
            seminar.modified_at = seminar.modified_at.max(tie.changed_at.unwrap_or_default());
        }
        let organises = seminar.series_id.is_some_and(|id| sight.organises(id));
        let opens = |way: &WayIn| organises || comes_in(*way, tie, sight.member);
        seminar.online = seminar.online.filter(opens);
        true
    });
}

/// Whether a living link that is for some opens for someone tied so, by the rungs of [`rules::guest`](crate::seminars::rules::guest).
/// Who was asked to come may still say yes.
fn comes_in(way: WayIn, tie: Option<&Tie>, member: bool) -> bool {
    let named = tie.is_some_and(|tie| tie.named);
    let takes_part = tie.is_some_and(|tie| tie.takes_part);
    takes_part
        || match way {
            WayIn::Anyone => true,
            WayIn::Members => member || named,
            WayIn::Guests => tie.is_some(),
            WayIn::Named => named,
        }
}
