//! The market in the forms that `enfilade import` reads, and the truth as JSON lines.

use std::fmt::Write as _;

use enfilade_domain::{Account, Deal, Piece, Timestamp, Touch};

use crate::market::{Act, Market, Occurrence, Truth};

/// Content as CSV.
#[must_use]
pub fn content_csv(pieces: &[Piece]) -> String {
    let mut text = String::from("path,kind,room,role,question,title,topic\n");
    for piece in pieces {
        let cells = [
            piece.path.as_str(),
            piece.kind.as_str(),
            piece.room.map_or("", enfilade_domain::Room::as_str),
            piece.role.as_ref().map_or("", enfilade_domain::Role::as_str),
            piece.question.as_deref().unwrap_or(""),
            piece.title.as_deref().unwrap_or(""),
            piece.topic.as_deref().unwrap_or(""),
        ];
        row(&mut text, &cells);
    }
    text
}

/// Accounts as CSV.
#[must_use]
pub fn accounts_csv(accounts: &[Account]) -> String {
    let mut text = String::from("domain,name,fit,office_ip,employees,industry,country\n");
    for account in accounts {
        let cells = [
            account.domain.as_str(),
            account.name.as_deref().unwrap_or(""),
            &account.fit.map_or_else(String::new, |fit| fit.value().to_string()),
            &account.office_networks.join(" "),
            &account.employees.map_or_else(String::new, |number| number.to_string()),
            account.industry.as_deref().unwrap_or(""),
            account.country.as_deref().unwrap_or(""),
        ];
        row(&mut text, &cells);
    }
    text
}

/// Deals as CSV, with plain dates.
#[must_use]
pub fn deals_csv(deals: &[Deal]) -> String {
    let mut text = String::from("deal_id,domain,opened_at,closed_at,stage,amount,source,heard_from\n");
    for deal in deals {
        let amount = deal.amount.as_ref().map(|amount| {
            let currency = amount.currency.as_deref().map(|code| format!(" {code}")).unwrap_or_default();
            format!("{}.{:02}{currency}", amount.minor / 100, amount.minor % 100)
        });
        let cells = [
            deal.deal_id.as_str(),
            deal.domain.as_str(),
            &date(deal.opened_at),
            &deal.closed_at.map_or_else(String::new, date),
            deal.stage.as_str(),
            &amount.unwrap_or_default(),
            deal.source.as_deref().unwrap_or(""),
            deal.heard_from.as_deref().unwrap_or(""),
        ];
        row(&mut text, &cells);
    }
    text
}

/// Touches as CSV.
#[must_use]
pub fn touches_csv(touches: &[Touch]) -> String {
    let mut text = String::from("at,domain,email,kind,by,asks\n");
    for touch in touches {
        let at = instant(touch.at);
        let cells = [
            at.as_str(),
            touch.domain.as_ref().map_or("", |domain| domain.as_str()),
            touch.email.as_deref().unwrap_or(""),
            touch.kind.as_str(),
            touch.by.as_deref().unwrap_or(""),
            if touch.asks { "1" } else { "0" },
        ];
        row(&mut text, &cells);
    }
    text
}

/// One event as a message of the Segment specification.
#[must_use]
pub fn event_line(occurrence: &Occurrence, host: &str) -> String {
    let mut fields =
        vec![("messageId", quoted(&occurrence.message_id)), ("timestamp", quoted(&instant(occurrence.at)))];
    let mut context = Vec::new();
    if let Some(address) = &occurrence.address {
        context.push(("ip", quoted(address)));
    }
    if let Some(agent) = &occurrence.agent {
        context.push(("userAgent", quoted(agent)));
    }
    if let Act::Page { path, query, referrer, .. } = &occurrence.act {
        let query = query.as_ref().map_or_else(String::new, |query| format!("?{query}"));
        let url = format!("https://{host}{path}{query}");
        let page = [("url", quoted(&url)), ("path", quoted(path)), ("referrer", quoted(referrer))];
        context.push(("page", object(&page)));
    }
    if !context.is_empty() {
        fields.push(("context", object(&context)));
    }
    fields.extend(occurrence.anonymous_id.as_ref().map(|id| ("anonymousId", quoted(id))));
    fields.extend(occurrence.user_id.as_ref().map(|id| ("userId", quoted(id))));
    match &occurrence.act {
        Act::Page { path, seconds, .. } => {
            fields.push(("type", quoted("page")));
            let properties = [("path", quoted(path)), ("dwell_s", seconds.to_string())];
            fields.push(("properties", object(&properties)));
        }
        Act::Track { name, content, share_token, domain } => {
            fields.push(("type", quoted("track")));
            fields.push(("event", quoted(name)));
            let mut properties = Vec::new();
            properties.extend(content.as_ref().map(|path| ("content", quoted(path))));
            properties.extend(share_token.as_ref().map(|token| ("share_token", quoted(token))));
            properties.extend(domain.as_ref().map(|domain| ("domain", quoted(domain.as_str()))));
            fields.push(("properties", object(&properties)));
        }
        Act::Identify { name, email } => {
            fields.push(("type", quoted("identify")));
            fields.push(("traits", object(&[("email", quoted(email)), ("name", quoted(name))])));
        }
        Act::Group { domain } => {
            fields.push(("type", quoted("group")));
            fields.push(("groupId", quoted(domain.as_str())));
            fields.push(("traits", object(&[("domain", quoted(domain.as_str()))])));
        }
    }
    object(&fields)
}

/// The truth: companies, people, rooms and cookies, one JSON object a line.
#[must_use]
pub fn truth_lines(market: &Market) -> String {
    let Truth { companies, people, rooms, cookies } = &market.truth;
    let mut text = String::new();
    let mut line = |fields: &[(&str, String)]| {
        text.push_str(&object(fields));
        text.push('\n');
    };
    let moment = |at: Option<Timestamp>| at.map_or_else(|| "null".to_owned(), |at| quoted(&instant(at)));
    for company in companies {
        line(&[
            ("kind", quoted("company")),
            ("domain", quoted(company.domain.as_str())),
            ("buyer", company.buyer.to_string()),
            ("customer", company.customer.to_string()),
            ("start", moment(company.started)),
            ("ready_at", moment(company.ready)),
            ("ended_at", moment(company.ended)),
            ("outcome", quoted(company.outcome.as_str())),
        ]);
    }
    for (number, person) in people.iter().enumerate() {
        line(&[
            ("kind", quoted("person")),
            ("person", number.to_string()),
            ("type", quoted(person.part.as_str())),
            ("role", quoted(person.role.as_str())),
            ("domain", person.domain.as_ref().map_or_else(|| "null".to_owned(), |domain| quoted(domain.as_str()))),
        ]);
    }
    for room in rooms {
        line(&[
            ("kind", quoted("room")),
            ("at", quoted(&instant(room.at))),
            ("domain", quoted(room.domain.as_str())),
            ("person", room.person.map_or_else(|| "null".to_owned(), |number| number.to_string())),
            ("room", quoted(room.room.map_or("outside", enfilade_domain::Room::as_str))),
            ("ready", room.ready.to_string()),
        ]);
    }
    for (cookie, person) in cookies {
        line(&[("kind", quoted("cookie")), ("anonymousId", quoted(cookie)), ("person", person.to_string())]);
    }
    text
}

/// Milliseconds always written, so that texts sort like times.
fn instant(at: Timestamp) -> String {
    at.calendar().map_or_else(|| at.to_string(), |instant| format!("{instant:.3}"))
}

fn date(at: Timestamp) -> String {
    instant(at).chars().take(10).collect()
}

fn object(fields: &[(&str, String)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", fields.join(","))
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(letter);
            }
            letter if u32::from(letter) < 0x20 => _ = write!(quoted, "\\u{:04x}", u32::from(letter)),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

fn row(text: &mut String, cells: &[&str]) {
    for (position, cell) in cells.iter().enumerate() {
        if position > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\n']) {
            _ = write!(text, "\"{}\"", cell.replace('"', "\"\""));
        } else {
            text.push_str(cell);
        }
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_as_their_formats_want() {
        assert_eq!(quoted("a \"b\" \\ \n"), r#""a \"b\" \\ \u000a""#);
        let mut text = String::new();
        row(&mut text, &["plain", "a, b", "say \"x\""]);
        assert_eq!(text, "plain,\"a, b\",\"say \"\"x\"\"\"\n");
    }

    #[test]
    fn moments_always_have_three_decimals() {
        assert_eq!(instant(Timestamp::from_millis(0)), "1970-01-01T00:00:00.000Z");
        assert_eq!(instant(Timestamp::from_millis(1_250)), "1970-01-01T00:00:01.250Z");
        assert_eq!(date(Timestamp::from_millis(1_250)), "1970-01-01");
    }
}
