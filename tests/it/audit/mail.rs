//! What is done by hand about mail.

use serde_json::{Value, json};

use super::Trail;
use crate::support::{app::Api, make};

pub(super) async fn mail(trail: &mut Trail, admin: &Api) {
    let late = trail.app.person("late", "La Late", &[]).await;
    let mut conn = trail.app.conn().await;
    let troubles = make::troubles(&mut conn, late, "late@hub.example").await;
    drop(conn);
    let [failed, suspended, came_in] = troubles.map(|id| json!(id));
    let none = || Value::Null;
    let retry = "POST /messages/{id}/retry";
    trail.play(admin, retry, &[&failed], none()).await;
    let lift = "DELETE /suspensions/{id}";
    trail.play(admin, lift, &[&suspended], none()).await;
    let again = "POST /inbound/{id}/retry";
    trail.play(admin, again, &[&came_in], none()).await;
}
