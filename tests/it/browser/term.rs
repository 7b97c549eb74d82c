//! A term, as those live through it who are in it: an organiser in Seoul plans and keeps it in Korean; a speaker in Montréal
//! and a guest in Paris read English, and have no account. Whatever one of them typed, nobody types again.

mod seen;

use chrono::Duration;
use maru::base::language::Language;
use serde_json::json;

use self::seen::{DATES, MOVED, MOVED_ENTRY, Term, each, entry, evening};
use super::{chrome::Chrome, journey::to};

const ORGANISER: &str = "oh@hub.example";
const SPEAKER: &str = "jean@montreal.example";
const OTHER_SPEAKER: &str = "hong@seoul.example";
const GUEST: &str = "marie@paris.example";

const TITLE: &str = "What small models learn";
const ABSTRACT: &str = "We look at sentences that are mirrored, and at what is lost.";
const BIOGRAPHY: &str = "Jean Modèle works on small data.";
const SLIDES: &str = "https://slides.example/small";
const REASON: &str = "연사가 몸이 좋지 않습니다.";

#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_planned_spoken_for_changed_and_put_away_with_nothing_typed_twice() {
    let term = Term::begin().await;
    term.is_planned().await;
    let talk = term.someone_is_asked(2, "Jean Modèle", SPEAKER).await;
    let speaker = term.the_speaker_says_everything(&talk).await;
    let other = term.another_is_asked().await;
    term.the_board_knows_it().await;
    let guest = term.a_guest_answers(&talk).await;
    term.the_talk_moves_by_an_hour(&talk).await;
    term.the_other_is_cancelled(&other).await;
    term.the_rest_is_announced().await;
    term.they_are_reminded().await;
    term.the_speaker_gives_the_slides(&speaker, &talk).await;
    term.it_is_found_and_cited(&guest, &talk).await;
    term.the_series_is_put_away().await;
}

/// Someone who was asked to speak.
struct Talk {
    code: String,
    /// The address of their page.
    page: String,
}

impl Term {
    /// Only the rhythm is typed. What is in the way of a date, or to be known of it, stands beside it.
    async fn is_planned(&self) {
        let desk = &self.desk;
        desk.open("/series/theory/term").await;
        desk.choose("weekday", &desk.t("weekday-3")).await;
        self.fill(desk, "starts", "21:00").await;
        self.fill(desk, "count", "13").await;
        self.fill(desk, "weeks_off", "2026-12-23").await;
        desk.press(&desk.t("term-show")).await;
        let mut shown = DATES.map(evening).to_vec();
        shown.insert(5, evening("2026-12-09"));
        let times = ".term-dates .pick time:first-of-type";
        assert_eq!(desk.attributes(times, "datetime").await, shown);
        let (free, taken) = (desk.t("term-free"), desk.t("term-obstacle-taken"));
        let word = desk.t("conflict-taken");
        let by = format!("Hall {word} 20:00–23:00 서울, UTC+9 – Board meeting, Bo Booker");
        let mut said = vec![
            &*free,
            "몬트리올 수 07:00: 이른 아침 · 시간 변경: 지난주까지 08:00",
            &free,
            "파리 수 13:00: 공휴일: 제1차 세계대전 종전 기념일",
            &free,
            &free,
            &free,
            &taken,
            &by,
            &free,
            "12월 21일 주: 쉼",
        ];
        said.extend([&*free; 6]);
        assert_eq!(desk.words(".term-what > p, .term-off p").await, said);
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

    /// From their row of the board, which says that a speaker is missing. Before the request goes out, it is shown.
    async fn someone_is_asked(&self, row: usize, name: &str, address: &str) -> Talk {
        let desk = &self.desk;
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

    /// A yes, title, abstract and biography, and what may be done with the talk: on one page, in Montréal.
    async fn the_speaker_says_everything(&self, talk: &Talk) -> Chrome {
        let theirs = Chrome::start(&self.app, Language::En, "America/Montreal").await;
        theirs.open(&talk.page).await;
        let asked = theirs.words("h1").await;
        assert_eq!(asked, [theirs.t("speak-question-speaker")]);
        theirs.press(&theirs.t("speak-do-accepted")).await;
        let said = theirs.words(".lede").await;
        assert_eq!(said, [theirs.t("speak-answer-accepted")]);
        // What browsers call that zone.
        let hours = format!(
            "{} 07:00–08:00 Toronto and Montréal, UTC−5",
            theirs.t("time-yours")
        );
        assert_eq!(theirs.words(".which .yours").await, [hours]);
        let missing = ["title", "abstract", "biography", "consents"];
        assert_eq!(
            theirs.words("[aria-labelledby=missing] li").await,
            missing.map(|what| theirs.t(&format!("speak-missing-{what}")))
        );
        self.fill(&theirs, "title", TITLE).await;
        self.fill(&theirs, "abstract_text", ABSTRACT).await;
        self.fill(&theirs, "biography", BIOGRAPHY).await;
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

    async fn another_is_asked(&self) -> Talk {
        self.desk.open("/series/theory/board").await;
        self.someone_is_asked(3, "홍견본", OTHER_SPEAKER).await
    }

    async fn the_board_knows_it(&self) {
        let desk = &self.desk;
        desk.open("/series/theory/board").await;
        let announced = desk.t("state-announced");
        let talk = [
            "Jean Modèle",
            TITLE,
            "Hall",
            &announced,
            &desk.t("board-complete"),
            &desk.t("next-invitation"),
        ];
        let asked = format!("홍견본 {}", desk.t("speaker-answer-asked"));
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

    /// By name and address, on the page that is open to anyone; the page of the talk is there in her language and time.
    async fn a_guest_answers(&self, talk: &Talk) -> Chrome {
        let theirs = Chrome::start(&self.app, Language::En, "Europe/Paris").await;
        theirs
            .open(&format!("/seminars/{}/answer", talk.code))
            .await;
        theirs.choose("answer", &theirs.t("answer-yes")).await;
        self.fill(&theirs, "name", "Marie Exemple").await;
        self.fill(&theirs, "email", GUEST).await;
        theirs.press(&theirs.t("open-answer-send")).await;
        let mails = self.app.mails().await;
        assert_eq!(to(&mails), [("confirmation", GUEST)]);
        theirs.open(&self.link(&mails[0], "/confirm/")).await;
        theirs.press(&theirs.t("confirm-answer-button")).await;
        let said = theirs.words(".lede").await;
        assert_eq!(said, [theirs.t("my-answer-yes")]);
        theirs.follow(&theirs.t("answer-to-seminar")).await;
        assert_eq!(theirs.words("h1").await, [TITLE]);
        assert_eq!(theirs.words(".speaker-name").await, ["Jean Modèle"]);
        let told = theirs.words(".prose > div").await;
        assert_eq!(told, [ABSTRACT, BIOGRAPHY]);
        let hours = format!("{} 13:00–14:00 Paris, UTC+1", theirs.t("time-yours"));
        assert_eq!(theirs.words(".fact-when .yours").await, [hours]);
        theirs
    }

    /// Whom it reaches is said before; the hall moves with it, and both get a new entry for their calendar.
    async fn the_talk_moves_by_an_hour(&self, talk: &Talk) {
        let desk = &self.desk;
        desk.open(&format!("/seminars/{}/edit", talk.code)).await;
        let told = desk.words(".told").await;
        let count = desk.count("told-count", 2);
        assert_eq!(told, [format!("{count} Jean Modèle, Marie Exemple")]);
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

    async fn the_other_is_cancelled(&self, talk: &Talk) {
        let desk = &self.desk;
        desk.open(&format!("/seminars/{}/cancellation", talk.code))
            .await;
        self.fill(desk, "reason", REASON).await;
        desk.press(&desk.t("act-do-cancellation")).await;
        let banner = desk.words(".banner p").await;
        assert_eq!(banner[..2], [desk.t("banner-cancelled"), REASON.to_owned()]);
        let mails = self.app.mails().await;
        assert_eq!(to(&mails), [("cancellation", OTHER_SPEAKER)]);
        assert_eq!(mails[0].method.as_deref(), Some("CANCEL"));
        assert_eq!(self.hall().await, each(evening, [(2, MOVED), (3, "")]));
    }

    /// By the API, as a script does it. Nobody is to speak there yet, and nobody is told; calendars have all twelve.
    async fn the_rest_is_announced(&self) {
        let announced = json!({ "state": "announced" });
        for seminar in self.seminars().await {
            if seminar["state"] == "draft" {
                let path = format!("/seminars/{}", seminar["id"].as_str().unwrap());
                let answer = self.admin.patch(&path, announced.clone()).await;
                answer.expect(200);
            }
        }
        assert_eq!(self.app.mails().await, []);
        let cancelled = "20261125T120000Z CANCELLED";
        let all = each(entry, [(2, MOVED_ENTRY), (3, cancelled)]);
        assert_eq!(self.feed().await, all);
    }

    async fn they_are_reminded(&self) {
        self.at("2026-11-17T12:59:00Z");
        assert_eq!(self.app.mails().await, []);
        self.at("2026-11-17T13:00:00Z");
        let mails = self.app.mails().await;
        assert_eq!(to(&mails), [("reminder", SPEAKER), ("reminder", GUEST)]);
    }

    /// After the talk, by the link of the first mail. What was agreed to stands.
    async fn the_speaker_gives_the_slides(&self, theirs: &Chrome, talk: &Talk) {
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

    /// By a word of the abstract and by who spoke; its page has the slides, and says how it is cited.
    async fn it_is_found_and_cited(&self, theirs: &Chrome, talk: &Talk) {
        for words in ["mirrored", "Jean Modèle"] {
            theirs.open(&format!("/archive?q={words}")).await;
            assert_eq!(theirs.words(".entry-title").await, [TITLE]);
        }
        theirs.follow(TITLE).await;
        let slides = theirs.attributes(".prose a[rel~=nofollow]", "href").await;
        assert_eq!(slides, [SLIDES]);
        let code = &talk.code;
        let cited = self.app.get(&format!("/seminars/{code}.bib")).await;
        let page = theirs.address(&format!("/seminars/{code}"));
        assert_eq!(
            cited.expect(200).text(),
            format!(
                "@misc{{maru-{code},\n\
                 \x20 author       = {{{{Jean Modèle}}}},\n\
                 \x20 title        = {{{{{TITLE}}}}},\n\
                 \x20 howpublished = {{Seminar, 학습 이론}},\n\
                 \x20 organization = {{Sample Hub}},\n\
                 \x20 address      = {{Hall}},\n\
                 \x20 year         = {{2026}},\n\
                 \x20 month        = nov,\n\
                 \x20 date         = {{2026-11-18}},\n\
                 \x20 url          = {{{page}}}\n}}\n"
            )
        );
    }

    /// It goes on no more, and keeps its past: on its page and in calendars.
    async fn the_series_is_put_away(&self) {
        self.at("2027-02-04T00:00:00Z");
        let desk = &self.desk;
        desk.enter(&self.app, self.organiser).await;
        desk.open("/series/theory/edit").await;
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
}
