//! Addresses that someone says are theirs: what is told to whoever reads there does not go to them for it.

use maru::people::model::Role;
use serde_json::json;

use crate::support::house::House;

/// Who was invited, and where: the mails since they were last read.
async fn invited(house: &House) -> Vec<String> {
    let mails = house.app.mails().await.into_iter();
    let invitations = mails.filter(|mail| mail.kind == "invitation");
    invitations.map(|mail| mail.to).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_who_claims_the_address_of_a_minister_is_not_told_what_the_minister_is() {
    let house = House::new().await;
    let guest = house.app.api(house.guest).await;
    let me = format!("/people/{}", house.guest);
    let claim = json!({ "contact_email": "minister@gov.example" });
    guest.patch(&me, claim).await.expect(200);

    let code = house.seminar(json!({ "visibility": "invited" })).await;
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}/invitations", id.as_str().unwrap());
    let organiser = house.app.api(house.organiser).await;
    let emails = json!({ "emails": ["Minister@gov.example"] });
    organiser.post(&path, emails.clone()).await.expect(202);
    assert_eq!(invited(&house).await, ["Minister@gov.example"]);
    let seminar = format!("/seminars/{}", id.as_str().unwrap());
    guest.get(&seminar).await.expect(404);

    // What a member of the hub says of a guest is believed: their secretary reads for them.
    let desk = house
        .app
        .person("dee", "Dee Desk", &[Role::FrontDesk])
        .await;
    let said = json!({ "contact_email": "secretary@gov.example" });
    house.app.api(desk).await.patch(&me, said).await.expect(200);
    let emails = json!({ "emails": ["secretary@gov.example"] });
    organiser.post(&path, emails).await.expect(202);
    assert_eq!(invited(&house).await, ["gil@hub.example"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_another_address_to_sign_in_with_comes_back_by_it() {
    let house = House::new().await;
    let guest = house.app.api(house.guest).await;
    let mut browser = house.app.browser(house.guest).await;
    let me = format!("/people/{}", house.guest);
    let feed = guest
        .post(&format!("{me}/feeds"), json!({}))
        .await
        .expect(201)
        .json();
    let feed = feed["url"].as_str().unwrap();
    let feed = feed.strip_prefix(&house.app.hub.public_url).unwrap();
    house.app.get(feed).await.expect(200);
    browser.get("/me").await.expect(200);

    let claim = json!({ "email": "minister@gov.example" });
    let changed = guest.patch(&me, claim).await.expect(200).json();
    assert_eq!(changed["email"], "minister@gov.example");
    guest.get(&me).await.expect(401);
    browser.get("/me").await.expect(303);
    // Every node hears of it within a second.
    for _ in 0..100 {
        if house.app.get(feed).await.status == 410 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    house.app.get(feed).await.expect(410);

    // Whom the hub knows is believed.
    let member = house.app.api(house.member).await;
    let me = format!("/people/{}", house.member);
    let other = json!({ "email": "min@other.example" });
    member.patch(&me, other).await.expect(200);
    member.get(&me).await.expect(200);
}

/// Whoever has the machine names an address, and means who reads there.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_given_by_the_command_line_goes_to_nobody_who_claims_the_address() {
    let house = House::new().await;
    let guest = house.app.api(house.guest).await;
    let me = format!("/people/{}", house.guest);
    let claim = json!({ "contact_email": "head@hub.example" });
    guest.patch(&me, claim).await.expect(200);
    let conn = &mut house.app.conn().await;
    let (clock, role) = (&*house.app.clock, Some(Role::Administrator));
    maru::people::sign_in::issue_token(conn, clock, "head@hub.example", role, "head")
        .await
        .unwrap();
    let shown = guest.get(&me).await.expect(200).json();
    assert_eq!(shown["roles"], json!([]));
    let heads = house.admin.get("/people?role=administrator").await;
    let heads = heads.expect(200).json();
    let emails = heads["items"].as_array().unwrap().iter();
    let emails: Vec<_> = emails.map(|one| one["email"].clone()).collect();
    assert_eq!(emails, ["ada@hub.example", "head@hub.example"]);
}
