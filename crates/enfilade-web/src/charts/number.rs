//! Coordinates as text.

/// One decimal at most, no trailing zero; what is no number becomes 0 so that a drawing never breaks.
#[must_use]
pub fn n(value: f32) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded}") }
}

#[cfg(test)]
mod tests {
    use super::n;

    #[test]
    fn coordinates_are_short() {
        assert_eq!((n(1.0), n(-0.04), n(12.349), n(f32::NAN)), ("1".into(), "0".into(), "12.3".into(), "0".into()));
    }
}
