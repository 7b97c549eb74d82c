//! What is told of a seminar as a text, for portals and mailing lists.

use std::slice;

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::seen;
use crate::{
    app::App,
    base::{ids::SeminarId, language::Language},
    seminars::queries,
    web::{
        actor::ApiActor,
        api::{Asked, show},
        errors::Failure,
        pages::print::text::{Format, House, written},
        print::read,
    },
};

/// What is told of a seminar, in one language and in three ways of writing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SeminarText)]
pub struct TextShown {
    /// In which language.
    language: Language,
    /// As people write mails.
    text: String,
    /// In Markdown.
    markdown: String,
    /// As a fragment of HTML: paragraphs, headings of the second and third level, lists and links.
    html: String,
}

/// Read the text of a seminar
///
/// What its page tells of it, complete and ready to be put into a portal or a mail: title, speakers, the time by the clock of
/// its place, by the hub's and by those of its speakers' institutions, place, links, abstract. What is not known yet is said.
/// `language` is the hub's where none is asked for.
#[utoipa::path(get, path = "/seminars/{id}/text", tag = "Seminars", operation_id = "get_seminar_text",
    params(
        SeminarId,
        ("language" = Option<Language>, Query, description = "In this language"),
    ),
    responses((status = 200, body = TextShown)))]
pub async fn text(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let language = asked.parsed("language", "reason-language");
    asked.end()?;
    let language = language.unwrap_or(app.hub.language);
    let mut conn = app.db.get().await?;
    let seminar = seen(&mut conn, &api, *id).await?;
    let mut details = queries::detail(&mut conn, seminar).await?;
    queries::hide_heads(&mut conn, Some(&api.actor), slice::from_mut(&mut details)).await?;
    let subject = read::subject(&mut conn, &app.hub, details, app.clock.now()).await?;
    let house = House::from(&app.hub);
    let of = |format| written(&subject, &house, language, format);
    show(&TextShown {
        language,
        text: of(Format::Plain),
        markdown: of(Format::Markdown),
        html: of(Format::Html),
    })
}
