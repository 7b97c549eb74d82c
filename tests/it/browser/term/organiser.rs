//! What the organiser does, in Seoul, and what they see.

use chrono::Duration;
use maru::people::sign_in::issue_link;

use super::{
    Talk,
    cast::{GUEST, ORGANISER, OTHER_SPEAKER, SPEAKER, THIRD_SPEAKER},
    seen::{DATES, MONTREAL, MOVED, MOVED_ENTRY, PARIS, Term, each, entry, evening},
};
use crate::browser::journey::to;

impl Term {
    /// By the link of a mail.
    pub(super) async fn the_organiser_signs_in(&self) {
        let (desk, app) = (&self.desk, &self.app);
        let mut conn = app.conn().await;
        let link = issue_link(&mut conn, &*app.clock, &app.hub, ORGANISER, None);
        desk.open(&link.await.unwrap()).await;
        desk.press(&desk.t("sign-in-enter")).await;
        assert_eq!(desk.words(".me").await, ["Oh Organiser"]);
    }

    /// What is said here of room, institutions and reminders is said of no seminar again.
    pub(super) async fn a_series_is_made(&self) {
        let desk = &self.desk;
        desk.follow(&desk.t("nav-organise")).await;
        desk.follow(&desk.t("organise-new-series")).await;
        self.fill(desk, "title", self.cast.series).await;
        self.fill(desk, "slug", "theory").await;
        self.fill(desk, "zone", "Asia/Seoul").await;
        desk.choose("room", "Hall – Seoul").await;
        self.fill(desk, "reminders", "1440").await;
        desk.choose("institutions", MONTREAL).await;
        desk.choose("institutions", PARIS).await;
        desk.press(&desk.t("series-form-make")).await;
        assert_eq!(desk.path().await, "/series/theory");
        assert_eq!(desk.words("h1").await, [self.cast.series]);
    }

    /// Only the rhythm is typed. What is in the way of a date, or to be known of it, stands beside it.
    pub(super) async fn is_planned(&self) {
        let desk = &self.desk;
        desk.follow(&desk.t("board-plan")).await;
        desk.choose("weekday", &desk.t("weekday-3")).await;
        self.fill(desk, "starts", "21:00").await;
        self.fill(desk, "count", "13").await;
        self.fill(desk, "weeks_off", "2026-12-23").await;
        desk.press(&desk.t("term-show")).await;
        let mut shown = DATES.map(evening).to_vec();
        shown.insert(5, evening("2026-12-09"));
        let times = ".term-dates .pick time:first-of-type";
        assert_eq!(desk.attributes(times, "datetime").await, shown);
        let said = desk.words(".term-what > p, .term-off p").await;
        assert_eq!(said, self.said_of_dates());
        let (make, odd) = (
            desk.count("term-will-make", 13),
            desk.count("term-in-the-way", 1),
        );
        assert_eq!(desk.words(".told").await, [format!("{make} {odd}")]);
        desk.one("#take-5").await.click().await.unwrap();
        desk.press(&desk.t("term-make")).await;
        assert_eq!(desk.path().await, "/series/theory/board");
        let made = desk.words(".flash p").await;
        assert_eq!(made, [desk.t("flash-term-made")]);
        assert_eq!(self.board().await, self.board_but_for([]));
        assert_eq!(self.hall().await, each(evening, []));
        assert_eq!(self.app.mails().await, []);
    }

    /// In the first week the clocks of Montréal have just gone back; the second date is a holiday in Paris.
    fn said_of_dates(&self) -> Vec<String> {
        let desk = &self.desk;
        let (t, with) = (
            |key: &str| desk.t(key),
            |key: &str, name: &str, value: String| desk.reads.with(key, &[(name, value.into())]),
        );
        let (free, wednesday) = (t("term-free"), t("weekday-short-3"));
        let montreal = format!(
            "{} {wednesday} 07:00: {} · {}",
            t("zone-america-montreal"),
            t("unsuited-early"),
            with("strip-moves", "otherwise", "08:00".to_owned()),
        );
        let holiday = with("strip-holiday", "name", t("holiday-armistice"));
        let paris = format!("{} {wednesday} 13:00: {holiday}", t("zone-europe-paris"));
        let taken = format!(
            "Hall {} 20:00–23:00 {}, UTC+9 – Board meeting, Bo Booker",
            t("conflict-taken"),
            t("zone-asia-seoul"),
        );
        let mut said = vec![free.clone(), montreal, free.clone(), paris];
        said.extend([&free, &free, &free].map(Clone::clone));
        said.extend([t("term-obstacle-taken"), taken, free.clone()]);
        said.push(self.cast.week_off.to_owned());
        said.extend(vec![free; 6]);
        said
    }

    /// From their row of the board, which says that a speaker is missing. Before the request goes out, it is shown.
    pub(super) async fn someone_is_asked(&self, row: usize, name: &str, address: &str) -> Talk {
        let desk = &self.desk;
        self.comes_to_the_board().await;
        let next = format!(".board-row:nth-child({}) .board-next", row + 1);
        desk.click(&next).await;
        self.fill(desk, "speakers", &format!("{name} <{address}>"))
            .await;
        desk.press(&desk.t("seminar-form-announce")).await;
        let who = desk.words("#who").await;
        assert_eq!(who, [desk.count("foretold-who", 1)]);
        assert_eq!(self.app.mails().await, []);
        desk.press(&desk.count("foretold-send", 1)).await;
        let told = desk.words(".flash p").await;
        assert_eq!(told, [desk.t("flash-seminar-announced")]);
        let mails = self.app.mails().await;
        assert_eq!(to(&mails), [("speaker_request", address)]);
        let path = desk.path().await;
        Talk {
            code: path.strip_prefix("/seminars/").unwrap().to_owned(),
            page: self.link(&mails[0], "/speak/"),
        }
    }

    pub(super) async fn the_board_knows_it(&self) {
        let desk = &self.desk;
        self.comes_to_the_board().await;
        let announced = desk.t("state-announced");
        let talk = [
            self.cast.speaker,
            self.cast.title,
            "Hall",
            &announced,
            &desk.t("board-complete"),
            &desk.t("next-invitation"),
        ];
        let asked = format!("{} {}", self.cast.other, desk.t("speaker-answer-asked"));
        let lacks = ["answer", "title", "abstract"].map(|what| desk.t(&format!("lacks-{what}")));
        let other = [
            &*asked,
            &desk.t("board-untitled"),
            "Hall",
            &announced,
            &lacks.join(", "),
            &desk.t("next-answer"),
        ];
        assert_eq!(
            self.board().await,
            self.board_but_for([(2, talk.join(" | ")), (3, other.join(" | "))])
        );
    }

    /// Whom it reaches is said before; the hall moves with it, and both get a new entry for their calendar.
    pub(super) async fn the_talk_moves_by_an_hour(&self, talk: &Talk) {
        let desk = &self.desk;
        self.comes_to_the_seminar(2, talk).await;
        desk.follow(&desk.t("tools-edit")).await;
        let told = desk.words(".told").await;
        let count = desk.count("told-count", 2);
        let (speaker, guest) = (self.cast.speaker, self.cast.guest);
        assert_eq!(told, [format!("{count} {speaker}, {guest}")]);
        self.fill(desk, "time", "22:00").await;
        desk.press(&desk.t("form-save")).await;
        assert_eq!(desk.words(".flash p").await, [desk.t("flash-saved")]);
        assert_eq!(self.hall().await, each(evening, [(2, MOVED)]));
        assert_eq!(self.app.mails().await, []);
        self.app.clock.advance(Duration::minutes(11));
        let mails = self.app.mails().await;
        assert_eq!(
            to(&mails),
            [
                ("answer", ORGANISER),
                ("change", SPEAKER),
                ("change", GUEST)
            ]
        );
        for change in &mails[1..] {
            assert_eq!(change.method.as_deref(), Some("REQUEST"));
            assert_eq!(change.calendar["DTSTART"], "20261118T130000Z");
        }
    }

    pub(super) async fn the_other_is_cancelled(&self, other: &Talk) {
        let desk = &self.desk;
        self.comes_to_the_seminar(3, other).await;
        desk.follow(&desk.t("tools-cancel")).await;
        self.fill(desk, "reason", self.cast.reason).await;
        desk.press(&desk.t("act-do-cancellation")).await;
        let banner = desk.words(".banner p").await;
        let said = [desk.t("banner-cancelled"), self.cast.reason.to_owned()];
        assert_eq!(banner[..2], said);
        let mails = self.app.mails().await;
        assert_eq!(to(&mails), [("cancellation", OTHER_SPEAKER)]);
        assert_eq!(mails[0].method.as_deref(), Some("CANCEL"));
        assert_eq!(self.hall().await, each(evening, [(2, MOVED), (3, "")]));
    }

    /// In a draft, of which nobody is told yet.
    pub(super) async fn a_third_is_entered(&self) {
        let desk = &self.desk;
        self.comes_to_the_board().await;
        desk.click(".board-row:nth-child(5) .board-next").await;
        let third = format!("{} <{THIRD_SPEAKER}>", self.cast.third);
        self.fill(desk, "speakers", &third).await;
        desk.press(&desk.t("seminar-form-save-draft")).await;
        assert_eq!(self.app.mails().await, []);
    }

    /// The ten drafts that are left, in one go. What each of them lacks stands beside it, and whom it tells is shown first.
    pub(super) async fn the_rest_is_announced(&self) {
        let desk = &self.desk;
        self.comes_to_the_board().await;
        desk.follow(&desk.t("board-announce")).await;
        let lacks = |all: &[&str]| {
            let all = all.iter().map(|what| desk.t(&format!("lacks-{what}")));
            let all = all.collect::<Vec<_>>().join(", ");
            desk.reads.with("announce-lacks", &[("what", all.into())])
        };
        let mut missing = vec![lacks(&["speaker", "title", "abstract"]); 10];
        missing[2] = lacks(&["title", "abstract"]);
        assert_eq!(desk.words("#seminars .pick .hint").await, missing);
        let ticked = async || desk.each("#seminars :checked", "element.value").await.len();
        assert_eq!(ticked().await, 0);
        desk.follow(&desk.count("announce-take-all", 10)).await;
        assert_eq!(ticked().await, 10);
        desk.press(&desk.t("announce-do")).await;
        let who = desk.words("#who").await;
        assert_eq!(who, [desk.count("foretold-who", 1)]);
        assert_eq!(self.app.mails().await, []);
        desk.press(&desk.count("foretold-send", 1)).await;
        assert_eq!(desk.path().await, "/series/theory/board");
        let told = desk.words(".flash p").await;
        assert_eq!(told, [desk.count("flash-term-announced", 10)]);
        let mut states = vec![desk.t("state-announced"); 12];
        states[3] = desk.t("state-cancelled");
        assert_eq!(self.column(4).await, states);
        let mails = self.app.mails().await;
        assert_eq!(to(&mails), [("speaker_request", THIRD_SPEAKER)]);
        let cancelled = "20261125T120000Z CANCELLED";
        let all = each(entry, [(2, MOVED_ENTRY), (3, cancelled)]);
        assert_eq!(self.feed().await, all);
    }

    /// It goes on no more, and keeps its past: on its page and in calendars.
    pub(super) async fn the_series_is_put_away(&self) {
        self.at("2027-02-04T00:00:00Z");
        // What else was told of the third talk in the meantime is no part of this.
        self.app.mails().await;
        let desk = &self.desk;
        self.the_organiser_signs_in().await;
        desk.follow(&desk.t("nav-organise")).await;
        desk.follow(self.cast.series).await;
        desk.follow(&desk.t("series-edit")).await;
        desk.choose("state", &desk.t("series-state-ended")).await;
        desk.press(&desk.t("form-save")).await;
        let banner = desk.words(".banner p").await;
        assert_eq!(banner, [desk.t("series-ended")]);
        desk.follow(&desk.t("series-past-all")).await;
        let past = desk
            .each(".entry", "element.querySelector('time').dateTime")
            .await;
        let mut all = each(evening, [(2, MOVED)]);
        all.reverse();
        assert_eq!(past, all);
        // Calendars have ninety days of it, and for thirty what was cancelled.
        let last = each(entry, [(0, ""), (2, MOVED_ENTRY), (3, "")]);
        assert_eq!(self.feed().await, last);
        assert_eq!(self.app.mails().await, []);
    }

    /// By the links of the pages.
    async fn comes_to_the_board(&self) {
        let desk = &self.desk;
        desk.follow(&desk.t("nav-organise")).await;
        let series = [("series", self.cast.series.into())];
        let board = desk.reads.with("organise-board-of", &series);
        desk.follow(&board).await;
        assert_eq!(desk.path().await, "/series/theory/board");
    }

    /// From its row of the board.
    async fn comes_to_the_seminar(&self, row: usize, talk: &Talk) {
        self.comes_to_the_board().await;
        let title = format!(".board-row:nth-child({}) td:nth-of-type(2) a", row + 1);
        self.desk.click(&title).await;
        let page = format!("/seminars/{}", talk.code);
        assert_eq!(self.desk.path().await, page);
    }
}
