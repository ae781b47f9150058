//! What becomes of a record, and whose version counts.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::core::records::store::Written;

/// Whose version counts where the file says something new of a record that the person has edited or deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnConflict {
    /// The person's: the record stays as it is, and the report lists it.
    #[default]
    Person,
    /// The file's: what the row says replaces what is there, and what is deleted returns. What the row does not say stays.
    File,
}

impl FromStr for OnConflict {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "person" => Ok(Self::Person),
            "file" => Ok(Self::File),
            _ => Err("must be person or file".to_owned()),
        }
    }
}

/// What became of a record that a file asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Created,
    Unchanged,
    Changed,
    KeptEdited,
    KeptDeleted,
}

impl Fate {
    /// What a write came to.
    pub(super) fn of(written: &Written) -> Self {
        match (written.created, written.changed) {
            (true, _) => Self::Created,
            (false, true) => Self::Changed,
            (false, false) => Self::Unchanged,
        }
    }
}
