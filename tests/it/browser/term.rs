//! A term, as those live through it who are in it: an organiser in Seoul who plans and keeps it; a speaker in Montréal and a
//! guest in Paris, who have no account and read another language. All of it is done in their browsers, once with the
//! organiser reading Korean and the others English, and once the other way round; at each step it is looked at what each of
//! them sees. Whatever one of them typed, nobody types again.

mod cast;
mod guest;
mod organiser;
mod seen;
mod speaker;

use self::{
    cast::{Cast, KEPT_IN_ENGLISH, KEPT_IN_KOREAN},
    seen::Term,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_kept_in_korean_with_nothing_typed_twice() {
    play(KEPT_IN_KOREAN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_kept_in_english_with_nothing_typed_twice() {
    play(KEPT_IN_ENGLISH).await;
}

async fn play(cast: Cast) {
    let term = Term::begin(cast).await;
    term.the_organiser_signs_in().await;
    term.a_series_is_made().await;
    term.is_planned().await;
    term.the_guest_sees(&[]).await;

    let (speaker, other) = (term.cast.speaker, term.cast.other);
    let talk = term.someone_is_asked(2, speaker, cast::SPEAKER).await;
    let theirs = term.the_speaker_says_everything(&talk).await;
    let other = term.someone_is_asked(3, other, cast::OTHER_SPEAKER).await;
    term.the_board_knows_it().await;
    term.the_guest_sees_both(&talk).await;
    term.the_guest_answers().await;

    term.the_talk_moves_by_an_hour(&talk).await;
    term.the_speaker_sees_the_new_time(&theirs, &talk).await;
    term.the_guest_sees_the_new_time(&talk).await;

    term.the_other_is_cancelled(&other).await;
    term.the_speaker_sees_that_it_is_cancelled(&theirs, &other)
        .await;
    term.the_guest_sees_why(&other).await;

    term.a_third_is_entered().await;
    term.the_rest_is_announced().await;
    term.the_guest_sees_the_term().await;

    term.they_are_reminded().await;
    term.the_speaker_gives_the_slides(&theirs, &talk).await;
    term.the_guest_finds_it(&talk).await;
    term.the_series_is_put_away().await;
    term.the_guest_sees_that_it_has_ended().await;
}

/// Someone who was asked to speak.
struct Talk {
    code: String,
    /// The address of their page.
    page: String,
}
