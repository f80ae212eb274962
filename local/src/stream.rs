//! The stream mapping: reads the table's stream and gives its records to a
//! function in order, as Lambda does.

mod batches;
mod reader;
mod records;

pub(crate) use reader::Reader;
pub(crate) use records::Records;

#[cfg(test)]
mod tests;
