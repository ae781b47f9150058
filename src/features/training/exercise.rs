use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use super::catalogue::{self, CatalogueExercise};
use super::vocabulary::ExerciseKind;
use crate::core::access::Owner;
use crate::core::access::visibility::visible;
use crate::core::records::docs::{add_schema, slug_or_id};
use crate::core::records::{BuiltIn, ClientWritable, Collection, Record, SortKey, store};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::db::types::JsonText;
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedString, FieldErrors, List, parsed_text};
use crate::platform::time::Timestamp;

/// An exercise of one's own, in addition to the built-in ones.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Exercise {
    /// Name for people.
    pub name: BoundedString<1, 80>,
    /// How it is counted.
    pub kind: ExerciseKind,
    /// The steps, in order.
    #[deserr(default)]
    #[schema(inline)]
    pub instructions: Option<List<BoundedString<1, 500>, 20>>,
    /// When to stop.
    #[deserr(default)]
    #[schema(inline)]
    pub cautions: Option<List<BoundedString<1, 500>, 20>>,
}

visible!(Exercise: always[name, kind, instructions, cautions]);

/// Names an exercise: the slug of a built-in one or the id of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExerciseKey {
    /// The slug of a built-in exercise.
    BuiltIn(&'static str),
    /// The id of an own exercise.
    Own(RecordId),
}

impl ExerciseKey {
    /// An error at `pointer` unless the exercise is built in or one of the owner's, deleted ones included: history may
    /// go on naming them.
    pub fn check(self, pointer: &str, tx: &mut Tx<'_>) -> Result<FieldErrors, DbError> {
        let known = match self {
            Self::BuiltIn(_) => true,
            Self::Own(id) => store::is_known(tx, Collection::Exercises, id)?,
        };
        Ok(if known {
            FieldErrors::none()
        } else {
            FieldErrors::one(pointer, "unknown_exercise", "must be a slug or one of your exercises")
        })
    }
}

impl FromStr for ExerciseKey {
    type Err = Cow<'static, str>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(exercise) = catalogue::find(text) {
            return Ok(Self::BuiltIn(exercise.slug));
        }
        Exercise::id_of(text)
            .map(Self::Own)
            .ok_or(Cow::Borrowed("must be the slug of a built-in exercise or the id of an own one"))
    }
}

impl fmt::Display for ExerciseKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(slug) => out.write_str(slug),
            Self::Own(id) => id.fmt(out),
        }
    }
}

parsed_text!(ExerciseKey, "exercise");

impl utoipa::__dev::ComposeSchema for ExerciseKey {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        slug_or_id(&catalogue::all().iter().map(|exercise| exercise.slug).collect::<Vec<_>>())
    }
}

/// An exercise that everybody has.
#[derive(Serialize, ToSchema)]
pub struct BuiltInExercise {
    /// The slug of a built-in exercise, the id of one's own.
    #[schema(example = "bird-dog")]
    id: &'static str,
    /// Always true; exercises of one's own don't have it.
    built_in: bool,
    #[serde(flatten)]
    #[schema(value_type = CatalogueExercise)]
    exercise: &'static CatalogueExercise,
}

/// The built-in exercises as the list and their own addresses show them.
static BUILT_IN: LazyLock<Vec<BuiltIn>> = LazyLock::new(|| {
    catalogue::all()
        .iter()
        .filter_map(|exercise| {
            let shown = BuiltInExercise { id: exercise.slug, built_in: true, exercise };
            Some(BuiltIn { segment: exercise.slug, json: JsonText::of(&shown).ok()?.0 })
        })
        .collect()
});

impl Record for Exercise {
    const COLLECTION: Collection = Collection::Exercises;
    const NOUN: &'static str = "exercise of one's own";

    fn built_in() -> &'static [BuiltIn] {
        &BUILT_IN
    }

    fn describe_built_in(schemas: &mut Vec<(String, RefOr<Schema>)>) -> Option<String> {
        Some(add_schema::<BuiltInExercise>(schemas))
    }

    fn normalize(&mut self, _: RecordId, _: Option<&Self>, _: &Owner) -> FieldErrors {
        FieldErrors::none()
    }

    fn sort_key(&self, _: RecordId, created_at: Timestamp) -> SortKey {
        SortKey::of_creation(created_at)
    }

    fn example() -> Value {
        json!({"name": "Sofa reach", "kind": "reps", "instructions": ["Sit tall.", "Reach to the armrest and back."]})
    }
}

impl ClientWritable for Exercise {}
