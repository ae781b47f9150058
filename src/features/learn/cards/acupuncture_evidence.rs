//! What studies and guidelines say about acupuncture for back pain, the contrary ones included.

use super::sources;
use crate::features::learn::card::Card;
use crate::features::learn::vocabulary::Topic::AcupunctureEvidence;

pub static LOW_BACK: Card = Card::new(
    "acupuncture-low-back",
    AcupunctureEvidence,
    "Acupuncture and low back pain",
    "A Cochrane review of 33 trials looked at chronic low back pain. Shortly after treatment, people who had \
     acupuncture had less pain and managed more than people who had no treatment. Against sham needles it may make no \
     difference that people would notice. The certainty was moderate at best, and little is known about the long run. \
     So some people may feel better with it, and how much of that comes from the needles themselves is open.",
    &[sources::COCHRANE_ACUPUNCTURE],
);

pub static GUIDELINES: Card = Card::new(
    "guidelines-disagree",
    AcupunctureEvidence,
    "Guidelines disagree",
    "For low back pain, NICE in England says not to offer acupuncture, as it did little better than sham. The American \
     College of Physicians listed it in 2017 among the first things to try, before medicines. The WHO says that it may \
     be offered for chronic low back pain, on evidence of low certainty. For chronic pain without another explanation \
     NICE says: consider one course. They weigh the same question differently: better than sham, or better than \
     nothing? Either choice is reasonable, and so is not having needles.",
    &[sources::NICE_BACK_PAIN, sources::ACP, sources::WHO_BACK_PAIN, sources::NICE_CHRONIC_PAIN],
);

pub static SHAM: Card = Card::new(
    "needles-and-sham",
    AcupunctureEvidence,
    "Needles, sham and expectation",
    "Researchers pooled the data of 20,827 people with chronic pain from 39 trials. Acupuncture did better than no \
     acupuncture by a moderate amount, and better than sham by a small one. Most of the difference was still there \
     after a year. The gap between the two says that much lies in what comes with the needles: time, touch, rest, \
     expectation. Other reviewers judge the small difference from sham as too small to matter.",
    &[sources::POOLED_TRIALS, sources::COCHRANE_ACUPUNCTURE],
);

pub static CARDS: [&Card; 3] = [&LOW_BACK, &GUIDELINES, &SHAM];
