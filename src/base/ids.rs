//! Ids: UUIDv7 in a newtype for each kind of row, so that a person's id never stands where a room's should.
//!
//! People never see an id in a sequence: they see slugs and the short codes made here.

use std::sync::{LazyLock, Mutex, PoisonError};

use chrono::Duration;
use uuid::{ContextV7, Uuid};

use super::clock::{Clock, Instant};

static CONTEXT: LazyLock<Mutex<ContextV7>> = LazyLock::new(|| Mutex::new(ContextV7::new()));

/// Makes a fresh UUIDv7 (RFC 9562 §5.7) whose time is the clock's.
pub fn fresh(clock: &dyn Clock) -> Uuid {
    let now = clock.now().max(Instant::UNIX_EPOCH + Duration::zero());
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    // What is made in one millisecond sorts in the order in which it was made.
    let context = CONTEXT.lock().unwrap_or_else(PoisonError::into_inner);
    Uuid::new_v7(uuid::Timestamp::from_unix(
        &*context,
        seconds,
        now.timestamp_subsec_nanos(),
    ))
}

/// The letters of a short code: no vowels (no words), no 0/O, 1/I/L.
const LETTERS: &[u8] = b"23456789bcdfghjkmnpqrstvwxz";

/// A short code for addresses and for reading out, such as `k7m4xq`: 27⁶, some 387 million.
pub fn short_code() -> String {
    code_of(6)
}

/// A code of `length` letters from the operating system's randomness.
pub fn code_of(length: usize) -> String {
    let mut code = String::with_capacity(length);
    while code.len() < length {
        // A byte above the largest multiple of the alphabet would favour the first letters.
        for byte in random_bytes::<16>() {
            if usize::from(byte) < 256 / LETTERS.len() * LETTERS.len() && code.len() < length {
                code.push(char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
            }
        }
    }
    code
}

/// Bytes from the operating system's randomness, for codes, tokens and keys.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    use rand::TryRng;
    let mut bytes = [0; N];
    rand::rngs::SysRng
        .try_fill_bytes(&mut bytes)
        .expect("the operating system gives randomness once it has started");
    bytes
}

/// Declares an id newtype over a UUID column.
#[macro_export]
macro_rules! id {
    ($(#[doc = $says:literal])+ $name:ident) => {
        $(#[doc = $says])+
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[serde(transparent)]
        #[diesel(sql_type = diesel::sql_types::Uuid)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// A fresh id, by the clock.
            pub fn fresh(clock: &dyn $crate::base::clock::Clock) -> Self {
                Self($crate::base::ids::fresh(clock))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }

        impl diesel::serialize::ToSql<diesel::sql_types::Uuid, diesel::pg::Pg> for $name {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>,
            ) -> diesel::serialize::Result {
                <uuid::Uuid as diesel::serialize::ToSql<diesel::sql_types::Uuid, diesel::pg::Pg>>::to_sql(&self.0, out)
            }
        }

        impl diesel::deserialize::FromSql<diesel::sql_types::Uuid, diesel::pg::Pg> for $name {
            fn from_sql(bytes: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
                <uuid::Uuid as diesel::deserialize::FromSql<diesel::sql_types::Uuid, diesel::pg::Pg>>::from_sql(bytes).map(Self)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                $crate::base::described::id(concat!($($says),+))
            }
        }

        impl utoipa::ToSchema for $name {}

        impl utoipa::IntoParams for $name {
            fn into_params(
                _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
            ) -> Vec<utoipa::openapi::path::Parameter> {
                $crate::base::described::id_in_path(concat!($($says),+))
            }
        }
    };
}

/// Declares an enum that is kept as text under a CHECK: the words in the database, the API and the code are the same.
#[macro_export]
macro_rules! words {
    ($(#[doc = $says:literal])+ $name:ident { $($(#[doc = $means:literal])+ $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[doc = $says])+
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name { $($(#[doc = $means])+ #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every one of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that stands for it in the database and in the API.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::base::ids::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    other => Err($crate::base::ids::UnknownWord(other.chars().take(40).collect())),
                }
            }
        }

        impl diesel::serialize::ToSql<diesel::sql_types::Text, diesel::pg::Pg> for $name {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>,
            ) -> diesel::serialize::Result {
                use std::io::Write;
                out.write_all(self.word().as_bytes())?;
                Ok(diesel::serialize::IsNull::No)
            }
        }

        impl diesel::deserialize::FromSql<diesel::sql_types::Text, diesel::pg::Pg> for $name {
            fn from_sql(bytes: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
                Ok(std::str::from_utf8(bytes.as_bytes())?.parse()?)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                $crate::base::described::words(concat!($($says),+), &[$(($word, concat!($($means),+))),+])
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

crate::id!(
    /// An institution.
    InstitutionId
);
crate::id!(
    /// An item of a seminar's programme.
    ItemId
);
crate::id!(
    /// A research project or theme.
    ProjectId
);
crate::id!(
    /// A person.
    PersonId
);
crate::id!(
    /// A site.
    SiteId
);
crate::id!(
    /// Days on which the hub or a site is closed.
    ClosedDaysId
);
crate::id!(
    /// A room.
    RoomId
);
crate::id!(
    /// A booking.
    BookingId
);
crate::id!(
    /// Bookings made by one rule.
    RunId
);
crate::id!(
    /// A seminar series.
    SeriesId
);
crate::id!(
    /// A seminar.
    SeminarId
);
crate::id!(
    /// A visiting stay.
    StayId
);
crate::id!(
    /// A list of seminars that someone keeps.
    ListId
);
crate::id!(
    /// Something that is on a list: a rule, or a seminar.
    ListItemId
);
crate::id!(
    /// A mailing list that is told of a series or of one seminar.
    AudienceId
);
crate::id!(
    /// An address that is asked whose it is.
    ConfirmationId
);
crate::id!(
    /// A message: one notice to one recipient.
    MessageId
);
crate::id!(
    /// A mail that came in.
    InboundId
);
crate::id!(
    /// An address that nothing is sent to any more.
    SuspensionId
);
crate::id!(
    /// A personal feed.
    FeedId
);
crate::id!(
    /// A session in a browser.
    SessionId
);
crate::id!(
    /// An API token.
    TokenId
);
crate::id!(
    /// Someone who came to the door of a seminar.
    CheckInId
);
crate::id!(
    /// Heads that were counted.
    HeadcountId
);
crate::id!(
    /// A question that a seminar asks of whoever answers.
    QuestionId
);
crate::id!(
    /// A file that is kept with a seminar.
    FileId
);
crate::id!(
    /// An attempt to sign in.
    SignInId
);
crate::id!(
    /// Times that are offered to a speaker.
    OfferId
);
crate::id!(
    /// One of the times that are offered to a speaker.
    SlotId
);

/// A word that is none of those allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is none of the words allowed here")]
pub struct UnknownWord(pub String);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::FixedClock;

    #[test]
    fn ids_sort_by_the_clock() {
        let clock = FixedClock::at(Instant::UNIX_EPOCH);
        let first = fresh(&clock);
        clock.advance(Duration::milliseconds(2));
        assert!(first < fresh(&clock));
    }

    #[test]
    fn codes_can_be_read_out() {
        let code = short_code();
        assert_eq!(code.len(), 6);
        assert!(code.bytes().all(|b| LETTERS.contains(&b)), "{code}");
        assert_ne!(code, short_code());
    }
}
