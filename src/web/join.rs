//! `GET /s/{code}`: the short link; `GET /s/{code}/join`: the living link, which stays the same when things move.
//!
//! It leads to the online address for those who may know of the seminar, or who bring the link of their invitation, from
//! shortly before the start until the end; those who let the others in are led there at any time. Nothing is written.

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use crate::{
    app::App,
    base::{hub::Hub, secret::Purpose},
    people::model::Actor,
    seminars::{
        model::{Details, SpeakerAnswer},
        notices, queries,
        rules::{self, Door, Guest},
    },
    web::{
        errors::Failure,
        link,
        pages::answer::{JoinPage, JoinState},
        reader::{Reader, go_to},
        seminars::{entry, show::speaks_surely},
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
    let details = queries::detail(&mut conn, found.ok_or_else(Failure::not_found)?).await?;
    let token = asked.t.as_deref().unwrap_or_default();
    let by_link = by_link(&mut conn, &app.hub, &details, token).await?;
    let ways = [
        by_link,
        by_standing(&mut conn, reader.actor(), &details).await?,
    ];
    let guest = [Guest::Early, Guest::Welcome, Guest::Former]
        .into_iter()
        .find(|guest| ways.contains(&Some(*guest)))
        .ok_or_else(Failure::not_found)?;
    let door = rules::door(&details.seminar, guest, reader.now());
    let state = match (door, &details.seminar.join_url) {
        (Door::Open, Some(address)) => return Ok(link::private(go_to(&ascii(address)))),
        (Door::Open, None) => JoinState::NoAddress,
        (Door::Opens(at), _) => JoinState::Opens(at),
        (Door::NotForYou, _) => JoinState::NotForYou,
        (Door::Over, _) => JoinState::Over,
    };
    let mut page = reader.page();
    // A link that does not hold says nothing of whose it is.
    let holds = matches!(by_link, Some(Guest::Early | Guest::Welcome));
    if let Some((_, person)) = notices::in_token(token).filter(|_| holds) {
        link::read_as(
            &mut conn,
            &app.hub,
            &reader,
            &mut page,
            person,
            details.seminar.starts_at,
        )
        .await?;
    }
    let status = match state {
        JoinState::NotForYou => StatusCode::FORBIDDEN,
        _ => StatusCode::OK,
    };
    let shown = JoinPage {
        page,
        seminar: entry::entry(&details, None),
        state,
    };
    Ok(link::private(reader.show_again(status, &shown)?))
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

/// What the token of a personal link says. It is good for one seminar and one person, until a later invitation.
async fn by_link(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    details: &Details,
    token: &str,
) -> Result<Option<Guest>, Failure> {
    let Some((seminar, person)) = notices::in_token(token) else {
        return Ok(None);
    };
    if seminar != details.seminar.id {
        return Ok(None);
    }
    let ids = [seminar.0, person.0];
    let holds = |generation: i32| hub.key.holds(token, Purpose::Join, &ids, generation);
    let speaks = details.speakers.iter().find(|one| one.person_id == person);
    if let Some(speaker) = speaks.filter(|one| one.answer != SpeakerAnswer::Declined)
        && holds(0)
    {
        return Ok(Some(match speaker.answer {
            SpeakerAnswer::Accepted => Guest::Early,
            _ => Guest::Welcome,
        }));
    }
    let attendance = queries::attendance(conn, seminar, person).await?;
    let present = attendance.map_or(0, |attendance| attendance.invitation_no);
    if present > 0 && holds(present) {
        return Ok(Some(Guest::Welcome));
    }
    Ok((0..present).any(holds).then_some(Guest::Former))
}

/// How whoever is signed in, or nobody, stands to the seminar.
async fn by_standing(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    details: &Details,
) -> Result<Option<Guest>, Failure> {
    let standing = queries::standing(conn, viewer, &details.seminar).await?;
    let lets_in = standing.organises
        || viewer.is_some_and(Actor::is_administrator)
        || speaks_surely(details, viewer);
    Ok(match rules::sees(viewer, &details.seminar, standing) {
        true if lets_in => Some(Guest::Early),
        true => Some(Guest::Welcome),
        false => None,
    })
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
