//! How the hub's own types stand in the description of the API (OpenAPI 3.1, whose schemas are JSON Schema 2020-12).
//!
//! What a comment says beside a type in the code is what the description says of it.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        KnownFormat, ObjectBuilder, RefOr, Required, Schema, SchemaFormat,
        path::{Parameter, ParameterBuilder, ParameterIn},
        schema::Type,
    },
};

use super::{language::Language, zone::Zone};

/// The id of something, which `says` what it is: a UUID.
pub fn id(says: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
        .description(Some(id_of(says)))
        .into()
}

/// The id of what an address is about, as its part `{id}`.
pub fn id_in_path(says: &str) -> Vec<Parameter> {
    let parameter = ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(id_of(says)))
        .schema(Some(id(says)));
    vec![parameter.build()]
}

/// `A room.` → `The id of a room.`
fn id_of(says: &str) -> String {
    let says = says.trim();
    let (first, rest) = says.split_at(says.chars().next().map_or(0, char::len_utf8));
    format!("The id of {}{rest}", first.to_lowercase())
}

/// One of some words, each with what it means.
pub fn words(says: &str, words: &[(&str, &str)]) -> RefOr<Schema> {
    let meanings: Vec<String> = words
        .iter()
        .map(|(word, meaning)| format!("* `{word}`: {}", meaning.trim()))
        .collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words.iter().map(|(word, _)| *word)))
        .description(Some(format!("{}\n\n{}", says.trim(), meanings.join("\n"))))
        .into()
}

/// A wall time, as it stands in bodies: `2026-12-01T16:00:00`, without an offset. The zone beside it says where.
#[derive(Debug)]
pub struct WallTime;

impl PartialSchema for WallTime {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?$"))
            .examples(["2026-12-01T16:00:00"])
            .description(Some(
                "A wall time, without an offset. The IANA zone beside it says where clocks show it.",
            ))
            .into()
    }
}

impl ToSchema for WallTime {}

/// A time of day, as it stands in bodies: `16:00:00`. A zone beside it, or that of what it belongs to, says where.
#[derive(Debug)]
pub struct ClockTime;

impl PartialSchema for ClockTime {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some(r"^\d{2}:\d{2}:\d{2}(\.\d+)?$"))
            .examples(["16:00:00"])
            .description(Some("A time of day, without an offset."))
            .into()
    }
}

impl ToSchema for ClockTime {}

impl PartialSchema for Zone {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .examples(["Asia/Seoul"])
            .description(Some("A time zone by its name in the IANA database."))
            .into()
    }
}

impl ToSchema for Zone {}

impl PartialSchema for Language {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(Language::ALL.map(Language::code)))
            .description(Some("A language that Maru speaks (BCP 47)."))
            .into()
    }
}

impl ToSchema for Language {}
