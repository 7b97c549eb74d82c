//! A NUL in an address: PostgreSQL keeps none, so nothing can be under it. Bodies drop theirs where they are read.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::Uri,
    middleware::Next,
};

use super::errors::{Failure, Kind};

/// Refuses an address with a NUL: nothing is there under such a path, and such a query cannot be read.
pub async fn refuse(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    match check(req.uri()) {
        Ok(()) => Ok(next.call(req).await?.map_into_left_body()),
        Err(failure) => Ok(req.error_response(failure).map_into_right_body()),
    }
}

/// Whether there is none.
///
/// # Errors
/// [`Kind::NotFound`] for the path, [`Kind::Unreadable`] for the query.
pub fn check(address: &Uri) -> Result<(), Failure> {
    if address.path().contains("%00") {
        return Err(Failure::not_found());
    }
    match address.query() {
        Some(query) if query.contains("%00") => Err(Failure::new(Kind::Unreadable)),
        _ => Ok(()),
    }
}
