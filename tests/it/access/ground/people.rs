//! Someone of every role, with a browser and a token.

use std::collections::BTreeMap;

use maru::{base::ids::PersonId, people::model::Role};
use tokio::sync::Mutex;

use crate::support::{
    app::{Api, TestApp},
    browser::Browser,
};

/// Who there is, by role.
pub struct People {
    pub ids: BTreeMap<&'static str, PersonId>,
    /// Visitors have none.
    pub tokens: BTreeMap<&'static str, Api>,
    pub browsers: BTreeMap<&'static str, Mutex<Browser>>,
}

impl People {
    pub async fn of(app: &TestApp) -> Self {
        let mut ids = BTreeMap::new();
        let mut tokens = BTreeMap::new();
        let mut browsers = BTreeMap::new();
        for (role, roles) in [
            ("guest", [].as_slice()),
            ("invited", &[]),
            ("speaker", &[]),
            ("follower", &[]),
            ("member", &[Role::Member]),
            ("owner", &[Role::Member]),
            ("organiser", &[Role::Member]),
            ("host", &[Role::Member]),
            ("keeper", &[Role::RoomKeeper]),
            ("desk", &[Role::FrontDesk]),
            ("admin", &[Role::Administrator]),
        ] {
            let person = app.person(role, &format!("The {role}"), roles).await;
            ids.insert(role, person);
            tokens.insert(role, app.api(person).await);
            browsers.insert(role, Mutex::new(app.browser(person).await));
        }
        browsers.insert("visitor", Mutex::new(app.visitor()));
        Self {
            ids,
            tokens,
            browsers,
        }
    }
}
