//! What a journey states about people, touches and deals, as domain records.

use std::net::IpAddr;

use enfilade_domain::{
    CompanyClaim, CompanyClaimKind, Deal, DealStage, Decision, Domain, Event, PersonKind, Subject, Timestamp, Touch,
    UserId, Verdict, VisitorId,
};

use super::Scenario;
use super::moment::{Moment, moment_time};
use super::words::{JourneyError, Words};

/// The visitor of an actor: his own name, or the stand-in device of somebody who named himself.
pub(super) fn visitor_of(actor: &str) -> VisitorId {
    if actor.contains('@') { VisitorId::of_user(&UserId::new(actor)) } else { VisitorId::new(actor) }
}

/// The company of a business address. `freemail.example` stands for free mail, which names no company.
pub(super) fn company_of(email: &str) -> Option<CompanyClaim> {
    let domain = Domain::parse(email.rsplit_once('@')?.1).ok()?;
    (domain.as_str() != "freemail.example").then_some(CompanyClaim { domain, kind: CompanyClaimKind::Email })
}

/// `identifies as EMAIL [name "TEXT"] [title "TEXT"]`
pub(super) fn identified(mut event: Event, words: &mut Words) -> Result<Event, JourneyError> {
    if !words.take("as") {
        return Err(words.error("`as` and an e-mail address are missing"));
    }
    let email = words.need("the e-mail address")?;
    if !email.contains('@') {
        return Err(words.error(format!("`{email}` is not an e-mail address")));
    }
    event.user_id = Some(UserId::new(email.as_str()));
    event.company = company_of(&email);
    event.email = Some(email);
    while let Some(word) = words.next() {
        match word.as_str() {
            "name" => event.name = Some(words.need("the name")?),
            "title" => event.job_title = Some(words.need("the title")?),
            other => return Err(words.error(format!("`{other}` is neither name nor title"))),
        }
    }
    Ok(event)
}

/// `is KIND`: a person of ours decides what kind of visitor this is.
pub(super) fn decide(
    scenario: &mut Scenario,
    actor: &str,
    at: Timestamp,
    words: &mut Words,
) -> Result<(), JourneyError> {
    let word = words.need("the kind")?;
    let kind = PersonKind::parse(&word).ok_or_else(|| words.error(format!("`{word}` is no kind of person")))?;
    let subject = match actor.contains('@') {
        true => Subject::User(UserId::new(actor)),
        false => Subject::Visitor(VisitorId::new(actor)),
    };
    scenario.decisions.push(Decision {
        id: scenario.decisions.len() as i64 + 1,
        at,
        author: "scenario".to_owned(),
        reason: format!("marked as {word}"),
        subject,
        verdict: Verdict::Kind { kind: Some(kind) },
        undone_at: None,
    });
    Ok(())
}

/// `touch WHOM KIND [by NAME] [asks]`, where WHOM is a domain or an e-mail address.
pub(super) fn touch(moment: Moment, words: &mut Words) -> Result<Touch, JourneyError> {
    let whom = words.need("who was touched")?;
    let email = whom.contains('@').then(|| whom.clone());
    let domain = Domain::parse(whom.rsplit('@').next().unwrap_or(&whom)).map_err(|e| words.error(e.to_string()))?;
    let kind = words.need("the kind of touch")?;
    let by = if words.take("by") { Some(words.need("the name")?) } else { None };
    let asks = words.take("asks");
    words.finish()?;
    Ok(Touch { at: moment_time(moment), domain: Some(domain), email, kind, by, asks })
}

/// `deal ID DOMAIN opened [heard "TEXT"]`, and later `deal ID DOMAIN closed_won|closed_lost|closed_no_decision`.
pub(super) fn deal(scenario: &mut Scenario, moment: Moment, words: &mut Words) -> Result<(), JourneyError> {
    let deal_id = words.need("the deal's id")?;
    let domain = words.need_domain("the account")?;
    let word = words.need("opened or how it closed")?;
    let heard_from = if words.take("heard") { Some(words.need("what was heard")?) } else { None };
    let at = moment_time(moment);
    if word == "opened" {
        let (stage, amount, source, closed_at) = (DealStage::Open, None, None, None);
        scenario.deals.push(Deal { deal_id, domain, opened_at: at, closed_at, stage, amount, source, heard_from });
        return Ok(());
    }
    let stage = DealStage::parse(&word).filter(|stage| *stage != DealStage::Open);
    let stage = stage.ok_or_else(|| words.error(format!("`{word}` is neither opened nor a way to close")))?;
    let open = scenario.deals.iter_mut().find(|deal| deal.deal_id == deal_id && deal.domain == domain);
    let Some(deal) = open.filter(|deal| deal.opened_at <= at) else {
        return Err(words.error(format!("deal {deal_id} was not opened before")));
    };
    (deal.stage, deal.closed_at) = (stage, Some(at));
    deal.heard_from = heard_from.or(deal.heard_from.take());
    Ok(())
}

/// An address inside a network in CIDR notation (or of a single address).
pub(super) fn first_address(network: &str) -> Option<IpAddr> {
    let (address, bits) = network.split_once('/').map_or((network, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.parse().ok()?;
    let longest: u8 = if address.is_ipv4() { 32 } else { 128 };
    let bits: u8 = bits.map_or(Some(longest), |bits| bits.parse().ok().filter(|bits| *bits <= longest))?;
    // Not the network's own address where there is room for another.
    Some(match address {
        IpAddr::V4(v4) if bits < 31 => IpAddr::V4((u32::from(v4) | 1).into()),
        IpAddr::V6(v6) if bits < 127 => IpAddr::V6((u128::from(v6) | 1).into()),
        single => single,
    })
}
