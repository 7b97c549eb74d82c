//! What every call has in common, added to the description by rule, so that beside a call stands only what is its own.
//!
//! * Whoever needs a token may be answered 401; the server may be at fault (500) or without its database (503).
//! * A path with a parameter may lead to nothing (404); a query or a body may say what cannot be (422).
//! * A body may be no JSON (400), no `application/json` (415), too large (413), or too slow (408).
//! * Where `If-Match` is taken, a stale one is 412, and a stale `lock_version` 409.
//! * What has a `lock_version` has it as its `ETag`; what was made and can be read says where, by `Location`.
//! * In answers, a member that can be `null` is always there; a list holds what stands under a name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use utoipa::{
    Modify,
    openapi::{
        Components, Content, Header, HttpMethod, OpenApi, PathItem, Ref, RefOr, Required, Response,
        Schema,
        path::{Operation, ParameterIn},
        schema::{ArrayItems, Object, SchemaType, Type},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// Puts into the description what all calls have in common.
pub(super) struct Common;

/// The answers that many calls share, by the name under which they stand among the components.
const SHARED: &[(&str, &str, &str)] = &[
    ("400", "Unreadable", "The body is no JSON at all."),
    (
        "401",
        "TokenNeeded",
        "There is no token, or one that is not valid.",
    ),
    (
        "404",
        "NotFound",
        "There is nothing here, or the caller may not know of it.",
    ),
    ("408", "TooSlow", "The body did not come within 30 seconds."),
    (
        "409",
        "Stale",
        "It was changed since `lock_version`; the answer says which is in force.",
    ),
    (
        "412",
        "StaleTag",
        "It was changed since `If-Match`; the answer says which `lock_version` is in force.",
    ),
    ("413", "TooLarge", "The body has more than 2 MB."),
    ("415", "MediaType", "The body is no `application/json`."),
    (
        "422",
        "Invalid",
        "What was sent was read, and cannot be: `fields` says what is wrong with which member, parameter or header. Or \
         the `Idempotency-Key` came with another body before.",
    ),
    (
        "500",
        "Fault",
        "Something broke on the hub's side; nothing was half done.",
    ),
    (
        "503",
        "Unavailable",
        "The database cannot be reached just now; `Retry-After` says when to try again.",
    ),
];

impl Modify for Common {
    fn modify(&self, openapi: &mut OpenApi) {
        let readable: BTreeSet<String> = openapi
            .paths
            .paths
            .iter()
            .filter(|(_, item)| item.get.is_some())
            .map(|(path, _)| path.clone())
            .collect();
        let components = openapi.components.get_or_insert_with(Components::new);
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token of a person, as `maru token` prints it."));
        components.add_security_scheme("token", SecurityScheme::Http(token.build()));
        for (_, name, words) in SHARED {
            let response = RefOr::T(problem(words));
            components.responses.insert((*name).to_owned(), response);
        }
        for item in openapi.paths.paths.values_mut() {
            for (_, operation) in operations(item) {
                by_name(operation, &components.schemas);
            }
        }
        flatten(&mut components.schemas);
        let sent = sent_schemas(&openapi.paths.paths, &components.schemas);
        always_there(&mut components.schemas, &sent);
        for (path, item) in &mut openapi.paths.paths {
            for (method, operation) in operations(item) {
                body(operation, &components.schemas);
                shared_answers(operation);
                for (status, response) in &mut operation.responses.responses {
                    let RefOr::T(response) = response else {
                        continue;
                    };
                    let made = method == HttpMethod::Post && status == "201";
                    let found = format!("{path}/{{");
                    let kept = readable
                        .iter()
                        .filter_map(|known| known.strip_prefix(&found))
                        .any(|rest| !rest.contains('/'));
                    answer(status, response, &components.schemas, made && kept);
                }
            }
        }
    }
}

/// The calls of a path.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Put, &mut item.put),
        (HttpMethod::Patch, &mut item.patch),
        (HttpMethod::Delete, &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// A body may be left out where none of its members is needed: it is read as `{}` then. The octets of a file may not.
fn body(operation: &mut Operation, schemas: &BTreeMap<String, RefOr<Schema>>) {
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        if !body.content.contains_key("application/json") {
            body.required = Some(Required::True);
            return;
        }
        let needed = content_schema(body.content.values().next())
            .and_then(|schema| object(schema, schemas))
            .is_some_and(|object| !object.required.is_empty());
        body.required = Some(if needed {
            Required::True
        } else {
            Required::False
        });
    }
}

fn shared_answers(operation: &mut Operation) {
    let parameters = operation.parameters.iter().flatten();
    let places: Vec<(ParameterIn, &str)> = parameters
        .filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some((parameter.parameter_in.clone(), &*parameter.name)),
            RefOr::Ref(_) => None,
        })
        .collect();
    let has = |wanted: &ParameterIn| places.iter().any(|(place, _)| place == wanted);
    let conditional = places.iter().any(|(_, name)| *name == "If-Match");
    let mut statuses = vec!["500"];
    if operation.security.is_none() {
        statuses.extend(["401", "503"]);
    }
    if has(&ParameterIn::Path) {
        statuses.push("404");
    }
    if has(&ParameterIn::Query) || has(&ParameterIn::Header) {
        statuses.push("422");
    }
    if operation.request_body.is_some() {
        statuses.extend(["400", "408", "413", "415", "422"]);
    }
    if conditional {
        statuses.extend(["409", "412"]);
    }
    for (status, name, _) in SHARED {
        if statuses.contains(status) {
            let shared = RefOr::Ref(Ref::from_response_name(*name));
            let responses = &mut operation.responses.responses;
            responses.entry((*status).to_owned()).or_insert(shared);
        }
    }
}

/// What goes without saying of an answer: how it reads, and its headers.
fn answer(
    status: &str,
    response: &mut Response,
    schemas: &BTreeMap<String, RefOr<Schema>>,
    located: bool,
) {
    if status.starts_with(['4', '5']) {
        if response.content.is_empty() {
            *response = problem(&response.description);
        }
        return;
    }
    if response.description.is_empty() {
        response.description = match status {
            "201" => "It is entered",
            _ => "As it is now",
        }
        .to_owned();
    }
    let versioned = content_schema(response.content.values().next()).is_some_and(|schema| {
        let mut alternatives = match schema {
            RefOr::T(Schema::OneOf(choice)) => choice.items.iter().collect(),
            other => vec![other],
        };
        if let RefOr::Ref(reference) = schema
            && let Some(RefOr::T(Schema::OneOf(choice))) = schemas.get(name_of(reference))
        {
            alternatives = choice.items.iter().collect();
        }
        alternatives
            .into_iter()
            .filter_map(|schema| object(schema, schemas))
            .any(|object| object.properties.contains_key("lock_version"))
    });
    if versioned {
        header(
            response,
            "ETag",
            "Its `lock_version`, to be sent back as `If-Match`: `\"3\"`",
        );
    }
    if located {
        header(response, "Location", "Where what was made can be read");
    }
}

fn header(response: &mut Response, name: &str, words: &str) {
    let mut header = Header::default();
    header.description = Some(words.to_owned());
    response.headers.insert(name.to_owned(), RefOr::T(header));
}

fn problem(words: &str) -> Response {
    let schema = RefOr::Ref(Ref::from_schema_name("Problem"));
    let mut response = Response::new(words);
    response.content.insert(
        "application/problem+json".to_owned(),
        RefOr::T(Content::new(Some(schema))),
    );
    response
}

/// A list holds what stands under a name. Whatever is composed holds a copy of it instead.
fn by_name(operation: &mut Operation, schemas: &BTreeMap<String, RefOr<Schema>>) {
    for response in operation.responses.responses.values_mut() {
        let RefOr::T(response) = response else {
            continue;
        };
        for content in response.content.values_mut() {
            let RefOr::T(Content {
                schema: Some(RefOr::T(Schema::Object(list))),
                ..
            }) = content
            else {
                continue;
            };
            if let Some(RefOr::T(Schema::Array(array))) = list.properties.get_mut("items")
                && let ArrayItems::RefOrSchema(item) = &mut array.items
                && let Some((name, _)) = schemas.iter().find(|(_, schema)| *schema == &**item)
            {
                **item = RefOr::Ref(Ref::from_schema_name(name));
            }
            complete(list);
        }
    }
}

/// What stands flattened in the code stands as one object in JSON.
fn flatten(schemas: &mut BTreeMap<String, RefOr<Schema>>) {
    for schema in schemas.values_mut() {
        let RefOr::T(Schema::AllOf(all)) = schema else {
            continue;
        };
        let mut whole = Object::new();
        whole.description.clone_from(&all.description);
        whole.example.clone_from(&all.example);
        for part in &all.items {
            if let RefOr::T(Schema::Object(part)) = part {
                whole.properties.extend(part.properties.clone());
                whole.required.extend(part.required.clone());
            }
        }
        *schema = RefOr::T(Schema::Object(whole));
    }
}

/// The schemas of bodies, and all that they name.
fn sent_schemas(
    paths: &BTreeMap<String, PathItem>,
    schemas: &BTreeMap<String, RefOr<Schema>>,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<String> = Vec::new();
    for item in paths.values() {
        for (_, operation) in operations(&mut item.clone()) {
            open.extend(named(&operation.request_body));
        }
    }
    while let Some(name) = open.pop() {
        open.extend(named(&schemas.get(&name)));
        found.insert(name);
    }
    found
}

/// The schemas that something names.
pub(in crate::web) fn named(within: &impl serde::Serialize) -> Vec<String> {
    fn collect(value: &Value, into: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(to)) = members.get("$ref") {
                    into.extend(to.rsplit('/').next().map(str::to_owned));
                }
                members.values().for_each(|value| collect(value, into));
            }
            Value::Array(items) => items.iter().for_each(|value| collect(value, into)),
            _ => {}
        }
    }
    let mut names = Vec::new();
    collect(
        &serde_json::to_value(within).unwrap_or_default(),
        &mut names,
    );
    names
}

/// In answers nothing is left out silently: what can be `null` is always there.
fn always_there(schemas: &mut BTreeMap<String, RefOr<Schema>>, sent: &BTreeSet<String>) {
    for (_, schema) in schemas.iter_mut().filter(|(name, _)| !sent.contains(*name)) {
        let RefOr::T(Schema::Object(object)) = schema else {
            continue;
        };
        complete(object);
    }
}

fn complete(object: &mut Object) {
    for (name, member) in &object.properties {
        if is_nullable(member) && !object.required.contains(name) {
            object.required.push(name.clone());
        }
    }
}

fn is_nullable(schema: &RefOr<Schema>) -> bool {
    let nullable = |types: &SchemaType| matches!(types, SchemaType::Array(types) if types.contains(&Type::Null));
    match schema {
        RefOr::T(Schema::Object(object)) => {
            nullable(&object.schema_type) || object.schema_type == SchemaType::Type(Type::Null)
        }
        RefOr::T(Schema::Array(array)) => nullable(&array.schema_type),
        RefOr::T(Schema::OneOf(choice)) => choice.items.iter().any(is_nullable),
        _ => false,
    }
}

fn content_schema(content: Option<&RefOr<Content>>) -> Option<&RefOr<Schema>> {
    match content? {
        RefOr::T(content) => content.schema.as_ref(),
        RefOr::Ref(_) => None,
    }
}

/// The object that a schema is or names.
fn object<'a>(
    schema: &'a RefOr<Schema>,
    schemas: &'a BTreeMap<String, RefOr<Schema>>,
) -> Option<&'a Object> {
    match schema {
        RefOr::T(Schema::Object(object)) => Some(object),
        RefOr::Ref(reference) => match schemas.get(name_of(reference))? {
            RefOr::T(Schema::Object(object)) => Some(object),
            _ => None,
        },
        RefOr::T(_) => None,
    }
}

fn name_of(reference: &Ref) -> &str {
    let location = reference.ref_location.rsplit('/');
    location.into_iter().next().unwrap_or_default()
}
