//! What the reader is told by mail: `/notices/{token}` by the link in the foot of each mail, without a sign-in, and
//! `/me/notices` for who is signed in. Both show one form.
//!
//! The link is for one person, until an address is taken from them; `GET` changes nothing. It shows nothing of whose it is
//! but what their address is like, the series that they follow, and in which language and zone they read.

mod chosen;
mod stopped;
mod wished;

use actix_web::{HttpRequest, HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use wished::Wish;

use super::{
    actor::Signed,
    errors::{Failure, Kind},
    follows::line,
    forms::Posted,
    idempotency::{Done, Once, fresh_key},
    link,
    pages::{
        follows::{FollowLine, RemindersForm},
        me::CalendarQuestion,
        notices::{NoticesForm, NoticesPage, masked},
    },
    preferences::forget,
    reader::Reader,
    typed, urls,
};
use crate::{
    app::App,
    base::{
        error::{Invalid, Refusal},
        hub::Hub,
        secret::Purpose,
    },
    feeds,
    mail::{
        calendar,
        digest::Rhythm,
        preferences::{Notice, Preferences, Stopped, links, queries},
    },
    people::{self, actions::choose_reading, model::Actor},
    seminars::{
        self,
        actions::{
            choose_digests, choose_notices, choose_reminders, follow, resume_notices, unfollow,
        },
    },
};

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    done: Option<String>,
}

/// `GET /me/notices`
pub async fn show_mine(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let who = Chooser::signed(signed.actor);
    let page = who
        .page(&mut conn, &app.hub, &reader, &asked, Typed::default())
        .await?;
    reader.show(&page)
}

/// `POST /me/notices`
pub async fn save_mine(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let who = Chooser::signed(signed.actor);
    who.save(&app, &reader, once, &posted).await
}

/// `GET /notices/{token}`
pub async fn show_linked(
    app: web::Data<App>,
    reader: Reader,
    req: HttpRequest,
    token: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let who = Chooser::linked(&mut conn, &app.hub, &token, &req).await?;
    let page = who
        .page(&mut conn, &app.hub, &reader, &asked, Typed::default())
        .await?;
    reader.show(&page).map(link::private)
}

/// `POST /notices/{token}`
pub async fn save_linked(
    app: web::Data<App>,
    reader: Reader,
    req: HttpRequest,
    once: Once,
    posted: Posted,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let who = Chooser::linked(&mut conn, &app.hub, &token, &req).await?;
    drop(conn);
    let answer = who.save(&app, &reader, once, &posted).await?;
    Ok(link::private(answer))
}

/// Who chooses, and where.
struct Chooser {
    actor: Actor,
    /// The address of the page.
    here: String,
    by_link: bool,
}

/// What was typed and cannot be: it is shown again.
#[derive(Default)]
struct Typed {
    choices: Option<NoticesForm>,
    /// Of the series whose line posts that.
    reminders: Option<(String, RemindersForm)>,
}

impl Typed {
    fn of(posted: &Posted) -> Self {
        match posted.value("remind") {
            "" => Self {
                choices: Some(NoticesForm::typed(posted.pairs())),
                reminders: None,
            },
            series => Self {
                choices: None,
                reminders: Some((series.to_owned(), RemindersForm::typed(posted.pairs()))),
            },
        }
    }
}

impl Chooser {
    fn signed(actor: Actor) -> Self {
        Self {
            actor,
            here: urls::my_notices(),
            by_link: false,
        }
    }

    async fn linked(
        conn: &mut AsyncPgConnection,
        hub: &Hub,
        token: &str,
        req: &HttpRequest,
    ) -> Result<Self, Failure> {
        let person = links::person_in(token).ok_or_else(Failure::not_found)?;
        let present = queries::generation(conn, person).await?;
        let holds = |generation| {
            hub.key
                .holds(token, Purpose::Preferences, &[person.0], generation)
        };
        if !holds(present) {
            let former = (0..present).any(holds);
            let kind = if former { Kind::Gone } else { Kind::NotFound };
            return Err(Failure::new(kind));
        }
        Ok(Self {
            actor: link::actor(conn, person, req).await?,
            here: urls::notices(token),
            by_link: true,
        })
    }

    async fn save(
        self,
        app: &App,
        reader: &Reader,
        once: Once,
        posted: &Posted,
    ) -> Result<HttpResponse, Failure> {
        let mut conn = app.db.get().await?;
        let before = queries::of_one(&mut conn, self.actor.id).await?;
        let times = seminars::queries::digest_times(&mut conn, self.actor.id).await?;
        let wish = match wished::read(posted, &before, times, &self.actor) {
            Ok(wish) => wish,
            Err(wrong) => return self.again(&mut conn, &app.hub, reader, posted, wrong).await,
        };
        drop(conn);
        let kept = once
            .attempt(app, async |conn| {
                self.fulfil(conn, app, &wish).await?;
                let there = urls::with_query(&self.here, &[("done", Some(wish.done()))]);
                Ok::<_, Refusal>(Done::go_to(&there))
            })
            .await?;
        match kept {
            Ok(mut done) => {
                if let Wish::Choose(_, _, reading) = &wish {
                    forget(app, &mut done, *reading);
                }
                Ok(done)
            }
            // Which reminders there can be is known where they are kept.
            Err(Refusal::Invalid(wrong)) => {
                let mut conn = app.db.get().await?;
                self.again(&mut conn, &app.hub, reader, posted, wrong).await
            }
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// The page with what was typed, and what is wrong with it.
    async fn again(
        &self,
        conn: &mut AsyncPgConnection,
        hub: &Hub,
        reader: &Reader,
        posted: &Posted,
        wrong: Invalid,
    ) -> Result<HttpResponse, Failure> {
        let (asked, typed) = (Asked::default(), Typed::of(posted));
        let mut page = self.page(conn, hub, reader, &asked, typed).await?;
        let language = page.page.language;
        let of = Some(posted.value("remind")).filter(|of| !of.is_empty());
        let put = |field: &str, words: String| page.refuse(of, field, words);
        let status = typed::refused(wrong.into(), language, put)?;
        reader.show_again(status, &page)
    }

    async fn fulfil(
        &self,
        conn: &mut AsyncPgConnection,
        app: &App,
        wish: &Wish,
    ) -> Result<(), Refusal> {
        let (clock, hub, actor) = (&*app.clock, &app.hub, &self.actor);
        match wish {
            Wish::Choose(chosen, times, reading) => {
                choose_notices(conn, clock, hub, actor, actor.id, chosen).await?;
                choose_digests(conn, clock, hub, actor, actor.id, *times).await?;
                // Last: it raises a counter, and moves into the new zone what the others have made.
                choose_reading(conn, clock, hub, actor, actor.id, *reading).await
            }
            Wish::Follow(what, rhythm) => {
                follow(conn, clock, hub, actor, actor.id, what, *rhythm).await?;
                Ok(())
            }
            Wish::Remind(series, asked) => {
                let (id, asked) = (actor.id, asked.clone());
                choose_reminders(conn, clock, hub, actor, *series, id, asked).await
            }
            Wish::Unfollow(what) => {
                match unfollow(conn, clock, hub, actor, actor.id, what).await {
                    // It was done before, on another page.
                    Err(Refusal::NotFound) => Ok(()),
                    other => other,
                }
            }
            Wish::Calendar(choice) => {
                calendar::choose(conn, clock, &actor.author, actor.id, *choice).await?;
                Ok(())
            }
            Wish::Resume(stop) => resume_notices(conn, clock, hub, actor, *stop).await,
        }
    }

    /// The page as things stand; with what was typed where that is wrong.
    async fn page(
        &self,
        conn: &mut AsyncPgConnection,
        hub: &Hub,
        reader: &Reader,
        asked: &Asked,
        typed: Typed,
    ) -> Result<NoticesPage, Failure> {
        let (person, now) = (self.actor.id, reader.now());
        let mut page = reader.page();
        if self.by_link {
            link::read_as(conn, hub, reader, &mut page, person, now).await?;
        }
        let recipient = people::queries::recipients(conn, hub, &[person], now)
            .await?
            .remove(&person)
            .ok_or(Failure::new(Kind::Gone))?;
        let chosen = queries::of_one(conn, person).await?;
        let stopped = queries::stopped(conn, &[person]).await?.remove(&person);
        let stopped = stopped.unwrap_or_default();
        let followed = seminars::queries::follows(conn, person).await?;
        let silent = followed.iter().any(|one| {
            let rhythm = one.digest;
            rhythm.is_some_and(|rhythm| !comes(&chosen, &stopped, rhythm))
        });
        let unreminded = !chosen.choice.wants(Notice::Reminder)
            && followed.iter().any(|one| {
                let own = one.reminders.as_ref();
                own.is_some_and(|own| !own.is_empty())
            });
        let mut following: Vec<FollowLine> = followed.into_iter().map(line).collect();
        if let Some((of, own)) = typed.reminders {
            let mut theirs = following.iter_mut().filter(|line| line.posted == of);
            if let Some(shown) = theirs.find_map(|line| line.reminders.as_mut()) {
                *shown = own;
            }
        }
        let known = ["saved", "unfollowed", "resumed"];
        let done = asked.done.as_deref();
        Ok(NoticesPage {
            here: self.here.clone(),
            address: match self.by_link {
                true => masked(&recipient.address),
                false => recipient.address,
            },
            done: known.into_iter().find(|word| done == Some(word)),
            zone: page.zone_named(&recipient.zone),
            form: match typed.choices {
                Some(typed) => typed,
                None => chosen::shown(
                    &chosen,
                    seminars::queries::digest_times(conn, person).await?,
                    &self.actor,
                ),
            },
            calendar: CalendarQuestion {
                choice: calendar::chosen_by(conn, person).await?,
                has_feed: feeds::actions::has_any(conn, person).await?,
                key: fresh_key(),
            },
            silent,
            unreminded,
            stopped: stopped::lines(conn, hub, &self.actor, &page, stopped).await?,
            following,
            csrf: reader.token_here(),
            page,
        })
    }
}

/// Whether the programme comes in this rhythm to who chose and stopped these.
fn comes(chosen: &Preferences, stopped: &[Stopped], rhythm: Rhythm) -> bool {
    let whole = Stopped {
        notice: rhythm.notice(),
        series: None,
    };
    chosen.choice.wants(rhythm.notice()) && !stopped.contains(&whole)
}
