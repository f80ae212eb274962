use input::{Fields, Wrong};
use jiff::Timestamp;

/// Notes a start that is not in the future.
pub(crate) fn must_be_in_the_future(fields: &mut Fields<'_>, starts_at: Option<Timestamp>) {
    let now = fields.now();
    if starts_at.is_some_and(|starts_at| starts_at <= now) {
        let wrong = Wrong::value("must be in the future");
        fields.rule::<()>("startsAt", Err(wrong));
    }
}
