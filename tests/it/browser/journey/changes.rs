//! What becomes of the seminar: it moves, is near, and is cancelled.

use chrono::Duration;
use serde_json::json;

use super::{IN_ABU_DHABI, IN_PARIS, IN_SEOUL, Journey, ORGANISER, SPEAKER, to};

impl Journey {
    pub(super) async fn move_it_by_two_hours(&mut self) {
        self.sign_in(ORGANISER, "Oh Organiser", self.language).await;
        let chrome = &self.chrome;
        chrome.open("/series/tuesday").await;
        chrome.follow(self.words.title).await;
        chrome.follow(&chrome.t("tools-edit")).await;
        chrome.fill("time", "18:00").await;
        chrome.press(&chrome.t("form-save")).await;
        assert_eq!(chrome.words(".flash p").await, [chrome.t("flash-saved")]);
        assert_eq!(
            self.stands().await,
            json!(["announced", "2026-12-10T18:00:00", ["Small hall"]])
        );
        assert_eq!(self.app.mails().await, []);
        self.app.clock.advance(Duration::minutes(11));
        let mails = self.app.mails().await;
        assert_eq!(
            to(&mails),
            [
                // What was answered is told in a bundle.
                ("answer", ORGANISER),
                ("change", IN_SEOUL),
                ("change", SPEAKER),
                ("change", IN_PARIS),
                ("change", IN_ABU_DHABI),
            ]
        );
        for time in ["08:00–09:00 (Paris, UTC+1)", "10:00–11:00 (Paris, UTC+1)"] {
            let in_paris = mails.iter().find(|mail| mail.to == IN_PARIS).unwrap();
            assert!(in_paris.text.contains(time), "{}", in_paris.text);
        }
        assert_eq!(self.app.mails().await, []);
        // The room has moved with it.
        assert_eq!(
            self.blocks("small-hall").await,
            ["2026-12-10T18:00:00+09:00", "2026-12-10T19:00:00+09:00"]
        );
    }

    /// A day before the new time, those who come and the speaker are reminded, once.
    pub(super) async fn be_reminded(&self) {
        // Three days before, at nine in Montréal, the speaker is asked for what is missing.
        self.at("2026-12-07T14:01:00Z");
        let asked = self.app.mails().await;
        assert_eq!(to(&asked), [("speaker_chase", SPEAKER)]);
        self.at("2026-12-09T08:59:00Z");
        assert_eq!(self.app.mails().await, []);
        self.at("2026-12-09T09:01:00Z");
        let reminded = self.app.mails().await;
        assert_eq!(
            to(&reminded),
            [("reminder", SPEAKER), ("reminder", IN_PARIS)]
        );
        assert_eq!(self.app.mails().await, []);
    }

    pub(super) async fn cancel_it(&mut self) {
        // Five weeks have passed: her session is over, and the browser's language counts.
        self.sign_in(ORGANISER, "Oh Organiser", self.language).await;
        let chrome = &self.chrome;
        chrome.open("/series/tuesday").await;
        chrome.follow(self.words.title).await;
        chrome.follow(&chrome.t("tools-cancel")).await;
        chrome.fill("reason", self.words.reason).await;
        chrome.press(&chrome.t("act-do-cancellation")).await;
        let banner = chrome.words(".banner p").await;
        assert_eq!(
            banner[..2],
            [chrome.t("banner-cancelled"), self.words.reason.to_owned()]
        );
        let mails = self.app.mails().await;
        assert_eq!(
            to(&mails),
            [
                ("cancellation", IN_SEOUL),
                ("cancellation", SPEAKER),
                ("cancellation", IN_PARIS),
                ("cancellation", IN_ABU_DHABI),
            ]
        );
        for mail in &mails {
            assert_eq!(mail.method.as_deref(), Some("CANCEL"));
            assert!(mail.text.contains(self.words.reason), "{}", mail.text);
        }
        let feed = self.app.get("/feeds/series/tuesday.ics").await.expect(200);
        assert_eq!(feed.text().matches("STATUS:CANCELLED\r\n").count(), 1);
        assert_eq!(self.blocks("small-hall").await, [""; 0]);
        // An hour before: nobody is reminded of what does not take place.
        self.at("2026-12-10T08:01:00Z");
        assert_eq!(self.app.mails().await, []);
    }
}
