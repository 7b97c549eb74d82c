//! Whether a calendar program shows a change in time: pure decisions.

use chrono::Duration;

use crate::{
    base::clock::Instant,
    feeds::polls::{Client, GOOGLE_TAKES, USED},
    seminars::{
        model::{SeminarState, Snapshot},
        notices::{AT_ONCE, digest::concerns_followers},
    },
};

/// A change stands in a feed within a second, and the clocks of two nodes differ by less than the rest: what was fetched
/// so long after a change has it.
const SETTLED: Duration = Duration::minutes(1);

/// A program that fetches someone's feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Program {
    pub(super) client: Client,
    /// When seminars were last among what it fetched, all that are to come or some.
    pub(super) last_at: Instant,
    /// When all were.
    pub(super) told_at: Option<Instant>,
    /// The longest time from one poll to the next, of late.
    pub(super) longest_gap: Option<Duration>,
    /// How many octets the feed had then, where that is known.
    pub(super) octets: Option<i64>,
}

impl Program {
    /// How late it shows a change: what is known of it or what was learned, whichever is more. One of which nothing is known
    /// may be two days late, and so may one that did not take what it fetched, or never asked for all of it.
    fn lag(&self) -> Duration {
        let known = self.client.lag().filter(|_| self.shown_at().is_some());
        let known = known.unwrap_or(AT_ONCE);
        self.longest_gap.map_or(known, |gap| gap.max(known))
    }

    /// Whether someone looks at what it fetches.
    fn is_used(&self, now: Instant) -> bool {
        self.client.keeps_a_calendar() && now - self.last_at < USED
    }

    /// When it last fetched what it shows for certain, every seminar that was to come. Of what is too large for it Google reads
    /// nothing and keeps what it had.
    fn shown_at(&self) -> Option<Instant> {
        let is_too_large = self.octets.is_some_and(|octets| octets > GOOGLE_TAKES);
        self.told_at
            .filter(|_| self.client != Client::Google || !is_too_large)
    }
}

/// What people could see of a seminar from then on.
#[derive(Debug, Clone)]
pub(super) struct Revision {
    pub(super) number: i32,
    pub(super) at: Instant,
    pub(super) snapshot: Snapshot,
}

/// What becomes of a message to someone who has a seminar by their feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// No program of theirs shows anything that is not so; or all of it is over; or nothing fetches their feed.
    Needless,
    /// A program may still fetch it in time: it is looked at again then.
    After(Instant),
    /// It goes out, and tells from this revision, which their calendar shows or a later mail told.
    Now(i32),
}

/// Whether someone is told what `revisions`, in their order, end with: by the `programs` that fetch their feeds, and by the
/// revision that a mail has `told` them.
///
/// Each program that is used keeps a calendar that they may look at, so each of them has to have it. A mail goes out for
/// the first that is overdue, or whose next poll may come after the start. One that only ever asks for a part shows what it
/// fetched or does not show it at all: it is not wrong, but nobody is told anything by it, so that it counts for as much as
/// any where another has all of it, and for nothing where none has.
pub(super) fn decide(
    revisions: &[Revision],
    programs: &[Program],
    told: Option<i32>,
    now: Instant,
) -> Decision {
    let used = programs.iter().filter(|program| program.is_used(now));
    // What it had long ago, and never asked for again, it is not expected to have.
    let used = used.map(|program| Program {
        told_at: program.told_at.filter(|at| now - *at < USED),
        ..*program
    });
    let has_all = used.clone().any(|program| program.told_at.is_some());
    let used = used.map(|program| Program {
        told_at: program.told_at.or(has_all.then_some(program.last_at)),
        ..program
    });
    let behind = used.filter_map(|program| behind(revisions, &program, told, now));
    match behind.min_by_key(|behind| behind.due) {
        None => Decision::Needless,
        Some(behind) if now < behind.due => Decision::After(behind.due),
        Some(behind) => Decision::Now(behind.knows),
    }
}

/// A program that shows what is not so.
struct Behind {
    /// The revision that its owner knows.
    knows: i32,
    /// When they are told.
    due: Instant,
}

/// How a program is behind, if it is. What it never showed, it does not show wrongly. Since when one takes nothing more, or what
/// it had of it that asked for a part, is not known: the last change before it asked is one that it may not have.
///
/// It is told within 48 hours of the start, once the program had the time that it takes; and earlier where that is more
/// than what is left until the start. What counts is the old start or the new one, whichever comes first and is still to come.
fn behind(
    revisions: &[Revision],
    program: &Program,
    told: Option<i32>,
    now: Instant,
) -> Option<Behind> {
    let is = &revisions.last()?.snapshot;
    let newest = |knows: &dyn Fn(&Revision) -> bool| revisions.iter().rev().find(|one| knows(one));
    let may_lack = |one: &Revision| concerns_followers(&one.snapshot, is);
    let shown_at = program.shown_at();
    let has = |one: &Revision| shown_at.is_some_and(|at| one.at + SETTLED <= at);
    let shown = newest(&|one| one.at + SETTLED <= program.last_at && (has(one) || may_lack(one)))?;
    let known = match told {
        Some(told) if told > shown.number => newest(&|one| one.number <= told)?,
        _ => shown,
    };
    let differs = |one: &Revision| concerns_followers(&known.snapshot, &one.snapshot);
    if known.snapshot.state == SeminarState::Draft || !concerns_followers(&known.snapshot, is) {
        return None;
    }
    let mut later = revisions.iter().filter(|one| one.number > known.number);
    let wrong_since = later.find(|one| differs(one))?.at;
    let starts = [&known.snapshot, is]
        .into_iter()
        .filter(|one| one.state == SeminarState::Announced && one.starts_at > now)
        .map(|one| one.starts_at)
        .min()?;
    let lag = program.lag();
    let overdue = (wrong_since + lag).max(starts - AT_ONCE);
    Some(Behind {
        knows: known.number,
        due: overdue.min(starts - lag),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seminars::model::Texts;

    /// It is Monday noon, and the seminar was announced a week ago.
    fn now() -> Instant {
        "2026-11-09T12:00:00Z".parse().unwrap()
    }

    fn hours(hours: i64) -> Duration {
        Duration::hours(hours)
    }

    /// Revisions, so many hours from now: when each was made, and the start that it has; none: cancelled, at that start.
    fn revisions(each: &[(i64, Option<i64>)]) -> Vec<Revision> {
        let mut number = 0;
        let mut last = 0;
        let revision = |&(made, starts): &(i64, Option<i64>)| {
            number += 1;
            last = starts.unwrap_or(last);
            Revision {
                number,
                at: now() + hours(made),
                snapshot: Snapshot {
                    title: "Sample".into(),
                    starts_at: now() + hours(last),
                    ends_at: now() + hours(last + 1),
                    zone: "Asia/Seoul".into(),
                    there: None,
                    places: vec!["Hall A".into()],
                    speakers: Vec::new(),
                    state: match starts {
                        Some(_) => SeminarState::Announced,
                        None => SeminarState::Cancelled,
                    },
                    online: None,
                    abstract_text: String::new(),
                    programme: Vec::new(),
                    texts: Texts::default(),
                },
            }
        };
        each.iter().map(revision).collect()
    }

    /// A program that asked last so many minutes ago.
    fn program(client: Client, minutes_ago: i64) -> Program {
        Program {
            client,
            last_at: now() - Duration::minutes(minutes_ago),
            told_at: Some(now() - Duration::minutes(minutes_ago)),
            longest_gap: None,
            octets: None,
        }
    }

    /// The same of one that was given so many octets.
    fn given(octets: i64, program: Program) -> Program {
        Program {
            octets: Some(octets),
            ..program
        }
    }

    #[test]
    fn it_goes_where_the_start_is_within_the_lag_and_waits_where_there_is_time() {
        let by = |client, starts: i64| {
            let moved = revisions(&[(-168, Some(starts)), (0, Some(starts + 2))]);
            decide(&moved, &[program(client, 600)], None, now())
        };
        let after = |minutes| Decision::After(now() + Duration::minutes(minutes));
        assert_eq!(by(Client::Google, 14), Decision::Now(1));
        assert_eq!(by(Client::Google, 24), Decision::Now(1));
        // Google may come in time, for six hours.
        assert_eq!(by(Client::Google, 30), after(6 * 60));
        assert_eq!(by(Client::Outlook, 14), after(3 * 60));
        assert_eq!(by(Client::Outlook, 4), after(60));
        assert_eq!(by(Client::Thunderbird, 14), after(30));
        // Of one that is unknown nothing is hoped.
        assert_eq!(by(Client::Other, 47), Decision::Now(1));
        for far in [Client::Google, Client::Thunderbird, Client::Other] {
            assert_eq!(by(far, 240), after((240 - 48) * 60), "{far}");
        }
    }

    #[test]
    fn who_has_fetched_it_since_is_not_told_and_who_is_overdue_is() {
        let moved = revisions(&[(-168, Some(14)), (-1, Some(16))]);
        let by = |programs: &[Program]| decide(&moved, programs, None, now());
        assert_eq!(by(&[program(Client::Thunderbird, 55)]), Decision::Needless);
        assert_eq!(by(&[program(Client::Thunderbird, 59)]), Decision::Needless);
        // At the very minute nobody knows.
        assert_eq!(by(&[program(Client::Google, 60)]), Decision::Now(1));
        assert_eq!(by(&[program(Client::Thunderbird, 60)]), Decision::Now(1));
        // Each calendar that someone may look at has to have it.
        let both = [
            program(Client::Thunderbird, 5),
            program(Client::Google, 600),
        ];
        assert_eq!(by(&both), Decision::Now(1));
        // Nothing, a look in a browser, or something that is not used any more: no calendar.
        assert_eq!(by(&[]), Decision::Needless);
        assert_eq!(by(&[program(Client::Browser, 600)]), Decision::Needless);
        let moved_late = revisions(&[(-500, Some(14)), (-1, Some(16))]);
        let silent = |minutes| {
            let google = [program(Client::Google, minutes)];
            decide(&moved_late, &google, None, now())
        };
        let two_weeks = 14 * 24 * 60;
        assert_eq!(silent(two_weeks), Decision::Needless);
        assert_eq!(silent(two_weeks - 1), Decision::Now(1));
        // It was announced since: nothing in their calendar is wrong.
        let before = 8 * 24 * 60;
        assert_eq!(by(&[program(Client::Google, before)]), Decision::Needless);
    }

    #[test]
    fn what_google_does_not_take_it_does_not_show() {
        let by = |each: &[(i64, Option<i64>)], program, told| {
            decide(&revisions(each), &[program], told, now())
        };
        let google = |minutes, octets| given(octets, program(Client::Google, minutes));
        let moved = [(-168, Some(14)), (-1, Some(16))];
        assert_eq!(by(&moved, google(55, 1_000_000), None), Decision::Needless);
        assert_eq!(by(&moved, google(55, 1_000_001), None), Decision::Now(1));
        assert_eq!(by(&moved, google(90, 1_000_001), None), Decision::Now(1));
        // A mail told it, or another program takes it.
        let told = by(&moved, google(55, 1_000_001), Some(2));
        assert_eq!(told, Decision::Needless);
        let thunderbird = given(1_000_001, program(Client::Thunderbird, 55));
        assert_eq!(by(&moved, thunderbird, None), Decision::Needless);
        // Nothing is hoped of it: who has two days left is told then.
        let later = [(-168, Some(30)), (-1, Some(32))];
        assert_eq!(by(&later, google(55, 1_000_001), None), Decision::Now(1));
        // What did not change, or was asked for before it did and is as it was, is not told.
        let announced = [(-168, Some(14))];
        let as_it_was = by(&announced, google(55, 1_000_001), None);
        assert_eq!(as_it_was, Decision::Needless);
        let there_and_back = [(-168, Some(14)), (-4, Some(16)), (-1, Some(14))];
        let before_both = by(&there_and_back, google(600, 1_000_001), None);
        assert_eq!(before_both, Decision::Needless);
        let between = by(&there_and_back, google(120, 1_000_001), None);
        assert_eq!(between, Decision::Now(2));
    }

    /// The same that asked last for a part, so many minutes ago.
    fn asked_for_a_part(minutes_ago: i64, program: Program) -> Program {
        Program {
            last_at: now() - Duration::minutes(minutes_ago),
            ..program
        }
    }

    /// A program that never asked for more than a part.
    fn with_a_part(client: Client, minutes_ago: i64) -> Program {
        Program {
            told_at: None,
            ..program(client, minutes_ago)
        }
    }

    #[test]
    fn who_asks_for_a_part_has_not_been_told() {
        let by = |each: &[(i64, Option<i64>)], programs: &[Program], told| {
            decide(&revisions(each), programs, told, now())
        };
        let moved = [(-168, Some(14)), (-1, Some(16))];
        let thunderbird = program(Client::Thunderbird, 600);
        let then_a_part = [asked_for_a_part(5, thunderbird)];
        assert_eq!(by(&moved, &then_a_part, None), Decision::Now(1));
        let then_all = [asked_for_a_part(5, program(Client::Thunderbird, 10))];
        assert_eq!(by(&moved, &then_all, None), Decision::Needless);
        // Never more: whether it was fetched since or not, and at once, for nothing is hoped of it.
        for minutes in [5, 600] {
            let part = [with_a_part(Client::Thunderbird, minutes)];
            assert_eq!(by(&moved, &part, None), Decision::Now(1), "{minutes}");
            assert_eq!(by(&moved, &part, Some(2)), Decision::Needless, "{minutes}");
        }
        let unchanged = by(&moved[..1], &[with_a_part(Client::Google, 5)], None);
        assert_eq!(unchanged, Decision::Needless);
        // What is announced since the whole was last fetched, a part may have.
        let later = [(-100, Some(14)), (-1, Some(16))];
        let long_ago = [asked_for_a_part(90, program(Client::Google, 8 * 24 * 60))];
        assert_eq!(by(&later, &long_ago, None), Decision::Now(1));
        // What it had a month ago, and has not asked for since, is as if it had never had it.
        let had_it_once = [
            asked_for_a_part(5, program(Client::Google, 30 * 24 * 60)),
            program(Client::Thunderbird, 5),
        ];
        assert_eq!(by(&moved, &had_it_once, None), Decision::Needless);
        assert_eq!(by(&moved, &had_it_once[..1], None), Decision::Now(1));
        // Where another program has all of it, one that fetched a part since shows nothing wrong, and one that did not may.
        let beside = |minutes| {
            let part = with_a_part(Client::Google, minutes);
            by(&moved, &[program(Client::Thunderbird, 5), part], None)
        };
        assert_eq!(beside(5), Decision::Needless);
        assert_eq!(beside(600), Decision::Now(1));
    }

    #[test]
    fn what_was_learned_counts_where_it_is_more() {
        let moved = revisions(&[(-168, Some(14)), (0, Some(16))]);
        let learned = |client, gap| {
            let program = Program {
                longest_gap: Some(hours(gap)),
                ..program(client, 600)
            };
            decide(&moved, &[program], None, now())
        };
        assert_eq!(learned(Client::Thunderbird, 20), Decision::Now(1));
        assert_eq!(learned(Client::Google, 8), Decision::Now(1));
        assert_eq!(
            learned(Client::Thunderbird, 6),
            Decision::After(now() + hours(6))
        );
    }

    #[test]
    fn what_their_calendar_shows_is_what_counts() {
        let by = |each: &[(i64, Option<i64>)], minutes_ago, told| {
            let google = [program(Client::Google, minutes_ago)];
            decide(&revisions(each), &google, told, now())
        };
        let there_and_back = [(-168, Some(14)), (-4, Some(16)), (-1, Some(14))];
        // It shows the first; or else the second, which is wrong.
        assert_eq!(by(&there_and_back, 600, None), Decision::Needless);
        assert_eq!(by(&there_and_back, 120, None), Decision::Now(2));
        // A mail that told something later outweighs it.
        assert_eq!(by(&there_and_back, 600, Some(2)), Decision::Now(2));
        assert_eq!(by(&there_and_back, 120, Some(1)), Decision::Now(2));
        assert_eq!(by(&there_and_back, 120, Some(3)), Decision::Needless);
        // The start that comes first counts, if it is still to come.
        assert_eq!(
            by(&[(-168, Some(240)), (0, Some(14))], 600, None),
            Decision::Now(1)
        );
        assert_eq!(
            by(&[(-168, Some(14)), (0, Some(240))], 600, None),
            Decision::Now(1)
        );
        assert_eq!(
            by(&[(-168, Some(-1)), (-2, Some(240))], 600, None),
            Decision::After(now() + hours(192))
        );
        assert_eq!(
            by(&[(-168, Some(14)), (0, None)], 600, None),
            Decision::Now(1)
        );
        assert_eq!(
            by(&[(-168, Some(-1)), (-2, None)], 600, None),
            Decision::Needless
        );
    }
}
