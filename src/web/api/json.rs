//! A JSON body as an argument of a handler, read so that whatever is wrong is said with the name of its member.
//!
//! What is no JSON at all is a 400, what is no `application/json` a 415, more than 2 MB a 413. A member that is not known,
//! is missing or has the wrong type is a 422 with its name in `fields`: `zone`, `speakers.0.email`.

mod at;

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use futures_util::{FutureExt, future::LocalBoxFuture};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _, Unexpected},
};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use self::at::At;
use crate::{
    base::error::Invalid,
    web::{
        errors::{Failure, Kind},
        forms::read_body,
        idempotency::BodyHash,
    },
};

/// Largest body, in octets: 10,000 addresses fit well.
pub const LARGEST_BODY: usize = 2 * 1024 * 1024;

/// A body. Where none came it is read as `{}`.
#[derive(Debug, Clone)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        async move {
            let body = read_body(&req, payload, LARGEST_BODY).await?;
            let hash = Sha256::digest(&body).to_vec();
            req.extensions_mut().insert(BodyHash(hash));
            if body.is_empty() {
                return Ok(Self(read(&Value::Object(Map::new()))?));
            }
            if req.content_type() != "application/json" {
                return Err(Failure::new(Kind::MediaType));
            }
            let mut value: Value =
                serde_json::from_slice(&body).map_err(|_| Failure::new(Kind::Unreadable))?;
            drop_nul(&mut value);
            Ok(Self(read(&value)?))
        }
        .boxed_local()
    }
}

/// Reads a value, or says which member is wrong.
///
/// # Errors
/// The first member that is.
pub fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Invalid> {
    T::deserialize(At(value)).map_err(|wrong| {
        let path: Vec<_> = wrong.path.iter().rev().map(String::as_str).collect();
        Invalid::one(&path.join("."), wrong.reason)
    })
}

/// Which of two equal wall times is meant: 0 the first, 1 the second. There is no third.
///
/// # Errors
/// Another number, or none.
pub fn fold<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u8>, D::Error> {
    match Option::<u8>::deserialize(from)? {
        Some(other @ 2..) => Err(D::Error::invalid_value(
            Unexpected::Unsigned(other.into()),
            &"0 or 1",
        )),
        fold => Ok(fold),
    }
}

/// PostgreSQL keeps no NUL, and nobody means one.
fn drop_nul(value: &mut Value) {
    match value {
        Value::String(text) if text.contains('\0') => text.retain(|c| c != '\0'),
        Value::Array(items) => items.iter_mut().for_each(drop_nul),
        Value::Object(members) => members.values_mut().for_each(drop_nul),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::{ids::RoomId, language::Language, zone::Zone};

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Seminar {
        title: String,
        zone: Option<Zone>,
        room_id: Option<RoomId>,
        #[serde(default)]
        speakers: Vec<Speaker>,
        minutes: Option<i32>,
        #[serde(default, deserialize_with = "fold")]
        fold: Option<u8>,
        kind: Option<crate::people::model::Role>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Speaker {
        email: String,
    }

    fn wrong(value: &Value) -> (String, String) {
        let invalid = read::<Seminar>(value).unwrap_err();
        let (field, reasons) = invalid.fields().next().unwrap();
        (field.to_owned(), reasons[0].say(Language::En))
    }

    #[test]
    fn what_is_right_is_read() {
        let value = json!({"title": "A", "zone": "Asia/Seoul", "speakers": [{"email": "a@b"}], "minutes": 60,
            "kind": "member", "room_id": null});
        let seminar: Seminar = read(&value).unwrap();
        assert_eq!(seminar.zone.unwrap().name(), "Asia/Seoul");
        assert_eq!((seminar.minutes, seminar.room_id), (Some(60), None));
        assert_eq!(seminar.speakers[0].email, "a@b");
        let folds = [
            json!({"title": "A"}),
            json!({"title": "A", "fold": null}),
            json!({"title": "A", "fold": 1}),
        ];
        let folds = folds.map(|value| read::<Seminar>(&value).unwrap().fold);
        assert_eq!(folds, [None, None, Some(1)]);
    }

    #[test]
    fn whatever_is_wrong_has_its_members_name() {
        let of = |field: &str, said: &str, value: Value| {
            assert_eq!(
                wrong(&value),
                (field.to_owned(), said.to_owned()),
                "{value}"
            );
        };
        of("title", "This is needed.", json!({}));
        of(
            "titel",
            "There is no such field or value here.",
            json!({"titel": "A"}),
        );
        of(
            "title",
            "This is of the wrong kind: a string is wanted.",
            json!({"title": 7}),
        );
        of(
            "minutes",
            "This is of the wrong kind: i32 is wanted.",
            json!({"title": "A", "minutes": "60"}),
        );
        of(
            "minutes",
            "This is of the wrong kind: i32 is wanted.",
            json!({"title": "A", "minutes": 6.5}),
        );
        for none in [json!(2), json!(255)] {
            of(
                "fold",
                "This is of the wrong kind: 0 or 1 is wanted.",
                json!({"title": "A", "fold": none}),
            );
        }
        of(
            "speakers.1.email",
            "This is needed.",
            json!({"title": "A", "speakers": [{"email": "a"}, {}]}),
        );
        of(
            "kind",
            "Choose one of: member, room_keeper, front_desk, administrator.",
            json!({"title": "A", "kind": "chief"}),
        );
        let (field, said) = wrong(&json!({"title": "A", "zone": "Asia/Soeul"}));
        assert_eq!(field, "zone");
        assert!(said.contains("Asia/Soeul"), "{said}");
        assert_eq!(wrong(&json!({"title": "A", "room_id": "7"})).0, "room_id");
        assert_eq!(wrong(&json!([])).0, "");
    }

    #[test]
    fn a_time_that_is_none_says_how_one_is_written() {
        #[derive(Debug, Deserialize)]
        #[expect(dead_code, reason = "what is read is not looked at")]
        struct Times {
            at: Option<crate::base::clock::Instant>,
            local: Option<chrono::NaiveDateTime>,
            day: Option<chrono::NaiveDate>,
        }
        let key = |value: Value| {
            let invalid = read::<Times>(&value).unwrap_err();
            let (field, reasons) = invalid.fields().next().unwrap();
            (field.to_owned(), reasons[0].key())
        };
        for (member, none, why) in [
            ("at", "2026-12-01T16:00:00", "reason-instant"),
            ("at", "tomorrow", "reason-instant"),
            ("local", "2026-12-01T16:00:00Z", "reason-time"),
            ("local", "2026-12-01", "reason-time"),
            ("day", "1 December", "reason-date"),
            ("day", "+262142-12-31", "reason-year"),
        ] {
            assert_eq!(
                key(json!({ member: none })),
                (member.to_owned(), why),
                "{none}"
            );
        }
        assert_eq!(key(json!({ "at": 7 })).1, "reason-type");
        let right = json!({ "at": "2026-12-01T16:00:00+09:00", "local": "2026-12-01T16:00:00", "day": null });
        assert!(read::<Times>(&right).is_ok());
    }

    #[test]
    fn nul_goes() {
        let mut value = json!({"a": ["x\u{0}y"]});
        drop_nul(&mut value);
        assert_eq!(value, json!({"a": ["xy"]}));
    }
}
