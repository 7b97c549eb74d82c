//! Following the hub or a topic from the programme, or a list from its page: `POST /me/follows`. Series have a button of
//! their own. Who is not signed in has their address asked ([`super::confirm`]).

use actix_web::{HttpResponse, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{
    actor::Signed,
    errors::Failure,
    flash::Flash,
    forms::Posted,
    idempotency::{Done, Once},
    pages::{
        common::Named,
        follows::{FollowCard, FollowLine, RemindersForm},
        form::Field,
        programme::ProgrammeFilter,
        series::FollowForm,
    },
    reader::{Reader, local},
    typed, urls,
};
use crate::{
    app::App,
    base::{
        error::{Invalid, Reason, Refusal},
        text,
    },
    mail::digest::Rhythm,
    people::model::Actor,
    seminars::{
        actions::{follow, unfollow},
        model::{Follow, Followed},
        queries,
    },
};

/// Follows it weekly, or no longer; then back to where the button stood.
pub async fn change(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let actor = &signed.actor;
    let what = followed(posted.value("what"))?;
    let wanted = posted.value("wanted") != "no";
    let back = local(posted.value("back")).to_owned();
    let done = once
        .carry_out(&app, async |conn| {
            set(conn, &app, actor, &what, wanted).await?;
            Ok(Done::go_to(&back))
        })
        .await?;
    let key = match wanted {
        true => "flash-followed",
        false => "flash-unfollowed",
    };
    Ok(Flash::done(key).on(&app, done))
}

/// Whoever follows it already follows it as they chose.
async fn set(
    conn: &mut AsyncPgConnection,
    app: &App,
    actor: &Actor,
    what: &Followed,
    wanted: bool,
) -> Result<(), Refusal> {
    let (clock, hub) = (&*app.clock, &app.hub);
    let before = queries::follow(conn, actor.id, what).await?;
    match (wanted, before) {
        (true, None) => {
            follow(conn, clock, hub, actor, actor.id, what, Rhythm::Weekly).await?;
        }
        (false, Some(_)) => unfollow(conn, clock, hub, actor, actor.id, what).await?,
        _ => {}
    }
    Ok(())
}

/// What is meant by `hub`, `topic:{slug}`, `list:{id}` or `series:{id}`, as buttons post it.
pub fn followed(typed: &str) -> Result<Followed, Invalid> {
    let nonsense = || Invalid::one("", Reason::new("error-choice"));
    match typed.split_once(':') {
        Some(("topic", slug)) if text::is_slug(slug) => Ok(Followed::Topic(slug.to_owned())),
        Some(("series", id)) => id.parse().map(Followed::Series).map_err(|_| nonsense()),
        Some(("list", id)) => id.parse().map(Followed::List).map_err(|_| nonsense()),
        None if typed == "hub" => Ok(Followed::Hub),
        _ => Err(nonsense()),
    }
}

/// What a button posts for it.
pub fn posted(what: &Followed) -> String {
    match what {
        Followed::Series(id) => format!("series:{id}"),
        Followed::Topic(slug) => format!("topic:{slug}"),
        Followed::Hub => "hub".to_owned(),
        Followed::List(id) => format!("list:{id}"),
    }
}

/// The button beside the programme: where nothing narrows it, or a topic alone does.
pub async fn card(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    filter: &ProgrammeFilter,
    topics: &[Named],
) -> Result<Option<FollowCard>, Failure> {
    let bare = ProgrammeFilter {
        topic: None,
        from: None,
        ..filter.clone()
    };
    if bare.is_narrowed() {
        return Ok(None);
    }
    let what = match &filter.topic {
        Some(slug) if text::is_slug(slug) => Followed::Topic(slug.clone()),
        Some(_) => return Ok(None),
        None => Followed::Hub,
    };
    let follows = match reader.actor() {
        Some(actor) => Some(queries::follow(conn, actor.id, &what).await?.is_some()),
        None => None,
    };
    let asks = match (follows, &filter.topic) {
        (Some(_), _) => None,
        (None, None) => Some(urls::followers()),
        (None, Some(slug)) => match is_public(conn, slug, topics).await? {
            true => Some(urls::topic_followers(slug)),
            false => None,
        },
    };
    let called = |slug: &String| {
        let known = topics.iter().find(|topic| topic.slug == *slug);
        known.map_or_else(|| slug.clone(), |topic| topic.label.clone())
    };
    Ok(Some(FollowCard {
        posted: posted(&what),
        topic: filter.topic.as_ref().map(called),
        is_list: false,
        follows,
        back: filter.address(),
        asks,
        form: FollowForm::default(),
    }))
}

/// Whether a visitor can follow a topic by an address alone: it is one of those that are offered to them, or has been.
async fn is_public(
    conn: &mut AsyncPgConnection,
    slug: &str,
    offered: &[Named],
) -> QueryResult<bool> {
    let is_offered = offered.iter().any(|topic| topic.slug == slug);
    Ok(is_offered || queries::topic_as_written(conn, slug).await?.is_some())
}

/// A line of the list of what someone follows.
pub fn line(follow: Follow) -> FollowLine {
    let own = follow.reminders.as_deref().unwrap_or_default();
    let reminders = matches!(follow.what, Followed::Series(_)).then(|| RemindersForm {
        reminders: Field::of(typed::minutes(own)),
        reminder_days: typed::days(own),
        ..RemindersForm::default()
    });
    FollowLine {
        posted: posted(&follow.what),
        is_topic: matches!(follow.what, Followed::Topic(_)),
        is_list: matches!(follow.what, Followed::List(_)),
        title: follow.title,
        rhythm: follow.digest,
        reminders,
    }
}
