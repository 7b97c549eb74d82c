//! What is told of seminars, and to whom.
//!
//! | what happens | who is told | kind |
//! |---|---|---|
//! | it is announced with speakers, or a speaker is added | the speaker | `speaker_request` |
//! | drafts of a series are announced together | the same, of each; followers read all of them in one digest, mailing lists in one mail | `speaker_request`, announcement |
//! | people are invited | each of them | invitation |
//! | time, place, title, speakers or state change | who was told before, or reminded: old → new, once, after the change window; within 48 hours of the start at once | change |
//! | items of its programme are at another time or place, not only because the whole seminar moved | the same: which, old → new | change |
//! | its spelling changes, and the organiser says nothing | nobody; nor is it news in what is told later | |
//! | someone takes a no back | they are told what changed since they were last told | change |
//! | it is cancelled or postponed | who was told before | cancellation |
//! | it is 14, 7 or 3 days away | speakers of whom something is missing, unless an organiser looks after it: what | `speaker_chase` |
//! | the last day for replies is near | who is invited and has not answered: once | `reply_wanted` |
//! | it was held, the morning after | each speaker who spoke: thanks | `thanks` |
//! | 3 and 10 days later | a speaker whose slides are to be published and are not there | `slides_chase` |
//! | as late | the organisers, for a recording that all agree to and that is not there | `recording_chase` |
//! | it is near | who said yes, speaks, or asked for it; who follows its series and chose to be told everything; never who said no; of several that fall together the last | reminder |
//! | a day or a week begins | who follows a series, a topic or the hub: its programme, and what a digest told that is no longer so | digest |
//! | what a digest told is moved, put elsewhere or called off before the next one | its readers who are not told in person | change, cancellation |
//! | it is for fewer than before | whom a digest told of it, or who was reminded of it, and who may not know of it any more: that alone, after the change window | cancellation |
//! | what stands in someone's personal feed alone is moved, put elsewhere or called off, and their calendar program would show it too late | they are, unless it fetches the feed in time | change, cancellation |
//! | an answer comes in | the organisers, in a bundle | answer |
//! | a place comes free | who waits for it: it is theirs | `waiting_place` |
//! | a calendar says yes where no place is left | whose it is: they wait | `waiting_place` |
//! | a speaker does not agree any more to its being streamed, recorded or published, or their slides | the organisers, at once and also afterwards; whoever chose to be told little is told this too | `consent_withdrawn` |
//! | times are offered to the speaker of a draft, whom no organiser asks in a mail of their own | the speaker | `slot_offer` |
//! | the speaker chooses one of them, or says that none suits; or nobody chose in time | the organisers | `slot_answer` |
//!
//! What mailing lists are told stands in [`audiences`].
//!
//! An organiser's own words stand above any of these but the last. Nobody is told of what they did themselves. All of it is
//! queued in the transaction of the change; what is still true is asked again seconds before sending ([`still_true`]), and
//! what it says is rendered then ([`render`]).

mod afterwards;
mod ahead;
pub mod audiences;
mod by_feed;
mod chase;
mod confirmations;
mod consents;
pub mod digest;
mod foretold;
mod links;
pub mod mails;
mod remind;
mod render;
mod reply_wanted;
mod rest;
mod slots;
mod tell;
mod together;
mod truth;

use std::collections::HashMap;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

pub use afterwards::{afterwards, make_afterwards};
pub use audiences::gathering;
pub use chase::chase;
pub use confirmations::{confirmation_in, confirmation_token};
pub use consents::consents_withdrawn;
pub use foretold::{
    Foretold, Letter, Reader, TOLD, foretold, foretold_of_all, held_mark, waiting, waiting_of_all,
};
pub use links::{Links, in_token};
pub use remind::{remind_all, remind_one, remind_person};
use render::{differences, in_place_lines};
pub use reply_wanted::want_replies;
pub use rest::rest;
pub use slots::{slot_confirmed, slots_answered, slots_offered, slots_withdrawn, was_told_of};
pub use tell::AT_ONCE;
pub use tell::{
    answered, asked, caught_up, invited, moved_up, must_wait, stopped, written, written_silently,
};
use tell::{differs_in, soonest};
pub use truth::{matters, versions};
use truth::{overtaken, snapshots, told_before};

use crate::{
    base::{clock::Clock, hub::Hub, ids::MessageId},
    mail::{
        draft::Draft,
        outbox::{self, Message},
    },
};

/// Why messages are no longer true; those that are missing still are.
///
/// # Errors
/// What the database says.
pub async fn still_true(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    let Apart {
        people,
        lists,
        strangers,
    } = Apart::of(batch);
    let mut untrue = truth::still_true(conn, clock, hub, &people).await?;
    untrue.extend(audiences::still_true(conn, clock, &lists).await?);
    untrue.extend(confirmations::still_true(conn, clock, &strangers).await?);
    Ok(untrue)
}

/// The drafts of `batch`; those about something that is gone are missing.
///
/// # Errors
/// What the database says.
pub async fn render(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<Vec<(MessageId, Draft)>> {
    let Apart {
        people,
        lists,
        strangers,
    } = Apart::of(batch);
    let mut drafts = render::render(conn, clock, hub, &people).await?;
    drafts.extend(audiences::render(conn, hub, &lists).await?);
    drafts.extend(confirmations::render(conn, hub, &strangers).await?);
    Ok(drafts)
}

/// Messages by whom they are for.
#[derive(Default)]
struct Apart {
    people: Vec<Message>,
    lists: Vec<Message>,
    /// Those that ask an address whose it is.
    strangers: Vec<Message>,
}

impl Apart {
    fn of(batch: &[Message]) -> Self {
        let mut apart = Self::default();
        for message in batch {
            let among = match message.to {
                outbox::Reader::Person(_) => &mut apart.people,
                outbox::Reader::Audience(_) => &mut apart.lists,
                outbox::Reader::Stranger(_) => &mut apart.strangers,
            };
            among.push(message.clone());
        }
        apart
    }
}
