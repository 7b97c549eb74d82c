//! Who sees which stays, and how much of them.

use maru::{
    base::page::Page,
    people::model::{Actor, Role},
    stays::{
        actions::NewStay,
        queries::{self, Seen, StayFilter},
        rules::Sight,
        state::StayState,
    },
};

use super::make::{Scene, day};
use crate::support::{make, watch::Statements};

fn lines(seen: &[Seen]) -> Vec<String> {
    seen.iter()
        .map(|one| {
            let stay = &one.details.stay;
            let sight = match one.sight {
                Sight::Full => "full",
                Sight::Brief => "brief",
            };
            format!("{} {} {sight}", stay.from_date, stay.state)
        })
        .collect()
}

/// A stay in every state, each a week later, and a tentative one that is approved.
async fn one_of_each(scene: &Scene) {
    let conn = &mut scene.conn().await;
    let mut first = day("2027-01-01");
    for (state, tentative) in StayState::ALL
        .iter()
        .map(|state| (*state, false))
        .chain([(StayState::Approved, true)])
    {
        let new = NewStay {
            from: first,
            to: first,
            tentative,
            ..scene.stay()
        };
        first += chrono::Duration::days(7);
        let id = scene.enter(conn, &scene.host, new).await.unwrap().stay.id;
        scene.bring(conn, id, state).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn members_see_who_comes_and_is_here_those_concerned_see_all() {
    let scene = Scene::new().await;
    one_of_each(&scene).await;
    let conn = &mut scene.conn().await;
    let member = make::person(conn).role(Role::Member).actor().await;
    let guest = make::person(conn).actor().await;
    let timeline = async |conn: &mut _, viewer: &Actor| {
        let seen = queries::timeline(conn, viewer, day("2027-01-01"), day("2027-12-31")).await;
        lines(&seen.unwrap())
    };
    let all = [
        "2027-01-01 proposed full",
        "2027-01-08 approved full",
        "2027-01-15 refused full",
        "2027-01-22 invited full",
        "2027-01-29 confirmed full",
        "2027-02-05 arrived full",
        "2027-02-12 departed full",
        "2027-02-19 cancelled full",
        "2027-02-26 no_show full",
        "2027-03-05 approved full",
    ];
    for concerned in [&scene.host, &scene.visitor, &scene.front_desk] {
        assert_eq!(timeline(conn, concerned).await, all);
    }
    assert_eq!(
        timeline(conn, &member).await,
        [
            "2027-01-08 approved brief",
            "2027-01-22 invited brief",
            "2027-01-29 confirmed brief",
            "2027-02-05 arrived brief",
        ]
    );
    assert_eq!(timeline(conn, &guest).await, Vec::<String>::new());
    // One by one it is the same.
    for one in queries::timeline(conn, &scene.host, day("2027-01-01"), day("2027-12-31"))
        .await
        .unwrap()
    {
        let stay = &one.details.stay;
        let by_id = queries::seen(conn, &member, stay.id).await.unwrap();
        let by_code = queries::seen_by_code(conn, &member, &stay.code)
            .await
            .unwrap();
        assert_eq!(by_id, by_code);
        let Some(brief) = by_id else { continue };
        assert_eq!(brief.sight, Sight::Brief);
        assert_eq!(
            (
                brief.details.stay.purpose.as_str(),
                brief.details.stay.topics.len()
            ),
            ("", 0)
        );
        assert_eq!(
            (brief.details.visitor.address, brief.details.host.address),
            (None, None)
        );
        assert_eq!(brief.details.visitor.name.as_deref(), Some("Jean Modèle"));
        assert_eq!(one.details.stay.purpose, "Joint work");
        assert!(
            queries::seen(conn, &guest, stay.id)
                .await
                .unwrap()
                .is_none()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_narrowed_and_read_in_parts() {
    let scene = Scene::new().await;
    one_of_each(&scene).await;
    let conn = &mut scene.conn().await;
    let front_desk = &scene.front_desk;
    let whole = queries::list(conn, front_desk, &StayFilter::default(), Page::default()).await;
    let whole = whole.unwrap();
    assert_eq!((whole.items.len(), whole.next), (10, None));
    let mut parts = Vec::new();
    let mut after = None;
    loop {
        let page = Page::of(Some(4), after);
        let part = queries::list(conn, front_desk, &StayFilter::default(), page)
            .await
            .unwrap();
        parts.extend(part.items);
        after = part.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(parts, whole.items);
    let mut narrowed = async |filter: StayFilter| {
        let listed = queries::list(conn, front_desk, &filter, Page::default()).await;
        let mut lines = lines(&listed.unwrap().items);
        lines.sort();
        lines
    };
    let approved = StayFilter {
        state: Some(StayState::Approved),
        ..StayFilter::default()
    };
    assert_eq!(
        narrowed(approved).await,
        ["2027-01-08 approved full", "2027-03-05 approved full"]
    );
    let days = StayFilter {
        from: Some(day("2027-01-08")),
        to: Some(day("2027-01-15")),
        ..StayFilter::default()
    };
    assert_eq!(
        narrowed(days).await,
        ["2027-01-08 approved full", "2027-01-15 refused full"]
    );
    for (filter, count) in [
        (
            StayFilter {
                host: Some(scene.host.id),
                ..StayFilter::default()
            },
            10,
        ),
        (
            StayFilter {
                host: Some(scene.visitor.id),
                ..StayFilter::default()
            },
            0,
        ),
        (
            StayFilter {
                visitor: Some(scene.visitor.id),
                ..StayFilter::default()
            },
            10,
        ),
        (
            StayFilter {
                site: Some(scene.site),
                ..StayFilter::default()
            },
            10,
        ),
    ] {
        assert_eq!(narrowed(filter).await.len(), count);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_stays_make_no_more_queries() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let member = make::person(conn).role(Role::Member).actor().await;
    let mut taken = Vec::new();
    let mut first = day("2026-12-01");
    for more in [1, 2] {
        for _ in 0..more {
            let new = NewStay {
                from: first,
                to: first,
                ..scene.stay()
            };
            first += chrono::Duration::days(1);
            let id = scene.enter(conn, &scene.host, new).await.unwrap().stay.id;
            scene.bring(conn, id, StayState::Approved).await;
        }
        let counted = Statements::of(conn);
        let (from, to) = (day("2026-12-01"), day("2026-12-31"));
        let seen = queries::timeline(conn, &member, from, to).await.unwrap();
        let timeline = counted.taken();
        queries::list(conn, &member, &StayFilter::default(), Page::default())
            .await
            .unwrap();
        taken.push((seen.len(), timeline, counted.taken()));
    }
    assert_eq!(taken, [(1, 2, 2), (3, 2, 2)]);
}
