//! What is printed of a seminar and of a series, and the texts to pass on: `/seminars/{code}/print/…`, `/series/{slug}/print`.
//!
//! Poster, leaflet and texts tell what the seminar's page tells, and are for whoever may see that. Sheets with the names of
//! those who come ([`people`]) are for its organisers and the front desk, and are kept nowhere.

pub mod people;
pub mod read;
pub mod term;
pub mod texts;

use std::slice;

use actix_web::{
    HttpResponse,
    http::header::{self, HeaderValue},
    web,
};
use askama::Template;
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::{
    errors::Failure,
    pages::{
        page::Page,
        print::{
            BOTH, Paper, PaperSize, Subject, leaflet::LeafletPage, overview::PrintPage,
            poster::PosterPage,
        },
    },
    reader::Reader,
    seminars::found,
    urls,
};
use crate::{app::App, base::language::Language, seminars::queries};

/// Sheets show their style and pictures from here, and do nothing.
const PAPER_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; \
     frame-ancestors 'none'; base-uri 'none'";

/// How a sheet is wanted. What is no such word is as if it had not been said.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    lang: Option<String>,
    size: Option<String>,
    photos: Option<String>,
    format: Option<String>,
}

impl Asked {
    /// In which languages: the reader's, where none is asked for; the hub's first, where all are.
    fn languages(&self, reader: &Reader) -> Vec<Language> {
        let hub = reader.hub().language;
        match self.lang.as_deref() {
            Some(BOTH) => {
                let others = Language::ALL.into_iter().filter(|other| *other != hub);
                [hub].into_iter().chain(others).collect()
            }
            Some(word) => vec![word.parse().unwrap_or(reader.language())],
            None => vec![reader.language()],
        }
    }

    fn size(&self) -> Option<PaperSize> {
        self.size.as_deref()?.parse().ok()
    }

    /// A sheet at `address`, from which the way leads back to `back`.
    pub(in crate::web) fn paper(
        &self,
        reader: &Reader,
        sizes: &'static [PaperSize],
        address: String,
        back: String,
    ) -> Paper {
        let page: Page = reader.page();
        Paper::new(
            page,
            self.languages(reader),
            (self.size(), sizes),
            (address, back),
        )
    }
}

/// `GET /seminars/{code}/print`: what there is.
pub async fn overview(
    app: web::Data<App>,
    reader: Reader,
    code: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let viewer = reader.actor();
    // Whoever sits at the front desk prints for what is for invited guests alone, too.
    let kept = match viewer {
        Some(actor) => people::kept(&mut conn, actor, &code).await.ok(),
        None => None,
    };
    let people = match &kept {
        Some(seminar) => Some(people::yes(&mut conn, seminar.id).await?),
        None => None,
    };
    let seminar = match kept {
        Some(seminar) => seminar,
        None => found::seen(&mut conn, viewer, &code).await?.0,
    };
    let series = match seminar.series_id {
        Some(id) => queries::series_by_id(&mut conn, id).await?,
        None => None,
    };
    let series = match series {
        Some(series) if queries::sees_series(&mut conn, viewer, &series).await? => {
            Some(series.slug)
        }
        _ => None,
    };
    let languages = asked.languages(&reader);
    let title = seminar.read_in(reader.language()).title.to_owned();
    reader.show(&PrintPage {
        page: reader.page(),
        tongue: match languages.as_slice() {
            [one] => one.code().to_owned(),
            _ => BOTH.to_owned(),
        },
        code: seminar.code,
        title,
        state: seminar.state,
        people,
        series,
    })
}

/// `GET /seminars/{code}/print/poster`
pub async fn poster(
    app: web::Data<App>,
    reader: Reader,
    code: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let subject = seen(&mut conn, &reader, &code).await?;
    let paper = asked.paper(
        &reader,
        &[PaperSize::A3, PaperSize::A4],
        urls::seminar_poster(&code),
        urls::seminar_print(&code),
    );
    sheet(&reader, &PosterPage::new(paper, subject))
}

/// `GET /seminars/{code}/print/leaflet`
pub async fn leaflet(
    app: web::Data<App>,
    reader: Reader,
    code: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let subject = seen(&mut conn, &reader, &code).await?;
    let paper = asked.paper(
        &reader,
        &[PaperSize::A4],
        urls::seminar_leaflet(&code),
        urls::seminar_print(&code),
    );
    sheet(&reader, &LeafletPage::new(paper, subject))
}

/// What is told of the seminar with this code, of which the reader may know.
async fn seen(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    code: &str,
) -> Result<Subject, Failure> {
    let (seminar, _) = found::seen(conn, reader.actor(), code).await?;
    let mut details = queries::detail(conn, seminar).await?;
    queries::hide_heads(conn, reader.actor(), slice::from_mut(&mut details)).await?;
    Ok(read::subject(conn, reader.hub(), details, reader.now()).await?)
}

/// A sheet, which does nothing but be looked at.
fn sheet(reader: &Reader, page: &impl Template) -> Result<HttpResponse, Failure> {
    let mut answer = reader.show(page)?;
    answer.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(PAPER_POLICY),
    );
    Ok(answer)
}
