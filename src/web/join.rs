//! `GET /s/{code}`: the short link; `GET /s/{code}/join`: the living link, which stays the same when things move.
//!
//! It leads to the online address from shortly before the start until shortly after the end: those for whom it opens
//! (`rules::guest`), whether they are signed in or bring the link of their invitation; those who let the others in are led there
//! at any time. Otherwise it says why not, and afterwards what can be seen of it. Nothing is written.

use std::slice;

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use crate::{
    app::App,
    base::{
        audit::{Author, Channel},
        clock::Instant,
        hub::Hub,
        ids::PersonId,
        secret::Purpose,
    },
    people::{self, model::Actor},
    seminars::{
        model::{Answer, Details, JoinFor, SeminarState, Visibility},
        notices::{self, Links},
        queries,
        rules::{self, Door, Guest},
    },
    web::{
        errors::Failure,
        link,
        pages::{
            join::{JoinPage, JoinState, Seen},
            page::Page,
        },
        reader::{Reader, go_to},
        seminars::{entry, replacement, show},
        urls,
    },
};

/// The token of a personal living link.
#[derive(Debug, Deserialize)]
pub struct Asked {
    t: Option<String>,
}

/// To the seminar's page, which knows who may see it.
pub async fn short(code: web::Path<String>) -> Result<HttpResponse, Failure> {
    Ok(go_to(&urls::seminar(&code)))
}

/// To the online address, or a page that says why not.
pub async fn join(
    app: web::Data<App>,
    reader: Reader,
    code: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let found = queries::seminar_by_code(&mut conn, &code).await?;
    let mut details = queries::detail(&mut conn, found.ok_or_else(Failure::not_found)?).await?;
    let token = asked.t.as_deref().unwrap_or_default();
    let link = by_link(&mut conn, &app.hub, &details, token).await?;
    let standing = by_standing(&mut conn, reader.actor(), &details).await?;
    let ways = [link.as_ref().map(|link| link.guest), standing];
    let guest = ways.into_iter().flatten().min();
    let guest = guest.ok_or_else(Failure::not_found)?;
    let Some(state) = turned_away(&details, guest, reader.now()) else {
        let address = details.seminar.join_url.as_deref().unwrap_or_default();
        return Ok(link::private(go_to(&ascii(address))));
    };
    let mut page = reader.page();
    // A link that does not hold says nothing of whose it is.
    let link = link.filter(|link| link.guest != Guest::Former);
    let holder = match &link {
        Some(link) => {
            let at = details.seminar.starts_at;
            link::read_as(&mut conn, &app.hub, &reader, &mut page, link.person, at).await?;
            let author = Author::from(Channel::Link, None);
            people::queries::actor(&mut conn, link.person, author).await?
        }
        None => None,
    };
    // The mail with the link named the series to those alone who may know of it.
    let viewer = reader.actor().or(holder.as_ref());
    queries::hide_heads(&mut conn, viewer, slice::from_mut(&mut details)).await?;
    let status = match state.is_closed() {
        true => StatusCode::FORBIDDEN,
        false => StatusCode::OK,
    };
    let answer = link.filter(|_| matches!(state, JoinState::Outside(JoinFor::Yes, _)));
    let answer = answer.and_then(|link| link.answer(&app.hub, &details));
    let shown = shown(&mut conn, &reader, page, &details, state, answer).await?;
    Ok(link::private(reader.show_again(status, &shown)?))
}

/// What the page says beside why the link does not lead on: where it would have led is in none of it.
async fn shown(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    page: Page,
    details: &Details,
    state: JoinState,
    answer: Option<String>,
) -> Result<JoinPage, Failure> {
    let seminar = &details.seminar;
    let stopped = matches!(state, JoinState::Cancelled | JoinState::Postponed);
    let ended = stopped || state == JoinState::Over;
    let mut next = match ended {
        true => show::next(conn, reader.actor(), page.language, details, reader.now()).await?,
        false => Vec::new(),
    };
    let in_place = replacement::entry(conn, reader.actor(), page.language, seminar).await?;
    // What comes in its place says more than what comes next.
    next.truncate(usize::from(in_place.is_none()));
    Ok(JoinPage {
        seminar: entry::entry(details, page.language, None),
        page,
        in_place,
        reason: seminar.state_reason.clone().filter(|_| stopped),
        answer,
        seen: match state {
            JoinState::Over => show::seen(conn, details, reader.now()).await?,
            _ => Seen::default(),
        },
        next: (!next.is_empty()).then(|| next.remove(0)),
        state,
    })
}

/// Why the link does not lead in whoever comes as `guest`; none where it does.
fn turned_away(details: &Details, guest: Guest, now: Instant) -> Option<JoinState> {
    let seminar = &details.seminar;
    Some(match rules::door(details, guest, now) {
        Door::Open if seminar.join_url.is_some() => return None,
        Door::Open => JoinState::NoAddress,
        Door::Opens(at) => JoinState::Opens(at),
        Door::NotForYou if guest == Guest::Former => JoinState::Former,
        Door::NotForYou => JoinState::Outside(details.entrance.join_for, rules::opens_at(details)),
        Door::Over => match seminar.state {
            SeminarState::Cancelled => JoinState::Cancelled,
            SeminarState::Postponed => JoinState::Postponed,
            _ => JoinState::Over,
        },
    })
}

/// An address as a header can carry it: what is not ASCII is percent-encoded (RFC 3987 §3.1), which browsers read back in
/// host names too.
fn ascii(address: &str) -> String {
    let octets = address.bytes().map(|octet| {
        if octet.is_ascii_graphic() {
            char::from(octet).to_string()
        } else {
            format!("%{octet:02X}")
        }
    });
    octets.collect()
}

/// Whoever has a personal link.
struct Link {
    guest: Guest,
    person: PersonId,
    /// The number of the invitation, where they are invited.
    number: Option<i32>,
}

impl Link {
    /// The page on which they answer, where they were asked.
    fn answer(&self, hub: &Hub, details: &Details) -> Option<String> {
        let links = Links {
            hub,
            seminar: details.seminar.id,
            code: &details.seminar.code,
            person: self.person,
            generation: self.number?,
            link_no: 0,
            speaks: false,
        };
        Some(links.answer(Some(Answer::Yes.word())))
    }
}

/// What the token of a personal link says. It is good for one seminar and one person, until a later invitation; and it leads
/// in whoever might come in by signing in, without that.
async fn by_link(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    details: &Details,
    token: &str,
) -> Result<Option<Link>, Failure> {
    let Some((seminar, person)) = notices::in_token(token) else {
        return Ok(None);
    };
    if seminar != details.seminar.id {
        return Ok(None);
    }
    let ids = [seminar.0, person.0];
    let holds = |number: i32| hub.key.holds(token, Purpose::Join, &ids, number);
    let attendance = queries::attendance(conn, seminar, person).await?;
    let present = attendance.as_ref().map_or(0, |one| one.invitation_no);
    let caller = queries::caller_by_link(conn, details, person).await?;
    let link = |guest| Link {
        guest,
        person,
        number: (present > 0).then_some(present),
    };
    let renewed = queries::speaker_link(conn, details, person).await?;
    // A speaker who was a guest before comes by the links of both, until theirs is renewed: then by that one alone. Whoever
    // said no, or was taken off, is a guest again, but comes by no link that was revoked before.
    let good = match caller.speaks {
        true if renewed > 0 => holds(renewed),
        true => holds(present) || holds(0),
        false => holds(present.max(renewed)),
    };
    if good {
        let visible = match details.seminar.visibility {
            _ if details.seminar.state == SeminarState::Draft => false,
            Visibility::Public => true,
            Visibility::Members => caller.member || attendance.is_some(),
            Visibility::Invited => attendance.is_some(),
        };
        let guest = rules::guest(details.entrance.join_for, caller);
        return Ok((visible || caller.speaks).then(|| link(guest)));
    }
    let replaced = (0..present.max(renewed)).any(holds);
    Ok(replaced.then(|| link(Guest::Former)))
}

/// How whoever is signed in, or nobody, stands to the seminar.
async fn by_standing(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    details: &Details,
) -> Result<Option<Guest>, Failure> {
    let standing = queries::standing(conn, viewer, &details.seminar).await?;
    if !rules::sees(viewer, &details.seminar, standing) {
        return Ok(None);
    }
    let caller = queries::caller(conn, viewer, details, standing).await?;
    Ok(Some(rules::guest(details.entrance.join_for, caller)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_korean_address_can_stand_in_a_header() {
        assert_eq!(
            ascii("https://회의.example/방?x=%20#마"),
            "https://%ED%9A%8C%EC%9D%98.example/%EB%B0%A9?x=%20#%EB%A7%88"
        );
    }
}
