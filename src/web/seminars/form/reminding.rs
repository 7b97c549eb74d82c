//! When a seminar reminds people, as its form says it: so many minutes before, by the day, or not at all though its series does.

use crate::{
    base::error::Invalid,
    mail::reminder::Reminder,
    seminars::model::{Details, Inherited},
    web::{
        pages::{
            form::{Field, Several},
            seminar_form::{NO_REMINDERS, SeminarForm},
        },
        typed,
    },
};

/// What is typed and ticked; `Some(None)`: as its series has it. Where it is in no series, nothing means that there are none.
pub(super) fn read(
    form: &SeminarForm,
    in_series: bool,
    invalid: &mut Invalid,
) -> Option<Option<Vec<Reminder>>> {
    let ticked = form.reminder_days.values.iter().cloned();
    let (none, days): (Vec<String>, Vec<String>) = ticked.partition(|word| word == NO_REMINDERS);
    let own = invalid.take("reminders", typed::reminders(&form.reminders.value, &days))?;
    match (none.is_empty(), own.is_empty()) {
        (false, false) => {
            invalid.because("reminder_days", "error-reminders-and-none");
            None
        }
        (true, true) if in_series => Some(None),
        _ => Some(Some(own)),
    }
}

/// What is to stand in the form: the minutes, and the boxes that are ticked. Nothing where it follows its series.
pub(super) fn shown(details: &Details) -> (Field, Several) {
    let seminar = &details.seminar;
    if seminar.inherits(Inherited::Reminders) {
        return (Field::default(), Several::default());
    }
    let own = &seminar.reminders;
    let ticked = match own.is_empty() && details.series.is_some() {
        true => Several::of([NO_REMINDERS]),
        false => typed::days(own),
    };
    (Field::of(typed::minutes(own)), ticked)
}
