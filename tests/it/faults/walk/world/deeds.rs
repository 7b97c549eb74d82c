//! What organisers, guests and speakers do: by the real actions.

use chrono::{Duration, Timelike};
use maru::{
    base::{
        audit::{Author, Channel},
        clock::Clock,
        ids::PersonId,
    },
    seminars::{
        actions::{self, Invitees, NewSpeaker, Patch, SeminarChange, WhoSpeaks},
        model::{Answer, Details, SeminarState, SpeakerAnswer, SpeakerRole},
    },
};

use super::World;
use crate::faults::walk::steps::Deed;

impl World {
    pub(super) async fn act(&mut self, deed: Deed, times: u8) -> Result<(), String> {
        let before = self.details().await;
        let done = self.done(deed, &before).await;
        let after = self.details().await;
        match done {
            // A deed that is refused for a reason that people are told.
            Err(refused) if refused.contains("Database") => return Err(refused),
            Err(refused) => self.note(&format!(
                "  refused: {}",
                refused.chars().take(60).collect::<String>()
            )),
            Ok(()) => self.heard.done(deed, times),
        }
        if after.seminar.starts_at != before.seminar.starts_at {
            self.times.push(before.seminar.starts_local);
        }
        let (seminar, places) = (&after.seminar, after.places().join("; "));
        self.note(&format!(
            "  revision {}, sequence {}: {} at {} in {places:?}",
            seminar.revision,
            seminar.sequence,
            seminar.state,
            seminar.starts_at.format("%d %H:%M")
        ));
        Ok(())
    }

    async fn done(&mut self, deed: Deed, before: &Details) -> Result<(), String> {
        let Self {
            app,
            conn,
            organiser,
            seminar,
            ..
        } = self;
        let (clock, hub, seminar) = (&*app.clock, &app.hub, *seminar);
        let reader = |who: usize| self.readers[who].id;
        let change = match deed {
            Deed::Move(hours) => {
                let starts = clock.now() + Duration::hours(hours);
                let local = before.seminar.zone().local(starts).with_minute(0).unwrap();
                SeminarChange {
                    starts_local: local
                        .with_second(0)
                        .and_then(|local| local.with_nanosecond(0)),
                    ..SeminarChange::default()
                }
            }
            Deed::MoveBack => SeminarChange {
                starts_local: self.times.last().copied(),
                ..SeminarChange::default()
            },
            Deed::Rename(one) => SeminarChange {
                title: Some(["Beyond scaling", "Within scaling"][usize::from(one)].into()),
                ..SeminarChange::default()
            },
            Deed::Room(which) => SeminarChange {
                rooms: Patch::Own(
                    which
                        .map(|one| self.rooms[usize::from(one)])
                        .into_iter()
                        .collect(),
                ),
                ..SeminarChange::default()
            },
            Deed::Announce => SeminarChange {
                state: Some(SeminarState::Announced),
                ..SeminarChange::default()
            },
            Deed::Speaker(who, there) => {
                let mut speakers: Vec<PersonId> =
                    before.speakers.iter().map(|one| one.person_id).collect();
                speakers.retain(|one| *one != reader(who));
                speakers.extend(there.then(|| reader(who)));
                let speaker = |person| NewSpeaker {
                    who: WhoSpeaks::Person(person),
                    role: SpeakerRole::Speaker,
                };
                SeminarChange {
                    speakers: Some(speakers.into_iter().map(speaker).collect()),
                    ..SeminarChange::default()
                }
            }
            Deed::Postpone => {
                let done = actions::postpone(
                    conn,
                    clock,
                    hub,
                    organiser,
                    seminar,
                    actions::Saying::default(),
                )
                .await;
                return done.map(|_| ()).map_err(|error| format!("{error:?}"));
            }
            Deed::Cancel => {
                let done = actions::cancel(
                    conn,
                    clock,
                    hub,
                    organiser,
                    seminar,
                    actions::Saying::default(),
                )
                .await;
                return done.map(|_| ()).map_err(|error| format!("{error:?}"));
            }
            Deed::TellRest => {
                let done = actions::tell_rest(conn, clock, hub, organiser, seminar, None).await;
                return done.map(|_| ()).map_err(|error| format!("{error:?}"));
            }
            Deed::Invite(who) => {
                let people = Invitees {
                    people: vec![reader(who)],
                    ..Invitees::default()
                };
                let done = actions::invite(conn, clock, hub, organiser, seminar, people).await;
                return done.map(|_| ()).map_err(|error| format!("{error:?}"));
            }
            Deed::Answer(who, answer, own) => {
                let author = match own {
                    true => Author::from(Channel::Link, None).who(reader(who), "Sample"),
                    false => organiser.author.clone(),
                };
                let done =
                    actions::answer(conn, clock, hub, &author, seminar, reader(who), answer).await;
                done.map_err(|error| format!("{error:?}"))?;
                match answer {
                    Answer::No => self.refused.insert(who, before.seminar.starts_at),
                    _ => self.refused.remove(&who),
                };
                return Ok(());
            }
            Deed::Speaks(who, yes) => {
                let author = Author::from(Channel::Link, None).who(reader(who), "Sample");
                let answer = if yes {
                    SpeakerAnswer::Accepted
                } else {
                    SpeakerAnswer::Declined
                };
                let done = actions::answer_request(
                    conn,
                    clock,
                    hub,
                    &author,
                    seminar,
                    reader(who),
                    answer,
                )
                .await;
                return done.map_err(|error| format!("{error:?}"));
            }
        };
        let done = actions::change(conn, clock, hub, organiser, seminar, change).await;
        done.map(|_| ()).map_err(|error| format!("{error:?}"))
    }
}
