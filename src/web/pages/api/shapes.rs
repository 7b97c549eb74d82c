//! The shapes of what is sent and answered, out of the schemas of the description.

use std::collections::{BTreeMap, BTreeSet};

use utoipa::openapi::{
    Components, OpenApi, Ref, RefOr, Response, Schema,
    schema::{ArrayItems, Object, SchemaFormat, SchemaType, Type},
};

use super::{Bound, Kind, Member, Piece, Shape};
use crate::web::{api::openapi, pages::markdown};

/// The schemas and answers that stand under a name.
pub(super) struct Shapes<'a>(Option<&'a Components>);

impl<'a> Shapes<'a> {
    pub fn of(api: &'a OpenApi) -> Self {
        Self(api.components.as_ref())
    }

    fn named(&self, name: &str) -> Option<&'a Schema> {
        match self.0?.schemas.get(name)? {
            RefOr::T(schema) => Some(schema),
            RefOr::Ref(_) => None,
        }
    }

    /// The answer under a name.
    pub fn response(&self, name: &str) -> Option<&'a Response> {
        match self.0?.responses.get(name)? {
            RefOr::T(response) => Some(response),
            RefOr::Ref(_) => None,
        }
    }

    /// These shapes and whatever they name, each once, by name. Those of which the kind says all are left out.
    pub fn with_all_they_name(&self, names: BTreeSet<String>) -> Vec<Shape> {
        let mut found: BTreeMap<String, Shape> = BTreeMap::new();
        let mut open: Vec<String> = names.into_iter().collect();
        while let Some(name) = open.pop() {
            let Some(schema) = self.named(&name) else {
                continue;
            };
            if found.contains_key(&name) || told_by_format(schema).is_some() {
                continue;
            }
            open.extend(openapi::named(schema));
            found.insert(name.clone(), self.shape(name, schema));
        }
        found.into_values().collect()
    }

    fn shape(&self, name: String, schema: &Schema) -> Shape {
        let mut shape = Shape {
            name,
            words: words(schema).and_then(markdown::html),
            members: Vec::new(),
            choices: Vec::new(),
        };
        match schema {
            Schema::Object(object) => {
                let members = object.properties.iter();
                shape.members = members
                    .map(|(name, schema)| self.member(name, schema, object.required.contains(name)))
                    .collect();
            }
            Schema::OneOf(one) => {
                shape.choices = one.items.iter().map(|item| self.kind(item)).collect();
            }
            _ => {}
        }
        shape
    }

    /// A member of a shape, or a parameter.
    pub fn member(&self, name: &str, schema: &RefOr<Schema>, needed: bool) -> Member {
        let said = match schema {
            RefOr::Ref(reference) => Some(&*reference.description).filter(|said| !said.is_empty()),
            RefOr::T(schema) => words(schema),
        };
        Member {
            name: name.to_owned(),
            place: None,
            kind: self.kind(schema),
            needed,
            bounds: bounds(schema),
            words: said.and_then(markdown::html),
        }
    }

    /// Of which kind something is.
    pub fn kind(&self, schema: &RefOr<Schema>) -> Kind {
        let schema = match schema {
            RefOr::T(schema) => schema,
            RefOr::Ref(reference) => {
                let name = name_of(reference);
                return match self.named(name).and_then(told_by_format) {
                    Some(format) => Kind::plain(format),
                    None => Kind::leading(name),
                };
            }
        };
        match schema {
            Schema::Object(object) => match object.properties.is_empty() {
                true => Kind::plain(plain(object)).or_null(&object.schema_type),
                // A list: what it holds says it all.
                false => match object.properties.get("items") {
                    Some(items) => Kind::plain("{items: ")
                        .and(self.kind(items))
                        .and(Kind::plain(", next}")),
                    None => Kind::plain("object"),
                },
            },
            Schema::Array(array) => {
                let items = match &array.items {
                    ArrayItems::RefOrSchema(items) => self.kind(items),
                    ArrayItems::False => Kind::default(),
                };
                items.and(Kind::plain("[]")).or_null(&array.schema_type)
            }
            Schema::OneOf(one) => {
                // The type `null` stands first in the description, and last where people read.
                let (none, some): (Vec<Kind>, Vec<Kind>) = one
                    .items
                    .iter()
                    .map(|item| self.kind(item))
                    .partition(|kind| *kind == Kind::plain("null"));
                let mut all = some.into_iter().chain(none);
                let first = all.next().unwrap_or_default();
                all.fold(first, |kind, next| kind.and(Kind::plain(" | ")).and(next))
            }
            _ => Kind::plain("any"),
        }
    }

    /// One such value, as it is sent.
    pub fn example(&self, schema: &RefOr<Schema>) -> Option<String> {
        let schema = match schema {
            RefOr::T(schema) => schema,
            RefOr::Ref(reference) => self.named(name_of(reference))?,
        };
        match schema {
            Schema::Object(object) => serde_json::to_string_pretty(object.example.as_ref()?).ok(),
            _ => None,
        }
    }
}

impl Kind {
    fn plain(text: impl Into<String>) -> Self {
        Self(vec![Piece {
            text: text.into(),
            leads: false,
        }])
    }

    fn leading(name: &str) -> Self {
        Self(vec![Piece {
            text: name.to_owned(),
            leads: true,
        }])
    }

    fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    fn or_null(self, types: &SchemaType) -> Self {
        match types {
            SchemaType::Array(types) if types.contains(&Type::Null) => {
                self.and(Self::plain(" | null"))
            }
            _ => self,
        }
    }

    /// Without `null` as one of the things it may be.
    pub(super) fn without_null(mut self) -> Self {
        for end in ["null", " | "] {
            self.0.pop_if(|piece| piece.text == end);
        }
        self.0.pop_if(|piece| piece.text == " | null");
        self
    }
}

/// The name that a reference ends with.
pub(super) fn name_of(reference: &Ref) -> &str {
    let mut path = reference.ref_location.rsplit('/');
    path.next().unwrap_or_default()
}

/// The format of a text, where it says all that is to be said: `uuid`.
fn told_by_format(schema: &Schema) -> Option<String> {
    match schema {
        Schema::Object(object) if object.properties.is_empty() => format(object.format.as_ref()?),
        _ => None,
    }
}

fn format(format: &SchemaFormat) -> Option<String> {
    match serde_json::to_value(format) {
        Ok(serde_json::Value::String(format)) if !format.starts_with("int") => Some(format),
        _ => None,
    }
}

fn plain(object: &Object) -> String {
    if let Some(format) = object.format.as_ref().and_then(format) {
        return format;
    }
    let types = match &object.schema_type {
        SchemaType::Type(one) => std::slice::from_ref(one),
        SchemaType::Array(several) => several.as_slice(),
        SchemaType::AnyValue => &[],
    };
    let names = types
        .iter()
        .filter(|one| **one != Type::Null || types.len() == 1);
    let mut names = names.filter_map(|one| match serde_json::to_value(one) {
        Ok(serde_json::Value::String(name)) => Some(name),
        _ => None,
    });
    names.next().unwrap_or_else(|| "any".to_owned())
}

fn words(schema: &Schema) -> Option<&str> {
    match schema {
        Schema::Object(object) => object.description.as_deref(),
        Schema::Array(array) => array.description.as_deref(),
        Schema::OneOf(one) => one.description.as_deref(),
        _ => None,
    }
}

fn bounds(schema: &RefOr<Schema>) -> Vec<Bound> {
    let RefOr::T(schema) = schema else {
        return Vec::new();
    };
    let number = |number: &Option<utoipa::Number>| {
        // Bounds that utoipa derives from types are `0.0`.
        let number = serde_json::to_value(number.as_ref()?).ok()?.as_f64()?;
        Some(number.to_string())
    };
    match schema {
        Schema::Object(object) => [
            number(&object.minimum).map(Bound::Least),
            number(&object.maximum).map(Bound::Most),
            object.max_length.map(Bound::Letters),
            object.pattern.clone().map(Bound::Pattern),
            object
                .default
                .as_ref()
                .map(|usual| Bound::Usual(usual.to_string())),
        ]
        .into_iter()
        .flatten()
        .collect(),
        Schema::Array(array) => [
            array.min_items.map(Bound::FewestItems),
            array.max_items.map(Bound::Items),
        ]
        .into_iter()
        .flatten()
        .collect(),
        Schema::OneOf(one) => one.items.iter().flat_map(bounds).collect(),
        _ => Vec::new(),
    }
}
