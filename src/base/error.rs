//! Errors that every slice shares. Each action has its own enum for what only it can meet; what all meet is a [`Refusal`].
//!
//! Precise inside, dull outside: `web` turns a refusal into a page or a problem document, and a fault of ours into an
//! opaque answer with a request id. A cause is logged once, there.

use std::collections::BTreeMap;

use diesel::result::{DatabaseErrorKind, Error as DieselError};

use super::language::{Arg, Language};

/// Why something was not done, where the reason is none of the action's own.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing, or the caller may not know of it.
    #[error("there is nothing here under that name")]
    NotFound,
    /// The caller knows of it and may not do this.
    #[error("not allowed: {0}")]
    Forbidden(Reason),
    /// What was entered cannot be; by field.
    #[error("what was entered cannot be: {0}")]
    Invalid(#[from] Invalid),
    /// The present state does not allow it.
    #[error("not in the present state: {0}")]
    Conflict(Reason),
    /// It was changed by someone else since the form or the ETag was made; it stands at this `lock_version` now.
    #[error("it was changed in the meantime")]
    Stale {
        /// The `lock_version` in force.
        now: i32,
    },
    /// The database refused or could not be reached.
    #[error("the database: {0}")]
    Database(DieselError),
}

impl Refusal {
    /// Forbidden, for the reason with this key.
    pub fn forbidden(key: &'static str) -> Self {
        Self::Forbidden(Reason::new(key))
    }

    /// Not in the present state, for the reason with this key.
    pub fn conflict(key: &'static str) -> Self {
        Self::Conflict(Reason::new(key))
    }

    /// One wrong field.
    pub fn invalid(field: &str, key: &'static str) -> Self {
        Self::Invalid(Invalid::one(field, Reason::new(key)))
    }
}

impl Refusal {
    /// A removal that the database refused because something still refers to the row: a conflict.
    pub fn in_use(error: DieselError) -> Self {
        match error {
            DieselError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => {
                Self::conflict("refused-in-use")
            }
            other => other.into(),
        }
    }
}

impl From<DieselError> for Refusal {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound,
            other => match violated(&other).and_then(field_of) {
                Some((field, key)) => Self::invalid(field, key),
                None => Self::Database(other),
            },
        }
    }
}

/// A reason as a key of `locales/*/errors.ftl` with its arguments: it is put into words where the reader is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    key: &'static str,
    args: Vec<(&'static str, String)>,
}

impl Reason {
    /// The reason with this key.
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    /// The same with an argument.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers give what they have at hand, numbers and words alike"
    )]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// The key.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// In words.
    pub fn say(&self, language: Language) -> String {
        let args: Vec<_> = self
            .args
            .iter()
            .map(|(name, value)| (*name, Arg::from(value.as_str())))
            .collect();
        language.with(self.key, &args)
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Language::En))
    }
}

/// Fields with what is wrong with each. Fields are named as in the API; an empty name stands for the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invalid(BTreeMap<String, Vec<Reason>>);

impl Invalid {
    /// One field, one reason.
    pub fn one(field: &str, reason: Reason) -> Self {
        let mut invalid = Self::default();
        invalid.add(field, reason);
        invalid
    }

    /// Another reason for a field.
    pub fn add(&mut self, field: &str, reason: Reason) {
        self.0.entry(field.to_owned()).or_default().push(reason);
    }

    /// Another reason for a field, by its key.
    pub fn because(&mut self, field: &str, key: &'static str) {
        self.add(field, Reason::new(key));
    }

    /// `Ok` where nothing was found wrong.
    ///
    /// # Errors
    /// Itself, where something was.
    pub fn none_or(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Whether nothing was found wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every field with its reasons, in order of the fields.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &[Reason])> {
        self.0
            .iter()
            .map(|(field, reasons)| (field.as_str(), reasons.as_slice()))
    }

    /// The value of `parsed`; where it could not be parsed, notes why and gives `None`.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, Reason>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(reason) => {
                self.add(field, reason);
                None
            }
        }
    }
}

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, (field, reasons)) in self.0.iter().enumerate() {
            let reasons: Vec<_> = reasons.iter().map(ToString::to_string).collect();
            write!(
                f,
                "{}{field}: {}",
                if n > 0 { "; " } else { "" },
                reasons.join(", ")
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for Invalid {}

/// The name of the constraint that an error says was violated.
pub fn violated(error: &DieselError) -> Option<&str> {
    match error {
        DieselError::DatabaseError(
            DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::CheckViolation
            | DatabaseErrorKind::ExclusionViolation
            | DatabaseErrorKind::RestrictViolation
            | DatabaseErrorKind::Unknown,
            information,
        ) => information.constraint_name(),
        _ => None,
    }
}

/// Whether the database could not be reached or broke off, so that trying again may help.
pub fn is_unavailable(error: &DieselError) -> bool {
    match error {
        DieselError::BrokenTransactionManager
        | DieselError::DatabaseError(
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
            _,
        ) => true,
        // A server that is stopped says so in the middle of a query (SQLSTATE 57P01, 57P02). The state is not handed on,
        // the words are; one that speaks another language hangs up all the same, and that query alone is a fault.
        DieselError::DatabaseError(DatabaseErrorKind::Unknown, information) => {
            information.message().starts_with("terminating connection")
        }
        _ => false,
    }
}

/// Whether this transaction and another waited for each other, or met in a way that the database could not put in a row,
/// and this one was given up (SQLSTATE 40P01, 40001): the same once more goes through.
pub fn is_crossed(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        // Only the words of the other state are handed on; from a server that speaks another language it is a fault.
        DieselError::DatabaseError(DatabaseErrorKind::Unknown, information) => {
            information.message().starts_with("deadlock detected")
        }
        _ => false,
    }
}

/// Whether something that this refers to was removed at this moment, or is referred to by now (SQLSTATE 23503): who does the
/// same once more is told what there is no more. What can be named beside a field is in `field_of`.
pub fn is_gone(error: &DieselError) -> bool {
    matches!(
        error,
        DieselError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _)
    )
}

/// The one place where names of constraints become words: the field (as in the API) and the reason.
fn field_of(constraint: &str) -> Option<(&'static str, &'static str)> {
    Some(match constraint {
        "institutions_slug_key"
        | "projects_slug_key"
        | "sites_slug_key"
        | "rooms_slug_key"
        | "lists_slug_key"
        | "series_slug_key" => ("slug", "reason-taken-slug"),
        "institutions_ror_key" => ("ror", "reason-taken"),
        "people_orcid_key" => ("orcid", "reason-taken"),
        "institutions_country_iso" => ("country", "reason-country"),
        "institutions_ror_form" => ("ror", "reason-ror"),
        "people_orcid_form" => ("orcid", "reason-orcid"),
        "addresses_form" | "messages_address_form" => ("email", "reason-address"),
        "addresses_sign_in_key" | "addresses_person_key" => ("email", "reason-taken"),
        "addresses_of_no_list" => ("email", "reason-address-of-list"),
        "audiences_address_form" => ("address", "reason-address"),
        "audiences_address_of_no_person" => ("address", "reason-address-of-person"),
        "audiences_series_key" | "audiences_seminar_key" => ("address", "reason-list-told-already"),
        "assistants_assistant_fkey" => ("assistant_id", "reason-unknown"),
        "assistants_of_others" => ("assistant_id", "reason-own-assistant"),
        "people_institution_fkey" | "list_items_institution_fkey" => {
            ("institution_id", "reason-unknown")
        }
        "rooms_site_fkey" | "stays_site_fkey" | "closed_days_site_fkey" => {
            ("site_id", "reason-unknown")
        }
        "series_room_fkey" | "occupancies_room_fkey" => ("room_id", "reason-unknown"),
        "room_keepers_person_fkey" | "list_keepers_person_fkey" => ("keepers", "reason-unknown"),
        "lists_named" => ("name_en", "reason-list-name"),
        "follows_list_fkey" => ("list_id", "reason-unknown"),
        "list_items_seminar_fkey" => ("seminar_id", "reason-unknown"),
        "room_parts_part_fkey" => ("part_ids", "reason-unknown"),
        "bookings_for_fkey" | "runs_for_fkey" => ("for_id", "reason-unknown"),
        "series_institutions_institution_fkey" => ("institution_ids", "reason-unknown"),
        "series_organisers_person_fkey" => ("organisers", "reason-unknown"),
        "speakers_person_fkey" => ("speakers", "reason-unknown"),
        "stays_host_fkey" => ("host_id", "reason-unknown"),
        "stays_visitor_fkey" => ("visitor", "reason-unknown"),
        "stays_project_fkey" | "seminars_project_fkey" => ("project_id", "reason-unknown"),
        "seminars_series_fkey" | "list_items_series_fkey" => ("series_id", "reason-unknown"),
        "seminar_texts_in_other_languages" => ("language", "reason-text-language"),
        "stays_host_is_another" => ("host_id", "reason-own-host"),
        "bookings_end_after_start" | "seminars_end_after_start" => {
            ("ends_at", "reason-end-before-start")
        }
        "bookings_within_a_year" => ("ends_at", "reason-booking-long"),
        "stays_end_not_before_start" | "closed_days_end_not_before_start" => {
            ("to", "reason-end-before-start")
        }
        "closed_days_within_a_year" => ("to", "reason-closed-too-long"),
        "closed_days_named" => ("name_en", "reason-closed-name"),
        "closed_days_key" => ("from", "reason-closed-twice"),
        "replacements_of_another" => ("replaced_by", "reason-replaced-by-itself"),
        "series_join_minutes_bounded" | "entrances_join_minutes_bounded" => {
            ("join_minutes", "reason-minutes-of-a-day")
        }
        "series_join_url_form" => ("join_url", "reason-url"),
        "series_capacity_bounded" | "seats_capacity_bounded" => ("capacity", "reason-capacity"),
        "check_ins_person_fkey" | "list_items_person_fkey" => ("person_id", "reason-unknown"),
        "headcounts_heads_bounded" => ("heads", "reason-heads"),
        "rooms_capacity_positive" => ("capacity", "reason-positive"),
        "rooms_setup_bounded" => ("setup_minutes", "reason-minutes-of-a-day"),
        "rooms_tidy_bounded" => ("tidy_minutes", "reason-minutes-of-a-day"),
        "series_duration_bounded" | "seminars_duration_bounded" => {
            ("duration_minutes", "reason-duration")
        }
        _ => return None,
    })
}
