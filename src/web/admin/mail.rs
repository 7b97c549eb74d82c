//! Captured mail, for administrators: `GET /admin/mail?q=&after=`, `GET /admin/mail/{id}?part=`,
//! `GET /admin/mail/{id}/html`.

use actix_web::{HttpResponse, http::header, web};
use serde::Deserialize;

use super::may_administer;
use crate::{
    app::App,
    base::ids::MessageId,
    mail::captured::{self, Captured, Parts, Whole},
    web::{
        actor::Signed,
        errors::Failure,
        pages::captured_mail::{CapturedMailPage, CapturedMessagePage, MailLine, MailPart},
        reader::Reader,
        urls,
    },
};

/// How many stand on a page.
const PAGE: usize = 50;

/// What the body of a mail may do in its frame: look as it was meant, and open links beside it. Nothing runs, nothing is
/// fetched, and none of our pages but this one can be around it.
const MAIL_POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
     style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

/// What is looked for, and behind which mail the page begins.
#[derive(Debug, Deserialize)]
pub struct Asked {
    q: Option<String>,
    after: Option<String>,
}

/// The list, the latest first.
pub async fn all(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let query = asked.q.clone().unwrap_or_default();
    let after = asked.after.as_deref().and_then(|id| id.parse().ok());
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut found = captured::list(&mut *app.db.get().await?, &query, after, limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| more).map(|one| one.id.to_string());
    reader.show(&CapturedMailPage {
        page: reader.page(),
        messages: found.into_iter().map(line).collect(),
        older: last.map(|last| {
            let words = Some(query.as_str()).filter(|words| !words.is_empty());
            urls::with_query(&urls::mail(), &[("q", words), ("after", Some(&last))])
        }),
        query,
    })
}

/// Which part is opened.
#[derive(Debug, Deserialize)]
pub struct Opened {
    part: Option<String>,
}

/// One mail.
pub async fn one(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    id: web::Path<MessageId>,
    opened: web::Query<Opened>,
) -> Result<HttpResponse, Failure> {
    let (whole, parts) = found(&app, &signed, *id).await?;
    reader.show(&CapturedMessagePage {
        page: reader.page(),
        message: line(whole.captured),
        from: parts.from,
        part: MailPart::of(opened.part.as_deref().unwrap_or_default()),
        links: captured::links(&parts.text),
        text: parts.text,
        has_html: parts.html.is_some(),
        calendar: parts.calendar,
        source: String::from_utf8_lossy(&whole.source).into_owned(),
    })
}

/// The HTML body alone, for its frame. Links open beside it.
pub async fn html(
    app: web::Data<App>,
    signed: Signed,
    id: web::Path<MessageId>,
) -> Result<HttpResponse, Failure> {
    let (_, parts) = found(&app, &signed, *id).await?;
    let body = parts.html.ok_or_else(Failure::not_found)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_SECURITY_POLICY, MAIL_POLICY))
        .content_type("text/html; charset=utf-8")
        .body(body.replacen("<head>", "<head><base target=\"_blank\">", 1)))
}

async fn found(app: &App, signed: &Signed, id: MessageId) -> Result<(Whole, Parts), Failure> {
    may_administer(&signed.actor)?;
    let found = captured::one(&mut *app.db.get().await?, id).await?;
    let whole = found.ok_or_else(Failure::not_found)?;
    let parts = captured::parts(&whole.source);
    Ok((whole, parts))
}

fn line(mail: Captured) -> MailLine {
    MailLine {
        id: mail.id.to_string(),
        to: mail.address,
        subject: mail.subject,
        kind: mail.kind.word().to_owned(),
        at: mail.captured_at,
    }
}
