//! People and institutions change and go, and each change is written down as it was.

use maru::{
    base::{changes::Subject, clock::Clock, error::Refusal},
    people::{
        actions::{
            self, ChangeInstitution, ChangePerson, ChangeProject, NewInstitution, NewProject,
            PersonError,
        },
        model::Role,
        queries,
    },
};
use serde_json::{Value, json};

use crate::support::{db::TestDb, make, watch};

/// What the last entry says: what was done, how it was, how it is.
pub(super) async fn last(conn: &mut diesel_async::AsyncPgConnection) -> (String, Value, Value) {
    let entry = watch::audit_trail(conn).await.pop().unwrap();
    (
        format!("{} {}", entry.action, entry.kind),
        entry.before.unwrap_or_default(),
        entry.after.unwrap_or_default(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_named_changes_and_the_rest_stays() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let mila = make::institution(conn).name("Mila").id().await;
    let me = make::person(conn)
        .name("Zoe")
        .email("zoe@mila.example")
        .zone("America/Montreal")
        .of(mila)
        .actor()
        .await;
    clock.advance(chrono::Duration::hours(1));
    let change = ChangePerson {
        lock_version: Some(1),
        name: Some(Some("Zoé Tremblay".into())),
        zone: Some(None),
        ..ChangePerson::default()
    };
    let changed = actions::change_person(conn, &clock, &make::hub(), &me, me.id, change.clone())
        .await
        .unwrap();
    let person = &changed.person;
    assert_eq!(person.name.as_deref(), Some("Zoé Tremblay"));
    assert_eq!((person.zone(), person.institution_id), (None, Some(mila)));
    assert_eq!((person.lock_version, person.modified_at), (2, clock.now()));
    assert_eq!(
        last(conn).await,
        (
            "changed people".into(),
            json!({"name": "Zoe", "zone": "America/Montreal"}),
            json!({"name": "Zoé Tremblay", "zone": null})
        )
    );
    assert_eq!(
        watch::counters(conn).await,
        [("names".to_owned(), 1), (Subject::Person(me.id).key(), 1)]
    );
    // The same once more, from the same form: it is stale, and without a version it changes nothing.
    let before = watch::acts(conn).await.len();
    let stale =
        actions::change_person(conn, &clock, &make::hub(), &me, me.id, change.clone()).await;
    assert!(matches!(
        stale,
        Err(PersonError::Refused(Refusal::Stale { now: 2 }))
    ));
    let again = ChangePerson {
        lock_version: None,
        ..change
    };
    let same = actions::change_person(conn, &clock, &make::hub(), &me, me.id, again)
        .await
        .unwrap();
    assert_eq!(same, changed);
    assert_eq!(watch::acts(conn).await.len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_something_refers_to_cannot_be_removed() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let (clock, admin) = (make::clock(), make::command_line());
    let mila = make::institution(conn).name("Mila").insert().await;
    let zoe = make::person(conn)
        .name("Zoé")
        .email("zoe@mila.example")
        .of(mila.id)
        .role(Role::Member)
        .id()
        .await;
    let busy = make::person(conn).name("Busy").id().await;
    let new = NewProject {
        name: "Scaling".into(),
        ..NewProject::default()
    };
    let project = actions::create_project(conn, &clock, &admin, new)
        .await
        .unwrap();
    make::stay(conn, busy, zoe).await;
    let refused = [
        actions::remove_institution(conn, &clock, &admin, mila.id).await,
        actions::remove_person(conn, &clock, &admin, busy).await,
    ];
    for refusal in refused {
        assert_eq!(
            refusal.unwrap_err().to_string(),
            "not in the present state: Something still refers to this, so it cannot be removed. Remove or change that first; a room can be closed instead."
        );
    }
    diesel_async::SimpleAsyncConnection::batch_execute(conn, "DELETE FROM stays")
        .await
        .unwrap();
    actions::remove_person(conn, &clock, &admin, zoe)
        .await
        .unwrap();
    assert_eq!(
        last(conn).await,
        (
            "removed people".into(),
            json!({
                "name": "Zoé", "institution_id": mila.id, "zone": null, "language": null, "orcid": null,
                "addresses": [{"address": "zoe@mila.example", "purpose": "sign_in"}],
            }),
            Value::Null
        )
    );
    actions::remove_institution(conn, &clock, &admin, mila.id)
        .await
        .unwrap();
    actions::remove_project(conn, &clock, &admin, project.id)
        .await
        .unwrap();
    assert_eq!(queries::profile(conn, zoe).await.unwrap(), None);
    assert_eq!(queries::institution(conn, mila.id).await.unwrap(), None);
    assert_eq!(queries::project(conn, project.id).await.unwrap(), None);
    let twice = actions::remove_project(conn, &clock, &admin, project.id).await;
    assert!(matches!(twice, Err(Refusal::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_institution_keeps_the_short_name_by_which_its_feed_is_known() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let (clock, admin, hub) = (make::clock(), make::command_line(), make::hub());
    let riken = make::institution(conn).name("RIKEN").insert().await;
    let slug = |slug: &str| ChangeInstitution {
        name: Some("Riken".into()),
        slug: Some(slug.into()),
        ..ChangeInstitution::default()
    };
    let other = actions::change_institution(conn, &clock, &hub, &admin, riken.id, slug("wako"));
    assert_eq!(
        other.await.unwrap_err().to_string(),
        "what was entered cannot be: slug: The short name stays riken: calendars, door signs and printed codes lead there. \
         What nothing refers to can be removed and entered anew."
    );
    let kept = queries::institution(conn, riken.id).await.unwrap().unwrap();
    assert_eq!((kept.name.as_str(), kept.slug.as_str()), ("RIKEN", "riken"));
    // Whoever sends back what they read changes the rest.
    let same = actions::change_institution(conn, &clock, &hub, &admin, riken.id, slug("riken"));
    let same = same.await.unwrap();
    assert_eq!((same.name.as_str(), same.slug.as_str()), ("Riken", "riken"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_institution_changes_where_it_is_named_and_tells_what_shows_it() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let (clock, admin) = (make::clock(), make::command_line());
    let kaist = make::institution(conn).name("KAIST").insert().await;
    let change = ChangeInstitution {
        lock_version: Some(1),
        kind: Some("member".into()),
        country: Some(None),
        ror: Some(Some("https://ror.org/05apxxy63".into())),
        ..ChangeInstitution::default()
    };
    let changed = actions::change_institution(conn, &clock, &make::hub(), &admin, kaist.id, change)
        .await
        .unwrap();
    assert_eq!((changed.slug.as_str(), changed.lock_version), ("kaist", 2));
    assert_eq!(
        last(conn).await,
        (
            "changed institutions".into(),
            json!({"country": "KR", "kind": "other", "ror": null}),
            json!({"country": null, "kind": "member", "ror": "05apxxy63"})
        )
    );
    let key = Subject::Institution(kaist.id).key();
    // It is a member now, and its people see more.
    assert_eq!(
        watch::counters(conn).await,
        [(key.clone(), 1), ("names".to_owned(), 1)]
    );
    let renamed = ChangeInstitution {
        name: Some("한국과학기술원".into()),
        ..ChangeInstitution::default()
    };
    actions::change_institution(conn, &clock, &make::hub(), &admin, kaist.id, renamed)
        .await
        .unwrap();
    assert_eq!(
        watch::counters(conn).await,
        [(key, 2), ("names".to_owned(), 2)]
    );
    let new = NewProject {
        name: "Scaling".into(),
        ..NewProject::default()
    };
    let project = actions::create_project(conn, &clock, &admin, new)
        .await
        .unwrap();
    let about = ChangeProject {
        description: Some("Laws of\r\nscale".into()),
        ..ChangeProject::default()
    };
    let project = actions::change_project(conn, &clock, &admin, project.id, about)
        .await
        .unwrap();
    assert_eq!(project.description, "Laws of\nscale");
    assert_eq!(
        last(conn).await,
        (
            "changed projects".into(),
            json!({"description": ""}),
            json!({"description": "Laws of\nscale"})
        )
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_do_not_make_themselves_members() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    let kaist = make::institution(conn).kind("member").id().await;
    let riken = make::institution(conn).kind("partner").id().await;
    let guest = make::person(conn).actor().await;
    let colleague = make::person(conn).of(kaist).actor().await;
    let desk = make::person(conn).role(Role::FrontDesk).actor().await;
    let into = |institution| ChangePerson {
        institution_id: Some(Some(institution)),
        ..ChangePerson::default()
    };
    let refused =
        actions::change_person(conn, &clock, &make::hub(), &guest, guest.id, into(kaist)).await;
    assert!(matches!(
        refused,
        Err(PersonError::Refused(Refusal::Forbidden(_)))
    ));
    actions::change_person(conn, &clock, &make::hub(), &guest, guest.id, into(riken))
        .await
        .unwrap();
    assert!(!make::acting(conn, guest.id).await.member);
    let nowhere = maru::base::ids::InstitutionId(uuid::Uuid::nil());
    let unknown =
        actions::change_person(conn, &clock, &make::hub(), &guest, guest.id, into(nowhere))
            .await
            .unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "what was entered cannot be: institution_id: There is nothing under that id."
    );
    actions::change_person(conn, &clock, &make::hub(), &desk, guest.id, into(kaist))
        .await
        .unwrap();
    assert!(make::acting(conn, guest.id).await.member);
    // Which institutions are members is not for every member to say.
    let new = || NewInstitution {
        name: "Postech".into(),
        zone: "Asia/Seoul".into(),
        kind: Some("member".into()),
        ..NewInstitution::default()
    };
    let refused = actions::create_institution(conn, &clock, &colleague, new()).await;
    assert!(matches!(refused, Err(Refusal::Forbidden(_))));
    actions::create_institution(conn, &clock, &desk, new())
        .await
        .unwrap();
}
