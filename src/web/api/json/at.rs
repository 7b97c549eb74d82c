//! A value that is read, which says where it is wrong.

use std::fmt::Display;

use serde::{
    Deserializer,
    de::{DeserializeSeed, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor},
    forward_to_deserialize_any,
};
use serde_json::Value;

use crate::base::{
    error::Reason,
    zone::{has_long_year, has_odd_year},
};

/// What is wrong, and with which member: the path from the inside to the outside.
#[derive(Debug)]
pub(super) struct Wrong {
    pub path: Vec<String>,
    pub reason: Reason,
}

impl Wrong {
    fn because(reason: Reason) -> Self {
        Self {
            path: Vec::new(),
            reason,
        }
    }

    fn within(mut self, member: impl Into<String>) -> Self {
        self.path.push(member.into());
        self
    }
}

impl Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.reason.fmt(f)
    }
}

impl std::error::Error for Wrong {}

impl serde::de::Error for Wrong {
    fn custom<T: Display>(why: T) -> Self {
        Self::because(Reason::new("reason-as-said").with("why", why))
    }

    fn invalid_type(_: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::because(Reason::new("reason-type").with("wanted", wanted))
    }

    fn invalid_value(_: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::because(Reason::new("reason-type").with("wanted", wanted))
    }

    fn unknown_variant(_: &str, choices: &'static [&'static str]) -> Self {
        Self::because(Reason::new("reason-not-a-choice").with("choices", choices.join(", ")))
    }

    fn unknown_field(member: &str, _: &'static [&'static str]) -> Self {
        Self::because(Reason::new("reason-unknown-member")).within(member)
    }

    fn missing_field(member: &'static str) -> Self {
        Self::because(Reason::new("reason-required")).within(member)
    }
}

/// A value that is being read.
pub(super) struct At<'de>(pub &'de Value);

impl<'de> Deserializer<'de> for At<'de> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(yes) => visitor.visit_bool(*yes),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (None, Some(number)) => visitor.visit_i64(number),
                (None, None) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::Array(items) => visitor.visit_seq(Items(items.iter().enumerate())),
            Value::Object(members) => visitor.visit_map(Members {
                rest: members.iter(),
                next: None,
            }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::String(word) => visitor.visit_enum(word.as_str().into_deserializer()),
            _ => Err(serde::de::Error::invalid_type(
                Unexpected::Other("no word"),
                &"a string",
            )),
        }
    }

    /// What is read out of a text, as times are; a text that is kept is asked for as a string.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::String(text) if has_long_year(text) => {
                Err(Wrong::because(Reason::new("reason-year")))
            }
            // What is no time may begin with a year: a title.
            Value::String(text) => match time_wanted(&visitor) {
                Some(_) if has_odd_year(text) => Err(Wrong::because(Reason::new("reason-years"))),
                Some(said) => {
                    let read = self.deserialize_any(visitor);
                    read.map_err(|_| Wrong::because(said))
                }
                None => self.deserialize_any(visitor),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// How a time is written that this visitor wants, where it wants one: the words of whoever reads it ("premature end of input")
/// help nobody who left out the offset.
fn time_wanted(visitor: &dyn Expected) -> Option<Reason> {
    let wanted = visitor.to_string();
    let key = match wanted.as_str() {
        instant if instant.contains("RFC 3339") => "reason-instant",
        wall_time if wall_time.contains("date and time") => "reason-time",
        day if day.contains("date string") => "reason-date",
        _ => return None,
    };
    Some(Reason::new(key))
}

struct Items<'de>(std::iter::Enumerate<std::slice::Iter<'de, Value>>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Wrong;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Wrong> {
        let Some((place, item)) = self.0.next() else {
            return Ok(None);
        };
        let read = seed.deserialize(At(item));
        read.map(Some)
            .map_err(|wrong| wrong.within(place.to_string()))
    }
}

struct Members<'de> {
    rest: serde_json::map::Iter<'de>,
    next: Option<(&'de String, &'de Value)>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Wrong;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Wrong> {
        self.next = self.rest.next();
        self.next
            .map(|(name, _)| seed.deserialize(name.as_str().into_deserializer()))
            .transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Wrong> {
        let Some((name, value)) = self.next else {
            return Err(serde::de::Error::custom("a value without a name"));
        };
        seed.deserialize(At(value))
            .map_err(|wrong| wrong.within(name))
    }
}
