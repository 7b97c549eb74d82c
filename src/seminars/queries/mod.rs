//! Reads of series and seminars.

mod afterwards;
mod attendance;
mod audiences;
mod board;
mod coming;
mod concerned;
mod confirmations;
mod details;
mod facets;
mod files;
mod follows;
mod heads;
mod items;
mod knowledge;
mod list;
mod lists;
mod offered;
mod organising;
mod replacements;
mod replies;
mod rhythm;
mod search;
mod series;
mod slots;
mod speaking;
mod standing;
mod term;

pub use afterwards::{materials, materials_of};
pub use attendance::{
    answer_counts, attendance, attendances, list_attendances, waiting_position, waiting_positions,
};
pub use audiences::{
    Listens, audiences, audiences_by_id, list_audiences, list_threads, listening, listening_count,
    listening_to_series, suspended_lists, told_count,
};
pub use board::{Board, MOST_ON_BOARD, OnBoard, board, drafts_to_announce};
pub(super) use coming::heads_of_party;
pub use coming::{
    Came, Comes, Heads, Places, Turnout, check_in, check_ins, coming, guests, headcounts, heads,
    is_full, places, turnout,
};
pub use concerned::{
    Concerns, Group, concerned, institution_ids, institutions_of, institutions_offered,
};
pub use confirmations::{confirmation, confirmations, is_known};
pub use details::{detail, details, speakers_of};
pub use facets::{Facets, facets, facets_of};
pub use files::{file, file_of, file_part, files};
pub use follows::{digest, digest_times, follow, follows, list_follows, rhythms_followed};
pub(in crate::seminars) use heads::known_heads;
pub use heads::{hidden, hide_heads, sees_series};
pub use items::{bookings_of_items, is_for_items};
use knowledge::KNOWN;
pub use knowledge::{
    CHANGED_BACK, Handed, Known, Knows, ListTold, TOLD_BEFORE, concerned_count, knowledge,
    lists_told,
};
pub use list::{
    After, Order, SeminarFilter, awaited, of_person, seminar, seminar_by_code, seminar_by_uid,
    seminar_for_update, seminars,
};
pub use lists::{
    ListFilter, items_of_list, keepers, keepers_of, keeps, known_lists, labels_of, list,
    list_by_slug, list_is_followed, list_is_for, list_subjects, lists_kept, lists_shown, sees_list,
    speakers_offered, standing_on,
};
pub use offered::{all_offered, offered, topic_as_written};
pub use organising::{
    Crowd, Numbers, answers_of, concerned_by_change, concerned_by_series, concerned_by_stop,
    followers, knowledge_totals, moved_from, next_organised, numbers, organised_for, organises_any,
    organises_for, to_invite,
};
pub use replacements::{in_place, in_place_of, replaced_changed_at};
pub(in crate::seminars) use replacements::{known_to, leads_to, replaced_through};
pub use replies::{question_answers, questions, replies_of, reply_terms, reply_terms_of};
pub use rhythm::rhythm;
pub use search::Search;
pub use series::{
    SeriesFilter, all_series, coming_of_series, followed_by, known_series, organised_by,
    organisers, organisers_of, organises, series_by_id, series_by_ids, series_by_slug,
    subscription, subscriptions, told_of,
};
pub use slots::{
    SlotSeen, ended_offers, look_at_slots, offered_counts, offers, offers_by_id, open_offer,
};
pub use speaking::{entered_orcid, notes, recording, said, said_by};
pub use standing::{caller, caller_by_link, sees, speaker_link, standing, standings};
pub(in crate::seminars) use term::sifted;
pub use term::{DateSeen, Obstacle, TermDate, look_at_dates};
