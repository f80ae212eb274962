use crate::UserId;

/// Who asks for something, as far as rules need to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The caller.
    pub id: UserId,
    /// Whether the caller may do everything.
    pub is_admin: bool,
}

impl Actor {
    /// Whether the caller is this user, or may act for anybody.
    pub fn may_act_for(&self, user: &UserId) -> bool {
        self.is_admin || self.id == *user
    }
}
