//! The same time kept in the most naive way: one cell for each five minutes.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::{Period, UserId};

/// Three days of five minutes.
pub const CELLS: usize = 3 * 288;
const FIRST_DAY: Date = Date::constant(2027, 2, 27);
const LONGEST: usize = 144;

/// The three days, the one before and the two after them.
pub fn days() -> Vec<Date> {
    (0..5)
        .map(|day| FIRST_DAY.saturating_add(i64::from(day).days()))
        .collect()
}

/// When a cell begins.
pub fn at(cell: usize) -> Timestamp {
    let first: Timestamp = format!("{FIRST_DAY}T00:00:00Z").parse().unwrap();
    first + jiff::SignedDuration::from_mins(5 * i64::try_from(cell).unwrap())
}

fn cell(at_time: Timestamp) -> usize {
    usize::try_from(at_time.duration_since(at(0)).as_mins() / 5).unwrap()
}

/// So many cells; `None` when they do not fit.
pub fn span(start: usize, length: usize) -> Option<Period> {
    (start + length <= CELLS + LONGEST)
        .then(|| Period::new(at(start), at(start + length)))
        .flatten()
}

pub fn teacher() -> UserId {
    "teacher".parse().unwrap()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    number: usize,
    is_booked: bool,
    /// The first cell of what it was cut from, and the one after the last.
    whole: (usize, usize),
}

#[derive(Clone)]
pub struct Model {
    /// The teacher's slots: cells of one number are one slot.
    offered: Vec<Option<Piece>>,
    /// What the teacher and two students are busy with.
    busy: [Vec<Option<usize>>; 3],
    numbers: usize,
}

impl Default for Model {
    fn default() -> Self {
        let cells = CELLS + LONGEST;
        Self {
            offered: vec![None; cells],
            busy: std::array::from_fn(|_| vec![None; cells]),
            numbers: 0,
        }
    }
}

impl Model {
    /// Which cells are in a slot, booked or not.
    pub fn offered(&self) -> Vec<bool> {
        self.offered.iter().map(Option::is_some).collect()
    }

    /// The slots, in order.
    pub fn slots(&self) -> Vec<(Period, bool)> {
        let mut slots = Vec::new();
        let mut start = 0;
        for cells in self.offered.chunk_by(|a, b| a == b) {
            if let Some(piece) = cells[0] {
                slots.push((span(start, cells.len()).unwrap(), piece.is_booked));
            }
            start += cells.len();
        }
        slots
    }

    fn number(&mut self, start: usize, end: usize, is_booked: bool, whole: (usize, usize)) {
        self.numbers += 1;
        self.offered[start..end].fill(Some(Piece {
            number: self.numbers,
            is_booked,
            whole,
        }));
    }

    pub fn offer(&mut self, start: usize, length: usize) -> bool {
        let free = self.offered[start..start + length]
            .iter()
            .all(Option::is_none);
        if free {
            self.number(start, start + length, false, (start, start + length));
        }
        free
    }

    pub fn withdraw(&mut self, period: Period) -> bool {
        let cells = &mut self.offered[cell(period.start)..cell(period.end)];
        let free = cells
            .iter()
            .all(|piece| piece.is_some_and(|piece| !piece.is_booked));
        if free {
            cells.fill(None);
        }
        free
    }

    pub fn occupy(&mut self, person: usize, start: usize, length: usize, entry: usize) -> bool {
        let cells = &mut self.busy[person][start..start + length];
        let free = cells.iter().all(Option::is_none);
        if free {
            cells.fill(Some(entry));
        }
        free
    }

    pub fn release(&mut self, person: usize, period: Period) -> bool {
        self.busy[person][cell(period.start)..cell(period.end)].fill(None);
        true
    }

    pub fn book(&mut self, student: usize, start: usize, length: usize, entry: usize) -> bool {
        let end = start + length;
        let Some(slot) = self.offered[start].filter(|slot| !slot.is_booked) else {
            return false;
        };
        let same = self.offered[start..end]
            .iter()
            .all(|piece| *piece == Some(slot));
        let free = |person: usize| self.busy[person][start..end].iter().all(Option::is_none);
        if !same || !free(0) || !free(student) {
            return false;
        }
        let holds = |piece: &Option<Piece>| *piece == Some(slot);
        let (first, last) = (
            self.offered.iter().position(holds).unwrap(),
            self.offered.iter().rposition(holds).unwrap() + 1,
        );
        if first < start {
            self.number(first, start, false, slot.whole);
        }
        if end < last {
            self.number(end, last, false, slot.whole);
        }
        self.number(start, end, true, slot.whole);
        self.occupy(0, start, length, entry) && self.occupy(student, start, length, entry)
    }

    /// Who holds a booked period besides the teacher.
    fn student_of(&self, period: Period) -> usize {
        let (start, entry) = (cell(period.start), self.busy[0][cell(period.start)]);
        if self.busy[1][start] == entry { 1 } else { 2 }
    }

    pub fn cancel(&mut self, period: Period) -> bool {
        let student = self.student_of(period);
        self.release(0, period);
        self.release(student, period);
        let (mut start, mut end) = (cell(period.start), cell(period.end));
        let mut whole = self.offered[start].unwrap().whole;
        let is_free = |piece: &Piece| !piece.is_booked;
        let before = start.checked_sub(1).and_then(|left| self.offered[left]);
        let after = self.offered.get(end).copied().flatten();
        let mut beside: Vec<Piece> = [before, after].into_iter().flatten().collect();
        beside.retain(is_free);
        // What was cut from the same comes first.
        let cut = whole;
        beside.sort_by_key(|piece| piece.whole.0 >= cut.1 || piece.whole.1 <= cut.0);
        for piece in beside {
            let both = (whole.0.min(piece.whole.0), whole.1.max(piece.whole.1));
            if both.1 - both.0 <= LONGEST {
                let is_of_it = |other: &Option<Piece>| *other == Some(piece);
                start = start.min(self.offered.iter().position(is_of_it).unwrap());
                end = end.max(self.offered.iter().rposition(is_of_it).unwrap() + 1);
                whole = both;
            }
        }
        self.number(start, end, false, whole);
        true
    }

    pub fn reschedule(&mut self, period: Period, start: usize, length: usize) -> bool {
        let (student, entry) = (
            self.student_of(period),
            self.busy[0][cell(period.start)].unwrap(),
        );
        let mut after = self.clone();
        after.cancel(period);
        let moved = after.book(student, start, length, entry);
        if moved {
            *self = after;
        }
        moved
    }
}
