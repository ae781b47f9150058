use crate::platform::vocabulary::vocabulary;

vocabulary! {
    /// What a person can share with a coach.
    pub enum Scope("share_scope") {
        Sessions = "sessions" / "Training: sessions, day marks, streak and adherence",
        Pain = "pain" / "Pain scores, questionnaires and their trends",
        Appointments = "appointments" / "Acupuncture visits and courses",
        Notes = "notes" / "Your notes on what you share, and the medication you wrote down",
        Plan = "plan" / "The training plan; the coach may propose another",
    }
}

/// A set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(i32);

impl Scope {
    /// Its bit in the table. Bits are stored and never change.
    fn bit(self) -> i32 {
        match self {
            Self::Sessions => 1,
            Self::Pain => 2,
            Self::Appointments => 4,
            Self::Notes => 8,
            Self::Plan => 16,
        }
    }
}

impl Scopes {
    /// The set of these bits; others mean nothing.
    #[must_use]
    pub fn from_bits(bits: i32) -> Self {
        Scope::ALL.iter().copied().filter(|scope| bits & scope.bit() != 0).collect()
    }

    /// The bits, as they are stored.
    #[must_use]
    pub fn bits(self) -> i32 {
        self.0
    }

    /// Whether `scope` is in it.
    #[must_use]
    pub fn has(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// What is in either.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Its scopes, in the order to show them.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.iter().copied().filter(move |scope| self.has(*scope))
    }
}

impl From<i32> for Scopes {
    fn from(bits: i32) -> Self {
        Self::from_bits(bits)
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |bits, scope| bits | scope.bit()))
    }
}

/// Which scopes it takes to see something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// All of these.
    All(&'static [Scope]),
    /// One of these.
    Any(&'static [Scope]),
}

impl Needs {
    /// No scope, but a share in force.
    pub const ANY_SHARE: Self = Self::All(&[]);

    /// Whether `given` is enough.
    #[must_use]
    pub fn are_met_by(self, given: Scopes) -> bool {
        match self {
            Self::All(scopes) => scopes.iter().all(|scope| given.has(*scope)),
            Self::Any(scopes) => scopes.iter().any(|scope| given.has(*scope)),
        }
    }

    /// The scopes, for people: "`appointments` and `pain`".
    #[must_use]
    pub fn in_words(self) -> String {
        let (scopes, word) = match self {
            Self::All(scopes) => (scopes, " and "),
            Self::Any(scopes) => (scopes, " or "),
        };
        scopes.iter().map(|scope| format!("`{scope}`")).collect::<Vec<_>>().join(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_keeps_its_scopes_and_nothing_else() {
        for bits in 0..32 {
            assert_eq!(Scopes::from_bits(bits).bits(), bits);
            assert_eq!(Scopes::from_bits(bits).iter().collect::<Scopes>().bits(), bits);
        }
        assert_eq!(Scopes::from_bits(-1).bits(), 31);
    }

    #[test]
    fn all_are_needed_or_any() {
        let given: Scopes = [Scope::Pain].into_iter().collect();
        assert!(Needs::Any(&[Scope::Pain, Scope::Plan]).are_met_by(given));
        assert!(!Needs::All(&[Scope::Pain, Scope::Plan]).are_met_by(given));
        assert!(!Needs::Any(&[Scope::Plan]).are_met_by(given));
        assert_eq!(Needs::All(&[Scope::Appointments, Scope::Pain]).in_words(), "`appointments` and `pain`");
    }
}
