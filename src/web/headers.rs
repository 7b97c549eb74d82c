//! The headers that tell browsers what they may do with our answers.

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
};

use super::reader::{Reader, app_of};

/// Nothing but our own files, no inline script or style, no frames around us, forms to ourselves alone.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'";

/// What may stand in a frame of any page shows its style alone: no script, no form.
const EMBED_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; \
     frame-ancestors *; base-uri 'none'";

/// What is no page shows nothing.
const BARE_POLICY: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// None of the device is needed.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// Headers and cookies of a page. What a handler has set itself stands.
pub async fn pages(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut res = next.call(req).await?;
    let reader = res.request().extensions().get::<Reader>().cloned();
    let https = app_of(res.request()).https();
    if let Some(reader) = &reader {
        reader.leave_cookies(res.response_mut());
    }
    let headers = res.headers_mut();
    if reader.is_none_or(|reader| reader.actor().is_some()) {
        // Someone else may sit down at this machine.
        set(headers, header::CACHE_CONTROL, "private, no-store");
    }
    page(headers, https);
    Ok(res)
}

/// Headers of a page that anyone may see; what is there already stands. Its compression is another's business.
pub fn page(headers: &mut HeaderMap, https: bool) {
    set(headers, header::CONTENT_SECURITY_POLICY, PAGE_POLICY);
    set(headers, header::REFERRER_POLICY, "same-origin");
    set(headers, header::PERMISSIONS_POLICY, PERMISSIONS);
    set(headers, header::CACHE_CONTROL, "private, no-cache");
    headers.append(
        header::VARY,
        HeaderValue::from_static("Cookie, Accept-Language"),
    );
    everywhere(headers, https);
}

/// Headers of an answer of the API.
pub async fn api(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut res = next.call(req).await?;
    let https = app_of(res.request()).https();
    let headers = res.headers_mut();
    set(headers, header::CONTENT_SECURITY_POLICY, BARE_POLICY);
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, header::CACHE_CONTROL, "no-store");
    everywhere(headers, https);
    Ok(res)
}

/// Headers of a list that is shown inside other pages, of whatever origin.
pub async fn embedded(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut res = next.call(req).await?;
    let https = app_of(res.request()).https();
    let headers = res.headers_mut();
    set(headers, header::CONTENT_SECURITY_POLICY, EMBED_POLICY);
    set(headers, header::REFERRER_POLICY, "same-origin");
    set(headers, header::PERMISSIONS_POLICY, PERMISSIONS);
    set(headers, header::CACHE_CONTROL, "no-store");
    // A page that isolates itself asks this of what it frames.
    set(
        headers,
        header::CROSS_ORIGIN_RESOURCE_POLICY,
        "cross-origin",
    );
    everywhere(headers, https);
    Ok(res)
}

/// Headers of what is neither page nor API: files, feeds and health. That nothing has changed changes nothing of what a
/// client has kept with its copy (RFC 9111 section 3.2), so that word goes without them.
pub async fn bare(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut res = next.call(req).await?;
    if res.status() == StatusCode::NOT_MODIFIED {
        return Ok(res);
    }
    let https = app_of(res.request()).https();
    let headers = res.headers_mut();
    set(headers, header::CONTENT_SECURITY_POLICY, BARE_POLICY);
    set(headers, header::CACHE_CONTROL, "no-store");
    everywhere(headers, https);
    Ok(res)
}

fn everywhere(headers: &mut HeaderMap, https: bool) {
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::CROSS_ORIGIN_OPENER_POLICY, "same-origin");
    set(headers, header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin");
    if https {
        set(
            headers,
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000",
        );
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
