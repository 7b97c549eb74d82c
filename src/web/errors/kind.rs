//! The sorts of failure, with their names and statuses.

use actix_web::http::StatusCode;

/// The sorts of failure. The name is the end of a problem's `type` and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 400: it is not JSON, or no form, at all.
    Unreadable,
    /// 401: no token, or one that is not valid.
    SignInNeeded,
    /// 403: the caller may not do this.
    NotAllowed,
    /// 403: a form whose token does not fit, or that comes from another site.
    ForeignForm,
    /// 404: there is nothing, or the caller may not know of it.
    NotFound,
    /// 405: the address does not take the method.
    Method,
    /// 408: the body did not come in time.
    TooSlow,
    /// 409: the present state does not allow it.
    Conflict,
    /// 409: a room or desk is taken.
    Taken,
    /// 410: it was there and was taken down.
    Gone,
    /// 409, or 412 where `If-Match` said so: it was changed in the meantime.
    Stale,
    /// 413: too much was sent.
    TooLarge,
    /// 415: a body of another kind is wanted.
    MediaType,
    /// 422: it was read, and cannot be.
    Invalid,
    /// 422: the key was used with another request.
    KeyUsed,
    /// 429: too often.
    TooMany,
    /// 500: our fault.
    Internal,
    /// 503: the database cannot be reached.
    Unavailable,
    /// 503: it met another change and was given up; the same once more goes through.
    Busy,
}

impl Kind {
    /// Every one of them.
    pub const ALL: [Self; 19] = [
        Self::Unreadable,
        Self::SignInNeeded,
        Self::NotAllowed,
        Self::ForeignForm,
        Self::NotFound,
        Self::Method,
        Self::TooSlow,
        Self::Conflict,
        Self::Taken,
        Self::Gone,
        Self::Stale,
        Self::TooLarge,
        Self::MediaType,
        Self::Invalid,
        Self::KeyUsed,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
        Self::Busy,
    ];

    /// Its name in `type` and in `locales/*/problems.ftl`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::SignInNeeded => "sign-in-needed",
            Self::NotAllowed => "not-allowed",
            Self::ForeignForm => "foreign-form",
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::TooSlow => "too-slow",
            Self::Conflict => "conflict",
            Self::Taken => "taken",
            Self::Gone => "gone",
            Self::Stale => "stale",
            Self::TooLarge => "too-large",
            Self::MediaType => "media-type",
            Self::Invalid => "invalid",
            Self::KeyUsed => "key-used",
            Self::TooMany => "too-many",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
            Self::Busy => "busy",
        }
    }

    /// The HTTP status it has of itself.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::SignInNeeded => StatusCode::UNAUTHORIZED,
            Self::NotAllowed | Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Conflict | Self::Taken | Self::Stale => StatusCode::CONFLICT,
            Self::Gone => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid | Self::KeyUsed => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The kind of a failure that the server has found itself.
    pub(super) fn of_status(status: StatusCode) -> Self {
        Self::ALL
            .into_iter()
            .find(|kind| kind.status() == status)
            .unwrap_or(if status.is_server_error() {
                Self::Internal
            } else {
                Self::Unreadable
            })
    }
}
