//! How the list of accounts is narrowed: the address of it, the forms for it, and the views that people keep.

use enfilade_domain::{Band, Room, ShownRoom};
use enfilade_language::t;
use maud::{Markup, html};

use crate::components::marks::FitClass;
use crate::components::sentences::sentence;
use crate::components::{forms, links, words};
use crate::pages::frame::{Frame, PostForm};

/// What of the list is shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Narrowing {
    pub band: Option<Band>,
    pub room: Option<ShownRoom>,
    pub fit: Option<FitClass>,
    /// What is looked for in names and domains; empty for everything.
    pub search: String,
}

/// A narrowed list that somebody kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub name: String,
    /// As of [`Narrowing::query`].
    pub query: String,
    pub made_by: String,
    /// Offered to those who may decide, where this view is looked at.
    pub forget: Option<PostForm>,
}

/// The places in which an account can be, in the order of the plan.
pub const PLACES: [ShownRoom; 7] = [
    ShownRoom::In(Room::Problem),
    ShownRoom::In(Room::Solution),
    ShownRoom::In(Room::Offer),
    ShownRoom::In(Room::Sales),
    ShownRoom::Unclear,
    ShownRoom::NotEnoughEvidence,
    ShownRoom::Outside,
];

impl Narrowing {
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// The query of the address, the same for the same narrowing, without a question mark.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = Vec::new();
        if let Some(band) = self.band {
            query.push(format!("band={}", band.as_str().replace(' ', "+")));
        }
        if let Some(room) = self.room {
            query.push(format!("room={}", room.as_str().replace(' ', "+")));
        }
        if let Some(fit) = self.fit {
            query.push(format!("fit={}", fit.as_str()));
        }
        if !self.search.is_empty() {
            query.push(format!("q={}", links::path_segment(&self.search)));
        }
        query.join("&")
    }

    /// An address with this narrowing, on a page of the list.
    #[must_use]
    pub fn address(&self, path: &str, page: u32) -> String {
        let mut query = self.query();
        if page > 1 {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(&format!("page={page}"));
        }
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The narrowing in words, such as "in Offer, strong fit".
    #[must_use]
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.band.map(|band| band.as_str().to_owned()));
        parts.extend(self.room.map(|room| match room {
            ShownRoom::In(room) => t!("in {room}", room = room.title()),
            other => words::shown_room(other).to_owned(),
        }));
        parts.extend(self.fit.map(|fit| fit.words().to_lowercase()));
        if !self.search.is_empty() {
            parts.push(t!("with “{search}” in name or domain", search = self.search));
        }
        parts.join(", ")
    }
}

/// Finds companies by a part of their name or domain, by room and fit, on the day that is looked at.
pub(super) fn form(frame: &Frame, narrowing: &Narrowing) -> Markup {
    html! {
        form.search.noprint method="get" action="/accounts" aria-label=(t!("Narrow the list")) {
            @if let Some(date) = &frame.as_of { input type="hidden" name="as_of" value=(date); }
            @if let Some(band) = narrowing.band { input type="hidden" name="band" value=(band.as_str()); }
            label.vh for="narrow" { (t!("A part of the name or domain")) }
            input #narrow type="search" name="q" value=(narrowing.search) placeholder=(t!("Part of a name or domain")) maxlength="100";
            label.vh for="narrow-room" { (t!("Room")) }
            select #narrow-room name="room" {
                option value="" { (t!("Any room")) }
                @for place in PLACES { option value=(place.as_str()) selected[narrowing.room == Some(place)] { (words::capital(words::shown_room(place))) } }
            }
            label.vh for="narrow-fit" { (t!("Fit")) }
            select #narrow-fit name="fit" {
                option value="" { (t!("Any fit")) }
                @for fit in FitClass::ALL { option value=(fit.as_str()) selected[narrowing.fit == Some(fit)] { (fit.words()) } }
            }
            button.btn type="submit" { (t!("Narrow")) }
        }
    }
}

/// The views that people keep, and the form to keep this one.
pub(super) fn kept(frame: &Frame, narrowing: &Narrowing, kept: &[Kept], may_keep: bool) -> Markup {
    let query = narrowing.query();
    let here = kept.iter().find(|one| one.query == query);
    let offers = may_keep && !narrowing.is_nothing() && here.is_none();
    html! {
        @if !kept.is_empty() || offers {
            div.kept.noprint {
                @if !kept.is_empty() {
                    nav.bands aria-label=(t!("Kept views")) {
                        span.lbl { (t!("Kept")) }
                        @for one in kept {
                            a href=(links::page(frame, &format!("/accounts?{}", one.query))) aria-current=[(one.query == query).then_some("true")] { (one.name) }
                        }
                    }
                }
                @if let Some(here) = here {
                    p.small { (sentence!("Kept by {made_by}.", made_by = here.made_by)) " " }
                    @if let Some(forget) = &here.forget { (forms::button(frame, forget, "linklike")) }
                }
                @if offers {
                    details.decide {
                        summary.linklike { (t!("Keep this view")) }
                        form method="post" action="/accounts/views" {
                            (forms::csrf_field(frame))
                            input type="hidden" name="query" value=(query);
                            label.field { span { (t!("A name that everybody here understands")) } input type="text" name="name" maxlength="60" required; }
                            button.btn type="submit" { (t!("Keep it")) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_narrowing_has_the_same_address_and_words() {
        let all = Narrowing {
            band: Some(Band::Ready),
            room: Some(ShownRoom::In(Room::Offer)),
            fit: Some(FitClass::Strong),
            search: "a&b".into(),
        };
        assert_eq!(all.query(), "band=ready+to+hear+from+us&room=offer&fit=strong&q=a%26b");
        assert_eq!(all.words(), "ready to hear from us, in Offer, strong fit, with “a&b” in name or domain");
        assert_eq!(all.address("/accounts", 2), format!("/accounts?{}&page=2", all.query()));
        let none = Narrowing::default();
        assert!(none.is_nothing() && none.query().is_empty());
        assert_eq!((none.address("/x", 1), none.address("/x", 3)), ("/x".to_owned(), "/x?page=3".to_owned()));
    }
}
