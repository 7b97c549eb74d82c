//! What a message says: each kind belongs to a slice, whose `notices` know whether it is still true and how it reads.
//!
//! A new kind is a word of [`MessageKind`] (with the CHECK of `messages.kind`) and a line in `Slice::of`; a new slice is
//! a variant of `Slice` and a line in `still_true`, in `render` and in `wishes::matters`. The compiler asks for each of them.

mod wishes;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    iter,
    sync::Arc,
};

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::inbound;
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, SeminarId},
    },
    feeds::late,
    mail::{
        deliver::{Composer, Ready, Verdict},
        draft::Draft,
        outbox::{Message, MessageKind},
        sign::Signer,
        suspension,
    },
    people, rooms, seminars, stays,
};

/// Who knows what a message says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slice {
    People,
    Rooms,
    Stays,
    Seminars,
}

impl Slice {
    fn of(kind: MessageKind) -> Self {
        match kind {
            MessageKind::SignIn | MessageKind::ReportReady | MessageKind::Forwarded => Self::People,
            MessageKind::Booking | MessageKind::BookingReminder | MessageKind::Approval => {
                Self::Rooms
            }
            MessageKind::Stay | MessageKind::StayChecklist | MessageKind::Letter => Self::Stays,
            MessageKind::Confirmation
            | MessageKind::Invitation
            | MessageKind::Change
            | MessageKind::Cancellation
            | MessageKind::Reminder
            | MessageKind::Digest
            | MessageKind::Announcement
            | MessageKind::SpeakerRequest
            | MessageKind::SpeakerChase
            | MessageKind::ReplyWanted
            | MessageKind::ConsentWithdrawn
            | MessageKind::Thanks
            | MessageKind::SlidesChase
            | MessageKind::RecordingChase
            | MessageKind::Answer
            | MessageKind::WaitingPlace
            | MessageKind::SlotOffer
            | MessageKind::SlotAnswer => Self::Seminars,
        }
    }
}

/// Asks the slices on behalf of the office, and tells whom it concerns where nobody is at an address. What goes out is
/// signed where there is a `signer`.
pub fn composer(clock: Arc<dyn Clock>, hub: Arc<Hub>, signer: Option<Arc<Signer>>) -> Composer {
    let (same_clock, same_hub) = (clock.clone(), hub.clone());
    Composer::new(move |conn, messages| {
        let (clock, hub, signer) = (clock.clone(), hub.clone(), signer.clone());
        Box::pin(async move { verdicts(conn, clock, hub, signer, messages).await })
    })
    .on_gone(move |conn, message, why| {
        let (clock, hub) = (same_clock.clone(), same_hub.clone());
        Box::pin(async move { inbound::refused(conn, &*clock, &hub, message, why).await })
    })
}

/// How a message reads now, without sending it: the mail that tells it, and with it those that are `beside` it; and which of all
/// these that mail tells. It tells none where there is nothing to send.
///
/// # Errors
/// What the database says.
pub async fn as_of_now(
    conn: &mut AsyncPgConnection,
    clock: Arc<dyn Clock>,
    hub: Arc<Hub>,
    message: &Message,
    beside: &[Message],
) -> QueryResult<(Verdict, HashSet<MessageId>)> {
    // Asked as if no worker had them: what a worker has may be told to wait, and would have no letter.
    let all = iter::once(message).chain(beside);
    let all: Vec<Message> = all.map(Message::given_back).collect();
    let said = verdicts(conn, clock, hub, None, &all).await?;
    let mut said: HashMap<MessageId, Verdict> = said.into_iter().collect();
    let mail = match said.get(&message.id) {
        Some(Verdict::With(mail)) => *mail,
        _ => message.id,
    };
    let told: HashSet<MessageId> = match said.get(&mail) {
        Some(Verdict::Send(_)) => said
            .iter()
            .filter(|(id, verdict)| **id == mail || **verdict == Verdict::With(mail))
            .map(|(id, _)| *id)
            .collect(),
        _ => HashSet::new(),
    };
    let verdict = said.remove(&mail);
    Ok((verdict.unwrap_or_else(|| wordless(message.kind)), told))
}

/// Two questions to each slice that the batch concerns, however many messages there are; once more of what was written
/// between them. Nothing goes to an address that is suspended, nor what its reader does not want, or not now ([`wishes`]), nor
/// what their feed tells in time ([`late`]).
async fn verdicts(
    conn: &mut AsyncPgConnection,
    clock: Arc<dyn Clock>,
    hub: Arc<Hub>,
    signer: Option<Arc<Signer>>,
    messages: &[Message],
) -> QueryResult<Vec<(MessageId, Verdict)>> {
    let suspended = suspension::held_back(conn, messages).await?;
    let mut by_feed = late::held_back(conn, &*clock, messages).await?;
    let mut of_slices: BTreeMap<Slice, Vec<Message>> = BTreeMap::new();
    let mut verdicts = Vec::with_capacity(messages.len());
    for message in messages {
        if suspended.contains(&message.id) {
            let why = suspension::HELD_BACK.to_owned();
            verdicts.push((message.id, Verdict::Void(why)));
            continue;
        }
        if let Some(verdict) = by_feed.remove(&message.id) {
            verdicts.push((message.id, verdict));
            continue;
        }
        let slice = Slice::of(message.kind);
        of_slices.entry(slice).or_default().push(message.clone());
    }
    let mut drafts = Vec::with_capacity(messages.len());
    for (slice, asked) in of_slices {
        let before = versions(slice, conn, &about(&asked)).await?;
        let mut first = said(slice, conn, &*clock, &hub, asked).await?;
        let now = versions(slice, conn, &about(first.going())).await?;
        let again = first.written_meanwhile(&before, &now);
        let second = said(slice, conn, &*clock, &hub, again).await?;
        for said in [first, second] {
            drafts.extend(said.drafts);
            verdicts.extend(said.verdicts);
            let along = said.along.into_iter();
            verdicts.extend(along.map(|(message, mail)| (message.id, Verdict::With(mail))));
            let wordless = said.wordless.iter().map(|one| (one.id, wordless(one.kind)));
            verdicts.extend(wordless);
        }
    }
    verdicts.extend(composed(clock, hub, signer, drafts).await);
    Ok(verdicts)
}

/// What a slice says of its messages.
#[derive(Default)]
struct Said {
    /// What goes out.
    drafts: Vec<(Message, Draft)>,
    /// What the drafts of others tell as well, and of which.
    along: Vec<(Message, MessageId)>,
    /// What becomes of others.
    verdicts: Vec<(MessageId, Verdict)>,
    /// Those that are true, and for which there are no words.
    wordless: Vec<Message>,
}

impl Said {
    /// Takes out those to be asked about once more: what they are about was written between the questions, so that what was
    /// true of it and what is said of it may be of two different times. So it may be where there are no words.
    fn written_meanwhile(
        &mut self,
        before: &HashMap<SeminarId, i32>,
        now: &HashMap<SeminarId, i32>,
    ) -> Vec<Message> {
        let is_same = |message: &Message| {
            let seminar = message.about.seminar;
            seminar.is_none_or(|id| before.get(&id) == now.get(&id))
        };
        // What one mail tells is asked about together.
        let along = self.along.iter().filter(|(message, _)| !is_same(message));
        let torn: HashSet<MessageId> = along.map(|(_, mail)| *mail).collect();
        let drafts = std::mem::take(&mut self.drafts);
        let (same, other): (Vec<_>, Vec<_>) = drafts
            .into_iter()
            .partition(|(message, _)| is_same(message) && !torn.contains(&message.id));
        self.drafts = same;
        let going: HashSet<MessageId> = self.drafts.iter().map(|(one, _)| one.id).collect();
        let along = std::mem::take(&mut self.along);
        let (same, beside): (Vec<_>, Vec<_>) = along
            .into_iter()
            .partition(|(_, mail)| going.contains(mail));
        self.along = same;
        let mut again = std::mem::take(&mut self.wordless);
        again.extend(other.into_iter().map(|(message, _)| message));
        again.extend(beside.into_iter().map(|(message, _)| message));
        again
    }

    /// What goes out, by mails of its own or of others.
    fn going(&self) -> impl Iterator<Item = &Message> {
        let drafts = self.drafts.iter().map(|(message, _)| message);
        drafts.chain(self.along.iter().map(|(message, _)| message))
    }
}

/// Asks a slice: what is still true, what is wanted, and how it reads.
async fn said(
    slice: Slice,
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    mut asked: Vec<Message>,
) -> QueryResult<Said> {
    let mut said = Said::default();
    if asked.is_empty() {
        return Ok(said);
    }
    let untrue = still_true(slice, conn, clock, hub, &asked).await?;
    asked.retain(|message| !untrue.contains_key(&message.id));
    let untrue = untrue.into_iter();
    said.verdicts
        .extend(untrue.map(|(id, why)| (id, Verdict::Void(why))));
    let held_back = wishes::held_back(slice, conn, clock, hub, &asked).await?;
    asked.retain(|message| !held_back.contains_key(&message.id));
    said.verdicts.extend(held_back);
    let gathering = gathering(slice, conn, clock, hub, &asked).await?;
    asked.retain(|message| !gathering.contains_key(&message.id));
    let gathering = gathering.into_iter();
    said.verdicts
        .extend(gathering.map(|(id, until)| (id, Verdict::Wait(until))));
    if asked.is_empty() {
        return Ok(said);
    }
    let rendered = render(slice, conn, clock, hub, &asked).await?;
    let mut rendered: HashMap<MessageId, Draft> = rendered.into_iter().collect();
    let mut along = HashMap::new();
    for (mail, draft) in &rendered {
        along.extend(draft.tells.iter().map(|told| (*told, *mail)));
    }
    for message in asked {
        if let Some(mail) = along.remove(&message.id) {
            said.along.push((message, mail));
            continue;
        }
        match rendered.remove(&message.id) {
            Some(draft) => said.drafts.push((message, draft)),
            None => said.wordless.push(message),
        }
    }
    Ok(said)
}

/// Until when some of the messages wait for others that one mail is to tell with them.
async fn gathering(
    slice: Slice,
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    messages: &[Message],
) -> QueryResult<HashMap<MessageId, Instant>> {
    match slice {
        Slice::Seminars => seminars::notices::gathering(conn, clock, hub, messages).await,
        Slice::People | Slice::Rooms | Slice::Stays => Ok(HashMap::new()),
    }
}

/// The seminars that messages are about.
fn about<'a>(messages: impl IntoIterator<Item = &'a Message>) -> BTreeSet<SeminarId> {
    let messages = messages.into_iter();
    messages
        .filter_map(|message| message.about.seminar)
        .collect()
}

/// The versions of what a slice's messages are about, where what is written between two questions makes a difference.
async fn versions(
    slice: Slice,
    conn: &mut AsyncPgConnection,
    about: &BTreeSet<SeminarId>,
) -> QueryResult<HashMap<SeminarId, i32>> {
    match slice {
        Slice::Seminars if !about.is_empty() => seminars::notices::versions(conn, about).await,
        _ => Ok(HashMap::new()),
    }
}

/// Which of the messages are no longer true, and why.
async fn still_true(
    slice: Slice,
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    messages: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    match slice {
        Slice::People => people::notices::still_true(conn, clock, messages).await,
        Slice::Rooms => rooms::notices::still_true(conn, clock, messages).await,
        Slice::Seminars => seminars::notices::still_true(conn, clock, hub, messages).await,
        Slice::Stays => stays::notices::still_true(conn, clock, messages).await,
    }
}

/// How the messages read. One that is missing has no words.
async fn render(
    slice: Slice,
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    messages: &[Message],
) -> QueryResult<Vec<(MessageId, Draft)>> {
    match slice {
        Slice::People => people::notices::render(conn, clock, hub, messages).await,
        Slice::Rooms => rooms::notices::render(conn, clock, hub, messages).await,
        Slice::Seminars => seminars::notices::render(conn, clock, hub, messages).await,
        Slice::Stays => stays::notices::render(conn, clock, hub, messages).await,
    }
}

fn wordless(kind: MessageKind) -> Verdict {
    Verdict::Fault(format!(
        "there are no words for a message of the kind {kind}"
    ))
}

/// MIME of the drafts, and their signatures, away from the threads that serve requests.
async fn composed(
    clock: Arc<dyn Clock>,
    hub: Arc<Hub>,
    signer: Option<Arc<Signer>>,
    drafts: Vec<(Message, Draft)>,
) -> Vec<(MessageId, Verdict)> {
    let composing = tokio::task::spawn_blocking(move || {
        let now = clock.now();
        drafts
            .into_iter()
            .map(|(message, draft)| {
                let verdict = match ready(&hub, signer.as_deref(), &message, draft, now) {
                    Ok(ready) => Verdict::Send(ready),
                    Err(why) => Verdict::Fault(why),
                };
                (message.id, verdict)
            })
            .collect()
    });
    match composing.await {
        Ok(verdicts) => verdicts,
        // As if it had been done here: whoever asked tries the messages one by one.
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is going down; the messages' lease runs out.
            Err(_) => Vec::new(),
        },
    }
}

fn ready(
    hub: &Hub,
    signer: Option<&Signer>,
    message: &Message,
    draft: Draft,
    now: Instant,
) -> Result<Ready, String> {
    let mut mail = draft
        .compose(hub, message, now)
        .map_err(|error| error.to_string())?;
    if let Some(signer) = signer {
        signer
            .sign(&mut mail, now)
            .map_err(|error| error.to_string())?;
    }
    Ok(Ready {
        subject: draft.content.subject,
        mail,
    })
}
