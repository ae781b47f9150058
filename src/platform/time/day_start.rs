use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};

use crate::platform::input::parsed_text;

/// The hour at which a person's day begins, "00:00" to "06:00": a session at 01:30 still belongs to the evening
/// before for somebody whose day starts at 04:00 (rules §1).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct DayStart {
    minutes: i64,
}

impl DayStart {
    /// Minutes after midnight, 0..=360.
    #[must_use]
    pub fn minutes(self) -> i64 {
        self.minutes
    }
}

impl FromStr for DayStart {
    type Err = Cow<'static, str>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (hours, minutes) = text.split_once(':')?;
            let two_digits = |part: &str| {
                let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
                digits.then(|| part.parse::<i64>().ok()).flatten()
            };
            let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
            let total = hours * 60 + minutes;
            (minutes < 60 && total <= 360).then_some(Self { minutes: total })
        };
        read().ok_or(Cow::Borrowed("must be a time from 00:00 to 06:00, HH:MM"))
    }
}

impl fmt::Display for DayStart {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

parsed_text!(DayStart, "day_start");
impl utoipa::__dev::ComposeSchema for DayStart {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^0[0-6]:[0-5][0-9]$"))
            .description(Some("00:00 to 06:00"))
            .examples(["04:00"])
            .into()
    }
}
