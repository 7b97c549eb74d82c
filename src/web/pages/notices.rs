//! What someone is told by mail, to choose; and stopping mails by one click.

use askama::Template;

use super::{
    Sample,
    follows::{FollowLine, RemindersForm},
    form::{Choice, Field, FormMeta, Several, Summary},
    me::CalendarQuestion,
    page::Page,
    samples,
};
use crate::{
    base::language::Language,
    mail::{
        calendar::CalendarChoice,
        digest::Rhythm,
        preferences::{self, Notice, Pace, Preset},
    },
    typed_form,
    web::urls,
};

/// What is posted where none of the presets is chosen.
pub const OWN: &str = "own";

/// What is posted of a kind that does not come at all, beside the words of [`Pace`].
pub const NONE: &str = "none";

/// Whether a kind comes or does not, which a box says; of the other ones it is chosen when they come.
pub fn has_box(notice: Notice) -> bool {
    Notice::CHOSEN.contains(&notice) && !Notice::GATHERED.contains(&notice)
}

/// `GET /me/notices` and `GET /notices/{token}`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/notices.html")]
pub struct NoticesPage {
    /// What every page knows.
    pub page: Page,
    /// Where the page is, and its forms are posted to.
    pub here: String,
    /// Where the mails go, as far as this reader may see it.
    pub address: String,
    /// What was done just now: `saved`, `unfollowed`, `resumed`.
    pub done: Option<&'static str>,
    /// The zone of the quiet hours, as people say it.
    pub zone: String,
    /// What was chosen, or typed.
    pub form: NoticesForm,
    /// What was stopped by one click.
    pub stopped: Vec<StoppedLine>,
    /// Which calendar holds what comes by mail.
    pub calendar: CalendarQuestion,
    /// What is followed.
    pub following: Vec<FollowLine>,
    /// Whether the programme of any of it does not come, because it is not wanted.
    pub silent: bool,
    /// Whether reminders that they asked for do not come, because none are wanted.
    pub unreminded: bool,
    /// The token against forged requests, bound to the link where the page was opened by one.
    pub csrf: String,
}

typed_form! {
    /// What someone wants to be told, and when not.
    NoticesForm {
        /// `quiet`, `normal`, `everything` or `own`.
        preset: Field = "notices-preset",
        /// Those of the kinds with a box that are wanted.
        wanted: Several = "notices-kinds",
        /// When changes come: `at_once`, `once_a_day` or `none`.
        change: Field = "notices-kind-change",
        /// When what becomes of bookings comes.
        booking: Field = "notices-kind-booking",
        /// When what becomes of stays comes.
        stay: Field = "notices-kind-stay",
        /// When answers come.
        answer: Field = "notices-kind-answer",
        /// The quiet hours begin; `HH:MM`, empty for none.
        quiet_from: Field = "notices-quiet-from",
        /// The quiet hours end.
        quiet_to: Field = "notices-quiet-to",
        /// The language of what they are told; empty where none was chosen.
        language: Field = "preferences-language",
        /// The IANA name of their zone; empty where none was chosen.
        zone: Field = "preferences-zone",
        /// The language that the form was shown with: what is posted beside it and is the same, nobody chose there.
        language_was: Field,
        /// The zone that it was shown with.
        zone_was: Field,
        /// The day of the weekly programme; 1 is Monday.
        weekday: Field = "notices-weekday",
        /// Its hour.
        weekly_hour: Field = "notices-weekly-hour",
        /// The hour of the daily programme.
        daily_hour: Field = "notices-daily-hour",
        /// `yes` where it comes even where there is nothing to tell.
        even_nothing: Several = "notices-even-nothing",
    }
}

/// One kind of notice of one series that was stopped.
#[derive(Debug, Clone)]
pub struct StoppedLine {
    /// Which kind.
    pub notice: Notice,
    /// The id of the series; empty for what stands in none.
    pub series: String,
    /// The title of the series, or what stands for it where it is not to be named; the name of the hub for what stands in none.
    pub list: String,
}

/// `GET /unsubscribe/{token}` and what its POST answers.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/unsubscribe.html")]
pub struct UnsubscribePage {
    /// What every page knows.
    pub page: Page,
    /// The token of the link.
    pub token: String,
    /// What the address is like to which the mails go, where there is one.
    pub address: Option<String>,
    /// Which kind of notice.
    pub notice: Notice,
    /// The title of the series, or the name of the hub.
    pub list: String,
    /// Whether it is stopped.
    pub stopped: bool,
}

/// What an address is like, for who may not see it: `m…@example.org`.
pub fn masked(address: &str) -> String {
    let (local, host) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}…@{host}")
}

impl NoticesPage {
    /// The presets, and one's own choice.
    pub fn presets(&self) -> Vec<Choice> {
        let words = Preset::ALL.iter().map(|preset| preset.word()).chain([OWN]);
        words
            .map(|word| {
                Choice::new(word, self.page.word("notices-preset", word))
                    .hint(self.page.word("notices-preset-hint", word))
            })
            .collect()
    }

    /// The kinds that have a box.
    pub fn kinds(&self) -> Vec<Choice> {
        Notice::CHOSEN
            .iter()
            .filter(|notice| has_box(**notice))
            .map(|notice| {
                Choice::new(notice.word(), self.page.word("notices-kind", notice))
                    .hint(self.page.word("notices-kind-hint", notice))
            })
            .collect()
    }

    /// When a kind may come.
    pub fn paces(&self) -> Vec<Choice> {
        let words = Pace::ALL.iter().map(|pace| pace.word()).chain([NONE]);
        words
            .map(|word| Choice::new(word, self.page.word("notices-pace", word)))
            .collect()
    }

    /// The languages to choose from.
    pub fn languages(&self) -> Vec<Choice> {
        Language::ALL
            .iter()
            .map(|one| Choice::new(one.code(), one.own_name()))
            .collect()
    }

    /// The days of a week.
    pub fn weekdays(&self) -> Vec<Choice> {
        let days = 1..=7;
        days.map(|day| Choice::new(day.to_string(), self.page.t(&format!("weekday-{day}"))))
            .collect()
    }

    /// The hours of a day.
    pub fn hours(&self) -> Vec<Choice> {
        let hours = 0..24;
        hours
            .map(|hour| Choice::new(hour.to_string(), format!("{hour:02}:00")))
            .collect()
    }

    /// The one box for when there is nothing.
    pub fn nothing_box(&self) -> Vec<Choice> {
        vec![Choice::new("yes", self.page.t("notices-even-nothing-yes"))]
    }

    /// What is wrong, whichever form it is in.
    pub fn summary(&self) -> Summary<'_> {
        let mut errors = self.form.errors();
        errors.extend(self.following.iter().flat_map(FollowLine::errors));
        self.form.meta.summary(&self.page, &errors)
    }

    /// Puts what is wrong beside its field: of the reminders on the line `of`, where they were typed, or of the choices.
    pub fn refuse(&mut self, of: Option<&str>, field: &str, words: String) {
        let mut lines = self.following.iter_mut();
        let line = lines.find(|line| of == Some(line.posted.as_str()));
        match line.and_then(|line| line.reminders.as_mut()) {
            Some(own) => own.refuse(field, words),
            None => self.form.refuse(field, words),
        }
    }

    /// Whether the kinds are to be seen at once: they were chosen one by one, or something is wrong there.
    pub fn opened(&self) -> bool {
        let form = &self.form;
        let paces = [&form.change, &form.booking, &form.stay, &form.answer];
        form.preset.value == OWN
            || !form.wanted.errors.is_empty()
            || paces.iter().any(|field| !field.errors.is_empty())
    }

    /// What was stopped: of one series it may be several kinds.
    pub fn stop(&self, line: &StoppedLine) -> String {
        let kind = self.page.word("notices-kind", line.notice);
        format!("{kind}: {}", line.list)
    }

    fn sample_series(title: String, minutes: Field) -> FollowLine {
        FollowLine {
            posted: "series:1".into(),
            title: Some(title),
            is_topic: false,
            is_list: false,
            rhythm: None,
            reminders: Some(RemindersForm {
                reminders: minutes,
                reminder_days: Several::of(["friday"]),
                ..RemindersForm::default()
            }),
        }
    }

    fn sample(language: Language, here: String) -> Self {
        Self {
            page: samples::page(language, &here),
            here,
            address: masked("marie@mila.example"),
            done: None,
            zone: samples::page(language, "/").zone_label(),
            form: NoticesForm {
                meta: FormMeta::default(),
                preset: Field::of(Preset::Normal.word()),
                wanted: Several::of(
                    preferences::Choice::Preset(Preset::Normal)
                        .wanted()
                        .into_iter()
                        .filter(|notice| has_box(*notice))
                        .map(Notice::word),
                ),
                change: Field::of(Pace::AtOnce.word()),
                booking: Field::of(Pace::AtOnce.word()),
                stay: Field::of(Pace::AtOnce.word()),
                answer: Field::of(Pace::AtOnce.word()),
                quiet_from: Field::of(""),
                quiet_to: Field::of(""),
                language: Field::of(language.code()),
                zone: Field::of("Europe/Paris"),
                language_was: Field::of(language.code()),
                zone_was: Field::of("Europe/Paris"),
                weekday: Field::of("1"),
                weekly_hour: Field::of("8"),
                daily_hour: Field::of("8"),
                even_nothing: Several::default(),
            },
            calendar: CalendarQuestion::default(),
            stopped: Vec::new(),
            following: Vec::new(),
            silent: false,
            unreminded: false,
            csrf: "sample".into(),
        }
    }
}

impl Sample for NoticesPage {
    const NAME: &'static str = "notices";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let first = Self::sample(language, urls::notices("sample"));
        let scaling = samples::say(language, "Scaling Laws", "규모 법칙");
        let mut full = Self {
            done: Some("saved"),
            calendar: CalendarQuestion {
                has_feed: true,
                choice: Some(CalendarChoice::Feed),
                key: "sample".into(),
            },
            stopped: vec![StoppedLine {
                notice: Notice::Reminder,
                series: "sample".into(),
                list: scaling.clone(),
            }],
            following: vec![
                FollowLine {
                    posted: "hub".into(),
                    title: None,
                    is_topic: false,
                    is_list: false,
                    rhythm: Some(Rhythm::Weekly),
                    reminders: None,
                },
                FollowLine {
                    posted: "topic:robots".into(),
                    title: Some(samples::say(language, "Robots that learn", "배우는 로봇")),
                    is_topic: true,
                    is_list: false,
                    rhythm: Some(Rhythm::Daily),
                    reminders: None,
                },
                FollowLine {
                    posted: "list:1".into(),
                    title: Some(samples::say(language, "Safety and society", "안전과 사회")),
                    is_topic: false,
                    is_list: true,
                    rhythm: Some(Rhythm::Weekly),
                    reminders: None,
                },
                Self::sample_series(scaling.clone(), Field::of("90, 30")),
            ],
            silent: true,
            unreminded: true,
            ..first.clone()
        };
        full.form.preset = Field::of(OWN);
        full.form.booking = Field::of(NONE);
        full.form.answer = Field::of(Pace::OnceADay.word());
        full.form.quiet_from = Field::of("22:00");
        full.form.quiet_to = Field::of("07:00");
        let mut wrong = Self {
            page: samples::page_of(language, &urls::my_notices(), &[]),
            here: urls::my_notices(),
            address: "marie@mila.example".into(),
            ..first.clone()
        };
        wrong.form.quiet_from = Field::of("22:00");
        wrong.form.quiet_to = Field::wrong("22:00", language.t("error-quiet-same"));
        let minutes = Field::wrong("0", language.t("reason-reminder"));
        wrong.following = vec![Self::sample_series(scaling, minutes)];
        vec![("first", first), ("full", full), ("wrong", wrong)]
    }
}

impl Sample for UnsubscribePage {
    const NAME: &'static str = "unsubscribe";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let ask = Self {
            page: samples::page(language, &urls::unsubscribe("sample")),
            token: "sample".into(),
            address: Some(masked("marie@mila.example")),
            notice: Notice::Reminder,
            list: samples::say(language, "Scaling Laws", "규모 법칙"),
            stopped: false,
        };
        let stopped = Self {
            stopped: true,
            ..ask.clone()
        };
        let answers = Self {
            notice: Notice::Answer,
            ..ask.clone()
        };
        let followed = Self {
            notice: Notice::Followed,
            ..stopped.clone()
        };
        vec![
            ("ask", ask),
            ("stopped", stopped),
            ("answers", answers),
            ("followed", followed),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_its_first_letter_and_its_host() {
        assert_eq!(masked("marie@example.org"), "m…@example.org");
        assert_eq!(masked("é@x.example"), "é…@x.example");
        assert_eq!(masked("\"a@b\"@x.example"), "\"…@x.example");
    }
}
