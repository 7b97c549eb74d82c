//! What is known of people is found, in a fixed number of queries.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use maru::{
    base::{ids::PersonId, language::Language, page::Page, schema::zone_spans},
    people::{
        actions,
        model::{Named, Recipient, Role},
        queries::{self, PeopleFilter},
    },
};

use crate::support::{db::TestDb, make, watch::Statements};

#[tokio::test(flavor = "multi_thread")]
async fn an_actor_is_a_member_by_a_role_or_by_their_institution() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let kaist = make::institution(conn).kind("member").id().await;
    let riken = make::institution(conn).kind("partner").id().await;
    let by_role = make::person(conn)
        .of(riken)
        .role(Role::FrontDesk)
        .actor()
        .await;
    let by_institution = make::person(conn).of(kaist).actor().await;
    let guest = make::person(conn).of(riken).actor().await;
    let alone = make::person(conn).actor().await;
    assert_eq!(
        [&by_role, &by_institution, &guest, &alone].map(|actor| actor.member),
        [true, true, false, false]
    );
    assert!(by_role.has(Role::FrontDesk) && !by_role.has(Role::RoomKeeper));
    let nobody = PersonId(uuid::Uuid::nil());
    assert!(
        queries::actor(conn, nobody, guest.author.clone())
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_actor_knows_for_whom_they_act_and_what_the_trail_says_of_them() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let professor = make::person(conn).name("Professor").id().await;
    let dean = make::person(conn).name("Dean").id().await;
    let assistant = make::person(conn)
        .nameless()
        .email("assistant@kaist.example")
        .zone("Europe/Paris")
        .language(Language::Ko)
        .id()
        .await;
    for person in [professor, dean] {
        actions::name_assistant(
            conn,
            &make::clock(),
            &make::command_line(),
            person,
            assistant,
        )
        .await
        .unwrap();
    }
    let statements = Statements::of(conn);
    let actor = make::acting(conn, assistant).await;
    assert_eq!(statements.taken(), 1);
    let mut helped = [professor, dean];
    helped.sort();
    assert_eq!(actor.acts_for, helped);
    assert!(actor.acts_as(professor) && actor.acts_as(assistant));
    assert_eq!(actor.zone, Some(make::zone("Europe/Paris")));
    assert_eq!(actor.language, Some(Language::Ko));
    assert_eq!(actor.name, None);
    assert_eq!(actor.author.person, Some(assistant));
    assert_eq!(actor.author.name, "assistant@kaist.example");
    assert_eq!(actor.author.origin.as_deref(), Some("192.0.2.1"));
    let profile = queries::profile(conn, professor).await.unwrap().unwrap();
    let called: Vec<_> = profile.assistants.iter().map(Named::called).collect();
    assert_eq!(called, ["assistant@kaist.example"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn recipients_read_in_their_language_and_where_they_are_that_day() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let hub = make::hub();
    let mila = make::institution(conn)
        .place("CA", "America/Montreal")
        .id()
        .await;
    let host = make::person(conn).id().await;
    let plain = make::person(conn)
        .name("Plain")
        .email("plain@a.example")
        .id()
        .await;
    let of_mila = make::person(conn)
        .name("Zoé")
        .of(mila)
        .contact("zoe@mila.example")
        .id()
        .await;
    let own = make::person(conn)
        .nameless()
        .of(mila)
        .zone("Asia/Dubai")
        .language(Language::Ko)
        .contact("first@u.example")
        .email("sign-in@u.example")
        .id()
        .await;
    let silent = make::person(conn).name("No Address").id().await;
    // A stay in Seoul from 1 to 5 December: 15:30 UTC on 30 November is the first of December there.
    let stay = make::stay(conn, own, host).await;
    diesel::insert_into(zone_spans::table)
        .values((
            zone_spans::person_id.eq(own),
            zone_spans::stay_id.eq(stay),
            zone_spans::from_date.eq("2026-12-01".parse::<chrono::NaiveDate>().unwrap()),
            zone_spans::to_date.eq("2026-12-05".parse::<chrono::NaiveDate>().unwrap()),
            zone_spans::zone.eq("Asia/Seoul"),
        ))
        .execute(conn)
        .await
        .unwrap();
    let all = [plain, of_mila, own, silent];
    let statements = Statements::of(conn);
    let mut at = async |moment: &str| {
        queries::recipients(conn, &hub, &all, moment.parse().unwrap())
            .await
            .unwrap()
    };
    let zone_of_own = |found: &HashMap<PersonId, Recipient>| found[&own].zone.name();
    let found = at("2026-11-30T14:30:00Z").await;
    assert_eq!(statements.taken(), 2);
    assert_eq!(
        found,
        HashMap::from(
            [
                (
                    plain,
                    Some("Plain"),
                    "plain@a.example",
                    Language::En,
                    "Asia/Seoul"
                ),
                (
                    of_mila,
                    Some("Zoé"),
                    "zoe@mila.example",
                    Language::En,
                    "America/Montreal"
                ),
                (own, None, "sign-in@u.example", Language::Ko, "Asia/Dubai"),
            ]
            .map(|(person, name, address, language, zone)| {
                let recipient = Recipient {
                    person,
                    name: name.map(str::to_owned),
                    address: address.into(),
                    language,
                    zone: make::zone(zone),
                    generation: 0,
                    title: String::new(),
                    salutation: String::new(),
                    office: None,
                };
                (person, recipient)
            })
        )
    );
    assert_eq!(zone_of_own(&at("2026-11-30T15:30:00Z").await), "Asia/Seoul");
    assert_eq!(zone_of_own(&at("2026-12-05T14:59:00Z").await), "Asia/Seoul");
    assert_eq!(zone_of_own(&at("2026-12-05T15:00:00Z").await), "Asia/Dubai");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_found_by_the_beginning_of_a_name_or_address() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    make::person(conn)
        .name("김하늘")
        .email("haneul@kaist.example")
        .id()
        .await;
    make::person(conn)
        .name("Ana Lima")
        .email("ana@u.example")
        .id()
        .await;
    make::person(conn)
        .name("Bo Anand")
        .contact("bo@u.example")
        .id()
        .await;
    make::person(conn)
        .nameless()
        .contact("anagram@u.example")
        .id()
        .await;
    make::person(conn).name("Diana 100%").id().await;
    let mut found = async |typed: &str| {
        let found = queries::search(conn, typed, 10).await.unwrap();
        found
            .iter()
            .map(|one| one.called().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        found("AN").await,
        ["Ana Lima", "Bo Anand", "anagram@u.example"]
    );
    assert_eq!(found("김하").await, ["김하늘"]);
    assert_eq!(found("haneul@").await, ["김하늘"]);
    assert_eq!(found("100%").await, ["Diana 100%"]);
    assert_eq!(found("%").await, Vec::<String>::new());
    assert_eq!(found("  ").await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_comes_in_pages_in_as_many_queries_with_one_row_as_with_three() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let kaist = make::institution(conn).kind("member").id().await;
    let mut ids = Vec::new();
    for name in ["One", "Two", "Three"] {
        let builder = make::person(conn).name(name).of(kaist).role(Role::Member);
        ids.push(builder.email(&format!("{name}@kaist.example")).id().await);
    }
    make::person(conn).name("Elsewhere").id().await;
    ids.sort();
    let filter = PeopleFilter {
        institution_id: Some(kaist),
        role: Some(Role::Member),
        address: None,
        orcid: None,
    };
    let statements = Statements::of(conn);
    let mut after = None;
    let mut seen = Vec::new();
    for wanted in [1, 1, 5] {
        let listed = queries::people(conn, &filter, Page::of(Some(wanted), after))
            .await
            .unwrap();
        assert_eq!(statements.taken(), 4);
        seen.extend(listed.items.iter().map(|profile| profile.person.id));
        after = listed.next;
    }
    assert_eq!((seen, after), (ids, None));
    let of_address = PeopleFilter {
        address: Some("two@KAIST.example".into()),
        ..PeopleFilter::default()
    };
    let found = queries::people(conn, &of_address, Page::default())
        .await
        .unwrap();
    let names: Vec<_> = found
        .items
        .iter()
        .map(|one| one.person.name.as_deref())
        .collect();
    assert_eq!(names, [Some("Two")]);
    let owner = queries::find_by_sign_in_address(conn, " TWO@kaist.example ")
        .await
        .unwrap();
    assert_eq!(owner, Some(found.items[0].named()));
    let names = queries::names(conn, &[found.items[0].person.id])
        .await
        .unwrap();
    assert_eq!(
        names.into_values().collect::<Vec<_>>(),
        [found.items[0].named()]
    );
}
