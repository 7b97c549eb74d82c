//! Language and zone of a reader: chosen in the header of every page and kept in cookies.

use actix_web::{
    HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    web,
};

use super::{
    errors::Failure,
    forms::Posted,
    reader::{LANGUAGE_COOKIE, ZONE_COOKIE, go_to, local},
};
use crate::{
    app::App,
    base::{
        error::{Invalid, Reason},
        language::Language,
        zone::Zone,
    },
};

/// `POST /preferences`: `language`, `zone`, or both; then back to where it was chosen.
pub async fn choose(app: web::Data<App>, posted: Posted) -> Result<HttpResponse, Failure> {
    let mut invalid = Invalid::default();
    let language = wanted::<Language>(&posted, "language").and_then(|typed| {
        invalid.take(
            "language",
            typed.map_err(|_| Reason::new("reason-language")),
        )
    });
    let zone = wanted::<Zone>(&posted, "zone").and_then(|typed| {
        let reason = |_| Reason::new("reason-zone").with("zone", posted.value("zone"));
        invalid.take("zone", typed.map_err(reason))
    });
    invalid.none_or()?;
    let mut response = go_to(local(posted.value("back")));
    if let Some(language) = language {
        keep(&app, &mut response, LANGUAGE_COOKIE, language.code());
    }
    if let Some(zone) = zone {
        keep(&app, &mut response, ZONE_COOKIE, zone.name());
    }
    Ok(response)
}

fn wanted<T: std::str::FromStr>(posted: &Posted, name: &str) -> Option<Result<T, T::Err>> {
    let typed = posted.value(name);
    (!typed.is_empty()).then(|| typed.parse())
}

fn keep(app: &App, response: &mut HttpResponse, name: &'static str, value: &'static str) {
    let cookie = Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.https())
        .max_age(Duration::days(365))
        .finish();
    // The only error is a value that cannot stand in a header; these can.
    let _ = response.add_cookie(&cookie);
}
