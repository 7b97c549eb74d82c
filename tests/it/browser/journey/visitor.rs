//! A visitor who stays.

use super::{IN_PARIS, Journey, to};

impl Journey {
    /// A visitor is entered, with a host and a desk; the desk is held, both are told, and the stay is seen.
    pub(super) async fn receive_a_visitor(&self) {
        let chrome = &self.chrome;
        chrome.follow(&chrome.t("nav-stays")).await;
        chrome.follow(&chrome.t("stays-new")).await;
        self.describe_a_stay("Marie Exemple", "2026-12-14", "2026-12-18")
            .await;
        chrome.press(&chrome.t("stay-form-enter")).await;
        assert_eq!(chrome.words("h1").await, ["Marie Exemple"]);
        assert_eq!(
            chrome.words(".banner-title").await,
            [chrome.t("stay-state-proposed")]
        );
        let told = self.app.mails().await;
        assert_eq!(to(&told), [("stay", IN_PARIS)]);
        // The same desk for someone else: it is taken, and the other one is a button away.
        chrome.open("/stays/new").await;
        self.describe_a_stay("Said Sample", "2026-12-18", "2026-12-19")
            .await;
        chrome.press_for(&chrome.t("stay-form-enter"), 409).await;
        assert_eq!(chrome.words(".conflicts strong").await, ["Desk 1"]);
        chrome.press("Desk 2").await;
        assert_eq!(chrome.words("h1").await, ["Said Sample"]);
        chrome.open("/stays?from=2026-12").await;
        let seen = chrome.words(".stay-line .entry-title").await;
        assert_eq!(seen, ["Marie Exemple", "Said Sample"]);
    }

    async fn describe_a_stay(&self, visitor: &str, from: &str, to: &str) {
        let chrome = &self.chrome;
        chrome.choose("visitor", visitor).await;
        chrome.fill("from", from).await;
        chrome.fill("to", to).await;
        chrome.choose("host", "Oh Organiser").await;
        chrome.choose("desk", "Desk 1").await;
        chrome.fill("purpose", self.words.purpose).await;
    }
}
