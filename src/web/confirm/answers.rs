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
        forms::Posted,
        limits::origin,
        link,
        pages::{
            open_answer::{ConfirmAnswerPage, ConfirmAnswerStep},
            replies::ReplyFields,
        },
        reader::{Reader, go_to},
        seminars::{asked_beside, entry},
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
    page(conn, reader, link, token, (seminar, answer), step, None).await
}

/// The answer counts, with what was asked beside it.
#[expect(
    clippy::too_many_arguments,
    reason = "what is confirmed by which link, besides what every handler has"
)]
pub(super) async fn confirmed(
    conn: &mut AsyncPgConnection,
    app: &App,
    reader: &Reader,
    req: &HttpRequest,
    link: &Link,
    posted: &Posted,
    token: &str,
    (seminar, answer): (SeminarId, Answer),
) -> Result<HttpResponse, Failure> {
    let answered = (seminar, answer);
    if !link.holds {
        let step = ConfirmAnswerStep::Old;
        return page(conn, reader, link, token, answered, step, None).await;
    }
    let found = queries::seminar(conn, seminar).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    let besides = match link.asked.person_id {
        Some(_) => asked_beside::given(conn, &found, answer, posted).await?,
        None => asked_beside::given_anew(conn, &found, answer, posted).await?,
    };
    let (clock, hub, asked) = (&*app.clock, &app.hub, &link.asked);
    let (id, generation) = (asked.id, asked.generation);
    let origin = origin(req);
    let (origin, besides) = (origin.as_deref(), Some(besides));
    let step = match confirm(conn, clock, hub, origin, id, generation, besides).await {
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
        Err(refusal @ Refusal::Invalid(_)) => {
            let (step, wrong) = (ConfirmAnswerStep::Asks, Some((posted, refusal)));
            return page(conn, reader, link, token, answered, step, wrong).await;
        }
        Err(refusal) => return Err(refusal.into()),
    };
    page(conn, reader, link, token, answered, step, None).await
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
    wrong: Option<(&Posted, Refusal)>,
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
    let (language, now) = (page.language, reader.now());
    let asks = step == ConfirmAnswerStep::Asks && answer != Answer::No;
    let mut replies = match asks {
        true => asked_beside::fields(conn, language, now, &found, link.asked.person_id).await?,
        false => ReplyFields::default(),
    };
    let status = match (step, wrong) {
        (ConfirmAnswerStep::Asks, Some((posted, refusal))) => {
            asked_beside::refused(&mut replies, language, posted, refusal)?
        }
        (ConfirmAnswerStep::Asks, None) => StatusCode::OK,
        (ConfirmAnswerStep::Old | ConfirmAnswerStep::NotOpen, _) => StatusCode::GONE,
    };
    let shown = ConfirmAnswerPage {
        page,
        token: token.to_owned(),
        csrf: reader.token_here(),
        seminar: entry::one(conn, None, language, found).await?,
        name: link.asked.name.clone().unwrap_or_default(),
        address: link.asked.address.clone(),
        answer,
        step,
        replies,
    };
    Ok(link::private(reader.show_again(status, &shown)?))
}
