//! Calendars' answers to invitations, and mails that ask for no more of them.

use chrono::Duration;
use diesel_async::AsyncPgConnection;

use super::{
    Desk, Fault, Outcome, done, entries,
    passing_on::{self, pass_on},
    whom,
};
use crate::{
    base::{
        audit::{Author, Channel},
        clock::Instant,
        error::Refusal,
        ids::{InboundId, PersonId},
    },
    ical::{
        itip::Partstat,
        read::answer::{Method, Response},
    },
    mail::{
        inbound::{
            Incoming,
            kept::{self, InboundState},
        },
        mailbox::Mailbox,
        outbox::{About, Message},
        preferences::{Notice, Stopped},
    },
    people::{
        self,
        notices::forwarded::{Matter, Writer},
    },
    rooms,
    seminars::{
        self,
        actions::{Replied, Reply},
        model::{Answer, Seminar},
    },
    stays,
    web::urls,
};

/// A calendar's answer, and what its writer wrote in it or beside it: the answer is for the tables, the words are for a person,
/// whatever became of the answer. It is taken once: where it `is_taken`, because its words had to wait, they alone are left.
pub async fn take(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    response: &Response,
    received: Instant,
    is_taken: bool,
) -> Result<Outcome, Fault> {
    let sent = whom::by_token(conn, desk.hub, incoming).await?;
    let sent = sent.as_ref();
    let how = if is_taken {
        "its answer was taken before".to_owned()
    } else {
        let (state, how) = take_answer(conn, desk, incoming, response, received, sent).await?;
        let wrote = response.comment.is_some();
        if !wrote || state != InboundState::Done || how.starts_with(passing_on::PASSED_ON) {
            return Ok((state, how));
        }
        kept::answered(conn, desk.clock, InboundId(desk.id)).await?;
        how
    };
    let about = about(conn, response, sent).await?;
    let (passed_on, words) =
        passing_on::to_readers_of(conn, desk, incoming, about, Matter::Wrote).await?;
    Ok(match passed_on {
        InboundState::Done => done(format!("{words}: {how}")),
        InboundState::Waiting | InboundState::SetAside => {
            let why = format!("{how}; its words are not passed on: {words}");
            (passed_on, why)
        }
    })
}

/// What is answered, seminar or not.
async fn about(
    conn: &mut AsyncPgConnection,
    response: &Response,
    sent: Option<&Message>,
) -> Result<About, Fault> {
    if let Some(seminar) = answered(conn, response, sent).await? {
        return Ok(seminar.id.into());
    }
    if let Some(stay) = stays::queries::stay_by_uid(conn, &response.uid).await? {
        return Ok(stay.id.into());
    }
    if let Some(booking) = rooms::queries::booking_by_uid(conn, &response.uid).await? {
        return Ok(booking.id.into());
    }
    Ok(sent.map(|message| message.about).unwrap_or_default())
}

/// A calendar's answer: to a seminar it is taken by seminars' own rules, to a stay or a booking by [`entries`]. What answers
/// nothing that is known, or leaves open what is meant, goes to a person.
async fn take_answer(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    response: &Response,
    received: Instant,
    sent: Option<&Message>,
) -> Result<Outcome, Fault> {
    if sent.is_some_and(|sent| sent.to.audience().is_some()) {
        return of_a_list(conn, desk, incoming, response).await;
    }
    let Some(seminar) = answered(conn, response, sent).await? else {
        return match entries::take(conn, desk, incoming, response, sent).await? {
            Some(outcome) => Ok(outcome),
            None => passing_on::to_a_person(conn, desk, incoming, Matter::Wrote).await,
        };
    };
    let Some((address, partstat)) = answerer(incoming, response) else {
        return passing_on::to_a_person(conn, desk, incoming, Matter::Wrote).await;
    };
    if response.method == Method::Counter {
        return counter(conn, desk, incoming, response, &seminar).await;
    }
    let answer = match partstat {
        Some(Partstat::Accepted) => Answer::Yes,
        Some(Partstat::Declined) => Answer::No,
        Some(Partstat::Tentative) => Answer::Maybe,
        Some(Partstat::NeedsAction) => return Ok(done("it is no answer yet")),
        None => return passing_on::to_a_person(conn, desk, incoming, Matter::Wrote).await,
    };
    let by_headers = match sent {
        Some(_) => None,
        None => whom::by_headers(conn, desk.hub, incoming).await?,
    };
    let answers = sent.or(by_headers.as_ref());
    let to_whom = |message: Option<&Message>| {
        message
            .filter(|message| message.is_about(seminar.id))
            .and_then(Message::person)
    };
    let invited = to_whom(sent);
    let named = to_whom(answers);
    let reply = Reply {
        address,
        sender: incoming
            .from
            .as_ref()
            .filter(|_| incoming.authenticated)
            .map(|from| from.address().to_owned()),
        invited,
        named,
        sequence: response.sequence,
        stamp: response.stamp.or(incoming.written_at).unwrap_or(received),
        starts_at: response.starts_at,
        answer,
    };
    match seminars::actions::reply(conn, desk.clock, desk.hub, seminar.id, &reply).await {
        Ok(Replied::Taken(_)) => Ok(done("answered")),
        Ok(Replied::Old(_)) => Ok(done("there is a newer answer, or another time")),
        Ok(Replied::Doubtful(_)) => {
            let said = entries::said(incoming, response);
            entries::to_a_person(conn, desk, incoming, seminar.id.into(), said).await
        }
        Ok(Replied::Unclear(_)) => {
            let about = answers.map(|message| message.about).unwrap_or_default();
            passing_on::to_readers_of(conn, desk, incoming, about, Matter::Wrote).await
        }
        Ok(Replied::Stranger) => {
            stranger(conn, desk, incoming, &seminar, invited, reply.address).await
        }
        // Their calendar believes that it is taken, and so do they: the organisers can still enter it, or write to them.
        Err(Refusal::Conflict(why)) if why.key() == "refused-reply-late" => {
            let said = entries::said(incoming, response);
            entries::to_a_person(conn, desk, incoming, seminar.id.into(), said).await
        }
        Err(refusal @ (Refusal::Conflict(_) | Refusal::NotFound)) => {
            Ok(done(format!("not taken: {refusal}")))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// A reader of a mailing list answers what was told to all of it. Whoever they are, that is nobody's answer: their calendar
/// wrote to an address that all of them have. What they wrote with it is for a person to read.
async fn of_a_list(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    response: &Response,
) -> Result<Outcome, Fault> {
    match &response.comment {
        Some(comment) if !comment.trim().is_empty() => {
            passing_on::to_a_person(conn, desk, incoming, Matter::Wrote).await
        }
        _ => Ok(done("what a mailing list is told is answered for nobody")),
    }
}

/// What is answered: what the UID names, and of nothing else the token says so.
async fn answered(
    conn: &mut AsyncPgConnection,
    response: &Response,
    sent: Option<&Message>,
) -> Result<Option<Seminar>, Fault> {
    // No entry of ours recurs: an answer to one date of it is to something else.
    if response.recurrence_id.is_some() {
        return Ok(None);
    }
    if let Some(seminar) = seminars::queries::seminar_by_uid(conn, &response.uid).await? {
        return Ok(Some(seminar));
    }
    // Some servers write a UID of their own; then the address to which it came back says what is meant.
    match sent.and_then(|message| message.about.seminar) {
        Some(id) => Ok(seminars::queries::seminar(conn, id).await?),
        None => Ok(None),
    }
}

/// Who answers what: the one ATTENDEE; of several the one who wrote. Where it has no address, who wrote, if that is certain.
pub(super) fn answerer(
    incoming: &Incoming,
    response: &Response,
) -> Option<(String, Option<Partstat>)> {
    let from = incoming.from.as_ref().map(Mailbox::address);
    let one = match response.attendees.as_slice() {
        [one] => one,
        several => several.iter().find(|one| {
            let address = one.address.as_deref();
            address
                .is_some_and(|address| from.is_some_and(|from| from.eq_ignore_ascii_case(address)))
        })?,
    };
    let certain = from.filter(|_| incoming.authenticated);
    let address = one.address.as_deref().or(certain)?;
    Some((address.to_owned(), one.partstat))
}

/// Another time is asked for: a question to the organisers.
async fn counter(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    response: &Response,
    seminar: &Seminar,
) -> Result<Outcome, Fault> {
    let length = seminar.ends_at - seminar.starts_at;
    let asked = response.starts_at.map(|from| {
        let to = response.ends_at.filter(|to| *to > from);
        (from, to.unwrap_or(from + length.max(Duration::minutes(1))))
    });
    let matter = Matter::OtherTime {
        asked,
        zone: seminar.zone.clone(),
    };
    passing_on::to_readers_of(conn, desk, incoming, seminar.id.into(), matter).await
}

/// An invitation was passed on: the organisers hear of it, and may invite whoever it was.
async fn stranger(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    seminar: &Seminar,
    invited: Option<PersonId>,
    address: String,
) -> Result<Outcome, Fault> {
    let names = match invited {
        Some(person) => people::queries::names(conn, &[person]).await?,
        None => std::collections::HashMap::new(),
    };
    let invited = names.into_values().next().and_then(|one| one.name);
    let subject = whom::subject(conn, desk, seminar.id.into()).await?;
    let mut post = passing_on::post(incoming, &subject, Matter::PassedOn { invited });
    let name = post
        .writer
        .take()
        .filter(|writer| writer.address.eq_ignore_ascii_case(&address))
        .and_then(|writer| writer.name);
    post.writer = Some(Writer { name, address });
    post.url = Some(desk.hub.url(&urls::seminar_invitations(&seminar.code)));
    pass_on(conn, desk, &subject, post).await
}

/// Whoever got the mail wants no more like it: what its one-click link stops is stopped. A personal mail of a series that
/// they follow ends that. Where nothing is to be stopped, a person looks at it.
pub async fn unsubscribe(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
) -> Result<Outcome, Fault> {
    let Some(sent) = whom::by_token(conn, desk.hub, incoming).await? else {
        return passing_on::to_a_person(conn, desk, incoming, Matter::Wrote).await;
    };
    // One reader of a mailing list does not act for the others: whoever told the list reads of it.
    let Some(person) = sent.person() else {
        return passing_on::to_a_person(conn, desk, incoming, Matter::Wrote).await;
    };
    let author = Author::from(Channel::Link, None);
    let Some(actor) = people::queries::actor(conn, person, author).await? else {
        return Ok(done("there is no such person any more"));
    };
    let series = match sent.about.seminar {
        Some(id) => seminars::queries::seminar(conn, id).await?,
        None => None,
    }
    .and_then(|seminar| seminar.series_id);
    let (clock, hub) = (desk.clock, desk.hub);
    let notice = Notice::of(&sent);
    if notice.stop().is_some() {
        let stop = Stopped { notice, series };
        seminars::actions::stop_notices(conn, clock, hub, &actor, stop).await?;
        return Ok(done(format!("stopped: {notice}")));
    }
    let Some(series) = series else {
        return passing_on::to_a_person(conn, desk, incoming, Matter::Wrote).await;
    };
    match seminars::actions::unsubscribe(conn, clock, hub, &actor, series, person).await {
        Ok(()) => Ok(done("follows the series no longer")),
        Err(Refusal::NotFound) => {
            passing_on::to_a_person(conn, desk, incoming, Matter::Wrote).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
