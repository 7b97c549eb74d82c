//! Inviting by a table of guests: what becomes of each line is shown, and all of it is done or nothing.

use maru::people::queries;
use serde_json::json;

use crate::support::house::{House, rows, typed, wrong};

const HEADS: &str =
    "Name;E-mail;Title;Salutation;Institution;Language;Office name;Office e-mail;Phone\n";
const FINE: &str = "Marie Sample;marie@sample.example;Prof.;;;;;;1\n\
    ;new@sample.example;;;Sample Nowhere;한국어;;;\n\
    Jean Exemple;;Minister;;;en;Sample Office;office@sample.example;\n\
    \"Marie; again\";MARIE@sample.example;Dr.;;;;;;\n\
    Gil Guest;gil@hub.example;;;;;;;\n";
const WRONG: &str = "Nobody;nobody at sample;;;;;;;\n\
    Min Member;min@hub.example;;;;;Sample Office;office@sample.example;\n\
    =1+1;formula@sample.example;;;;Français;;;\n";

/// How the lines of [`FINE`] are shown.
const SHOWN: [&str; 5] = [
    "2 | Marie Sample marie@sample.example | Known Is filled in: Title",
    "3 | new@sample.example | New “Sample Nowhere” is not known here; they are entered without it.",
    "4 | Jean Exemple office@sample.example | New Sample Office answers for them",
    "5 | Marie; again MARIE@sample.example | There twice Line 2 has them already; they are invited once.",
    "6 | Gil Guest gil@hub.example | Invited already They are not invited again, and nothing changes.",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_shown_line_by_line_and_invites_all_or_nobody() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    let person = json!({ "name": "Marie Sample", "email": "marie@sample.example" });
    let marie = house.admin.post("/people", person).await.expect(201).json();
    let id = house.fact(&code, "id").await;
    let call = format!("/seminars/{}/invitations", id.as_str().unwrap());
    let desk = house.app.api(house.organiser).await;
    let gil = json!({ "people": [house.guest] });
    desk.post(&call, gil).await.expect(202);
    house.app.mails().await;
    let known = house.count("people").await;

    let invite = format!("/seminars/{code}/invitations/table");
    let mut browser = house.at_desk().await;
    let page = browser.get(&invite).await.expect(200);
    let pasted = format!("{HEADS}{FINE}{WRONG}");
    let send = [("table", pasted.as_str()), ("step", "send")];
    let page = browser.submit(&page, &invite, &send).await.expect(422);
    assert_eq!(
        wrong(&page),
        ["Table: 3 lines are wrong, and nobody is invited yet"]
    );
    let mut shown: Vec<&str> = SHOWN.to_vec();
    shown.extend([
        "7 | Nobody nobody at sample | Wrong Email: This is not a mail address: it needs a name, an @ and a domain, \
         without spaces or line breaks.",
        "8 | Min Member min@hub.example | Wrong Office: They have an address to sign in with, and say themselves who \
         answers for them. Leave the office empty.",
        "9 | =1+1 formula@sample.example | Wrong Language: Choose one of: en, ko.",
    ]);
    assert_eq!(rows(&page, ".plain-table"), shown);
    assert_eq!(
        page.words(".preview p.quiet"),
        ["Columns that are not read: Phone"]
    );
    assert_eq!(typed(&page, "table"), pasted);

    // A file takes the place of what was pasted, unless it cannot be read.
    let look = [("step", "preview")];
    let korean = ("guests.csv", b"\xc0\xcc\xb8\xa7".as_slice());
    let page = browser.bring(&page, &invite, &look, korean).await;
    assert_eq!(
        wrong(&page.expect(422)),
        ["Table: This file is not in UTF-8. Save it as “CSV UTF-8”, or paste the table."]
    );
    let page = browser.get(&invite).await;
    let file = format!("\u{feff}{HEADS}{FINE}").replace('\n', "\r\n");
    let file = ("guests.csv", file.as_bytes());
    let page = browser.bring(&page, &invite, &look, file).await.expect(200);
    assert_eq!(page.words("#preview"), ["3 people will get an invitation"]);
    assert_eq!(rows(&page, ".plain-table"), SHOWN);
    assert_eq!(typed(&page, "table"), format!("{HEADS}{FINE}"));
    // Nothing has been done so far.
    assert_eq!(house.app.mails().await.len(), 0);
    assert_eq!(house.count("people").await, known);

    let send = [("step", "send")];
    let first = browser.submit(&page, &invite, &send).await.expect(303);
    let again = browser.submit(&page, &invite, &send).await.expect(303);
    assert_eq!(first.location(), again.location());
    let mails = house.app.mails().await;
    let mut to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(
        to,
        [
            "marie@sample.example",
            "new@sample.example",
            "office@sample.example"
        ]
    );
    let office = mails.iter().find(|mail| mail.to == "office@sample.example");
    let lines = office.unwrap().text.lines().filter(|line| !line.is_empty());
    assert_eq!(
        lines.take(2).collect::<Vec<_>>(),
        [
            "To the office that answers for Minister Jean Exemple: this is for them.",
            "Dear Minister Jean Exemple,"
        ]
    );
    // The office signs nobody in; who is new is read to in their language; what is kept of someone stays.
    let conn = &mut *house.app.conn().await;
    let signs_in = queries::find_by_sign_in_address(conn, "office@sample.example").await;
    assert_eq!(signs_in.unwrap(), None);
    let path = "/people?email=new@sample.example";
    let new = house.admin.get(path).await.expect(200).json();
    assert_eq!(new["items"][0]["language"], "ko");
    let path = format!("/people/{}/form-of-address", marie["id"].as_str().unwrap());
    let titled = json!({ "title": "Prof.", "salutation": "", "office": null });
    assert_eq!(house.admin.get(&path).await.expect(200).json(), titled);

    // The API takes the same, all or nobody.
    let known = house.count("people").await;
    let kim = json!({ "name": "Kim Sample", "office": { "email": "kims@sample.example" } });
    let nobody = json!({ "name": "Nobody" });
    let both = json!({ "guests": [kim, nobody] });
    let refused = desk.post(&call, both).await.expect(422).json();
    let fields: Vec<&String> = refused["fields"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["guests.1.email"]);
    assert_eq!(house.count("people").await, known);
    let one = json!({ "guests": [kim] });
    desk.post(&call, one).await.expect(202);
    let mails = house.app.mails().await;
    let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, ["kims@sample.example"]);
}
