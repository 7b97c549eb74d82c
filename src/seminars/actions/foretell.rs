//! Telling people only what was shown before: a deed is done, what it has queued is looked at, and where that was to be
//! shown first and was not, all of it is undone.
//!
//! So what is shown is what the deed itself would tell, by its own rules and in its own words.

use diesel_async::{AsyncConnection, AsyncPgConnection, TransactionManager};

use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{SeminarId, SeriesId},
    },
    mail::outbox::{Message, MessageKind, MessageState},
    seminars::{
        notices::{self, Foretold},
        queries,
    },
};

/// What a deed wrote about, and what came of it.
pub type Deed<T> = (SeminarId, T);

/// Why a deed was not done.
#[derive(Debug)]
pub enum Unshown<E> {
    /// It would tell what was not shown. This is what it would tell.
    NotShown(Box<Foretold>),
    /// For a reason of its own.
    Refused(E),
}

impl<E: From<diesel::result::Error>> From<diesel::result::Error> for Unshown<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

/// When a deed is shown before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// Where it tells more than a few ([`crate::seminars::rules::is_shown_first`]).
    Many,
    /// Where it tells anyone.
    Always,
}

/// Does `act`, unless it tells what is to be shown `first` and is not what was shown under this mark
/// ([`Foretold::mark`]); then nothing is done. `about` is the seminar, where there is one before.
///
/// # Errors
/// [`Unshown`].
pub async fn if_shown<T, E, A>(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    about: Option<SeminarId>,
    (first, shown): (First, &str),
    act: A,
) -> Result<T, Unshown<E>>
where
    A: AsyncFnOnce(&mut AsyncPgConnection) -> Result<Deed<T>, E>,
    E: From<diesel::result::Error>,
{
    within(conn, async |conn| {
        let (done, foretold) = done(conn, clock, hub, about, act).await?;
        judged(foretold, first, shown)?;
        Ok(done)
    })
    .await
}

/// As [`if_shown`], of an edit of a series: what it tells is told of each of the coming seminars that follow it.
///
/// # Errors
/// [`Unshown`].
pub async fn if_series_shown<T, E, A>(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    series: SeriesId,
    (first, shown): (First, &str),
    act: A,
) -> Result<T, Unshown<E>>
where
    A: AsyncFnOnce(&mut AsyncPgConnection) -> Result<T, E>,
    E: From<diesel::result::Error>,
{
    within(conn, async |conn| {
        let (done, foretold) = done_in_series(conn, clock, hub, series, act).await?;
        judged(foretold, first, shown)?;
        Ok(done)
    })
    .await
}

/// What `act` would tell. Nothing is done.
///
/// # Errors
/// What `act` refuses.
pub async fn foretell<T, E, A>(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    about: SeminarId,
    act: A,
) -> Result<Foretold, E>
where
    A: AsyncFnOnce(&mut AsyncPgConnection) -> Result<Deed<T>, E>,
    E: From<diesel::result::Error>,
{
    let undone: Result<(), Unshown<E>> = within(conn, async |conn| {
        let (_, foretold) = done(conn, clock, hub, Some(about), act).await?;
        Err(Unshown::NotShown(Box::new(foretold)))
    })
    .await;
    match undone {
        Err(Unshown::NotShown(foretold)) => Ok(*foretold),
        Err(Unshown::Refused(error)) => Err(error),
        // It always ends in an error, which is what undoes it.
        Ok(()) => Err(diesel::result::Error::RollbackTransaction.into()),
    }
}

/// What `act` would tell of the coming seminars of a series, and what would come of it. Nothing is done.
///
/// # Errors
/// What `act` refuses.
pub async fn foretell_series<T, E, A>(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    series: SeriesId,
    act: A,
) -> Result<(T, Foretold), E>
where
    A: AsyncFnOnce(&mut AsyncPgConnection) -> Result<T, E>,
    E: From<diesel::result::Error>,
{
    let mut told = None;
    let undone: Result<(), Unshown<E>> = within(conn, async |conn| {
        told = Some(done_in_series(conn, clock, hub, series, act).await?);
        Err(diesel::result::Error::RollbackTransaction.into())
    })
    .await;
    match (told, undone) {
        (Some(told), _) => Ok(told),
        (None, Err(Unshown::Refused(error))) => Err(error),
        // Nothing is told without an error only where all of it was.
        (None, _) => Err(diesel::result::Error::RollbackTransaction.into()),
    }
}

/// Whether what a deed tells was shown where it is to be.
fn judged<E>(foretold: Foretold, first: First, shown: &str) -> Result<(), Unshown<E>> {
    let shows = match first {
        First::Many => foretold.is_shown_first(),
        First::Always => !foretold.readers.is_empty(),
    };
    match shows && foretold.mark != shown {
        true => Err(Unshown::NotShown(Box::new(foretold))),
        false => Ok(()),
    }
}

/// A transaction around a deed whose future stays on this thread, as those of pages do.
async fn within<T, E, W>(conn: &mut AsyncPgConnection, work: W) -> Result<T, E>
where
    W: AsyncFnOnce(&mut AsyncPgConnection) -> Result<T, E>,
    E: From<diesel::result::Error>,
{
    type Transactions = <AsyncPgConnection as AsyncConnection>::TransactionManager;
    Transactions::begin_transaction(conn).await?;
    match work(conn).await {
        Ok(value) => {
            Transactions::commit_transaction(conn).await?;
            Ok(value)
        }
        Err(error) => {
            Transactions::rollback_transaction(conn).await?;
            Err(error)
        }
    }
}

/// Does `act`; answers what came of it, and what it tells at once.
async fn done<T, E, A>(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    about: Option<SeminarId>,
    act: A,
) -> Result<(T, Foretold), Unshown<E>>
where
    A: AsyncFnOnce(&mut AsyncPgConnection) -> Result<Deed<T>, E>,
    E: From<diesel::result::Error>,
{
    let before = match about {
        Some(seminar) => notices::waiting(conn, seminar).await?,
        None => Vec::new(),
    };
    let (seminar, done) = act(conn).await.map_err(Unshown::Refused)?;
    let mut written = notices::waiting(conn, seminar).await?;
    written.retain(|message| is_news(message, &before));
    let row = queries::seminar(conn, seminar)
        .await?
        .ok_or(diesel::result::Error::NotFound)?;
    let details = queries::detail(conn, row).await?;
    let foretold = notices::foretold(conn, clock, hub, &details, &written).await?;
    Ok((done, foretold))
}

/// Does `act`; answers what came of it, and what it tells at once of the coming seminars of a series.
async fn done_in_series<T, E, A>(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    series: SeriesId,
    act: A,
) -> Result<(T, Foretold), Unshown<E>>
where
    A: AsyncFnOnce(&mut AsyncPgConnection) -> Result<T, E>,
    E: From<diesel::result::Error>,
{
    let coming = queries::coming_of_series(conn, series, clock.now()).await?;
    let ids: Vec<SeminarId> = coming.iter().map(|seminar| seminar.id).collect();
    let before = notices::waiting_of_all(conn, &ids).await?;
    let done = act(conn).await.map_err(Unshown::Refused)?;
    let mut written = notices::waiting_of_all(conn, &ids).await?;
    written.retain(|message| is_news(message, &before));
    let mut coming = queries::coming_of_series(conn, series, clock.now()).await?;
    coming.retain(|seminar| written.iter().any(|one| one.is_about(seminar.id)));
    let told = queries::details(conn, coming).await?;
    let foretold = notices::foretold_of_all(conn, clock, hub, &told, &written).await?;
    Ok((done, foretold))
}

/// Whether a message was written, rewritten or let go since `before`. Reminders, what asks speakers for what is missing, and what
/// is told afterwards, are told when their time has come, not by the deed.
fn is_news(message: &Message, before: &[Message]) -> bool {
    !matches!(
        message.kind,
        MessageKind::Reminder
            | MessageKind::SpeakerChase
            | MessageKind::ReplyWanted
            | MessageKind::Thanks
            | MessageKind::SlidesChase
            | MessageKind::RecordingChase
    ) && message.state != MessageState::Leased
        && !before.contains(message)
}
