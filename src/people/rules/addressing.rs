//! How people are addressed, and guests as organisers list them: made fit to keep.

use crate::{
    base::{
        error::{Invalid, Reason},
        text,
    },
    people::{
        actions::GuestLine,
        model::{FormOfAddress, Office},
    },
};

/// Longest title and longest salutation, in characters.
const TITLE: usize = 100;
const SALUTATION: usize = 200;

/// A form of address as it was typed, made fit to keep.
///
/// # Errors
/// Every field that cannot be.
pub fn form_of_address(new: FormOfAddress) -> Result<FormOfAddress, Invalid> {
    let mut invalid = Invalid::default();
    let mut line = |field: &str, typed: &str, max: usize| {
        let line = text::name(typed);
        if line.chars().count() > max {
            invalid.add(field, Reason::new("reason-too-long").with("max", max));
        }
        line
    };
    let title = line("title", &new.title, TITLE);
    let salutation = line("salutation", &new.salutation, SALUTATION);
    let office = new.office.map(|office| Office {
        name: line("office", &office.name, text::TITLE),
        email: office.email,
    });
    let office = office.map(|office| match text::address(&office.email) {
        Some(email) => Office { email, ..office },
        None => {
            invalid.because("office", "reason-address");
            office
        }
    });
    invalid.none_or()?;
    Ok(FormOfAddress {
        title,
        salutation,
        office,
    })
}

/// What is wrong with a line of a list of guests: in which column, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCell {
    /// `name`, `email`, `title`, `salutation`, `institution`, `language` or `office`; empty for the line as a whole.
    pub column: &'static str,
    /// Why.
    pub why: Reason,
}

impl WrongCell {
    /// The column and the key of the reason.
    pub fn new(column: &'static str, key: &'static str) -> Self {
        Self {
            column,
            why: Reason::new(key),
        }
    }
}

/// A guest as an organiser listed them, made fit to keep. Who reads at the address of an office alone has none of their own
/// and is known by name.
///
/// # Errors
/// The first cell that cannot be.
pub fn guest_line(typed: &GuestLine) -> Result<GuestLine, WrongCell> {
    let name = typed.name.as_deref().map(text::name).and_then(text::some);
    let length = name.as_ref().map_or(0, |name| name.chars().count());
    if length > text::TITLE {
        let why = Reason::new("reason-too-long").with("max", text::TITLE);
        return Err(WrongCell {
            column: "name",
            why,
        });
    }
    // A line break is no blank: an address with one is refused.
    let email = typed.email.as_deref().map(|email| email.trim_matches(' '));
    let email = match email.filter(|email| !email.is_empty()) {
        None => None,
        Some(email) => match text::address(email) {
            None => return Err(WrongCell::new("email", "reason-address")),
            some => some,
        },
    };
    let form = form_of_address(typed.form.clone()).map_err(|invalid| first(&invalid))?;
    let at_office = |email: &String| {
        let office = form.office.as_ref();
        office.is_some_and(|office| office.email.eq_ignore_ascii_case(email))
    };
    let email = email.filter(|email| !at_office(email));
    match (&email, &form.office) {
        (None, None) => return Err(WrongCell::new("email", "reason-guest-address")),
        (None, Some(_)) if name.is_none() => {
            return Err(WrongCell::new("name", "reason-guest-name"));
        }
        _ => {}
    }
    Ok(GuestLine {
        line: typed.line,
        name,
        email,
        form,
        institution_id: typed.institution_id,
        language: typed.language,
    })
}

/// What is wrong first with a form of address.
fn first(invalid: &Invalid) -> WrongCell {
    let mut fields = invalid.fields();
    let (column, why) = match fields.next() {
        Some(("office", reasons)) => ("office", reasons.first()),
        Some(("salutation", reasons)) => ("salutation", reasons.first()),
        Some((_, reasons)) => ("title", reasons.first()),
        None => ("", None),
    };
    let why = why.cloned();
    WrongCell {
        column,
        why: why.unwrap_or_else(|| Reason::new("reason-required")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guest(name: &str, email: &str, title: &str, office: Option<(&str, &str)>) -> GuestLine {
        GuestLine {
            name: Some(name.to_owned()),
            email: Some(email.to_owned()),
            form: FormOfAddress {
                title: title.to_owned(),
                salutation: String::new(),
                office: office.map(|(name, email)| Office {
                    name: name.to_owned(),
                    email: email.to_owned(),
                }),
            },
            ..GuestLine::default()
        }
    }

    #[test]
    fn a_guest_has_an_address_or_a_name_and_an_office() {
        let office = Some(("Sample Office", " office@sample.example "));
        let wrong = |guest: GuestLine| {
            let wrong = guest_line(&guest).unwrap_err();
            (wrong.column, wrong.why.key())
        };
        let long = "x".repeat(501);
        for (guest, expected) in [
            (
                guest("Jane", " ", "", None),
                ("email", "reason-guest-address"),
            ),
            (guest(" ", "", "", office), ("name", "reason-guest-name")),
            (
                guest("Jane", "jane", "", office),
                ("email", "reason-address"),
            ),
            (
                guest("Jane", "j@x.example\nBcc: z", "", None),
                ("email", "reason-address"),
            ),
            (
                guest("Jane", "j@x.example", "", Some(("Office", ""))),
                ("office", "reason-address"),
            ),
            (
                guest(&long, "j@x.example", "", None),
                ("name", "reason-too-long"),
            ),
            (
                guest("Jane", "j@x.example", &long, None),
                ("title", "reason-too-long"),
            ),
        ] {
            assert_eq!(wrong(guest), expected);
        }
        let read = guest_line(&guest(" Jane  Sample", "", "Dr.", office)).unwrap();
        let kept = Some(("Sample Office", "office@sample.example"));
        let mut expected = guest("Jane Sample", "", "Dr.", kept);
        expected.email = None;
        assert_eq!(read, expected);
        // Who reads at the office has no address of their own.
        let same = guest("Jane Sample", "Office@sample.example", "Dr.", office);
        assert_eq!(guest_line(&same).unwrap(), expected);
        // What looks like a formula is a name.
        let formula = guest("=1+1", "j@x.example", "", None);
        assert_eq!(guest_line(&formula).unwrap(), formula);
    }
}
