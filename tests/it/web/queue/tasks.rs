//! What comes round and fails, as administrators see it.

use diesel_async::SimpleAsyncConnection;

use super::Scene;
use crate::support::house::attributes;

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_round_and_fails_stands_on_the_page_until_it_goes_well() {
    let scene = Scene::inviting(&[]).await;
    let mut conn = scene.house.app.conn().await;
    let mut admin = scene.admin().await;
    let page = admin.get("/admin/mail").await.expect(200);
    assert_eq!(page.words("#tasks"), Vec::<String>::new());
    let start = admin.get("/admin").await.expect(200);
    assert_eq!(start.words("main > .attention"), [""; 0]);
    conn.batch_execute(
        "INSERT INTO schedules (name, due_at, last_run_at, last_error) VALUES \
         ('imap', now(), now(), '<b>Password expired</b>'), ('later', now(), now(), 'out of paper'), \
         ('prune', now(), now(), NULL)",
    )
    .await
    .unwrap();
    let page = admin.get("/admin/mail").await.expect(200);
    assert_eq!(page.words("#tasks"), ["What failed, and is tried again"]);
    assert_eq!(
        page.words("[aria-labelledby=tasks] .line-error"),
        ["<b>Password expired</b>", "out of paper"]
    );
    // What only a newer program knows is called as it is there.
    let [mailbox, later] = page
        .words("[aria-labelledby=tasks] .check-attention")
        .try_into()
        .unwrap();
    assert!(mailbox.starts_with("Reading the mailbox"), "{mailbox}");
    assert!(later.starts_with("later"), "{later}");
    // The first page says that there is something, and leads to it.
    let start = admin.get("/admin").await.expect(200);
    assert_eq!(
        start.words("main > .attention"),
        ["2 recurring tasks failed the last time they ran. They are tried again. What failed"]
    );
    let links = attributes(&start, "main > .attention a", "href");
    assert_eq!(links, ["/admin/mail#tasks"]);

    conn.batch_execute("UPDATE schedules SET last_error = NULL")
        .await
        .unwrap();
    let page = admin.get("/admin/mail").await.expect(200);
    assert_eq!(page.words("#tasks"), Vec::<String>::new());
    let start = admin.get("/admin").await.expect(200);
    assert_eq!(start.words("main > .attention"), [""; 0]);
}
