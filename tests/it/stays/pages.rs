//! Stays in the browser: entered, refused where the desk is taken, edited, taken on, seen.

use maru::{base::ids::PersonId, people::model::Role};

use super::make::{room, site};
use crate::support::{app::TestApp, browser::Browser, http::Answer, make};

/// A hub with two desks, a host, a front desk, and a visitor who is known.
struct House {
    app: TestApp,
    host: PersonId,
    front_desk: PersonId,
    visitor: PersonId,
}

impl House {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let host = app.person("host", "Kim Gyeonbon", &[Role::Member]).await;
        let front_desk = app.person("desk", "Park Sample", &[Role::FrontDesk]).await;
        let mut conn = app.conn().await;
        let institution = make::institution(&mut conn)
            .name("Institut Modèle")
            .place("CA", "America/Montreal")
            .id()
            .await;
        let visitor = make::person(&mut conn)
            .name("Jean Modèle")
            .email("jean@modele.example")
            .of(institution)
            .id()
            .await;
        let seoul = site(&mut conn, "Seoul site", "Asia/Seoul").await;
        for name in ["Desk 10", "Desk 9"] {
            room(
                &mut conn,
                name,
                maru::rooms::model::RoomKind::Desk,
                Some(seoul),
            )
            .await;
        }
        Self {
            app,
            host,
            front_desk,
            visitor,
        }
    }

    /// Enters Jean's stay from 1 to 5 December at desk 9; answers its address.
    async fn entered(&self, browser: &mut Browser) -> String {
        let form = browser.get("/stays/new").await.expect(200);
        let visitor = self.visitor.to_string();
        let typed = [
            ("visitor", visitor.as_str()),
            ("from", "2026-12-01"),
            ("to", "2026-12-05"),
            ("desk", "desk-9"),
            ("purpose", "Joint work"),
        ];
        let answer = browser.submit(&form, "/stays", &typed).await.expect(303);
        answer.location().to_owned()
    }
}

fn options(page: &Answer, name: &str) -> Vec<String> {
    page.words(&format!("select[name={name}] option"))
}

/// Label and what stands beside it, for every fact of a stay's page.
fn facts(page: &Answer) -> Vec<(String, String)> {
    let labels = page.words(".facts dt");
    labels.into_iter().zip(page.words(".facts dd")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_enters_a_stay_and_takes_it_on() {
    let house = House::new().await;
    let mut host = house.app.browser(house.host).await;
    let form = host.get("/stays/new").await.expect(200);
    assert_eq!(
        options(&form, "visitor"),
        ["Someone new", "Jean Modèle – Institut Modèle"]
    );
    assert_eq!(options(&form, "host"), ["Kim Gyeonbon"]);
    assert_eq!(options(&form, "desk"), ["No desk", "Desk 9", "Desk 10"]);

    let at = house.entered(&mut host).await;
    let page = host.follow(&at).await.expect(200);
    assert_eq!(page.words("h1"), ["Jean Modèle"]);
    assert_eq!(
        page.words(".flash p"),
        ["The stay is entered. Those concerned are told by mail."]
    );
    assert_eq!(
        facts(&page),
        [
            ("Dates", "1 Dec 2026 – 5 Dec 20265 days"),
            ("Host", "Kim Gyeonbon"),
            ("Where", "Seoul siteDesk 9"),
            ("Purpose", "Joint work"),
        ]
        .map(|(label, fact)| (label.to_owned(), fact.to_owned()))
    );
    // The host may not approve their own guest.
    assert_eq!(
        page.words("form button")
            .iter()
            .filter(|b| *b == "Approve")
            .count(),
        0
    );

    let mut desk = house.app.browser(house.front_desk).await;
    for (act, state) in [
        ("approval", "approved"),
        ("invitation", "invited"),
        ("confirmation", "confirmed"),
        ("arrival", "here"),
    ] {
        let page = desk.get(&at).await;
        let page = desk
            .submit_and_follow(&page, &format!("{at}/{act}"), &[])
            .await;
        assert_eq!(page.words(".flash p").len(), 1, "{act}");
        let last = page.words(".steps .step-state").pop().unwrap();
        assert_eq!(last.to_lowercase(), state);
    }
    let page = desk.get("/stays?from=2026-12").await;
    assert_eq!(page.words(".lede"), ["No visitor is here at present."]);
    assert_eq!(page.words(".timeline-name"), ["Jean Modèle"]);
    assert_eq!(page.words(".stay-line .entry-title"), ["Jean Modèle"]);
    // What has come to its end is offered nothing.
    let page = desk.get(&at).await;
    let page = desk
        .submit_and_follow(&page, &format!("{at}/cancellation"), &[("reason", "Flu")])
        .await;
    assert_eq!(page.words(".step-reason"), ["Flu"]);
    assert_eq!(page.words("main form"), [""; 0]);
    desk.get(&format!("{at}/edit")).await.expect(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_is_taken_is_refused_and_another_is_one_button_away() {
    let house = House::new().await;
    let mut desk = house.app.browser(house.front_desk).await;
    house.entered(&mut desk).await;
    let form = desk.get("/stays/new").await;
    let host = house.host.to_string();
    let typed = [
        ("visitor_name", "Zoé Exemple"),
        ("visitor_email", "zoe@modele.example"),
        ("host", &host),
        ("from", "2026-12-05"),
        ("to", "2026-12-20"),
        ("desk", "desk-9"),
        ("purpose", "Reading\nand writing"),
    ];
    let page = desk.submit(&form, "/stays", &typed).await.expect(409);
    assert_eq!(
        page.words(".conflicts li"),
        [
            "Desk 9 is taken 1 Dec 2026 – 5 Dec 2026 – Jean Modèle",
            "Desk 10"
        ]
    );
    assert_eq!(
        page.words("textarea[name=purpose]"),
        ["Reading and writing"]
    );
    let free = [("alternative", "desk-10")];
    let page = desk.submit_and_follow(&page, "/stays", &free).await;
    assert_eq!(page.words("h1"), ["Zoé Exemple"]);
    assert_eq!(
        facts(&page)[2],
        ("Where".to_owned(), "Seoul siteDesk 10".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_stands_beside_its_field_and_nothing_is_lost() {
    let house = House::new().await;
    let mut desk = house.app.browser(house.front_desk).await;
    let form = desk.get("/stays/new").await;
    let typed = [
        ("visitor_email", "zoe@modele.example\r\nBcc: a@x.example"),
        ("from", "2026-12-20"),
        ("to", "2026-12-05"),
        ("purpose", "<b>Work</b>"),
    ];
    let page = desk.submit(&form, "/stays", &typed).await.expect(422);
    assert_eq!(
        page.words(".error"),
        ["This is needed.", "The end must come after the start."]
    );
    assert_eq!(page.words("textarea[name=purpose]"), ["<b>Work</b>"]);
    let typed = [("visitor_name", "Zoé Exemple"), ("to", "2026-12-21")];
    let page = desk.submit(&page, "/stays", &typed).await.expect(422);
    assert_eq!(
        page.words(".error"),
        [
            "This is not a mail address: it needs a name, an @ and a domain, without spaces or line breaks."
        ]
    );
    let typed = [("visitor_email", "")];
    let page = desk.submit_and_follow(&page, "/stays", &typed).await;
    assert!(
        page.text().contains("&lt;b&gt;Work&lt;/b&gt;") || page.text().contains("&#60;b&#62;Work")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_moves_the_desk_and_a_stale_one_is_shown_both_versions() {
    let house = House::new().await;
    let (mut host, mut desk) = (
        house.app.browser(house.host).await,
        house.app.browser(house.front_desk).await,
    );
    let at = house.entered(&mut host).await;
    let edit = format!("{at}/edit");
    let (mine, theirs) = (host.get(&edit).await, desk.get(&edit).await);
    assert_eq!(
        mine.words(".told"),
        ["One person will get a mail: Jean Modèle"]
    );
    let typed = [("to", "2026-12-12"), ("desk", "desk-10")];
    let page = desk.submit_and_follow(&theirs, &at, &typed).await;
    assert_eq!(facts(&page)[0].1, "1 Dec 2026 – 12 Dec 202612 days");
    let typed = [("purpose", "Joint work, and a talk")];
    let page = host.submit(&mine, &at, &typed).await.expect(409);
    assert_eq!(
        page.words(".versions tbody tr"),
        [
            "Last day2026-12-122026-12-05",
            "DeskDesk 10Desk 9",
            "PurposeJoint workJoint work, and a talk"
        ]
    );
    let page = host.submit_and_follow(&page, &at, &typed).await;
    assert_eq!(
        facts(&page)
            .into_iter()
            .map(|(_, fact)| fact)
            .collect::<Vec<_>>(),
        [
            "1 Dec 2026 – 5 Dec 20265 days",
            "Kim Gyeonbon",
            "Seoul siteDesk 9",
            "Joint work, and a talk"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_on_a_page_that_is_no_longer_true_is_not_taken() {
    let house = House::new().await;
    let mut host = house.app.browser(house.host).await;
    let mut desk = house.app.browser(house.front_desk).await;
    let at = house.entered(&mut host).await;
    let opened = desk.get(&at).await;
    let edit = host.get(&format!("{at}/edit")).await;
    host.submit(&edit, &at, &[("to", "2027-12-05")])
        .await
        .expect(303);
    let page = desk
        .submit_and_follow(&opened, &format!("{at}/approval"), &[])
        .await;
    assert_eq!(
        page.words(".flash p"),
        ["The stay was changed in the meantime. Look at it as it is now, and decide anew."]
    );
    assert_eq!(page.words(".steps .step-state"), ["Proposed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sees_what() {
    let house = House::new().await;
    let member = house
        .app
        .person("member", "Lee Sample", &[Role::Member])
        .await;
    let mut host = house.app.browser(house.host).await;
    let at = house.entered(&mut host).await;
    // A guest may see and confirm their own, and enters none.
    let mut guest = house.app.browser(house.visitor).await;
    assert_eq!(guest.get(&at).await.words("h1"), ["Jean Modèle"]);
    guest.get("/stays/new").await.expect(403);
    assert_eq!(
        guest.get("/me").await.words(".stay-line .entry-title"),
        ["Jean Modèle"]
    );
    // A member hears of it once it is approved, and not what for.
    let mut member = house.app.browser(member).await;
    member.get(&at).await.expect(404);
    member.get(&format!("{at}/edit")).await.expect(404);
    let mut desk = house.app.browser(house.front_desk).await;
    let page = desk.get(&at).await;
    desk.submit(&page, &format!("{at}/approval"), &[])
        .await
        .expect(303);
    let page = member.get(&at).await.expect(200);
    let labels: Vec<String> = facts(&page).into_iter().map(|(label, _)| label).collect();
    assert_eq!(labels, ["Dates", "Host", "Where"]);
    assert_eq!(page.words(".step-state"), [""; 0]);
    assert!(!page.text().contains("Joint work"));
    assert_eq!(member.get("/me").await.words(".stay-line"), [""; 0]);
    member.get(&format!("{at}/edit")).await.expect(403);
    // Nobody else.
    let mut visitor = house.app.visitor();
    for address in ["/stays", "/stays/new", &at] {
        let answer = visitor.get(address).await.expect(303);
        assert!(answer.location().starts_with("/sign-in"), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_enters_one_stay() {
    let house = House::new().await;
    let mut host = house.app.browser(house.host).await;
    let form = host.get("/stays/new").await;
    let typed = [
        ("visitor_name", "Zoé Exemple"),
        ("from", "2026-12-01"),
        ("to", "2026-12-05"),
    ];
    let first = host.submit(&form, "/stays", &typed).await.expect(303);
    let second = host.submit(&form, "/stays", &typed).await.expect(303);
    assert_eq!(first.location(), second.location());
    let page = host.get("/stays?from=2026-11").await;
    assert_eq!(page.words(".stay-line .entry-title"), ["Zoé Exemple"]);
}
