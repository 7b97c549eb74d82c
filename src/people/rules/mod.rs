//! Who may do what with people, and what can be entered of them: pure decisions.

mod addressing;
mod fields;
mod identifiers;
mod may;

pub use addressing::{WrongCell, form_of_address, guest_line};
pub use fields::{
    InstitutionFields, PersonFields, ProjectFields, institution, optional_address, person, project,
};
pub use identifiers::{country, orcid, ror};
pub use may::{
    claims, may_address, may_change_person, may_change_sign_in, may_enter, may_enter_institution,
    may_keep_institutions, may_keep_roles, may_name_assistants, may_name_office, may_put_into,
    may_remove, may_remove_assistant, may_see, may_see_people,
};
