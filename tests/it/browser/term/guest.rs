//! What the guest does, in Paris, without an account, and what anyone sees who has none.

use super::{
    Talk,
    cast::{GUEST, SLIDES},
    seen::{MOVED, Term, each, evening},
};
use crate::browser::journey::to;

impl Term {
    /// The titles on the page of the series, as it is now.
    pub(super) async fn the_guest_sees(&self, titles: &[&str]) {
        let guest = &self.guest;
        guest.open("/series/theory").await;
        assert_eq!(guest.words(".entry-title").await, titles);
    }

    /// The talk and the other, which has no title yet, and none of the drafts.
    pub(super) async fn the_guest_sees_both(&self, talk: &Talk) {
        let (guest, cast) = (&self.guest, &self.cast);
        let untitled = guest.t("seminar-untitled");
        self.the_guest_sees(&[cast.title, &untitled]).await;
        let who = guest.words(".entry-who .name").await;
        assert_eq!(who, [cast.speaker, cast.other]);
        guest.follow(cast.title).await;
        assert_eq!(guest.path().await, format!("/seminars/{}", talk.code));
    }

    /// By name and address, from the page of the talk, which has it in their time.
    pub(super) async fn the_guest_answers(&self) {
        let (guest, cast) = (&self.guest, &self.cast);
        guest.follow(&guest.t("open-answer-by-address")).await;
        guest.choose("answer", &guest.t("answer-yes")).await;
        self.fill(guest, "name", cast.guest).await;
        self.fill(guest, "email", GUEST).await;
        guest.press(&guest.t("open-answer-send")).await;
        let mails = self.app.mails().await;
        assert_eq!(to(&mails), [("confirmation", GUEST)]);
        guest.open(&self.link(&mails[0], "/confirm/")).await;
        guest.press(&guest.t("confirm-answer-button")).await;
        let said = guest.words(".lede").await;
        assert_eq!(said, [guest.t("my-answer-yes")]);
        guest.follow(&guest.t("answer-to-seminar")).await;
        assert_eq!(guest.words("h1").await, [cast.title]);
        assert_eq!(guest.words(".speaker-name").await, [cast.speaker]);
        let told = guest.words(".prose > div").await;
        assert_eq!(told, [cast.abstract_text, cast.biography]);
        self.it_is_at("13:00–14:00").await;
    }

    pub(super) async fn the_guest_sees_the_new_time(&self, talk: &Talk) {
        self.guest.open(&format!("/seminars/{}", talk.code)).await;
        self.it_is_at("14:00–15:00").await;
    }

    /// On its page, in the words of the organiser.
    pub(super) async fn the_guest_sees_why(&self, other: &Talk) {
        let guest = &self.guest;
        guest.open(&format!("/seminars/{}", other.code)).await;
        let banner = guest.words(".banner p").await;
        let said = [guest.t("banner-cancelled"), self.cast.reason.to_owned()];
        assert_eq!(banner[..2], said);
    }

    /// All twelve, the one that is cancelled among them.
    pub(super) async fn the_guest_sees_the_term(&self) {
        let guest = &self.guest;
        let untitled = guest.t("seminar-untitled");
        let mut titles = vec![&*untitled; 12];
        titles[2] = self.cast.title;
        self.the_guest_sees(&titles).await;
        let times = "element.querySelector('time').dateTime";
        let times = guest.each(".entry", times).await;
        assert_eq!(times, each(evening, [(2, MOVED)]));
        let marks = guest.words(".entry-marks").await;
        assert_eq!(marks, [guest.t("state-cancelled")]);
    }

    /// By a word of the abstract and by who spoke; its page has the slides, and says how it is cited.
    pub(super) async fn the_guest_finds_it(&self, talk: &Talk) {
        let (guest, cast) = (&self.guest, &self.cast);
        for words in [cast.word, cast.speaker] {
            guest.open("/archive").await;
            guest.fill("q", words).await;
            guest.press(&guest.t("archive-find")).await;
            assert_eq!(guest.words(".entry-title").await, [cast.title]);
        }
        guest.follow(cast.title).await;
        let slides = guest.attributes(".prose a[rel~=nofollow]", "href").await;
        assert_eq!(slides, [SLIDES]);
        let code = &talk.code;
        let cited = self.app.get(&format!("/seminars/{code}.bib")).await;
        let page = guest.address(&format!("/seminars/{code}"));
        let (speaker, title, series) = (cast.speaker, cast.title, cast.series);
        assert_eq!(
            cited.expect(200).text(),
            format!(
                "@misc{{maru-{code},\n\
                 \x20 author       = {{{{{speaker}}}}},\n\
                 \x20 title        = {{{{{title}}}}},\n\
                 \x20 howpublished = {{Seminar, {series}}},\n\
                 \x20 organization = {{Sample Hub}},\n\
                 \x20 address      = {{Hall}},\n\
                 \x20 year         = {{2026}},\n\
                 \x20 month        = nov,\n\
                 \x20 date         = {{2026-11-18}},\n\
                 \x20 url          = {{{page}}}\n}}\n"
            )
        );
    }

    pub(super) async fn the_guest_sees_that_it_has_ended(&self) {
        let guest = &self.guest;
        guest.open("/series/theory").await;
        let banner = guest.words(".banner p").await;
        assert_eq!(banner, [guest.t("series-ended")]);
        let coming = guest.words("[aria-labelledby=coming] .entry").await;
        assert_eq!(coming, [""; 0]);
    }

    /// The hours of the page that is open, in Paris.
    async fn it_is_at(&self, hours: &str) {
        let guest = &self.guest;
        let (yours, city) = (guest.t("time-yours"), guest.t("zone-europe-paris"));
        let shown = guest.words(".fact-when .yours").await;
        assert_eq!(shown, [format!("{yours} {hours} {city}, UTC+1")]);
    }
}
