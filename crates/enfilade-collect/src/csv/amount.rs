//! Amounts of money to minor units, exactly: no floating point on the way.

use enfilade_domain::Money;

const SYMBOLS: [(char, &str); 6] = [('€', "EUR"), ('$', "USD"), ('£', "GBP"), ('¥', "JPY"), ('₹', "INR"), ('₺', "TRY")];

/// Reads `6401.3`, `1.234,56`, `$1,234.56`, `EUR 500`. `currency` is the row's own column and wins.
///
/// # Errors
/// No number, more than two decimals, too large, or a grouping that could be read in two ways.
pub(super) fn read_amount(text: &str, currency: Option<&str>, delimiter: u8) -> Result<Money, String> {
    let shown: String = text.chars().take(40).collect();
    let no_amount = || format!("`{shown}` is no amount such as 1234.50");
    let mut found = None;
    let mut letters = String::new();
    let mut number = String::new();
    let mut is_negative = false;
    for c in text.trim().chars() {
        match c {
            '0'..='9' | '.' | ',' => number.push(c),
            '-' | '\u{2212}' if number.is_empty() && !is_negative => is_negative = true,
            ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}' | '+' => {}
            c if c.is_ascii_alphabetic() && letters.len() < 3 => letters.push(c.to_ascii_uppercase()),
            c => found = Some(SYMBOLS.iter().find(|(symbol, _)| *symbol == c).ok_or_else(no_amount)?.1.to_owned()),
        }
    }
    if !letters.is_empty() && letters.len() != 3 {
        return Err(no_amount());
    }
    let stated = currency.map(str::trim).filter(|code| !code.is_empty()).map(str::to_uppercase);
    let currency = stated.or((!letters.is_empty()).then_some(letters)).or(found);
    let (whole, decimals) = split_decimals(&number, delimiter).ok_or_else(no_amount)??;
    let decimals = decimals.trim_end_matches('0');
    if decimals.len() > 2 {
        return Err(format!("`{shown}` has more than two decimals"));
    }
    let whole = if whole.is_empty() { "0" } else { whole.as_str() };
    let minor = format!("{whole}{decimals:0<2}").parse::<i64>().map_err(|_| no_amount())?;
    Ok(Money { minor: if is_negative { -minor } else { minor }, currency })
}

/// Whole part without grouping, and decimals. `None` when there is no digit or the grouping makes no sense.
fn split_decimals(number: &str, delimiter: u8) -> Option<Result<(String, &str), String>> {
    if !number.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let Some(last) = number.rfind(['.', ',']) else { return Some(Ok((number.to_owned(), ""))) };
    let (before, after) = (&number[..last], &number[last + 1..]);
    let mark = &number[last..=last];
    let other = if mark == "." { "," } else { "." };
    let groups_by = |group: &str| {
        let mut parts = before.split(group);
        parts.next().is_some_and(|first| (1..=3).contains(&first.len()))
            && parts.all(|part| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if before.contains(mark) {
        // 1.234.567 or 1,234,567: the mark groups, and there are no decimals.
        let sound = !before.contains(other) && groups_by(mark) && after.len() == 3;
        return sound.then(|| Ok((number.replace(mark, ""), "")));
    }
    if before.contains(other) {
        return groups_by(other).then(|| Ok((before.replace(other, ""), after)));
    }
    let could_group = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    if !could_group {
        return Some(Ok((before.to_owned(), after)));
    }
    // Where commas separate cells a comma inside a number groups; where semicolons do, a point groups.
    match (mark, delimiter) {
        (",", b',') | (".", b';') => Some(Ok((format!("{before}{after}"), ""))),
        _ => Some(Err(format!(
            "`{number}` can be read in two ways; write it as {before}{after}.00 or with two decimals"
        ))),
    }
}
