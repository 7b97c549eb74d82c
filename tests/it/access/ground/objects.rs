//! What stands in the parameters of addresses: things that there are, and where there is one only, that of the draft or of
//! someone else, so that nothing is come by through an address that is not its own.

use serde_json::Value;

use super::{
    house::House,
    links::{Links, pass, speaks},
    people::People,
    rows::Beside,
    seminars::Seminars,
    text,
    uses::Uses,
};
use crate::support::{app::TestApp, house::attributes};

/// An object with what it is called, and the values of parameters.
pub type Object = (String, Vec<(&'static str, String)>);

/// By what a pattern begins with: the first that fits.
pub type Objects = Vec<(&'static str, Vec<Object>)>;

fn one(name: &'static str, value: impl Into<String>) -> Vec<Object> {
    vec![(String::new(), vec![(name, value.into())])]
}

fn each(name: &'static str, values: &[(&str, &Value)], of: &str) -> Vec<Object> {
    values
        .iter()
        .map(|(label, value)| ((*label).to_owned(), vec![(name, text(value, of))]))
        .collect()
}

fn with(mut objects: Vec<Object>, more: &[(&'static str, &str)]) -> Vec<Object> {
    for (_, values) in &mut objects {
        values.extend(
            more.iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
    }
    objects
}

/// What there is to be asked for.
pub struct Ground<'a> {
    pub app: &'a TestApp,
    pub people: &'a People,
    pub house: &'a House,
    pub seminars: &'a Seminars,
    pub uses: &'a Uses,
    pub links: &'a Links,
    pub beside: &'a Beside,
    /// Of a message that failed, a suspension, and a mail that was set aside.
    pub troubles: &'a [String; 3],
    /// The tokens with which addresses confirm.
    pub confirm: &'a [String; 2],
    /// The invitation: the message, and the mail that it became.
    pub invitation: &'a str,
    /// The booking of the draft, and that of the stay that is proposed.
    pub bookings: [Value; 2],
}

impl Ground<'_> {
    pub async fn objects(&self) -> Objects {
        let style = attributes(
            &self.app.get("/nowhere").await,
            "link[rel=stylesheet]",
            "href",
        );
        let style = style[0].trim_start_matches("/static/").to_owned();
        let mut all = vec![("/static/{name}", one("name", style))];
        all.extend(self.lists());
        all.extend(self.people());
        all.extend(self.seminars());
        all.extend(self.rooms());
        all.extend(self.by_link());
        all.extend(self.administration());
        all
    }

    fn lists(&self) -> Objects {
        let named = |name: &'static str, of: &str| -> Vec<Object> {
            let lists = self.seminars.lists.iter();
            let one = lists.map(|(label, list, item)| {
                let values = vec![(name, text(list, of)), ("item_id", item.clone())];
                ((*label).to_owned(), values)
            });
            one.collect()
        };
        let items = self.seminars.lists.iter().map(|(label, list, item)| {
            let values = vec![("slug", text(list, "slug")), ("id", item.clone())];
            ((*label).to_owned(), values)
        });
        let owner = self.people.ids["owner"].to_string();
        vec![
            ("/feeds/lists/", named("slug", "slug")),
            ("/embed/lists/", named("slug", "slug")),
            ("/lists/{slug}", items.collect()),
            ("/api/v1/lists/", named("id", "id")),
            (
                "/api/v1/people/{id}/follows/lists/",
                with(named("list_id", "id"), &[("id", &owner)]),
            ),
        ]
    }

    fn people(&self) -> Objects {
        let (house, uses) = (self.house, self.uses);
        let owner = self.people.ids["owner"].to_string();
        let stranger = text(&house.stranger, "id");
        let both = || -> Vec<Object> {
            [("owner", &owner), ("stranger", &stranger)]
                .map(|(label, id)| (label.to_owned(), vec![("id", id.clone())]))
                .to_vec()
        };
        vec![
            (
                "/api/v1/institutions/",
                one("id", text(&house.institution, "id")),
            ),
            ("/api/v1/projects/", one("id", text(&house.project, "id"))),
            (
                "/api/v1/people/{id}/roles",
                with(one("role", "member"), &[("id", &stranger)]),
            ),
            (
                "/api/v1/people/{id}/assistants",
                with(one("id", owner.as_str()), &[("assistant_id", &stranger)]),
            ),
            (
                "/api/v1/people/{id}/feeds",
                with(
                    one("id", owner.as_str()),
                    &[("feed_id", &text(&uses.feed, "id"))],
                ),
            ),
            (
                "/api/v1/people/{id}/follows/",
                with(both(), &[("slug", "alignment")]),
            ),
            ("/api/v1/people/", both()),
        ]
    }

    fn seminars(&self) -> Objects {
        let (seminars, beside) = (self.seminars, self.beside);
        let all: Vec<(&str, &Value)> = seminars
            .all
            .iter()
            .map(|(label, one)| (*label, one))
            .collect();
        let both = [("public", &seminars.open), ("members", &seminars.within)];
        let owner = self.people.ids["owner"].to_string();
        let lecturer = text(&seminars.lecturer, "id");
        let (series_list, seminar_list) = (
            text(&seminars.series_list, "id"),
            text(&seminars.seminar_list, "id"),
        );
        let pages = |more: &[(&'static str, &str)]| with(each("code", &all, "code"), more);
        let calls = |more: &[(&'static str, &str)]| with(each("id", &all, "id"), more);
        let pass = pass(self.app, &seminars.id("public"), self.people.ids["owner"]);
        let public = seminars
            .all
            .iter()
            .find(|(label, _)| *label == "public")
            .unwrap();
        vec![
            ("/feeds/seminars/", pages(&[])),
            ("/feeds/series/", each("slug", &both, "slug")),
            ("/feeds/topics/", one("slug", "sample")),
            ("/feeds/institutions/", one("slug", "sample")),
            (
                "/topics/",
                [("known", "sample"), ("unknown", "nothing")]
                    .map(|(label, slug)| (label.to_owned(), vec![("slug", slug.to_owned())]))
                    .to_vec(),
            ),
            ("/embed/series/", each("slug", &both, "slug")),
            ("/embed/topics/", one("slug", "sample")),
            ("/embed/institutions/", one("slug", "sample")),
            (
                "/api/v1/series/{id}/audiences",
                with(each("id", &both, "id"), &[("audience_id", &series_list)]),
            ),
            (
                "/api/v1/series/",
                with(each("id", &both, "id"), &[("person_id", &owner)]),
            ),
            (
                "/api/v1/seminars/{id}/audiences",
                calls(&[("audience_id", &seminar_list)]),
            ),
            (
                "/api/v1/seminars/{id}/check-ins/{check_in_id}",
                calls(&[("check_in_id", &beside.check_in)]),
            ),
            (
                "/api/v1/seminars/{id}/slot-offers",
                calls(&[("offer_id", &beside.offer)]),
            ),
            (
                "/api/v1/seminars/{id}/files/{file_id}",
                calls(&[("file_id", &beside.evidence)]),
            ),
            (
                "/api/v1/seminars/{id}/speakers",
                calls(&[("person_id", &lecturer)]),
            ),
            ("/api/v1/seminars/", calls(&[("person_id", &owner)])),
            (
                "/seminars/{code}/door/{token}",
                with(one("code", text(&public.1, "code")), &[("token", &pass)]),
            ),
            (
                "/seminars/{code}/messages/{kind}/letters",
                pages(&[("kind", "invitation"), ("id", self.invitation)]),
            ),
            (
                "/seminars/{code}/messages/{kind}",
                pages(&[("kind", "reminder")]),
            ),
            ("/seminars/{code}/speakers", pages(&[("id", &lecturer)])),
            (
                "/seminars/{code}/files/{id}/removal",
                pages(&[("id", &beside.evidence)]),
            ),
            ("/seminars/{code}/files", pages(&[("id", &beside.slides)])),
            ("/seminars/{code}", pages(&[("id", &seminar_list)])),
            ("/s/", pages(&[])),
            (
                "/series/{slug}",
                with(each("slug", &both, "slug"), &[("id", &series_list)]),
            ),
        ]
    }

    fn rooms(&self) -> Objects {
        let (house, uses) = (self.house, self.uses);
        let [of_draft, of_stay] = &self.bookings;
        let bookings = [
            ("owner's", &uses.booked),
            ("held", &uses.held),
            ("of the draft", of_draft),
            ("of the proposed stay", of_stay),
        ];
        let stays = [("proposed", &uses.proposed), ("confirmed", &uses.known)];
        let steps = |of: &'static str| -> Vec<Object> {
            [
                ("proposed", &uses.proposed, "approval"),
                ("proposed", &uses.proposed, "cancellation"),
                ("confirmed", &uses.known, "arrival"),
            ]
            .map(|(label, stay, act)| {
                let values = vec![(of, text(stay, of)), ("act", act.to_owned())];
                (format!("{label} {act}"), values)
            })
            .to_vec()
        };
        let rooms = [("hall", &house.hall), ("desk", &house.desk)];
        vec![
            ("/feeds/rooms/", each("slug", &rooms, "slug")),
            ("/rooms/{slug}", each("slug", &rooms, "slug")),
            ("/bookings/", each("code", &bookings, "code")),
            ("/stays/{code}/{act}", steps("code")),
            ("/stays/{code}", each("code", &stays, "code")),
            ("/api/v1/sites/", one("id", text(&house.site, "id"))),
            ("/api/v1/rooms/", one("id", text(&house.hall, "id"))),
            ("/api/v1/bookings/", each("id", &bookings, "id")),
            ("/api/v1/stays/{id}/{act}", steps("id")),
            ("/api/v1/stays/", each("id", &stays, "id")),
        ]
    }

    fn by_link(&self) -> Objects {
        let talk = self.seminars.id("with a speaker");
        let confirm = ["to follow", "an answer"]
            .into_iter()
            .zip(self.confirm)
            .map(|(label, token)| (label.to_owned(), vec![("token", token.clone())]));
        vec![
            ("/feeds/my/", one("secret", self.uses.secret())),
            ("/sign-in/link/", one("token", "nothing")),
            ("/answer/", one("token", self.links.answer.as_str())),
            (
                "/speak/",
                one("token", speaks(self.app, &talk, self.people.ids["speaker"])),
            ),
            ("/confirm/", confirm.collect()),
            ("/notices/", one("token", self.links.notices.as_str())),
            ("/unsubscribe/", one("token", self.links.click.as_str())),
        ]
    }

    fn administration(&self) -> Objects {
        let (house, uses) = (self.house, self.uses);
        let [failed, suspended, came_in] = self.troubles;
        let owner = self.people.ids["owner"].to_string();
        let token = || one("id", text(&uses.token, "id"));
        let closed = || one("id", text(&house.closed, "id"));
        vec![
            ("/feeds/how/", one("program", "google")),
            ("/api/v1/closed-days/", closed()),
            ("/api/v1/messages/{id}/retry", one("id", failed.as_str())),
            ("/api/v1/messages/", one("id", self.invitation)),
            ("/api/v1/suspensions/", one("id", suspended.as_str())),
            ("/api/v1/inbound/", one("id", came_in.as_str())),
            ("/api/v1/docs/", one("part", "bookings")),
            ("/api/v1/tokens/", token()),
            ("/problems/", one("name", "taken")),
            ("/me/feeds/", one("id", text(&uses.feed, "id"))),
            ("/me/tokens/", token()),
            ("/admin/mail/{id}/retry", one("id", failed.as_str())),
            ("/admin/mail/{id}/abandonment", one("id", failed.as_str())),
            ("/admin/mail/", one("id", self.invitation)),
            ("/admin/closed-days/", closed()),
            ("/admin/suspensions/", one("id", suspended.as_str())),
            ("/admin/inbound/", one("id", came_in.as_str())),
            (
                "/admin/people/",
                with(
                    one("id", owner.as_str()),
                    &[("feed_id", &text(&uses.feed, "id"))],
                ),
            ),
        ]
    }
}
