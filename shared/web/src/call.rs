use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;
use ids::Ids;
use jiff::Timestamp;
use table::Db;

use crate::context::{Context, arrived, unauthorized};
use crate::error::ApiError;
use crate::identity::{Identity, Role, Roles};

/// Which roles an endpoint is for.
pub trait Policy: Send + Sync {
    /// One of these, or `None`: any valid token.
    const ROLES: Option<Roles>;
    /// Who is let in besides: admins, almost everywhere.
    const ADMINS: Roles = Roles::of(&[Role::Admin, Role::SuperAdmin]);
    /// What others are told.
    const REFUSAL: &'static str = "Your role may not do this";
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
policy!(
    /// Who is consulted; in consultations the two are the same role.
    Doctors,
    Doctor,
    Psychologist
);
policy!(
    /// Both sides of a consultation.
    Consultants,
    Doctor,
    Psychologist,
    Patient
);

policy!(
    /// Who keeps meeting links.
    LinkKeepers,
    Doctor
);

/// Super admins alone; admins are not let in.
#[derive(Debug)]
pub struct SuperAdmins;

impl Policy for SuperAdmins {
    const ROLES: Option<Roles> = Some(Roles::of(&[Role::SuperAdmin]));
    const ADMINS: Roles = Roles::of(&[]);
}

/// Who opens live sessions; admins are not let in.
#[derive(Debug)]
pub struct Instructors;

impl Policy for Instructors {
    const ROLES: Option<Roles> = Some(Roles::of(&[Role::Instructor, Role::Teacher]));
    const ADMINS: Roles = Roles::of(&[]);
    const REFUSAL: &'static str = "Not authorized to create session";
}

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
    /// When, as exactly as it is known.
    pub fn moment(&self) -> Timestamp {
        self.context.moment
    }

    /// New ids, of this time.
    pub fn ids(&self) -> Ids {
        Ids::at(self.context.moment)
    }
}

impl<S: Sync, P: Policy> FromRequestParts<S> for Call<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let context = arrived(&parts.extensions)?;
        let caller = context
            .identity
            .clone()
            .ok_or_else(|| unauthorized("A Bearer token is required"))?;
        let admitted = |roles| caller.roles.meets(roles) || caller.roles.meets(P::ADMINS);
        if P::ROLES.is_some_and(|roles| !admitted(roles)) {
            return Err(ApiError::new(StatusCode::FORBIDDEN, P::REFUSAL));
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

/// One call of an endpoint that needs no token. Of one that was sent the stack
/// has made sure that it is valid, and has counted the call.
pub struct Visit {
    /// Who calls, where a token says so.
    pub caller: Option<Identity>,
    /// The table, counted and gated for this call.
    pub db: Db,
    /// When, in whole seconds.
    pub now: Timestamp,
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let context = arrived(&parts.extensions)?;
        Ok(Self {
            caller: context.identity,
            db: context.db,
            now: context.now,
        })
    }
}
