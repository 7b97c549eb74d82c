//! How a seminar is cited: `GET /seminars/{code}.bib` (BibTeX), `.csl.json` (CSL-JSON) and `.ris`, and the line on its page.
//!
//! What anyone may see of a seminar that is announced, and nothing else: its speakers by name, title, date, series, place,
//! and the address of its page, which stays. The address to join is no part of it. A person's name is one text, in the
//! person's own order; which part of it is the family's is not known here, and never guessed.

mod bibtex;
mod csl;
mod line;
mod ris;

use std::slice;

use actix_web::{
    HttpResponse,
    http::header::{self, HeaderValue},
    web,
};
use chrono::NaiveDate;

use super::{
    errors::Failure,
    reader::Reader,
    seminars::{entry::in_public, found},
    urls,
};
use crate::{
    app::App,
    base::{hub::Hub, language::Language, text},
    seminars::{
        model::{Details, SeminarState, SpeakerRole},
        queries,
    },
};

pub use line::line;

/// A seminar as it is cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its short code: the same for ever.
    pub code: String,
    /// Who speaks, by name; nobody where no name is known.
    pub authors: Vec<String>,
    /// Its title, or what stands for one.
    pub title: String,
    /// The day on which it begins, where it takes place.
    pub date: NaiveDate,
    /// What it is: `Seminar`.
    pub kind: String,
    /// The title of its series, where the reader may know of it.
    pub series: Option<String>,
    /// Where it is.
    pub place: Option<String>,
    /// Who holds it.
    pub hub: String,
    /// Its page.
    pub url: String,
    /// The language in which it is held (BCP 47), where that is known.
    pub language: Option<String>,
}

impl Reference {
    /// How a seminar is cited, in the words of `language`; not at all before it is announced and once it does not take
    /// place.
    pub fn of(hub: &Hub, details: &Details, language: Language) -> Option<Self> {
        let seminar = &details.seminar;
        if seminar.state != SeminarState::Announced {
            return None;
        }
        let title = text::line(&seminar.title);
        let authors = details
            .speakers
            .iter()
            .filter(|speaker| matches!(speaker.role, SpeakerRole::Speaker | SpeakerRole::Panellist))
            .filter_map(in_public)
            .map(|speaker| text::line(&speaker.name));
        let rooms = details.rooms.iter().map(|room| room.name.clone());
        let places: Vec<String> = rooms
            .chain(seminar.place().map(|place| place.name))
            .collect();
        Some(Self {
            code: seminar.code.clone(),
            authors: authors.collect(),
            title: text::some(title).unwrap_or_else(|| language.t("seminar-untitled")),
            date: seminar.zone().date(seminar.starts_at),
            kind: language.t(&format!("kind-{}", seminar.kind)),
            series: details
                .series
                .as_ref()
                .map(|series| text::line(&series.title)),
            place: text::some(text::line(&places.join(", "))),
            hub: hub.name.clone(),
            url: hub.url(&urls::seminar(&seminar.code)),
            language: seminar.written.language.clone(),
        })
    }

    /// The name under which it stands in a list of references.
    fn key(&self) -> String {
        format!("maru-{}", self.code)
    }

    /// Series and hub, in which it took place.
    fn source(&self) -> String {
        match &self.series {
            Some(series) => format!("{series}, {}", self.hub),
            None => self.hub.clone(),
        }
    }
}

/// `GET /seminars/{code}.bib`
pub async fn bib(
    app: web::Data<App>,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let reference = reference(&app, &reader, &code).await?;
    let written = bibtex::bibtex(&reference);
    Ok(file(
        "application/x-bibtex; charset=utf-8",
        &code,
        "bib",
        written,
    ))
}

/// `GET /seminars/{code}.csl.json`
pub async fn csl_json(
    app: web::Data<App>,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let reference = reference(&app, &reader, &code).await?;
    let written = csl::csl(&reference).to_string();
    Ok(file(
        "application/vnd.citationstyles.csl+json",
        &code,
        "json",
        written,
    ))
}

/// `GET /seminars/{code}.ris`
pub async fn ris(
    app: web::Data<App>,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let reference = reference(&app, &reader, &code).await?;
    let written = ris::ris(&reference);
    Ok(file(
        "application/x-research-info-systems; charset=utf-8",
        &code,
        "ris",
        written,
    ))
}

/// How the seminar is cited, for whoever may see its page. Programs fetch it: it is in the language of the seminar where
/// we speak that, else in the hub's.
async fn reference(app: &App, reader: &Reader, code: &str) -> Result<Reference, Failure> {
    let mut conn = app.db.get().await?;
    let (seminar, _) = found::seen(&mut conn, reader.actor(), code).await?;
    let mut details = queries::detail(&mut conn, seminar).await?;
    queries::hide_heads(&mut conn, reader.actor(), slice::from_mut(&mut details)).await?;
    let held_in = details.seminar.written.language.as_deref();
    let language = held_in.and_then(|tag| tag.parse().ok());
    let language = language.unwrap_or(app.hub.language);
    Reference::of(&app.hub, &details, language).ok_or_else(Failure::not_found)
}

/// A file to be kept. A code that was found is letters and digits.
fn file(media_type: &'static str, code: &str, ending: &str, written: String) -> HttpResponse {
    let name = format!("attachment; filename=\"{code}.{ending}\"");
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, HeaderValue::from_static(media_type)));
    response.insert_header((header::CONTENT_DISPOSITION, name));
    response.body(written)
}

#[cfg(test)]
fn sample() -> Reference {
    Reference {
        code: "k7m4xq".into(),
        authors: vec!["Marie Exemple".into(), "홍길동".into()],
        title: "What scaling laws cannot tell us".into(),
        date: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap_or_default(),
        kind: "Seminar".into(),
        series: Some("Scaling Laws".into()),
        place: Some("Main hall".into()),
        hub: "Sample Hub".into(),
        url: "https://hub.example/seminars/k7m4xq".into(),
        language: Some("en".into()),
    }
}
