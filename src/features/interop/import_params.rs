use std::str::FromStr;

use utoipa::openapi::path::{Parameter, ParameterBuilder};
use utoipa::openapi::schema::ArrayBuilder;
use utoipa::openapi::{ObjectBuilder, Required, Type};

use super::OnConflict;
use super::import::Format;
use crate::platform::http::{Query, QueryParams, parameter, parameter_with};
use crate::platform::time::Zone;

/// How a file is to be imported.
#[derive(Debug, Clone)]
pub struct ImportParams {
    /// Whose file it is; nothing only when the request is refused for it.
    pub format: Option<Format>,
    /// What the columns mean.
    pub map: Vec<String>,
    /// The zone of the file's clock; the profile's when left out.
    pub zone: Option<Zone>,
    /// Whether to say only what would be stored.
    pub dry_run: bool,
    /// What the file is called.
    pub file_name: Option<String>,
    /// Whose version counts.
    pub on_conflict: OnConflict,
}

impl QueryParams for ImportParams {
    fn take(query: &mut Query) -> Self {
        Self {
            format: query.require("format"),
            map: query.take_all("map"),
            zone: query.take("time_zone"),
            dry_run: query.take_flag("dry_run").unwrap_or(false),
            file_name: query.take::<FileName>("file_name").map(|name| name.0),
            on_conflict: query.take::<OnConflict>("on_conflict").unwrap_or_default(),
        }
    }

    fn describe() -> Vec<Parameter> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let format = ParameterBuilder::from(parameter::<Format>("format", "Whose file it is"));
        vec![
            format.required(Required::True).build(),
            parameter_with("map", MAP, ArrayBuilder::new().items(text())),
            parameter_with("file_name", FILE_NAME, text()),
            parameter::<OnConflict>("on_conflict", ON_CONFLICT),
            parameter_with(
                "dry_run",
                "Only say what would be stored; false when left out",
                ObjectBuilder::new().schema_type(Type::Boolean),
            ),
            parameter::<Zone>("time_zone", "The zone of the file's clock; the profile's when left out"),
        ]
    }
}

const MAP: &str = "What the columns mean, as `key=value`; may be repeated, \
            or hold several pairs between commas. All formats: `source=NAME`, `date_order=ymd|dmy|mdy`, `word:TEXT=MEANING`. `loop`: \
            `HABIT=session`, `HABIT=exercise:SLUG`, `HABIT=pain:REGION`, `HABIT=ignore`, `scale=own`, `date=COLUMN`, \
            `note=COLUMN`. `strong`: `weight_unit=kg|lb`, `duration_unit=h|min|s`, `exercise:NAME=SLUG`, and with `=COLUMN` \
            `date`, `workout`, `duration`, `exercise`, `set_order`, `weight`, `unit`, `reps`, `distance`, `distance_unit`, \
            `seconds`, `note`, `workout_note`, `rpe`. `hevy` and `fitnotes`: `weight_unit`, `exercise:NAME=SLUG`, and with `=COLUMN` \
            those of `strong` that their files have, `end` and `other_weight`. `pain-csv`: with `=COLUMN` `date` or `year`, `month` and `day`, `time`, \
            `fallback`, `score`, `note`, `name`; `only=NAME|NAME`, `region=REGION`, `region:NAME=REGION`, `scale=own`";

const FILE_NAME: &str = "What the file is called, with its folder where that tells: \
            `001 Bridge/Checkmarks.csv` is Loop's file of the habit Bridge";

const ON_CONFLICT: &str = "Whose version counts where the file says something new of \
            a record that was edited or deleted since: `person`, as when left out, or `file`";

/// What a file is called, with its folder or without.
struct FileName(String);

impl FromStr for FileName {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        const MAX_BYTES: usize = 1000;
        if name.len() > MAX_BYTES { Err("must have at most 1000 bytes") } else { Ok(Self(name.to_owned())) }
    }
}
