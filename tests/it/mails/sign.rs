//! What goes out is signed, where a key is set. `src/mail/sign` holds what a signature is worth.

use std::sync::Arc;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use maru::{
    base::schema::{captured_mails, messages},
    mail::{records, sign::Signer, transport::Destination},
    worker,
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::support::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_out_is_signed_where_a_key_is_set() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let seminar = json!({ "title": "Beyond", "starts_local": "2026-12-10T16:00:00", "zone": "Asia/Seoul", "state": "announced" });
    let seminar = admin.post("/seminars", seminar).await.expect(201).json();
    let path = format!("/seminars/{}/invitations", seminar["id"].as_str().unwrap());
    let sent = async |signer: Option<Arc<Signer>>, to: &str| {
        admin
            .post(&path, json!({ "emails": [to] }))
            .await
            .expect(202);
        let mut office = worker::office(&app.app, Destination::Captured, 1, signer);
        assert_eq!(
            office.round(&CancellationToken::new()).await.unwrap().sent,
            1
        );
        let source: Vec<u8> = captured_mails::table
            .inner_join(messages::table.on(messages::id.eq(captured_mails::message_id)))
            .filter(messages::address.eq(to))
            .select(captured_mails::source)
            .first(&mut app.conn().await)
            .await
            .unwrap();
        String::from_utf8(source).unwrap()
    };
    let plain = sent(None, "hong@sample.example").await;
    assert!(plain.starts_with("From: "), "{plain}");
    let pem = include_bytes!("../support/dkim/ed25519.pem");
    let signer = Signer::new("hub.example", "s1", pem).unwrap();
    let signed = sent(Some(Arc::new(signer)), "marie@sample.example").await;
    let ours = ("hub.example".to_owned(), "s1".to_owned());
    assert_eq!(records::signatures(signed.as_bytes()), [ours]);
    // Every field that tells its reader something is in the signature.
    let (head, _) = signed.split_once("\r\n\r\n").unwrap();
    let (signature, rest) = head.split_once("\r\nFrom: ").unwrap();
    let fields = format!("From: {rest}");
    let signature = signature.replace("\r\n  ", "");
    for field in fields.split("\r\n").filter(|line| !line.starts_with(' ')) {
        let (name, _) = field.split_once(':').unwrap();
        assert!(
            signature.contains(&format!("{name}:")),
            "{name}: {signature}"
        );
    }
}
