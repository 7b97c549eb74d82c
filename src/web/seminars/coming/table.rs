//! Who is coming, as a table.

use actix_web::{HttpResponse, http::header, web};

use super::shown::{position, said_of};
use crate::{
    app::App,
    base::{clock::Instant, csv::Table, language::Language},
    seminars::{
        model::{Answer, FormQuestion, QuestionAnswer, Taken},
        queries::{self, Comes},
    },
    web::{actor::Signed, errors::Failure, reader::Reader, seminars::found},
};

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
