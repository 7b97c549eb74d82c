//! A walk through every call: whatever is answered looks as the description says, and everything that the description
//! says is answered at some time.

mod rooms;
mod seminars;

use maru::people::model::Role;
use serde_json::{Value, json};

use self::{
    rooms::{bookings, rooms},
    seminars::seminars,
};
use super::walk::Walk;
use crate::support::{
    app::{Api, TestApp},
    make,
};

fn id(made: &Value) -> &str {
    made["id"].as_str().unwrap()
}

async fn member(app: &TestApp, handle: &str) -> Api {
    app.api(app.person(handle, "Kim Gyeonbon", &[Role::Member]).await)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_as_it_is_described() {
    let app = TestApp::new().await;
    let mut walk = Walk::in_hub(&app).await;
    people(&app, &mut walk).await;
    let hall = rooms(&app, &mut walk).await;
    bookings(&app, &mut walk, &hall).await;
    seminars(&app, &mut walk, &hall).await;
    stays(&app, &mut walk).await;
    tokens(&mut walk).await;
    mail(&app, &mut walk).await;
    walk.end();
}

async fn people(app: &TestApp, walk: &mut Walk) {
    let body = json!({ "name": "Sample Institute", "zone": "Asia/Seoul" });
    let institution = walk.made("enter_institution", body.clone()).await;
    let other = walk.made("enter_institution", body).await;
    walk.read("list_institutions", &[]).await;
    walk.read("get_institution", &[id(&institution)]).await;
    let change = json!({ "city": "Seoul", "country": "KR", "kind": "member" });
    walk.changed("change_institution", &[id(&institution)], change)
        .await;
    walk.gone("remove_institution", &[id(&other)]).await;

    let project = walk.made("enter_project", json!({ "name": "Trust" })).await;
    walk.read("list_projects", &[]).await;
    walk.read("get_project", &[id(&project)]).await;
    let change = json!({ "description": "What can be trusted." });
    walk.changed("change_project", &[id(&project)], change)
        .await;
    walk.gone("remove_project", &[id(&project)]).await;

    let body = json!({ "name": "Marie Sample", "email": "marie@sample.example", "language": "en",
                       "institution_id": institution["id"], "orcid": "0000-0002-1825-0097" });
    let marie = walk.made("enter_person", body).await;
    let known = json!({ "email": "marie@sample.example" });
    walk.ask("enter_person", &[], known, 409).await;
    let said = walk
        .made("enter_person", json!({ "name": "Said Sample" }))
        .await;
    walk.refused("remove_institution", &[id(&institution)], 409)
        .await;
    walk.read("name_assistant", &[id(&marie), id(&said)]).await;
    walk.refused("name_assistant", &[id(&marie), id(&marie)], 422)
        .await;
    walk.read("list_people", &[]).await;
    walk.read("get_person", &[id(&said)]).await;
    let office = json!({ "title": "Prof.", "office": { "name": "Sample Office", "email": "office@sample.example" } });
    walk.ask("put_form_of_address", &[id(&said)], office, 200)
        .await;
    let wrong = json!({ "office": { "email": "no address" } });
    walk.ask("put_form_of_address", &[id(&said)], wrong, 422)
        .await;
    walk.read("get_form_of_address", &[id(&said)]).await;
    walk.refused("get_person", &[&uuid::Uuid::nil().to_string()], 404)
        .await;
    walk.read("remove_assistant", &[id(&marie), id(&said)])
        .await;
    walk.read("grant_role", &[id(&marie), "room_keeper"]).await;
    walk.read("revoke_role", &[id(&marie), "room_keeper"]).await;
    let change = json!({ "zone": "Europe/Paris", "contact_email": "office@sample.example" });
    walk.changed("change_person", &[id(&marie)], change).await;
    walk.gone("remove_person", &[id(&said)]).await;
    walk.read("get_preferences", &[id(&marie)]).await;
    let wishes = json!({ "notices": { "change": "once_a_day" },
                         "quiet_hours": { "from": "22:00:00", "to": "07:00:00" } });
    walk.ask("change_preferences", &[id(&marie)], wishes, 200)
        .await;
    let as_before = json!({ "notices": { "change": "at_once" }, "quiet_hours": null });
    walk.ask("change_preferences", &[id(&marie)], as_before, 200)
        .await;
    let wrong = json!({ "digests": { "weekday": 8 } });
    walk.ask("change_preferences", &[id(&marie)], wrong, 422)
        .await;
    let guest = app.person("guest", "Guest Sample", &[]).await;
    let guest = app.api(guest).await;
    walk.ask_by(&guest, "list_people", &[], Value::Null, 403)
        .await;
    walk.ask_by(&guest, "get_preferences", &[id(&marie)], Value::Null, 403)
        .await;

    let feed = walk.ask("make_feed", &[id(&marie)], json!({}), 201).await;
    walk.read("list_feeds", &[id(&marie)]).await;
    walk.read("get_feed", &[id(&marie), id(&feed)]).await;
    let change = json!({ "name": "For the door", "detail": "busy" });
    walk.ask("change_feed", &[id(&marie), id(&feed)], change, 200)
        .await;
    walk.read("renew_feed", &[id(&marie), id(&feed)]).await;
    walk.gone("revoke_feed", &[id(&marie), id(&feed)]).await;
}

async fn stays(app: &TestApp, walk: &mut Walk) {
    let desk = walk
        .made("enter_room", json!({ "name": "Desk 1", "kind": "desk" }))
        .await;
    let host = app
        .person("host", "Choi Gyeonbon", &[Role::Member])
        .await
        .to_string();
    let body = json!({ "visitor": { "name": "Zoé Sample" }, "host_id": host, "desk_id": desk["id"],
                       "from": "2026-12-01", "to": "2026-12-05" });
    let stay = walk.made("enter_stay", body.clone()).await;
    walk.ask("enter_stay", &[], body, 409).await;
    walk.read("list_stays", &[]).await;
    walk.read("get_stay", &[id(&stay)]).await;
    walk.changed(
        "change_stay",
        &[id(&stay)],
        json!({ "purpose": "Joint work" }),
    )
    .await;
    walk.refused("step_stay", &[id(&stay), "arrival"], 409)
        .await;
    walk.ask(
        "step_stay",
        &[id(&stay), "approval"],
        json!({ "reason": "Welcome" }),
        200,
    )
    .await;
    let member = member(app, "jung").await;
    let brief = walk
        .ask_by(&member, "get_stay", &[id(&stay)], Value::Null, 200)
        .await;
    assert_eq!(
        (brief["purpose"].is_null(), brief.get("steps")),
        (true, None)
    );
    walk.ask_by(
        &member,
        "step_stay",
        &[id(&stay), "cancellation"],
        Value::Null,
        403,
    )
    .await;
}

async fn tokens(walk: &mut Walk) {
    let token = walk.made("make_token", json!({ "name": "Panel" })).await;
    walk.read("list_tokens", &[]).await;
    walk.gone("revoke_token", &[id(&token)]).await;
}

async fn mail(app: &TestApp, walk: &mut Walk) {
    let late = app.person("late", "Late Sample", &[]).await;
    let mut conn = app.conn().await;
    let [failed, suspended, came_in] = make::troubles(&mut conn, late, "late@hub.example").await;
    drop(conn);
    walk.read("retry_message", &[&failed]).await;
    walk.refused("retry_message", &[&failed], 409).await;
    walk.read("list_suspensions", &[]).await;
    walk.gone("lift_suspension", &[&suspended]).await;
    walk.refused("lift_suspension", &[&suspended], 404).await;
    walk.read("list_inbound_mails", &[]).await;
    walk.read("get_inbound_mail", &[&came_in]).await;
    walk.read("retry_inbound_mail", &[&came_in]).await;
    walk.refused("retry_inbound_mail", &[&came_in], 409).await;
    let member = member(app, "yoon").await;
    walk.ask_by(&member, "list_suspensions", &[], Value::Null, 403)
        .await;
    walk.ask_by(&member, "retry_message", &[&failed], Value::Null, 403)
        .await;
}
