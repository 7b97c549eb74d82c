//! Sheets with the names of those who come, for organisers and the front desk: to sign, and to wear.

use std::slice;

use actix_web::{HttpResponse, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{Asked, read, sheet};
use crate::{
    app::App,
    base::{ids::SeminarId, language::Language},
    people::model::Actor,
    seminars::{
        model::{Answer, Consent, Details, Seminar, SeminarState, SpeakerAnswer, SpeakerRole},
        queries::{self, Comes},
    },
    web::{
        actor::Signed,
        errors::Failure,
        link,
        pages::{
            print::{
                Paper, PaperSize,
                badges::{Badge, BadgesPage, Part},
                order,
                sign_in::{SignInPage, Signs},
            },
            qr,
        },
        reader::Reader,
        seminars::{door::pass_for, found},
        urls,
    },
};

/// `GET /seminars/{code}/print/sign-in`
pub async fn sign_in(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = kept(&mut conn, &signed.actor, &code).await?;
    let people = queries::coming(&mut conn, seminar.id).await?;
    let said = queries::said(&mut conn, &[seminar.id]).await?;
    let used = [Consent::Stream, Consent::Record];
    let recorded = said
        .iter()
        .filter(|one| one.row.answer != SpeakerAnswer::Declined)
        .any(|one| used.iter().any(|to| one.agrees(*to)));
    let details = detail(&mut conn, &signed.actor, seminar).await?;
    let paper = asked.paper(
        &reader,
        &[PaperSize::A4],
        urls::sign_in_sheet(&code),
        urls::seminar_print(&code),
    );
    let page = SignInPage {
        people: signing(&people, paper.page.language),
        photos: asked.photos.as_deref() == Some("yes"),
        recorded,
        subject: read::subject(&mut conn, &app.hub, details, reader.now())
            .await?
            .read_in(&paper.languages),
        paper,
    };
    Ok(link::private(sheet(&reader, &page)?))
}

/// `GET /seminars/{code}/print/badges`
pub async fn badges(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = kept(&mut conn, &signed.actor, &code).await?;
    let details = detail(&mut conn, &signed.actor, seminar).await?;
    let paper = asked.paper(
        &reader,
        &[PaperSize::A4, PaperSize::Card],
        urls::badges(&code),
        urls::seminar_print(&code),
    );
    let page = BadgesPage {
        badges: worn(&mut conn, &app, &details, &paper).await?,
        subject: read::subject(&mut conn, &app.hub, details, reader.now())
            .await?
            .read_in(&paper.languages),
        paper,
    };
    Ok(link::private(sheet(&reader, &page)?))
}

/// The seminar with this code, at whose door `actor` lets people in; a draft is for its organisers.
///
/// # Errors
/// There is none of which they may know, or they keep no door.
pub(super) async fn kept(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    code: &str,
) -> Result<Seminar, Failure> {
    let (seminar, organises) = found::kept(conn, actor, code).await?;
    match seminar.state {
        SeminarState::Draft if !organises => Err(Failure::not_found()),
        _ => Ok(seminar),
    }
}

/// All of the seminar that `actor` may know: whoever sits at the front desk may not know of its series.
async fn detail(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    seminar: Seminar,
) -> QueryResult<Details> {
    let mut details = queries::detail(conn, seminar).await?;
    queries::hide_heads(conn, Some(actor), slice::from_mut(&mut details)).await?;
    Ok(details)
}

/// How many said yes.
///
/// # Errors
/// What the database says.
pub(super) async fn yes(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<usize> {
    let coming = queries::coming(conn, id).await?;
    let yes = coming.iter().filter(|one| one.answer == Some(Answer::Yes));
    Ok(yes.count())
}

/// Who said yes, as readers of `language` look for them.
fn signing(people: &[Comes], language: Language) -> Vec<Signs> {
    let mut signing: Vec<Signs> = people
        .iter()
        .filter(|one| one.answer == Some(Answer::Yes))
        .map(|one| Signs {
            name: on_paper(one),
            institution: one.institution.clone(),
        })
        .collect();
    signing.sort_by_cached_key(|one| order::key(language, &one.name));
    signing
}

/// The name; of whom none is known the part of their address that does not tell others how to write to them.
fn on_paper(one: &Comes) -> String {
    let address = one.address.as_deref().unwrap_or_default();
    let before = address.split('@').next().unwrap_or_default();
    one.name.clone().unwrap_or_else(|| before.to_owned())
}

/// The badges of who speaks there, of its hosts, and of everyone who said yes.
async fn worn(
    conn: &mut AsyncPgConnection,
    app: &App,
    details: &Details,
    paper: &Paper,
) -> QueryResult<Vec<Badge>> {
    let seminar = &details.seminar;
    let language = paper.page.language;
    let mut people = queries::coming(conn, seminar.id).await?;
    people.retain(|one| one.speaks || one.answer == Some(Answer::Yes));
    let organisers = match seminar.series_id {
        Some(series) => queries::organisers(conn, series).await?,
        None => vec![seminar.owner_id],
    };
    let part = |one: &Comes| {
        let speaks = details.speakers.iter();
        let speaks = speaks.filter(|speaker| speaker.answer != SpeakerAnswer::Declined);
        let mut role = speaks.filter(|speaker| speaker.person_id == one.person_id);
        match role.next().map(|speaker| speaker.role) {
            Some(SpeakerRole::Speaker) => Part::Speaker,
            Some(SpeakerRole::Panellist) => Part::Panellist,
            Some(SpeakerRole::Moderator) => Part::Moderator,
            Some(SpeakerRole::Host) => Part::Host,
            None if organisers.contains(&one.person_id) => Part::Host,
            None => Part::Guest,
        }
    };
    people.sort_by_cached_key(|one| (part(one), order::key(language, &on_paper(one))));
    // Where there is a door at which the codes are read.
    let opens = seminar.state == SeminarState::Announced;
    let badge = |one: &Comes| {
        let name = on_paper(one);
        let affiliation = details
            .speakers
            .iter()
            .find(|speaker| speaker.person_id == one.person_id)
            .and_then(|speaker| speaker.affiliation.clone());
        let from = affiliation.or_else(|| one.institution.clone());
        let pass = pass_for(&app.hub, seminar, one.person_id, one.answer).filter(|_| opens);
        let code = pass.and_then(|pass| qr::code(&app.hub.url(&pass), &name));
        Badge::new(&name, from.as_deref(), part(one), code)
    };
    Ok(people.iter().map(badge).collect())
}
