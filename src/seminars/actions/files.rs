//! Bringing files, and taking them away: a speaker's own, those that an organiser brings for them, and the evidence that a
//! seminar took place.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    create::{locked, organised},
    slots::said_by,
    write::raise,
};
use crate::{
    base::{
        audit::{self, Entry},
        clock::{Clock, Instant},
        error::{Invalid, Reason, Refusal},
        file_kind::FileKind,
        ids::{FileId, PersonId, SeminarId},
        picture::{self, NoPicture},
        schema::{files, speaker_consents, speakers},
        text,
    },
    people::model::Actor,
    seminars::{
        model::{Consent, Filed, Purpose, Said, SaidBy, Seminar, SpeakerAnswer},
        queries,
        rules::{self, files as bounds},
    },
};

/// A file as it is to be kept: looked at, and a portrait made anew.
pub struct Received {
    purpose: Purpose,
    kind: FileKind,
    name: String,
    octets: Vec<u8>,
}

/// Looks at what came for a purpose, under this name. Needs no database, and for a portrait some time.
///
/// # Errors
/// Why it is not taken, said of `file`.
pub async fn received(purpose: Purpose, octets: Vec<u8>, name: &str) -> Result<Received, Invalid> {
    let wrong = |reason| Invalid::one("file", reason);
    let kind = bounds::taken(purpose, &octets).map_err(wrong)?;
    let (kind, octets) = match purpose {
        Purpose::Portrait => {
            let made = picture::anew(kind, octets).await.map_err(|why| {
                wrong(Reason::new(match why {
                    NoPicture::Unreadable => "reason-file-no-portrait",
                    NoPicture::TooManyPixels => "reason-file-pixels",
                }))
            })?;
            (FileKind::Jpeg, made)
        }
        Purpose::Slides | Purpose::Evidence => (kind, octets),
    };
    Ok(Received {
        purpose,
        kind,
        name: bounds::called(name),
        octets,
    })
}

/// Keeps what a speaker brings of their own, in the place of what they brought before. With `agrees` it is their word, too,
/// that their portrait is shown. They came by the link with this number.
///
/// # Errors
/// A [`Refusal`]: they are no speaker of it, have declined, it is cancelled, or the link is not good any more.
pub async fn put_own_file(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    speaker: &Actor,
    (seminar, link_no): (SeminarId, i32),
    file: Received,
    agrees: bool,
) -> Result<Filed, Refusal> {
    conn.transaction(async |conn| {
        let row = locked(conn, seminar).await?;
        let said = said_by(conn, seminar, speaker.id, Some(link_no)).await?;
        rules::still_open(&row)?;
        if said.row.answer == SpeakerAnswer::Declined {
            return Err(Refusal::conflict("refused-file-declined"));
        }
        if agrees && file.purpose == Purpose::Portrait && !said.agrees(Consent::Portrait) {
            agree(conn, clock, &said).await?;
        }
        put(conn, clock, speaker, row, speaker.id, file).await
    })
    .await
}

/// The same by an organiser. That it is shown is for the speaker alone to say.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, no speaker of it, or it is cancelled.
pub async fn put_file(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    (seminar, person): (SeminarId, PersonId),
    file: Received,
) -> Result<Filed, Refusal> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, seminar).await?;
        said_by(conn, seminar, person, None).await?;
        rules::still_open(&row)?;
        put(conn, clock, actor, row, person, file).await
    })
    .await
}

/// Keeps a piece of evidence, with what is said of it.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, there is too much of it, or `note` is too long.
pub async fn keep_evidence(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    seminar: SeminarId,
    file: Received,
    typed: &str,
) -> Result<Filed, Refusal> {
    let note = text::note("note", Some(typed))?.unwrap_or_default();
    conn.transaction(async |conn| {
        organised(conn, actor, seminar).await?;
        let kept: i64 = files::table
            .filter(files::seminar_id.eq(seminar))
            .filter(files::purpose.eq(Purpose::Evidence))
            .count()
            .get_result(conn)
            .await?;
        if kept >= bounds::MOST_EVIDENCE {
            return Err(Refusal::conflict("refused-files-many"));
        }
        let id = FileId::fresh(clock);
        diesel::insert_into(files::table)
            .values((
                files::id.eq(id),
                files::purpose.eq(Purpose::Evidence),
                files::seminar_id.eq(seminar),
                files::note.eq(&note),
                octets(clock, actor, &file)?,
            ))
            .execute(conn)
            .await?;
        let made = read(conn, id).await?;
        let entry = Entry {
            action: "kept evidence",
            kind: "seminars",
            id: seminar.0,
            before: None,
            after: Some(told(&made)),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        Ok(made)
    })
    .await
}

/// Removes any file of a seminar, by an organiser.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, or it has no such file.
pub async fn remove_file(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    seminar: SeminarId,
    id: FileId,
) -> Result<Filed, Refusal> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, seminar).await?;
        let file = queries::file(conn, id).await?;
        let file = file.filter(|file| file.seminar_id == seminar);
        let file = file.ok_or(Refusal::NotFound)?;
        remove(conn, clock, actor, row, &file).await?;
        Ok(file)
    })
    .await
}

/// Removes what a speaker brought for a purpose; where they brought nothing, nothing is done. They came by the link with this
/// number.
///
/// # Errors
/// A [`Refusal`]: they are no speaker of it, or the link is not good any more.
pub async fn own_file_removed(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    speaker: &Actor,
    (seminar, link_no): (SeminarId, i32),
    purpose: Purpose,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let row = locked(conn, seminar).await?;
        said_by(conn, seminar, speaker.id, Some(link_no)).await?;
        match queries::file_of(conn, seminar, speaker.id, purpose).await? {
            Some(file) => remove(conn, clock, speaker, row, &file).await,
            None => Ok(()),
        }
    })
    .await
}

/// Keeps their word that the portrait is shown; forms that were opened before are stale.
async fn agree(conn: &mut AsyncPgConnection, clock: &dyn Clock, said: &Said) -> QueryResult<()> {
    let (seminar, person) = (said.row.seminar_id, said.row.person_id);
    let given = (
        speaker_consents::given.eq(Some(true)),
        speaker_consents::at.eq(clock.now()),
        speaker_consents::said_by.eq(SaidBy::Speaker),
        speaker_consents::taken_by.eq(None::<PersonId>),
    );
    diesel::insert_into(speaker_consents::table)
        .values((
            speaker_consents::seminar_id.eq(seminar),
            speaker_consents::person_id.eq(person),
            speaker_consents::purpose.eq(Consent::Portrait),
            given,
        ))
        .on_conflict((
            speaker_consents::seminar_id,
            speaker_consents::person_id,
            speaker_consents::purpose,
        ))
        .do_update()
        .set(given)
        .execute(conn)
        .await?;
    diesel::update(speakers::table.find((seminar, person)))
        .set((
            speakers::page_version.eq(said.row.page_version + 1),
            speakers::page_at.eq(Some(clock.now())),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Puts a speaker's file in the place of the one before, under the same id: its address stays. The seminar is locked.
async fn put(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    row: Seminar,
    person: PersonId,
    file: Received,
) -> Result<Filed, Refusal> {
    let before = queries::file_of(conn, row.id, person, file.purpose).await?;
    let content = octets(clock, actor, &file)?;
    let id = match &before {
        Some(before) => {
            diesel::update(files::table.find(before.id))
                .set(content)
                .execute(conn)
                .await?;
            before.id
        }
        None => {
            let id = FileId::fresh(clock);
            diesel::insert_into(files::table)
                .values((
                    files::id.eq(id),
                    files::purpose.eq(file.purpose),
                    files::seminar_id.eq(row.id),
                    files::person_id.eq(Some(person)),
                    content,
                ))
                .execute(conn)
                .await?;
            id
        }
    };
    let made = read(conn, id).await?;
    let entry = Entry {
        action: "brought a file",
        kind: "seminars",
        id: row.id.0,
        before: before.as_ref().map(told),
        after: Some(told(&made)),
    };
    audit::record(conn, clock, &actor.author, entry).await?;
    let details = queries::detail(conn, row).await?;
    raise(conn, clock, None, &details).await?;
    Ok(made)
}

/// The columns that say what a file is, and who brought it.
fn octets<'f>(
    clock: &dyn Clock,
    actor: &Actor,
    file: &'f Received,
) -> Result<Content<'f>, Refusal> {
    let most = bounds::most(file.purpose) / (1024 * 1024);
    let large = || Reason::new("reason-file-large").with("most", most);
    let size = i32::try_from(file.octets.len()).map_err(|_| Invalid::one("file", large()))?;
    Ok(Content {
        kind: file.kind,
        name: &file.name,
        size,
        sha256: Sha256::digest(&file.octets).to_vec(),
        octets: &file.octets,
        made_at: clock.now(),
        by_id: actor.person(),
    })
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = files, treat_none_as_null = true)]
struct Content<'f> {
    kind: FileKind,
    name: &'f str,
    size: i32,
    sha256: Vec<u8>,
    octets: &'f [u8],
    made_at: Instant,
    by_id: Option<PersonId>,
}

async fn remove(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    row: Seminar,
    file: &Filed,
) -> Result<(), Refusal> {
    diesel::delete(files::table.find(file.id))
        .execute(conn)
        .await?;
    let entry = Entry {
        action: "removed a file",
        kind: "seminars",
        id: row.id.0,
        before: Some(told(file)),
        after: None,
    };
    audit::record(conn, clock, &actor.author, entry).await?;
    let details = queries::detail(conn, row).await?;
    raise(conn, clock, None, &details).await?;
    Ok(())
}

async fn read(conn: &mut AsyncPgConnection, id: FileId) -> Result<Filed, Refusal> {
    queries::file(conn, id).await?.ok_or(Refusal::NotFound)
}

/// What the audit trail says of a file: not what is in it, but by what it is known.
fn told(file: &Filed) -> Value {
    json!({
        "file": file.id, "purpose": file.purpose, "person": file.person_id, "kind": file.kind,
        "name": file.name, "note": file.note, "size": file.size, "sha256": file.digest(),
    })
}
