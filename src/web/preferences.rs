//! Language and zone of a reader: kept with the person who is signed in, in cookies for everyone else.

use actix_web::{
    HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    web,
};

use super::{
    errors::Failure,
    forms::Posted,
    pages::{
        form::Field,
        me::{PreferencesForm, PreferencesPage},
    },
    reader::{LANGUAGE_COOKIE, Reader, ZONE_COOKIE, go_to, local},
    session::put,
};
use crate::{
    app::App,
    base::{
        error::{Invalid, Reason},
        language::Language,
        zone::Zone,
    },
    people::{
        actions::{Reading, choose_reading},
        model::Actor,
    },
};

/// Where to go on to.
#[derive(Debug, serde::Deserialize)]
pub struct Onward {
    #[serde(default)]
    back: String,
}

/// What was chosen; what was not stays.
struct Choice {
    language: Option<Language>,
    zone: Option<Zone>,
}

/// `GET /preferences`: every language and zone there is.
pub async fn form(reader: Reader, onward: web::Query<Onward>) -> Result<HttpResponse, Failure> {
    let form = PreferencesForm {
        language: Field::of(reader.language().code()),
        zone: Field::of(reader.zone().name()),
        back: Field::of(&onward.back),
        ..PreferencesForm::default()
    };
    let page = reader.page();
    reader.show(&PreferencesPage { page, form })
}

/// `POST /preferences`: `language`, `zone`, or both; then back to where it was chosen.
pub async fn choose(
    app: web::Data<App>,
    reader: Reader,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let mut form = PreferencesForm::typed(posted.pairs());
    let choice = match read(&form) {
        Ok(choice) => choice,
        Err(wrong) => {
            let status = Failure::from(wrong)
                .into_form(reader.language(), |field, words| form.refuse(field, words))?;
            let page = reader.page();
            return reader.show_again(status, &PreferencesPage { page, form });
        }
    };
    let mut response = go_to(local(&form.back.value));
    let with_person = match reader.actor() {
        Some(actor) => {
            keep_with(&app, actor, &choice).await?;
            true
        }
        None => false,
    };
    let chosen = [
        (LANGUAGE_COOKIE, choice.language.map(Language::code)),
        (ZONE_COOKIE, choice.zone.map(Zone::name)),
    ];
    for (name, value) in chosen {
        if let Some(value) = value {
            // A cookie would hide what the same person chooses elsewhere.
            let value = if with_person { "" } else { value };
            put(&mut response, &cookie(&app, name, value));
        }
    }
    Ok(response)
}

fn read(form: &PreferencesForm) -> Result<Choice, Invalid> {
    let mut invalid = Invalid::default();
    let (language, zone) = (&form.language.value, &form.zone.value);
    let choice = Choice {
        language: wanted(language).and_then(|typed| {
            invalid.take(
                "language",
                typed.map_err(|_| Reason::new("reason-language")),
            )
        }),
        zone: wanted(zone).and_then(|typed| {
            let reason = |_| Reason::new("reason-zone").with("zone", zone);
            invalid.take("zone", typed.map_err(reason))
        }),
    };
    invalid.none_or()?;
    Ok(choice)
}

fn wanted<T: std::str::FromStr>(typed: &str) -> Option<Result<T, T::Err>> {
    (!typed.is_empty()).then(|| typed.parse())
}

async fn keep_with(app: &App, actor: &Actor, choice: &Choice) -> Result<(), Failure> {
    let chosen = Reading {
        language: choice.language.map(Some),
        zone: choice.zone.map(Some),
    };
    let mut conn = app.db.get().await?;
    choose_reading(&mut conn, &*app.clock, &app.hub, actor, actor.id, chosen).await?;
    Ok(())
}

/// Ends what was chosen in this browser and is chosen anew for the person: a cookie would hide it.
pub(super) fn forget(app: &App, response: &mut HttpResponse, chosen: Reading) {
    let chosen = [
        (LANGUAGE_COOKIE, chosen.language.is_some()),
        (ZONE_COOKIE, chosen.zone.is_some()),
    ];
    for (name, is_chosen) in chosen {
        if is_chosen {
            put(response, &cookie(app, name, ""));
        }
    }
}

fn cookie(app: &App, name: &'static str, value: &'static str) -> Cookie<'static> {
    let age = if value.is_empty() { 0 } else { 365 };
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.https())
        .max_age(Duration::days(age))
        .finish()
}
