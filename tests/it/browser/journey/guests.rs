//! Those who are invited: what they read, how they answer, and what they subscribe to.

use maru::base::language::Language;
use serde_json::json;

use super::{ADMINISTRATOR, IN_ABU_DHABI, IN_PARIS, IN_SEOUL, Journey, SPEAKER};
use crate::support::http::Request;

impl Journey {
    /// An administrator reads in the browser what went out: each in their own language, their own time first.
    pub(super) async fn read_the_mail(&mut self) {
        self.sign_out().await;
        self.sign_in(ADMINISTRATOR, "Ada Admin", self.language)
            .await;
        let chrome = &self.chrome;
        chrome.follow(&chrome.t("nav-admin")).await;
        chrome.follow(&chrome.t("captured-title")).await;
        // Four that went out; what waits for the speaker is listed, too.
        let sent = chrome.words(".captured-lines .mark-sent").await;
        assert_eq!(sent.len(), 4);
        for (address, time) in [
            (IN_SEOUL, "2026년 12월 10일 (목), 16:00–17:00 (서울, UTC+9)"),
            (IN_PARIS, "Thu 10 December 2026, 08:00–09:00 (Paris, UTC+1)"),
            (
                IN_ABU_DHABI,
                "Thu 10 December 2026, 11:00–12:00 (Abu Dhabi, UTC+4)",
            ),
            (
                SPEAKER,
                "Thu 10 December 2026, 02:00–03:00 (Montréal, UTC−5)",
            ),
        ] {
            let text = self.mail_to(address).await;
            assert!(text.contains(time), "{time} is not in {text}");
            chrome.follow(&chrome.t("captured-part-html")).await;
            chrome.follow(&chrome.t("captured-part-source")).await;
            if address != SPEAKER {
                chrome.follow(&chrome.t("captured-part-calendar")).await;
                let calendar = chrome.words("pre.letter").await.concat();
                assert!(calendar.contains(" METHOD:REQUEST "), "{calendar}");
                assert!(
                    calendar.contains(&format!("mailto:{address}")),
                    "{calendar}"
                );
            }
        }
    }

    /// The links of mail answer; opening them alone changes nothing.
    pub(super) async fn answer(&mut self) {
        let mut links = Vec::new();
        for address in [IN_PARIS, IN_ABU_DHABI] {
            self.mail_to(address).await;
            let found = self.chrome.attributes(".links a", "href").await;
            let link = found.iter().find(|link| link.contains("/answer/")).unwrap();
            links.push(link.clone());
        }
        self.sign_out().await;
        let before = self.answers().await;
        assert_eq!(
            before,
            json!({ "홍견본": null, "Marie Exemple": null, "Said Sample": null })
        );
        for (link, answer) in links.iter().zip(["yes", "no"]) {
            // It is read in the language of the one whom it belongs to.
            self.chrome.reads = Language::En;
            let before = self.answers().await;
            self.chrome.open(link).await;
            assert_eq!(self.answers().await, before);
            let chrome = &self.chrome;
            chrome.press(&chrome.t(&format!("answer-{answer}"))).await;
            let said = chrome.words(".lede").await;
            assert_eq!(said, [chrome.t(&format!("my-answer-{answer}"))]);
        }
        assert_eq!(
            self.answers().await,
            json!({ "홍견본": null, "Marie Exemple": "yes", "Said Sample": "no" })
        );
        assert_eq!(self.app.mails().await, []);
        self.chrome.reads = self.language;
    }

    /// The feed of the series, and one that someone makes on their page: both have it, and stay as they are.
    pub(super) async fn subscribe(&mut self) {
        self.sign_in(IN_PARIS, "Marie Exemple", Language::En).await;
        let chrome = &self.chrome;
        chrome.open("/me").await;
        assert_eq!(chrome.words(".entry-title").await, [self.words.title]);
        chrome.fill("name", "Phone").await;
        chrome.press(&chrome.t("me-feed-make")).await;
        let mine = chrome
            .each(".feed > .field input[readonly]", "element.value")
            .await;
        let [mine] = &mine[..] else {
            panic!("one feed was made, not {mine:?}")
        };
        let mine = &mine[mine.find("/feeds/").unwrap()..];
        let uid = format!("UID:{}\r\n", self.seminar().await["uid"].as_str().unwrap());
        for feed in ["/feeds/series/tuesday.ics", mine] {
            let first = self.app.get(feed).await.expect(200);
            assert_eq!(first.text().matches(&uid).count(), 1, "{}", first.text());
            let second = self.app.get(feed).await.expect(200);
            assert_eq!(second.body, first.body);
            let tag = first.header("etag").unwrap();
            let again = Request::new("GET", feed).header("If-None-Match", tag);
            assert_eq!(self.app.send(again).await.expect(304).body, b"");
        }
        self.sign_out().await;
    }
}
