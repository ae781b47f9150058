use super::Stored;
use crate::platform::http::Conditions;

/// What the writer of a change expects to find.
#[derive(Debug, Clone, Copy)]
pub enum Expected<'a> {
    /// What the conditional headers of a request say.
    Conditions(&'a Conditions),
    /// What a device had when it made the change, perhaps long ago.
    Base(Base),
    /// Nothing in particular: the change counts whatever there is.
    Anything,
}

/// The state that a device made a change from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The record at this rev, or as it was at an earlier one when it has not changed since.
    Rev(i64),
    /// No record.
    Nothing,
}

impl Expected<'_> {
    /// Whether the row is as expected: `rev` is that of the row, be it a tombstone, `present` the live record.
    pub(super) fn is_met(self, rev: Option<i64>, present: Option<&Stored>) -> bool {
        match self {
            Self::Conditions(conditions) => conditions.allow_write(present.map(Stored::etag).as_deref()),
            Self::Base(Base::Rev(base)) => rev.is_none_or(|rev| rev <= base),
            Self::Base(Base::Nothing) => rev.is_none(),
            Self::Anything => true,
        }
    }

    /// Whether even a write that would change nothing is refused when the expectation fails. A device that repeats what
    /// the record says already is in no conflict with it.
    pub(super) fn matters_for_the_same(self) -> bool {
        matches!(self, Self::Conditions(_))
    }
}

impl<'a> From<&'a Conditions> for Expected<'a> {
    fn from(conditions: &'a Conditions) -> Self {
        Self::Conditions(conditions)
    }
}

impl From<Base> for Expected<'_> {
    fn from(base: Base) -> Self {
        Self::Base(base)
    }
}
