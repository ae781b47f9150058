use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::{ArrayBuilder, ObjectBuilder, RefOr, Schema, Type};

use super::FieldErrors;

/// A whole number from `MIN` to `MAX`. JSON numbers with a zero fraction (`7.0`) count as whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BoundedInt<const MIN: u32, const MAX: u32>(u32);

impl<const MIN: u32, const MAX: u32> BoundedInt<MIN, MAX> {
    /// `number` when it lies in the range.
    #[must_use]
    pub fn new(number: u32) -> Option<Self> {
        (MIN..=MAX).contains(&number).then_some(Self(number))
    }

    /// `number`, moved to the nearer end when it lies outside the range.
    #[must_use]
    pub fn clamped(number: u32) -> Self {
        Self(number.clamp(MIN, MAX))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }
}

impl<const MIN: u32, const MAX: u32> Deserr<FieldErrors> for BoundedInt<MIN, MAX> {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, FieldErrors> {
        let out_of_range = || FieldErrors::at(location, "out_of_range", format!("must be between {MIN} and {MAX}"));
        let number = match value {
            Value::Integer(number) => u32::try_from(number).map_err(|_| out_of_range())?,
            // Some serializers write every number as a float; only a fraction can't be stored.
            Value::Float(number) if number.fract() == 0.0 => whole(number).ok_or_else(out_of_range)?,
            Value::NegativeInteger(_) => return Err(out_of_range()),
            _ => return Err(FieldErrors::at(location, "wrong_type", "must be an integer")),
        };
        Self::new(number).ok_or_else(out_of_range)
    }
}

impl<const MIN: u32, const MAX: u32> utoipa::__dev::ComposeSchema for BoundedInt<MIN, MAX> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(MIN)).maximum(Some(MAX)).into()
    }
}

impl<const MIN: u32, const MAX: u32> ToSchema for BoundedInt<MIN, MAX> {
    fn name() -> Cow<'static, str> {
        format!("BoundedInt_{MIN}_{MAX}").into()
    }
}

/// The same number as an integer, when there is one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range and the fraction are checked")]
fn whole(number: f64) -> Option<u32> {
    let fits = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    fits.then_some(number as u32)
}

/// A decimal number from 0 to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount<const MAX: u32>(f64);

impl<const MAX: u32> Amount<MAX> {
    /// `number` when it lies in the range.
    #[must_use]
    pub fn new(number: f64) -> Option<Self> {
        (0.0..=f64::from(MAX)).contains(&number).then_some(Self(number))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl<const MAX: u32> Deserr<FieldErrors> for Amount<MAX> {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, FieldErrors> {
        let number = f64::deserialize_from_value(value, location)?;
        Self::new(number)
            .ok_or_else(|| FieldErrors::at(location, "out_of_range", format!("must be between 0 and {MAX}")))
    }
}

impl<const MAX: u32> utoipa::__dev::ComposeSchema for Amount<MAX> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0)).maximum(Some(MAX)).into()
    }
}

impl<const MAX: u32> ToSchema for Amount<MAX> {
    fn name() -> Cow<'static, str> {
        format!("Amount_{MAX}").into()
    }
}

/// A text of `MIN` to `MAX` characters (Unicode scalar values), kept as typed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BoundedString<const MIN: usize, const MAX: usize>(String);

impl<const MIN: usize, const MAX: usize> BoundedString<MIN, MAX> {
    /// `text` when its length lies in the range and it can be stored.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        let blank = MIN > 0 && text.trim().is_empty();
        ((MIN..=MAX).contains(&text.chars().count()) && !blank && !text.contains('\0')).then_some(Self(text))
    }
}

impl<const MIN: usize, const MAX: usize> Deref for BoundedString<MIN, MAX> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize> fmt::Display for BoundedString<MIN, MAX> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<const MIN: usize, const MAX: usize> Deserr<FieldErrors> for BoundedString<MIN, MAX> {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, FieldErrors> {
        let text = String::deserialize_from_value(value, location)?;
        Self::new(text).ok_or_else(|| {
            let detail = if MIN > 0 {
                format!("must have {MIN} to {MAX} characters and not be blank")
            } else {
                format!("must have at most {MAX} characters")
            };
            FieldErrors::at(location, "wrong_length", detail)
        })
    }
}

impl<const MIN: usize, const MAX: usize> utoipa::__dev::ComposeSchema for BoundedString<MIN, MAX> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(MAX));
        // Where a text is required, a blank one is refused.
        if MIN > 0 { text.min_length(Some(MIN)).pattern(Some(r"\S")).into() } else { text.into() }
    }
}

impl<const MIN: usize, const MAX: usize> ToSchema for BoundedString<MIN, MAX> {
    fn name() -> Cow<'static, str> {
        format!("BoundedString_{MIN}_{MAX}").into()
    }
}

/// A list of at most `MAX` entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct List<T, const MAX: usize>(Vec<T>);

impl<T, const MAX: usize> List<T, MAX> {
    /// `entries` when there are not too many.
    #[must_use]
    pub fn new(entries: Vec<T>) -> Option<Self> {
        (entries.len() <= MAX).then_some(Self(entries))
    }
}

impl<T, const MAX: usize> Default for List<T, MAX> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const MAX: usize> Deref for List<T, MAX> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Deserr<FieldErrors>, const MAX: usize> Deserr<FieldErrors> for List<T, MAX> {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, FieldErrors> {
        let entries = Vec::<T>::deserialize_from_value(value, location)?;
        Self::new(entries)
            .ok_or_else(|| FieldErrors::at(location, "wrong_length", format!("must have at most {MAX} entries")))
    }
}

// The trait by which utoipa builds schemas of generic types; fields of this type are marked `#[schema(inline)]`.
impl<T: utoipa::__dev::ComposeSchema, const MAX: usize> utoipa::__dev::ComposeSchema for List<T, MAX> {
    fn compose(generics: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let entry = generics.into_iter().next().unwrap_or_else(|| T::compose(Vec::new()));
        ArrayBuilder::new().items(entry).max_items(Some(MAX)).into()
    }
}

impl<T: ToSchema + utoipa::__dev::ComposeSchema, const MAX: usize> ToSchema for List<T, MAX> {}
