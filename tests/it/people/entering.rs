//! People, institutions and projects come in, once and whole.

use maru::{
    base::{error::Refusal, language::Language},
    people::{
        actions::{self, NewInstitution, NewPerson, NewProject, PersonError},
        model::{AddressPurpose, Role},
        queries,
    },
};
use serde_json::json;

use crate::support::{
    db::TestDb,
    make,
    watch::{self, Entry},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_kept_as_entered_and_written_down() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let actor = make::person(conn)
        .name("Kim Haneul")
        .role(Role::Member)
        .actor()
        .await;
    let institution = make::institution(conn).id().await;
    let before = watch::audit_trail(conn).await.len();
    let new = NewPerson {
        name: Some("  Zoé \u{202E}Tremblay\r\n".into()),
        email: Some(" Zoe@mila.example ".into()),
        contact_email: Some("office@mila.example".into()),
        institution_id: Some(institution),
        zone: Some("America/Montreal".into()),
        language: Some("en".into()),
        orcid: Some("https://orcid.org/0000-0002-1825-0097".into()),
    };
    let profile = actions::create_person(conn, &make::clock(), &actor, new)
        .await
        .unwrap();
    let person = &profile.person;
    assert_eq!(person.name.as_deref(), Some("Zoé Tremblay"));
    assert_eq!(person.zone(), Some(make::zone("America/Montreal")));
    assert_eq!(person.language(), Some(Language::En));
    assert_eq!(person.orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(
        (person.lock_version, person.created_at, person.modified_at),
        (1, make::start(), make::start())
    );
    let addresses: Vec<_> = profile
        .addresses
        .iter()
        .map(|address| (address.address.as_str(), address.purpose))
        .collect();
    assert_eq!(
        addresses,
        [
            ("Zoe@mila.example", AddressPurpose::SignIn),
            ("office@mila.example", AddressPurpose::Contact)
        ]
    );
    assert_eq!(
        queries::profile(conn, person.id).await.unwrap().as_ref(),
        Some(&profile)
    );
    assert_eq!(
        watch::audit_trail(conn).await[before..],
        [Entry {
            who: "Kim Haneul".into(),
            channel: "page".into(),
            action: "entered".into(),
            kind: "people".into(),
            id: person.id.0,
            before: None,
            after: Some(json!({
                "name": "Zoé Tremblay",
                "institution_id": institution,
                "zone": "America/Montreal",
                "language": "en",
                "orcid": "0000-0002-1825-0097",
                "addresses": [
                    {"address": "Zoe@mila.example", "purpose": "sign_in"},
                    {"address": "office@mila.example", "purpose": "contact"},
                ],
            })),
        }]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_named_at_once_and_nothing_is_written() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let refused = actions::create_person(
        conn,
        &make::clock(),
        &make::command_line(),
        NewPerson {
            name: Some("x".repeat(501)),
            email: Some("a@b.example\r\nBcc: c@d.example".into()),
            contact_email: Some("nobody".into()),
            institution_id: None,
            zone: Some("Asia/Soeul".into()),
            language: Some("tlh".into()),
            orcid: Some("0000-0002-1825-0098".into()),
        },
    )
    .await
    .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "what was entered cannot be: \
         contact_email: This is not a mail address: it needs a name, an @ and a domain, without spaces or line breaks.; \
         email: This is not a mail address: it needs a name, an @ and a domain, without spaces or line breaks.; \
         language: Choose one of: en, ko.; name: At most 500 characters.; \
         orcid: An ORCID iD has four groups of four, such as 0000-0002-1825-0097, and a check digit.; \
         zone: There is no time zone called “Asia/Soeul”; write it as in the IANA database, such as Asia/Seoul."
    );
    let nobody = actions::create_person(
        conn,
        &make::clock(),
        &make::command_line(),
        NewPerson {
            name: Some(" \u{202E} ".into()),
            zone: Some("UTC".into()),
            ..NewPerson::default()
        },
    )
    .await
    .unwrap_err();
    assert_eq!(
        nobody.to_string(),
        "what was entered cannot be: name: A name or a mail address is needed."
    );
    let nowhere = actions::create_person(
        conn,
        &make::clock(),
        &make::command_line(),
        NewPerson {
            name: Some("Someone".into()),
            institution_id: Some(maru::base::ids::InstitutionId(uuid::Uuid::nil())),
            ..NewPerson::default()
        },
    )
    .await
    .unwrap_err();
    assert_eq!(
        nowhere.to_string(),
        "what was entered cannot be: institution_id: There is nothing under that id."
    );
    let institution = actions::create_institution(
        conn,
        &make::clock(),
        &make::command_line(),
        NewInstitution {
            name: " ".into(),
            country: Some("Korea".into()),
            zone: String::new(),
            kind: Some("friend".into()),
            ror: Some("05apxxy64".into()),
            ..NewInstitution::default()
        },
    )
    .await
    .unwrap_err();
    assert_eq!(
        institution.to_string(),
        "what was entered cannot be: country: Two capital letters, as in ISO 3166: KR, CA, FR, AE.; \
         kind: Choose one of: member, partner, other.; name: This is needed.; \
         ror: A ROR id has nine characters and begins with 0, such as 05apxxy63.; zone: This is needed."
    );
    assert_eq!(watch::acts(conn).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_for_signing_in_is_one_persons_and_a_contact_may_be_several_peoples() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let minister = make::person(conn)
        .name("Minister")
        .contact("office@gov.example")
        .id()
        .await;
    let deputy = make::person(conn)
        .name("Deputy")
        .email("deputy@gov.example")
        .contact("OFFICE@gov.example")
        .id()
        .await;
    assert_ne!(minister, deputy);
    let again = NewPerson {
        name: Some("Another".into()),
        email: Some("Deputy@GOV.example".into()),
        ..NewPerson::default()
    };
    let known = actions::create_person(conn, &make::clock(), &make::command_line(), again)
        .await
        .unwrap_err();
    let PersonError::AddressKnown { person, name } = known else {
        panic!("{known}")
    };
    assert_eq!((person, name.as_str()), (deputy, "Deputy"));
    assert_eq!(watch::acts(conn).await, ["entered people"; 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_enter_one_address_at_once_one_succeeds_and_the_other_learns_whose_it_is() {
    let test = TestDb::new().await;
    for round in 0..20 {
        let address = format!("once-{round}@race.example");
        let attempts = (0..4).map(|_| {
            let (db, address) = (test.db.clone(), address.clone());
            tokio::spawn(async move {
                let new = NewPerson {
                    email: Some(address),
                    ..NewPerson::default()
                };
                let mut conn = db.get().await.unwrap();
                actions::create_person(&mut conn, &make::clock(), &make::command_line(), new).await
            })
        });
        let mut entered = Vec::new();
        let mut told = Vec::new();
        for attempt in attempts.collect::<Vec<_>>() {
            match attempt.await.unwrap() {
                Ok(profile) => entered.push(profile.person.id),
                Err(PersonError::AddressKnown { person, name }) => {
                    assert_eq!(name, address);
                    told.push(person);
                }
                Err(PersonError::Refused(refusal)) => panic!("{refusal}"),
            }
        }
        assert_eq!(entered.len(), 1, "{entered:?}");
        assert_eq!(told, [entered[0]; 3]);
    }
    let conn = &mut test.connect().await;
    assert_eq!(watch::acts(conn).await, ["entered people"; 20]);
}

#[tokio::test(flavor = "multi_thread")]
async fn slugs_are_made_from_names_and_stay_apart() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let mut slugs = Vec::new();
    for name in [
        "KAIST",
        "KAIST!",
        "한국과학기술원",
        "…",
        "…",
        "KAIST 2",
        "kaist",
    ] {
        slugs.push(make::institution(conn).name(name).insert().await.slug);
    }
    assert_eq!(
        slugs,
        [
            "kaist",
            "kaist-2",
            "한국과학기술원",
            "institutions",
            "institutions-2",
            "kaist-2-2",
            "kaist-3"
        ]
    );
    let new = |slug: &str| NewProject {
        name: "Scaling".into(),
        slug: Some(slug.into()),
        description: None,
    };
    let (clock, actor) = (make::clock(), make::command_line());
    let project = actions::create_project(conn, &clock, &actor, new("Laws"))
        .await
        .unwrap();
    assert_eq!(project.slug, "laws");
    let said = async |conn: &mut _, slug| {
        actions::create_project(conn, &clock, &actor, new(slug))
            .await
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        said(conn, "laws").await,
        "what was entered cannot be: slug: This short name is taken already; choose another."
    );
    assert_eq!(
        said(conn, "no/slash").await,
        "what was entered cannot be: slug: Lower-case letters, digits and single hyphens, at most 80 characters."
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn institutions_entered_at_once_get_slugs_of_their_own() {
    let test = TestDb::new().await;
    let attempts: Vec<_> = (0..8)
        .map(|_| {
            let db = test.db.clone();
            tokio::spawn(async move {
                let mut conn = db.get().await.unwrap();
                make::institution(&mut conn)
                    .name("KAIST")
                    .insert()
                    .await
                    .slug
            })
        })
        .collect();
    let mut slugs = Vec::new();
    for attempt in attempts {
        slugs.push(attempt.await.unwrap());
    }
    slugs.sort();
    let mut wanted: Vec<_> = (2..=8).map(|n| format!("kaist-{n}")).collect();
    wanted.insert(0, "kaist".into());
    assert_eq!(slugs, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_enter_nobody() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let guest = make::person(conn).email("guest@far.example").actor().await;
    let clock = make::clock();
    let person = actions::create_person(
        conn,
        &clock,
        &guest,
        NewPerson {
            name: Some("Friend".into()),
            ..NewPerson::default()
        },
    )
    .await;
    assert!(matches!(
        person,
        Err(PersonError::Refused(Refusal::Forbidden(_)))
    ));
    let institution = NewInstitution {
        name: "Far".into(),
        zone: "UTC".into(),
        ..NewInstitution::default()
    };
    let institution = actions::create_institution(conn, &clock, &guest, institution).await;
    assert!(matches!(institution, Err(Refusal::Forbidden(_))));
    assert_eq!(watch::acts(conn).await, ["entered people"]);
}
