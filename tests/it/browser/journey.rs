//! The story of the hub, from a sign-in link to a seminar that is cancelled and a visitor who comes: once in English, by
//! someone in Paris, once in Korean, in Seoul.

mod changes;
mod guests;
mod visitor;

use maru::{
    base::language::Language,
    people::{model::Role, sign_in::issue_link},
};
use serde_json::{Value, json};

use super::chrome::Chrome;
use crate::support::{
    app::{Api, TestApp},
    mailbox::Mail,
};

/// What is typed.
struct Words {
    series: &'static str,
    title: &'static str,
    reason: &'static str,
    purpose: &'static str,
}

const ENGLISH: Words = Words {
    series: "Tuesday seminar",
    title: "Scaling laws, and what lies beyond",
    reason: "The speaker is ill.",
    purpose: "Work on evaluation, and two lectures",
};

const KOREAN: Words = Words {
    series: "화요 세미나",
    title: "규모의 법칙, 그리고 그 너머",
    reason: "연사가 몸이 좋지 않습니다.",
    purpose: "평가 방법 연구와 강연 두 번",
};

const ORGANISER: &str = "oh@hub.example";
const ADMINISTRATOR: &str = "admin@hub.example";
const SPEAKER: &str = "jean@montreal.example";
const IN_SEOUL: &str = "hong@seoul.example";
const IN_PARIS: &str = "marie@paris.example";
const IN_ABU_DHABI: &str = "said@abudhabi.example";

/// A hub in Seoul with two halls, one of which is taken on the afternoon of 10 December 2026, and two desks; people in
/// four places; and someone at a browser.
struct Journey {
    app: TestApp,
    admin: Api,
    chrome: Chrome,
    language: Language,
    words: Words,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_in_english() {
    Journey::begin(Language::En, ENGLISH, "Europe/Paris")
        .await
        .play()
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_in_korean() {
    Journey::begin(Language::Ko, KOREAN, "Asia/Seoul")
        .await
        .play()
        .await;
}

impl Journey {
    async fn begin(language: Language, words: Words, zone: &str) -> Self {
        let app = TestApp::with(&[("MARU_HUB_NAME", "Sample Hub")]).await;
        let admin = app.admin().await;
        app.person("oh", "Oh Organiser", &[Role::Member]).await;
        let booker = app.person("bo", "Bo Booker", &[Role::Member]).await;
        for (name, address, zone, language) in [
            ("Jean Modèle", SPEAKER, "America/Montreal", "en"),
            ("홍견본", IN_SEOUL, "Asia/Seoul", "ko"),
            ("Marie Exemple", IN_PARIS, "Europe/Paris", "en"),
            ("Said Sample", IN_ABU_DHABI, "Asia/Dubai", "en"),
        ] {
            let person =
                json!({ "name": name, "email": address, "zone": zone, "language": language });
            admin.post("/people", person).await.expect(201);
        }
        let site = json!({ "name": "Seoul site", "zone": "Asia/Seoul" });
        let site = admin.post("/sites", site).await.expect(201).json()["id"].clone();
        let mut rooms = Vec::new();
        for (name, slug, kind, seats) in [
            ("Great hall", "great-hall", "hall", 90),
            ("Small hall", "small-hall", "hall", 90),
            ("Desk 1", "desk-1", "desk", 1),
            ("Desk 2", "desk-2", "desk", 1),
        ] {
            let room = json!({ "name": name, "slug": slug, "kind": kind, "capacity": seats, "site_id": site });
            rooms.push(admin.post("/rooms", room).await.expect(201).json());
        }
        let board = json!({ "room_id": rooms[0]["id"], "title": "Board meeting", "starts_local": "2026-12-10T15:00:00",
                            "ends_local": "2026-12-10T18:00:00" });
        app.api(booker)
            .await
            .post("/bookings", board)
            .await
            .expect(201);
        let chrome = Chrome::start(&app, language, zone).await;
        Self {
            app,
            admin,
            chrome,
            language,
            words,
        }
    }

    async fn play(mut self) {
        self.sign_in(ORGANISER, "Oh Organiser", self.language).await;
        self.make_a_series().await;
        self.make_a_seminar_where_the_room_is_taken().await;
        self.announce_and_invite().await;
        self.read_the_mail().await;
        self.answer().await;
        self.subscribe().await;
        self.move_it_by_two_hours().await;
        self.be_reminded().await;
        self.cancel_it().await;
        self.receive_a_visitor().await;
        self.look_around().await;
    }

    /// Whoever has this address opens a link that signs them in, and presses its button.
    async fn sign_in(&mut self, address: &str, name: &str, reads: Language) {
        let mut conn = self.app.conn().await;
        let (clock, hub) = (&*self.app.clock, &self.app.hub);
        let link = issue_link(&mut conn, clock, hub, address, None);
        let link = link.await.unwrap();
        self.chrome.open(&link).await;
        assert_eq!(
            self.chrome.words(".me").await,
            [self.chrome.t("nav-sign-in")]
        );
        let enter = self.chrome.t("sign-in-enter");
        self.chrome.reads = reads;
        self.chrome.press(&enter).await;
        assert_eq!(self.chrome.words(".me").await, [name]);
        // The link is used up.
        assert_eq!(
            self.app
                .get(&link[link.find("/sign-in").unwrap()..])
                .await
                .status,
            410
        );
    }

    async fn sign_out(&mut self) {
        self.chrome.reads = self.language;
        // On wide screens; narrow ones have it on one's own page.
        self.chrome.click(".sign-out button").await;
        assert_eq!(
            self.chrome.words(".me").await,
            [self.chrome.t("nav-sign-in")]
        );
    }

    async fn make_a_series(&self) {
        let chrome = &self.chrome;
        chrome.follow(&chrome.t("nav-organise")).await;
        chrome.follow(&chrome.t("organise-new-series")).await;
        chrome.fill("title", self.words.series).await;
        chrome.fill("slug", "tuesday").await;
        chrome.fill("zone", "Asia/Seoul").await;
        chrome.fill("duration_minutes", "60").await;
        chrome.choose("room", "Great hall – Seoul site").await;
        chrome.fill("reminders", "1440, 60").await;
        chrome.press(&chrome.t("series-form-make")).await;
        assert_eq!(chrome.path().await, "/series/tuesday");
        assert_eq!(chrome.words("h1").await, [self.words.series]);
        assert_eq!(
            chrome.words(".flash p").await,
            [chrome.t("flash-series-made")]
        );
    }

    async fn make_a_seminar_where_the_room_is_taken(&self) {
        let chrome = &self.chrome;
        chrome.follow(&chrome.t("programme-new")).await;
        chrome.fill("title", self.words.title).await;
        chrome
            .fill("speakers", &format!("Jean Modèle <{SPEAKER}>"))
            .await;
        chrome.fill("date", "2026-12-10").await;
        chrome.fill("time", "16:00").await;
        let save = chrome.t("seminar-form-save-draft");
        chrome.press_for(&save, 409).await;
        // Who has it and when, and what was typed is still there.
        let taken = chrome.words(".conflict-list li").await;
        assert_eq!(taken.len(), 1);
        for word in ["Great hall", "Board meeting", "Bo Booker"] {
            assert!(taken[0].contains(word), "{word} is not in {taken:?}");
        }
        let times = chrome.attributes(".conflict-list time", "datetime").await;
        assert_eq!(
            times[..2],
            ["2026-12-10T15:00:00+09:00", "2026-12-10T18:00:00+09:00"]
        );
        assert_eq!(
            chrome.each("#title", "element.value").await,
            [self.words.title]
        );
        let free = chrome.attributes("button[name=alternative]", "value").await;
        assert_eq!(
            free,
            [
                "small-hall@2026-12-10T16:00",
                "great-hall@2026-12-10T14:00",
                "great-hall@2026-12-10T18:00",
            ]
        );
        chrome
            .click("button[value='small-hall@2026-12-10T16:00']")
            .await;
        assert_eq!(chrome.words("h1").await, [self.words.title]);
        assert_eq!(
            chrome.words(".flash p").await,
            [chrome.t("flash-seminar-drafted")]
        );
        assert_eq!(
            self.stands().await,
            json!(["draft", "2026-12-10T16:00:00", ["Small hall"]])
        );
        assert_eq!(self.app.mails().await, []);
    }

    async fn announce_and_invite(&self) {
        let chrome = &self.chrome;
        chrome.press(&chrome.t("tools-announce")).await;
        // A request to speak is shown before it goes.
        assert_eq!(
            chrome.words("#who").await,
            [chrome.count("foretold-who", 1)]
        );
        chrome.press(&chrome.count("foretold-send", 1)).await;
        chrome.follow(&chrome.t("tools-invite")).await;
        let addresses = [IN_SEOUL, IN_PARIS, IN_ABU_DHABI];
        chrome.fill("addresses", &addresses.join("\n")).await;
        chrome.press(&chrome.t("invite-look")).await;
        let preview = chrome.words("#preview").await;
        assert_eq!(preview, [chrome.count("invite-preview", 3)]);
        let shown = chrome.words(".invitees li").await;
        for (line, words) in shown.iter().zip([
            ["Marie Exemple", IN_PARIS, "English"],
            ["Said Sample", IN_ABU_DHABI, "English"],
            ["홍견본", IN_SEOUL, "한국어"],
        ]) {
            assert!(words.iter().all(|word| line.contains(word)), "{shown:?}");
        }
        assert_eq!(shown.len(), 3);
        chrome.press(&chrome.count("invite-send", 3)).await;
        let sent = chrome.words(".flash p").await;
        assert_eq!(sent, [chrome.count("flash-invited", 3)]);
        assert_eq!(
            to(&self.app.mails().await),
            [
                ("invitation", IN_SEOUL),
                ("invitation", IN_PARIS),
                ("invitation", IN_ABU_DHABI),
                ("speaker_request", SPEAKER),
            ]
        );
    }

    /// Every page that the story has not come by, and one that there is not.
    async fn look_around(&mut self) {
        self.sign_out().await;
        self.sign_in(ADMINISTRATOR, "Ada Admin", self.language)
            .await;
        let code = self.seminar().await["code"].as_str().unwrap().to_owned();
        let chrome = &self.chrome;
        for path in [
            "/",
            "/rooms",
            "/rooms/great-hall?date=2026-12-10",
            "/rooms/small-hall/bookings/new?date=2026-12-11&from=10:00",
            "/feeds",
            "/series/tuesday",
            "/series/tuesday/edit",
            "/organise",
            "/people",
            "/preferences",
            "/me",
            &format!("/seminars/{code}"),
            &format!("/seminars/{code}/knowledge"),
        ] {
            chrome.open(path).await;
        }
        chrome.open_for("/nowhere", 404).await;
    }

    /// The text of the mail to an address that is newest, as it is shown to an administrator.
    async fn mail_to(&self, address: &str) -> String {
        let chrome = &self.chrome;
        chrome.open("/admin/mail").await;
        chrome.fill("q", address).await;
        chrome.choose("state", &chrome.t("queue-view-sent")).await;
        chrome.press(&chrome.t("captured-find")).await;
        chrome.click("li:first-child .captured-subject a").await;
        chrome.words("pre.letter").await.concat()
    }

    /// When a room is taken on 10 December, as its row of the day says.
    async fn blocks(&self, room: &str) -> Vec<String> {
        self.chrome.open("/rooms").await;
        self.chrome.fill("date", "2026-12-10").await;
        self.chrome.press(&self.chrome.t("rooms-show")).await;
        let row = format!(".day-row:has(h2 a[href^='/rooms/{room}?'])");
        assert_eq!(self.chrome.words(&row).await.len(), 1);
        let times = format!("{row} .block time");
        self.chrome.attributes(&times, "datetime").await
    }

    /// The one seminar that there is.
    async fn seminar(&self) -> Value {
        let seminars = self.admin.get("/seminars").await.expect(200).json();
        assert_eq!(seminars["items"].as_array().unwrap().len(), 1);
        seminars["items"][0].clone()
    }

    /// Its state, its time and its rooms.
    async fn stands(&self) -> Value {
        let seminar = self.seminar().await;
        let rooms = seminar["rooms"].as_array().unwrap();
        let rooms: Vec<_> = rooms.iter().map(|room| room["name"].clone()).collect();
        json!([seminar["state"], seminar["starts_local"], rooms])
    }

    /// Who was invited, by name, and what they answered.
    async fn answers(&self) -> Value {
        let id = self.seminar().await["id"].as_str().unwrap().to_owned();
        let path = format!("/seminars/{id}/attendances");
        let attendances = self.admin.get(&path).await.expect(200).json();
        let people = self.admin.get("/people").await.expect(200).json();
        let name = |id: &Value| {
            let people = people["items"].as_array().unwrap();
            let person = people.iter().find(|person| person["id"] == *id).unwrap();
            person["name"].as_str().unwrap().to_owned()
        };
        let answers = attendances["items"].as_array().unwrap().iter();
        answers
            .map(|one| (name(&one["person_id"]), one["answer"].clone()))
            .collect()
    }

    fn at(&self, moment: &str) {
        self.app.clock.set(moment.parse().unwrap());
    }
}

/// What was sent to whom: kinds and addresses.
pub fn to(mails: &[Mail]) -> Vec<(&str, &str)> {
    mails
        .iter()
        .map(|mail| (mail.kind.as_str(), mail.to.as_str()))
        .collect()
}
