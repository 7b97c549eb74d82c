//! Lists of seminars, and who follows them.

use serde_json::{Value, json};

use super::Trail;
use crate::support::app::Api;

pub(super) async fn lists(trail: &mut Trail, admin: &Api, reader: &Value) {
    let none = || Value::Null;
    let list = json!({"name_en": "Safety", "visibility": "public"});
    let list = trail.play(admin, "POST /lists", &[], list).await;
    let at = &list["id"];
    let korean = json!({"name_ko": "안전"});
    trail.play(admin, "PATCH /lists/{id}", &[at], korean).await;
    let topic = json!({"what": "topic", "topic": "Safety"});
    let item = trail
        .play(admin, "POST /lists/{id}/items", &[at], topic)
        .await;
    let pair = [at, &item["id"]];
    trail
        .play(admin, "DELETE /lists/{id}/items/{item_id}", &pair, none())
        .await;
    let follow = "/people/{id}/follows/lists/{list_id}";
    let pair = [reader, at];
    trail
        .play(admin, &format!("PUT {follow}"), &pair, json!({}))
        .await;
    trail
        .play(admin, &format!("DELETE {follow}"), &pair, none())
        .await;
    trail.play(admin, "DELETE /lists/{id}", &[at], none()).await;
}
