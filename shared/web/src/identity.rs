use ids::{Actor, UserId};

/// Who calls, as a valid token says.
#[derive(Clone, Debug)]
pub struct Identity {
    /// `sub`.
    pub id: UserId,
    /// `role` and `roles` together.
    pub roles: Roles,
    /// `email`.
    pub email: Option<String>,
}

impl Identity {
    /// Whether the caller may do everything: admin or super admin.
    pub fn is_admin(&self) -> bool {
        self.roles
            .meets(Roles::of(&[Role::Admin, Role::SuperAdmin]))
    }

    /// The caller as rules see one.
    pub fn actor(&self) -> Actor {
        Actor {
            id: self.id.clone(),
            is_admin: self.is_admin(),
        }
    }

    /// Whether the caller has this role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.meets(Roles::of(&[role]))
    }
}

/// A role of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the roles' names say it")]
pub enum Role {
    Student,
    Teacher,
    Doctor,
    Patient,
    Psychologist,
    Instructor,
    Admin,
    SuperAdmin,
}

impl Role {
    /// The role of this word, without regard to case, space, `-` or `_`.
    pub fn parse(word: &str) -> Option<Self> {
        let letters = word.chars().filter(|c| !matches!(c, ' ' | '-' | '_'));
        match letters
            .flat_map(char::to_lowercase)
            .collect::<String>()
            .as_str()
        {
            "student" => Some(Self::Student),
            "teacher" => Some(Self::Teacher),
            "doctor" => Some(Self::Doctor),
            "patient" => Some(Self::Patient),
            "psychologist" => Some(Self::Psychologist),
            "instructor" => Some(Self::Instructor),
            "admin" => Some(Self::Admin),
            "superadmin" => Some(Self::SuperAdmin),
            _ => None,
        }
    }
}

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(u16);

impl Roles {
    /// The set of these.
    pub const fn of(roles: &[Role]) -> Self {
        let mut bits = 0;
        let mut index = 0;
        while index < roles.len() {
            bits |= 1 << roles[index] as u16;
            index += 1;
        }
        Self(bits)
    }

    /// Whether the two sets have a role in common.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::default(), |all, role| {
            Self(all.0 | Self::of(&[role]).0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_known_however_they_are_spelled() {
        for word in ["Super Admin", "super_admin", "SUPER-ADMIN", "superadmin"] {
            assert_eq!(Role::parse(word), Some(Role::SuperAdmin), "{word}");
        }
        assert_eq!(Role::parse("root"), None);
        let roles: Roles = [Role::Student, Role::Teacher].into_iter().collect();
        assert!(
            roles.meets(Roles::of(&[Role::Teacher])) && !roles.meets(Roles::of(&[Role::Admin]))
        );
    }
}
