//! Following by an address alone: it is asked first, whoever is there says so, and nobody else can.

mod answers;
mod asked;
mod news;
mod typed;

use maru::base::schema::messages;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::support::{browser::Browser, house::House, http::Answer, mailbox::Mail};

const PAGE: &str = "/series/scaling";
const FOLLOWERS: &str = "/series/scaling/followers";

/// The house, and a visitor before the page of its series.
struct Scene {
    house: House,
    visitor: Browser,
}

impl Scene {
    async fn new() -> Self {
        let house = House::new().await;
        let visitor = house.app.visitor();
        Self { house, visitor }
    }

    /// Types an address on the page of the series.
    async fn type_in(&mut self, address: &str) -> Answer {
        let page = self.visitor.get(PAGE).await.expect(200);
        self.visitor
            .submit(&page, FOLLOWERS, &[("email", address)])
            .await
    }

    /// The mails that ask.
    async fn asks(&self) -> Vec<Mail> {
        let mails = self.house.app.mails().await;
        assert!(
            mails.iter().all(|mail| mail.kind == "confirmation"),
            "{mails:?}"
        );
        mails
    }

    /// The path of the link in a mail that asks.
    fn path(&self, mail: &Mail) -> String {
        let base = &self.house.app.hub.public_url;
        let link = mail.link(&format!("{base}/confirm/"));
        link.strip_prefix(base.as_str()).unwrap().to_owned()
    }

    /// Who follows the series: addresses, and how often its programme comes.
    async fn followers(&self) -> Vec<(String, Option<String>)> {
        use maru::base::schema::{addresses, subscriptions};
        addresses::table
            .inner_join(subscriptions::table.on(subscriptions::person_id.eq(addresses::person_id)))
            .order(addresses::address)
            .select((addresses::address, subscriptions::digest))
            .load(&mut self.house.app.conn().await)
            .await
            .unwrap()
    }

    /// How many mails ask, sent or not.
    async fn asked(&self) -> i64 {
        messages::table
            .filter(messages::kind.eq("confirmation"))
            .count()
            .get_result(&mut self.house.app.conn().await)
            .await
            .unwrap()
    }
}

fn follows(address: &str, digest: Option<&str>) -> (String, Option<String>) {
    (address.to_owned(), digest.map(str::to_owned))
}
