//! Sites, rooms, closed days, and bookings.

use maru::people::model::Role;
use serde_json::{Value, json};

use super::Trail;
use crate::support::app::Api;

pub(super) async fn houses(trail: &mut Trail, admin: &Api) -> (Value, Value) {
    let site = json!({"name": "Seoul site", "zone": "Asia/Seoul"});
    let site = trail.play(admin, "POST /sites", &[], site).await;
    trail
        .play(
            admin,
            "PATCH /sites/{id}",
            &[&site["id"]],
            json!({"name": "Seoul"}),
        )
        .await;
    let hall = json!({"name": "Hall", "kind": "hall", "site_id": site["id"], "approval": true});
    let hall = trail.play(admin, "POST /rooms", &[], hall).await;
    trail
        .play(
            admin,
            "PATCH /rooms/{id}",
            &[&hall["id"]],
            json!({"capacity": 80}),
        )
        .await;
    let annexe = json!({"name": "Annexe", "zone": "Asia/Seoul"});
    let annexe = trail.play(admin, "POST /sites", &[], annexe).await;
    let cell = json!({"name": "Cell", "kind": "lab"});
    let cell = trail.play(admin, "POST /rooms", &[], cell).await;
    trail
        .play(admin, "DELETE /rooms/{id}", &[&cell["id"]], Value::Null)
        .await;
    trail
        .play(admin, "DELETE /sites/{id}", &[&annexe["id"]], Value::Null)
        .await;
    let closed = json!({"from": "2026-12-24", "to": "2026-12-31", "name_en": "Winter holidays"});
    let closed = trail.play(admin, "POST /closed-days", &[], closed).await;
    let at = &closed["id"];
    let korean = json!({"name_ko": "겨울 휴가"});
    trail
        .play(admin, "PATCH /closed-days/{id}", &[at], korean)
        .await;
    trail
        .play(admin, "DELETE /closed-days/{id}", &[at], Value::Null)
        .await;
    (site, hall)
}

pub(super) async fn bookings(trail: &mut Trail, admin: &Api, hall: &Value) {
    let member = trail
        .app
        .person("member", "Mo Member", &[Role::Member])
        .await;
    let member = trail.app.api(member).await;
    let at = |hour: u32| {
        json!({"room_id": hall["id"], "title": "Rehearsal", "starts_local": format!("2026-12-01T{hour:02}:00:00"),
               "ends_local": format!("2026-12-01T{:02}:00:00", hour + 1)})
    };
    let first = trail.play(&member, "POST /bookings", &[], at(9)).await;
    let second = trail.play(&member, "POST /bookings", &[], at(11)).await;
    let first = &first["id"];
    let title = json!({"title": "Dress rehearsal"});
    trail
        .play(&member, "PATCH /bookings/{id}", &[first], title)
        .await;
    trail
        .play(admin, "POST /bookings/{id}/approval", &[first], json!({}))
        .await;
    trail
        .play(
            admin,
            "POST /bookings/{id}/refusal",
            &[&second["id"]],
            json!({}),
        )
        .await;
    trail
        .play(
            &member,
            "POST /bookings/{id}/cancellation",
            &[first],
            json!({}),
        )
        .await;
    let mut run = at(14);
    run["rule"] = json!("FREQ=WEEKLY;COUNT=2");
    trail.play(admin, "POST /bookings", &[], run).await;
}
