//! An address with a handler per method. It answers `HEAD` where it answers `GET`, says in `Allow` what it takes where something
//! else is asked of it, and turns a panic of its handler into a fault.

use actix_web::{
    FromRequest, Handler, HttpResponse, Resource, guard,
    http::{Method, header},
    web,
};
use futures_util::FutureExt;

use crate::web::errors::{Failure, Kind};

/// An address with a handler per method.
pub struct Place {
    pub(super) path: &'static str,
    pub(super) methods: Vec<Method>,
    pub(super) resource: Resource,
}

/// The place at `path`, in actix-web's notation: `/rooms/{slug}`.
pub fn at(path: &'static str) -> Place {
    Place {
        path,
        methods: Vec::new(),
        resource: web::resource(path),
    }
    .refusing_the_rest()
}

impl Place {
    /// Answers `GET` and `HEAD`.
    #[must_use]
    pub fn get<H, A>(self, handler: H) -> Self
    where
        H: Handler<A, Output = Result<HttpResponse, Failure>>,
        A: FromRequest + 'static,
    {
        self.takes(Method::GET, handler)
    }

    /// Answers `POST`.
    #[must_use]
    pub fn post<H, A>(self, handler: H) -> Self
    where
        H: Handler<A, Output = Result<HttpResponse, Failure>>,
        A: FromRequest + 'static,
    {
        self.takes(Method::POST, handler)
    }

    /// Answers `PUT`.
    #[must_use]
    pub fn put<H, A>(self, handler: H) -> Self
    where
        H: Handler<A, Output = Result<HttpResponse, Failure>>,
        A: FromRequest + 'static,
    {
        self.takes(Method::PUT, handler)
    }

    /// Answers `PATCH`.
    #[must_use]
    pub fn patch<H, A>(self, handler: H) -> Self
    where
        H: Handler<A, Output = Result<HttpResponse, Failure>>,
        A: FromRequest + 'static,
    {
        self.takes(Method::PATCH, handler)
    }

    /// Answers `DELETE`.
    #[must_use]
    pub fn delete<H, A>(self, handler: H) -> Self
    where
        H: Handler<A, Output = Result<HttpResponse, Failure>>,
        A: FromRequest + 'static,
    {
        self.takes(Method::DELETE, handler)
    }

    fn takes<H, A>(mut self, method: Method, handler: H) -> Self
    where
        H: Handler<A, Output = Result<HttpResponse, Failure>>,
        A: FromRequest + 'static,
    {
        let mut route = web::method(method.clone());
        if method == Method::GET {
            route = web::route().guard(guard::Any(guard::Get()).or(guard::Head()));
        }
        self.resource = self
            .resource
            .route(route.to(move |args: A| caught(handler.call(args))));
        self.methods.push(method);
        self.refusing_the_rest()
    }

    fn refusing_the_rest(mut self) -> Self {
        let mut allowed: Vec<&str> = self.methods.iter().map(Method::as_str).collect();
        if allowed.contains(&"GET") {
            allowed.push("HEAD");
        }
        let allowed = allowed.join(", ");
        self.resource = self.resource.default_service(web::to(move || {
            let failure = Failure::new(Kind::Method).header(header::ALLOW, &allowed);
            async move { Err::<HttpResponse, _>(failure) }
        }));
        self
    }
}

/// The answer of a handler; a panic is a fault.
pub(super) async fn caught(
    answer: impl Future<Output = Result<HttpResponse, Failure>>,
) -> Result<HttpResponse, Failure> {
    let answer = std::panic::AssertUnwindSafe(answer).catch_unwind().await;
    answer.unwrap_or_else(|_| Err(Failure::internal(anyhow::anyhow!("the handler panicked"))))
}
