//! Series and seminars, and the mails about them.

use serde_json::{Value, json};

use super::{
    Trail,
    lists::lists,
    speakers::{slots, speakers},
};
use crate::support::app::Api;

pub(super) async fn seminars(trail: &mut Trail, admin: &Api, hall: &Value) {
    let series = json!({"title": "Scaling Laws", "zone": "Asia/Seoul", "room_id": hall["id"]});
    let series = trail.play(admin, "POST /series", &[], series).await;
    let at = &series["id"];
    let term = json!({"weekday": 2, "time": "10:00:00", "from": "2027-03-02", "count": 2});
    trail
        .play(admin, "POST /series/{id}/terms", &[at], term)
        .await;
    trail
        .play(admin, "POST /series/{id}/announcement", &[at], json!({}))
        .await;
    trail
        .play(
            admin,
            "PATCH /series/{id}",
            &[at],
            json!({"title": "Scaling"}),
        )
        .await;
    let look = json!({"change": {"duration_minutes": 90}});
    trail
        .play(admin, "POST /series/{id}/previews", &[at], look)
        .await;
    let person = json!({"name": "Marie Exemple", "email": "marie@modele.example"});
    let person = trail.play(admin, "POST /people", &[], person).await;
    // Someone who has never been heard of is asked; someone who is known follows it at once.
    let reader = trail.app.person("reader", "Re Reader", &[]).await;
    trail.app.api(reader).await;
    let reader = json!(reader);
    for who in [&person["id"], &reader] {
        trail
            .play(
                admin,
                "PUT /series/{id}/subscriptions/{person_id}",
                &[at, who],
                json!({}),
            )
            .await;
    }
    let pair = [at, &reader];
    let (them, topic) = (&reader, json!("alignment"));
    trail
        .play(
            admin,
            "PUT /people/{id}/form-of-address",
            &[them],
            json!({"title": "Prof."}),
        )
        .await;
    let hub = "/people/{id}/follows/hub";
    let topics = "/people/{id}/follows/topics/{slug}";
    for (route, ids) in [(hub, vec![them]), (topics, vec![them, &topic])] {
        trail
            .play(admin, &format!("PUT {route}"), &ids, json!({}))
            .await;
        trail
            .play(admin, &format!("DELETE {route}"), &ids, Value::Null)
            .await;
    }
    trail
        .play(
            admin,
            "DELETE /series/{id}/subscriptions/{person_id}",
            &pair,
            Value::Null,
        )
        .await;
    lists(trail, admin, &reader).await;
    let list = json!({"name": "Everyone", "address": "everyone@modele.example", "languages": ["en"], "permission": "Jean Modèle"});
    let told = trail
        .play(admin, "POST /series/{id}/audiences", &[at], list.clone())
        .await;
    let pair = [at, &told["id"]];
    trail
        .play(
            admin,
            "DELETE /series/{id}/audiences/{audience_id}",
            &pair,
            Value::Null,
        )
        .await;
    let seminar = |day: u32| {
        json!({"series_id": at, "title": "A talk", "starts_local": format!("2026-12-{day:02}T16:00:00"),
               "state": "announced"})
    };
    let one = trail.play(admin, "POST /seminars", &[], seminar(10)).await;
    let other = trail.play(admin, "POST /seminars", &[], seminar(17)).await;
    let at = &one["id"];
    let later = json!({"starts_local": "2026-12-10T18:00:00"});
    trail
        .play(admin, "PATCH /seminars/{id}", &[at], later)
        .await;
    let invited = json!({"people": [person["id"]], "emails": ["luc@modele.example"]});
    trail
        .play(admin, "POST /seminars/{id}/invitations", &[at], invited)
        .await;
    let look = json!({"cancellation": {}});
    trail
        .play(admin, "POST /seminars/{id}/previews", &[at], look)
        .await;
    let waiting = admin
        .get("/messages?kind=invitation&state=queued")
        .await
        .json();
    let [first, second] = [0, 1].map(|n| waiting["items"][n]["id"].clone());
    let note = json!({"note": "Do come."});
    trail
        .play(admin, "PATCH /messages/{id}", &[&first], note)
        .await;
    trail
        .play(
            admin,
            "POST /messages/{id}/dispatch",
            &[&first],
            Value::Null,
        )
        .await;
    let why = json!({"reason": "Too early"});
    trail
        .play(admin, "POST /messages/{id}/abandonment", &[&second], why)
        .await;
    let rest = json!({"note": "Do come."});
    trail
        .play(admin, "POST /seminars/{id}/knowledge/dispatch", &[at], rest)
        .await;
    let pair = [at, &person["id"]];
    let yes = json!({"answer": "yes"});
    trail
        .play(
            admin,
            "PUT /seminars/{id}/attendances/{person_id}",
            &pair,
            yes,
        )
        .await;
    let terms = json!({"companions": 1});
    trail
        .play(admin, "PUT /seminars/{id}/reply-terms", &[at], terms)
        .await;
    let asks = json!({"questions": [
        {"kind": "yes_no", "words_en": "Lunch?", "purpose_en": "For the kitchen."}]});
    trail
        .play(admin, "PUT /seminars/{id}/questions", &[at], asks)
        .await;
    let came = trail
        .play(
            admin,
            "POST /seminars/{id}/check-ins",
            &[at],
            json!({"name": "Gwen Exemple"}),
        )
        .await;
    let pair = [at, &came["id"]];
    trail
        .play(
            admin,
            "DELETE /seminars/{id}/check-ins/{check_in_id}",
            &pair,
            Value::Null,
        )
        .await;
    let begun = json!({"title": "Now", "starts_local": "2026-11-02T08:30:00", "zone": "Asia/Seoul", "state": "announced"});
    let begun = trail.play(admin, "POST /seminars", &[], begun).await;
    trail
        .play(
            admin,
            "POST /seminars/{id}/headcounts",
            &[&begun["id"]],
            json!({"place": "room", "heads": 30}),
        )
        .await;
    let told = trail
        .play(admin, "POST /seminars/{id}/audiences", &[at], list)
        .await;
    let pair = [at, &told["id"]];
    trail
        .play(
            admin,
            "DELETE /seminars/{id}/audiences/{audience_id}",
            &pair,
            Value::Null,
        )
        .await;
    speakers(trail, admin, at, &person["id"]).await;
    slots(trail, admin, &person["id"]).await;
    trail
        .play(admin, "POST /seminars/{id}/cancellation", &[at], json!({}))
        .await;
    let in_place = json!({ "replaced_by": other["id"] });
    trail
        .play(admin, "PATCH /seminars/{id}", &[at], in_place)
        .await;
    let at = &other["id"];
    trail
        .play(admin, "POST /seminars/{id}/postponement", &[at], json!({}))
        .await;
    let draft = json!({"starts_local": "2026-12-24T16:00:00", "zone": "Asia/Seoul"});
    let draft = trail.play(admin, "POST /seminars", &[], draft).await;
    trail
        .play(admin, "DELETE /seminars/{id}", &[&draft["id"]], Value::Null)
        .await;
    let series = json!({"title": "Never held", "zone": "Asia/Seoul"});
    let series = trail.play(admin, "POST /series", &[], series).await;
    trail
        .play(admin, "DELETE /series/{id}", &[&series["id"]], Value::Null)
        .await;
}
