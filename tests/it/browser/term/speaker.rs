//! What the speaker does, in Montréal, on the page of the first mail, and what they see there.

use super::{
    Talk,
    cast::{GUEST, SLIDES, SPEAKER, THIRD_SPEAKER},
    seen::Term,
};
use crate::{
    browser::{chrome::Chrome, journey::to},
    support::mailbox::Mail,
};

impl Term {
    /// A yes, title, abstract and biography, and what may be done with the talk: on one page, in their own time.
    pub(super) async fn the_speaker_says_everything(&self, talk: &Talk) -> Chrome {
        let theirs = Chrome::start(&self.app, self.cast.others_read, "America/Montreal").await;
        // Their mail came in the hub's language, since nobody has said theirs: they have chosen it on these pages before.
        theirs.open("/").await;
        theirs.keeps_its_language().await;
        theirs.open(&talk.page).await;
        let asked = theirs.words("h1").await;
        assert_eq!(asked, [theirs.t("speak-question-speaker")]);
        theirs.press(&theirs.t("speak-do-accepted")).await;
        let said = theirs.words(".lede").await;
        assert_eq!(said, [theirs.t("speak-answer-accepted")]);
        let hours = in_montreal(&theirs, "07:00–08:00");
        assert_eq!(theirs.words(".which .yours").await, [hours]);
        let missing = ["title", "abstract", "biography", "consents"];
        assert_eq!(
            theirs.words("[aria-labelledby=missing] li").await,
            missing.map(|what| theirs.t(&format!("speak-missing-{what}")))
        );
        let cast = &self.cast;
        self.fill(&theirs, "title", cast.title).await;
        self.fill(&theirs, "abstract_text", cast.abstract_text)
            .await;
        self.fill(&theirs, "biography", cast.biography).await;
        for consent in ["stream", "record", "publish", "slides"] {
            theirs.choose(consent, &theirs.t("speak-say-yes")).await;
        }
        theirs.press(&theirs.t("form-save")).await;
        let saved = theirs.words(".lede").await;
        assert_eq!(saved, [theirs.t("speak-saved")]);
        let missing = theirs.words("[aria-labelledby=missing] li").await;
        assert_eq!(missing, [""; 0]);
        theirs
    }

    pub(super) async fn the_speaker_sees_the_new_time(&self, theirs: &Chrome, talk: &Talk) {
        theirs.open(&talk.page).await;
        let hours = in_montreal(theirs, "08:00–09:00");
        assert_eq!(theirs.words(".which .yours").await, [hours]);
    }

    /// On the page of who was to speak there.
    pub(super) async fn the_speaker_sees_that_it_is_cancelled(
        &self,
        theirs: &Chrome,
        other: &Talk,
    ) {
        theirs.open(&other.page).await;
        let said = theirs.words("h1").await;
        assert_eq!(said, [theirs.t("answer-closed-cancelled")]);
    }

    /// A day before, and not sooner: who speaks and who said yes. Who was asked last is asked for what is missing by then.
    pub(super) async fn they_are_reminded(&self) {
        let of_the_talk = |mails: &[Mail]| {
            let all = to(mails).into_iter();
            let all = all.filter(|(_, address)| *address != THIRD_SPEAKER);
            all.map(|(kind, address)| (kind.to_owned(), address.to_owned()))
                .collect::<Vec<_>>()
        };
        self.at("2026-11-17T12:59:00Z");
        assert_eq!(of_the_talk(&self.app.mails().await), []);
        self.at("2026-11-17T13:00:00Z");
        let reminded = [SPEAKER, GUEST].map(|one| ("reminder".to_owned(), one.to_owned()));
        assert_eq!(of_the_talk(&self.app.mails().await), reminded);
    }

    /// After the talk, by the link of the first mail. What was agreed to stands.
    pub(super) async fn the_speaker_gives_the_slides(&self, theirs: &Chrome, talk: &Talk) {
        self.at("2026-11-18T14:00:00Z");
        theirs.open(&talk.page).await;
        let said = theirs.words(".page-head *").await;
        let over = ["answer-closed-over", "speak-closed-takes"];
        assert_eq!(said, over.map(|key| theirs.t(key)));
        self.fill(theirs, "slides_url", SLIDES).await;
        theirs.press(&theirs.t("form-save")).await;
        let agreed = theirs.each("fieldset :checked", "element.value").await;
        // A portrait was neither brought nor asked for.
        assert_eq!(agreed, ["yes", "yes", "yes", "yes", ""]);
    }
}

/// Their own hours, as pages put them beside those of Seoul. The zone is called as browsers call it.
fn in_montreal(theirs: &Chrome, hours: &str) -> String {
    let city = theirs.t("zone-america-toronto");
    format!("{} {hours} {city}, UTC−5", theirs.t("time-yours"))
}
