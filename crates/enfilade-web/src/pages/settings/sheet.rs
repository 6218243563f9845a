//! The sheet of settings.

use enfilade_language::{marked, t, translated};
use maud::{Markup, html};

use super::{Answers, Settings, fit, language};
use crate::components::sentences::sentence;
use crate::components::{forms, shell, words};
use crate::pages::frame::Frame;

/// Roles of people who work here, each with what it may do.
const ROLES: [(&str, &str); 4] = [
    (marked!("owner"), marked!("everything, people too")),
    (marked!("editor"), marked!("settings, content, imports and decisions")),
    (marked!("sales"), marked!("decisions about accounts")),
    (marked!("viewer"), marked!("look only")),
];

/// Draws the sheet.
#[must_use]
pub fn render(frame: &Frame, view: &Settings) -> Markup {
    let body = html! {
        div.head { div { h1 { (t!("Settings")) } p.lede { (t!("What the house knows about itself. Every answer can be changed; readings follow at once, the past included.")) } } }
        @if let Some(done) = &view.done { p.problem role="status" { (done) } }
        @if let Some(problem) = &view.problem { p.problem role="alert" { (problem) } }
        @if let Some(link) = &view.fresh_link {
            p.problem role="status" { (t!("Send this link to the person you invite. It works once, for a week, and is shown only now:")) " " br; code { (link) } }
        }
        div.grid.g-11 {
            (doors())
            (keys(frame, view))
        }
        (answers(frame, view))
        (fit::rules(frame, view))
        (rules(frame, view))
        (language::draw(frame, view))
        (people(frame, view))
    };
    shell::page(frame, t!("Settings"), &body)
}

fn doors() -> Markup {
    html! {
        section.sheet.sect aria-labelledby="doors-h" {
            h2 #doors-h { (t!("How evidence comes in")) }
            ul.rows {
                li { a href="/begin" { b { (t!("The first hour")) } } br; span.small { (t!("Three questions, a log, your own site, one piece for one buyer.")) } }
                li { a href="/settings/script" { b { (t!("The script for your site")) } } br; span.small { (t!("One line for your pages, and a page that sees the first visit arrive.")) } }
                li { a href="/settings/import" { b { (t!("Files")) } } br; span.small { (t!("Events, access logs, accounts, content, deals and touches, with every refused row named.")) } }
            }
        }
    }
}

fn keys(frame: &Frame, view: &Settings) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="keys-h" {
            h2 #keys-h { (t!("Keys of clients")) }
            p.cap { (t!("They stand in public pages and only let events in. A key that was revoked is refused from then on.")) }
            @if view.keys.is_empty() { p.empty { (t!("No key yet.")) } }
            ul.rows { @for key in &view.keys { li.proof {
                p { b { (key.label) } br; code { (key.key) } br; span.cap { (key.state) } }
                @if let Some(revoke) = &key.revoke { (forms::button(frame, revoke, "btn")) }
            } } }
            @if view.may_set_up {
                form.inline method="post" action="/settings/keys" {
                    (forms::csrf_field(frame))
                    label.field { span { (t!("What is the key for?")) } input type="text" name="label" required maxlength="100"; }
                    button.btn type="submit" { (t!("Make a key")) }
                }
            }
        }
    }
}

fn line(label: &str, name: &str, value: &str, hint: &str) -> Markup {
    html! { label.field { span { (label) } input type="text" name=(name) value=(value); @if !hint.is_empty() { span.cap { (hint) } } } }
}

fn area(label: &str, name: &str, value: &str, hint: &str) -> Markup {
    html! { label.field { span { (label) } textarea name=(name) rows="3" { (value) } span.cap { (hint) } } }
}

fn answers(frame: &Frame, view: &Settings) -> Markup {
    let Answers {
        name,
        decision_months,
        time_zone,
        own_domains,
        own_networks,
        competitor_domains,
        consent_mode,
        retention_days,
        essential_roles,
    } = &view.answers;
    html! {
        section.sheet.sect aria-labelledby="answers-h" {
            h2 #answers-h { (t!("About us and our buyers")) }
            form method="post" action="/settings/answers" {
                (forms::csrf_field(frame))
                fieldset disabled[!view.may_set_up] {
                    div.grid.g-11 {
                        div {
                            (line(t!("What is this workspace called?"), "name", name, t!("It stands at the head of every sheet; empty for the first of our own domains.")))
                            (line(t!("How long does a typical decision take, in months?"), "decision_months", decision_months, t!("It sets the pace of the whole model. A guess is fine; outcomes correct it.")))
                            (line(t!("Time zone"), "time_zone", time_zone, t!("Such as Europe/Berlin, for dates on the sheets.")))
                            (line(t!("Roles without which nobody decides"), "essential_roles", essential_roles, t!("Separated by commas; empty for operations, finance and executive, and legal where something is written for it.")))
                            label.field { span { (t!("May visitors be read?")) }
                                select name="consent_mode" { @for (mode, meaning) in [(t!("opt-out"), t!("Yes, until they object")), (t!("opt-in"), t!("Only after they agree")), (t!("cookie-free"), t!("Without any cookie"))] {
                                    option value=(mode) selected[mode == consent_mode] { (meaning) }
                                } }
                            }
                            (line(t!("Forget events after so many days"), "retention_days", retention_days, t!("Empty keeps everything.")))
                        }
                        div {
                            (area(t!("Our own domains, one a line"), "own_domains", own_domains, t!("Whoever has such an address is one of us, and not read.")))
                            (area(t!("Our own networks, one a line"), "own_networks", own_networks, t!("Addresses or ranges such as 203.0.113.0/24; kept, compared, never shown to anybody else.")))
                            (area(t!("Domains of competitors, one a line"), "competitor_domains", competitor_domains, t!("Their visits are kept and not read.")))
                        }
                    }
                    @if view.may_set_up { button.btn.solid type="submit" { (t!("Save, and read again")) } }
                }
            }
            @if !view.may_set_up { p.cap { (t!("Owners and editors can change this.")) } }
        }
    }
}

fn rules(frame: &Frame, view: &Settings) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="rules-h" {
            h2 #rules-h { (t!("What pages are for, by their address")) }
            p.cap { (t!("For pages that no piece of the library names. One rule a line: pattern, kind, room. The first that fits holds; a star stands for anything. Kinds are article, guide, product, pricing, case, about, home, docs, careers, demo_form, download and login; another word is kept, and without a room says nothing to the readings.")) }
            @if view.rules_are_usual { p.small { (t!("These are the usual rules for company sites. Save to make them your own.")) } }
            @else { p.small { (t!("These are your own. Saved empty, the usual ones for company sites hold again.")) } }
            form method="post" action="/settings/rules" {
                (forms::csrf_field(frame))
                fieldset disabled[!view.may_set_up] {
                    label.field { span { (t!("Rules")) } textarea.rules name="rules" rows="10" spellcheck="false" { (view.path_rules) } }
                    @if view.may_set_up { button.btn type="submit" { (t!("Save, and read again")) } }
                }
            }
        }
    }
}

fn people(frame: &Frame, view: &Settings) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="people-h" {
            h2 #people-h { (t!("People")) }
            p.cap { (t!("Everybody sees every sheet. What somebody may do besides follows from the role.")) }
            @if view.people.is_empty() { p.empty { (t!("Nobody has signed up: this house is open on this machine only.")) } }
            @else { table.data {
                thead { tr { @for head in [t!("Name"), t!("Address"), t!("Role"), ""] { th scope="col" { (head) } } } }
                tbody { @for person in &view.people { (person_row(frame, view, person)) } }
            } }
            @if !view.invitations.is_empty() { h3 { (t!("Open invitations")) } ul.rows { @for one in &view.invitations { li.proof {
                p { (words::capital(&one.role)) br; span.cap { (one.state) } }
                @if let Some(withdraw) = &one.withdraw { (forms::button(frame, withdraw, "btn")) }
            } } } }
            @if view.may_manage_people {
                form.inline.gap-above method="post" action="/settings/people/invite" {
                    (forms::csrf_field(frame))
                    label.field { span { (t!("Invite somebody as")) } select name="role" { @for (role, may) in ROLES { option value=(role) selected[role == "sales"] { (words::capital(role)) ": " (translated(may)) } } } }
                    button.btn type="submit" { (t!("Make a link")) }
                }
            } @else { p.cap { (t!("An owner invites people and gives roles.")) } }
        }
    }
}

fn person_row(frame: &Frame, view: &Settings, person: &super::Person) -> Markup {
    html! {
        tr {
            td { b { (person.name) } @if person.is_viewer { " " span.cap { (t!("(you)")) } } }
            td data-l=(t!("Address")) { (person.email) }
            td data-l=(t!("Role")) {
                @if view.may_manage_people {
                    form.inline method="post" action={ "/settings/people/" (person.id) "/role" } {
                        (forms::csrf_field(frame))
                        label.vh for={ "role-" (person.id) } { (sentence!("Role of {name}", name = person.name)) }
                        select id={ "role-" (person.id) } name="role" { @for (role, _) in ROLES { option value=(role) selected[role == person.role] { (words::capital(role)) } } }
                        button.btn type="submit" { (t!("Change")) }
                    }
                } @else { (words::capital(&person.role)) }
            }
            td {
                @if view.may_manage_people && !person.is_viewer {
                    form method="post" action={ "/settings/people/" (person.id) "/remove" } {
                        (forms::csrf_field(frame))
                        button.linklike type="submit" aria-label=(t!("Remove {name}", name = person.name)) { (t!("Remove")) }
                    }
                }
            }
        }
    }
}
