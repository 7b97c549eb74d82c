//! A stay, from its request to the departure.

use maru::people::model::Role;
use serde_json::{Value, json};

use super::Trail;
use crate::support::app::Api;

pub(super) async fn stays(trail: &mut Trail, admin: &Api, site: &Value) {
    let host = trail
        .app
        .person("host", "Kim Gyeonbon", &[Role::Member])
        .await;
    let desk = json!({"name": "Desk 1", "kind": "desk", "site_id": site["id"]});
    let desk = trail.play(admin, "POST /rooms", &[], desk).await;
    let stay = json!({"visitor": {"name": "Taro Mihon", "email": "taro@modele.example"}, "host_id": host.to_string(),
                      "from": "2026-12-01", "to": "2026-12-05", "desk_id": desk["id"]});
    let stay = trail.play(admin, "POST /stays", &[], stay).await;
    let at = &stay["id"];
    trail
        .play(
            admin,
            "PATCH /stays/{id}",
            &[at],
            json!({"to": "2026-12-06"}),
        )
        .await;
    for act in [
        "approval",
        "invitation",
        "confirmation",
        "arrival",
        "departure",
    ] {
        trail
            .play(
                admin,
                "POST /stays/{id}/{act}",
                &[at, &json!(act)],
                json!({}),
            )
            .await;
    }
}
