//! One enters what refers to something, another removes that at the same moment: whoever is second waits, and sees what the
//! first has done.

use diesel_async::SimpleAsyncConnection;

use super::{DONE, Fate, NOT_SERIALIZED, REFERENCES, Scene, told};
use crate::support::watch::until_something_waits;

/// Sees what others have done by then.
const PRESENT: &str = "READ COMMITTED";

/// Sees only what was there when it began.
const PAST: &str = "REPEATABLE READ";

impl Scene {
    /// The second is begun while the first is not ended; what is said of the second.
    async fn one_after_the_other(&mut self, first: &str, second: String) -> String {
        let mut other = self.test.connect().await;
        let mut watch = self.test.connect().await;
        assert_eq!(self.says(first).await, DONE, "{first}");
        let waiting = tokio::spawn(async move { other.batch_execute(&second).await });
        until_something_waits(&mut watch).await;
        assert_eq!(self.says("COMMIT").await, DONE, "{first}");
        told(waiting.await.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_entered_first_is_known_to_who_removes() {
    let mut scene = Scene::new().await;
    for reference in REFERENCES {
        for (entering, removing) in [(PRESENT, PRESENT), (PAST, PRESENT), (PRESENT, PAST)] {
            let thing = scene.thing(reference.to).await;
            let values = [Some(thing)];
            let enter = scene.entering(&reference, &values);
            let remove = reference.removing(thing);
            let first = format!("BEGIN ISOLATION LEVEL {entering}; {enter}");
            let second = format!("BEGIN ISOLATION LEVEL {removing}; {remove}; COMMIT");
            let said = scene.one_after_the_other(&first, second).await;
            let mut left = scene.given(&reference, &values);
            let expected = match (removing, reference.fate) {
                (PAST, _) => format!("rows of \"{}\" are removed in READ COMMITTED", reference.to),
                (_, Fate::Keep) => reference.name(),
                (_, Fate::Forget) => {
                    left[0].1 = None;
                    DONE.to_owned()
                }
                (_, Fate::Follow) => {
                    left.clear();
                    DONE.to_owned()
                }
            };
            let case = format!("{reference:?} {entering} {removing}");
            assert_eq!(said, expected, "{case}");
            assert_eq!(scene.rows(&reference).await, left, "{case}");
            assert_eq!(scene.dangling(&reference).await, 0, "{case}");
            scene.clear().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_removed_first_is_known_to_who_enters() {
    let mut scene = Scene::new().await;
    for reference in REFERENCES {
        for (entering, expected) in [
            (PRESENT, reference.name()),
            (PAST, NOT_SERIALIZED.to_owned()),
        ] {
            let thing = scene.thing(reference.to).await;
            let enter = scene.entering(&reference, &[Some(thing)]);
            let first = format!("BEGIN; {}", reference.removing(thing));
            let second = format!("BEGIN ISOLATION LEVEL {entering}; {enter}; COMMIT");
            let said = scene.one_after_the_other(&first, second).await;
            let case = format!("{reference:?} {entering}");
            assert_eq!(said, expected, "{case}");
            let nothing = scene.given(&reference, &[]);
            assert_eq!(scene.rows(&reference).await, nothing, "{case}");
            assert_eq!(scene.dangling(&reference).await, 0, "{case}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sees_the_past_refers_to_nothing_that_is_gone_since() {
    let mut scene = Scene::new().await;
    let mut other = scene.test.connect().await;
    for reference in REFERENCES {
        let thing = scene.thing(reference.to).await;
        let enter = scene.entering(&reference, &[Some(thing)]);
        let looked = format!("BEGIN ISOLATION LEVEL {PAST}; SELECT FROM {}", reference.to);
        assert_eq!(scene.says(&looked).await, DONE);
        let remove = reference.removing(thing);
        assert_eq!(told(other.batch_execute(&remove).await), DONE, "{remove}");
        assert_eq!(scene.says(&enter).await, NOT_SERIALIZED, "{enter}");
        assert_eq!(scene.says("ROLLBACK").await, DONE);
        let nothing = scene.given(&reference, &[]);
        assert_eq!(scene.rows(&reference).await, nothing, "{reference:?}");
        assert_eq!(scene.dangling(&reference).await, 0, "{reference:?}");
    }
}
