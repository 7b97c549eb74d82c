//! Which values a changed seminar takes from its series, and which are its own.

use std::collections::BTreeSet;

use super::{Patch, SeminarChange};
use crate::{
    base::error::Invalid,
    seminars::{
        actions::{
            entrance,
            inherited::OfEach,
            seats,
            write::{reminders, topics, web_address},
        },
        model::{Inherited, Seminar, Series},
    },
};

impl<T> Patch<T> {
    /// What is to become of a value, whatever the value is.
    fn without_value(&self) -> Patch<()> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Own(_) => Patch::Own(()),
            Self::AsSeries => Patch::AsSeries,
        }
    }
}

/// The values that follow the series `head` after `change`; without a series, none can begin to.
pub(super) fn next(
    invalid: &mut Invalid,
    before: &Seminar,
    head: Option<&Series>,
    change: &SeminarChange,
) -> BTreeSet<String> {
    let mut follows: BTreeSet<String> = before.inherits.iter().cloned().collect();
    if change.series == Some(None) {
        follows.clear();
    }
    let each = OfEach {
        zone: change.zone.without_value(),
        duration: change.duration_minutes.without_value(),
        room: change.rooms.without_value(),
        visibility: change.visibility.without_value(),
        language: change.language.without_value(),
        topics: change.topics.without_value(),
        reminders: change.reminders.without_value(),
        capacity: change.capacity.without_value(),
        join_for: change.join_for.without_value(),
        join_minutes: change.join_minutes.without_value(),
        join_url: change.join_url.without_value(),
    };
    for (value, patch) in each.named() {
        match patch {
            Patch::Keep => {}
            Patch::Own(()) => {
                follows.remove(value.word());
            }
            Patch::AsSeries if head.is_none() => invalid.because("inherit", "reason-no-series"),
            Patch::AsSeries => {
                follows.insert(value.word().to_owned());
            }
        }
    }
    follows
}

/// Puts in what is to be its own, checked. Rooms, capacity and entrance stand beside the row.
pub(super) fn own(next: &mut Seminar, invalid: &mut Invalid, change: &SeminarChange) {
    if let Patch::Own(zone) = change.zone {
        zone.name().clone_into(&mut next.zone);
    }
    if let Patch::Own(minutes) = change.duration_minutes {
        if (1..=43_200).contains(&minutes) {
            next.duration_minutes = minutes;
        } else {
            invalid.because("duration_minutes", "reason-duration");
        }
    }
    if let Patch::Own(visibility) = change.visibility {
        next.visibility = visibility;
    }
    if let Patch::Own(language) = change.language {
        next.written.language = language.map(|language| language.word().to_owned());
    }
    if let Patch::Own(own) = &change.topics
        && let Some(kept) = invalid.take("topics", topics(own))
    {
        next.topics = kept;
    }
    if let Patch::Own(own) = &change.reminders
        && let Some(kept) = invalid.take("reminders", reminders(own))
    {
        next.reminders = kept;
    }
    if let Patch::Own(capacity) = change.capacity {
        seats::checked(invalid, capacity);
    }
    if let Patch::Own(minutes) = change.join_minutes {
        entrance::checked(invalid, minutes);
    }
    if let Patch::Own(own) = &change.join_url
        && let Some(kept) =
            invalid.take("join_url", web_address(own.as_deref().unwrap_or_default()))
    {
        next.join_url = kept;
    }
}

/// Takes what follows the series from it.
pub(super) fn inherit(next: &mut Seminar, head: &Series, follows: &BTreeSet<String>) {
    let takes = |value: Inherited| follows.contains(value.word());
    if takes(Inherited::Zone) {
        next.zone.clone_from(&head.zone);
    }
    if takes(Inherited::Duration) {
        next.duration_minutes = head.duration_minutes;
    }
    if takes(Inherited::Visibility) {
        next.visibility = head.visibility;
    }
    if takes(Inherited::Language) {
        next.written.language.clone_from(&head.language);
    }
    if takes(Inherited::Topics) {
        next.topics.clone_from(&head.topics);
    }
    if takes(Inherited::Reminders) {
        next.reminders.clone_from(&head.reminders);
    }
    if takes(Inherited::JoinUrl) {
        next.join_url.clone_from(&head.join_url);
    }
}
