//! What is entered refers to what is there, one row or many, whatever else they have.

use uuid::Uuid;

use super::{DONE, NONE, REFERENCES, Scene};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_entered_refers_to_what_is_there() {
    let mut scene = Scene::new().await;
    for reference in REFERENCES {
        let one = scene.thing(reference.to).await;
        for values in [
            vec![Some(NONE)],
            // One of many is enough, wherever it stands among those that refer to something, and to nothing.
            vec![Some(NONE), Some(one), None],
            vec![None, Some(NONE), Some(one)],
            vec![Some(one), None, Some(NONE)],
        ] {
            let enter = scene.entering(&reference, &values);
            assert_eq!(scene.says(&enter).await, reference.name(), "{enter}");
            let rows = scene.rows(&reference).await;
            assert_eq!(rows, scene.given(&reference, &[]), "{enter}");
        }
        for values in [
            vec![Some(one)],
            vec![None, None],
            vec![None, Some(one), None],
        ] {
            let enter = scene.entering(&reference, &values);
            assert_eq!(scene.says(&enter).await, DONE, "{enter}");
            let rows = scene.rows(&reference).await;
            assert_eq!(rows, scene.given(&reference, &values), "{enter}");
            let again = format!("DELETE FROM {} WHERE address LIKE 'row%'", reference.table);
            assert_eq!(scene.says(&again).await, DONE);
        }
        scene.clear().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_refers_to_what_is_there() {
    let mut scene = Scene::new().await;
    for reference in REFERENCES {
        let one = scene.thing(reference.to).await;
        let two = scene.thing(reference.to).await;
        let three = scene.thing(reference.to).await;
        let (table, column) = (reference.table, reference.column);
        let mut values = [None, Some(one), None, Some(two)];
        let enter = scene.entering(&reference, &values);
        assert_eq!(scene.says(&enter).await, DONE, "{enter}");
        let elsewhere =
            |id: Uuid| format!("UPDATE {table} SET {column} = '{id}' WHERE {column} = '{one}'");
        assert_eq!(scene.says(&elsewhere(NONE)).await, reference.name());
        let rows = scene.rows(&reference).await;
        assert_eq!(rows, scene.given(&reference, &values), "{reference:?}");
        assert_eq!(scene.says(&elsewhere(three)).await, DONE);
        values[1] = Some(three);
        let rows = scene.rows(&reference).await;
        assert_eq!(rows, scene.given(&reference, &values), "{reference:?}");
        scene.clear().await;
    }
}
