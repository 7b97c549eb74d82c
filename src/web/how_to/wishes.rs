//! What is to be asked of a calendar, read from the query of the page that explains it: named as in the address of the calendar
//! itself, and written as there or as a form sends it.

use crate::{
    base::error::Invalid,
    feeds::model::{Detail, EntryKind, Options, PAST_DAYS},
    web::pages::how_to::WishForm,
};

/// The form for the calendar `feed`, which by itself may tell only when its owner `is_busy`, as its query fills it in. What it
/// does not show there is not asked for: nobody could mend it.
pub(super) fn typed(asked: &[(String, String)], feed: &str, is_busy: bool) -> WishForm {
    let mut form = WishForm::typed(asked);
    if !feed.starts_with("my/") {
        form.alarms.value.clear();
        form.detail.value.clear();
    }
    if is_busy {
        form.detail.value.clear();
    }
    if is_busy || feed.starts_with("rooms/") {
        form.kinds.values.clear();
    }
    let is_busy = is_busy || form.detail.value.trim() == Detail::Busy.word();
    if is_busy {
        form.cancelled.value.clear();
    }
    // A form sends a pair for each box, an address has all of them in one.
    let kinds = form.kinds.values.iter().flat_map(|kinds| kinds.split(','));
    let kinds = kinds.map(str::trim).filter(|kind| !kind.is_empty());
    // A stay makes nobody busy: a calendar that is narrowed to stays would be empty for ever.
    let kinds = kinds.filter(|kind| !is_busy || *kind != EntryKind::Stay.word());
    let kinds: Vec<String> = kinds.map(str::to_owned).collect();
    form.kinds.values = kinds;
    form
}

/// What the form asks for. What is left empty is not asked for.
///
/// # Errors
/// Every value that cannot be, by its name.
pub(super) fn read(form: &WishForm) -> Result<Options, Invalid> {
    let kinds = form.kinds.values.join(",");
    let pairs = [
        ("lang", form.lang.value.as_str()),
        ("kinds", kinds.as_str()),
        ("past", form.past.value.as_str()),
        ("days", form.days.value.as_str()),
        ("cancelled", form.cancelled.value.as_str()),
        ("alarms", form.alarms.value.as_str()),
        ("detail", form.detail.value.as_str()),
    ];
    let pairs = pairs.map(|(name, value)| (name, value.trim()));
    Options::parse(pairs.into_iter().filter(|(_, value)| !value.is_empty()))
}

/// Says in the form what is so where nothing was typed; `language` is the code of the one that the calendar speaks then, empty
/// where its owner chose it elsewhere.
pub(super) fn fill_in(form: &mut WishForm, language: &str) {
    let past = PAST_DAYS.to_string();
    for (field, usual) in [
        (&mut form.lang, language),
        (&mut form.past, past.as_str()),
        (&mut form.cancelled, "1"),
        (&mut form.detail, "full"),
    ] {
        if field.value.trim().is_empty() {
            usual.clone_into(&mut field.value);
        }
    }
}
