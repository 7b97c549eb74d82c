//! People, their institutions and projects.

use super::{Place, at};

/// The pages.
pub(super) fn pages() -> Vec<Place> {
    use crate::web::people;
    vec![at("/people").get(people::show)]
}

/// The calls of the API.
pub(super) fn api() -> Vec<Place> {
    use crate::web::api::{
        addressed, feeds, follows, institutions, lists, people, preferences, projects,
    };
    vec![
        at("/institutions")
            .get(institutions::all)
            .post(institutions::enter),
        at("/institutions/{id}")
            .get(institutions::one)
            .patch(institutions::change)
            .delete(institutions::remove),
        at("/projects").get(projects::all).post(projects::enter),
        at("/projects/{id}")
            .get(projects::one)
            .patch(projects::change)
            .delete(projects::remove),
        at("/people").get(people::all).post(people::enter),
        at("/people/{id}")
            .get(people::one)
            .patch(people::change)
            .delete(people::remove),
        at("/people/{id}/form-of-address")
            .get(addressed::one)
            .put(addressed::put),
        at("/people/{id}/preferences")
            .get(preferences::one)
            .patch(preferences::change),
        at("/people/{id}/feeds").get(feeds::all).post(feeds::make),
        at("/people/{id}/feeds/{feed_id}/renewal").post(feeds::renew),
        at("/people/{id}/feeds/{feed_id}")
            .get(feeds::one)
            .patch(feeds::change)
            .delete(feeds::revoke),
        at("/people/{id}/follows").get(follows::all),
        at("/people/{id}/follows/hub")
            .get(follows::hub)
            .put(follows::follow_hub)
            .delete(follows::unfollow_hub),
        at("/people/{id}/follows/topics/{slug}")
            .get(follows::topic)
            .put(follows::follow_topic)
            .delete(follows::unfollow_topic),
        at("/people/{id}/follows/lists/{list_id}")
            .get(lists::follows::one)
            .put(lists::follows::follow)
            .delete(lists::follows::unfollow),
    ]
}

/// The calls of the API that say what people may do, and who writes for them.
pub(super) fn standing() -> Vec<Place> {
    use crate::web::api::roles;
    vec![
        at("/people/{id}/roles/{role}")
            .put(roles::grant)
            .delete(roles::revoke),
        at("/people/{id}/assistants/{assistant_id}")
            .put(roles::name_assistant)
            .delete(roles::remove_assistant),
    ]
}
