//! `GET /seminars/{code}`: the poster.

use std::{collections::HashMap, slice};

use actix_web::{HttpResponse, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{
    asked_beside,
    door::pass_for,
    entry::{called, in_public, named, own_entries, when},
    found, items, local_times, replacement,
};
use crate::{
    app::App,
    base::{
        clock::Instant,
        ids::{ListId, PersonId},
        language::Language,
        text,
    },
    people::{self, model::Actor},
    seminars::{
        model::{Details, Filed, Purpose, Said, Seminar, SeminarState, Snapshot, Speaker},
        queries::{self, Order, SeminarFilter},
        rules::{self, Door, Standing},
    },
    web::{
        cite::Reference,
        errors::Failure,
        idempotency::fresh_key,
        pages::{
            common::{self, Named},
            files,
            join::Seen,
            markdown,
            replies::ReplyFields,
            seminar::{
                Answering, Joining, OnList, OrganiserTools, Place, RoomLine, SeminarPage, Spoken,
                Talk,
            },
            time::When,
        },
        reader::Reader,
        urls,
    },
};

/// The poster, and below it what the reader can do.
pub async fn show(
    app: web::Data<App>,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (seminar, standing) = found::seen(&mut conn, reader.actor(), &code).await?;
    let details = queries::detail(&mut conn, seminar).await?;
    let page = poster(&mut conn, &reader, details, standing).await?;
    reader.show(&page)
}

/// The poster of a seminar as `reader` is shown it, who stands to it like this.
///
/// # Errors
/// What the database says.
pub(in crate::web) async fn poster(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    mut details: Details,
    standing: Standing,
) -> QueryResult<SeminarPage> {
    let viewer = reader.actor();
    queries::hide_heads(conn, viewer, slice::from_mut(&mut details)).await?;
    let organises = standing.organises || viewer.is_some_and(Actor::is_administrator);
    let seminar = &details.seminar;
    let stopped = matches!(
        seminar.state,
        SeminarState::Cancelled | SeminarState::Postponed
    );
    let goes_on = seminar.state == SeminarState::Announced && seminar.ends_at > reader.now();
    let moved_from = match goes_on {
        true => queries::moved_from(conn, seminar).await?.and_then(was),
        false => None,
    };
    let said = queries::said(conn, &[seminar.id]).await?;
    let seen = seen_of(conn, &details, &said, reader.now()).await?;
    let read = seminar.read_in(reader.language());
    Ok(SeminarPage {
        page: reader.page(),
        code: seminar.code.clone(),
        kind: seminar.kind,
        state: seminar.state,
        visibility: seminar.visibility,
        title: read.title.to_owned(),
        title_in: read.title_in.map(str::to_owned),
        other_titles: seminar.other_titles(read.title),
        held_in: seminar.written.language.clone(),
        spoken: languages(&details),
        abstract_in: read.abstract_in.map(str::to_owned),
        abstract_html: markdown::html(read.abstract_text),
        summary: markdown::summary(read.abstract_text),
        series: details.series.as_ref().map(named),
        when: when(seminar),
        moved_from,
        speakers: speakers(conn, &details.speakers, organises).await?,
        talks: talks(conn, reader, &details, &said).await?,
        recording_url: seen.recording,
        expected: seen.expected,
        rooms: details
            .main_rooms()
            .chain(details.overflow_rooms())
            .map(|room| RoomLine {
                slug: room.slug.clone(),
                name: room.name.clone(),
                whereabouts: room.site.clone(),
                overflow: details.overflow.contains(&room.room_id),
            })
            .collect(),
        place: seminar.place().map(|place| Place {
            name: place.name,
            address: place.address,
            url: place.url,
        }),
        programme: items::shown::days(&details, seminar.there()),
        joining: joining(conn, &details, viewer, standing, reader.now()).await?,
        topics: seminar
            .topics
            .iter()
            .map(|topic| Named::new(text::slug(topic), topic))
            .collect(),
        reason: seminar.state_reason.clone().filter(|_| stopped),
        state_since: stopped.then_some(seminar.state_at),
        answering: answering(conn, reader, seminar).await?,
        replies: replies(conn, reader, seminar).await?,
        keeps_door: goes_on
            && viewer.is_some_and(|actor| rules::may_keep_door(actor, organises).is_ok()),
        lists: lists(conn, reader, seminar).await?,
        tools: match organises {
            true => Some(tools(conn, reader, seminar).await?),
            false => None,
        },
        next: next(conn, viewer, reader.language(), seminar, reader.now()).await?,
        in_place: replacement::entry(conn, viewer, reader.language(), seminar).await?,
        cite: cite(reader, &details),
    })
}

/// The lists that the reader keeps, and whether it stands on them.
async fn lists(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: &Seminar,
) -> QueryResult<Vec<OnList>> {
    let Some(actor) = reader.actor() else {
        return Ok(Vec::new());
    };
    let kept = queries::lists_kept(conn, actor).await?;
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<ListId> = kept.iter().map(|list| list.id).collect();
    let on = queries::standing_on(conn, &ids, seminar.id).await?;
    let kept = kept.iter().map(|list| OnList {
        list: Named::new(&list.slug, list.name(reader.language())),
        on: on.contains(&list.id),
    });
    Ok(kept.collect())
}

/// How it is cited, once it is over, in the words of its reader.
fn cite(reader: &Reader, details: &Details) -> Option<Reference> {
    match details.seminar.ends_at <= reader.now() {
        true => Reference::of(reader.hub(), details, reader.language()),
        false => None,
    }
}

fn was(snapshot: Snapshot) -> Option<When> {
    Some(When {
        slot: crate::base::slot::Slot::new(snapshot.starts_at, snapshot.ends_at).ok()?,
        zone: snapshot.zone.parse().ok()?,
    })
}

/// Organisers see everyone, those without a name by their address; others see who has a name and has not declined.
async fn speakers(
    conn: &mut AsyncPgConnection,
    found: &[Speaker],
    organises: bool,
) -> QueryResult<Vec<common::Speaker>> {
    if !organises {
        return Ok(found.iter().filter_map(in_public).collect());
    }
    let nameless: Vec<PersonId> = found
        .iter()
        .filter(|speaker| speaker.name.is_none())
        .map(|speaker| speaker.person_id)
        .collect();
    let named: HashMap<_, _> = people::queries::names(conn, &nameless).await?;
    let name = |speaker: &Speaker| match (&speaker.name, named.get(&speaker.person_id)) {
        (Some(name), _) => name.clone(),
        (None, Some(known)) => known.called().to_owned(),
        (None, None) => String::new(),
    };
    Ok(found
        .iter()
        .map(|speaker| called(speaker, name(speaker)))
        .collect())
}

/// The languages in which it is held, each with the names of those who speak it where there are several.
fn languages(details: &Details) -> Vec<Spoken> {
    let all = details.languages();
    let several = all.len() > 1;
    let names = |people: &[PersonId]| {
        let there = details.speakers.iter();
        let there = there.filter(|one| several && people.contains(&one.person_id));
        let names: Vec<String> = there.filter_map(|one| Some(in_public(one)?.name)).collect();
        names.join(", ")
    };
    all.iter()
        .map(|(language, people)| Spoken {
            language: *language,
            by: names(people),
        })
        .collect()
}

/// What speakers gave, of those whom anyone sees. What the only one says of the talk is title and abstract of the seminar.
async fn talks(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    details: &Details,
    said: &[Said],
) -> QueryResult<Vec<Talk>> {
    let (now, page, code) = (reader.now(), reader.page(), &details.seminar.code);
    let files = files_of(conn, details, now).await?;
    let slides_of = |said: &Said| {
        let file = slides_file(&files, said)?;
        let address = urls::seminar_file(code, &file.id.to_string());
        Some((address, files::what(&page, file.kind, file.size)))
    };
    Ok(spoken(details, said, now, slides_of))
}

/// The same, where a file of slides is shown as `slides_of` says.
pub(in crate::web) fn spoken(
    details: &Details,
    said: &[Said],
    now: Instant,
    slides_of: impl Fn(&Said) -> Option<(String, String)>,
) -> Vec<Talk> {
    let code = &details.seminar.code;
    let talk = |said: &Said| {
        let row = &said.row;
        let mut speakers = details.speakers.iter();
        let speaker = speakers.find(|one| one.person_id == row.person_id)?;
        let announced = in_public(speaker)?;
        let own = !rules::speaks_alone(details, row.person_id);
        let text = |words: &str| match own {
            true => words.to_owned(),
            false => String::new(),
        };
        let slides = row.slides_url.clone();
        let talk = Talk {
            name: announced.name,
            title: text(&row.talk_title),
            language: match row.talk_language {
                Some(language) => Some(language.word().to_owned()),
                None => details.seminar.written.language.clone(),
            },
            abstract_html: markdown::html(&text(&row.talk_abstract)),
            biography_html: markdown::html(&row.biography),
            slides_url: slides.filter(|_| rules::shows_slides(&details.seminar, said, now)),
            slides_file: slides_of(said)
                .filter(|_| rules::shows_slides(&details.seminar, said, now)),
            portrait: speaker
                .portrait
                .map(|id| urls::seminar_file(code, &id.to_string())),
        };
        let nothing = talk.title.is_empty()
            && talk.abstract_html.is_none()
            && talk.biography_html.is_none()
            && talk.slides_url.is_none()
            && talk.slides_file.is_none()
            && talk.portrait.is_none();
        (!nothing).then_some(talk)
    };
    said.iter().filter_map(talk).collect()
}

/// The files kept with a seminar that is over: slides are shown after it, and before it none need be looked for.
async fn files_of(
    conn: &mut AsyncPgConnection,
    details: &Details,
    now: Instant,
) -> QueryResult<Vec<Filed>> {
    match details.seminar.ends_at <= now {
        true => queries::files(conn, details.seminar.id).await,
        false => Ok(Vec::new()),
    }
}

fn slides_file<'f>(files: &'f [Filed], said: &Said) -> Option<&'f Filed> {
    files
        .iter()
        .find(|file| file.purpose == Purpose::Slides && file.person_id == Some(said.row.person_id))
}

/// What can be seen of a seminar that is over.
///
/// # Errors
/// What the database says.
pub(in crate::web) async fn seen(
    conn: &mut AsyncPgConnection,
    details: &Details,
    now: Instant,
) -> QueryResult<Seen> {
    let said = queries::said(conn, &[details.seminar.id]).await?;
    seen_of(conn, details, &said, now).await
}

async fn seen_of(
    conn: &mut AsyncPgConnection,
    details: &Details,
    said: &[Said],
    now: Instant,
) -> QueryResult<Seen> {
    let seminar = &details.seminar;
    let materials = queries::materials_of(conn, seminar.id).await?;
    let recording = match rules::shows_recording(seminar, said, now) {
        true => queries::recording(conn, seminar.id).await?,
        false => None,
    };
    let files = files_of(conn, details, now).await?;
    let slides = |said: &Said| {
        let mut speakers = details.speakers.iter();
        let speaker = speakers.find(|one| one.person_id == said.row.person_id)?;
        let name = in_public(speaker)?.name;
        let file = || {
            let file = slides_file(&files, said)?;
            Some(urls::seminar_file(&seminar.code, &file.id.to_string()))
        };
        let address = said.row.slides_url.clone().or_else(file)?;
        rules::shows_slides(seminar, said, now).then_some((name, address))
    };
    Ok(Seen {
        slides: said.iter().filter_map(slides).collect(),
        recording,
        expected: rules::expected(details, said, &materials, now),
    })
}

/// How one takes part from afar; after the end nothing is offered, though the link itself still leads in for a while.
async fn joining(
    conn: &mut AsyncPgConnection,
    details: &Details,
    viewer: Option<&Actor>,
    standing: Standing,
    now: Instant,
) -> QueryResult<Joining> {
    if details.seminar.join_url.is_none() {
        return Ok(Joining::Nowhere);
    }
    if details.seminar.ends_at <= now {
        return Ok(Joining::Over);
    }
    let caller = queries::caller(conn, viewer, details, standing).await?;
    let guest = rules::guest(details.entrance.join_for, caller);
    Ok(match rules::door(details, guest, now) {
        Door::Open => Joining::Open,
        Door::Opens(at) => Joining::Opens(at),
        Door::NotForYou => Joining::Outside(details.entrance.join_for, rules::opens_at(details)),
        Door::Over => Joining::Over,
    })
}

async fn answering(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: &Seminar,
) -> QueryResult<Option<Answering>> {
    let Some(actor) = reader
        .actor()
        .filter(|_| seminar.state != SeminarState::Draft)
    else {
        return Ok(None);
    };
    let attendance = queries::attendance(conn, seminar.id, actor.id).await?;
    let answer = attendance.and_then(|attendance| attendance.answer);
    let open = rules::may_invite(seminar, reader.now()).is_ok();
    let pass = pass_for(reader.hub(), seminar, actor.id, answer);
    Ok(Some(Answering {
        answer,
        waiting_position: queries::waiting_position(conn, seminar.id, actor.id).await?,
        open,
        full: queries::is_full(conn, seminar.id).await?,
        pass: pass.filter(|_| open),
        key: fresh_key(),
    }))
}

/// What is asked beside an answer, while one can be given.
async fn replies(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: &Seminar,
) -> QueryResult<ReplyFields> {
    let (language, now) = (reader.language(), reader.now());
    if rules::may_invite(seminar, now).is_err() {
        return Ok(ReplyFields::default());
    }
    match reader.actor() {
        Some(actor) => asked_beside::fields(conn, language, now, seminar, Some(actor.id)).await,
        None => asked_beside::until(conn, language, now, seminar).await,
    }
}

async fn tools(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    seminar: &Seminar,
) -> QueryResult<OrganiserTools> {
    let numbers = queries::numbers(conn, seminar.id).await?;
    let known = queries::knowledge_totals(conn, seminar).await?;
    let count = |count: i64| usize::try_from(count).unwrap_or(0);
    let knowing = |word: &str| count(known.get(word).copied().unwrap_or(0));
    Ok(OrganiserTools {
        invited: count(numbers.invited),
        yes: count(numbers.yes),
        maybe: count(numbers.maybe),
        no: count(numbers.no),
        waiting: count(numbers.waiting),
        unanswered: count(numbers.unanswered),
        knows: knowing("knows"),
        doesnt: knowing("doesnt"),
        bounced: knowing("bounced"),
        lists: queries::listening_count(conn, seminar).await?,
        slots: match seminar.state {
            SeminarState::Draft => {
                let offered = queries::offered_counts(conn, &[seminar.id]).await?;
                count(offered.get(&seminar.id).copied().unwrap_or(0))
            }
            _ => 0,
        },
        lock_version: seminar.lock_version,
        key: fresh_key(),
        strip: local_times::of_seminar(conn, reader, &reader.page(), seminar).await?,
    })
}

/// The next three of the series.
///
/// # Errors
/// What the database says.
pub(in crate::web) async fn next(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    language: Language,
    seminar: &Seminar,
    now: Instant,
) -> QueryResult<Vec<common::SeminarEntry>> {
    let Some(series) = seminar.series_id else {
        return Ok(Vec::new());
    };
    let filter = SeminarFilter {
        series: Some(series),
        state: Some(SeminarState::Announced),
        from: Some(now),
        ..SeminarFilter::default()
    };
    let mut coming = queries::seminars(conn, viewer, &filter, Order::Time, None, 4).await?;
    coming.retain(|other| other.id != seminar.id);
    coming.truncate(3);
    own_entries(conn, viewer, language, coming).await
}
