//! The door of a seminar, for its organisers and the front desk: the list on which one tap lets someone in, and the code
//! that one person shows there.
//!
//! `GET` changes nothing: a scanned code opens a page with one big button. Whoever opens their own sees what to show.

use actix_web::{HttpResponse, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{coming, entry, found};
use crate::{
    app::App,
    base::{
        error::Refusal,
        hub::Hub,
        ids::{PersonId, SeminarId},
        secret::Purpose,
        text,
    },
    people::{self, actions::PersonEntry, model::Named},
    seminars::{
        actions::{Arrival, check_in, take_answer, undo_check_in},
        model::{Answer, Seminar, Taken},
        notices,
        queries::{self, Came, Comes},
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        link,
        pages::{
            coming::ComingForm,
            door::{DoorLine, DoorPage, GuestLine, PassPage, PassView, WalkInForm, fresh_walk_in},
            form::Field,
            qr,
        },
        reader::Reader,
        typed, urls,
    },
};

/// Who is looked for.
#[derive(Debug, Default, Deserialize)]
pub struct Sought {
    q: Option<String>,
}

/// Who is on the list, or whoever is looked for.
pub async fn list(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
    sought: web::Query<Sought>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (seminar, organises) = found::at_door(&mut conn, &signed.actor, &code).await?;
    let sought = sought.q.as_deref().map(text::line).unwrap_or_default();
    let form = fresh_walk_in(fresh_key());
    reader.show(&context(&mut conn, &reader, seminar, organises, sought, form).await?)
}

/// Lets someone in: who is on the list (`person`), or who is not (`name`, `email`).
pub async fn let_in(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (seminar, organises) = found::at_door(&mut conn, &signed.actor, &code).await?;
    drop(conn);
    let mut form = WalkInForm::typed(posted.pairs());
    let who = arriving(&form, posted.value("person"))?;
    let companions = posted.value("companions").trim().parse().ok();
    let id = seminar.id;
    let mut came = None;
    let outcome = once
        .attempt(&app, async |conn| {
            let let_in = check_in(conn, &*app.clock, &signed.actor, id, who, companions).await?;
            let name = match (let_in.check_in.person_id, &let_in.check_in.guest) {
                (Some(person), _) => called(conn, person).await?,
                (None, guest) => guest.clone().unwrap_or_default(),
            };
            came = Some((name, let_in.again));
            Ok::<_, Refusal>(Done::go_to(&urls::door(&code)))
        })
        .await?;
    match outcome {
        Ok(done) => Ok(with_word(&app, came, done)),
        Err(refusal) => {
            let status = typed::refused(refusal, reader.language(), |field, words| {
                form.refuse(if field == "emails" { "email" } else { field }, words);
            })?;
            let mut conn = app.db.get().await?;
            let page = context(&mut conn, &reader, seminar, organises, String::new(), form).await?;
            reader.show_again(status, &page)
        }
    }
}

/// Someone of the list by id, or whoever gives a name or an address.
fn arriving(form: &WalkInForm, person: &str) -> Result<Arrival, Failure> {
    if !person.is_empty() {
        let person = person.parse().map_err(|_| Failure::not_found())?;
        return Ok(Arrival::Person(person));
    }
    let address = form.email.value.trim();
    Ok(match address.is_empty() {
        true => Arrival::Guest(form.name.value.clone()),
        false => Arrival::Entry(PersonEntry {
            name: text::some(text::name(&form.name.value)),
            address: address.to_owned(),
        }),
    })
}

/// Says who is in, and whether they had come already; of a form that was sent twice nothing more.
fn with_word(app: &App, came: Option<(String, bool)>, mut done: HttpResponse) -> HttpResponse {
    if let Some((name, again)) = came {
        let flash = match again {
            true => Flash::attention("flash-let-in-again"),
            false => Flash::done("flash-let-in"),
        };
        let flash = flash.with("name", name);
        flash.tell(&app.hub.key, app.https(), &mut done);
    }
    done
}

/// Takes what someone said by telephone; whoever sits at the front desk may.
pub async fn telephone(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (seminar, organises) = found::at_door(&mut conn, &signed.actor, &code).await?;
    let mut form = ComingForm::typed(posted.pairs());
    form.way = Field::of(Taken::Telephone.word());
    let people = queries::coming(&mut conn, seminar.id).await?;
    let read = coming::said(&form, &people);
    drop(conn);
    let outcome = match read {
        Ok((who, answer, way)) => {
            once.attempt(&app, async |conn| {
                let (clock, hub, actor) = (&*app.clock, &app.hub, &signed.actor);
                take_answer(conn, clock, hub, actor, seminar.id, who, answer, way).await?;
                Ok::<_, Refusal>(Done::go_to(&urls::door(&code)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-answer-entered")
            .with("name", form.who.value.trim())
            .on(&app, done)),
        Err(refusal) => {
            let status = typed::refused(refusal, reader.language(), |field, words| {
                form.refuse(if field == "emails" { "who" } else { field }, words);
            })?;
            let mut conn = app.db.get().await?;
            let walk_in = fresh_walk_in(fresh_key());
            let sought = String::new();
            let mut page = context(&mut conn, &reader, seminar, organises, sought, walk_in).await?;
            page.telephone = form;
            reader.show_again(status, &page)
        }
    }
}

/// Takes a check-in back.
pub async fn undo(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (seminar, _) = found::at_door(&mut conn, &signed.actor, &code).await?;
    drop(conn);
    let id = posted.value("check_in").parse();
    let id = id.map_err(|_| Failure::not_found())?;
    let sought = text::some(text::line(posted.value("q")));
    let there = urls::with_query(&urls::door(&code), &[("q", sought.as_deref())]);
    let done = once
        .carry_out(&app, async |conn| {
            undo_check_in(conn, &*app.clock, &signed.actor, seminar.id, id).await?;
            Ok(Done::go_to(&there))
        })
        .await?;
    Ok(Flash::done("flash-check-in-undone").on(&app, done))
}

/// The code of one person: to show, or a button to who keeps the door.
pub async fn pass(
    app: web::Data<App>,
    reader: Reader,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (code, token) = path.into_inner();
    let mut conn = app.db.get().await?;
    let (seminar, person) = held(&mut conn, &app.hub, &code, &token).await?;
    let keeps = match reader.actor() {
        Some(actor) => found::at_door(&mut conn, actor, &code).await.is_ok(),
        None => false,
    };
    let came = queries::coming(&mut conn, seminar.id).await?;
    let came = came.iter().find(|one| one.person_id == person.id);
    let mut page = reader.page();
    let at = seminar.starts_at;
    link::read_as(&mut conn, &app.hub, &reader, &mut page, person.id, at).await?;
    let language = page.language;
    let view = match (keeps, came.and_then(|one| one.came_at)) {
        (true, Some(at)) => PassView::Came(at),
        (true, None) => PassView::Keeper(fresh_key()),
        (false, _) => {
            let address = app.hub.url(&urls::door_pass(&code, &token));
            let alt = language.with("door-pass-alt", &[("address", address.as_str().into())]);
            PassView::Holder(qr::code(&address, &alt))
        }
    };
    let shown = PassPage {
        page,
        token,
        name: person.called().to_owned(),
        answer: came.and_then(|one| one.answer),
        view,
        seminar: entry::one(&mut conn, None, language, seminar).await?,
    };
    Ok(link::private(reader.show(&shown)?))
}

/// Lets in whoever's code was scanned.
pub async fn let_in_by_pass(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (code, token) = path.into_inner();
    let mut conn = app.db.get().await?;
    let (seminar, person) = held(&mut conn, &app.hub, &code, &token).await?;
    drop(conn);
    let mut came = None;
    let done = once
        .carry_out(&app, async |conn| {
            let who = Arrival::Person(person.id);
            let (clock, actor, id) = (&*app.clock, &signed.actor, seminar.id);
            let let_in = check_in(conn, clock, actor, id, who, None).await?;
            came = Some((person.called().to_owned(), let_in.again));
            Ok(Done::go_to(&urls::door(&code)))
        })
        .await?;
    Ok(link::private(with_word(&app, came, done)))
}

/// The address of the code with which `person` is let in.
pub fn pass_of(hub: &Hub, code: &str, seminar: SeminarId, person: PersonId) -> String {
    let token = hub.key.token(Purpose::Door, &[seminar.0, person.0], 0);
    urls::door_pass(code, &token)
}

/// The same for whoever said yes; others have none to show.
pub fn pass_for(
    hub: &Hub,
    seminar: &Seminar,
    person: PersonId,
    answer: Option<Answer>,
) -> Option<String> {
    let comes = answer == Some(Answer::Yes);
    comes.then(|| pass_of(hub, &seminar.code, seminar.id, person))
}

/// The seminar and the person of a code that is one of ours. It holds for as long as there is someone of that id.
async fn held(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    code: &str,
    token: &str,
) -> Result<(Seminar, Named), Failure> {
    let (seminar, person) = notices::in_token(token).ok_or_else(Failure::not_found)?;
    let ours = hub
        .key
        .holds(token, Purpose::Door, &[seminar.0, person.0], 0);
    let found = queries::seminar(conn, seminar).await?;
    let found = found.filter(|found| ours && found.code == code);
    let found = found.ok_or_else(Failure::not_found)?;
    let mut names = people::queries::names(conn, &[person]).await?;
    let named = names.remove(&person).ok_or_else(Failure::not_found)?;
    Ok((found, named))
}

async fn called(conn: &mut AsyncPgConnection, person: PersonId) -> QueryResult<String> {
    let names = people::queries::names(conn, &[person]).await?;
    let named = names.get(&person);
    Ok(named.map_or_else(String::new, |one| one.called().to_owned()))
}

async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: Seminar,
    organises: bool,
    sought: String,
    form: WalkInForm,
) -> QueryResult<DoorPage> {
    let people = queries::coming(conn, seminar.id).await?;
    let guests = queries::guests(conn, seminar.id).await?;
    let came = came(&people, &guests);
    let yes = people.iter().filter(|one| one.answer == Some(Answer::Yes));
    let yes = yes.map(|one| 1 + one.companions);
    Ok(DoorPage {
        page: reader.page(),
        came,
        yes: usize::try_from(yes.sum::<i32>()).unwrap_or(0),
        people: on_list(&people, &sought),
        guests: guests
            .into_iter()
            .map(|guest| GuestLine {
                id: guest.id.to_string(),
                name: guest.guest,
                at: guest.at,
            })
            .collect(),
        sought,
        form,
        telephone: coming::fresh_form(),
        organises,
        seminar: entry::one(conn, None, reader.language(), seminar).await?,
    })
}

/// How many heads came to the door: people, guests, and who came along with them.
pub fn came(people: &[Comes], guests: &[Came]) -> usize {
    let people = people.iter().filter(|one| one.check_in.is_some());
    let heads: i32 = people
        .map(|one| 1 + one.came_along)
        .chain(guests.iter().map(|one| 1 + one.companions))
        .sum();
    usize::try_from(heads).unwrap_or(0)
}

/// Who comes first: those who said yes or speak, then who may come, then the others; of those looked for everyone.
fn on_list(people: &[Comes], sought: &str) -> Vec<DoorLine> {
    let words: Vec<String> = sought
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    // An address by its beginning alone: nearly every letter stands in one somewhere.
    let fits = |one: &&Comes| {
        let lower = |said: &Option<String>| said.as_deref().unwrap_or_default().to_lowercase();
        let [name, address, institution] = [&one.name, &one.address, &one.institution].map(lower);
        words.iter().all(|word| {
            name.contains(word) || institution.contains(word) || address.starts_with(word)
        })
    };
    let mut found: Vec<&Comes> = people.iter().filter(fits).collect();
    found.sort_by_key(|one| match (one.speaks, one.answer) {
        (true, _) | (_, Some(Answer::Yes)) => 0,
        (_, Some(Answer::Waiting | Answer::Maybe)) => 1,
        (_, None) => 2,
        (_, Some(Answer::No)) => 3,
    });
    found
        .into_iter()
        .map(|one| DoorLine {
            id: one.person_id.to_string(),
            name: one.called().to_owned(),
            institution: one.institution.clone(),
            answer: one.answer,
            speaks: one.speaks,
            companions: match one.check_in {
                Some(_) => one.came_along,
                None => one.companions,
            },
            companion_names: one.companion_names.join(", "),
            came: one
                .check_in
                .zip(one.came_at)
                .map(|(id, at)| (id.to_string(), at)),
        })
        .collect()
}
