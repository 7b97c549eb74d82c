//! Who is coming, for the organisers: `GET /seminars/{code}/coming`, the same as a table, answers that they enter for
//! others, and heads that were counted.

use actix_web::{HttpResponse, http::StatusCode, http::header, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{acts::read_answer, entry, files, found};
use crate::{
    app::App,
    base::{
        clock::Instant,
        csv::Table,
        error::{Invalid, Reason, Refusal},
        ids::PersonId,
        language::Language,
    },
    people::actions::PersonEntry,
    seminars::{
        actions::{WhoSpeaks, count_heads, take_answer},
        model::{
            Answer, Counted, Details, FormQuestion, Purpose, QuestionAnswer, Seminar, SeminarState,
            Taken,
        },
        queries::{self, Comes, Heads, Turnout},
        rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            coming::{
                ComingForm, ComingLine, ComingNumbers, ComingPage, HeadsForm, HeadsLine,
                TurnoutLine,
            },
            form::{Field, FormMeta},
        },
        reader::Reader,
        typed, urls,
    },
};

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

/// The same as a table, all of it.
pub async fn table(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = found::organised(&mut conn, &signed.actor, &code).await?;
    let people = queries::coming(&mut conn, seminar.id).await?;
    let asked = queries::questions(&mut conn, seminar.id).await?;
    let said = queries::question_answers(&mut conn, seminar.id).await?;
    let named = format!("attachment; filename=\"{}.csv\"", seminar.code);
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, named))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(written(&people, &asked, &said, reader.language())))
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

async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: Seminar,
    narrowed: Option<Answer>,
    (form, heads_form): (ComingForm, HeadsForm),
) -> QueryResult<ComingPage> {
    let details = queries::detail(conn, seminar).await?;
    let Details {
        seminar, capacity, ..
    } = &details;
    let now = reader.now();
    let people = queries::coming(conn, seminar.id).await?;
    let guests = queries::guests(conn, seminar.id).await?;
    let counted = queries::heads(conn, seminar.id).await?;
    let places = queries::places(conn, seminar.id).await?;
    let (institutions, countries) = queries::turnout(conn, seminar.id).await?;
    let asked = queries::questions(conn, seminar.id).await?;
    let said_to = queries::question_answers(conn, seminar.id).await?;
    let evidence = files::lines(conn, seminar, &[Purpose::Evidence]).await?;
    let lines = lines(&people, &asked, &said_to, reader.language());
    let said = |answer| people.iter().filter(move |one| one.answer == Some(answer));
    let came = super::door::came(&people, &guests);
    Ok(ComingPage {
        page: reader.page(),
        seminar: entry::entry(&details, reader.language(), None),
        places: capacity.map(|capacity| (places.taken, capacity)),
        numbers: ComingNumbers {
            yes: heads(said(Answer::Yes)),
            waiting: heads(said(Answer::Waiting)),
            came,
            room: heads_in(&counted, Counted::Room),
            online: heads_in(&counted, Counted::Online),
        },
        narrowed,
        anyone: !lines.is_empty(),
        people: lines
            .into_iter()
            .filter(|line| narrowed.is_none() || line.answer == narrowed)
            .collect(),
        open: rules::may_invite(seminar, now).is_ok(),
        has_door: seminar.state == SeminarState::Announced,
        begun: rules::may_count(seminar, now).is_ok(),
        form,
        heads_form,
        institutions: institutions.iter().map(of_institution).collect(),
        countries: countries
            .iter()
            .map(|one| of_country(one, reader.language()))
            .collect(),
        evidence: evidence.into_iter().map(|(_, _, line)| line).collect(),
        key: fresh_key(),
    })
}

/// People, with who comes along.
fn heads<'a>(people: impl Iterator<Item = &'a Comes>) -> usize {
    let heads: i32 = people.map(|one| 1 + one.companions).sum();
    usize::try_from(heads).unwrap_or(0)
}

fn heads_in(heads: &[Heads], place: Counted) -> Option<HeadsLine> {
    let found = heads.iter().find(|one| one.place == place)?;
    Some(HeadsLine {
        heads: found.heads,
        at: found.at,
        by: found.by.clone(),
    })
}

fn of_institution(turnout: &Turnout) -> TurnoutLine {
    TurnoutLine {
        name: turnout.institution.clone().unwrap_or_default(),
        yes: turnout.yes,
        came: turnout.came,
    }
}

/// A country by its name; one that has none here by its code.
fn of_country(turnout: &Turnout, language: Language) -> TurnoutLine {
    let code = turnout.country.clone().unwrap_or_default();
    TurnoutLine {
        name: language
            .try_with(&format!("country-{code}"), &[])
            .unwrap_or(code),
        yes: turnout.yes,
        came: turnout.came,
    }
}

/// Which place in the queue `one` has among `people`.
fn position(people: &[Comes], one: &Comes) -> Option<u32> {
    let own = one.waiting_no?;
    let ahead = people.iter().filter_map(|other| other.waiting_no);
    u32::try_from(ahead.filter(|number| *number <= own).count()).ok()
}

fn lines(
    people: &[Comes],
    asked: &[FormQuestion],
    said: &[QuestionAnswer],
    language: Language,
) -> Vec<ComingLine> {
    people
        .iter()
        .map(|one| ComingLine {
            name: one.called().to_owned(),
            address: one.address.clone().unwrap_or_default(),
            institution: one.institution.clone(),
            answer: one.answer,
            position: position(people, one),
            answered_at: one.answered_at,
            way: one.channel,
            taken_by: one.taken_by.clone(),
            unverified: one.unverified,
            speaks: one.speaks,
            came_at: one.came_at,
            companions: one.companions,
            companion_names: one.companion_names.join(", "),
            said: asked
                .iter()
                .filter_map(|question| {
                    let said = said_of(said, question, one)?;
                    let words = question.words(language).to_owned();
                    Some((words, question.said(language, said)))
                })
                .collect(),
        })
        .collect()
}

/// What someone said to a question.
fn said_of<'a>(
    said: &'a [QuestionAnswer],
    question: &FormQuestion,
    one: &Comes,
) -> Option<&'a [String]> {
    let found = said
        .iter()
        .find(|said| said.question_id == question.id && said.person_id == one.person_id);
    found.map(|found| found.said.as_slice())
}

/// The people as a table: the heads of its columns in the reader's language, times in UTC (RFC 3339).
fn written(
    people: &[Comes],
    asked: &[FormQuestion],
    said: &[QuestionAnswer],
    language: Language,
) -> String {
    let mut table = Table::default();
    let questions = asked
        .iter()
        .map(|question| question.words(language).to_owned());
    table.row(
        [
            "coming-who",
            "door-walk-in-email",
            "coming-institution",
            "coming-country",
            "coming-answer",
            "coming-waiting",
            "coming-how",
            "coming-table-when",
            "coming-table-taken-by",
            "coming-came",
            "coming-companions",
            "coming-along-names",
        ]
        .map(|key| language.t(key))
        .into_iter()
        .chain(questions),
    );
    for one in people {
        let word = |group: &str, word: Option<&str>| {
            word.map_or_else(String::new, |word| language.t(&format!("{group}-{word}")))
        };
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let at = |at: Option<Instant>| {
            at.map_or_else(String::new, |at| {
                at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
            })
        };
        let place = position(people, one).map(|place| place.to_string());
        let companions = match one.companions {
            0 => String::new(),
            companions => companions.to_string(),
        };
        let replies = asked.iter().map(|question| {
            let said = said_of(said, question, one);
            said.map_or_else(String::new, |said| question.said(language, said))
        });
        let cells = [
            text(one.name.as_deref()),
            text(one.address.as_deref()),
            text(one.institution.as_deref()),
            text(one.country.as_deref()),
            word("answer", one.answer.map(Answer::word)),
            text(place.as_deref()),
            word("coming-way", one.channel.map(Taken::word)),
            at(one.answered_at),
            text(one.taken_by.as_deref()),
            at(one.came_at),
            companions,
            one.companion_names.join(", "),
        ];
        table.row(cells.into_iter().chain(replies));
    }
    table.finish()
}
