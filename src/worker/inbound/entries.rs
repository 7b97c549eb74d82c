//! Calendars' answers to what is no seminar: a visitor's yes to their invitation confirms the stay; everything else that is
//! not a plain yes goes to a person, and changes nothing.

use diesel_async::AsyncPgConnection;

use super::{Desk, Fault, Outcome, answers::answerer, done, passing_on, whom};
use crate::{
    base::{
        audit::{Author, Channel},
        error::Refusal,
        ids::PersonId,
    },
    ical::{
        itip::Partstat,
        read::answer::{Method, Response},
    },
    mail::{
        inbound::Incoming,
        outbox::{About, Message},
    },
    people::{
        self,
        notices::forwarded::{Matter, Said},
    },
    rooms,
    stays::{
        self,
        actions::{StayError, StepOn},
        model::Stay,
        state::{StayAct, StayState},
    },
};

/// Takes an answer to a stay or a booking; `None`: it answers neither.
pub async fn take(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    response: &Response,
    sent: Option<&Message>,
) -> Result<Option<Outcome>, Fault> {
    let about = sent.map(|message| message.about).unwrap_or_default();
    let stay = match stays::queries::stay_by_uid(conn, &response.uid).await? {
        Some(stay) => Some(stay),
        None => match about.stay {
            Some(id) => stays::queries::stay(conn, id).await?,
            None => None,
        },
    };
    if let Some(stay) = stay {
        return to_stay(conn, desk, incoming, response, sent, &stay)
            .await
            .map(Some);
    }
    let booking = match rooms::queries::booking_by_uid(conn, &response.uid).await? {
        Some(booking) => Some(booking.id),
        None => about.booking,
    };
    let Some(booking) = booking else {
        return Ok(None);
    };
    // Whose booking it is was not asked: that they have it is no news to anyone.
    match said(incoming, response) {
        Some(Said::Yes) => Ok(Some(done("it is in their calendar"))),
        said => to_a_person(conn, desk, incoming, booking.into(), said)
            .await
            .map(Some),
    }
}

async fn to_stay(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    response: &Response,
    sent: Option<&Message>,
    stay: &Stay,
) -> Result<Outcome, Fault> {
    let said = said(incoming, response);
    if said != Some(Said::Yes) {
        return to_a_person(conn, desk, incoming, stay.id.into(), said).await;
    }
    let theirs = answers_for(conn, incoming, response).await?;
    if theirs.contains(&stay.host_id) {
        return Ok(done("the host has it in their calendar"));
    }
    // Their address alone can be written by anyone: the token came with the invitation, or a server vouches for them.
    let invited = sent.is_some_and(|message| {
        message.about.stay == Some(stay.id) && message.is_for(stay.visitor_id)
    });
    if !theirs.contains(&stay.visitor_id) || !(invited || incoming.authenticated) {
        return to_a_person(conn, desk, incoming, stay.id.into(), said).await;
    }
    if stay.state != StayState::Invited {
        return Ok(done(format!("it is {} already", stay.state)));
    }
    if response.sequence < stay.sequence {
        return Ok(done("it is an answer to other dates"));
    }
    confirm(conn, desk, stay).await
}

/// The visitor says that they come.
async fn confirm(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    stay: &Stay,
) -> Result<Outcome, Fault> {
    let author = Author::from(Channel::Calendar, None);
    let Some(actor) = people::queries::actor(conn, stay.visitor_id, author).await? else {
        return Ok(done("there is no such person any more"));
    };
    let step = StepOn {
        act: StayAct::Confirmation,
        reason: None,
        lock_version: None,
    };
    match stays::actions::step(conn, desk.clock, desk.hub, &actor, stay.id, step).await {
        Ok(_) => Ok(done("confirmed")),
        Err(StayError::Refused(refusal @ (Refusal::Conflict(_) | Refusal::NotFound))) => {
            Ok(done(format!("not taken: {refusal}")))
        }
        Err(StayError::Refused(refusal)) => Err(refusal.into()),
        Err(StayError::Taken(taken)) => Err(Fault::Other(taken.to_string())),
    }
}

/// Who has the address that answers.
async fn answers_for(
    conn: &mut AsyncPgConnection,
    incoming: &Incoming,
    response: &Response,
) -> Result<Vec<PersonId>, Fault> {
    match answerer(incoming, response) {
        Some((address, _)) => Ok(whom::owners(conn, &address).await?),
        None => Ok(Vec::new()),
    }
}

/// What is answered, where it can be told.
pub(super) fn said(incoming: &Incoming, response: &Response) -> Option<Said> {
    if response.method == Method::Counter {
        return None;
    }
    match answerer(incoming, response)?.1? {
        Partstat::Accepted => Some(Said::Yes),
        Partstat::Tentative => Some(Said::Maybe),
        Partstat::Declined => Some(Said::No),
        Partstat::NeedsAction => None,
    }
}

/// What someone answered, for a person to see to.
pub(super) async fn to_a_person(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    about: About,
    said: Option<Said>,
) -> Result<Outcome, Fault> {
    let matter = said.map_or(Matter::Wrote, |said| Matter::Answered { said });
    passing_on::to_readers_of(conn, desk, incoming, about, matter).await
}
