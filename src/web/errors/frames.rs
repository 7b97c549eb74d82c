//! The frames that show a failure: as a page, or as a problem document.

use actix_web::{
    Error, HttpMessage, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::Next,
};
use serde_json::{Map, Value, json};

use super::{Failure, Kind};
use crate::{
    base::language::Language,
    web::{
        pages::errors::{ErrorPage, Fault},
        reader,
    },
};

/// The frame around the pages: shows a failure as a page in the reader's language.
pub async fn as_pages(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let res = next.call(req).await?.map_into_boxed_body();
    let Some(told) = Told::of(&res) else {
        return Ok(res);
    };
    let req = res.request();
    let page = reader::page_of(req);
    let fault = Fault::of_status(told.status.as_u16());
    let shown = ErrorPage {
        detail: told.detail(page.language),
        request_id: told.request_id(req),
        page,
        fault,
    };
    let status = StatusCode::from_u16(fault.status()).unwrap_or(told.status);
    let response = told.response(status);
    let response = match askama::Template::render(&shown) {
        Ok(html) => response_with(response, "text/html; charset=utf-8", html),
        Err(error) => {
            tracing::error!(%error, "the page of an error could not be made");
            response_with(response, "text/plain; charset=utf-8", status.to_string())
        }
    };
    Ok(ServiceResponse::new(req.clone(), response))
}

/// The frame around the API: shows a failure as a problem document (RFC 9457).
pub async fn as_problems(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let res = next.call(req).await?.map_into_boxed_body();
    let Some(told) = Told::of(&res) else {
        return Ok(res);
    };
    let req = res.request();
    let language = reader::accepted_language(req).unwrap_or(Language::En);
    let problem = told.problem(req, language);
    let response = response_with(
        told.response(told.status),
        "application/problem+json",
        problem.to_string(),
    );
    Ok(ServiceResponse::new(req.clone(), response))
}

fn response_with(
    mut empty: HttpResponse,
    content_type: &'static str,
    body: String,
) -> HttpResponse {
    empty
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    empty.set_body(BoxBody::new(body))
}

/// An error that stands in a response, ours or the server's own.
struct Told<'a> {
    failure: Option<&'a Failure>,
    kind: Kind,
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl<'a> Told<'a> {
    /// The error of a response; `None` for one that a handler wrote itself, whatever its status. Logs our own faults.
    fn of(res: &'a ServiceResponse) -> Option<Self> {
        let error = res.response().error()?;
        let failure = error.as_error::<Failure>();
        let status = failure.map_or(res.status(), |failure| failure.0.status);
        if status.is_redirection() {
            return None;
        }
        let kind = failure.map_or_else(|| Kind::of_status(status), Failure::kind);
        match failure.and_then(|failure| failure.0.cause.as_ref()) {
            Some(cause) if kind == Kind::Unavailable => {
                tracing::warn!("the database is away: {cause:#}");
            }
            Some(cause) if kind == Kind::Busy => {
                tracing::warn!("a change met another and was given up: {cause:#}");
            }
            Some(cause) => tracing::error!("{cause:#}"),
            None if kind == Kind::Internal => tracing::error!(%error, "a fault"),
            None => {}
        }
        // What the answer carries beside its body: `Allow`, `WWW-Authenticate`, cookies.
        let headers = res
            .headers()
            .iter()
            .filter(|(name, _)| *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH)
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        Some(Self {
            failure,
            kind,
            status,
            headers,
        })
    }

    fn detail(&self, language: Language) -> Option<String> {
        self.failure?.say(language)
    }

    fn request_id(&self, req: &actix_web::HttpRequest) -> Option<String> {
        let id = req
            .extensions()
            .get::<tracing_actix_web::RequestId>()?
            .to_string();
        self.status.is_server_error().then_some(id)
    }

    fn response(&self, status: StatusCode) -> HttpResponse {
        let mut response = HttpResponse::new(status);
        for (name, value) in &self.headers {
            response.headers_mut().append(name.clone(), value.clone());
        }
        let again_after = match self.kind {
            Kind::Unavailable => Some("5"),
            Kind::Busy => Some("1"),
            _ => None,
        };
        if let Some(seconds) = again_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static(seconds));
        }
        response
    }

    fn problem(&self, req: &actix_web::HttpRequest, language: Language) -> Value {
        let name = self.kind.name();
        let mut problem = Map::new();
        problem.insert(
            "type".into(),
            reader::absolute(req, &format!("/problems/{name}")).into(),
        );
        problem.insert(
            "title".into(),
            language.t(&format!("problem-{name}")).into(),
        );
        problem.insert("status".into(), self.status.as_u16().into());
        let detail = self
            .detail(language)
            .unwrap_or_else(|| language.t(&format!("problem-words-{name}")));
        problem.insert("detail".into(), detail.into());
        if let Some(id) = self.request_id(req) {
            problem.insert("request_id".into(), id.into());
        }
        let Some(failure) = self.failure else {
            return problem.into();
        };
        if let Some(fields) = &failure.0.fields {
            let fields: Map<_, _> = fields
                .fields()
                .map(|(field, reasons)| {
                    let reasons: Vec<_> = reasons.iter().map(|r| r.say(language)).collect();
                    (field.to_owned(), json!(reasons))
                })
                .collect();
            problem.insert("fields".into(), fields.into());
        }
        for (member, value) in &failure.0.more {
            problem.insert(member.clone(), value.clone());
        }
        problem.into()
    }
}
