//! Who was told, who answered, who knows how a seminar stands (`GET /seminars/{code}/knowledge`); and telling the rest
//! (`POST` of the same).

use std::collections::{HashMap, HashSet};

use actix_web::{HttpResponse, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{
    entry,
    foretold::{self, Looked},
    found,
};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::Refusal,
        ids::{PersonId, SeminarId},
    },
    people,
    seminars::{
        actions::{Unshown, if_shown, tell_rest},
        model::Details,
        queries::{self, Knows},
        rules,
    },
    web::{
        actor::Signed,
        errors::Failure,
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once, fresh_key},
        pages::{
            foretold::ToldDeed,
            knowledge::{Answered, Knowing, KnowingState, KnowledgePage, ListLine},
        },
        reader::Reader,
        urls,
    },
};

/// Everyone concerned, with what they know and answered.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let actor = &signed.actor;
    let seminar = found::organised(&mut conn, actor, &code).await?;
    let open = rules::may_tell_rest(&seminar, reader.now()).is_ok();
    let details = queries::detail(&mut conn, seminar).await?;
    reader.show(&KnowledgePage {
        page: reader.page(),
        people: everyone(&mut conn, &details, actor.id).await?,
        lists: lists(&mut conn, details.seminar.id).await?,
        key: open.then(fresh_key),
        seminar: entry::entry(&details, reader.language(), None),
    })
}

/// Tells those who do not know.
pub async fn tell(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let seminar = found::organised(&mut *app.db.get().await?, &signed.actor, &code).await?;
    let looked = Looked::read(&posted, reader.language());
    let (clock, hub, actor, id) = (&*app.clock, &app.hub, &signed.actor, seminar.id);
    let act = async |conn: &mut AsyncPgConnection| {
        let told = tell_rest(conn, clock, hub, actor, id, looked.note.as_deref()).await?;
        Ok::<_, Refusal>((id, told))
    };
    let mut told = 0;
    let outcome = once
        .attempt(&app, async |conn| {
            told = if_shown(conn, clock, hub, Some(id), looked.first(), act).await?;
            Ok::<_, Unshown<Refusal>>(Done::go_to(&urls::seminar_knowledge(&code)))
        })
        .await?;
    let done = match outcome {
        Ok(done) => done,
        Err(Unshown::Refused(refusal)) => return Err(refusal.into()),
        Err(Unshown::NotShown(told)) => {
            let (mut conn, deed) = (app.db.get().await?, ToldDeed::Rest);
            let (seminar, action) = (Some(seminar), urls::seminar_knowledge(&code));
            return foretold::show(
                &mut conn, &reader, actor, deed, seminar, &told, looked, &posted, action,
            )
            .await;
        }
    };
    Ok(Flash::done("flash-told-rest")
        .with("count", told)
        .on(&app, done))
}

/// Those concerned by name, and behind them those who do not come. `reader` is not mailed about what they did.
async fn everyone(
    conn: &mut AsyncPgConnection,
    details: &Details,
    reader: PersonId,
) -> QueryResult<Vec<Knowing>> {
    let known = queries::knowledge(conn, &details.seminar).await?;
    let attending = queries::attendances(conn, details.seminar.id).await?;
    let mut answers: HashMap<PersonId, (Answered, Option<Instant>)> = attending
        .iter()
        .filter_map(|one| Some((one.person_id, (one.answer?.into(), one.answered_at))))
        .collect();
    // Who speaks answers as a speaker, whatever they said as a guest.
    answers.extend(details.speakers.iter().map(|speaker| {
        let answer = Answered::ToSpeak(speaker.answer);
        (speaker.person_id, (answer, speaker.answered_at))
    }));
    let concerned: HashSet<PersonId> = known.iter().map(|one| one.person_id).collect();
    let spoken = details.speakers.iter().map(|one| one.person_id);
    let mut absent: Vec<PersonId> = attending.iter().map(|one| one.person_id).collect();
    absent.extend(spoken);
    let mut seen = concerned.clone();
    absent.retain(|person| seen.insert(*person));
    let ids: Vec<PersonId> = seen.iter().copied().collect();
    let names = people::queries::names(conn, &ids).await?;
    let row = |person: PersonId, state: KnowingState, told_at: Option<Instant>| {
        let named = names.get(&person);
        let answer = answers.get(&person).copied();
        Knowing {
            name: named.map_or_else(String::new, |named| named.called().to_owned()),
            address: named
                .and_then(|named| named.address.clone())
                .unwrap_or_default(),
            answer: answer.map(|(answer, _)| answer),
            answered_at: answer.and_then(|(_, at)| at),
            state,
            told_at,
            suspended: None,
        }
    };
    let concerned = known.iter().map(|one| {
        let state = match one.state {
            Knows::Knows => KnowingState::Knows,
            Knows::Bounced => KnowingState::Bounced,
            Knows::Doesnt if one.person_id == reader => KnowingState::NeedNot,
            Knows::Doesnt => KnowingState::Doesnt,
        };
        Knowing {
            suspended: one.suspended.clone(),
            ..row(one.person_id, state, one.told_at)
        }
    });
    let absent = absent
        .iter()
        .map(|person| row(*person, KnowingState::NeedNot, None));
    Ok(concerned.chain(absent).collect())
}

/// The mailing lists that were told, each as a whole.
async fn lists(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Vec<ListLine>> {
    let told = queries::lists_told(conn, id).await?;
    let line = |list: queries::ListTold| ListLine {
        name: list.name,
        address: list.address,
        revision_told: list.revision_told,
        told_at: list.told_at,
        state: list.state.word(),
        waits: list.waits,
    };
    Ok(told.into_iter().map(line).collect())
}
