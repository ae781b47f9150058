//! What people name as the trigger of their pain. The evidence that a posture does harm is weak, and the cards say so.

use super::sources;
use crate::features::learn::card::Card;
use crate::features::learn::vocabulary::Topic::Everyday;
use crate::features::pain::vocabulary::Trigger;

pub static PHONE: Card = Card::new(
    "phone-slouch",
    Everyday,
    "Bent over the phone",
    "Looking down at a phone for long can feel uncomfortable. Yet when researchers measured how far people bend their \
     necks over it, those who bent more didn't have neck pain more often, and didn't get it more often in the year \
     after; poor sleep and little activity went along with it instead. So there is no angle to be afraid of. If you \
     often notice pain with the phone, lift it a little, lean back, change hands, and look up every few minutes.",
    &[sources::TEXT_NECK, sources::TEXT_NECK_YEAR],
)
.about(&[Trigger::PhoneSlouch]);

pub static SITTING: Card = Card::new(
    "sitting-long",
    Everyday,
    "Sitting slumped or crooked",
    "There is no strong evidence that slumping or sitting crooked does damage, or that one posture is right. Staying \
     in any posture for long can get uncomfortable, though. In a trial with office workers at risk, those reminded to \
     take short breaks or to shift in their seat had new neck and back pain less often over six months; it was one \
     small trial. So sit as you like, and change it often: shift, stand up, walk to the window.",
    &[sources::SIT_UP_STRAIGHT, sources::POSTURE_REVIEWS, sources::BREAKS],
)
.about(&[Trigger::DeskSlouch, Trigger::CrookedSitting]);

pub static READING: Card = Card::new(
    "reading-lying-down",
    Everyday,
    "Reading lying down",
    "We know of no good study on reading in bed and back pain, and research on postures as a whole doesn't show that \
     they do harm. If your diary links the two, it may be the long time in one position. Try a pillow under the head \
     or the knees, prop the book up so that your arms can rest, turn over now and then, or read in short portions. \
     Keep what feels better.",
    &[sources::POSTURE_REVIEWS, sources::SIT_UP_STRAIGHT],
)
.about(&[Trigger::ReadingLyingDown]);

pub static LIFTING: Card = Card::new(
    "lifting",
    Everyday,
    "Lifting",
    "A heavy or awkward lift is something that people often remember from just before a bout of back pain; memory may \
     play a part in that. A round back while lifting, though, has not been shown to raise the risk; the studies are \
     few and of low quality. What makes sense: know the weight first, keep it close, take your time, split the load, \
     and don't lift when you are worn out or busy with something else. Backs get used to loads that grow slowly.",
    &[sources::TRIGGERS, sources::ROUND_BACK],
)
.about(&[Trigger::BadLifting]);

pub static TWISTING: Card = Card::new(
    "awkward-twist",
    Everyday,
    "An awkward twist",
    "In a study of 999 people with sudden back pain, handling things in an awkward position was often named for the \
     hours before, and so were being tired and being distracted. Such studies rest on memory. Other reviews don't \
     agree on whether bending and twisting make back pain come on. A spine is made to turn; nothing need be avoided \
     for good. With loads, turn your feet along, and take a moment when you are tired.",
    &[sources::TRIGGERS, sources::POSTURE_REVIEWS],
)
.about(&[Trigger::AwkwardTwist]);

pub static DRIVING: Card = Card::new(
    "long-driving",
    Everyday,
    "A long drive",
    "People whose work shakes them all day, as in trucks and diggers, report low back pain about twice as often as \
     others. How much of that holds for an ordinary car is unclear, and whether the shaking is to blame isn't settled. \
     On a long drive it may help comfort to move the seat a little every half hour, to stop every hour or two, and to \
     walk for some minutes before you lift the bags.",
    &[sources::VIBRATION, sources::POSTURE_REVIEWS],
)
.about(&[Trigger::LongDriving]);

pub static SLEEP: Card = Card::new(
    "poor-sleep",
    Everyday,
    "Sleep and pain",
    "Sleep has better evidence than posture. In studies that followed people over time, those who slept badly were \
     more likely to get lasting muscle and joint pain later, and people in pain were more likely to sleep badly later. \
     Each may feed the other. One short night tells little. If you sleep badly for weeks, a steady time to get up and \
     help for sleeplessness from a doctor are worth as much thought as your mattress.",
    &[sources::SLEEP_BOTH_WAYS, sources::SLEEP_COHORTS],
)
.about(&[Trigger::PoorSleep]);

pub static STRESS: Card = Card::new(
    "stress",
    Everyday,
    "Stress and pain",
    "Stress is no proof that pain is “in the mind”. A review of studies over time found some evidence, of low quality, \
     that people under stress get lasting back or neck pain more often. Guidelines count mindfulness and cognitive \
     behavioural therapy among the things that may be offered for long-lasting low back pain. On a tense day a walk, \
     slow breathing or a shorter session may be enough. If worry or low mood stay, tell a doctor; help is there.",
    &[sources::STRESS, sources::ACP, sources::WHO_BACK_PAIN],
)
.about(&[Trigger::Stress]);

pub static CARDS: [&Card; 8] = [&PHONE, &SITTING, &READING, &LIFTING, &TWISTING, &DRIVING, &SLEEP, &STRESS];
