//! Who may do what with people, institutions and projects.

use crate::{
    base::{error::Refusal, ids::PersonId},
    people::model::{Actor, InstitutionKind, Role},
};

/// Whether `actor` may enter people, institutions and projects: members do, since they invite and receive.
///
/// # Errors
/// Forbidden.
pub fn may_enter(actor: &Actor) -> Result<(), Refusal> {
    allowed(actor.member)
}

/// Whether `actor` may look people up: members may.
///
/// # Errors
/// Forbidden.
pub fn may_see_people(actor: &Actor) -> Result<(), Refusal> {
    allowed(actor.member)
}

/// Whether `actor` may see what is kept of `person`.
///
/// # Errors
/// There is nothing, as far as they may know.
pub fn may_see(actor: &Actor, person: PersonId) -> Result<(), Refusal> {
    if actor.member || actor.acts_as(person) {
        Ok(())
    } else {
        Err(Refusal::NotFound)
    }
}

/// Whether `actor` may change what is kept of `person`: they themselves, their assistants, the front desk.
///
/// # Errors
/// Forbidden.
pub fn may_change_person(actor: &Actor, person: PersonId) -> Result<(), Refusal> {
    allowed(actor.acts_as(person) || actor.has(Role::FrontDesk))
}

/// Whether `actor` may say how `person` is addressed in mails: whoever may change what is kept of them, and who `organises`
/// what they are asked to.
///
/// # Errors
/// Forbidden.
pub fn may_address(actor: &Actor, person: PersonId, organises: bool) -> Result<(), Refusal> {
    match organises {
        true => Ok(()),
        false => may_change_person(actor, person),
    }
}

/// Whether `actor` may name the office that answers for `person`, or take it away: all that is told to them goes there, so
/// that it takes more than the front desk has. They themselves, their assistants, administrators; of a guest who has no
/// address to sign in with also who `organises` what they are asked to.
///
/// # Errors
/// Forbidden.
pub fn may_name_office(actor: &Actor, person: PersonId, organises: bool) -> Result<(), Refusal> {
    allowed(organises || actor.acts_as(person) || actor.is_administrator())
}

/// Whether `actor` may change by which addresses `person` signs in: whoever can do that can become that person, so
/// neither assistants nor the front desk may.
///
/// # Errors
/// Forbidden.
pub fn may_change_sign_in(actor: &Actor, person: PersonId) -> Result<(), Refusal> {
    allowed(actor.id == person || actor.is_administrator())
}

/// Whether an address that `actor` says is theirs, or that of those for whom they act, is but a claim: the hub knows its
/// members and believes them. Anyone else could name the address of a minister, and be told what is told to them.
pub fn claims(actor: &Actor) -> bool {
    !actor.member
}

/// Whether `actor` may put someone into an institution that is of this kind: whoever belongs to a member is a member, so
/// that only members open this door.
///
/// # Errors
/// Forbidden.
pub fn may_put_into(actor: &Actor, kind: InstitutionKind) -> Result<(), Refusal> {
    allowed(kind != InstitutionKind::Member || actor.member)
}

/// Whether `actor` may enter an institution that stands so to the hub: which are its members is for those who keep them.
///
/// # Errors
/// Forbidden.
pub fn may_enter_institution(actor: &Actor, kind: InstitutionKind) -> Result<(), Refusal> {
    may_enter(actor)?;
    allowed(kind != InstitutionKind::Member || actor.has(Role::FrontDesk))
}

/// Whether `actor` may change institutions and projects.
///
/// # Errors
/// Forbidden.
pub fn may_keep_institutions(actor: &Actor) -> Result<(), Refusal> {
    allowed(actor.has(Role::FrontDesk))
}

/// Whether `actor` may remove people, institutions and projects to which nothing refers.
///
/// # Errors
/// Forbidden.
pub fn may_remove(actor: &Actor) -> Result<(), Refusal> {
    allowed(actor.is_administrator())
}

/// Whether `actor` may give and take roles.
///
/// # Errors
/// Forbidden.
pub fn may_keep_roles(actor: &Actor) -> Result<(), Refusal> {
    allowed(actor.is_administrator())
}

/// Whether `actor` may say who acts for `person`.
///
/// # Errors
/// Forbidden.
pub fn may_name_assistants(actor: &Actor, person: PersonId) -> Result<(), Refusal> {
    allowed(actor.id == person || actor.is_administrator())
}

/// Whether `actor` may say that `assistant` acts for `person` no more: an assistant may resign.
///
/// # Errors
/// Forbidden.
pub fn may_remove_assistant(
    actor: &Actor,
    person: PersonId,
    assistant: PersonId,
) -> Result<(), Refusal> {
    allowed(actor.id == assistant || actor.id == person || actor.is_administrator())
}

fn allowed(yes: bool) -> Result<(), Refusal> {
    if yes {
        Ok(())
    } else {
        Err(Refusal::forbidden("refused-not-allowed"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uuid::Uuid;

    use super::*;
    use crate::base::audit::Author;

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    fn actor(n: u128, role: Option<Role>, acts_for: &[u128]) -> Actor {
        Actor {
            id: person(n),
            name: None,
            roles: role.into_iter().collect::<BTreeSet<_>>(),
            member: role.is_some(),
            acts_for: acts_for.iter().map(|n| person(*n)).collect(),
            language: None,
            zone: None,
            author: Author::worker(),
        }
    }

    #[test]
    fn where_mail_goes_is_not_for_the_front_desk_to_say() {
        let them = person(1);
        let names = |actor: &Actor, organises| {
            let addresses = may_address(actor, them, organises).is_ok();
            (addresses, may_name_office(actor, them, organises).is_ok())
        };
        assert_eq!(names(&actor(1, None, &[]), false), (true, true));
        assert_eq!(names(&actor(2, None, &[1]), false), (true, true));
        assert_eq!(names(&actor(2, None, &[]), true), (true, true));
        assert_eq!(
            names(&actor(2, Some(Role::Administrator), &[]), false),
            (true, true)
        );
        assert_eq!(
            names(&actor(2, Some(Role::FrontDesk), &[]), false),
            (true, false)
        );
        assert_eq!(
            names(&actor(2, Some(Role::Member), &[]), false),
            (false, false)
        );
    }

    #[test]
    fn only_the_person_and_administrators_change_how_someone_signs_in() {
        let may = |actor: Actor| {
            (
                may_change_person(&actor, person(1)).is_ok(),
                may_change_sign_in(&actor, person(1)).is_ok(),
            )
        };
        assert_eq!(may(actor(1, None, &[])), (true, true));
        assert_eq!(may(actor(2, None, &[1])), (true, false));
        assert_eq!(may(actor(2, Some(Role::FrontDesk), &[])), (true, false));
        assert_eq!(may(actor(2, Some(Role::Administrator), &[])), (true, true));
        assert_eq!(may(actor(2, Some(Role::Member), &[])), (false, false));
    }

    #[test]
    fn guests_look_nobody_up_but_themselves() {
        let guest = actor(1, None, &[3]);
        assert!(may_see_people(&guest).is_err() && may_enter(&guest).is_err());
        assert!(may_see(&guest, person(1)).is_ok() && may_see(&guest, person(3)).is_ok());
        assert!(matches!(may_see(&guest, person(2)), Err(Refusal::NotFound)));
    }
}
