//! The form of a list: `GET /lists/new`, `POST /lists`, `GET /lists/{slug}/edit`, `POST /lists/{slug}`; and removing one.

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::kept;
use crate::{
    app::App,
    base::{
        audit,
        error::{Invalid, Reason, Refusal},
        ids::PersonId,
        text,
    },
    people::{self, model::Actor},
    seminars::{
        actions::{EDITS, ListChange, NewList, change_list, create_list, remove_list},
        model::{List, ListState, ListVisibility},
        queries, rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            common::Named,
            form::{Choice, Field, FormMeta, Several},
            lists::{ListForm, ListFormPage},
            stale::{Stale, Told, chosen, plain},
        },
        reader::Reader,
        typed, urls,
    },
};

/// How many people are offered as keepers.
const OFFERED: i64 = 200;

/// The empty form.
pub async fn blank(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
) -> Result<HttpResponse, Failure> {
    rules::may_enter(&signed.actor)?;
    let mut conn = app.db.get().await?;
    let form = ListForm {
        meta: FormMeta::keyed(fresh_key()),
        visibility: Field::of(ListVisibility::Own.word()),
        keepers: Several::of([signed.actor.id.to_string()]),
        ..ListForm::default()
    };
    reader.show(&context(&mut conn, &reader, &signed.actor, None, form).await?)
}

/// Makes a list.
pub async fn enter(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    rules::may_enter(&signed.actor)?;
    let form = ListForm::typed(posted.pairs());
    let outcome = match said(&form) {
        Ok(said) => {
            let new = said.new_list(&form);
            once.attempt(&app, async |conn| {
                let made = create_list(conn, &*app.clock, &signed.actor, new).await?;
                Ok::<_, Refusal>(Done::go_to(&urls::list_items(&made.slug)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-list-made").on(&app, done)),
        Err(refusal) => again(&app, &reader, &signed.actor, None, form, refusal).await,
    }
}

/// The form with a list as it stands.
pub async fn edit(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let list = kept(&mut conn, &signed.actor, &slug).await?;
    let form = of(&mut conn, &list, fresh_key()).await?;
    reader.show(&context(&mut conn, &reader, &signed.actor, Some(&list), form).await?)
}

/// Saves an edit.
pub async fn save(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let list = kept(&mut conn, &signed.actor, &slug).await?;
    drop(conn);
    let form = ListForm::typed(posted.pairs());
    let outcome = match said(&form) {
        Ok(said) => {
            let change = said.change(&form);
            once.attempt(&app, async |conn| {
                change_list(conn, &*app.clock, &signed.actor, list.id, change).await?;
                Ok::<_, Refusal>(Done::go_to(&urls::list(&list.slug)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-saved").on(&app, done)),
        Err(refusal) => again(&app, &reader, &signed.actor, Some(list), form, refusal).await,
    }
}

/// `POST /lists/{slug}/removal`
pub async fn remove(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let list = kept(&mut conn, &signed.actor, &slug).await?;
    drop(conn);
    let done = once
        .carry_out(&app, async |conn| {
            remove_list(conn, &*app.clock, &signed.actor, list.id).await?;
            Ok(Done::go_to(&urls::lists()))
        })
        .await?;
    Ok(Flash::done("flash-list-removed").on(&app, done))
}

async fn of(conn: &mut AsyncPgConnection, list: &List, key: String) -> QueryResult<ListForm> {
    let keepers = queries::keepers(conn, list.id).await?;
    Ok(ListForm {
        meta: FormMeta {
            key,
            lock_version: Some(list.lock_version),
            errors: Vec::new(),
        },
        name_en: Field::of(&list.name_en),
        name_ko: Field::of(&list.name_ko),
        slug: Field::of(&list.slug),
        description_en: Field::of(&list.description_en),
        description_ko: Field::of(&list.description_ko),
        visibility: Field::of(list.visibility.word()),
        keepers: Several::of(keepers.iter().map(ToString::to_string)),
        state: Field::of(list.state.word()),
    })
}

/// What is read from the form beside its texts.
struct Said {
    visibility: ListVisibility,
    keepers: Vec<PersonId>,
    state: Option<ListState>,
}

fn said(form: &ListForm) -> Result<Said, Invalid> {
    let mut invalid = Invalid::default();
    let visibility = invalid.take("visibility", typed::word(&form.visibility.value));
    let keepers: Result<Vec<PersonId>, _> = form
        .keepers
        .values
        .iter()
        .map(|id| id.parse().map_err(|_| Reason::new("error-choice")))
        .collect();
    let keepers = invalid.take("keepers", keepers);
    // A form that does not ask leaves it as it is.
    let state = match form.state.value.as_str() {
        "" => None,
        word => invalid.take("state", typed::word(word)),
    };
    invalid.none_or()?;
    Ok(Said {
        visibility: visibility.unwrap_or(ListVisibility::Own),
        keepers: keepers.unwrap_or_default(),
        state,
    })
}

impl Said {
    fn new_list(self, form: &ListForm) -> NewList {
        NewList {
            name_en: form.name_en.value.clone(),
            name_ko: form.name_ko.value.clone(),
            slug: text::some(form.slug.value.trim().to_owned()),
            description_en: form.description_en.value.clone(),
            description_ko: form.description_ko.value.clone(),
            visibility: self.visibility,
            keepers: self.keepers,
        }
    }

    fn change(self, form: &ListForm) -> ListChange {
        ListChange {
            name_en: Some(form.name_en.value.clone()),
            name_ko: Some(form.name_ko.value.clone()),
            description_en: Some(form.description_en.value.clone()),
            description_ko: Some(form.description_ko.value.clone()),
            visibility: Some(self.visibility),
            state: self.state,
            keepers: Some(self.keepers),
            lock_version: form.meta.lock_version,
        }
    }
}

async fn context(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    actor: &Actor,
    editing: Option<&List>,
    form: ListForm,
) -> QueryResult<ListFormPage> {
    let chosen = form.keepers.values.iter();
    let chosen: Vec<PersonId> = chosen.filter_map(|id| id.parse().ok()).collect();
    let mut people = people::queries::members(conn, &chosen, OFFERED).await?;
    // A guest who keeps a list with others knows those, and not everyone who is here.
    if people::rules::may_see_people(actor).is_err() {
        let keepers = match editing {
            Some(list) => queries::keepers(conn, list.id).await?,
            None => Vec::new(),
        };
        people.retain(|(one, _)| keepers.contains(&one.id));
    }
    let organises = queries::organises_any(conn, actor).await?;
    Ok(ListFormPage {
        page: reader.page(),
        editing: editing.map(|list| Named::new(&list.slug, list.name(reader.language()))),
        people: people
            .into_iter()
            .map(|(one, institution)| {
                Choice::new(one.id.to_string(), one.called()).hint(institution.unwrap_or_default())
            })
            .collect(),
        may_show: organises || actor.is_administrator(),
        stale: None,
        form,
    })
}

/// The form once more, with what stood in the way.
async fn again(
    app: &App,
    reader: &Reader,
    actor: &Actor,
    editing: Option<List>,
    form: ListForm,
    refusal: Refusal,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let mut page = context(&mut conn, reader, actor, editing.as_ref(), form).await?;
    let status = match (refusal, editing) {
        (Refusal::Stale { .. }, Some(list)) => {
            compare(&mut conn, &mut page, &list).await?;
            StatusCode::CONFLICT
        }
        (refusal, _) => typed::refused(refusal, reader.language(), |field, words| {
            page.form.refuse(field, words);
        })?,
    };
    reader.show_again(status, &page)
}

/// Puts the list as it stands beside what was typed; saving that once more is a decision.
async fn compare(
    conn: &mut AsyncPgConnection,
    page: &mut ListFormPage,
    list: &List,
) -> Result<(), Failure> {
    let now = queries::list(conn, list.id).await?;
    let now = now.ok_or_else(Failure::not_found)?;
    let theirs = of(conn, &now, String::new()).await?;
    let by = audit::last_of(conn, "lists", now.id.0, EDITS).await?;
    let (theirs, yours) = (told(page, &theirs), told(page, &page.form));
    page.stale = Some(Stale::new(&page.page, by, now.modified_at, theirs, yours));
    page.form.meta.lock_version = Some(now.lock_version);
    Ok(())
}

/// The fields of a form with the keys of their labels, as people read them.
fn told(page: &ListFormPage, form: &ListForm) -> [Told; 7] {
    let keepers = form.keepers.values.iter();
    let mut keepers: Vec<String> = keepers.map(|id| chosen(&page.people, id)).collect();
    keepers.sort();
    let spoken = |group: &str, field: &Field| match field.value.is_empty() {
        true => String::new(),
        false => page.page.word(group, &field.value),
    };
    [
        ("list-form-name-en", plain(&form.name_en)),
        ("list-form-name-ko", plain(&form.name_ko)),
        ("list-form-description-en", plain(&form.description_en)),
        ("list-form-description-ko", plain(&form.description_ko)),
        (
            "list-form-visibility",
            spoken("list-visibility", &form.visibility),
        ),
        ("list-form-keepers", keepers.join(", ")),
        ("list-form-state", spoken("list-state", &form.state)),
    ]
}
