//! Asking: an address by its method, as someone of a role, with a body with which whoever may is answered that it is done.

use std::collections::hash_map::Entry;

use actix_web::http::Method;
use chrono::Duration;
use maru::web::routes;
use serde_json::{Value, json};

use super::{
    ground::{Bodies, Ground},
    is_api,
};
use crate::support::{
    browser::filled_in,
    http::{Answer, Request},
};

impl Ground {
    /// What someone of this role is answered.
    pub async fn ask(
        &self,
        role: &'static str,
        method: &Method,
        pattern: &str,
        path: &str,
    ) -> Answer {
        match path.strip_prefix(routes::API) {
            Some(call) if is_api(path) => self.call(role, method, pattern, call).await,
            _ if *method == Method::GET => self.browser(role).await.get(&Self::query(path)).await,
            _ => self.post(role, pattern, path).await,
        }
    }

    async fn call(&self, role: &str, method: &Method, pattern: &str, path: &str) -> Answer {
        let path = if path == "/rooms/free" {
            Self::query(path)
        } else {
            path.to_owned()
        };
        let request = match self.tokens.get(role) {
            Some(api) => api.request(method.as_str(), &path),
            None => Request::new(method.as_str(), &format!("{}{path}", routes::API)),
        };
        let request = match self.body(method, pattern) {
            Some(body) => request.body("application/json", body.to_string()),
            None => request,
        };
        self.app.send(request).await
    }

    async fn post(&self, role: &'static str, pattern: &str, path: &str) -> Answer {
        // Attempts to sign in are counted by the minute.
        self.app.clock.advance(Duration::seconds(6));
        let mut browser = self.browser(role).await;
        if let Some(token) = path.strip_prefix("/confirm/") {
            // Once it is confirmed, no page has its form any more.
            let bond = format!("link:{token}");
            let mut form = self.form(pattern);
            form.push((
                "csrf".to_owned(),
                self.app.hub.key.form_token(bond.as_bytes()),
            ));
            return browser.post(path, &form).await;
        }
        let act = path
            .strip_prefix("/speak/")
            .and_then(|rest| rest.split_once('/'));
        if let Some((token, "files" | "removal")) = act {
            // Only who has brought something has the form that removes it.
            let bond = format!("link:{token}");
            let mut form = self.form(pattern);
            form.push((
                "csrf".to_owned(),
                self.app.hub.key.form_token(bond.as_bytes()),
            ));
            return browser.post(path, &form).await;
        }
        let mut links = ["/answer/", "/notices/", "/speak/"].iter();
        let opened = match path.starts_with("/speak/") {
            true => path.trim_end_matches("/answer").trim_end_matches("/slots"),
            false => path,
        };
        let mut form = match links.any(|begin| path.starts_with(begin)) {
            // One token does for all that is said by a link.
            true if path.ends_with("/slots") => csrf(&browser.get(opened).await, opened),
            true => csrf(&browser.get(opened).await, path),
            // One token does for all that a session sends.
            false => match self.csrf.lock().await.entry(role) {
                Entry::Occupied(had) => {
                    let (cookies, form) = had.get().clone();
                    browser.cookies = cookies;
                    form
                }
                Entry::Vacant(first) => {
                    let form = csrf(&browser.get("/nowhere").await, "/preferences");
                    first.insert((browser.cookies.clone(), form.clone()));
                    form
                }
            },
        };
        form.extend(self.form(pattern));
        browser.post(path, &form).await
    }

    /// What has to be asked with an address.
    fn query(path: &str) -> String {
        let more = match path {
            "/rooms/free.json" => {
                "?starts_local=2026-11-10T14:00&ends_local=2026-11-10T15:00&zone=Asia/Seoul"
            }
            "/seminars/times.json" => {
                "?starts_local=2026-11-10T14:00&zone=Asia/Seoul&place=Europe/Paris,FR"
            }
            "/rooms/free" => "?starts_at=2026-11-10T05:00:00Z&ends_at=2026-11-10T06:00:00Z",
            "/rooms" | "/rooms/hall" | "/rooms/seat" => "?date=2026-11-10",
            "/stays" => "?from=2026-11",
            "/archive" => "?q=secret",
            _ => "",
        };
        format!("{path}{more}")
    }

    /// What a form would send, without its hidden fields.
    pub fn form(&self, pattern: &str) -> Vec<(String, String)> {
        let pairs: &[(&str, &str)] = match pattern {
            "/preferences" => &[("language", "en")],
            "/sign-in"
            | "/followers"
            | "/lists/{slug}/followers"
            | "/series/{slug}/followers"
            | "/topics/{slug}/followers" => &[("email", "nobody@sample.example")],
            "/sign-in/code" => &[("code", "bbbbbb")],
            "/seminars" | "/seminars/{code}" => &[
                ("kind", "seminar"),
                ("title", "New"),
                ("date", "2026-11-20"),
                ("time", "16:00"),
                ("zone", "Asia/Seoul"),
                ("duration_minutes", "60"),
                ("where_kind", "none"),
                ("visibility", "public"),
            ],
            "/seminars/{code}/attendance" | "/answer/{token}" => &[("answer", "yes")],
            "/seminars/{code}/coming" => &[
                ("who", "nobody@sample.example"),
                ("answer", "yes"),
                ("way", "telephone"),
            ],
            "/seminars/{code}/replies" => &[("late", "taken"), ("companions", "0")],
            "/seminars/{code}/headcounts" => &[("place", "room"), ("heads", "30")],
            "/seminars/{code}/door" => &[("name", "Nobody")],
            "/seminars/{code}/door/answers" => {
                &[("who", "nobody@sample.example"), ("answer", "yes")]
            }
            "/seminars/{code}/door/undoing" => &[("check_in", self.bodies.check_in.as_str())],
            "/seminars/{code}/answer" => &[
                ("answer", "yes"),
                ("name", "Nobody"),
                ("email", "nobody@sample.example"),
            ],
            "/series" | "/series/{slug}" => &[
                ("title", "New"),
                ("zone", "Asia/Seoul"),
                ("duration_minutes", "60"),
                ("visibility", "public"),
            ],
            "/lists" | "/lists/{slug}" => &[("name_en", "New"), ("visibility", "own")],
            "/lists/{slug}/items" => &[("what", "topic"), ("topic", "New")],
            "/seminars/{code}/lists" => &[("list", "public"), ("wanted", "yes")],
            "/series/{slug}/term" => &[
                ("step", "make"),
                ("weekday", "5"),
                ("starts", "16:00"),
                ("every_weeks", "1"),
                ("from", "2026-11-16"),
                ("count", "1"),
                ("dates", "2026-11-20"),
                ("times", "16:00"),
                ("folds", ""),
                ("take", "0"),
            ],
            "/series/{slug}/announcement" => &[("step", "back")],
            "/rooms/{slug}/bookings" | "/bookings/{code}" => &[
                ("title", "New"),
                ("date", "2026-11-20"),
                ("from", "16:00"),
                ("to", "17:00"),
                ("rooms", "hall"),
            ],
            "/stays" => &[
                ("visitor_name", "New"),
                ("from", "2026-11-20"),
                ("to", "2026-11-21"),
                ("certainty", "firm"),
            ],
            "/stays/{code}" => &[
                ("from", "2026-11-20"),
                ("to", "2026-11-21"),
                ("certainty", "firm"),
            ],
            "/series/{slug}/audiences" | "/seminars/{code}/audiences" => &[
                ("name", "New"),
                ("address", "new@department.example"),
                ("languages", "ko-en"),
                ("permission", "Sample"),
            ],
            "/speak/{token}" | "/seminars/{code}/speakers/{id}/page" => &[("biography", "New")],
            "/speak/{token}/answer" => &[("answer", "accepted")],
            "/seminars/{code}/programme" => &[("act", "overflow")],
            "/speak/{token}/slots" => &[("none", "yes")],
            "/seminars/{code}/slots" => &[("step", "look")],
            "/seminars/{code}/slots/withdrawal" => {
                &[("all", "yes"), ("offer", self.bodies.offer.as_str())]
            }
            "/speak/{token}/files"
            | "/speak/{token}/removal"
            | "/seminars/{code}/speakers/{id}/files" => &[("purpose", "slides")],
            "/seminars/{code}/speakers/{id}" => &[("taken_over", "yes")],
            "/notices/{token}" | "/me/notices" => &[("preset", "quiet")],
            "/me/follows" => &[("what", "hub"), ("wanted", "yes"), ("back", "/")],
            "/me/feeds" | "/me/feeds/{id}" => &[("name", "New"), ("detail", "full")],
            "/me/tokens" => &[("name", "New")],
            "/admin/closed-days" | "/admin/closed-days/{id}" => {
                &[("from", "2027-01-04"), ("name_en", "New")]
            }
            "/seminars/{code}/replacement" => &[("step", "unlink")],
            _ => &[],
        };
        let mut form: Vec<(String, String)> = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        if pattern.starts_with("/series") {
            form.push((
                "organisers".to_owned(),
                self.people["organiser"].to_string(),
            ));
        }
        if pattern.starts_with("/stays") {
            form.push(("host".to_owned(), self.people["host"].to_string()));
        }
        form
    }

    /// A body with which whoever may is answered that it is done.
    fn body(&self, method: &Method, pattern: &str) -> Option<Value> {
        let Bodies {
            room,
            host,
            stranger,
            slot,
            ..
        } = &self.bodies;
        let path = pattern.strip_prefix(routes::API).unwrap();
        let (starts, ends) = ("2026-11-20T16:00:00", "2026-11-20T17:00:00");
        Some(match (method.as_str(), path) {
            ("GET" | "DELETE", _) => return None,
            ("POST", "/institutions" | "/sites") => json!({ "name": "New", "zone": "UTC" }),
            ("POST", "/rooms") => json!({ "name": "New", "kind": "hall" }),
            ("POST", "/bookings") => {
                json!({ "room_id": room, "title": "New", "starts_local": starts, "ends_local": ends })
            }
            ("POST", "/series") => json!({ "title": "New", "zone": "UTC" }),
            ("POST", "/seminars") => json!({ "title": "New", "starts_local": starts }),
            ("POST", "/series/{id}/audiences" | "/seminars/{id}/audiences") => {
                json!({ "name": "New", "address": "new@department.example", "languages": ["ko", "en"], "permission": "Sample" })
            }
            ("POST", "/series/{id}/terms") => {
                json!({ "weekday": 5, "time": "16:00:00", "from": "2026-11-16", "count": 1, "room_id": null })
            }
            ("POST", "/seminars/{id}/slot-offers") => {
                json!({ "person_id": self.people["invited"], "slots": [
                    { "starts_local": "2026-11-24T16:00:00" }, { "starts_local": "2026-11-25T16:00:00" },
                ] })
            }
            ("POST", "/seminars/{id}/slot-offers/{offer_id}/choice") => {
                json!({ "slot_id": slot })
            }
            ("POST", "/seminars/{id}/invitations") => json!({ "people": [stranger] }),
            ("POST", "/seminars/{id}/previews") => {
                json!({ "change": { "title": "New" } })
            }
            ("POST", "/series/{id}/previews") => json!({ "change": { "title": "New" } }),
            ("PATCH", "/messages/{id}") => json!({ "note": "New" }),
            ("PATCH", "/people/{id}/preferences") => json!({ "preset": "quiet" }),
            ("PATCH", "/seminars/{id}/speakers/{person_id}") => json!({ "taken_over": true }),
            ("PATCH", "/seminars/{id}/speakers/{person_id}/page") => json!({ "biography": "New" }),
            ("PUT", "/seminars/{id}/programme") => json!({ "items": [] }),
            ("POST", "/stays") => {
                json!({ "visitor": { "name": "New" }, "host_id": host, "from": "2026-11-20", "to": "2026-11-21" })
            }
            ("POST", "/seminars/{id}/check-ins") => json!({ "name": "Nobody" }),
            ("POST", "/seminars/{id}/headcounts") => json!({ "place": "room", "heads": 30 }),
            ("PUT", "/people/{id}/form-of-address") => json!({ "title": "Prof." }),
            ("PUT", "/seminars/{id}/reply-terms") => json!({ "companions": 1 }),
            ("PUT", "/seminars/{id}/questions") => json!({ "questions": [] }),
            ("PUT", "/seminars/{id}/attendances/{person_id}") => json!({ "answer": "yes" }),
            ("PATCH", "/seminars/{id}" | "/series/{id}" | "/bookings/{id}") => {
                json!({ "title": "New" })
            }
            ("POST", "/closed-days") => json!({ "from": "2027-01-04", "name_en": "New" }),
            ("POST", "/lists") | ("PATCH", "/lists/{id}" | "/closed-days/{id}") => {
                json!({ "name_en": "New" })
            }
            ("POST", "/lists/{id}/items") => json!({ "what": "topic", "topic": "New" }),
            ("PATCH", "/stays/{id}") => json!({ "to": "2026-11-21", "host_id": host }),
            ("POST", "/projects" | "/people" | "/tokens") | ("PATCH", _) => {
                json!({ "name": "New" })
            }
            ("POST", "/people/{id}/feeds") => json!({ "name": "New", "detail": "busy" }),
            _ => json!({}),
        })
    }
}

/// The hidden token of a page's form.
fn csrf(page: &Answer, action: &str) -> Vec<(String, String)> {
    let mut form = filled_in(&page.html(), action, &[]);
    form.retain(|(name, _)| name == "csrf");
    form
}
