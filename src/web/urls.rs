//! Every address of the pages, written once. Templates and handlers call these functions; routes mirror them.
//!
//! Acts are nouns and are posted: `POST /seminars/{code}/cancellation`. Slugs may hold Korean and are percent-encoded
//! here (RFC 3986 §2.1), so that every address is plain ASCII.

mod asked;

pub use asked::{
    embed_of, how_to_subscribe, how_to_subscribe_to_mine, inbound_in, mail_domain, mail_part,
    mail_to, mail_view, new_booking_at, new_booking_on, new_seminar_in, room_on, rooms_on,
    sign_in_then, speaking, stays_from, suspensions_of,
};

pub use crate::base::text::encoded;

/// `path` with the pairs that have a value as its query, after what it asks already.
pub fn with_query(path: &str, pairs: &[(&str, Option<&str>)]) -> String {
    let mut address = path.to_owned();
    let mut joint = if path.contains('?') { '&' } else { '?' };
    for (name, value) in pairs {
        if let Some(value) = value {
            address.push(joint);
            address.push_str(name);
            address.push('=');
            address.push_str(&encoded(value));
            joint = '&';
        }
    }
    address
}

macro_rules! addresses {
    ($($(#[$doc:meta])* $name:ident($($part:ident),*) = $pattern:literal;)+) => {
        $($(#[$doc])* pub fn $name($($part: &str),*) -> String {
            format!($pattern, $($part = encoded($part)),*)
        })+
    };
}

addresses! {
    /// The programme, unfiltered.
    home() = "/";
    /// `POST` asks an address whether whoever is there wants to follow the programme (`email`).
    followers() = "/followers";
    /// `POST` asks an address whether whoever is there wants to follow a topic (`email`).
    topic_followers(slug) = "/topics/{slug}/followers";
    /// What has been, to look through (`?q=&series=&topic=&institution=&year=`).
    archive() = "/archive";
    /// `GET`, `POST`: language (`language`), zone (`zone`), and where to go on (`back`).
    preferences() = "/preferences";

    /// `GET` the form for an address, `POST` sends link and code.
    sign_in() = "/sign-in";
    /// `GET` the form for the code, `POST` checks it.
    sign_in_code() = "/sign-in/code";
    /// The link in the mail: `GET` shows a button, `POST` signs in.
    sign_in_link(token) = "/sign-in/link/{token}";
    /// `POST` ends the session.
    sign_out() = "/sign-out";

    /// `POST` makes a seminar.
    seminars() = "/seminars";
    /// The form for a seminar; see [`new_seminar_in`].
    new_seminar() = "/seminars/new";
    /// What clocks show elsewhere, as JSON: `?starts_local=&zone=&minutes=&place=…`, for forms that are being filled in.
    seminar_times() = "/seminars/times.json";
    /// `GET` the seminar, `POST` saves an edit.
    seminar(code) = "/seminars/{code}";
    /// How a seminar is cited, for BibTeX.
    seminar_bib(code) = "/seminars/{code}.bib";
    /// The same as CSL-JSON.
    seminar_csl(code) = "/seminars/{code}.csl.json";
    /// The same as RIS.
    seminar_ris(code) = "/seminars/{code}.ris";
    /// The form to edit a seminar.
    edit_seminar(code) = "/seminars/{code}/edit";
    /// `POST` announces a draft.
    seminar_announcement(code) = "/seminars/{code}/announcement";
    /// `GET` what cancelling will do, `POST` cancels.
    seminar_cancellation(code) = "/seminars/{code}/cancellation";
    /// `GET` what postponing will do, `POST` postpones.
    seminar_postponement(code) = "/seminars/{code}/postponement";
    /// `GET` what comes in place of a cancelled one, `POST` says it (`step=draft`, `link`, `unlink`).
    seminar_replacement(code) = "/seminars/{code}/replacement";
    /// `GET` the form, `POST` shows whom (`step=preview`) or invites (`step=send`).
    seminar_invitations(code) = "/seminars/{code}/invitations";
    /// The same by a table of guests, brought (`file`) or pasted (`table`).
    seminar_guest_table(code) = "/seminars/{code}/invitations/table";
    /// `GET` who is coming, `POST` an answer that an organiser enters for someone.
    seminar_coming(code) = "/seminars/{code}/coming";
    /// The same as a table.
    seminar_coming_csv(code) = "/seminars/{code}/coming.csv";
    /// `GET` how replies are taken and what is asked, `POST` saves until when and who comes along.
    seminar_replies(code) = "/seminars/{code}/replies";
    /// `POST` saves what is asked.
    seminar_questions(code) = "/seminars/{code}/questions";
    /// `POST` how many heads were counted (`place=room|online`, `heads`).
    seminar_headcounts(code) = "/seminars/{code}/headcounts";
    /// `GET` the list of the door, `POST` lets someone in (`person`, or `name` and `email`).
    door(code) = "/seminars/{code}/door";
    /// `POST` what someone said by telephone (`who`, `answer`).
    door_answers(code) = "/seminars/{code}/door/answers";
    /// `POST` takes a check-in back (`check_in`).
    door_undoing(code) = "/seminars/{code}/door/undoing";
    /// The code of one person for the door: `GET` shows it, and a button to who keeps the door; `POST` lets them in.
    door_pass(code, token) = "/seminars/{code}/door/{token}";
    /// `POST` the answer of the signed-in reader.
    seminar_attendance(code) = "/seminars/{code}/attendance";
    /// `GET` the open page on which anyone answers who may see the seminar, `POST` answers (`answer`; `name` and `email` of
    /// who is not signed in).
    open_answer(code) = "/seminars/{code}/answer";
    /// `GET` the mailing lists that are told of a seminar, `POST` adds one.
    seminar_audiences(code) = "/seminars/{code}/audiences";
    /// `POST` ends that a list is told of a seminar.
    seminar_audience_ending(code, id) = "/seminars/{code}/audiences/{id}/ending";
    /// Who was invited, what they answered, who knows the present revision.
    seminar_knowledge(code) = "/seminars/{code}/knowledge";
    /// What there is to print of a seminar (`?lang=`).
    seminar_print(code) = "/seminars/{code}/print";
    /// Its poster (`?lang=&size=`).
    seminar_poster(code) = "/seminars/{code}/print/poster";
    /// Its leaflet (`?lang=`).
    seminar_leaflet(code) = "/seminars/{code}/print/leaflet";
    /// The sheet on which those sign who come (`?lang=&photos=yes`).
    sign_in_sheet(code) = "/seminars/{code}/print/sign-in";
    /// Badges with the names of those who come (`?lang=&size=`).
    badges(code) = "/seminars/{code}/print/badges";
    /// The texts of a seminar for portals and mailing lists.
    seminar_text(code) = "/seminars/{code}/print/text";
    /// One of them as a file (`?lang=&format=`).
    seminar_text_file(code) = "/seminars/{code}/print/text.txt";
    /// `POST` sets where a seminar can be seen afterwards (`url`).
    seminar_recording(code) = "/seminars/{code}/recording";
    /// The speakers of a seminar as its organisers see them.
    seminar_speakers(code) = "/seminars/{code}/speakers";
    /// `GET` the times that are offered to a speaker, `POST` looks at others (`step=look`) or offers them (`step=offer`).
    seminar_slots(code) = "/seminars/{code}/slots";
    /// `POST` takes one of them back (`slot`), or all (`all=yes`).
    seminar_slots_withdrawal(code) = "/seminars/{code}/slots/withdrawal";
    /// `POST` where their slides are, and who looks after what is missing (`taken_over=yes|no`).
    speaker_care(code, id) = "/seminars/{code}/speakers/{id}";
    /// `POST` makes the link to a speaker's page theirs to copy (`renew=yes`: another one, and the old one is revoked).
    speaker_link(code, id) = "/seminars/{code}/speakers/{id}/link";
    /// `GET` what a speaker says on their page, `POST` enters it for them.
    speaker_page(code, id) = "/seminars/{code}/speakers/{id}/page";
    /// The programme of a seminar as its organisers put it together; `GET` with `item` fills the form with one. `POST` does
    /// what its button says (`act=save|remove|earlier|overflow`).
    seminar_programme(code) = "/seminars/{code}/programme";
    /// `POST` a portrait or slides of a speaker (`purpose=portrait|slides`, `file`).
    speaker_files(code, id) = "/seminars/{code}/speakers/{id}/files";
    /// `GET` a file that is kept with a seminar, as far as the reader may have it. Stays the same when another takes its place.
    seminar_file(code, id) = "/seminars/{code}/files/{id}";
    /// `POST` removes it.
    file_removal(code, id) = "/seminars/{code}/files/{id}/removal";
    /// `POST` keeps that a seminar took place (`file`, `note`).
    seminar_evidence(code) = "/seminars/{code}/evidence";
    /// What waits to be told of a seminar.
    held(code) = "/seminars/{code}/messages";
    /// `GET` what waits of one kind, `POST` puts words above it.
    held_kind(code, kind) = "/seminars/{code}/messages/{kind}";
    /// `POST` lets it go now.
    held_dispatch(code, kind) = "/seminars/{code}/messages/{kind}/dispatch";
    /// `POST` stops it.
    held_abandonment(code, kind) = "/seminars/{code}/messages/{kind}/abandonment";
    /// The HTML body of one letter of it alone, for a sandboxed frame.
    held_letter(code, kind, id) = "/seminars/{code}/messages/{kind}/letters/{id}";
    /// The short link of a seminar.
    short(code) = "/s/{code}";
    /// The living link of a seminar.
    join(code) = "/s/{code}/join";
    /// `GET` shows the buttons of an invited person, `POST` answers.
    answer(token) = "/answer/{token}";
    /// `GET` a speaker's own page, `POST` saves what they say there.
    speak(token) = "/speak/{token}";
    /// `POST` whether they will speak (`answer`, `words`).
    speak_answer(token) = "/speak/{token}/answer";
    /// `POST` which of the offered times they choose (`slot`), or that none suits (`none=yes`, `words`).
    speak_slots(token) = "/speak/{token}/slots";
    /// `POST` a portrait or slides (`purpose=portrait|slides`, `file`, `agrees=yes`).
    speak_files(token) = "/speak/{token}/files";
    /// `POST` removes one of both (`purpose`).
    speak_removal(token) = "/speak/{token}/removal";
    /// Their own portrait.
    speak_portrait(token) = "/speak/{token}/portrait";
    /// Their own slides.
    speak_slides(token) = "/speak/{token}/slides";
    /// Where a mail leads that asks whose an address is: `GET` shows a button, `POST` confirms (`wanted=yes|no`).
    confirm(token) = "/confirm/{token}";
    /// By the link in the foot of each mail: `GET` shows what its reader is told, `POST` changes it.
    notices(token) = "/notices/{token}";
    /// `POST` stops one kind of notice of one series by one click (RFC 8058); `GET` shows a button.
    unsubscribe(token) = "/unsubscribe/{token}";

    /// `POST` makes a series.
    all_series() = "/series";
    /// The form for a series.
    new_series() = "/series/new";
    /// `GET` the series, `POST` saves an edit.
    series(slug) = "/series/{slug}";
    /// The form to edit a series.
    edit_series(slug) = "/series/{slug}/edit";
    /// The term of a series at a glance: what each of its seminars lacks, and what is next.
    series_board(slug) = "/series/{slug}/board";
    /// `GET` the form for a term, `POST` shows its dates (`step=show`, `step=look`) or makes them drafts (`step=make`).
    series_term(slug) = "/series/{slug}/term";
    /// `GET` the drafts of a series to be announced together (`?take=all`), `POST` announces those that are ticked.
    series_announcement(slug) = "/series/{slug}/announcement";
    /// The dates of a series' term as a poster (`?lang=&size=`).
    series_print(slug) = "/series/{slug}/print";
    /// `GET` the mailing lists that are told of a series, `POST` adds one.
    series_audiences(slug) = "/series/{slug}/audiences";
    /// `POST` ends that a list is told of a series.
    series_audience_ending(slug, id) = "/series/{slug}/audiences/{id}/ending";
    /// `POST` asks an address whether whoever is there wants to follow a series (`email`).
    series_followers(slug) = "/series/{slug}/followers";
    /// `POST` subscribes the reader to a series or changes it (`wanted=yes|no`).
    series_subscription(slug) = "/series/{slug}/subscription";

    /// `GET` the lists that people keep, `POST` makes one.
    lists() = "/lists";
    /// The form for a list.
    new_list() = "/lists/new";
    /// `GET` a list, `POST` saves an edit.
    list(slug) = "/lists/{slug}";
    /// The form to edit a list.
    edit_list(slug) = "/lists/{slug}/edit";
    /// `GET` what is on a list, `POST` puts something there (`what`, and `topic`, `series`, `institution`, `person` or `seminar`).
    list_items(slug) = "/lists/{slug}/items";
    /// `POST` takes something off a list.
    list_item_removal(slug, id) = "/lists/{slug}/items/{id}/removal";
    /// `POST` asks an address whether whoever is there wants to follow a list (`email`).
    list_followers(slug) = "/lists/{slug}/followers";
    /// `POST` removes a list that nobody else follows.
    list_removal(slug) = "/lists/{slug}/removal";
    /// `POST` makes a seminar stand on a list, or not (`list`, `wanted=yes|no`).
    seminar_lists(code) = "/seminars/{code}/lists";

    /// Every room, and the day with all of them; see [`rooms_on`].
    rooms() = "/rooms";
    /// One room and its week; see [`room_on`].
    room(slug) = "/rooms/{slug}";
    /// Rooms that are free, as JSON: `?starts_local=&ends_local=&zone=`, for forms that are being filled in.
    free_rooms() = "/rooms/free.json";
    /// `POST` books a room.
    room_bookings(slug) = "/rooms/{slug}/bookings";
    /// The booking form; see [`new_booking_at`].
    new_booking(slug) = "/rooms/{slug}/bookings/new";
    /// `GET` a booking, `POST` saves an edit.
    booking(code) = "/bookings/{code}";
    /// The form to edit a booking.
    edit_booking(code) = "/bookings/{code}/edit";
    /// `POST` cancels a booking.
    booking_cancellation(code) = "/bookings/{code}/cancellation";

    /// `POST` decides about a booking that waits; `act` is `approval` or `refusal`.
    booking_act(code, act) = "/bookings/{code}/{act}";

    /// `GET` who is here when, `POST` enters a stay.
    stays() = "/stays";
    /// The form for a stay.
    new_stay() = "/stays/new";
    /// `GET` a stay, `POST` saves an edit.
    stay(code) = "/stays/{code}";
    /// The form to edit a stay.
    edit_stay(code) = "/stays/{code}/edit";
    /// `POST` moves a stay on; `act` is `approval`, `refusal`, `invitation`, `confirmation`, `arrival`, `departure`,
    /// `cancellation` or `no-show`.
    stay_act(code, act) = "/stays/{code}/{act}";

    /// The reader's own page.
    me() = "/me";
    /// What the reader is told by mail: `GET` shows it, `POST` changes it.
    my_notices() = "/me/notices";
    /// `POST` follows the hub or a topic, or no longer (`what=`, `wanted=yes|no`).
    my_follows() = "/me/follows";
    /// `POST` makes a personal feed.
    my_feeds() = "/me/feeds";
    /// `POST` changes what a personal feed is called and how much it says.
    my_feed_change(id) = "/me/feeds/{id}";
    /// `POST` gives a personal feed another address.
    my_feed_renewal(id) = "/me/feeds/{id}/renewal";
    /// `POST` revokes a personal feed.
    my_feed_revocation(id) = "/me/feeds/{id}/revocation";
    /// `GET` the reader's API tokens, `POST` makes one and shows it.
    my_tokens() = "/me/tokens";
    /// `POST` revokes a token.
    my_token_revocation(id) = "/me/tokens/{id}/revocation";
    /// What an organiser has to do.
    organise() = "/organise";
    /// `GET` a list of people to pick from (`?q=`).
    people() = "/people";
    /// The administrators' start page.
    admin() = "/admin";
    /// Mail: what waits, what is in its way, every message; see [`mail_view`].
    mail() = "/admin/mail";
    /// One message with its letter; see [`mail_part`].
    mail_message(id) = "/admin/mail/{id}";
    /// The HTML body of a letter alone, for a sandboxed frame.
    mail_html(id) = "/admin/mail/{id}/html";
    /// `POST` tries a message again.
    mail_retry(id) = "/admin/mail/{id}/retry";
    /// `POST` gives a message up.
    mail_abandonment(id) = "/admin/mail/{id}/abandonment";
    /// `GET` the days on which the hub or a site is closed, `POST` enters some.
    closed_days() = "/admin/closed-days";
    /// `GET` the form of some of them, `POST` saves it.
    closed_days_one(id) = "/admin/closed-days/{id}";
    /// `POST` removes them.
    closed_days_removal(id) = "/admin/closed-days/{id}/removal";
    /// Addresses that nothing is sent to any more.
    suspensions() = "/admin/suspensions";
    /// `POST` sends to an address again.
    suspension_lifting(id) = "/admin/suspensions/{id}/lifting";
    /// Mail that came in.
    inbound() = "/admin/inbound";
    /// One mail that came in.
    inbound_mail(id) = "/admin/inbound/{id}";
    /// The same as it came, as a file.
    inbound_source(id) = "/admin/inbound/{id}/source";
    /// `POST` takes up again one that was set aside.
    inbound_retry(id) = "/admin/inbound/{id}/retry";
    /// The calendars of a person, for administrators.
    person_feeds(id) = "/admin/people/{id}/feeds";
    /// `POST` revokes one of them.
    person_feed_revocation(id, feed_id) = "/admin/people/{id}/feeds/{feed_id}/revocation";

    /// The description of the API.
    api() = "/api/v1/docs";
    /// One part of it.
    api_part(part) = "/api/v1/docs/{part}";
    /// The description of the API, for programs.
    openapi() = "/api/v1/openapi.json";

    /// The calendars that can be subscribed to.
    feeds() = "/feeds";
    /// How to subscribe; see [`how_to_subscribe`].
    how_to() = "/feeds/how";
    /// How to subscribe in one program.
    how_to_in(program) = "/feeds/how/{program}";
    /// Everything public.
    hub_feed() = "/feeds/hub.ics";
    /// The feed of a series.
    series_feed(slug) = "/feeds/series/{slug}.ics";
    /// The feed of a topic.
    topic_feed(slug) = "/feeds/topics/{slug}.ics";
    /// The feed of an institution.
    institution_feed(slug) = "/feeds/institutions/{slug}.ics";
    /// The feed of a list that someone keeps.
    list_feed(slug) = "/feeds/lists/{slug}.ics";
    /// The feed of a room.
    room_feed(slug) = "/feeds/rooms/{slug}.ics";
    /// A seminar as a calendar file.
    seminar_feed(code) = "/feeds/seminars/{code}.ics";
    /// What comes next at the hub, to be shown inside another page; see [`embed_of`].
    hub_embed() = "/embed/hub";
    /// The same of a series.
    series_embed(slug) = "/embed/series/{slug}";
    /// The same of a topic.
    topic_embed(slug) = "/embed/topics/{slug}";
    /// The same of an institution.
    institution_embed(slug) = "/embed/institutions/{slug}";
    /// The same of a list that someone keeps.
    list_embed(slug) = "/embed/lists/{slug}";
    /// A personal feed.
    my_feed(secret) = "/feeds/my/{secret}.ics";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_encoded_and_stay_one_segment() {
        assert_eq!(
            series("규모-법칙"),
            "/series/%EA%B7%9C%EB%AA%A8-%EB%B2%95%EC%B9%99"
        );
        assert_eq!(seminar("../x?y#z"), "/seminars/..%2Fx%3Fy%23z");
        assert_eq!(sign_in_then("/me?a=b"), "/sign-in?back=%2Fme%3Fa%3Db");
        assert_eq!(embed_of(&hub_feed()), hub_embed());
        assert_eq!(embed_of(&series_feed("규모")), series_embed("규모"));
        assert_eq!(embed_of(&topic_feed("규모")), topic_embed("규모"));
        assert_eq!(embed_of(&list_feed("규모")), list_embed("규모"));
        assert_eq!(embed_of(&institution_feed("k")), institution_embed("k"));
    }
}
