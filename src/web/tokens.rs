//! What lets programs in as the reader: `GET /me/tokens`, `POST /me/tokens`, `POST /me/tokens/{id}/revocation`.
//!
//! A token is shown once, on the page that answers its form, and kept nowhere. The same form sent again makes no other one
//! and leads to the list, on which it cannot be read.

use actix_web::{HttpResponse, web};

use super::{
    actor::Signed,
    errors::Failure,
    flash::Flash,
    forms::Posted,
    idempotency::{Done, Once, fresh_key},
    link,
    pages::{
        form::FormMeta,
        tokens::{MadeToken, TokenForm, TokenLine, TokensPage},
    },
    reader::Reader,
    typed, urls,
};
use crate::{
    app::App,
    base::{error::Refusal, ids::TokenId, text},
    people::{
        model::Actor,
        sign_in::{self, Token},
    },
};

/// How many of those that were revoked are shown.
const REVOKED: usize = 10;

/// The reader's tokens.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
) -> Result<HttpResponse, Failure> {
    reader.show(&context(&app, &signed.actor, &reader, fresh(), None).await?)
}

/// Makes a token and shows it, this once.
pub async fn make(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let mut form = TokenForm::typed(posted.pairs());
    let mut made = None;
    let outcome = once
        .attempt(&app, async |conn| {
            let (clock, actor) = (&*app.clock, &signed.actor);
            let (token, secret) =
                sign_in::create_token(conn, clock, actor, &form.name.value).await?;
            made = Some(MadeToken {
                name: token.name,
                secret,
            });
            Ok::<_, Refusal>(Done::go_to(&urls::my_tokens()))
        })
        .await?;
    match (outcome, made) {
        (Ok(_), Some(made)) => {
            let page = context(&app, &signed.actor, &reader, fresh(), Some(made)).await?;
            Ok(link::private(reader.show(&page)?))
        }
        (Ok(done), None) => Ok(done),
        (Err(refusal), _) => {
            let status = typed::refused(refusal, reader.language(), |name, words| {
                form.refuse(name, words);
            })?;
            let page = context(&app, &signed.actor, &reader, form, None).await?;
            reader.show_again(status, &page)
        }
    }
}

/// Revokes a token: it lets nobody in from then on.
pub async fn revoke(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    id: web::Path<TokenId>,
) -> Result<HttpResponse, Failure> {
    let done = once
        .carry_out(&app, async |conn| {
            sign_in::revoke_token(conn, &*app.clock, &signed.actor, *id).await?;
            Ok(Done::go_to(&urls::my_tokens()))
        })
        .await?;
    Ok(Flash::done("flash-token-revoked").on(&app, done))
}

fn fresh() -> TokenForm {
    TokenForm {
        meta: FormMeta::keyed(fresh_key()),
        ..TokenForm::default()
    }
}

async fn context(
    app: &App,
    actor: &Actor,
    reader: &Reader,
    form: TokenForm,
    made: Option<MadeToken>,
) -> Result<TokensPage, Failure> {
    let mut conn = app.db.get().await?;
    let all = sign_in::tokens(&mut conn, actor.id).await?;
    let (revoked, live): (Vec<Token>, Vec<Token>) = all
        .into_iter()
        .partition(|token| token.revoked_at.is_some());
    let lines = live.into_iter().chain(revoked.into_iter().take(REVOKED));
    Ok(TokensPage {
        page: reader.page(),
        tokens: lines.map(line).collect(),
        made,
        form,
    })
}

fn line(token: Token) -> TokenLine {
    TokenLine {
        id: token.id.to_string(),
        name: text::some(token.name),
        since: token.created_at,
        used: token.last_used_at,
        revoked: token.revoked_at,
    }
}
