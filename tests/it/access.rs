//! Calls every endpoint as everybody, about what is theirs, somebody else's
//! and nobody's, and holds the statuses to `docs/access.md`.

mod calls;
mod table;
mod things;

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use futures::{StreamExt, stream};
use http::Method;
use tests::{Answer, App, Caller, unique_id};

use crate::coverage::{operations, read};
use calls::{Who, call, kind_of};
use table::{Cell, Relation, cells};
use things::{Kind, Thing, make};

/// As many callers at once as keep the machine busy.
const AT_ONCE: usize = 8;

/// The user id of a caller: its side of a thing, or a stranger's.
fn id_of(cell: &Cell, thing: &Thing) -> String {
    let is_second = match cell.role {
        Some("teacher") => !cell.row.contains(" /api/"),
        role => role == Some("patient"),
    };
    match cell.relation {
        Relation::Other => unique_id("stranger"),
        _ if is_second => thing.second.clone(),
        _ => thing.first.clone(),
    }
}

async fn answer(app: &App, cell: &Cell, thing: &Thing) -> Answer {
    let id = id_of(cell, thing);
    let caller: Caller = match cell.role {
        Some(role) => app.as_user(&id, role),
        None => app.anonymous(),
    };
    let thing = match cell.relation {
        Relation::Absent => thing.absent(),
        _ => thing.clone(),
    };
    let who = Who {
        role: cell.role.unwrap_or_default(),
        id: &id,
    };
    let (query, body) = call(&cell.row, &thing, &who);
    let (method, path) = cell
        .operation()
        .split_once(' ')
        .expect("a method and a path");
    let path: Vec<_> = path
        .split('/')
        .map(|part| {
            if part.starts_with('{') {
                &thing.id
            } else {
                part
            }
        })
        .collect();
    let method: Method = method.parse().expect("a method");
    let call = caller.call(method, &format!("{}?{query}", path.join("/")));
    match body {
        Some(body) => call.json(&body).await,
        None => call.await,
    }
}

/// An error has the shape of its API, and says nothing of the thing.
fn assert_shape(cell: &Cell, answer: &Answer) {
    let status = answer.status();
    match cell
        .operation()
        .split_once(' ')
        .map_or("", |(_, path)| path)
    {
        _ if status < 400 => {}
        path if path.starts_with("/api/v1/") => answer.assert_link_error(status, ""),
        path if path.starts_with("/api/") => answer.assert_detailed(status),
        path if path.starts_with("/live/") => answer.assert_live_error(status, ""),
        _ => answer.assert_refused(status),
    }
}

/// One cell; what is wrong with it.
async fn judge(app: &App, cell: Cell, shared: &HashMap<Kind, Thing>) -> Option<String> {
    let kind = kind_of(&cell.row);
    let mut tries = 0;
    let answer = loop {
        let answer = if cell.changes() {
            answer(app, &cell, &make(app, kind).await).await
        } else {
            answer(app, &cell, &shared[&kind]).await
        };
        tries += 1;
        // A busy machine may say 503, which tells nothing of who may do what.
        if answer.status() != 503 || tries == 3 {
            break answer;
        }
    };
    if answer.status() != cell.status {
        let Cell {
            row,
            role,
            relation,
            status,
        } = &cell;
        let who = role.unwrap_or("no token");
        return Some(format!(
            "{row}, {who}, {relation:?}: {status} in the table, {answer}"
        ));
    }
    assert_shape(&cell, &answer);
    None
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_what_the_table_says() {
    let app = App::shared().await;
    let cells = cells(&read("docs/access.md"));
    let kinds: Vec<Kind> = cells.iter().map(|cell| kind_of(&cell.row)).collect();
    let mut shared = HashMap::new();
    for kind in kinds {
        if let Entry::Vacant(place) = shared.entry(kind) {
            place.insert(make(&app, kind).await);
        }
    }
    let wrong: Vec<String> = stream::iter(cells)
        .map(|cell| judge(&app, cell, &shared))
        .buffer_unordered(AT_ONCE)
        .filter_map(async |wrong| wrong)
        .collect()
        .await;
    assert!(
        wrong.is_empty(),
        "{} cells\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_operation_has_its_row() {
    let rows: BTreeSet<String> = cells(&read("docs/access.md"))
        .iter()
        .map(|cell| cell.operation().to_owned())
        .collect();
    assert_eq!(rows, operations());
}
