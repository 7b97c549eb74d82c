//! Who may see, keep and show lists.

use crate::{
    base::error::Refusal,
    people::model::Actor,
    seminars::model::{List, ListState, ListVisibility},
};

/// Most rules and seminars on one list.
pub const MOST_ITEMS: i64 = 5_000;

/// Whether `viewer` may know of a list, which they keep or not. What stands on it is another question.
pub fn sees(viewer: Option<&Actor>, list: &List, keeps: bool) -> bool {
    match list.visibility {
        _ if keeps || viewer.is_some_and(Actor::is_administrator) => true,
        ListVisibility::Public => true,
        ListVisibility::Members => viewer.is_some_and(|actor| actor.member),
        ListVisibility::Own => false,
    }
}

/// Whether `actor` may change a list and what is on it.
///
/// # Errors
/// Forbidden.
pub fn may_keep(actor: &Actor, keeps: bool) -> Result<(), Refusal> {
    match keeps || actor.is_administrator() {
        true => Ok(()),
        false => Err(Refusal::forbidden("refused-not-keeper")),
    }
}

/// Whether `actor` may show a list to more people than see it so far. Any member keeps lists of their own; what others are
/// shown in the hub's name, someone answers for who organises a series, or an administrator.
///
/// # Errors
/// Forbidden.
pub fn may_show(
    actor: &Actor,
    organises: bool,
    before: ListVisibility,
    after: ListVisibility,
) -> Result<(), Refusal> {
    match after <= before || organises || actor.is_administrator() {
        true => Ok(()),
        false => Err(Refusal::forbidden("refused-list-not-shown")),
    }
}

/// Whether something can be put on a list, and someone comes to follow it.
///
/// # Errors
/// A conflict with the state that it is in.
pub fn is_kept(list: &List) -> Result<(), Refusal> {
    match list.state {
        ListState::Kept => Ok(()),
        ListState::Archived => Err(Refusal::conflict("refused-list-archived")),
    }
}

/// Whether anyone can follow a list by an address alone: nobody comes to follow it who could not look at it without.
///
/// # Errors
/// There is none for them.
pub fn may_follow_openly(list: &List) -> Result<(), Refusal> {
    match list.visibility {
        ListVisibility::Public if list.state == ListState::Kept => Ok(()),
        _ => Err(Refusal::NotFound),
    }
}

/// Whether a list can be removed: one that others follow is archived instead, and they go on to be told.
///
/// # Errors
/// A conflict.
pub fn may_remove(followed_by_others: bool) -> Result<(), Refusal> {
    match followed_by_others {
        true => Err(Refusal::conflict("refused-list-followed")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{audit::Author, clock::Instant, ids::ListId},
        people::model::Role,
    };

    fn list(visibility: ListVisibility) -> List {
        let at = Instant::UNIX_EPOCH;
        List {
            id: ListId(uuid::Uuid::nil()),
            slug: "safety".into(),
            name_en: "Safety".into(),
            name_ko: String::new(),
            description_en: String::new(),
            description_ko: String::new(),
            visibility,
            state: ListState::Kept,
            state_at: at,
            lock_version: 1,
            created_at: at,
            modified_at: at,
        }
    }

    #[test]
    fn a_list_is_for_those_whom_it_says_and_who_keep_it() {
        let guest = Actor::nobody(Author::worker());
        let member = Actor {
            member: true,
            ..guest.clone()
        };
        let administrator = Actor {
            roles: [Role::Administrator].into(),
            ..guest.clone()
        };
        let viewers = [None, Some(&guest), Some(&member), Some(&administrator)];
        let seen = |visibility, keeps| viewers.map(|one| sees(one, &list(visibility), keeps));
        assert_eq!(seen(ListVisibility::Public, false), [true; 4]);
        assert_eq!(
            seen(ListVisibility::Members, false),
            [false, false, true, true]
        );
        assert_eq!(
            seen(ListVisibility::Own, false),
            [false, false, false, true]
        );
        assert!(sees(Some(&guest), &list(ListVisibility::Own), true));
    }

    #[test]
    fn who_shows_a_list_to_more_people_answers_for_something() {
        use ListVisibility::{Members, Own, Public};
        let member = Actor::nobody(Author::worker());
        for (before, after, alone) in [
            (Own, Own, true),
            (Own, Members, false),
            (Own, Public, false),
            (Members, Public, false),
            (Public, Public, true),
            (Public, Own, true),
        ] {
            assert_eq!(may_show(&member, false, before, after).is_ok(), alone);
            assert!(may_show(&member, true, before, after).is_ok());
        }
    }
}
