//! `/confirm/{token}` of an answer that was given with an address alone. Once it counts, it leads on to the page on which
//! whoever is there can change it, which is theirs alone.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use diesel_async::AsyncPgConnection;

use super::Link;
use crate::{
    app::App,
    base::{
        error::Refusal,
        hub::Hub,
        ids::{PersonId, SeminarId},
        secret::Purpose,
    },
    seminars::{
        actions::confirm,
        model::{Answer, ConfirmationState, Visibility},
        queries,
    },
    web::{
        errors::Failure,
        limits::origin,
        link,
        pages::open_answer::{ConfirmAnswerPage, ConfirmAnswerStep},
        reader::{Reader, go_to},
        seminars::entry,
        urls,
    },
};

/// A button; or the page of who has pressed it.
pub(super) async fn show(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    reader: &Reader,
    link: &Link,
    token: &str,
    (seminar, answer): (SeminarId, Answer),
) -> Result<HttpResponse, Failure> {
    let asked = &link.asked;
    if let (true, ConfirmationState::Confirmed, Some(person)) =
        (link.holds, asked.state, asked.person_id)
    {
        let own = own_page(conn, hub, seminar, person).await?;
        return Ok(link::private(go_to(&own)));
    }
    let step = match link.holds {
        true => ConfirmAnswerStep::Asks,
        false => ConfirmAnswerStep::Old,
    };
    page(conn, reader, link, token, (seminar, answer), step).await
}

/// The answer counts.
pub(super) async fn confirmed(
    conn: &mut AsyncPgConnection,
    app: &App,
    reader: &Reader,
    req: &HttpRequest,
    link: &Link,
    token: &str,
    (seminar, answer): (SeminarId, Answer),
) -> Result<HttpResponse, Failure> {
    let answered = (seminar, answer);
    if !link.holds {
        return page(conn, reader, link, token, answered, ConfirmAnswerStep::Old).await;
    }
    let (clock, hub, asked) = (&*app.clock, &app.hub, &link.asked);
    let (id, generation) = (asked.id, asked.generation);
    let step = match confirm(conn, clock, hub, origin(req).as_deref(), id, generation).await {
        Ok(person) => {
            let own = own_page(conn, hub, seminar, person).await?;
            let there = urls::with_query(&own, &[("given", Some("1"))]);
            return Ok(link::private(go_to(&there)));
        }
        Err(Refusal::Conflict(why)) => match why.key() {
            "refused-confirmation-old" => ConfirmAnswerStep::Old,
            "refused-answer-not-open" => ConfirmAnswerStep::NotOpen,
            "refused-confirmation-shared" => return Err(Refusal::Conflict(why).into()),
            // It was cancelled, or is over, since the page was opened: the page says so.
            _ => ConfirmAnswerStep::Asks,
        },
        Err(refusal) => return Err(refusal.into()),
    };
    page(conn, reader, link, token, answered, step).await
}

/// The page of `person` alone, on which they change their answer.
async fn own_page(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    seminar: SeminarId,
    person: PersonId,
) -> Result<String, Failure> {
    let attendance = queries::attendance(conn, seminar, person).await?;
    let number = attendance.map_or(0, |attendance| attendance.invitation_no);
    let ids = [seminar.0, person.0];
    Ok(urls::answer(&hub.key.token(Purpose::Answer, &ids, number)))
}

async fn page(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    link: &Link,
    token: &str,
    (seminar, answer): (SeminarId, Answer),
    step: ConfirmAnswerStep,
) -> Result<HttpResponse, Failure> {
    let found = queries::seminar(conn, seminar).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    let step = match (step, found.visibility) {
        (_, Visibility::Members | Visibility::Invited) => ConfirmAnswerStep::NotOpen,
        (step, Visibility::Public) => step,
    };
    let mut page = reader.page();
    if reader.actor().is_none() && !reader.language_chosen() {
        page.language = link.asked.language();
    }
    let language = page.language;
    let shown = ConfirmAnswerPage {
        page,
        token: token.to_owned(),
        csrf: reader.token_here(),
        seminar: entry::one(conn, None, language, found).await?,
        name: link.asked.name.clone().unwrap_or_default(),
        address: link.asked.address.clone(),
        answer,
        step,
    };
    let status = match step {
        ConfirmAnswerStep::Asks => StatusCode::OK,
        ConfirmAnswerStep::Old | ConfirmAnswerStep::NotOpen => StatusCode::GONE,
    };
    Ok(link::private(reader.show_again(status, &shown)?))
}
