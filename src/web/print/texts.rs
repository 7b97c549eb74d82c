//! The texts of a seminar: to copy, and as files.

use actix_web::{
    HttpResponse,
    http::header::{self, HeaderValue},
    web,
};

use super::{Asked, seen};
use crate::{
    app::App,
    base::language::Language,
    web::{
        errors::Failure,
        pages::print::{
            overview::{TextLine, TextPage},
            text::{Format, House, written},
        },
        reader::Reader,
    },
};

/// `GET /seminars/{code}/print/text`: all of them, those in the reader's language first.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let subject = seen(&mut conn, &reader, &code).await?;
    let house = House::from(reader.hub());
    let all = Language::ALL
        .into_iter()
        .flat_map(|language| Format::ALL.iter().map(move |format| (language, *format)));
    let texts = all.map(|(language, format)| TextLine {
        language,
        format,
        words: written(&subject, &house, language, format),
    });
    let texts = texts.collect();
    let subject = subject.read_in(&[reader.language()]);
    reader.show(&TextPage {
        page: reader.page(),
        texts,
        code: subject.code,
        title: subject.title,
        state: subject.state,
    })
}

/// `GET /seminars/{code}/print/text.txt`: one of them.
pub async fn file(
    app: web::Data<App>,
    reader: Reader,
    code: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let subject = seen(&mut conn, &reader, &code).await?;
    let languages = asked.languages(&reader);
    let language = languages.first().copied().unwrap_or(reader.language());
    let format = asked.format.as_deref().and_then(|word| word.parse().ok());
    let format = format.unwrap_or(Format::Plain);
    let words = written(&subject, &House::from(reader.hub()), language, format);
    let name = format!(
        "attachment; filename=\"{}.{}.{format}.txt\"",
        subject.code,
        language.code()
    );
    let mut answer = HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(words);
    if let Ok(name) = HeaderValue::from_str(&name) {
        answer
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(answer)
}
