//! What the reader can do with a seminar: take part from afar, answer, keep it on a list, organise it.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{clock::Instant, ids::ListId},
    people::model::Actor,
    seminars::{
        model::{Details, Seminar, SeminarState},
        queries,
        rules::{self, Door, Standing},
    },
    web::{
        idempotency::fresh_key,
        pages::{
            common::Named,
            replies::ReplyFields,
            seminar::{Answering, Joining, OnList, OrganiserTools},
        },
        reader::Reader,
        seminars::{asked_beside, door::pass_for, local_times},
    },
};

/// The lists that the reader keeps, and whether it stands on them.
pub(super) async fn lists(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: &Seminar,
) -> QueryResult<Vec<OnList>> {
    let Some(actor) = reader.actor() else {
        return Ok(Vec::new());
    };
    let kept = queries::lists_kept(conn, actor).await?;
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<ListId> = kept.iter().map(|list| list.id).collect();
    let on = queries::standing_on(conn, actor, &ids, seminar.id).await?;
    let kept = kept.iter().map(|list| OnList {
        list: Named::new(&list.slug, list.name(reader.language())),
        on: on.contains(&list.id),
    });
    Ok(kept.collect())
}

/// How one takes part from afar; after the end nothing is offered, though the link itself still leads in for a while.
pub(super) async fn joining(
    conn: &mut AsyncPgConnection,
    details: &Details,
    viewer: Option<&Actor>,
    standing: Standing,
    now: Instant,
) -> QueryResult<Joining> {
    if details.seminar.join_url.is_none() {
        return Ok(Joining::Nowhere);
    }
    if details.seminar.ends_at <= now {
        return Ok(Joining::Over);
    }
    let caller = queries::caller(conn, viewer, details, standing).await?;
    let guest = rules::guest(details.entrance.join_for, caller);
    Ok(match rules::door(details, guest, now) {
        Door::Open => Joining::Open,
        Door::Opens(at) => Joining::Opens(at),
        Door::NotForYou => Joining::Outside(details.entrance.join_for, rules::opens_at(details)),
        Door::Over => Joining::Over,
    })
}

pub(super) async fn answering(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: &Seminar,
) -> QueryResult<Option<Answering>> {
    let Some(actor) = reader
        .actor()
        .filter(|_| seminar.state != SeminarState::Draft)
    else {
        return Ok(None);
    };
    let attendance = queries::attendance(conn, seminar.id, actor.id).await?;
    let answer = attendance.and_then(|attendance| attendance.answer);
    let open = rules::may_invite(seminar, reader.now()).is_ok();
    let pass = pass_for(reader.hub(), seminar, actor.id, answer);
    Ok(Some(Answering {
        answer,
        waiting_position: queries::waiting_position(conn, seminar.id, actor.id).await?,
        open,
        full: queries::is_full(conn, seminar.id).await?,
        pass: pass.filter(|_| open),
        key: fresh_key(),
    }))
}

/// What is asked beside an answer, while one can be given.
pub(super) async fn replies(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: &Seminar,
) -> QueryResult<ReplyFields> {
    let (language, now) = (reader.language(), reader.now());
    if rules::may_invite(seminar, now).is_err() {
        return Ok(ReplyFields::default());
    }
    match reader.actor() {
        Some(actor) => asked_beside::fields(conn, language, now, seminar, Some(actor.id)).await,
        None => asked_beside::until(conn, language, now, seminar).await,
    }
}

pub(super) async fn tools(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: &Seminar,
) -> QueryResult<OrganiserTools> {
    let numbers = queries::numbers(conn, seminar.id).await?;
    let known = queries::knowledge_totals(conn, seminar).await?;
    let count = |count: i64| usize::try_from(count).unwrap_or(0);
    let knowing = |word: &str| count(known.get(word).copied().unwrap_or(0));
    Ok(OrganiserTools {
        invited: count(numbers.invited),
        yes: count(numbers.yes),
        maybe: count(numbers.maybe),
        no: count(numbers.no),
        waiting: count(numbers.waiting),
        unanswered: count(numbers.unanswered),
        knows: knowing("knows"),
        doesnt: knowing("doesnt"),
        bounced: knowing("bounced"),
        lists: queries::listening_count(conn, seminar).await?,
        slots: match seminar.state {
            SeminarState::Draft => {
                let offered = queries::offered_counts(conn, &[seminar.id]).await?;
                count(offered.get(&seminar.id).copied().unwrap_or(0))
            }
            _ => 0,
        },
        lock_version: seminar.lock_version,
        key: fresh_key(),
        strip: local_times::of_seminar(conn, reader, &reader.page(), seminar).await?,
    })
}
