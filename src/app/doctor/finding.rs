use std::fmt;

/// How many errors of one kind are printed; the rest are counted.
const MAX_REPORTED: usize = 10;

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    check: &'static str,
    said: String,
    errors: Vec<String>,
    count: u64,
    noted: bool,
}

impl Finding {
    /// `check` found nothing wrong; `said` says what it read.
    pub(super) fn fine(check: &'static str, said: impl Into<String>) -> Self {
        Self { check, said: said.into(), errors: Vec::new(), count: 0, noted: false }
    }

    /// A note for the operator: possibly an error.
    pub(super) fn noted(check: &'static str, said: impl Into<String>) -> Self {
        Self { noted: true, ..Self::fine(check, said) }
    }

    /// `check` found this error, or could not be run.
    pub(super) fn failed(check: &'static str, error: impl fmt::Display) -> Self {
        let mut finding = Self::fine(check, String::new());
        finding.add(error);
        finding
    }

    /// The summary in `result`, or the error in its place.
    pub(super) fn told(check: &'static str, result: Result<String, impl fmt::Display>) -> Self {
        match result {
            Ok(said) => Self::fine(check, said),
            Err(error) => Self::failed(check, error),
        }
    }

    /// Notes an error. All are counted, the first [`MAX_REPORTED`] are printed.
    pub(super) fn add(&mut self, error: impl fmt::Display) {
        self.count += 1;
        if self.errors.len() < MAX_REPORTED {
            self.errors.push(error.to_string());
        }
    }

    /// Adds a summary of what was read.
    pub(super) fn say(&mut self, said: String) {
        self.said = said;
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.count == 0
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match (self.is_fine(), self.noted) {
            (false, _) => "FAILED",
            (true, true) => "NOTE",
            (true, false) => "ok",
        };
        let line = format!("{verdict:<7} {:<13} {}", self.check, self.said);
        out.write_str(line.trim_end())?;
        for error in &self.errors {
            write!(out, "\n        - {error}")?;
        }
        match self.count.saturating_sub(self.errors.len() as u64) {
            0 => Ok(()),
            more => write!(out, "\n        - and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_counted_and_the_first_are_told() {
        let mut finding = Finding::fine("records", "12 of 1 user");
        assert!(finding.is_fine());
        assert_eq!(finding.to_string(), "ok      records       12 of 1 user");
        (1..=12).for_each(|number| finding.add(format!("fault {number}")));
        let text = finding.to_string();
        assert!(!finding.is_fine() && text.starts_with("FAILED  records       12 of 1 user\n"), "{text}");
        assert!(text.contains("fault 10") && !text.contains("fault 11") && text.ends_with("and 2 more"), "{text}");
    }
}
