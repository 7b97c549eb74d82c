//! Rows for which a test would have to wait, or to send files: written as they would stand there.

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use maru::base::secret::{Key, Purpose};

/// The id of the row with this number.
fn id(number: u8) -> String {
    format!("019a0000-0000-7000-8000-0000000000{number:02}")
}

/// What goes with seminars: who speaks there, with what they tell the organisers alone; slides, evidence, times that are offered, and
/// someone who was let in.
pub struct Beside {
    /// The slides of the draft.
    pub slides: String,
    /// What is kept as evidence of the draft.
    pub evidence: String,
    /// The offer to the lecturer of the draft.
    pub offer: String,
    /// One of its times.
    pub slot: String,
    /// At the door of the one for members.
    pub check_in: String,
}

/// Puts `lecturer` into each of `spoken`, and into `draft` and `members` what goes with those.
pub async fn beside(
    conn: &mut AsyncPgConnection,
    lecturer: &str,
    spoken: &[String],
    draft: &str,
    members: &str,
) -> Beside {
    let [slides, evidence, offer, slot, check_in] = [11, 12, 13, 14, 15].map(id);
    let other = id(16);
    let speakers: Vec<String> = spoken
        .iter()
        .map(|seminar| format!("('{seminar}', '{lecturer}', 'speaker', 'asked', 0)"))
        .collect();
    let speakers = speakers.join(", ");
    let octets = "'%PDF-1.4 Draft secret'::bytea";
    let file = |id: &str, purpose: &str, whose: &str| {
        format!(
            "('{id}', '{purpose}', '{draft}', {whose}, 'pdf', 'Draft secret.pdf', 'Draft secret', octet_length({octets}), \
             sha256({octets}), {octets}, '2026-11-02')"
        )
    };
    let slides_row = file(&slides, "slides", &format!("'{lecturer}'"));
    let evidence_row = file(&evidence, "evidence", "NULL");
    let time = |id: &str, position: u8, day: u8| {
        format!(
            "('{id}', '{offer}', {position}, '2026-11-{day}T07:00:00Z', '2026-11-{day}T08:00:00Z', '2026-11-{day}T16:00:00', \
             'Asia/Seoul', 60, 'open')"
        )
    };
    let times = [time(&slot, 0, 24), time(&other, 1, 25)].join(", ");
    conn.batch_execute(&format!(
        "INSERT INTO speakers (seminar_id, person_id, role, answer, position) VALUES {speakers}; \
         INSERT INTO speaker_notes (seminar_id, person_id, words, equipment, arrival, dietary, phone) \
             SELECT seminar_id, person_id, 'Equipment secret', 'Equipment secret', 'Equipment secret', 'Equipment secret', \
                 '+82 10 0000 4242' FROM speakers; \
         INSERT INTO files (id, purpose, seminar_id, person_id, kind, name, note, size, sha256, octets, made_at) \
             VALUES {slides_row}, {evidence_row}; \
         INSERT INTO slot_offers (id, seminar_id, person_id, offered_at, ends_at, state, state_at) \
             VALUES ('{offer}', '{draft}', '{lecturer}', '2026-11-02', '2026-11-20', 'open', '2026-11-02'); \
         INSERT INTO offered_slots (id, offer_id, position, starts_at, ends_at, starts_local, zone, duration_minutes, state) \
             VALUES {times}; \
         INSERT INTO check_ins (id, seminar_id, guest, at) VALUES ('{check_in}', '{members}', 'Members secret', '2026-11-02')"
    ))
    .await
    .unwrap();
    Beside {
        slides,
        evidence,
        offer,
        slot,
        check_in,
    }
}

/// Addresses that are asked: whether they follow a series, and whether an answer to a seminar is theirs; the tokens of the
/// links.
pub async fn asked(
    conn: &mut AsyncPgConnection,
    key: &Key,
    series: &str,
    seminar: &str,
) -> [String; 2] {
    let ids = [4, 5].map(|number| id(number).parse::<uuid::Uuid>().unwrap());
    let [follow, answer] = ids;
    conn.batch_execute(&format!(
        "INSERT INTO confirmations (id, address, language, series_id, state, state_at, asked_at, expires_at) \
         VALUES ('{follow}', 'asked@sample.example', 'en', '{series}', 'asked', '2026-11-02', '2026-11-02', '2027-01-01'); \
         INSERT INTO confirmations (id, address, language, seminar_id, name, answer, state, state_at, asked_at, expires_at) \
         VALUES ('{answer}', 'asked@sample.example', 'en', '{seminar}', 'Asked', 'yes', 'asked', '2026-11-02', '2026-11-02', \
             '2027-01-01')"
    ))
    .await
    .unwrap();
    ids.map(|id| key.token(Purpose::Confirm, &[id], 1))
}
