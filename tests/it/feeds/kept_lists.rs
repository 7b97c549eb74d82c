//! The calendar of a list on which very much was put by hand.

use maru::{
    base::{
        changes::Subject,
        ids::{ListId, SeminarId},
    },
    feeds::model::Address,
};

use super::{
    make::{Seminar, World, id},
    read::titles,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_that_were_chosen_stand_there_and_a_change_of_any_is_seen() {
    let world = World::new().await;
    let rows: String = (1..=1000)
        .map(|n| Seminar::new(n, "Chosen").sql())
        .collect();
    world.run(&rows).await;
    let list = ListId(id(5000));
    world
        .run(&format!(
            "INSERT INTO lists (id, slug, name_en, visibility, state, state_at, created_at, modified_at) \
                 VALUES ('{list}', 'many', 'Many', 'public', 'kept', now(), now(), now()); \
             INSERT INTO list_items (id, list_id, what, seminar_id, since) \
                 SELECT gen_random_uuid(), '{list}', 'seminar', id, now() FROM seminars"
        ))
        .await;
    let many = || Address::List("many".into());
    let body = world.get(many()).await.unwrap();
    assert_eq!(titles(&body), vec!["Chosen"; 1000]);
    let last = SeminarId(id(1000));
    let rename = format!("UPDATE seminars SET title = 'Renamed' WHERE id = '{last}'");
    // As every writer of a seminar does.
    let raised = [Subject::Hub, Subject::Seminar(last)];
    world.change(&rename, &raised).await;
    let body = world.after(many(), &body).await.unwrap();
    let renamed = titles(&body).into_iter().filter(|one| one == "Renamed");
    assert_eq!(renamed.count(), 1);
}
