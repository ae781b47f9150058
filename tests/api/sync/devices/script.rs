use std::fmt;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::contents::{Key, RECORDS, VARIANTS};

/// What the devices of one person do, and what the network and the service do to them.
#[derive(Clone)]
pub struct Script {
    /// The records that are written: few, so that edits meet.
    pub records: Vec<Key>,
    pub devices: Vec<Habits>,
    pub steps: Vec<Step>,
    /// Page size of the last pull of everything.
    pub limit: u32,
}

#[derive(Debug, Clone, Copy)]
pub struct Habits {
    /// How far the device's clock is ahead of the service's.
    pub hours_ahead: i64,
    /// What its person does about conflicts.
    pub on_conflict: Resolution,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    Theirs,
    Mine,
    /// Their fields with mine over them.
    Merged,
}

#[derive(Debug, Clone)]
pub enum Step {
    /// A person changes a record on a device.
    Edit {
        device: usize,
        record: usize,
        change: Change,
    },
    /// A device sends something, and the network does its part.
    Sync {
        device: usize,
        act: Act,
        network: Network,
    },
    /// Two devices do something about one record at the same time.
    AtOnce {
        record: usize,
        first: (usize, Part),
        second: (usize, Part),
    },
    /// A batch that was handed to the network so many batches ago arrives once more, or at last. Its
    /// answer is lost.
    Again {
        ago: usize,
    },
    /// A device forgets how far it has read.
    StartOver {
        device: usize,
    },
    /// Somebody writes past sync, without a condition or with the entity tag as it is or as it was before.
    Plain {
        record: usize,
        verb: Verb,
        if_match: Option<Tag>,
    },
    Wait {
        minutes: i64,
    },
    Restart,
}

#[derive(Debug, Clone, Copy)]
pub enum Change {
    /// Writes the content of this number.
    Put(u8),
    Delete,
}

#[derive(Debug, Clone, Copy)]
pub enum Act {
    /// Sends so many changes at most.
    Push(usize),
    /// Asks for a page of this size.
    Pull(u32),
}

#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// Changes it and sends all that waits.
    Write(Change),
    /// Asks for a page of this size.
    Read(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    Fine,
    /// The service has got it, the device does not learn that.
    AnswerLost,
    /// The service has not got it, and the device does not learn that either.
    Lost,
    /// It arrives twice, and the second answer gets through.
    Twice,
}

#[derive(Debug, Clone, Copy)]
pub enum Verb {
    Put(u8),
    Patch(u8),
    Delete,
}

#[derive(Debug, Clone, Copy)]
pub enum Tag {
    Current,
    Stale,
}

/// Scripts for two to four devices. Where nothing happens at once, the same script always goes the same way, and a failing
/// one can be made small.
pub fn scripts(at_once: bool) -> impl Strategy<Value = Script> {
    let records = subsequence(RECORDS.map(Key::from).to_vec(), 2..=4);
    (records, vec(habits(), 2..=4), vec(step(), 1..48), 1_u32..12).prop_map(move |(records, devices, steps, limit)| {
        let steps = steps.into_iter().map(|step| step.among(devices.len(), records.len(), at_once)).collect();
        Script { records, devices, steps, limit }
    })
}

impl Step {
    /// The same with the numbers of devices and records counted round: 5 of 2 is 1.
    fn among(mut self, devices: usize, records: usize, at_once: bool) -> Self {
        match &mut self {
            Self::Edit { device, record, .. } => (*device, *record) = (*device % devices, *record % records),
            Self::Sync { device, .. } | Self::StartOver { device } => *device %= devices,
            Self::Plain { record, .. } => *record %= records,
            Self::AtOnce { record, first, second } => {
                *record %= records;
                (first.0, second.0) = (first.0 % devices, second.0 % devices);
                if first.0 == second.0 {
                    second.0 = (first.0 + 1) % devices;
                }
                match *first {
                    _ if at_once => {}
                    (device, Part::Write(change)) => return Self::Edit { device, record: *record, change },
                    (device, Part::Read(limit)) => {
                        return Self::Sync { device, act: Act::Pull(limit), network: Network::Fine };
                    }
                }
            }
            Self::Again { .. } | Self::Wait { .. } | Self::Restart => {}
        }
        self
    }
}

fn habits() -> impl Strategy<Value = Habits> {
    // Beyond a day ahead the service takes no more of what is said to have happened.
    let hours_ahead = prop_oneof![4 => Just(0), 1 => select(vec![-50, -1, 23, 25])];
    let on_conflict = select(vec![Resolution::Theirs, Resolution::Mine, Resolution::Merged]);
    (hours_ahead, on_conflict).prop_map(|(hours_ahead, on_conflict)| Habits { hours_ahead, on_conflict })
}

fn step() -> impl Strategy<Value = Step> {
    let device = || 0_usize..4;
    let record = || 0_usize..4;
    prop_oneof![
        180 => (device(), record(), change()).prop_map(|(device, record, change)| Step::Edit { device, record, change }),
        180 => (device(), act(), network()).prop_map(|(device, act, network)| Step::Sync { device, act, network }),
        60 => (record(), (device(), part()), (device(), part()))
            .prop_map(|(record, first, second)| Step::AtOnce { record, first, second }),
        60 => (0_usize..12).prop_map(|ago| Step::Again { ago }),
        10 => device().prop_map(|device| Step::StartOver { device }),
        45 => (record(), verb(), tag()).prop_map(|(record, verb, if_match)| Step::Plain { record, verb, if_match }),
        20 => (1_i64..40).prop_map(|minutes| Step::Wait { minutes }),
        1 => Just(Step::Restart),
    ]
}

fn variant() -> impl Strategy<Value = u8> {
    // The last one is refused.
    prop_oneof![12 => 0..VARIANTS - 1, 1 => Just(VARIANTS - 1)]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![4 => variant().prop_map(Change::Put), 1 => Just(Change::Delete)]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![4 => (1_usize..6).prop_map(Act::Push), 3 => (1_u32..8).prop_map(Act::Pull)]
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![3 => change().prop_map(Part::Write), 1 => (1_u32..8).prop_map(Part::Read)]
}

fn network() -> impl Strategy<Value = Network> {
    prop_oneof![
        5 => Just(Network::Fine),
        2 => Just(Network::AnswerLost),
        2 => Just(Network::Lost),
        1 => Just(Network::Twice),
    ]
}

fn verb() -> impl Strategy<Value = Verb> {
    prop_oneof![3 => variant().prop_map(Verb::Put), 2 => (0..VARIANTS).prop_map(Verb::Patch), 2 => Just(Verb::Delete)]
}

fn tag() -> impl Strategy<Value = Option<Tag>> {
    prop_oneof![3 => Just(None), 1 => Just(Some(Tag::Current)), 1 => Just(Some(Tag::Stale))]
}

/// A line for each device and step, however it is asked for: it is what a failure shows.
impl fmt::Debug for Script {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, key) in self.records.iter().enumerate() {
            write!(out, "\n  record {number}: {key}")?;
        }
        for (number, habits) in self.devices.iter().enumerate() {
            write!(out, "\n  device {number}: {} h ahead, {:?}", habits.hours_ahead, habits.on_conflict)?;
        }
        for (number, step) in self.steps.iter().enumerate() {
            write!(out, "\n  {number:2} {step:?}")?;
        }
        write!(out, "\n  limit {}", self.limit)
    }
}
