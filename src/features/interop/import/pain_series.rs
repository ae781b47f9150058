//! Which of a diary's pains are read, and where in the back they are.
//!
//! Diaries hold moods, headaches and knees beside the back. A name is read by itself only when it names a place of
//! the back beyond doubt; everything else waits to be told (`only=`, `region:NAME=`). "Leg pain" for one is not
//! read as pain from the back: most legs hurt for other reasons.

use std::collections::{BTreeMap, HashMap};

use super::collector::Collector;
use super::column_map::ColumnMap;
use super::error::shortened;
use super::plain::folded;
use super::reading::Outcome;
use super::table::{Row, Table};
use super::{REGIONS, ReadError};

/// Names without the word "pain" that stand for a region; back without more is read, but its region is open.
const NAMES: [(&str, Option<&str>); 24] = [
    ("neck", Some("neck")),
    ("cervical", Some("neck")),
    ("cervical spine", Some("neck")),
    ("upper back", Some("upper_back")),
    ("mid back", Some("mid_back")),
    ("middle back", Some("mid_back")),
    ("midback", Some("mid_back")),
    ("low back", Some("low_back")),
    ("lower back", Some("low_back")),
    ("lowback", Some("low_back")),
    ("lumbar", Some("low_back")),
    ("lumbar spine", Some("low_back")),
    ("lumbago", Some("low_back")),
    ("sacrum", Some("sacrum")),
    ("sacral", Some("sacrum")),
    ("coccyx", Some("coccyx")),
    ("tailbone", Some("coccyx")),
    ("sciatica", Some("leg_below_buttock")),
    ("sciatic", Some("leg_below_buttock")),
    ("leg below buttock", Some("leg_below_buttock")),
    ("back", None),
    ("backache", None),
    ("spine", None),
    ("spinal", None),
];

/// What a series is read as: its region, or nothing when it is not read.
type Choice = Option<Option<&'static str>>;

/// The choice for each name in the file.
pub(super) struct Series<'a>(HashMap<&'a str, Choice>);

impl<'a> Series<'a> {
    /// Decides for each name, and says in `out` which ones are left out.
    pub(super) fn choose(
        table: &'a Table,
        column: Option<usize>,
        map: &ColumnMap,
        out: &mut Collector,
    ) -> Result<Self, ReadError> {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for row in &table.rows {
            *counts.entry(row.cell(column)).or_default() += 1;
        }
        let everywhere = map.get("region").map(region).transpose()?;
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
            for name in alike(&counts, wanted)? {
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
            let names: Vec<_> = counts.iter().take(40).map(|(name, n)| entry(name, *n)).collect();
            return Err(ReadError::NothingChosen(format!(
                "which of the diary's series are pain of the back can't be guessed; \
                 add only=NAME or region:NAME=REGION to the map. It has {}",
                names.join(", ")
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

/// The names of `only=`, as they are in the file.
fn only<'a>(map: &ColumnMap, counts: &BTreeMap<&'a str, u64>) -> Result<Option<Vec<&'a str>>, ReadError> {
    let Some(list) = map.get("only") else {
        return Ok(None);
    };
    let mut names = Vec::new();
    for wanted in list.split('|') {
        names.extend(alike(counts, wanted)?);
    }
    Ok(Some(names))
}

/// The names that are `wanted` but for case; none is an error that lists what there is.
fn alike<'a>(counts: &BTreeMap<&'a str, u64>, wanted: &str) -> Result<Vec<&'a str>, ReadError> {
    let alike = folded(wanted);
    let names = counts.keys().filter(|name| folded(name) == alike);
    let names: Vec<&str> = names.copied().collect();
    if names.is_empty() {
        let all: Vec<_> = counts.iter().take(40).map(|(name, n)| entry(name, *n)).collect();
        return Err(ReadError::BadMap(format!(
            "the diary has no {:?}; it has {}",
            shortened(wanted.trim()),
            all.join(", ")
        )));
    }
    Ok(names)
}

fn region(text: &str) -> Result<&'static str, ReadError> {
    REGIONS.into_iter().find(|known| *known == text).ok_or_else(|| {
        ReadError::BadMap(format!("there is no region {:?}; there are {}", shortened(text), REGIONS.join(", ")))
    })
}

/// The region of a name that is beyond doubt pain of the back.
fn recognised(name: &str) -> Choice {
    let name = folded(&name.replace(['_', '-'], " "));
    let bare = name.strip_suffix(" pain").or(name.strip_suffix(" ache"));
    let bare = bare.or(name.strip_prefix("pain in the ")).unwrap_or(&name);
    NAMES.into_iter().find(|(known, _)| *known == bare).map(|(_, region)| region)
}
