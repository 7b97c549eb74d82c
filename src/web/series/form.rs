//! The form of a series: `GET /series/new`, `POST /series`, `GET /series/{slug}/edit`, `POST /series/{slug}`.

mod read;
mod shown;

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;

use self::{
    read::said,
    shown::{again, context, of},
};
use super::organised;
use crate::{
    app::App,
    rooms,
    seminars::{
        actions::{
            SeriesChange, Unshown, WriteError, change_series, create_series, if_series_shown,
        },
        model::{Entrance, SeriesColour, Visibility},
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
            form::{Field, FormMeta, Several},
            series::SeriesForm,
        },
        reader::Reader,
        seminars::foretold::{self, Looked},
        urls,
    },
};

/// The empty form.
pub async fn blank(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
) -> Result<HttpResponse, Failure> {
    rules::may_enter(&signed.actor)?;
    let mut conn = app.db.get().await?;
    let usual = Entrance::default();
    let form = SeriesForm {
        meta: FormMeta::keyed(fresh_key()),
        zone: Field::of(app.hub.zone.name()),
        duration_minutes: Field::of("60"),
        visibility: Field::of(Visibility::Public.word()),
        colour: Field::of(SeriesColour::Pine.word()),
        reminders: Field::of("1440, 60"),
        join_for: Field::of(usual.join_for.word()),
        join_minutes: Field::of(usual.join_minutes.to_string()),
        organisers: Several::of([signed.actor.id.to_string()]),
        ..SeriesForm::default()
    };
    reader.show(&context(&mut conn, &reader, &signed.actor, None, form).await?)
}

/// Enters a series.
pub async fn enter(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    rules::may_enter(&signed.actor)?;
    let form = SeriesForm::typed(posted.pairs());
    let rooms = rooms::queries::rooms(&mut *app.db.get().await?).await?;
    let outcome = match said(&form, &rooms) {
        Ok(said) => {
            let new = said.new_series(&form);
            once.attempt(&app, async |conn| {
                let made = create_series(conn, &*app.clock, &signed.actor, new).await?;
                Ok::<_, WriteError>(Done::go_to(&urls::series(&made.slug)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-series-made").on(&app, done)),
        Err(error) => again(&app, &reader, &signed.actor, None, form, error).await,
    }
}

/// The form with a series as it stands.
pub async fn edit(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = organised(&mut conn, &signed.actor, &slug).await?;
    let form = of(&mut conn, &series, fresh_key()).await?;
    reader.show(&context(&mut conn, &reader, &signed.actor, Some(&series), form).await?)
}

/// Saves an edit.
pub async fn save(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = organised(&mut conn, &signed.actor, &slug).await?;
    let rooms = rooms::queries::rooms(&mut conn).await?;
    drop(conn);
    let form = SeriesForm::typed(posted.pairs());
    if Looked::goes_back(&posted) {
        let (mut conn, editing) = (app.db.get().await?, Some(&series));
        return reader.show(&context(&mut conn, &reader, &signed.actor, editing, form).await?);
    }
    let looked = Looked::read(&posted, reader.language());
    let outcome = match said(&form, &rooms) {
        Ok(said) => {
            let edit = SeriesChange {
                note: looked.note.clone(),
                ..said.change(&form)
            };
            let (clock, hub, actor, id) = (&*app.clock, &app.hub, &signed.actor, series.id);
            let act = async |conn: &mut AsyncPgConnection| {
                change_series(conn, clock, hub, actor, id, edit).await
            };
            once.attempt(&app, async |conn| {
                if_series_shown(conn, clock, hub, id, looked.first(), act).await?;
                Ok::<_, Unshown<WriteError>>(Done::go_to(&urls::series(&slug)))
            })
            .await?
        }
        Err(invalid) => Err(Unshown::Refused(invalid.into())),
    };
    match outcome {
        Ok(done) => {
            let word = match form.silent.values.is_empty() {
                true => "flash-saved",
                false => "flash-saved-silently",
            };
            Ok(Flash::done(word).on(&app, done))
        }
        Err(Unshown::NotShown(told)) => {
            let (mut conn, deed) = (app.db.get().await?, ToldDeed::Series);
            let (actor, action) = (&signed.actor, urls::series(&slug));
            foretold::show(
                &mut conn, &reader, actor, deed, None, &told, looked, &posted, action,
            )
            .await
        }
        Err(Unshown::Refused(error)) => {
            again(&app, &reader, &signed.actor, Some(series), form, error).await
        }
    }
}
