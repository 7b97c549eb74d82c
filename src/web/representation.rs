//! Which form of a resource a client takes, and whether it has it already (RFC 9110 §8.8, §12.5.3, §13).

use std::time::{Duration, SystemTime};

use actix_web::http::header::{self, HeaderMap, HttpDate};

/// Whether gzip is to be sent: where it is accepted, and at least as welcome as no compression.
pub fn takes_gzip(headers: &HeaderMap) -> bool {
    let mut gzip = None;
    let mut identity = None;
    let mut any = None;
    for value in headers.get_all(header::ACCEPT_ENCODING) {
        for coding in value.to_str().unwrap_or_default().split(',') {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
            // Names of parameters are the same in capitals (RFC 9110 §5.6.6): `Q=0` refuses as well.
            let weight = weight
                .split_once('=')
                .filter(|(parameter, _)| parameter.trim().eq_ignore_ascii_case("q"))
                .map_or(1.0, |(_, weight)| {
                    weight.trim().parse::<f32>().unwrap_or(0.0)
                });
            let name = name.trim();
            if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") {
                gzip = Some(weight);
            } else if name.eq_ignore_ascii_case("identity") {
                identity = Some(weight);
            } else if name == "*" {
                any = Some(weight);
            }
        }
    }
    let gzip = gzip.or(any).unwrap_or(0.0);
    gzip > 0.0 && gzip >= identity.unwrap_or(0.0)
}

/// Whether the client holds the version whose strong tag this is (RFC 9110 §13.1.2, §13.1.3): then a `GET` or `HEAD` is
/// answered 304. `If-None-Match` may be a list or `*` and is compared weakly; only without it does `If-Modified-Since`
/// count.
pub fn is_held(headers: &HeaderMap, etag: &str, last_modified: SystemTime) -> bool {
    if headers.contains_key(header::IF_NONE_MATCH) {
        return is_named(headers, etag);
    }
    headers
        .get(header::IF_MODIFIED_SINCE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<HttpDate>().ok())
        .is_some_and(|since| whole_second(last_modified) <= SystemTime::from(since))
}

/// Whether `If-None-Match` names the version whose strong tag this is: for what has no date.
pub fn is_named(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .any(|list| names(list, etag))
}

/// Whether a list of entity tags names this one. A tag may hold a comma: `"a,b"`.
fn names(list: &str, etag: &str) -> bool {
    let mut rest = list.trim_start();
    if rest.trim_end() == "*" {
        return true;
    }
    while !rest.is_empty() {
        let tag = rest.strip_prefix("W/").unwrap_or(rest);
        let Some(end) = tag.strip_prefix('"').and_then(|inner| inner.find('"')) else {
            return false;
        };
        let (tag, after) = tag.split_at(end + 2);
        if tag == etag {
            return true;
        }
        rest = after.trim_start_matches([' ', '\t', ',']);
    }
    false
}

/// A date in a header has no fractions of a second.
fn whole_second(at: SystemTime) -> SystemTime {
    match at.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => SystemTime::UNIX_EPOCH + Duration::from_secs(since.as_secs()),
        Err(_) => SystemTime::UNIX_EPOCH,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name.clone(), HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        let takes = |accepted| takes_gzip(&headers(&[(header::ACCEPT_ENCODING, accepted)]));
        for yes in [
            "gzip",
            "br, gzip;q=0.5",
            "*",
            "GZIP",
            "identity;q=0.5, gzip;q=1.0",
            "deflate, x-gzip",
            "gzip;Q=0.5",
        ] {
            assert!(takes(yes), "{yes}");
        }
        for no in [
            "",
            "br",
            "gzip;q=0",
            "gzip; q=0.000, *",
            "gzip;Q=0",
            "*; Q=0",
            "identity, gzip; q=0",
            "identity;q=1, gzip;q=0.5",
            "gzip;q=x",
        ] {
            assert!(!takes(no), "{no}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }

    #[test]
    fn a_version_is_known_by_its_tag_however_it_is_listed() {
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(1_800_000_000_700);
        let held = |list| is_held(&headers(&[(header::IF_NONE_MATCH, list)]), "\"abc\"", at);
        for yes in [
            "\"abc\"",
            "W/\"abc\"",
            "*",
            " \"x,y\" , W/\"z\",\"abc\"",
            "\"\", \"abc\"",
        ] {
            assert!(held(yes), "{yes}");
        }
        for no in [
            "\"ab\"",
            "abc",
            "",
            "\"x, \"abc",
            "\"abc",
            "W/",
            "\"*\"",
            "\"ABC\"",
        ] {
            assert!(!held(no), "{no}");
        }
    }

    #[test]
    fn the_time_counts_where_no_tag_is_sent() {
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(1_800_000_000_700);
        let exactly = "Fri, 15 Jan 2027 08:00:00 GMT";
        let before = "Fri, 15 Jan 2027 07:59:59 GMT";
        let since = |date| is_held(&headers(&[(header::IF_MODIFIED_SINCE, date)]), "\"a\"", at);
        assert!(since(exactly) && !since(before) && !since("yesterday"));
        let both = headers(&[
            (header::IF_MODIFIED_SINCE, exactly),
            (header::IF_NONE_MATCH, "\"b\""),
        ]);
        assert!(!is_held(&both, "\"a\"", at));
    }
}
