//! Who acts, as an argument of a handler: [`Signed`] on pages, [`ApiActor`] in the API.

use std::future::Ready;

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::Method};

use super::{
    errors::{Failure, Kind},
    reader::Reader,
    urls,
};
use crate::{
    base::ids::{SessionId, TokenId},
    people::model::Actor,
};

/// Someone who is signed in. Whoever is not is led to the sign-in form, and back here afterwards.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Who.
    pub actor: Actor,
    /// By which session.
    pub session: SessionId,
}

impl FromRequest for Signed {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let reader = match Reader::from_request(req, payload).into_inner() {
            Ok(reader) => reader,
            Err(failure) => return std::future::ready(Err(failure)),
        };
        let signed = reader.signed().map(|signature| Self {
            actor: signature.actor.clone(),
            session: signature.session,
        });
        std::future::ready(signed.ok_or_else(|| {
            // A form cannot be sent again by a redirect: the page before it can be gone back to.
            let back = if *req.method() == Method::GET {
                reader.path()
            } else {
                "/"
            };
            Failure::elsewhere(&urls::sign_in_then(back))
        }))
    }
}

/// Whose token came with a request to the API.
#[derive(Debug, Clone)]
pub struct ApiActor {
    /// Who.
    pub actor: Actor,
    /// By which token.
    pub token: TokenId,
}

impl FromRequest for ApiActor {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let actor = req.extensions().get::<ApiActor>().cloned();
        std::future::ready(actor.ok_or_else(|| Failure::new(Kind::SignInNeeded)))
    }
}
