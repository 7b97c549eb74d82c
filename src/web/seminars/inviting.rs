//! Inviting, as every form that invites does it: the very mails are shown first, and then just these go out. Whom a form means
//! stands with the form.

use actix_web::HttpResponse;
use diesel_async::AsyncPgConnection;

use crate::{
    app::App,
    base::{error::Refusal, ids::SeminarId},
    people::model::Actor,
    seminars::{
        actions::{self, Deed, First, Invitees, Unshown, if_shown, invite},
        notices::Foretold,
    },
    web::{
        errors::Failure,
        idempotency::{Done, Once},
        urls,
    },
};

/// Who invites, and to what.
pub struct Inviting<'a> {
    /// What the process holds.
    pub app: &'a App,
    /// Who.
    pub actor: &'a Actor,
    /// To what.
    pub seminar: SeminarId,
}

/// What became of a form that was sent.
pub enum Sent {
    /// They are invited, by it or by the same form before.
    Done(HttpResponse),
    /// They cannot be.
    Refused(Refusal),
    /// It would reach someone whom the form did not show, or say something else: it is shown again.
    Unshown,
}

impl Inviting<'_> {
    /// Invites, if what goes out was shown under the mark `shown` (none: it could not be sent as it stood), and leads to the
    /// seminar, which has this code.
    ///
    /// # Errors
    /// A fault.
    pub async fn send(
        &self,
        once: Once,
        code: &str,
        shown: Option<&str>,
        invitees: Invitees,
    ) -> Result<Sent, Failure> {
        let (clock, hub, id) = (&*self.app.clock, &self.app.hub, self.seminar);
        let act = async |conn: &mut AsyncPgConnection| self.invite(conn, invitees).await;
        let outcome = once
            .attempt(self.app, async |conn| {
                let Some(shown) = shown else {
                    return Err(None);
                };
                let first = (First::Always, shown);
                if_shown(conn, clock, hub, Some(id), first, act)
                    .await
                    .map_err(Some)?;
                Ok::<_, Option<Unshown<Refusal>>>(Done::go_to(&urls::seminar(code)))
            })
            .await?;
        Ok(match outcome {
            Ok(done) => Sent::Done(done),
            Err(Some(Unshown::Refused(refusal))) => Sent::Refused(refusal),
            Err(Some(Unshown::NotShown(_)) | None) => Sent::Unshown,
        })
    }

    /// What they would read, under the mark by which it is known that it was shown. Nothing goes out.
    ///
    /// # Errors
    /// They cannot be invited.
    pub async fn foretell(
        &self,
        conn: &mut AsyncPgConnection,
        invitees: Invitees,
    ) -> Result<Foretold, Refusal> {
        let (clock, hub, id) = (&*self.app.clock, &self.app.hub, self.seminar);
        let act = async |conn: &mut AsyncPgConnection| self.invite(conn, invitees).await;
        actions::foretell(conn, clock, hub, id, act).await
    }

    async fn invite(
        &self,
        conn: &mut AsyncPgConnection,
        invitees: Invitees,
    ) -> Result<Deed<()>, Refusal> {
        let (clock, hub) = (&*self.app.clock, &self.app.hub);
        invite(conn, clock, hub, self.actor, self.seminar, invitees).await?;
        Ok((self.seminar, ()))
    }
}
