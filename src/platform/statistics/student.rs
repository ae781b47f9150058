/// How near to 1 a factor of the continued fraction has to be for it to end.
const PRECISION: f64 = 1e-15;
/// Stands in for a denominator of 0.
const TINY: f64 = 1e-300;
/// The most steps of the continued fraction, which converges after about √freedom of them.
const MAX_STEPS: u32 = 1000;

/// The chance that Student's t with so many degrees of freedom, at least 1, lies above `t`, which is not negative: half the regularised
/// incomplete beta function at freedom / (freedom + t²) (Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, 26.7.1).
#[must_use]
pub fn student_tail(t: f64, freedom: f64) -> f64 {
    let square = t * t;
    incomplete_beta(freedom / 2.0, 0.5, freedom / (freedom + square), square / (freedom + square)) / 2.0
}

/// Iₓ(a, b), given x and 1 − x, by its continued fraction on the side on which that converges fast (NIST Digital Library of
/// Mathematical Functions, 8.17.22).
fn incomplete_beta(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    if x <= 0.0 || rest <= 0.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    let scale = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * x.ln() + b * rest.ln();
    if x < (a + 1.0) / (a + b + 2.0) {
        scale.exp() / (a * fraction(a, b, x))
    } else {
        1.0 - scale.exp() / (b * fraction(b, a, rest))
    }
}

/// 1 + d₁ / (1 + d₂ / (1 + …)) by Lentz's method as Thompson and Barnett changed it (J. Comput. Phys. 64, 1986).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let nonzero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut value, mut up, mut down) = (1.0, 1.0, 0.0);
    for step in 1..=MAX_STEPS {
        let m = f64::from(step / 2);
        let term = if step % 2 == 0 {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        };
        up = nonzero(1.0 + term / up);
        down = 1.0 / nonzero(1.0 + term * down);
        value *= up * down;
        if (up * down - 1.0).abs() < PRECISION {
            break;
        }
    }
    value
}
