//! Old → new, between two snapshots of a seminar.

use crate::{
    base::slot::Slot,
    mail::render::When,
    seminars::{
        model::{ItemTold, SeminarState, Snapshot},
        notices::mails::{self, Changed, items::Item},
    },
};

/// What differs between two snapshots, in the order of weight.
pub(in crate::seminars::notices) fn changes(old: &Snapshot, new: &Snapshot) -> Vec<Changed> {
    let mut changes = Vec::new();
    if standing(old.state) != standing(new.state) {
        changes.push(Changed::State {
            old: standing(old.state),
            new: standing(new.state),
        });
    }
    let time = |told: &Snapshot| (told.starts_at, told.ends_at, told.zone.clone());
    if let (Some(before), Some(after)) = (when(old), when(new))
        && time(old) != time(new)
    {
        changes.push(Changed::Time {
            old: before,
            new: after,
        });
    }
    if old.places != new.places {
        changes.push(Changed::Place {
            old: old.places.clone(),
            new: new.places.clone(),
        });
    }
    if old.title != new.title {
        let named = |title: &str| Some(title.to_owned()).filter(|title| !title.is_empty());
        changes.push(Changed::Title {
            old: named(&old.title),
            new: named(&new.title),
        });
    }
    if old.speakers != new.speakers {
        changes.push(Changed::Speakers {
            old: speakers(old),
            new: speakers(new),
        });
    }
    let items = old.item_changes(new);
    if !items.is_empty() {
        let told = |item: &ItemTold, anchor: &Snapshot| {
            Some(Item {
                title: item.title.clone(),
                when: When {
                    slot: Slot::new(item.starts_at, item.ends_at).ok()?,
                    anchor: anchor.anchor(),
                },
                place: item.place.clone(),
            })
        };
        let moved = items.iter().map(|(before, after)| {
            let before = before.as_ref().and_then(|item| told(item, old));
            (before, after.as_ref().and_then(|item| told(item, new)))
        });
        changes.push(Changed::Programme(moved.collect()));
    }
    if old.online != new.online {
        changes.push(Changed::Online);
    }
    changes
}

pub(super) fn when(snapshot: &Snapshot) -> Option<When> {
    let slot = Slot::new(snapshot.starts_at, snapshot.ends_at).ok()?;
    Some(When {
        slot,
        anchor: snapshot.anchor(),
    })
}

fn standing(state: SeminarState) -> mails::Standing {
    match state {
        SeminarState::Draft | SeminarState::Announced => mails::Standing::Announced,
        SeminarState::Postponed => mails::Standing::Postponed,
        SeminarState::Cancelled => mails::Standing::Cancelled,
    }
}

fn speakers(snapshot: &Snapshot) -> Vec<mails::Speaker> {
    snapshot
        .speakers
        .iter()
        .map(|(name, affiliation)| mails::Speaker {
            name: name.clone(),
            affiliation: affiliation.clone(),
        })
        .collect()
}
