//! A browser as someone uses it: things are found by what they are called, and every page is looked at.

use std::{collections::BTreeSet, time::Duration};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use maru::base::{ids::PersonId, language::Language};
use serde_json::{Value, json};

use super::driver::Driver;
use crate::support::{app::TestApp, http::Request};

/// How often it is looked whether a page has come: for a minute, which only a machine out of breath needs.
const LOOKS: usize = 3000;

/// Faults of the page that is open, as words.
const LOOK: &str = include_str!("look.js");

/// A browser.
pub struct Chrome {
    client: Client,
    session: String,
    driver: Driver,
    home: String,
    /// The language in which pages are to come.
    pub reads: Language,
}

impl Chrome {
    /// A fresh one that reads `language` and is in `zone`.
    pub async fn start(app: &TestApp, language: Language, zone: &str) -> Self {
        let mut driver = Driver::start(zone);
        let Value::Object(wanted) = driver.wanted(language.code()) else {
            unreachable!("capabilities are an object")
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://{}", driver.address))
            .await
            .unwrap();
        driver.started(&json!(client.capabilities().unwrap()));
        let session = client.session_id().await.unwrap().unwrap();
        let chrome = Self {
            client,
            session,
            driver,
            home: format!("http://{}", app.address),
            reads: language,
        };
        chrome.window(1280, "light").await;
        chrome
    }

    /// Signs someone in, without the pages on which they would do it themselves.
    pub async fn enter(&self, app: &TestApp, person: PersonId) {
        for (name, value) in &app.browser(person).await.cookies {
            let cookie = json!({ "name": name, "value": value, "url": self.home });
            self.tell("Network.setCookie", cookie).await;
        }
    }

    /// The text of `key` in the language that is read.
    pub fn t(&self, key: &str) -> String {
        self.reads.t(key)
    }

    /// The text of `key` for a number of things.
    pub fn count(&self, key: &str, count: usize) -> String {
        self.reads.with(key, &[("count", count.into())])
    }

    /// From now on, the language that is read is one that was chosen on the pages.
    pub async fn keeps_its_language(&self) {
        let cookie = format!(
            "document.cookie = 'maru_language={}; path=/'",
            self.reads.code()
        );
        self.run(&cookie, Vec::new()).await;
    }

    /// Opens a page, by its path or whole address.
    pub async fn open(&self, path: &str) {
        self.open_for(path, 200).await;
    }

    /// Opens a page that answers with this status.
    pub async fn open_for(&self, path: &str, status: u16) {
        self.client.goto(&self.address(path)).await.unwrap();
        self.look(status).await;
    }

    /// The whole address of a path.
    pub fn address(&self, path: &str) -> String {
        match path.strip_prefix('/') {
            Some(_) => format!("{}{path}", self.home),
            None => path.to_owned(),
        }
    }

    /// Follows the link that is called so.
    pub async fn follow(&self, name: &str) {
        let link = self.named("a", name).await;
        self.leave_by(link, 200).await;
    }

    /// Presses the button that is called so.
    pub async fn press(&self, name: &str) {
        self.press_for(name, 200).await;
    }

    /// Presses the button that is called so; the page that comes has this status.
    pub async fn press_for(&self, name: &str, status: u16) {
        let button = self.named("button", name).await;
        self.leave_by(button, status).await;
    }

    /// Clicks what a CSS selector finds; another page comes.
    pub async fn click(&self, selector: &str) {
        let element = self.one(selector).await;
        self.leave_by(element, 200).await;
    }

    /// Types into the field of this name, in place of what stands there.
    pub async fn fill(&self, field: &str, value: &str) {
        let element = self.one(&format!("main [name='{field}']")).await;
        match element.attr("type").await.unwrap().as_deref() {
            // What keys such a field takes depends on the machine's language.
            Some("date" | "time") => {
                let script = "const [field, value] = arguments; field.value = value; \
                              for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));";
                self.run(script, vec![json!(element), json!(value)]).await;
            }
            _ => {
                element.clear().await.unwrap();
                element.send_keys(value).await.unwrap();
            }
        }
    }

    /// Chooses what is called so in the list or among the buttons of this name.
    pub async fn choose(&self, field: &str, label: &str) {
        let list = format!("//main//select[@name='{field}']/option[{}]", called(label));
        let boxes = format!("//main//fieldset[@id='{field}']//label[{}]", called(label));
        let choice = self.only(&format!("{list} | {boxes}")).await;
        choice.click().await.unwrap();
    }

    /// The words of everything that a CSS selector finds.
    pub async fn words(&self, selector: &str) -> Vec<String> {
        self.each(selector, "element.textContent.replace(/\\s+/g, ' ').trim()")
            .await
    }

    /// An attribute of everything that a CSS selector finds.
    pub async fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let what = format!("element.getAttribute({})", json!(name));
        self.each(selector, &what).await
    }

    /// What `what`, JavaScript about an `element`, gives for everything that a CSS selector finds.
    pub async fn each(&self, selector: &str, what: &str) -> Vec<String> {
        let script =
            format!("return [...document.querySelectorAll(arguments[0])].map((element) => {what})");
        let found = self.run(&script, vec![json!(selector)]).await;
        serde_json::from_value(found).unwrap()
    }

    /// Runs JavaScript in the page: the body of a function.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.unwrap()
    }

    /// The path of the page that is open, with its query.
    pub async fn path(&self) -> String {
        let address = self.client.current_url().await.unwrap();
        let address = address.as_str();
        address
            .strip_prefix(&self.home)
            .unwrap_or(address)
            .to_owned()
    }

    /// The element that a CSS selector finds; there is one.
    pub async fn one(&self, selector: &str) -> Element {
        let found = self.client.find_all(Locator::Css(selector)).await.unwrap();
        self.single(selector, found).await
    }

    /// The client, for what only a few tests do.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Waits until JavaScript, an expression, holds.
    pub async fn until(&self, holds: &str) {
        let script = format!("return Boolean({holds})");
        for _ in 0..LOOKS {
            // While one page goes and another comes there is none to ask.
            if let Ok(Value::Bool(true)) = self.client.execute(&script, Vec::new()).await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{holds} did not come to hold on {}", self.path().await);
    }

    async fn leave_by(&self, element: Element, status: u16) {
        self.run("window.left = true", Vec::new()).await;
        element.click().await.unwrap();
        self.until("!window.left && document.readyState === 'complete'")
            .await;
        self.look(status).await;
    }

    /// A button or a link of the page by its name; a link of the navigation too.
    async fn named(&self, element: &str, name: &str) -> Element {
        let called = called(name);
        self.only(&format!(
            "//main//{element}[{called}] | //header//{element}[{called}]"
        ))
        .await
    }

    async fn only(&self, path: &str) -> Element {
        let found = self.client.find_all(Locator::XPath(path)).await.unwrap();
        self.single(path, found).await
    }

    /// The one that was found. Links that lead to the same place are as good as one.
    async fn single(&self, sought: &str, found: Vec<Element>) -> Element {
        let mut leads = BTreeSet::new();
        for (number, element) in found.iter().enumerate() {
            let to = element.attr("href").await.unwrap();
            leads.insert(to.unwrap_or_else(|| format!("nowhere {number}")));
        }
        match found.into_iter().next() {
            Some(element) if leads.len() == 1 => element,
            _ => panic!(
                "{} × {sought} on {}: {:?}",
                leads.len(),
                self.path().await,
                self.words("main").await
            ),
        }
    }

    /// Looks at the page that is open, narrow in the dark and wide in the light: it came with this status in the language that
    /// is read, has nothing to complain of, and is built as pages are. Colours do not depend on the width, nor boxes on the
    /// colours.
    pub async fn look(&self, status: u16) {
        let mut faults = BTreeSet::new();
        for (width, scheme) in [(360, "dark"), (1280, "light")] {
            self.window(width, scheme).await;
            let found = self.run(LOOK, Vec::new()).await;
            let found: Vec<String> = serde_json::from_value(found).unwrap();
            faults.extend(
                found
                    .into_iter()
                    .map(|f| format!("{width} px, {scheme}: {f}")),
            );
        }
        faults.extend(self.complaints(status).await);
        assert_eq!(faults, BTreeSet::new(), "{}", self.path().await);
        let script = "return [performance.getEntriesByType('navigation')[0].responseStatus, document.documentElement.lang]";
        assert_eq!(
            self.run(script, Vec::new()).await,
            json!([status, self.reads.code()]),
            "{}",
            self.path().await
        );
    }

    /// What the browser has to say of the pages since it was last asked, violations of their policy among it. That a page
    /// came with the status of an error, as it was meant to, is none.
    async fn complaints(&self, status: u16) -> Vec<String> {
        let said = self.ask("se/log", json!({ "type": "browser" })).await;
        let meant = format!("the server responded with a status of {status} ");
        said.as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["message"].as_str().unwrap().to_owned())
            .filter(|message| status < 400 || !message.contains(&meant))
            .collect()
    }

    /// Makes the window so wide, and the machine's colours so.
    async fn window(&self, width: u32, scheme: &str) {
        self.tell(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false }),
        )
        .await;
        // Without motion nothing is looked at halfway from one colour to another.
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.tell("Emulation.setEmulatedMedia", media).await;
    }

    /// Tells the browser something in its own protocol.
    pub async fn tell(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.ask("goog/cdp/execute", body).await
    }

    /// Asks chromedriver for what only chromedriver has.
    async fn ask(&self, what: &str, body: Value) -> Value {
        let path = format!("/session/{}/{what}", self.session);
        let request = Request::new("POST", &path).body("application/json", body.to_string());
        let answer = request.send(self.driver.address).await.expect(200);
        answer.json()["value"].clone()
    }
}

/// That an element of a path is called so: by its words or its label.
fn called(name: &str) -> String {
    let quote = if name.contains('\'') { '"' } else { '\'' };
    assert!(!name.contains(quote), "{name} cannot be quoted in XPath");
    let name = format!("{quote}{name}{quote}");
    format!("normalize-space(.)={name} or @aria-label={name}")
}
