//! Speakers: what they bring, and times that are offered to them.

use serde_json::{Value, json};

use super::Trail;
use crate::support::app::Api;

/// What organisers do about a speaker.
pub(super) async fn speakers(trail: &mut Trail, admin: &Api, at: &Value, person: &Value) {
    let speaks = json!({ "speakers": [{ "person_id": person }] });
    let call = format!("/seminars/{}", at.as_str().unwrap());
    admin.patch(&call, speaks).await.expect(200);
    let pair = [at, person];
    let link = "POST /seminars/{id}/speakers/{person_id}/link";
    for body in [json!({}), json!({ "renew": true })] {
        trail.play(admin, link, &pair, body).await;
    }
    let care = json!({ "taken_over": true });
    trail
        .play(
            admin,
            "PATCH /seminars/{id}/speakers/{person_id}",
            &pair,
            care,
        )
        .await;
    let page = "PATCH /seminars/{id}/speakers/{person_id}/page";
    let said = json!({ "biography": "Works on small data." });
    trail.play(admin, page, &pair, said).await;
    let video = json!({ "url": "https://video.modele.example/1" });
    trail
        .play(admin, "PUT /seminars/{id}/recording", &[at], video)
        .await;
    let programme = json!({ "items": [{ "title": "Opening", "starts_local": "2026-12-10T16:00:00",
                                        "ends_local": "2026-12-10T16:10:00" }] });
    trail
        .play(admin, "PUT /seminars/{id}/programme", &[at], programme)
        .await;
    let pdf = json!("%PDF-1.7\n%%EOF\n");
    let slides = "PUT /seminars/{id}/speakers/{person_id}/slides";
    trail.play(admin, slides, &pair, pdf.clone()).await;
    // A picture is no text.
    let path = format!("{call}/speakers/{}/portrait", person.as_str().unwrap());
    let request = admin.request("PUT", &path);
    let picture = crate::support::upload::picture(4, 4);
    let brought = admin.send(request.body("image/png", picture)).await;
    brought.expect(200);
    let route = "PUT /seminars/{id}/speakers/{person_id}/portrait".to_owned();
    let news = trail.news().await.join("; ");
    trail.lines.push(format!("{route} | {news}"));
    trail.played.insert(route);
    let kept = trail
        .play(admin, "POST /seminars/{id}/files", &[at], pdf)
        .await;
    let kept = [at, &kept["id"]];
    trail
        .play(
            admin,
            "DELETE /seminars/{id}/files/{file_id}",
            &kept,
            Value::Null,
        )
        .await;
}

/// Times that are offered to a speaker, some taken back, one chosen.
pub(super) async fn slots(trail: &mut Trail, admin: &Api, person: &Value) {
    let draft = json!({"starts_local": "2027-01-12T16:00:00", "zone": "Asia/Seoul",
                       "speakers": [{ "person_id": person }]});
    let draft = trail.play(admin, "POST /seminars", &[], draft).await;
    let at = &draft["id"];
    let time = |day: u32| json!({ "starts_local": format!("2027-01-{day}T16:00:00") });
    let offer = json!({ "person_id": person, "slots": [time(19), time(26)] });
    let call = "POST /seminars/{id}/slot-offers";
    let offer = trail.play(admin, call, &[at], offer).await;
    let pair = [at, &offer["id"]];
    let first = json!({ "slot_ids": [offer["slots"][0]["id"]] });
    let call = "POST /seminars/{id}/slot-offers/{offer_id}/withdrawal";
    trail.play(admin, call, &pair, first).await;
    let second = json!({ "slot_id": offer["slots"][1]["id"] });
    let call = "POST /seminars/{id}/slot-offers/{offer_id}/choice";
    trail.play(admin, call, &pair, second).await;
}
