use super::{Observation, count, student_tail};

/// The values of κ, the share of the variance that is the day's own, with their prior probabilities.
const OWN_SHARES: [(f64, f64); 2] = [(0.0, 0.8), (0.3, 0.2)];
/// Degrees between the angles whose sines are the values of φ; the first is half a step above 0.
const STEP_DEGREES: u8 = 3;
/// The residual share of the sum of squares below which it counts as rounding: the values lie on a line.
const ROUNDING: f64 = 1e-12;
/// Below this a running product is replaced by its logarithm, against underflow.
const SMALL: f64 = 1e-200;

/// The direction of a straight line through autocorrelated values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AutocorrelatedLine {
    /// Probability that it rises.
    pub rises: f64,
    /// Probability that it falls.
    pub falls: f64,
    /// The correlation of what the line leaves of a day with what it leaves of the next, 0..1: the mean over its distribution.
    pub autocorrelation: f64,
}

/// The line y = α + β·day + noise, with noise of one variance on all days, of which the share 1 − κ carries over by φ from day to
/// day, so that two days Δ apart correlate by (1 − κ)·φ^Δ, and the share κ is the day's own.
///
/// A few weeks do not show well how strongly days resemble each other, and a single estimate is too low more often than
/// not. So no estimate is made: β is computed for each of 30 φ and two κ, and the answers are averaged by how well each fits. Given φ
/// and κ, β less its generalised least-squares estimate, by its standard error, has Student's t distribution with n − 2 degrees of
/// freedom, and the fit is the restricted likelihood |V|^−½ |XᵀV⁻¹X|^−½ RSS^−(n−2)/2 (Harville, Biometrika 61, 1974); together that is
/// the posterior distribution of β under flat priors of α, β and log σ. The prior of φ is the reference prior of Berger and Yang
/// (Econometric Theory 10, 1994) from 0 on, 1 / √(1 − φ²): all angles whose sine is φ weigh the same. κ is 0 with 0.8 and 0.3 with 0.2.
///
/// `observations` is sorted by day, one a day. None of fewer than three, and of those that stand on a line.
#[must_use]
pub fn autocorrelated_line(observations: &[Observation]) -> Option<AutocorrelatedLine> {
    if observations.len() < 3 {
        return None;
    }
    let rows = centred(observations);
    let squares: f64 = rows.iter().map(|row| row.value * row.value).sum();
    let plain = Fit::of(&rows, 0.0, 0.0);
    if plain.left <= ROUNDING * squares {
        return None;
    }
    let freedom = count(rows.len() - 2);
    let mut fits = Vec::new();
    for (own, prior) in OWN_SHARES {
        for half_steps in (1..180 / STEP_DEGREES).step_by(2) {
            let phi = (f64::from(half_steps) * f64::from(STEP_DEGREES) / 2.0).to_radians().sin();
            let fit = Fit::of(&rows, phi, own);
            fits.push((fit.log_likelihood(freedom) + f64::ln(prior), fit, (1.0 - own) * phi));
        }
    }
    let best = fits.iter().map(|(log, ..)| *log).fold(f64::NEG_INFINITY, f64::max);
    let (mut sum, mut rises, mut falls, mut autocorrelation) = (0.0, 0.0, 0.0, 0.0);
    for (log, fit, correlation) in fits {
        let weight = (log - best).exp();
        let t = fit.slope / fit.standard_error(freedom);
        sum += weight;
        let against = student_tail(t.abs(), freedom);
        let (up, down) = if t < 0.0 { (against, 1.0 - against) } else { (1.0 - against, against) };
        rises += weight * up;
        falls += weight * down;
        autocorrelation += weight * correlation;
    }
    Some(AutocorrelatedLine { rises: rises / sum, falls: falls / sum, autocorrelation: autocorrelation / sum })
}

/// A value and its day, both less their means, and the days since the one before.
struct Row {
    gap: i32,
    day: f64,
    value: f64,
}

fn centred(observations: &[Observation]) -> Vec<Row> {
    let n = count(observations.len());
    let day = observations.iter().map(|one| f64::from(one.day)).sum::<f64>() / n;
    let value = observations.iter().map(|one| one.value).sum::<f64>() / n;
    let mut before = observations.first().map_or(0, |one| one.day);
    let rows = observations.iter().map(|one| {
        let gap = one.day - before;
        before = one.day;
        Row { gap, day: f64::from(one.day) - day, value: one.value - value }
    });
    rows.collect()
}

/// Generalised least squares of value ~ 1 + day for one φ and κ.
struct Fit {
    slope: f64,
    /// The residual sum of squares, weighted by the correlation of the days.
    left: f64,
    /// The variance of the slope by that of the noise.
    slope_variance: f64,
    /// Natural logarithms of |V| and |XᵀV⁻¹X|.
    log_determinants: f64,
}

impl Fit {
    /// One pass of the Kalman filter over the days (Harvey, Forecasting, Structural Time Series Models and the Kalman Filter, 1989,
    /// 3.4): the innovations, of the value and of the columns 1 and day, are independent from day to day.
    fn of(rows: &[Row], phi: f64, own: f64) -> Self {
        let carried = 1.0 - own;
        let (mut told_one, mut told_day, mut told_value) = (0.0, 0.0, 0.0);
        let mut variance = carried;
        // |V| is the product of the innovation variances; its logarithm is taken before it underflows.
        let (mut determinant_v, mut log_v) = (1.0_f64, 0.0);
        let (mut ones, mut cross, mut days, mut one_value, mut day_value, mut values) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for row in rows {
            // The first row has a gap of 0, which changes nothing.
            let memory = if row.gap == 1 { phi } else { phi.powi(row.gap) };
            let (mean_one, mean_day, mean_value) = (memory * told_one, memory * told_day, memory * told_value);
            variance = carried + memory * memory * (variance - carried);
            let fresh = variance + own;
            let (one, day, value) = (1.0 - mean_one, row.day - mean_day, row.value - mean_value);
            let weight = fresh.recip();
            let gain = variance * weight;
            (told_one, told_day, told_value) =
                (mean_one + gain * one, mean_day + gain * day, mean_value + gain * value);
            variance -= gain * variance;
            determinant_v *= fresh;
            if determinant_v < SMALL {
                log_v += determinant_v.ln();
                determinant_v = 1.0;
            }
            ones += weight * one * one;
            cross += weight * one * day;
            days += weight * day * day;
            one_value += weight * one * value;
            day_value += weight * day * value;
            values += weight * value * value;
        }
        let determinant = ones * days - cross * cross;
        let slope = (ones * day_value - cross * one_value) / determinant;
        let level = (days * one_value - cross * day_value) / determinant;
        Self {
            slope,
            left: values - level * one_value - slope * day_value,
            slope_variance: ones / determinant,
            log_determinants: log_v + determinant_v.ln() + determinant.ln(),
        }
    }

    fn standard_error(&self, freedom: f64) -> f64 {
        (self.left / freedom * self.slope_variance).sqrt()
    }

    /// The logarithm of the restricted likelihood, up to a constant that is the same for all φ and κ.
    fn log_likelihood(&self, freedom: f64) -> f64 {
        -(self.log_determinants + freedom * self.left.ln()) / 2.0
    }
}
