//! Preparing a batch: what is claimed, and what the slices say of it, before any of it goes out.

use std::collections::{HashMap, HashSet};

use tokio::time::Instant as Steady;

use super::{Batch, Desk, Tally};
use crate::{
    base::{db::DbError, ids::MessageId},
    mail::{
        deliver::{
            Ready, Verdict,
            lease::{self, End, Lease},
            rate::Rates,
        },
        outbox::Message,
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
    /// What goes out with the mail of another one, and of which.
    pub(super) along: HashMap<MessageId, MessageId>,
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
            along: HashMap::new(),
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
    let (mut ends, mut along) = (Vec::new(), HashMap::new());
    for (message, verdict) in lease.messages.iter().zip(verdicts) {
        let end = match verdict {
            Some(Verdict::Send(mail)) => {
                mails.push(Some(mail));
                continue;
            }
            Some(Verdict::With(mail)) => {
                mails.push(None);
                along.insert(message.id, mail);
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
    let left = left_behind(&lease, &mails, &mut along);
    ends.extend(left.into_iter().map(|message| (message, End::Untried)));
    batch.mark(ends).await?;
    put_together(desk, &lease, &mails, &along).await?;
    let tally = batch.tally;
    Ok(Prepared {
        lease,
        mails,
        along,
        tally,
    })
}

/// Takes out of those that come `along` what would have gone with a mail that cannot be made: it goes without it.
fn left_behind<'a>(
    lease: &'a Lease,
    mails: &[Option<Ready>],
    along: &mut HashMap<MessageId, MessageId>,
) -> Vec<&'a Message> {
    let all = lease.messages.iter().zip(mails);
    let going: HashSet<MessageId> = all
        .filter_map(|(message, mail)| mail.is_some().then_some(message.id))
        .collect();
    let is_left = |message: &&Message| {
        let mail = along.get(&message.id);
        mail.is_some_and(|mail| !going.contains(mail))
    };
    let left: Vec<&Message> = lease.messages.iter().filter(is_left).collect();
    along.retain(|_, mail| going.contains(mail));
    left
}

/// Notes which announcements go out with the mail of another one, and which with their own.
async fn put_together(
    desk: &Desk,
    lease: &Lease,
    mails: &[Option<Ready>],
    along: &HashMap<MessageId, MessageId>,
) -> Result<(), DbError> {
    let all = lease.messages.iter().zip(mails);
    let told_in: Vec<(MessageId, MessageId)> = all
        .filter(|(message, _)| message.announces_to().is_some())
        .map(|(message, mail)| (message.id, mail.is_some(), along.get(&message.id).copied()))
        .filter(|(_, goes, with)| *goes || with.is_some())
        .map(|(id, _, with)| (id, with.unwrap_or(id)))
        .collect();
    if told_in.is_empty() {
        return Ok(());
    }
    let mut conn = desk.db.get().await?;
    Ok(lease::put_together(&mut conn, &lease.name, &told_in).await?)
}

/// Gives back what was to go out, as if it had not been claimed.
pub(in crate::mail::deliver) async fn give_back(desk: &Desk, prepared: Prepared) -> Tally {
    let Prepared {
        lease,
        mails,
        along,
        tally,
    } = prepared;
    let mut batch = Batch::of(desk, &lease, tally).with(&along);
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
