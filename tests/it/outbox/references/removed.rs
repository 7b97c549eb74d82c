//! What becomes of those that refer to what is removed: what their foreign keys said.

use std::collections::BTreeSet;

use super::{DONE, Fate, REFERENCES, Rows, Scene, known_by};
use crate::support::watch::count;

#[tokio::test(flavor = "multi_thread")]
async fn what_refers_to_what_is_removed_keeps_it_forgets_it_or_follows_it() {
    let mut scene = Scene::new().await;
    for reference in REFERENCES {
        let one = scene.thing(reference.to).await;
        let two = scene.thing(reference.to).await;
        let values = [Some(one), None, Some(two)];
        let enter = scene.entering(&reference, &values);
        assert_eq!(scene.says(&enter).await, DONE, "{enter}");
        let mut left = scene.given(&reference, &values);
        let (said, there) = match reference.fate {
            Fate::Keep => (reference.name(), 1),
            Fate::Forget => {
                left[0].1 = None;
                (DONE.to_owned(), 0)
            }
            Fate::Follow => {
                left.remove(0);
                (DONE.to_owned(), 0)
            }
        };
        let remove = reference.removing(one);
        assert_eq!(scene.says(&remove).await, said, "{reference:?}");
        assert_eq!(scene.rows(&reference).await, left, "{reference:?}");
        let the_one = format!("{} WHERE id = '{one}'", reference.to);
        assert_eq!(count(&mut scene.conn, &the_one).await, there);
        // Once nothing refers to it, it may go.
        scene.clear().await;
        assert_eq!(scene.says(&remove).await, DONE, "{reference:?}");
        assert_eq!(count(&mut scene.conn, &the_one).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn which_mail_told_it_is_forgotten_with_that_mail() {
    let mut scene = Scene::new().await;
    let told_in = REFERENCES.into_iter().find(|one| one.column == "told_in");
    let told_in = told_in.unwrap();
    let mail = scene.thing("messages").await;
    // It tells itself, as the first of those that go out together does.
    let itself = format!("UPDATE messages SET told_in = id WHERE id = '{mail}'");
    assert_eq!(scene.says(&itself).await, DONE);
    let enter = scene.entering(&told_in, &[Some(mail)]);
    assert_eq!(scene.says(&enter).await, DONE);
    assert_eq!(scene.says(&told_in.removing(mail)).await, DONE);
    let left: Rows = vec![(known_by(0), None)];
    assert_eq!(scene.rows(&told_in).await, left);
    assert_eq!(count(&mut scene.conn, "messages").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sees_the_past_only_removes_nothing_and_nothing_is_emptied() {
    let mut scene = Scene::new().await;
    let tables: BTreeSet<&str> = REFERENCES.iter().map(|reference| reference.to).collect();
    for table in tables {
        let id = scene.thing(table).await;
        for level in ["REPEATABLE READ", "SERIALIZABLE"] {
            let remove =
                format!("BEGIN ISOLATION LEVEL {level}; DELETE FROM {table} WHERE id = '{id}'");
            let said = scene.says(&remove).await;
            let refused = format!("rows of \"{table}\" are removed in READ COMMITTED");
            assert_eq!(said, refused, "{level}");
            assert_eq!(scene.says("ROLLBACK").await, DONE);
        }
        // With all messages go all that refer to one.
        if table != "messages" {
            let empty = format!("TRUNCATE {table} CASCADE");
            let refused =
                format!("\"{table}\" is not emptied: messages or attendances refer to it");
            assert_eq!(scene.says(&empty).await, refused);
        }
    }
}
