//! What can happen to a seminar, in any order.

use maru::seminars::model::Answer;
use proptest::{collection::vec, prelude::*};

/// How many people there are; the last of them follows the series.
pub const PEOPLE: usize = 4;

/// What someone does.
#[derive(Debug, Clone, Copy)]
pub enum Deed {
    /// The organiser gives it another time, so many hours from now; a postponed one takes place after all.
    Move(i64),
    /// The organiser takes the last new time back.
    MoveBack,
    /// The organiser gives it one of two titles.
    Rename(bool),
    /// The organiser gives it one of two rooms, or none.
    Room(Option<bool>),
    Announce,
    Postpone,
    Cancel,
    Invite(usize),
    /// The organiser tells all who do not know.
    TellRest,
    /// The organiser adds a speaker, or removes one.
    Speaker(usize, bool),
    /// Someone answers by themselves, or the organiser for them.
    Answer(usize, Answer, bool),
    /// Someone who is asked to speak accepts, or declines.
    Speaks(usize, bool),
}

/// What happens.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    Do(Deed),
    /// Someone does something while the mail server has a message and has not answered; then it takes it, or not yet.
    Amid(Deed, bool),
    /// So many minutes pass.
    Pass(i64),
    /// The workers run, or do not.
    Workers(bool),
    /// What the mail server says to someone's mail from now on.
    Mail(usize, Mood),
}

/// What the mail server says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Takes,
    NotNow,
    Nobody,
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = || 0..PEOPLE;
    let hours = prop::sample::select(vec![6, 30, 47, 50, 72, 120, 240, 480]);
    let answer = prop::sample::select(vec![Answer::Yes, Answer::No, Answer::Maybe]);
    prop_oneof![
        10 => hours.prop_map(Deed::Move),
        8 => Just(Deed::MoveBack),
        3 => any::<bool>().prop_map(Deed::Rename),
        6 => any::<Option<bool>>().prop_map(Deed::Room),
        2 => Just(Deed::Announce),
        4 => Just(Deed::Postpone),
        1 => Just(Deed::Cancel),
        10 => who().prop_map(Deed::Invite),
        1 => Just(Deed::TellRest),
        8 => (who(), any::<bool>()).prop_map(|(who, there)| Deed::Speaker(who, there)),
        10 => (who(), answer, any::<bool>()).prop_map(|(who, answer, own)| Deed::Answer(who, answer, own)),
        4 => (who(), any::<bool>()).prop_map(|(who, yes)| Deed::Speaks(who, yes)),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let minutes = prop::sample::select(vec![1, 5, 11, 31, 90, 600, 1500]);
    let mood =
        prop_oneof![6 => Just(Mood::Takes), 5 => Just(Mood::NotNow), 1 => Just(Mood::Nobody)];
    prop_oneof![
        24 => deed().prop_map(Step::Do),
        4 => (deed(), any::<bool>()).prop_map(|(deed, taken)| Step::Amid(deed, taken)),
        12 => minutes.prop_map(Step::Pass),
        4 => any::<bool>().prop_map(Step::Workers),
        3 => (0..PEOPLE, mood).prop_map(|(who, mood)| Step::Mail(who, mood)),
    ]
}

/// How a story goes: whether it begins as a draft, and what happens.
pub fn story() -> impl Strategy<Value = (bool, Vec<Step>)> {
    (prop::bool::weighted(0.2), vec(step(), 4..36))
}
