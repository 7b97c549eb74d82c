//! Institutions, projects, and people with what is theirs.

use serde_json::{Value, json};

use super::Trail;
use crate::support::app::Api;

pub(super) async fn people(trail: &mut Trail, admin: &Api) {
    let none = || Value::Null;
    let institution =
        json!({"name": "Institut Modèle", "country": "CA", "zone": "America/Montreal"});
    let institution = trail
        .play(admin, "POST /institutions", &[], institution)
        .await;
    let at = &institution["id"];
    trail
        .play(
            admin,
            "PATCH /institutions/{id}",
            &[at],
            json!({"city": "Montréal"}),
        )
        .await;
    trail
        .play(admin, "DELETE /institutions/{id}", &[at], none())
        .await;
    let project = trail
        .play(admin, "POST /projects", &[], json!({"name": "Measuring"}))
        .await;
    let at = &project["id"];
    trail
        .play(
            admin,
            "PATCH /projects/{id}",
            &[at],
            json!({"name": "Measuring well"}),
        )
        .await;
    trail
        .play(admin, "DELETE /projects/{id}", &[at], none())
        .await;
    let person = json!({"name": "Zoé Exemple", "email": "zoe@modele.example"});
    let person = trail.play(admin, "POST /people", &[], person).await;
    let at = &person["id"];
    let other = trail
        .play(admin, "POST /people", &[], json!({"name": "Jean Modèle"}))
        .await;
    trail
        .play(
            admin,
            "PATCH /people/{id}",
            &[at],
            json!({"zone": "Europe/Paris"}),
        )
        .await;
    let wishes =
        json!({"preset": "quiet", "digests": {"weekday": 2}, "language": "ko", "calendar": "feed"});
    trail
        .play(admin, "PATCH /people/{id}/preferences", &[at], wishes)
        .await;
    let keeper = &json!("room_keeper");
    trail
        .play(
            admin,
            "PUT /people/{id}/roles/{role}",
            &[at, keeper],
            none(),
        )
        .await;
    trail
        .play(
            admin,
            "DELETE /people/{id}/roles/{role}",
            &[at, keeper],
            none(),
        )
        .await;
    let pair = [at, &other["id"]];
    trail
        .play(
            admin,
            "PUT /people/{id}/assistants/{assistant_id}",
            &pair,
            none(),
        )
        .await;
    trail
        .play(
            admin,
            "DELETE /people/{id}/assistants/{assistant_id}",
            &pair,
            none(),
        )
        .await;
    let feed = trail
        .play(
            admin,
            "POST /people/{id}/feeds",
            &[at],
            json!({"name": "Mine"}),
        )
        .await;
    let feed = [at, &feed["id"]];
    let busy = json!({"detail": "busy"});
    trail
        .play(admin, "PATCH /people/{id}/feeds/{feed_id}", &feed, busy)
        .await;
    trail
        .play(
            admin,
            "POST /people/{id}/feeds/{feed_id}/renewal",
            &feed,
            none(),
        )
        .await;
    trail
        .play(admin, "DELETE /people/{id}/feeds/{feed_id}", &feed, none())
        .await;
    trail
        .play(admin, "DELETE /people/{id}", &[&other["id"]], none())
        .await;
}
