//! What someone chose, as the form of their page has it.

use std::{collections::BTreeMap, ops::RangeInclusive};

use crate::{
    base::{
        error::{Invalid, Reason},
        language::Language,
        zone::Zone,
    },
    mail::preferences::{Choice, Notice, Pace, Preferences, Preset, QuietHours},
    people::{actions::Reading, model::Actor},
    seminars::model::DigestTimes,
    web::{
        forms::Posted,
        idempotency::fresh_key,
        pages::{
            form::{Field, FormMeta, Several},
            notices::{NONE, NoticesForm, OWN, has_box},
        },
        typed,
    },
};

/// The form as things stand.
pub(super) fn shown(chosen: &Preferences, times: DigestTimes, actor: &Actor) -> NoticesForm {
    let time = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    let quiet = |of: fn(QuietHours) -> chrono::NaiveTime| {
        Field::of(
            chosen
                .quiet
                .map(|hours| time(of(hours)))
                .unwrap_or_default(),
        )
    };
    let pace = |notice| Field::of(chosen.choice.pace(notice).map_or(NONE, Pace::word));
    let language = Field::of(actor.language.map_or("", Language::code));
    let zone = Field::of(actor.zone.map_or("", Zone::name));
    NoticesForm {
        meta: FormMeta::keyed(fresh_key()),
        preset: Field::of(match &chosen.choice {
            Choice::Preset(preset) => preset.word(),
            Choice::Own(_) => OWN,
        }),
        wanted: Several::of(
            chosen
                .choice
                .wanted()
                .into_iter()
                .filter(|notice| has_box(*notice))
                .map(Notice::word),
        ),
        change: pace(Notice::Change),
        booking: pace(Notice::Booking),
        stay: pace(Notice::Stay),
        answer: pace(Notice::Answer),
        quiet_from: quiet(|hours| hours.from),
        quiet_to: quiet(|hours| hours.to),
        language_was: language.clone(),
        zone_was: zone.clone(),
        language,
        zone,
        weekday: Field::of(times.weekday.to_string()),
        weekly_hour: Field::of(times.weekly_hour.to_string()),
        daily_hour: Field::of(times.daily_hour.to_string()),
        even_nothing: Several::of(times.even_nothing.then_some("yes")),
    }
}

/// What is wished, where it can be.
pub(super) fn read(form: &NoticesForm, before: &Preferences) -> Result<Preferences, Invalid> {
    let mut invalid = Invalid::default();
    let preset = match form.preset.value.as_str() {
        OWN => Some(None),
        word => invalid
            .take("preset", typed::word::<Preset>(word))
            .map(Some),
    };
    let ticked = ticked(form, &mut invalid);
    let quiet = match (form.quiet_from.value.trim(), form.quiet_to.value.trim()) {
        ("", "") => None,
        (from, to) => {
            let from = invalid.take("quiet_from", typed::time(from));
            let to = invalid.take("quiet_to", typed::time(to));
            from.zip(to).map(|(from, to)| QuietHours { from, to })
        }
    };
    if quiet.is_some_and(|hours| hours.from == hours.to) {
        invalid.add("quiet_to", Reason::new("error-quiet-same"));
    }
    let choice = preset.map(|preset| before.choice.then(preset, &ticked));
    invalid.none_or()?;
    Ok(Preferences {
        choice: choice.unwrap_or_else(|| before.choice.clone()),
        quiet,
    })
}

/// What is ticked, and when it comes. Of what nothing is posted is as a box that is left empty.
fn ticked(form: &NoticesForm, invalid: &mut Invalid) -> BTreeMap<Notice, Pace> {
    let boxes: Result<Vec<Notice>, Reason> =
        form.wanted.values.iter().map(|word| kind(word)).collect();
    let boxes = invalid.take("wanted", boxes).unwrap_or_default();
    let mut ticked: BTreeMap<Notice, Pace> = boxes
        .into_iter()
        .map(|notice| (notice, Pace::AtOnce))
        .collect();
    for (notice, field) in [
        (Notice::Change, &form.change),
        (Notice::Booking, &form.booking),
        (Notice::Stay, &form.stay),
        (Notice::Answer, &form.answer),
    ] {
        let pace = match field.value.as_str() {
            "" | NONE => None,
            word => invalid.take(notice.word(), typed::word::<Pace>(word)),
        };
        if let Some(pace) = pace {
            ticked.insert(notice, pace);
        }
    }
    ticked
}

/// In which language and zone `actor` wants to read, where that is otherwise than it stands. What is not posted at all stays:
/// not every form asks for it. So does what is posted as the form was shown: a page that stayed open takes nothing back that
/// was chosen elsewhere meanwhile.
pub(super) fn reading(posted: &Posted, actor: &Actor) -> Result<Reading, Invalid> {
    let value = |name: &str| {
        let mut pairs = posted.pairs().iter();
        pairs
            .any(|(posted, _)| posted == name)
            .then(|| posted.value(name).trim())
    };
    let typed = |name: &str, was: &str| value(name).filter(|typed| value(was) != Some(*typed));
    let mut invalid = Invalid::default();
    let language = typed("language", "language_was").and_then(|typed| match typed {
        "" => Some(None),
        code => {
            let language = code.parse::<Language>();
            let language = language.map_err(|_| Reason::new("reason-language"));
            invalid.take("language", language.map(Some))
        }
    });
    let zone = typed("zone", "zone_was").and_then(|typed| match typed {
        "" => Some(None),
        name => invalid.take("zone", typed::zone(name).map(Some)),
    });
    invalid.none_or()?;
    Ok(Reading {
        language: language.filter(|chosen| *chosen != actor.language),
        zone: zone.filter(|chosen| *chosen != actor.zone),
    })
}

/// When digests come. Who follows nothing is not asked, and keeps what there was.
pub(super) fn digest_times(
    form: &NoticesForm,
    before: DigestTimes,
) -> Result<DigestTimes, Invalid> {
    if form.weekday.value.is_empty() && form.weekly_hour.value.is_empty() {
        return Ok(before);
    }
    let mut invalid = Invalid::default();
    let mut number = |field: &str, typed: &str, within: RangeInclusive<i16>| {
        let number = typed.parse::<i16>().ok();
        let number = number.filter(|number| within.contains(number));
        invalid.take(field, number.ok_or(Reason::new("error-choice")))
    };
    let weekday = number("weekday", &form.weekday.value, 1..=7);
    let weekly_hour = number("weekly_hour", &form.weekly_hour.value, 0..=23);
    let daily_hour = number("daily_hour", &form.daily_hour.value, 0..=23);
    invalid.none_or()?;
    Ok(DigestTimes {
        weekday: weekday.unwrap_or(before.weekday),
        weekly_hour: weekly_hour.unwrap_or(before.weekly_hour),
        daily_hour: daily_hour.unwrap_or(before.daily_hour),
        even_nothing: !form.even_nothing.values.is_empty(),
    })
}

/// One of the kinds that have a box.
fn kind(word: &str) -> Result<Notice, Reason> {
    let notice = typed::word(word)?;
    match has_box(notice) {
        true => Ok(notice),
        false => Err(Reason::new("error-choice")),
    }
}
