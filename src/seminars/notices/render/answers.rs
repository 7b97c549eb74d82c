//! The bundle of answers that organisers get.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Told, facts::said};
use crate::{
    base::{
        ids::{PersonId, SeminarId},
        schema::{attendances, speaker_notes},
    },
    mail::{
        draft::Draft,
        outbox::{Message, MessageKind},
    },
    people::{self, model::Named},
    seminars::{
        model::{Answer, Attendance, SpeakerAnswer},
        notices::mails::{self, Received, Totals},
    },
};

/// Everything that was answered to the seminars of a batch, read at once.
#[derive(Default)]
pub(super) struct Answers {
    attendances: HashMap<SeminarId, Vec<Attendance>>,
    names: HashMap<PersonId, Named>,
    /// What speakers put beside their answers.
    words: HashMap<(SeminarId, PersonId), String>,
}

impl Answers {
    pub(super) async fn read(conn: &mut AsyncPgConnection, batch: &[Message]) -> QueryResult<Self> {
        let ids: BTreeSet<SeminarId> = batch
            .iter()
            .filter(|message| message.kind == MessageKind::Answer)
            .filter_map(|message| message.about.seminar)
            .collect();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let found: Vec<Attendance> = attendances::table
            .filter(attendances::seminar_id.eq_any(&ids))
            .order((attendances::answered_at, attendances::person_id))
            .select(Attendance::as_select())
            .load(conn)
            .await?;
        let people: Vec<PersonId> = found.iter().map(|one| one.person_id).collect();
        let mut attendances: HashMap<SeminarId, Vec<Attendance>> = HashMap::new();
        for one in found {
            attendances.entry(one.seminar_id).or_default().push(one);
        }
        let words: Vec<(SeminarId, PersonId, String)> = speaker_notes::table
            .filter(speaker_notes::seminar_id.eq_any(&ids))
            .filter(speaker_notes::words.ne(""))
            .select((
                speaker_notes::seminar_id,
                speaker_notes::person_id,
                speaker_notes::words,
            ))
            .load(conn)
            .await?;
        Ok(Self {
            attendances,
            names: people::queries::names(conn, &people).await?,
            words: words
                .into_iter()
                .map(|(seminar, person, words)| ((seminar, person), words))
                .collect(),
        })
    }

    fn name(&self, person: PersonId) -> String {
        let named = self.names.get(&person);
        named.map_or_else(String::new, |one| one.called().to_owned())
    }
}

impl Told<'_> {
    /// What was answered since the bundle began; the totals are of all answers.
    pub(super) fn answers(&self) -> Draft {
        let id = self.details.seminar.id;
        let since = self.message.created_at;
        let known = &self.known.answers;
        let all = known.attendances.get(&id).map_or(&[][..], Vec::as_slice);
        let guests = all
            .iter()
            .filter(|one| one.answered_at.is_some_and(|at| at >= since))
            .filter_map(|one| {
                Some(Received {
                    name: known.name(one.person_id),
                    affiliation: None,
                    answer: said(one.answer?),
                    note: one
                        .unverified
                        .then(|| self.recipient.language.t("mail-answer-unverified")),
                })
            });
        let speakers = self.details.speakers.iter().filter_map(|speaker| {
            let at = speaker.answered_at?;
            let answer = match speaker.answer {
                SpeakerAnswer::Asked => return None,
                SpeakerAnswer::Accepted => mails::Answer::Accepted,
                SpeakerAnswer::Declined => mails::Answer::Declined,
            };
            (at >= since).then_some(Received {
                name: speaker.name.clone()?,
                affiliation: speaker.affiliation.clone(),
                answer,
                note: known.words.get(&(id, speaker.person_id)).cloned(),
            })
        });
        let count = |answer: Option<Answer>| {
            i64::try_from(all.iter().filter(|one| one.answer == answer).count()).unwrap_or(i64::MAX)
        };
        self.draft(&mails::AnswersReceived {
            frame: self.frame(),
            seminar: self.seminar(),
            answers: guests.chain(speakers).collect(),
            totals: Totals {
                yes: count(Some(Answer::Yes)),
                maybe: count(Some(Answer::Maybe)),
                no: count(Some(Answer::No)),
                waiting: count(Some(Answer::Waiting)),
                silent: count(None),
            },
            board: self.links().page(),
        })
    }
}
