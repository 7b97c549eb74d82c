//! What is known of people: reads, each a fixed number of queries however many are asked for.

mod claims;
mod directory;
mod guest_lines;
mod institutions;
mod meant;
mod people;
mod projects;
mod recipients;
mod whereabouts;
mod who;

pub(super) use claims::{VOUCHED, is_claim};
pub use directory::{Listing, directory};
pub use guest_lines::{Becomes, Foreseen, foreseen};
pub use institutions::{
    InstitutionFilter, institution, institution_by_slug, institutions, institutions_called,
    zones_of,
};
pub use meant::{Meant, guests, meant, members};
pub(super) use people::lower;
pub use people::{
    PeopleFilter, find_by_sign_in_address, is_person, names, people, person, profile, profiles,
    search,
};
pub use projects::{project, project_by_slug, projects};
pub use recipients::{form_of_address, language_of, recipients, recipients_at};
pub use whereabouts::Whereabouts;
pub use who::{Bearer, actor, bearer, members_among};
