//! The institution and its rooms, before anything takes place there.

use serde_json::{Value, json};

use super::{made, people::People};

/// What there is before anything takes place.
pub struct House {
    pub institution: Value,
    pub project: Value,
    /// Someone whom Maru knows, and who has nothing to do with anything.
    pub stranger: Value,
    pub site: Value,
    pub closed: Value,
    pub hall: Value,
    /// Where a room keeper decides.
    pub lab: Value,
    pub desk: Value,
}

impl House {
    pub async fn of(people: &People) -> Self {
        let admin = &people.tokens["admin"];
        let institution =
            json!({ "name": "Sample Institute", "slug": "sample", "zone": "Asia/Seoul" });
        let institution = made(admin, "/institutions", institution).await;
        let project = made(admin, "/projects", json!({ "name": "Sample project" })).await;
        let stranger = json!({ "name": "A stranger", "institution_id": null });
        let stranger = made(admin, "/people", stranger).await;
        let site = json!({ "name": "Seoul", "zone": "Asia/Seoul" });
        let site = made(admin, "/sites", site).await;
        let closed = json!({ "from": "2026-12-24", "name_en": "Winter holidays" });
        let closed = made(admin, "/closed-days", closed).await;
        let room = |name: &str, kind: &str, approval: bool| {
            json!({ "name": name, "slug": name.to_lowercase(), "kind": kind, "site_id": site["id"],
                    "approval": approval })
        };
        let hall = made(admin, "/rooms", room("Hall", "hall", false)).await;
        let lab = made(admin, "/rooms", room("Lab", "hall", true)).await;
        let desk = made(admin, "/rooms", room("Seat", "desk", false)).await;
        Self {
            institution,
            project,
            stranger,
            site,
            closed,
            hall,
            lab,
            desk,
        }
    }
}
