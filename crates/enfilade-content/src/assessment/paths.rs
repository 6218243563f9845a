//! How the rooms connect: links from page to page, gathered by room.

use std::collections::HashMap;

use enfilade_domain::{PageKind, Room};

use super::Assessed;

/// Where a link stands or leads, in the map.
pub const PLACES: [&str; 6] = ["home", "problem", "solution", "offer", "sales", "talk"];

/// Links between places: rows lead to columns. `home` is the first page, `talk` the forms for a demo or a contact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Connections {
    pub links: [[u32; PLACES.len()]; PLACES.len()],
}

/// Links of the main content, each from one page to another counted once; menus would join everything to everything.
#[must_use]
pub fn connections(pages: &[Assessed]) -> Connections {
    let places: HashMap<&str, usize> =
        pages.iter().filter_map(|page| Some((page.path.as_str(), place(page)?))).collect();
    let mut connections = Connections::default();
    for page in pages {
        let Some(from) = place(page) else { continue };
        for to in page.leads_to.iter().filter_map(|path| places.get(path.as_str())) {
            connections.links[from][*to] += 1;
        }
    }
    connections
}

fn place(page: &Assessed) -> Option<usize> {
    match page.kind {
        PageKind::Home => Some(0),
        PageKind::DemoForm => Some(5),
        _ => page.room().map(|room| room.index() + 1),
    }
}

/// The doors a buyer needs: from each room to the next.
pub(super) fn next(room: Room) -> Option<Room> {
    Room::ALL.get(room.index() + 1).copied()
}
