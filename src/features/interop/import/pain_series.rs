//! Which of a diary's pains are read, and where in the back they are.
//!
//! Diaries also hold moods, headaches and knees. A name is read without the map only when it certainly names a place of
//! the back; everything else needs `only=` or `region:NAME=`. "Leg pain" for one is not
//! read as pain from the back: most legs hurt for other reasons.

use std::collections::{BTreeMap, HashMap};

use super::ReadError;
use super::collector::Collector;
use super::column_map::ColumnMap;
use super::error::shortened;
use super::plain::folded;
use super::reading::Outcome;
use super::table::{Row, Table};
use crate::features::pain::vocabulary::Region;

/// Names without the word "pain", separated by `|`, and their region. A bare back is read, but its region is open.
const NAMES: [(Option<Region>, &str); 8] = [
    (Some(Region::Neck), "neck|cervical|cervical spine"),
    (Some(Region::UpperBack), "upper back"),
    (Some(Region::MidBack), "mid back|middle back|midback"),
    (Some(Region::LowBack), "low back|lower back|lowback|lumbar|lumbar spine|lumbago"),
    (Some(Region::Sacrum), "sacrum|sacral"),
    (Some(Region::Coccyx), "coccyx|tailbone"),
    (Some(Region::LegBelowButtock), "sciatica|sciatic|leg below buttock"),
    (None, "back|backache|spine|spinal"),
];

/// What a series is read as: its region, or nothing when it is not read.
type Choice = Option<Option<Region>>;

/// The choice for each name in the file.
pub(super) struct Series<'a>(HashMap<&'a str, Choice>);

impl<'a> Series<'a> {
    /// Decides for each name, and notes in `out` which ones are left out. `everywhere` is the region of all that is read.
    pub(super) fn choose(
        table: &'a Table,
        column: Option<usize>,
        map: &ColumnMap,
        everywhere: Option<Region>,
        out: &mut Collector,
    ) -> Result<Self, ReadError> {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for row in &table.rows {
            *counts.entry(row.cell(column)).or_default() += 1;
        }
        if column.is_none() {
            if map.get("only").is_some() || map.under("region:").next().is_some() {
                let text = "only= and region:NAME= need a column of names: add name=COLUMN to the map";
                return Err(ReadError::BadMap(text.to_owned()));
            }
            return Ok(Self(HashMap::from([("", Some(everywhere))])));
        }
        let only = only(map, &counts)?;
        let mut regions: HashMap<&str, Choice> = HashMap::new();
        for (wanted, value) in map.under("region:") {
            let choice = if value == "ignore" { None } else { Some(Some(region(value)?)) };
            for name in matching(&counts, wanted)? {
                regions.insert(name, choice);
            }
        }
        if everywhere.is_some() && only.is_none() {
            let text = "region= needs only= as well: the file has several series, and not each is of that region";
            return Err(ReadError::BadMap(text.to_owned()));
        }
        let choice = |name: &str| match (regions.get(name), &only) {
            (_, Some(only)) if !only.contains(&name) => None,
            (Some(choice), _) => *choice,
            (None, Some(_)) => Some(everywhere.or(recognised(name).flatten())),
            (None, None) => recognised(name),
        };
        let chosen: HashMap<_, _> = counts.keys().map(|name| (*name, choice(name))).collect();
        if !counts.is_empty() && chosen.values().all(Option::is_none) {
            return Err(ReadError::NothingChosen(format!(
                "which of the diary's series are pain of the back can't be guessed; \
                 add only=NAME or region:NAME=REGION to the map. It has {}",
                entries(&counts)
            )));
        }
        for (name, count) in counts {
            if matches!(chosen.get(name), Some(None)) {
                let shown = shortened(name);
                let detail = format!(
                    "{}, left out; \"region:{shown}=REGION\" or \"only={shown}\" in the map reads it",
                    entry(name, count)
                );
                out.note(None, Outcome::Skipped, "series_not_read", detail, count);
            }
        }
        Ok(Self(chosen))
    }

    /// What a line is read as.
    pub(super) fn of(&self, row: &Row, column: Option<usize>) -> Choice {
        self.0.get(row.cell(column)).copied().flatten()
    }
}

fn entry(name: &str, count: u64) -> String {
    format!("{:?} ({count} entries)", shortened(name))
}

/// The start of the list of all names.
fn entries(counts: &BTreeMap<&str, u64>) -> String {
    let entries: Vec<_> = counts.iter().take(40).map(|(name, count)| entry(name, *count)).collect();
    entries.join(", ")
}

/// The names of `only=`, as they are in the file.
fn only<'a>(map: &ColumnMap, counts: &BTreeMap<&'a str, u64>) -> Result<Option<Vec<&'a str>>, ReadError> {
    let Some(list) = map.get("only") else {
        return Ok(None);
    };
    let mut names = Vec::new();
    for wanted in list.split('|') {
        names.extend(matching(counts, wanted)?);
    }
    Ok(Some(names))
}

/// The names that are `wanted` but for case; none is an error that lists what there is.
fn matching<'a>(counts: &BTreeMap<&'a str, u64>, wanted: &str) -> Result<Vec<&'a str>, ReadError> {
    let folded_name = folded(wanted);
    let names = counts.keys().filter(|name| folded(name) == folded_name);
    let names: Vec<&str> = names.copied().collect();
    if names.is_empty() {
        let wanted = shortened(wanted.trim());
        return Err(ReadError::BadMap(format!("the diary has no {wanted:?}; it has {}", entries(counts))));
    }
    Ok(names)
}

pub(super) fn region(text: &str) -> Result<Region, ReadError> {
    Region::from_wire(text).ok_or_else(|| {
        let regions = Region::WIRE_NAMES.join(", ");
        ReadError::BadMap(format!("there is no region {:?}; there are {regions}", shortened(text)))
    })
}

/// The region of a name that certainly means pain of the back.
fn recognised(name: &str) -> Choice {
    let name = folded(&name.replace(['_', '-'], " "));
    let bare = name.strip_suffix(" pain").or(name.strip_suffix(" ache"));
    let bare = bare.or(name.strip_prefix("pain in the ")).unwrap_or(&name);
    NAMES.into_iter().find(|(_, names)| names.split('|').any(|name| name == bare)).map(|(region, _)| region)
}
