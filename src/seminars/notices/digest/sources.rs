//! From where a digest takes what it tells, and what its reader may know of: conditions on a seminar `m` and a reader `r` with
//! `person_id` and `rhythm`, said to the database so that a batch of digests is read at once.

/// The reader has it by something that they follow in this rhythm, and did not stop it by one click. A topic is known by its
/// [`slug`](crate::base::text::slug).
pub const FOLLOWED: &str = "(NOT EXISTS (SELECT FROM stopped_notices x WHERE x.person_id = r.person_id \
         AND x.notice = r.rhythm AND x.series_id = m.series_id) \
     AND (EXISTS (SELECT FROM subscriptions f WHERE f.series_id = m.series_id AND f.person_id = r.person_id \
             AND f.digest = r.rhythm) \
         OR EXISTS (SELECT FROM follows h WHERE h.person_id = r.person_id AND h.digest = r.rhythm \
             AND (h.source = 'hub' OR h.source = 'list' AND list_has(h.list_id, m.id, r.person_id) \
                 AND list_is_for(h.list_id, r.person_id) \
                 OR h.source = 'topic' AND EXISTS (SELECT FROM unnest(m.topics) AS topic \
                 WHERE rtrim(left(ltrim(regexp_replace(lower(topic), '[^[:alnum:]]+', '-', 'g'), '-'), 60), '-') = h.topic)))))";

/// The reader was told of it by what they followed in this rhythm, and still follows something in it: that it is no longer
/// under what they follow keeps nothing from them that they would come for.
pub const STILL_FOLLOWS: &str = "(NOT EXISTS (SELECT FROM stopped_notices x WHERE x.person_id = r.person_id \
         AND x.notice = r.rhythm AND x.series_id = m.series_id) \
     AND (EXISTS (SELECT FROM subscriptions f WHERE f.person_id = r.person_id AND f.digest = r.rhythm) \
         OR EXISTS (SELECT FROM follows h WHERE h.person_id = r.person_id AND h.digest = r.rhythm)))";

/// The reader may know of it, as [`rules::sees`](crate::seminars::rules::sees) has it; drafts are for nobody here.
pub const SEEN: &str = "(m.state <> 'draft' AND (m.visibility = 'public' \
     OR m.visibility = 'members' AND (EXISTS (SELECT FROM roles o WHERE o.person_id = r.person_id) \
         OR EXISTS (SELECT FROM people p JOIN institutions i ON i.id = p.institution_id \
                    WHERE p.id = r.person_id AND i.kind = 'member')) \
     OR r.person_id IN (m.owner_id, m.entered_by) \
     OR EXISTS (SELECT FROM series_organisers o WHERE o.series_id = m.series_id AND o.person_id = r.person_id) \
     OR EXISTS (SELECT FROM attendances a WHERE a.seminar_id = m.id AND a.person_id = r.person_id) \
     OR EXISTS (SELECT FROM speakers k WHERE k.seminar_id = m.id AND k.person_id = r.person_id AND k.answer <> 'declined') \
     OR EXISTS (SELECT FROM roles o WHERE o.person_id = r.person_id AND o.role = 'administrator')))";

/// The reader is told of it in person: invited, or speaking.
pub const IN_PERSON: &str = "(EXISTS (SELECT FROM attendances a WHERE a.seminar_id = m.id AND a.person_id = r.person_id) \
     OR EXISTS (SELECT FROM speakers k WHERE k.seminar_id = m.id AND k.person_id = r.person_id AND k.answer <> 'declined'))";
