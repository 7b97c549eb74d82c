//! Out of the description for programs, that for people.

use std::{collections::BTreeSet, sync::LazyLock};

use utoipa::openapi::{
    OpenApi, Ref, RefOr, Required, Response,
    path::{Operation, Parameter, ParameterIn, PathItem},
};

use super::{
    Answer, Body, Call, Description, Member, Part,
    shapes::{Shapes, name_of},
};
use crate::{
    base::text,
    web::{api::openapi, pages::markdown},
};

/// The description, read once.
pub fn description() -> &'static Description {
    static READ: LazyLock<Description> = LazyLock::new(|| read(openapi::document()));
    &READ
}

/// One of its parts.
pub fn part(slug: &str) -> Option<&'static Part> {
    let parts = &description().parts;
    parts.iter().find(|part| part.slug == slug)
}

fn read(api: &OpenApi) -> Description {
    let shapes = Shapes::of(api);
    let parts = api.tags.iter().flatten().map(|tag| {
        let calls: Vec<(&'static str, &str, &Operation)> = api
            .paths
            .paths
            .iter()
            .flat_map(|(path, item)| {
                calls(item).map(move |(method, operation)| (method, path.as_str(), operation))
            })
            .filter(|(_, _, operation)| {
                operation
                    .tags
                    .iter()
                    .flatten()
                    .any(|name| *name == tag.name)
            })
            .collect();
        let named: BTreeSet<String> = calls
            .iter()
            .flat_map(|(_, _, operation)| openapi::named(operation))
            .filter(|name| name != "Problem")
            .collect();
        Part {
            slug: text::slug(&tag.name),
            name: tag.name.clone(),
            words: tag.description.as_deref().and_then(markdown::html),
            calls: calls
                .into_iter()
                .map(|(method, path, operation)| call(&shapes, method, path, operation))
                .collect(),
            shapes: shapes.with_all_they_name(named),
        }
    });
    Description {
        version: api.info.version.clone(),
        guide: api.info.description.as_deref().and_then(markdown::html),
        parts: parts.collect(),
        shared: told_once(api, &shapes),
        problem: shapes.with_all_they_name(BTreeSet::from(["Problem".to_owned()])),
    }
}

/// What many calls answer, by status.
fn told_once(api: &OpenApi, shapes: &Shapes) -> Vec<Answer> {
    let items = api.paths.paths.values();
    let operations = items.flat_map(calls).map(|(_, operation)| operation);
    let named: BTreeSet<(&str, &str)> = operations
        .flat_map(shared)
        .map(|(status, reference)| (status.as_str(), name_of(reference)))
        .collect();
    let answers = named.into_iter().filter_map(|(status, name)| {
        let response = shapes.response(name)?;
        Some(answer(shapes, status, response))
    });
    answers.collect()
}

fn calls(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
    [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

fn call(shapes: &Shapes, method: &'static str, path: &str, operation: &Operation) -> Call {
    let parameters = operation.parameters.iter().flatten();
    let words = operation.description.as_deref();
    Call {
        id: operation.operation_id.clone().unwrap_or_default(),
        method,
        path: path.to_owned(),
        summary: operation.summary.clone().unwrap_or_default(),
        words: words.and_then(markdown::html),
        open: operation.security.is_some(),
        parameters: parameters
            .filter_map(|known| match known {
                RefOr::T(known) => Some(parameter(shapes, known)),
                RefOr::Ref(_) => None,
            })
            .collect(),
        body: body(shapes, operation),
        answers: operation
            .responses
            .responses
            .iter()
            .filter_map(|(status, response)| match response {
                RefOr::T(response) => Some(answer(shapes, status, response)),
                RefOr::Ref(_) => None,
            })
            .collect(),
        shared: shared(operation)
            .map(|(status, _)| status.clone())
            .collect(),
    }
}

/// The answers of a call that many others have, too.
fn shared(operation: &Operation) -> impl Iterator<Item = (&String, &Ref)> {
    let answers = operation.responses.responses.iter();
    answers.filter_map(|(status, response)| match response {
        RefOr::Ref(reference) => Some((status, reference)),
        RefOr::T(_) => None,
    })
}

fn parameter(shapes: &Shapes, parameter: &Parameter) -> Member {
    let place = match parameter.parameter_in {
        ParameterIn::Path => "path",
        ParameterIn::Header => "header",
        _ => "query",
    };
    let needed = parameter.required == Required::True;
    let mut member = match &parameter.schema {
        Some(schema) => shapes.member(&parameter.name, schema, needed),
        None => Member {
            name: parameter.name.clone(),
            place: None,
            kind: super::Kind::default(),
            needed,
            bounds: Vec::new(),
            words: None,
        },
    };
    // What need not be asked for is left out, never `null`.
    member.kind = member.kind.without_null();
    member.place = Some(place);
    member.words = parameter.description.as_deref().and_then(markdown::html);
    member
}

fn body(shapes: &Shapes, operation: &Operation) -> Option<Body> {
    let Some(RefOr::T(body)) = &operation.request_body else {
        return None;
    };
    let Some(RefOr::T(content)) = body.content.values().next() else {
        return None;
    };
    let schema = content.schema.as_ref()?;
    Some(Body {
        kind: shapes.kind(schema),
        needed: body.required == Some(Required::True),
        example: shapes.example(schema),
    })
}

fn answer(shapes: &Shapes, status: &str, response: &Response) -> Answer {
    let content = response.content.values().next();
    let schema = match content {
        Some(RefOr::T(content)) => content.schema.as_ref(),
        _ => None,
    };
    Answer {
        status: status.to_owned(),
        words: markdown::html(&response.description),
        kind: schema
            .filter(|_| status.starts_with('2'))
            .map(|schema| shapes.kind(schema)),
        headers: response.headers.keys().cloned().collect(),
    }
}
