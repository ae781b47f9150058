//! Numbers and lengths of time as apps write them.

/// A plain decimal number with a point or a comma. `1,234` could be either of two numbers and is none; neither is
/// anything with an exponent, `inf` or `nan`.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let bare = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = bare.split_once(['.', ',']).unwrap_or((bare, "0"));
    if bare.contains(',') && fraction.len() == 3 && whole != "0" {
        return None;
    }
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (plain(whole) && plain(fraction)).then_some(())?;
    text.replace(',', ".").parse().ok().filter(|n: &f64| n.is_finite())
}

/// The whole number from 0 to 10 that a value is, if it is one.
pub(super) fn nrs(value: f64) -> Option<u8> {
    (value.fract() == 0.0).then(|| whole(value, 10))??.try_into().ok()
}

/// The nearest whole number, when it is at most `most`.
pub(super) fn whole(value: f64, most: u32) -> Option<u32> {
    // By way of text, which refuses what does not fit; the sum makes a plain zero of -0.
    let rounded = format!("{:.0}", value.round() + 0.0);
    rounded.parse().ok().filter(|whole| *whole <= most)
}

/// Seconds of `1h 30m`, `45m`, `2h`, `90s`, `1:30:00`, `45:00` or a bare number of seconds.
pub(super) fn seconds(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    if text.contains(':') {
        return clock_seconds(&text);
    }
    if let Some(bare) = number(&text) {
        return whole(bare, u32::MAX).map(u64::from);
    }
    let (mut total, mut digits) = (0u64, String::new());
    for sign in text.chars().filter(|c| !c.is_whitespace()) {
        let unit = match sign {
            '0'..='9' => {
                digits.push(sign);
                continue;
            }
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        let count: u64 = std::mem::take(&mut digits).parse().ok()?;
        total = total.checked_add(count.checked_mul(unit)?)?;
    }
    (digits.is_empty() && !text.is_empty()).then_some(total)
}

fn clock_seconds(text: &str) -> Option<u64> {
    let mut total = 0u64;
    let parts: Vec<&str> = text.split(':').collect();
    (2..=3).contains(&parts.len()).then_some(())?;
    for part in parts {
        let part: u64 = part.trim().parse().ok()?;
        total = total.checked_mul(60)?.checked_add(part)?;
    }
    Some(total)
}
