//! What a crash may leave behind at a provider, known before the provider is
//! asked. An intent is stored first; the transaction that makes the provider's
//! answer known takes it away again. One that is still there when it is due
//! tells `provider-sweep` what to clean up.

mod intent;
mod store;

pub use intent::{Intent, Left};
pub use store::{abandon, due, forget};
