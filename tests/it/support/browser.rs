//! Someone with a browser, without JavaScript: keeps cookies, and fills in the forms that pages really show.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
};

use scraper::{ElementRef, Html, Selector};

use super::http::{Answer, Request};

/// A browser.
pub struct Browser {
    address: SocketAddr,
    /// The cookies it keeps.
    pub cookies: BTreeMap<String, String>,
    /// What it sends as `Accept-Language`.
    pub language: &'static str,
}

impl Browser {
    /// A fresh one, without cookies, that reads English.
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            cookies: BTreeMap::new(),
            language: "en",
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::new("GET", path).header("Sec-Fetch-Site", "none"))
            .await
    }

    /// Opens a page and goes on to wherever it leads.
    pub async fn follow(&mut self, path: &str) -> Answer {
        let mut answer = self.get(path).await;
        for _ in 0..5 {
            if !(300..400).contains(&answer.status) {
                return answer;
            }
            let next = answer.location().to_owned();
            answer = self.get(&next).await;
        }
        panic!("{path} leads round and round");
    }

    /// Fills in the form of `page` that posts to `action` and sends it. What is not named stays as the page has it; a
    /// name that the form does not have is an error of the test.
    pub async fn submit(&mut self, page: &Answer, action: &str, typed: &[(&str, &str)]) -> Answer {
        let pairs = filled_in(&page.html(), action, typed);
        self.post(action, &pairs).await
    }

    /// The same, and then goes on to wherever it leads.
    pub async fn submit_and_follow(
        &mut self,
        page: &Answer,
        action: &str,
        typed: &[(&str, &str)],
    ) -> Answer {
        let answer = self.submit(page, action, typed).await.expect(303);
        let next = answer.location().to_owned();
        self.follow(&next).await
    }

    /// Posts these pairs and nothing else.
    pub async fn post(
        &mut self,
        path: &str,
        pairs: &[(impl AsRef<str>, impl AsRef<str>)],
    ) -> Answer {
        let request = Request::new("POST", path)
            .header("Sec-Fetch-Site", "same-origin")
            .header("Origin", &format!("http://{}", self.address))
            .form(pairs);
        self.send(request).await
    }

    /// Sends any request with the cookies that it keeps, and keeps those of the answer.
    pub async fn send(&mut self, request: Request) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = request.header("Accept-Language", self.language);
        if !cookies.is_empty() {
            request = request.header("Cookie", &cookies.join("; "));
        }
        let answer = request.send(self.address).await;
        for (name, value) in answer.cookies() {
            if value.is_empty() {
                self.cookies.remove(&name);
            } else {
                self.cookies.insert(name, value);
            }
        }
        answer
    }
}

/// What a form of the page would send, with `typed` in place of what it shows: the first that posts to `action` and has
/// every field that is typed into.
#[track_caller]
pub fn filled_in(page: &Html, action: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut seen = Vec::new();
    for form in page.select(&selector("form[method=post]")) {
        if form.value().attr("action") != Some(action) {
            continue;
        }
        let (names, mut pairs) = contents(form);
        if typed.iter().all(|(name, _)| names.contains(*name)) {
            pairs.retain(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
            pairs.extend(
                typed
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
            );
            return pairs;
        }
        seen.push(names);
    }
    panic!(
        "no form that posts to {action} has {typed:?}; those there are have {seen:?}: {}",
        page.html()
    );
}

/// The names of a form's fields, and what it would send as it is.
fn contents(form: ElementRef<'_>) -> (BTreeSet<String>, Vec<(String, String)>) {
    let fields = selector("input, select, textarea, button");
    let named: Vec<_> = form
        .select(&fields)
        .filter_map(|field| Some((field.value().attr("name")?.to_owned(), field)))
        .collect();
    let pairs = named
        .iter()
        .filter_map(|(name, field)| Some((name.clone(), shown(*field)?)))
        .collect();
    (named.into_iter().map(|(name, _)| name).collect(), pairs)
}

fn shown(field: ElementRef<'_>) -> Option<String> {
    let attribute = |name| field.value().attr(name);
    let value = || attribute("value").unwrap_or_default().to_owned();
    match (field.value().name(), attribute("type")) {
        ("button", _) | ("input", Some("submit")) => None,
        ("input", Some("checkbox" | "radio")) => {
            attribute("checked").map(|_| attribute("value").unwrap_or("on").to_owned())
        }
        ("textarea", _) => Some(field.text().collect()),
        ("select", _) => {
            let chosen = field.select(&selector("option[selected]")).next();
            let option = chosen.or_else(|| field.select(&selector("option")).next())?;
            Some(
                option
                    .value()
                    .attr("value")
                    .map_or_else(|| option.text().collect(), str::to_owned),
            )
        }
        _ => Some(value()),
    }
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}
