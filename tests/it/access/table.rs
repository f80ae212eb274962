//! `docs/access.md`, read.

/// All roles that a token may have, and a word that is none.
pub const ROLES: [&str; 9] = [
    "student",
    "teacher",
    "instructor",
    "doctor",
    "psychologist",
    "patient",
    "admin",
    "super_admin",
    "guest",
];

/// Whose thing a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The caller's own.
    Own,
    /// Somebody else's.
    Other,
    /// Nobody's: it is not there.
    Absent,
}

/// One call that is to be made, and the status of its answer.
#[derive(Clone, Debug)]
pub struct Cell {
    /// `POST /bookings`, with a case in brackets where there are several.
    pub row: String,
    /// A role's word, or `None` without a token.
    pub role: Option<&'static str>,
    /// Whose thing it is about.
    pub relation: Relation,
    /// The status that the table names.
    pub status: u16,
}

impl Cell {
    /// `POST /bookings` without the case.
    pub fn operation(&self) -> &str {
        operation(&self.row)
    }

    /// Whether what it is about is another thing afterwards.
    pub fn changes(&self) -> bool {
        self.status < 300 && !self.row.starts_with("GET ")
    }
}

/// `POST /bookings (move)` without the case.
pub fn operation(row: &str) -> &str {
    row.split(" (").next().unwrap_or_default()
}

/// All cells of all tables.
pub fn cells(text: &str) -> Vec<Cell> {
    let mut columns: Vec<Vec<Option<&'static str>>> = Vec::new();
    let mut cells = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let fields: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        match fields.as_slice() {
            ["", headings @ ..] => columns = roles_of(headings),
            [first, ..] if first.starts_with("---") => {}
            [row, statuses @ ..] => {
                assert_eq!(statuses.len(), columns.len(), "{line}");
                for (roles, field) in columns.iter().zip(statuses) {
                    for role in roles {
                        cells.extend(cells_of(row, *role, field));
                    }
                }
            }
            [] => {}
        }
    }
    cells
}

/// Which roles each column stands for.
fn roles_of(headings: &[&str]) -> Vec<Vec<Option<&'static str>>> {
    let named = |role: &&&str| {
        headings
            .iter()
            .any(|heading| heading.split(", ").any(|word| word == **role))
    };
    let column = |heading: &&str| match *heading {
        "no token" => vec![None],
        "others" => ROLES
            .iter()
            .filter(|role| !named(role))
            .map(|role| Some(*role))
            .collect(),
        words => {
            let role = |word| {
                ROLES
                    .into_iter()
                    .find(|role| *role == word)
                    .unwrap_or_else(|| panic!("no role: {word}"))
            };
            words.split(", ").map(|word| Some(role(word))).collect()
        }
    };
    headings.iter().map(column).collect()
}

fn cells_of(row: &str, role: Option<&'static str>, field: &str) -> Vec<Cell> {
    let statuses: Vec<&str> = match field.split(' ').collect::<Vec<_>>().as_slice() {
        [one] => vec![*one; 3],
        three => three.to_vec(),
    };
    assert_eq!(statuses.len(), 3, "{row}: {field}");
    let relations = [Relation::Own, Relation::Other, Relation::Absent];
    let cell = |(relation, status): (Relation, &str)| {
        // Nobody's own is that of somebody without a token.
        let is_case = status != "-" && (role.is_some() || relation != Relation::Own);
        is_case.then(|| Cell {
            row: row.to_owned(),
            role,
            relation,
            status: status.parse().unwrap_or_else(|_| panic!("{row}: {status}")),
        })
    };
    relations
        .into_iter()
        .zip(statuses)
        .filter_map(cell)
        .collect()
}
