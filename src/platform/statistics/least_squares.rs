/// The residual share of a column's length below which it counts as rounding: the column is then linearly dependent.
const ROUNDING: f64 = 1e-9;

/// The fixed columns of a least-squares fit, made orthonormal once so that each fit against them costs one pass.
///
/// By Gram–Schmidt with a second pass over each column, which keeps them orthogonal to working accuracy (Giraud, Langou and
/// Rozložník, Comput. Math. Appl. 50, 2005); fits agree with `numpy.linalg.lstsq`. All columns and series have one length.
#[derive(Debug, Clone, Default)]
pub struct LeastSquares {
    orthonormal: Vec<Vec<f64>>,
    /// For each column its coefficients in the orthonormal ones: those before it, and last its own.
    triangle: Vec<Vec<f64>>,
}

impl LeastSquares {
    /// Adds a column; false, and no change, when it depends linearly on those before it.
    #[must_use]
    pub fn add(&mut self, mut column: Vec<f64>) -> bool {
        let length = norm(&column);
        let mut parts = vec![0.0; self.orthonormal.len()];
        for _ in 0..2 {
            for (part, known) in parts.iter_mut().zip(&self.orthonormal) {
                *part += take_out(known, &mut column);
            }
        }
        let left = norm(&column);
        if left <= ROUNDING * length {
            return false;
        }
        for value in &mut column {
            *value /= left;
        }
        parts.push(left);
        self.orthonormal.push(column);
        self.triangle.push(parts);
        true
    }

    /// Orthonormal columns with the same span as the added ones.
    #[must_use]
    pub fn orthonormal(&self) -> &[Vec<f64>] {
        &self.orthonormal
    }

    /// The coefficients of the added columns, in their order, that fit `series` best.
    #[must_use]
    pub fn coefficients(&self, series: &[f64]) -> Vec<f64> {
        let mut rest = series.to_vec();
        let mut projected: Vec<f64> = self.orthonormal.iter().map(|known| take_out(known, &mut rest)).collect();
        let mut coefficients = Vec::new();
        for parts in self.triangle.iter().rev() {
            let (Some(projection), Some((own, others))) = (projected.pop(), parts.split_last()) else { break };
            let coefficient = projection / own;
            for (left, part) in projected.iter_mut().zip(others) {
                *left -= coefficient * part;
            }
            coefficients.push(coefficient);
        }
        coefficients.reverse();
        coefficients
    }

    /// The share of the noise's variance that the fit's own uncertainty adds where the columns have these values: xᵀ(XᵀX)⁻¹x.
    #[must_use]
    pub fn leverage(&self, values: &[f64]) -> f64 {
        let mut solved: Vec<f64> = Vec::new();
        for (value, parts) in values.iter().zip(&self.triangle) {
            let Some((own, others)) = parts.split_last() else { break };
            solved.push((value - dot(others, &solved)) / own);
        }
        dot(&solved, &solved)
    }

    /// The residuals of the best fit to `series`.
    #[must_use]
    pub fn residual(&self, series: &[f64]) -> Vec<f64> {
        let mut rest = series.to_vec();
        for _ in 0..2 {
            for known in &self.orthonormal {
                take_out(known, &mut rest);
            }
        }
        rest
    }
}

/// Subtracts from `series` its projection onto the unit column `known`; returns its signed length.
fn take_out(known: &[f64], series: &mut [f64]) -> f64 {
    let part = dot(known, series);
    series.iter_mut().zip(known).for_each(|(value, known)| *value -= part * known);
    part
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn norm(column: &[f64]) -> f64 {
    dot(column, column).sqrt()
}
