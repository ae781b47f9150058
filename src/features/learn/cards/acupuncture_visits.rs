//! A visit, its risks, its price, and how many of them.

use super::sources;
use crate::features::learn::card::Card;
use crate::features::learn::vocabulary::Topic::AcupunctureVisits;

pub static A_VISIT: Card = Card::new(
    "a-visit",
    AcupunctureVisits,
    "What a visit is like",
    "You are asked about your health, then sit or lie down. The needles are thin, sterile and used once. In large \
     German trials 14 to 20 of them stayed in for 30 minutes. You may feel a prick, then a dull ache or tingling; it \
     shouldn't hurt much, and you may ask for a needle to be taken out at any time. Eat something before, and get up \
     slowly afterwards. Check that the practitioner is licensed or registered where you live.",
    &[sources::NHS_ACUPUNCTURE, sources::GERMAN_TRIAL],
);

pub static SIDE_EFFECTS: Card = Card::new(
    "side-effects",
    AcupunctureVisits,
    "Side effects of needles",
    "Across 21 studies, about 9 in 100 people had some side effect during a series of visits, mostly a drop of blood, \
     a bruise or soreness; some feel dizzy or tired. Serious harm was counted in about 1 of 10,000 people. British \
     acupuncturists reported none in 34,407 treatments. A lung or a nerve can be hurt, or an infection set in: rare, \
     but real. If you are short of breath or have chest pain after a visit, call the emergency number now.",
    &[sources::ADVERSE_EVENTS, sources::YORK_SAFETY, sources::CASE_REPORTS],
);

pub static NEEDLES_WITH_CARE: Card = Card::new(
    "needles-with-care",
    AcupunctureVisits,
    "When needles need care",
    "Tell the practitioner beforehand if you are or may be pregnant, bleed easily or take blood thinners, have a \
     pacemaker or another implant, or epilepsy. The WHO advises great caution in pregnancy and against needles with \
     bleeding disorders and blood thinners; a later review saw few bleeds on blood thinners when needles were placed \
     with care. Electroacupuncture passes a current and has disturbed a pacemaker. Ask your doctor first, and never \
     stop a medicine for a visit by yourself.",
    &[sources::WHO_SAFETY, sources::BLOOD_THINNERS, sources::ELECTRO],
);

pub static COSTS: Card = Card::new(
    "costs",
    AcupunctureVisits,
    "What it costs",
    "Prices differ a lot; 30 to 200 USD a visit is a common span. In a survey of 723 US clinics the first visit cost \
     112 USD in the middle, later ones 80. US Medicare covers chronic low back pain: 12 visits in 90 days, and up to \
     20 a year if it gets better. German statutory insurers pay for up to 10, at times 15, visits for low back or knee \
     pain of six months or more. Ask for the price of the whole course before the first needle, and your insurer \
     before you pay.",
    &[sources::US_PRICES, sources::MEDICARE, sources::GERMAN_COVER],
);

pub static COURSE_LENGTH: Card = Card::new(
    "course-length",
    AcupunctureVisits,
    "How long a course is",
    "Many courses have 8 to 12 visits, close together at first and further apart later. The big German trial on back \
     pain used 10 in five weeks. NICE limits a course for chronic pain to five hours in all, and Medicare stops paying \
     when it doesn't get better. So agree on a date to look back, after about six visits. If your diary shows no \
     change by then, talk about stopping: that is a sound decision, and no failing of yours.",
    &[sources::GERMAN_TRIAL, sources::NICE_CHRONIC_PAIN, sources::MEDICARE],
);

pub static CARDS: [&Card; 5] = [&A_VISIT, &SIDE_EFFECTS, &NEEDLES_WITH_CARE, &COSTS, &COURSE_LENGTH];
