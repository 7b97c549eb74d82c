//! What was typed, as it is kept.

use crate::{
    base::{
        error::{Invalid, Reason},
        text,
    },
    seminars::{actions::write::web_address, model::Place},
};

/// A place as it is kept.
pub(in crate::seminars::actions) fn checked_place(place: &Place) -> Result<Place, Reason> {
    let name = text::line(&place.name);
    if name.is_empty() {
        return Err(Reason::new("reason-required"));
    }
    let address = place.address.as_deref().map(text::lines);
    let address = address.and_then(text::some);
    for (words, most) in [(Some(&name), text::TITLE), (address.as_ref(), text::NOTE)] {
        if words.is_some_and(|words| words.chars().count() > most) {
            return Err(Reason::new("reason-too-long").with("max", most));
        }
    }
    Ok(Place {
        name,
        address,
        url: web_address(place.url.as_deref().unwrap_or_default())?,
        zone: place.zone,
    })
}

/// Notes that a text is too long.
pub(in crate::seminars::actions) fn too_long(
    invalid: &mut Invalid,
    field: &str,
    text: &str,
    most: usize,
) {
    if text.chars().count() > most {
        invalid.add(field, Reason::new("reason-too-long").with("max", most));
    }
}
