//! What is on a list: `GET`, `POST /lists/{slug}/items`, and taking it off; and one seminar from its own page:
//! `POST /seminars/{code}/lists`.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{finding, kept};
use crate::{
    app::App,
    base::{
        error::{Invalid, Reason, Refusal},
        ids::{InstitutionId, ListItemId, PersonId, SeminarId, SeriesId},
        language::Language,
        page::Page,
    },
    people::{self, model::Actor},
    seminars::{
        actions::{put_on_list, stand_on_list, take_off_list},
        model::{List, ListItem, ListState, OnList, OnListKind},
        queries::{self, SeminarFilter},
    },
    web::{
        actor::Signed,
        errors::{Failure, Kind},
        flash::Flash,
        forms::Posted,
        idempotency::{Done, Once},
        pages::{
            common::Named,
            form::Choice,
            lists::{ItemForm, ItemLine, ListItemsPage},
        },
        reader::Reader,
        seminars::found,
        typed, urls,
    },
};

/// How many items are shown.
const SHOWN: i64 = 500;
/// How many of a sort are offered.
const OFFERED: i64 = 300;
/// Topics and series of how long ago are offered, in days.
const RECENT_DAYS: i64 = 365;

/// `GET /lists/{slug}/items`
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    slug: web::Path<String>,
    asked: web::Query<finding::Asked>,
) -> Result<HttpResponse, Failure> {
    let (mut conn, actor) = (app.db.get().await?, &signed.actor);
    let list = kept(&mut conn, actor, &slug).await?;
    let mut shown = page(&mut conn, &reader, actor, &list, ItemForm::default()).await?;
    let typed = asked.into_inner().q.unwrap_or_default();
    shown.found = finding::found(&mut conn, actor, &typed, &shown).await?;
    shown.query = typed.trim().to_owned();
    reader.show(&shown)
}

/// `POST /lists/{slug}/items`
pub async fn put(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    once: Once,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let actor = &signed.actor;
    let mut conn = app.db.get().await?;
    let list = kept(&mut conn, actor, &slug).await?;
    let mut form = ItemForm::typed(posted.pairs());
    let item = said(&mut conn, actor, posted.value("what"), &form).await?;
    drop(conn);
    let outcome = match item {
        Ok(item) => {
            once.attempt(&app, async |conn| {
                put_on_list(conn, &*app.clock, actor, list.id, item).await?;
                Ok::<_, Refusal>(Done::go_to(&urls::list_items(&list.slug)))
            })
            .await?
        }
        Err(invalid) => Err(invalid.into()),
    };
    match outcome {
        Ok(done) => Ok(Flash::done("flash-list-put").on(&app, done)),
        Err(refusal) => {
            let status = typed::refused(refusal, reader.language(), |name, words| {
                form.refuse(name.strip_suffix("_id").unwrap_or(name), words);
            })?;
            let mut conn = app.db.get().await?;
            let shown = page(&mut conn, &reader, actor, &list, form).await?;
            reader.show_again(status, &shown)
        }
    }
}

/// What is to be put there. A seminar is named by its code or its address, a series by its slug.
async fn said(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    what: &str,
    form: &ItemForm,
) -> Result<Result<OnList, Invalid>, Failure> {
    let unknown = |field: &str| Invalid::one(field, Reason::new("reason-unknown"));
    let Ok(what) = what.parse::<OnListKind>() else {
        return Ok(Err(Invalid::one("", Reason::new("error-choice"))));
    };
    Ok(match what {
        OnListKind::Topic => Ok(OnList::Topic(form.topic.value.clone())),
        OnListKind::Series => {
            let found = queries::series_by_slug(conn, &form.series.value).await?;
            found
                .map(|series| OnList::Series(series.id))
                .ok_or_else(|| unknown("series"))
        }
        OnListKind::Institution => {
            let id = form.institution.value.parse();
            id.map(OnList::Institution)
                .map_err(|_| unknown("institution"))
        }
        OnListKind::Person => {
            let id = form.person.value.parse();
            id.map(OnList::Person).map_err(|_| unknown("person"))
        }
        OnListKind::Seminar | OnListKind::LeftOut => {
            let code = code(&form.seminar.value);
            match found::seen(conn, Some(actor), code).await {
                Ok((seminar, _)) if what == OnListKind::Seminar => Ok(OnList::Seminar(seminar.id)),
                Ok((seminar, _)) => Ok(OnList::LeftOut(seminar.id)),
                Err(failure) if failure.kind() == Kind::NotFound => Err(unknown("seminar")),
                Err(failure) => return Err(failure),
            }
        }
    })
}

/// The code in what was typed: the code itself, or the last part of an address.
pub(super) fn code(typed: &str) -> &str {
    let path = typed.trim().trim_end_matches('/');
    let path = path.split(['?', '#']).next().unwrap_or(path);
    path.rsplit('/').next().unwrap_or(path)
}

/// `POST /lists/{slug}/items/{id}/removal`
pub async fn take_off(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    path: web::Path<(String, ListItemId)>,
) -> Result<HttpResponse, Failure> {
    let (slug, item) = path.into_inner();
    let mut conn = app.db.get().await?;
    let list = kept(&mut conn, &signed.actor, &slug).await?;
    drop(conn);
    let done = once
        .carry_out(&app, async |conn| {
            take_off_list(conn, &*app.clock, &signed.actor, list.id, item).await?;
            Ok(Done::go_to(&urls::list_items(&list.slug)))
        })
        .await?;
    Ok(Flash::done("flash-list-taken-off").on(&app, done))
}

/// `POST /seminars/{code}/lists`: the seminar stands on a list of the reader's from then on, or no longer.
pub async fn stand(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    posted: Posted,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let actor = &signed.actor;
    let mut conn = app.db.get().await?;
    let (seminar, _) = found::seen(&mut conn, Some(actor), &code).await?;
    let list = kept(&mut conn, actor, posted.value("list")).await?;
    drop(conn);
    let wanted = posted.value("wanted") != "no";
    let done = once
        .carry_out(&app, async |conn| {
            stand_on_list(conn, &*app.clock, actor, list.id, seminar.id, wanted).await?;
            Ok(Done::go_to(&urls::seminar(&seminar.code)))
        })
        .await?;
    let key = match wanted {
        true => "flash-list-put",
        false => "flash-list-taken-off",
    };
    Ok(Flash::done(key).on(&app, done))
}

async fn page(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    actor: &Actor,
    list: &List,
    form: ItemForm,
) -> Result<ListItemsPage, Failure> {
    let there = queries::items_of_list(conn, list.id, Page::of(Some(SHOWN), None)).await?;
    let recent = SeminarFilter {
        from: Some(reader.now() - chrono::Duration::days(RECENT_DAYS)),
        ..SeminarFilter::default()
    };
    let order = queries::Order::Time;
    let facets = queries::facets_of(conn, Some(actor), &recent, order).await?;
    let named = |pairs: Vec<(String, String)>| {
        let pairs = pairs.into_iter();
        pairs
            .map(|(slug, label)| Choice::new(slug, label))
            .collect::<Vec<_>>()
    };
    let institutions = queries::institutions_offered(conn, &[], OFFERED).await?;
    let people = match people::rules::may_see_people(actor) {
        Ok(()) => queries::speakers_offered(conn, OFFERED).await?,
        Err(_) => Vec::new(),
    };
    Ok(ListItemsPage {
        page: reader.page(),
        list: Named::new(&list.slug, list.name(reader.language())),
        archived: list.state == ListState::Archived,
        more: there.next.is_some(),
        items: lines(conn, actor, &there.items, reader.language()).await?,
        form,
        query: String::new(),
        found: Vec::new(),
        topics: named(facets.topics),
        series: named(facets.series),
        institutions: institutions
            .into_iter()
            .map(|one| Choice::new(one.id.to_string(), one.name))
            .collect(),
        people: people
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect(),
    })
}

/// What each is called and where it leads, as far as `actor` may know: of what they may not, the others that keep the list
/// may, and it stands there by its kind alone.
async fn lines(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    items: &[ListItem],
    language: Language,
) -> QueryResult<Vec<ItemLine>> {
    let seminars: Vec<SeminarId> = items.iter().filter_map(|item| item.seminar_id).collect();
    let seminars = queries::labels_of(conn, Some(actor), &seminars, language).await?;
    let people: Vec<PersonId> = items.iter().filter_map(|item| item.person_id).collect();
    let people = people::queries::names(conn, &people).await?;
    let (mut series, mut institutions) = (HashMap::new(), HashMap::new());
    for id in items.iter().filter_map(|item| item.series_id) {
        series.insert(id, label_of_series(conn, actor, id).await?);
    }
    for id in items.iter().filter_map(|item| item.institution_id) {
        institutions.insert(id, label_of_institution(conn, id).await?);
    }
    let line = |item: &ListItem| {
        let seminar = item.seminar_id.and_then(|id| seminars.get(&id));
        let series = item.series_id.and_then(|id| series.get(&id)?.as_ref());
        let institution = item
            .institution_id
            .and_then(|id| institutions.get(&id)?.as_ref());
        let person = item.person_id.and_then(|id| people.get(&id));
        let (label, href) = match (seminar, series) {
            (Some((code, label)), _) => (label.clone(), Some(urls::seminar(code))),
            (None, Some((slug, label))) => (label.clone(), Some(urls::series(slug))),
            (None, None) => {
                let person = person.and_then(|person| person.name.clone());
                let label = item.topic.clone().or(institution.cloned()).or(person);
                (label.unwrap_or_else(|| "…".to_owned()), None)
            }
        };
        ItemLine {
            id: item.id.to_string(),
            what: item.what,
            label,
            href,
        }
    };
    Ok(items.iter().map(line).collect())
}

async fn label_of_series(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: SeriesId,
) -> QueryResult<Option<(String, String)>> {
    let Some(series) = queries::series_by_id(conn, id).await? else {
        return Ok(None);
    };
    let seen = queries::sees_series(conn, Some(actor), &series).await?;
    Ok(seen.then_some((series.slug, series.title)))
}

async fn label_of_institution(
    conn: &mut AsyncPgConnection,
    id: InstitutionId,
) -> QueryResult<Option<String>> {
    let found = people::queries::institution(conn, id).await?;
    Ok(found.map(|institution| institution.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seminar_is_named_by_its_code_or_its_address() {
        for typed in [
            "k7m4xq",
            " k7m4xq ",
            "/seminars/k7m4xq",
            "https://hub.example/s/k7m4xq/",
            "https://hub.example/seminars/k7m4xq?x=y#z",
        ] {
            assert_eq!(code(typed), "k7m4xq", "{typed}");
        }
    }
}
