//! `/people/{id}/preferences`: what someone is told by mail, when, and how they read it.

mod bodies;

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::Serialize;
use utoipa::ToSchema;

use self::bodies::{Edit, Quiet};
use super::{Body, follows::may_read, show};
use crate::{
    app::App,
    base::{ids::PersonId, language::Language, zone::Zone},
    mail::{
        calendar::{self, CalendarChoice},
        preferences::{self, Choice, Notice, Pace, Preset},
    },
    people,
    seminars::{actions::choose_preferences, model::DigestTimes, queries},
    web::{actor::ApiActor, errors::Failure},
};

/// What someone is told by mail, when, and how they read it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Preferences)]
pub struct Shown {
    /// The choice made for them that they have; `null` where they chose the kinds themselves.
    preset: Option<Preset>,
    /// The kinds, with a preset too.
    notices: Paces,
    /// Hours in which nothing comes that can wait for their end; `null`: none.
    quiet_hours: Option<Quiet>,
    /// When the programme comes of what they follow.
    digests: Digests,
    /// The language that they read; `null`: the hub's.
    #[schema(value_type = Option<Language>)]
    language: Option<String>,
    /// The zone in which they read times; `null`: that of their institution, or the hub's.
    #[schema(value_type = Option<Zone>)]
    zone: Option<String>,
    /// What puts seminars into their calendar, so that none stands there twice; `null` until they chose.
    calendar: Option<CalendarChoice>,
}

/// When each kind of notice comes; `null`: it does not. That something of their own is cancelled, what they asked for, and
/// what people write to them always comes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoticePaces)]
pub struct Paces {
    /// Invitations, and requests to speak.
    invitation: Option<Pace>,
    /// What becomes otherwise than they were told.
    change: Option<Pace>,
    /// What becomes otherwise and their calendar program shows too late, as it fetches their feed too rarely.
    late_feed: Option<Pace>,
    /// What others do with their bookings, and what they are to approve.
    booking: Option<Pace>,
    /// Where their stays stand.
    stay: Option<Pace>,
    /// What is near and they said yes to, speak at, booked, or asked to be reminded of.
    reminder: Option<Pace>,
    /// What others answer them.
    answer: Option<Pace>,
    /// The week's programme of what they follow.
    weekly: Option<Pace>,
    /// The day's programme of what they follow.
    daily: Option<Pace>,
    /// Reminders of the series that they follow.
    followed: Option<Pace>,
}

/// When the programme comes of what someone follows, by the clock where they are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DigestTimes)]
pub struct Digests {
    /// The day of the week on which the weekly one comes; 1 is Monday (ISO 8601).
    #[schema(minimum = 1, maximum = 7)]
    weekday: i16,
    /// The hour at which it does.
    #[schema(minimum = 0, maximum = 23)]
    weekly_hour: i16,
    /// The hour at which the daily one does.
    #[schema(minimum = 0, maximum = 23)]
    daily_hour: i16,
    /// Whether they come even where there is nothing to tell.
    even_nothing: bool,
}

impl From<&Choice> for Paces {
    fn from(choice: &Choice) -> Self {
        Self {
            invitation: choice.pace(Notice::Invitation),
            change: choice.pace(Notice::Change),
            late_feed: choice.pace(Notice::LateFeed),
            booking: choice.pace(Notice::Booking),
            stay: choice.pace(Notice::Stay),
            reminder: choice.pace(Notice::Reminder),
            answer: choice.pace(Notice::Answer),
            weekly: choice.pace(Notice::Weekly),
            daily: choice.pace(Notice::Daily),
            followed: choice.pace(Notice::Followed),
        }
    }
}

impl From<DigestTimes> for Digests {
    fn from(times: DigestTimes) -> Self {
        Self {
            weekday: times.weekday,
            weekly_hour: times.weekly_hour,
            daily_hour: times.daily_hour,
            even_nothing: times.even_nothing,
        }
    }
}

impl Shown {
    async fn of(conn: &mut AsyncPgConnection, person: PersonId) -> Result<Self, Failure> {
        let known = people::queries::person(conn, person).await?;
        let known = known.ok_or_else(Failure::not_found)?;
        let chosen = preferences::queries::of_one(conn, person).await?;
        Ok(Self {
            preset: match &chosen.choice {
                Choice::Preset(preset) => Some(*preset),
                Choice::Own(_) => None,
            },
            notices: Paces::from(&chosen.choice),
            quiet_hours: chosen.quiet.map(Quiet::from),
            digests: queries::digest_times(conn, person).await?.into(),
            language: known.language,
            zone: known.zone,
            calendar: calendar::chosen_by(conn, person).await?,
        })
    }
}

/// Read what a person is told
///
/// What they chose, else what everyone has. For the person themselves, their assistants and administrators.
#[utoipa::path(get, path = "/people/{id}/preferences", tag = "People", operation_id = "get_preferences",
    params(PersonId),
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "It is not for the caller to know."),
    ))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    person: web::Path<PersonId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    may_read(&mut conn, &api.actor, *person).await?;
    show(&Shown::of(&mut conn, *person).await?)
}

/// Change what a person is told
///
/// All that is named, or nothing. It holds from the next mail on, and for reminders and digests that wait. For the person
/// themselves, their assistants and administrators.
#[utoipa::path(patch, path = "/people/{id}/preferences", tag = "People", operation_id = "change_preferences",
    params(PersonId),
    request_body = Edit,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "It is not for the caller to say."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    person: web::Path<PersonId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let wishes = body.0.wishes();
    let (clock, hub) = (&*app.clock, &app.hub);
    let mut conn = app.db.get().await?;
    choose_preferences(&mut conn, clock, hub, &api.actor, *person, &wishes).await?;
    show(&Shown::of(&mut conn, *person).await?)
}
