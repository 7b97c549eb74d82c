//! The shape of a problem document, for the description of the API; [`crate::web::errors`] writes it.

use std::collections::BTreeMap;

use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    bookings::{AlternativeShown, ConflictShown},
    people::Brief,
};

/// Why something was not done (RFC 9457).
#[derive(Debug, ToSchema)]
#[schema(example = json!({
    "type": "https://hub.example/problems/invalid", "title": "What was sent cannot be", "status": 422,
    "detail": "zone: There is no time zone called “Asia/Soeul”; write it as in the IANA database, such as Asia/Seoul.",
    "fields": {"zone": ["There is no time zone called “Asia/Soeul”; write it as in the IANA database, such as Asia/Seoul."]},
}))]
pub struct Problem {
    /// What sort of problem it is: the address of a page that explains it. It never changes.
    #[schema(format = "uri")]
    pub r#type: String,
    /// What sort of problem it is, in words: in the language of `Accept-Language`, else in English.
    pub title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What happened in this very case, in the same language.
    pub detail: String,
    /// With 422: what is wrong with each member or parameter. Members of members are joined by full stops, items of lists
    /// counted from 0 (`speakers.0.email`); an empty name stands for the whole.
    #[schema(nullable = false)]
    pub fields: Option<BTreeMap<String, Vec<String>>>,
    /// With 409 and 412, where it was changed in the meantime: the version in force.
    #[schema(nullable = false)]
    pub lock_version: Option<i32>,
    /// With 409, where a room or desk is taken: what is in the way, by time.
    #[schema(nullable = false)]
    pub conflicts: Option<Vec<ConflictShown>>,
    /// With 409, where a room or desk is taken: what would be free.
    #[schema(nullable = false)]
    pub alternatives: Option<Vec<AlternativeShown>>,
    /// With 409, where an address for signing in is known: whose it is.
    #[schema(nullable = false)]
    pub person: Option<Brief>,
    /// With 500 and 503: the id under which the request stands in the hub's log.
    #[schema(nullable = false)]
    pub request_id: Option<Uuid>,
}
