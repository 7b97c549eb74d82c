//! Signing in: an address, then the link in the mail or its code; and signing out.
//!
//! The page says the same whether an address is known or not. A link is opened by a button, because mail scanners open
//! links: `GET` changes nothing.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    web,
};

use super::{
    errors::{Failure, Kind},
    forms::Posted,
    limits::Limits,
    pages::{
        form::Field,
        sign_in::{AddressForm, CodeForm, SignIn, SignInCode, SignInLink, SignInWho},
    },
    reader::{Reader, go_to, local},
    session::{self, Came},
    urls,
};
use crate::{
    app::App,
    people::sign_in::{self, SignInError, SignedIn},
};

/// Where to go on to, as the address names it.
#[derive(Debug, serde::Deserialize)]
pub struct Onward {
    #[serde(default)]
    back: String,
    #[serde(default)]
    email: String,
}

impl From<SignInError> for Failure {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Wrong => Self::new(Kind::Gone),
            SignInError::TooOften(retry) => Self::new(Kind::TooMany)
                .header(header::RETRY_AFTER, &retry.0.num_seconds().to_string()),
            SignInError::Refused(refusal) => refusal.into(),
        }
    }
}

/// `GET /sign-in`: the form for an address.
pub async fn form(reader: Reader, onward: web::Query<Onward>) -> Result<HttpResponse, Failure> {
    if reader.actor().is_some() {
        return Ok(go_to(local(&onward.back)));
    }
    let form = AddressForm {
        email: Field::of(&onward.email),
        back: Field::of(&onward.back),
        ..AddressForm::default()
    };
    let page = reader.page();
    reader.show(&SignIn { page, form })
}

/// `POST /sign-in`: sends link and code, if the address is known.
pub async fn ask(
    app: web::Data<App>,
    limits: web::Data<Limits>,
    req: HttpRequest,
    reader: Reader,
    came: Came,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    limits.sign_in(&req)?;
    let mut form = AddressForm::typed(posted.pairs());
    let (email, back) = (&form.email.value, &form.back.value);
    let mut conn = app.db.get().await?;
    let visit = came.visit();
    let asked = sign_in::request(&mut conn, &*app.clock, &app.hub, email, Some(back), &visit).await;
    match asked {
        Ok(()) => {
            let (email, back) = (Some(email.trim()), Some(local(back)));
            let path = urls::sign_in_code();
            let query = [("email", email), ("back", back)];
            Ok(go_to(&urls::with_query(&path, &query)))
        }
        Err(refused) => {
            let failure = Failure::from(refused);
            let status =
                failure.into_form(reader.language(), |field, words| form.refuse(field, words))?;
            let page = reader.page();
            reader.show_again(status, &SignIn { page, form })
        }
    }
}

/// `GET /sign-in/code`: the form for the code.
pub async fn code_form(
    app: web::Data<App>,
    reader: Reader,
    onward: web::Query<Onward>,
) -> Result<HttpResponse, Failure> {
    let form = CodeForm {
        email: Field::of(&onward.email),
        back: Field::of(&onward.back),
        ..CodeForm::default()
    };
    reader.show(&code_page(&app, &reader, form))
}

/// `POST /sign-in/code`: signs in by the code.
pub async fn by_code(
    app: web::Data<App>,
    limits: web::Data<Limits>,
    req: HttpRequest,
    reader: Reader,
    came: Came,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    limits.sign_in(&req)?;
    let mut form = CodeForm::typed(posted.pairs());
    let (email, code) = (&form.email.value, &form.code.value);
    let mut conn = app.db.get().await?;
    let visit = came.visit();
    let tried = sign_in::redeem_code(&mut conn, &*app.clock, &app.hub, email, code, &visit).await;
    match tried {
        Ok(signed_in) => Ok(welcome(&app, &signed_in, &form.back.value)),
        Err(SignInError::Wrong) => {
            form.refuse("code", reader.language().t("error-code"));
            let page = code_page(&app, &reader, form);
            reader.show_again(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /sign-in/link/{token}`: a button.
pub async fn link(
    app: web::Data<App>,
    reader: Reader,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let waiting = sign_in::waiting(&mut conn, &*app.clock, &token).await?;
    let status = if waiting.is_some() {
        StatusCode::OK
    } else {
        StatusCode::GONE
    };
    let who = waiting.map(|waiting| SignInWho {
        email: waiting.address,
        until: waiting.until,
    });
    link_page(&reader, status, &token, who)
}

/// `POST /sign-in/link/{token}`: signs in by the link.
pub async fn by_link(
    app: web::Data<App>,
    limits: web::Data<Limits>,
    req: HttpRequest,
    reader: Reader,
    came: Came,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    limits.sign_in(&req)?;
    let mut conn = app.db.get().await?;
    match sign_in::redeem_link(&mut conn, &*app.clock, &token, &came.visit()).await {
        Ok(signed_in) => Ok(welcome(&app, &signed_in, "/")),
        Err(SignInError::Wrong) => link_page(&reader, StatusCode::GONE, &token, None),
        Err(other) => Err(other.into()),
    }
}

/// `POST /sign-out`: ends the session.
pub async fn out(app: web::Data<App>, reader: Reader) -> Result<HttpResponse, Failure> {
    if let Some(signed) = reader.signed() {
        let mut conn = app.db.get().await?;
        sign_in::sign_out(&mut conn, &*app.clock, &signed.actor, signed.session).await?;
    }
    let mut response = go_to(&urls::home());
    session::put(&mut response, &session::removal(app.https()));
    Ok(response)
}

fn welcome(app: &App, signed_in: &SignedIn, back: &str) -> HttpResponse {
    let next = signed_in.next_path.as_deref().unwrap_or(back);
    let mut response = go_to(local(next));
    let cookie = session::cookie(app, &signed_in.token, sign_in::SESSION);
    session::put(&mut response, &cookie);
    response
}

fn code_page(app: &App, reader: &Reader, form: CodeForm) -> SignInCode {
    SignInCode {
        page: reader.page(),
        form,
        minutes: u32::try_from(sign_in::VALID.num_minutes()).unwrap_or_default(),
        captured: app.captured,
    }
}

fn link_page(
    reader: &Reader,
    status: StatusCode,
    token: &str,
    who: Option<SignInWho>,
) -> Result<HttpResponse, Failure> {
    let page = SignInLink {
        page: reader.page(),
        token: token.to_owned(),
        who,
    };
    let mut response = reader.show_again(status, &page)?;
    // The address is the key: it goes nowhere, and stays nowhere.
    let headers = response.headers_mut();
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
