//! That what was typed stays, and that each error stands by its field.

use super::*;

typed_form! {
    /// A form.
    Little {
        /// A line.
        title: Field = "booking-form-title",
        /// Boxes.
        rooms: Several,
    }
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn what_was_typed_is_kept_and_errors_stand_by_their_field() {
    let mut form = Little::typed(&pairs(&[
        ("title", "A"),
        ("rooms", "hall"),
        ("rooms", "lab"),
        ("lock_version", "7"),
        ("key", "k"),
        ("other", "x"),
    ]));
    assert_eq!(form.title.value, "A");
    assert_eq!(form.rooms.values, ["hall", "lab"]);
    assert_eq!(
        (form.meta.key.as_str(), form.meta.lock_version),
        ("k", Some(7))
    );
    assert!(form.is_fine());
    form.refuse("title", "too short");
    form.refuse("nowhere", "closed");
    assert_eq!(
        form.errors(),
        [FieldError {
            name: "title".into(),
            label: "booking-form-title",
            text: "too short".into()
        }]
    );
    assert_eq!(form.meta.errors, ["closed"]);
    assert_eq!(Little::NAMES, ["title", "rooms"]);
    let page = crate::web::pages::samples::page(crate::base::language::Language::En, "/");
    let summary = form.summary(&page).to_string();
    assert!(
        summary.contains(r##"<a href="#title">What for: too short</a>"##),
        "{summary}"
    );
}
