//! Who is coming, for the organisers: `GET /seminars/{code}/coming`, the same as a table, answers that they enter for
//! others, and heads that were counted.

mod shown;
mod table;

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::Deserialize;

use self::shown::context;
use super::{acts::read_answer, found};
use crate::{
    app::App,
    base::{
        error::{Invalid, Reason, Refusal},
        ids::PersonId,
    },
    people::actions::PersonEntry,
    seminars::{
        actions::{WhoSpeaks, count_heads, take_answer},
        model::{Answer, Counted, Seminar, Taken},
        queries::{self, Comes},
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            coming::{ComingForm, HeadsForm},
            form::{Field, FormMeta},
        },
        reader::Reader,
        typed, urls,
    },
};

pub use table::table;

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize)]
pub struct Narrowed {
    answer: Option<String>,
}

/// Everyone, or those who answered so.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
    asked: web::Query<Narrowed>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    let narrowed = asked.answer.as_deref().and_then(|word| word.parse().ok());
    let forms = (fresh_form(), fresh_heads());
    reader.show(&context(&mut conn, &reader, seminar, narrowed, forms).await?)
}

/// Takes an answer for someone, and says who took it.
pub async fn enter(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    let mut form = ComingForm::typed(posted.pairs());
    let people = queries::coming(&mut conn, seminar.id).await?;
    let read = said(&form, &people);
    drop(conn);
    let id = seminar.id;
    let mut number = None;
    let outcome = match read {
        Ok((who, answer, way)) => {
            once.attempt(&app, async |conn| {
                let (clock, hub, actor) = (&*app.clock, &app.hub, &signed.actor);
                let given = take_answer(conn, clock, hub, actor, id, who, answer, way).await?;
                number = queries::waiting_position(conn, id, given.person_id).await?;
                Ok::<_, Refusal>(Done::go_to(&urls::seminar_coming(&code)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(mut done) => {
            let flash = match number {
                Some(n) => Flash::attention("flash-answer-entered-waiting").with("n", n),
                None => Flash::done("flash-answer-entered"),
            };
            let flash = flash.with("name", form.who.value.trim());
            flash.tell(&app.hub.key, app.https(), &mut done);
            Ok(done)
        }
        Err(refusal) => {
            let status = typed::refused(refusal, reader.language(), |field, words| {
                form.refuse(if field == "emails" { "who" } else { field }, words);
            })?;
            again(&app, &reader, seminar, (form, fresh_heads()), status).await
        }
    }
}

/// Whose answer it is, what they said, and how.
pub(super) fn said(
    form: &ComingForm,
    people: &[Comes],
) -> Result<(WhoSpeaks, Answer, Taken), Invalid> {
    let mut invalid = Invalid::default();
    let who = invalid.take("who", whose(&form.who.value, people));
    let answer = invalid.take("answer", read_answer(&form.answer.value));
    let way = typed::word(&form.way.value).and_then(|way| match way {
        Taken::Telephone | Taken::Organiser => Ok(way),
        _ => Err(Reason::new("error-choice")),
    });
    let way = invalid.take("way", way);
    invalid.none_or()?;
    who.zip(answer)
        .zip(way)
        .map(|((who, answer), way)| (who, answer, way))
        .ok_or_else(|| Invalid::one("who", Reason::new("reason-required")))
}

/// Someone by address, or by the name under which one on the list stands.
fn whose(typed: &str, people: &[Comes]) -> Result<WhoSpeaks, Reason> {
    let lines = typed::lines(typed);
    let [line] = lines.as_slice() else {
        return Err(Reason::new("reason-required"));
    };
    if !line.address.is_empty() {
        return Ok(WhoSpeaks::Entry(PersonEntry {
            name: line.name.clone(),
            address: line.address.clone(),
        }));
    }
    let wanted = line.whole.to_lowercase();
    let called: Vec<PersonId> = people
        .iter()
        .filter(|one| one.called().to_lowercase() == wanted)
        .map(|one| one.person_id)
        .collect();
    match called.as_slice() {
        [one] => Ok(WhoSpeaks::Person(*one)),
        _ => Err(Reason::new("reason-address")),
    }
}

/// Enters heads that were counted.
pub async fn count(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let mut form = HeadsForm::typed(posted.pairs());
    let id = seminar.id;
    let outcome = match counted(&form) {
        Ok((place, heads)) => {
            once.attempt(&app, async |conn| {
                count_heads(conn, &*app.clock, &signed.actor, id, place, heads).await?;
                Ok::<_, Refusal>(Done::go_to(&urls::seminar_coming(&code)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-heads-entered").on(&app, done)),
        Err(refusal) => {
            let status = typed::refused(refusal, reader.language(), |field, words| {
                form.refuse(field, words);
            })?;
            again(&app, &reader, seminar, (fresh_form(), form), status).await
        }
    }
}

fn counted(form: &HeadsForm) -> Result<(Counted, i32), Invalid> {
    let mut invalid = Invalid::default();
    let place = invalid.take("place", typed::word(&form.place.value));
    let heads = typed::number(&form.heads.value)
        .and_then(|heads| heads.ok_or_else(|| Reason::new("reason-required")));
    let heads = invalid.take("heads", heads);
    invalid.none_or()?;
    place
        .zip(heads)
        .ok_or_else(|| Invalid::one("heads", Reason::new("reason-required")))
}

async fn again(
    app: &App,
    reader: &Reader,
    seminar: Seminar,
    forms: (ComingForm, HeadsForm),
    status: StatusCode,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let page = context(&mut conn, reader, seminar, None, forms).await?;
    reader.show_again(status, &page)
}

fn fresh_meta() -> FormMeta {
    FormMeta::keyed(fresh_key())
}

/// An answer to be entered: a yes by telephone, until something else is chosen.
pub(super) fn fresh_form() -> ComingForm {
    ComingForm {
        meta: fresh_meta(),
        answer: Field::of(Answer::Yes.word()),
        way: Field::of(Taken::Telephone.word()),
        ..ComingForm::default()
    }
}

fn fresh_heads() -> HeadsForm {
    HeadsForm {
        meta: fresh_meta(),
        place: Field::of(Counted::Room.word()),
        ..HeadsForm::default()
    }
}
