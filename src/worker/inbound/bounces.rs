//! Mails of ours that came back, or that their reader does not want.

use diesel_async::AsyncPgConnection;

use super::{Desk, Fault, Outcome, done, many, passing_on::pass_on, whom};
use crate::{
    base::audit::Author,
    mail::{
        draft,
        inbound::{Bounce, Incoming, Severity, kept::InboundState},
        outbox::{Message, MessageKind, MessageState, Reader},
        suspension::{self, SuspensionReason},
    },
    people::{
        self,
        notices::forwarded::{Matter, Post},
    },
    seminars,
    web::urls,
};

/// A mail did not arrive: it counts as failed, nothing more goes to an address where nobody is, and those whom it concerns
/// hear of it. What may be taken later goes out again before that, but for a mailing list, of which most may have it. That one
/// is late is noted and nothing else.
pub async fn came_back(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    bounce: &Bounce,
) -> Result<Outcome, Fault> {
    let found = sent(conn, desk, incoming, bounce.original.as_deref()).await?;
    let Some((sent, is_certain)) = found else {
        return Ok(done("it is about no mail of ours"));
    };
    if bounce.severity == Severity::Delayed {
        return Ok(done(format!("a mail is late: {}", bounce.reason)));
    }
    // A server that knows at once comes back before what went to it is marked: it is heard when that is done.
    if sent.state == MessageState::Leased {
        return Err(Fault::Other(
            "the mail that came back is not marked as sent yet".to_owned(),
        ));
    }
    if is_of_one_reader(&sent, bounce) {
        let matter = came_back_to(conn, &sent, &bounce.reason, false).await?;
        return tell(conn, desk, &sent, matter, true).await;
    }
    // Whoever sends on what they get has it already.
    let for_now = bounce.severity == Severity::Later && !is_of_another(&sent, bounce);
    if for_now
        && sent.to.audience().is_none()
        && suspension::goes_again(conn, desk.clock, &sent, &bounce.reason).await?
    {
        return Ok(done("it goes out once more"));
    }
    if !suspension::came_back(conn, desk.clock, sent.id, &bounce.reason).await? {
        return Ok(done("that mail is known to have failed"));
    }
    match bounce.severity {
        // Whoever sends on what they get has it, though nobody is where it went then.
        Severity::Gone if is_of_another(&sent, bounce) || !is_certain => {
            tell_that_it_came_back(conn, desk, &sent, &bounce.reason, false).await
        }
        Severity::Gone => gone(conn, desk, &sent, &bounce.reason).await,
        _ => tell_that_it_came_back(conn, desk, &sent, &bounce.reason, false).await,
    }
}

/// Whether it is not the mailing list that a mail did not reach, but one of those who read it. So it is taken where nobody
/// can read whom it did not reach: a list has many readers, and one report must not silence it for all of them.
fn is_of_one_reader(sent: &Message, bounce: &Bounce) -> bool {
    sent.to.audience().is_some() && (bounce.recipient.is_none() || is_of_another(sent, bounce))
}

/// Whether a report names another address than the one to which the mail went.
fn is_of_another(sent: &Message, bounce: &Bounce) -> bool {
    let other = |address: &String| !address.eq_ignore_ascii_case(&sent.address);
    bounce.recipient.as_ref().is_some_and(other)
}

/// Nobody is where a mail went to: nothing more goes there, and those whom it concerns hear of it.
pub async fn gone(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    sent: &Message,
    why: &str,
) -> Result<Outcome, Fault> {
    let (author, reason) = (Author::worker(), SuspensionReason::Bounced);
    suspension::suspend(conn, desk.clock, &author, sent, reason, why).await?;
    tell_that_it_came_back(conn, desk, sent, why, true).await
}

async fn tell_that_it_came_back(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    sent: &Message,
    why: &str,
    suspended: bool,
) -> Result<Outcome, Fault> {
    let matter = came_back_to(conn, sent, why, suspended).await?;
    tell(conn, desk, sent, matter, false).await
}

async fn came_back_to(
    conn: &mut AsyncPgConnection,
    sent: &Message,
    why: &str,
    suspended: bool,
) -> Result<Matter, Fault> {
    Ok(Matter::CameBack {
        to: called(conn, sent).await?,
        address: sent.address.clone(),
        reason: why.to_owned(),
        suspended,
        purpose: whom::purpose(conn, sent).await?,
    })
}

/// A reader has called a mail unwanted: nothing more is sent there.
pub async fn unwanted(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    original: Option<&str>,
) -> Result<Outcome, Fault> {
    let Some((sent, is_certain)) = sent(conn, desk, incoming, original).await? else {
        return Ok(done("it is about no mail of ours"));
    };
    let (author, reason) = (Author::worker(), SuspensionReason::Complained);
    // One reader of a mailing list does not act for the others: the list goes on, and its organisers hear of it.
    if sent.to.audience().is_some() {
        let matter = Matter::Unwanted {
            to: called(conn, &sent).await?,
            address: sent.address.clone(),
            goes_on: true,
            purpose: None,
        };
        return tell(conn, desk, &sent, matter, true).await;
    }
    if !is_certain {
        let why = "whoever complains does not have the address to which reports of that mail go";
        return Ok((InboundState::SetAside, why.to_owned()));
    }
    if !suspension::suspend(conn, desk.clock, &author, &sent, reason, "").await? {
        return Ok(done("nothing is sent there already"));
    }
    let matter = Matter::Unwanted {
        to: called(conn, &sent).await?,
        address: sent.address.clone(),
        goes_on: false,
        purpose: whom::purpose(conn, &sent).await?,
    };
    tell(conn, desk, &sent, matter, false).await
}

/// Which mail of ours, and whether that is certain: by the token in the address to which it came back, else by the Message-ID
/// that comes with it. That stands in answers to the mail too, where others read it: so it silences nobody, unless no address
/// bears a token.
async fn sent(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    incoming: &Incoming,
    original: Option<&str>,
) -> Result<Option<(Message, bool)>, Fault> {
    if let Some(message) = whom::by_token(conn, desk.hub, incoming).await? {
        return Ok(Some((message, true)));
    }
    let Some(id) = original else {
        return Ok(None);
    };
    let found = whom::by_message_id(conn, desk.hub, id).await?;
    Ok(found.map(|message| {
        let is_certain = !draft::bears_token(desk.hub, &message);
        (message, is_certain)
    }))
}

async fn called(conn: &mut AsyncPgConnection, sent: &Message) -> Result<String, Fault> {
    let name = match sent.to {
        Reader::Person(person) => {
            let mut names = people::queries::names(conn, &[person]).await?;
            names.remove(&person).and_then(|one| one.name)
        }
        Reader::Audience(list) => {
            let mut lists = seminars::queries::audiences_by_id(conn, &[list]).await?;
            lists.remove(&list).map(|one| one.name)
        }
        Reader::Stranger(_) => None,
    };
    Ok(name.unwrap_or_else(|| sent.address.clone()))
}

/// Tells those whom it concerns. What is too much for its hour is told with all of it, once: where it is `of_a_reader` of a
/// mailing list, to the same; else, where a mail came back, to the administrators.
async fn tell(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    sent: &Message,
    matter: Matter,
    of_a_reader: bool,
) -> Result<Outcome, Fault> {
    // That what was passed on came back is told to nobody in turn: what it said goes to the next ([`super::unread`]).
    if sent.kind == MessageKind::Forwarded {
        return Ok(done("what was passed on came back"));
    }
    // Anyone can type an address at which nobody is.
    if sent.kind == MessageKind::Confirmation {
        return Ok(done("whoever was asked is not there"));
    }
    let mut subject = whom::subject(conn, desk, sent.about).await?;
    subject.readers.retain(|reader| !sent.is_for(*reader));
    let came_back = matches!(matter, Matter::CameBack { .. });
    let lifting = |address: &str| desk.hub.url(&urls::suspensions_of(address));
    let post = Post {
        lifting: matter.suspended().map(lifting),
        matter,
        writer: None,
        subject: String::new(),
        text: String::new(),
        attachments: Vec::new(),
        about: subject.name.clone(),
        url: subject.path.clone(),
    };
    let (state, why) = pass_on(conn, desk, &subject, post).await?;
    if state == InboundState::Done {
        return Ok((state, why));
    }
    if of_a_reader {
        let to = called(conn, sent).await?;
        if many::tell_of_list(conn, desk, sent, &subject, to).await? > 0 {
            return Ok(done(many::noted(sent.id)));
        }
    }
    // What was done is done, whoever hears of it by mail: trying it again would find nothing to do.
    if came_back && many::tell(conn, desk).await? > 0 {
        return Ok(done(
            "noted, and told to the administrators with all of its hour",
        ));
    }
    Ok(done(format!("noted, and told to nobody: {why}")))
}
