/// A value at a place in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Its day, counted from any fixed day.
    pub day: i32,
    /// What was observed; finite.
    pub value: f64,
}
