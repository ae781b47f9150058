/// The collections. Their numbers are stored and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i16)]
pub enum Collection {
    /// Plan versions.
    Plans = 1,
    /// Training sessions.
    Sessions = 2,
    /// Pain scores.
    PainScores = 3,
    /// Acupuncture appointments.
    Appointments = 4,
    /// Acupuncture courses.
    Courses = 5,
    /// Exercises of one's own.
    Exercises = 6,
    /// Filled-in questionnaires.
    Questionnaires = 7,
    /// Marks on single days.
    DayMarks = 8,
    /// Shares: those a person gave, and those they were given as a coach.
    Shares = 9,
    /// What was written between people and their coaches; each side has a copy.
    Comments = 10,
    /// Plans that coaches proposed to people; each side has a copy.
    PlanProposals = 11,
    /// A coach's own notes on their clients.
    ClientNotes = 12,
}

impl Collection {
    /// Every collection that there are records of.
    pub const ALL: [Self; 12] = [
        Self::Plans,
        Self::Sessions,
        Self::PainScores,
        Self::Appointments,
        Self::Courses,
        Self::Exercises,
        Self::Questionnaires,
        Self::DayMarks,
        Self::Shares,
        Self::Comments,
        Self::PlanProposals,
        Self::ClientNotes,
    ];

    /// The name in addresses, like `pain-scores`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plans => "plans",
            Self::Sessions => "sessions",
            Self::PainScores => "pain-scores",
            Self::Appointments => "appointments",
            Self::Courses => "courses",
            Self::Exercises => "exercises",
            Self::Questionnaires => "questionnaires",
            Self::DayMarks => "day-marks",
            Self::Shares => "shares",
            Self::Comments => "comments",
            Self::PlanProposals => "plan-proposals",
            Self::ClientNotes => "client-notes",
        }
    }

    /// The collection with this number.
    #[must_use]
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|collection| collection.number() == number)
    }

    /// The number in the table.
    #[must_use]
    pub fn number(self) -> i16 {
        self as i16
    }
}
