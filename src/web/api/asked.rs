//! What a call asks for beside its body: filters and pages of a list, and the version that a change is based on.

use std::{collections::BTreeSet, fmt::Display, future::Ready, str::FromStr};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::StatusCode, http::header, web};

use utoipa::openapi::{
    ObjectBuilder,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::Type,
};

use crate::{
    base::{
        clock::Instant,
        error::{Invalid, Reason},
        page::Page,
        zone::has_long_year,
    },
    web::errors::{Failure, Kind},
};

/// The query of an address. Each parameter is taken by its name; what is left over is not known here, and a 422 that
/// names those that are.
#[derive(Debug, Default)]
pub struct Asked {
    pairs: Vec<(String, String)>,
    known: BTreeSet<String>,
    invalid: Invalid,
}

impl Asked {
    /// A text; none where it is not asked for or empty.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.known.insert(name.to_owned());
        let place = self.pairs.iter().position(|(asked, _)| asked == name)?;
        let (_, value) = self.pairs.remove(place);
        (!value.is_empty()).then_some(value)
    }

    /// Something to be read from a text; `reason` is the key of what is said where it cannot be.
    pub fn parsed<T: FromStr>(&mut self, name: &str, reason: &'static str) -> Option<T> {
        let text = self.text(name)?;
        let parsed = text.parse().ok().filter(|_| !has_long_year(&text));
        self.invalid.take(name, parsed.ok_or(Reason::new(reason)))
    }

    /// An instant (RFC 3339). A plus sign that nobody encoded has become a blank on its way: `…T16:00:00+09:00`.
    pub fn instant(&mut self, name: &str) -> Option<Instant> {
        self.read(name, |text| {
            let as_meant = |_| text.replace(' ', "+").parse::<Instant>();
            let read = text.parse::<Instant>().or_else(as_meant).ok();
            read.filter(|_| !has_long_year(text))
                .ok_or(Reason::new("reason-instant"))
        })
    }

    /// Something to be read from a text by `read`, which says why it cannot be.
    pub fn read<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Option<T> {
        let text = self.text(name)?;
        self.invalid.take(name, read(&text))
    }

    /// One of some words.
    pub fn word<T: FromStr + Display>(&mut self, name: &str, all: &[T]) -> Option<T> {
        self.read(name, |text| {
            text.parse().map_err(|_| {
                let choices: Vec<String> = all.iter().map(ToString::to_string).collect();
                Reason::new("reason-not-a-choice").with("choices", choices.join(", "))
            })
        })
    }

    /// `true` or `false`, which it is where it is not asked for.
    pub fn flag(&mut self, name: &str) -> bool {
        self.word(name, &[true, false]).unwrap_or(false)
    }

    /// `limit` and `after`.
    pub fn page(&mut self) -> Page {
        let (limit, after) = (self.text("limit"), self.text("after"));
        match Page::parse(limit.as_deref(), after.as_deref()) {
            Ok(page) => page,
            Err(wrong) => {
                for (field, reasons) in wrong.fields() {
                    for reason in reasons {
                        self.invalid.add(field, reason.clone());
                    }
                }
                Page::default()
            }
        }
    }

    /// Nothing else may be asked for. Call it when all was taken.
    ///
    /// # Errors
    /// Whatever was wrong, and what is left over.
    pub fn end(mut self) -> Result<(), Invalid> {
        let known = Vec::from_iter(self.known).join(", ");
        for (name, _) in &self.pairs {
            let reason = match known.as_str() {
                "" => Reason::new("reason-unknown-member"),
                known => Reason::new("reason-unknown-parameter").with("known", known),
            };
            self.invalid.add(name, reason);
        }
        self.invalid.none_or()
    }
}

impl FromRequest for Asked {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(req.query_string());
        std::future::ready(match pairs {
            Ok(pairs) => Ok(Self {
                pairs: pairs
                    .into_inner()
                    .into_iter()
                    .map(|(name, value)| (name, value.replace('\0', "")))
                    .collect(),
                ..Self::default()
            }),
            Err(_) => Err(Failure::new(Kind::Unreadable)),
        })
    }
}

/// The version that a change is based on: `If-Match: "3"` (RFC 9110 §13.1.1), where it is sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct IfMatch(Option<i32>);

impl IfMatch {
    /// The version, else the one named in the body.
    pub fn or(self, in_body: Option<i32>) -> Option<i32> {
        self.0.or(in_body)
    }

    /// What a change answered; where it came too late, 412 if the header said which version was meant.
    ///
    /// # Errors
    /// What the change answered.
    pub fn judge<T>(self, outcome: Result<T, impl Into<Failure>>) -> Result<T, Failure> {
        outcome.map_err(|refused| {
            let failure: Failure = refused.into();
            if self.0.is_some() && failure.kind() == Kind::Stale {
                failure.under(StatusCode::PRECONDITION_FAILED)
            } else {
                failure
            }
        })
    }
}

impl utoipa::IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let parameter = ParameterBuilder::new()
            .name("If-Match")
            .parameter_in(ParameterIn::Header)
            .description(Some(
                "The `ETag` that the change is based on: where it is stale, nothing is changed and the answer is 412. \
                 `*`, or nothing: whatever it is.",
            ))
            .schema(Some(
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .examples(["\"3\""]),
            ));
        vec![parameter.build()]
    }
}

impl FromRequest for IfMatch {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let tag = req
            .headers()
            .get(header::IF_MATCH)
            .map(|value| value.to_str().unwrap_or_default().trim());
        std::future::ready(Ok(Self(match tag {
            None | Some("*") => None,
            // A tag that we never gave out matches no version.
            Some(tag) => Some(tag.trim_matches('"').parse().unwrap_or(-1)),
        })))
    }
}
