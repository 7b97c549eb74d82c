//! How one takes part in a seminar from afar, as its form says it.

use super::read::patch;
use crate::{
    base::{error::Invalid, text},
    seminars::{
        actions::{Patch, SeminarChange},
        model::{Details, Inherited, JoinFor, Series},
    },
    web::{pages::seminar_form::SeminarForm, typed},
};

/// By which address, for whom, and when.
pub(super) struct Joining {
    address: Address,
    /// None: as it is, and of a new one as its series has it.
    join_for: Option<JoinFor>,
    join_minutes: Option<i32>,
}

enum Address {
    /// That of its series.
    Series,
    /// One of its own, or none though the series has one.
    Own(Option<String>),
}

impl Joining {
    /// What is typed, where `shown` stood in the form as the address.
    pub(super) fn read(
        form: &SeminarForm,
        in_series: bool,
        shown: &str,
        invalid: &mut Invalid,
    ) -> Option<Self> {
        let join_for = match form.join_for.value.as_str() {
            "" => Some(None),
            word => invalid.take("join_for", typed::word(word)).map(Some),
        };
        let join_minutes = invalid.take("join_minutes", typed::number(&form.join_minutes.value));
        let address = address(form, in_series, shown, invalid);
        Some(Self {
            address: address?,
            join_for: join_for?,
            join_minutes: join_minutes?,
        })
    }

    /// Address, rung and minutes of a new seminar; what is as in its series `head` is not said, so that it follows it.
    pub(super) fn of_new(
        self,
        head: Option<&Series>,
    ) -> (Option<Option<String>>, Option<JoinFor>, Option<i32>) {
        let address = match self.address {
            Address::Series => None,
            Address::Own(own) => Some(own),
        };
        let of_series = head.map(Series::entrance);
        let join_for = self
            .join_for
            .filter(|own| of_series.is_none_or(|series| series.join_for != *own));
        let join_minutes = self
            .join_minutes
            .filter(|own| of_series.is_none_or(|series| series.join_minutes != *own));
        (address, join_for, join_minutes)
    }

    /// What an edit makes different about it; what is not said stays.
    pub(super) fn change(self, before: &Details) -> SeminarChange {
        let seminar = &before.seminar;
        let follows = seminar.inherits(Inherited::JoinUrl);
        let of_series = before.series.as_ref().map(Series::entrance);
        let in_series = of_series.map(|series| series.join_for);
        let join_for = self.join_for.map_or(Patch::Keep, |own| {
            patch(own, before.entrance.join_for, in_series)
        });
        let in_series = of_series.map(|series| series.join_minutes);
        let join_minutes = self.join_minutes.map_or(Patch::Keep, |own| {
            patch(own, before.entrance.join_minutes, in_series)
        });
        SeminarChange {
            join_url: match self.address {
                Address::Series if follows => Patch::Keep,
                Address::Series => Patch::AsSeries,
                Address::Own(own) if !follows && own == seminar.join_url => Patch::Keep,
                Address::Own(own) => Patch::Own(own),
            },
            join_for,
            join_minutes,
            ..SeminarChange::default()
        }
    }
}

/// A form that does not ask means the address that is typed, and without one that of the series. An address that is typed for
/// nothing is pointed out: it would be lost in silence.
fn address(
    form: &SeminarForm,
    in_series: bool,
    shown: &str,
    invalid: &mut Invalid,
) -> Option<Address> {
    let typed = form.join_url.value.trim();
    let own = text::some(typed.to_owned());
    if !in_series {
        return Some(Address::Own(own));
    }
    match form.join_kind.value.as_str() {
        "" if own.is_none() => Some(Address::Series),
        "own" if own.is_none() => {
            invalid.because("join_url", "reason-required");
            None
        }
        "" | "own" => Some(Address::Own(own)),
        "series" | "none" if own.is_some() && typed != shown => {
            invalid.because("join_url", "error-join-typed");
            None
        }
        "series" => Some(Address::Series),
        "none" => Some(Address::Own(None)),
        _ => {
            invalid.because("join_kind", "error-choice");
            None
        }
    }
}
