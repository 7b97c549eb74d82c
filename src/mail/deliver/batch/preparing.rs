//! Preparing a batch: what is claimed, and what the slices say of it, before any of it goes out.

use tokio::time::Instant as Steady;

use super::{Batch, Desk, Tally};
use crate::{
    base::db::DbError,
    mail::deliver::{
        Ready, Verdict,
        lease::{self, End, Lease},
        rate::Rates,
    },
};

/// What a connection claims.
#[derive(Debug, Clone, Copy)]
pub(in crate::mail::deliver) struct Claim<'a> {
    /// This process, in the names of its leases.
    pub node: &'a str,
    /// So many messages at most.
    pub size: usize,
    /// As far as these let them go.
    pub rates: Rates,
}

/// A batch that is composed, and not sent yet.
pub(in crate::mail::deliver) struct Prepared {
    pub(super) lease: Lease,
    /// What goes out, in the order of the lease's messages; none where something else became of one.
    pub(super) mails: Vec<Option<Ready>>,
    pub(super) tally: Tally,
}

impl Prepared {
    /// How many messages were claimed.
    pub fn len(&self) -> usize {
        self.lease.messages.len()
    }

    /// Since when it is leased, and what it says was true.
    pub fn since(&self) -> Steady {
        self.lease.since
    }
}

/// Claims messages and asks for each what is to become of it. A few batches are prepared at a time, over all connections.
///
/// # Errors
/// The database is away. What was claimed is given back, or its lease runs out.
pub(in crate::mail::deliver) async fn prepare(
    desk: &Desk,
    claim: Claim<'_>,
) -> Result<Prepared, DbError> {
    let lease = claimed(desk, claim).await?;
    if lease.messages.is_empty() {
        return Ok(Prepared {
            lease,
            mails: Vec::new(),
            tally: Tally::default(),
        });
    }
    let mut batch = Batch::of(desk, &lease, Tally::default());
    let verdicts = match batch.ask_all().await {
        Ok(verdicts) => verdicts,
        Err(error) => {
            batch.give_back(lease.messages.iter()).await;
            return Err(error);
        }
    };
    let mut mails = Vec::with_capacity(lease.messages.len());
    let mut ends = Vec::new();
    for (message, verdict) in lease.messages.iter().zip(verdicts) {
        let end = match verdict {
            Some(Verdict::Send(mail)) => {
                mails.push(Some(mail));
                continue;
            }
            Some(Verdict::Void(why)) => End::Void(why),
            Some(Verdict::Wait(until)) => End::Wait(until),
            Some(Verdict::Fault(why)) => batch.fault(message, why),
            None => End::Untried,
        };
        mails.push(None);
        ends.push((message, end));
    }
    batch.mark(ends).await?;
    let tally = batch.tally;
    Ok(Prepared {
        lease,
        mails,
        tally,
    })
}

/// Gives back what was to go out, as if it had not been claimed.
pub(in crate::mail::deliver) async fn give_back(desk: &Desk, prepared: Prepared) -> Tally {
    let Prepared {
        lease,
        mails,
        tally,
    } = prepared;
    let mut batch = Batch::of(desk, &lease, tally);
    let all = lease.messages.iter().zip(&mails);
    let rest = all.filter_map(|(message, mail)| mail.is_some().then_some(message));
    batch.give_back(rest).await;
    batch.tally
}

async fn claimed(desk: &Desk, claim: Claim<'_>) -> Result<Lease, DbError> {
    let _turn = desk.preparing.acquire().await;
    let mut conn = desk.db.get().await?;
    let Claim { node, size, rates } = claim;
    Ok(lease::claim(&mut conn, desk.clock.as_ref(), node, size, rates).await?)
}
