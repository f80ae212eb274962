use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;
use ids::Ids;
use jiff::Timestamp;
use table::Db;

use crate::context::{Context, unauthorized};
use crate::error::ApiError;
use crate::identity::{Identity, Role, Roles};

/// Which roles an endpoint is for. Admins are let in everywhere.
pub trait Policy: Send + Sync {
    /// One of these, or `None`: any valid token.
    const ROLES: Option<Roles>;
}

/// Any valid token.
#[derive(Debug)]
pub struct Anybody;

impl Policy for Anybody {
    const ROLES: Option<Roles> = None;
}

/// Defines a policy: the callers with one of these roles.
macro_rules! policy {
    ($(#[$doc:meta])* $name:ident, $($role:ident),+) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;

        impl Policy for $name {
            const ROLES: Option<Roles> = Some(Roles::of(&[$(Role::$role),+]));
        }
    };
}

policy!(
    /// Who books.
    Students,
    Student
);
policy!(
    /// Who offers.
    Teachers,
    Teacher
);
policy!(
    /// Both sides of tutoring.
    Tutors,
    Student,
    Teacher
);

/// One authenticated call: who calls, the table as this call sees it, and its
/// time. As an extractor it refuses callers without a valid token (401) or
/// without a role of the policy (403), before anything else is looked at.
pub struct Call<P = Anybody> {
    /// Who calls.
    pub caller: Identity,
    /// The table, counted and gated for this call.
    pub db: Db,
    /// When, in whole seconds.
    pub now: Timestamp,
    pub(crate) context: Context,
    policy: PhantomData<P>,
}

impl<P> Call<P> {
    /// New ids, of this time.
    pub fn ids(&self) -> Ids {
        Ids::at(self.now)
    }
}

impl<S: Sync, P: Policy> FromRequestParts<S> for Call<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let context = parts.extensions.get::<Context>().cloned();
        let context = context.ok_or_else(|| ApiError::internal("a route outside the stack"))?;
        let caller = context
            .identity
            .clone()
            .ok_or_else(|| unauthorized("A Bearer token is required"))?;
        const ADMINS: Roles = Roles::of(&[Role::Admin, Role::SuperAdmin]);
        if P::ROLES.is_some_and(|roles| !caller.roles.meets(roles) && !caller.roles.meets(ADMINS)) {
            return Err(ApiError::new(
                StatusCode::FORBIDDEN,
                "Your role may not do this",
            ));
        }
        let (db, now) = (context.db.clone(), context.now);
        Ok(Self {
            caller,
            db,
            now,
            context,
            policy: PhantomData,
        })
    }
}
