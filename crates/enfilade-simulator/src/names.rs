//! Invented names of companies and people.

use std::collections::HashSet;

use crate::random::Random;

const FIRST_NAMES: [&str; 60] = [
    "Ada", "Amara", "Anton", "Astrid", "Bela", "Bram", "Carla", "Cedric", "Clara", "Dario", "Delia", "Edwin", "Elif",
    "Emeka", "Esther", "Farah", "Felix", "Femke", "Gerd", "Greta", "Hana", "Hugo", "Ines", "Ivo", "Jana", "Jonas",
    "Judith", "Kaito", "Karin", "Kofi", "Lena", "Leon", "Lucia", "Mara", "Marek", "Mina", "Nadia", "Nils", "Nora",
    "Olaf", "Paula", "Petra", "Priya", "Rafael", "Rosa", "Ruben", "Samir", "Selma", "Sven", "Tamar", "Tessa", "Theo",
    "Tomas", "Ulla", "Vera", "Viktor", "Wanda", "Yara", "Yusuf", "Zoe",
];
const LAST_NAMES: [&str; 64] = [
    "Abend", "Alder", "Anders", "Baran", "Becker", "Berg", "Bishop", "Brand", "Castell", "Conrad", "Dahl", "Demir",
    "Duarte", "Ekholm", "Engel", "Falk", "Ferro", "Fischer", "Gallo", "Grant", "Haas", "Halloran", "Hart", "Ibsen",
    "Ito", "Jensen", "Kane", "Keller", "Klein", "Kovac", "Lang", "Larsen", "Lind", "Lorenz", "Marsh", "Mensah",
    "Moreau", "Nagy", "Novak", "Okoro", "Olsen", "Park", "Pereira", "Quist", "Rao", "Reed", "Ricci", "Roth", "Sander",
    "Silva", "Sorensen", "Stein", "Tanaka", "Thorne", "Vance", "Varga", "Vogel", "Wagner", "Weiss", "Winter", "Wolff",
    "Young", "Zeller", "Ziegler",
];
const COMPANY_HEADS: [&str; 72] = [
    "Alder",
    "Amber",
    "Arden",
    "Ashford",
    "Barrow",
    "Beacon",
    "Birch",
    "Bluewater",
    "Bramble",
    "Briar",
    "Calder",
    "Cannon",
    "Carver",
    "Cedar",
    "Chalk",
    "Clearwater",
    "Coldwell",
    "Corbel",
    "Crane",
    "Dalton",
    "Deepdale",
    "Dorset",
    "Eastgate",
    "Ebury",
    "Elmfield",
    "Everton",
    "Fairfax",
    "Falcon",
    "Fernhill",
    "Flint",
    "Garnet",
    "Glenmore",
    "Granary",
    "Greenway",
    "Halcyon",
    "Harbour",
    "Hazel",
    "Heron",
    "Highmoor",
    "Holloway",
    "Ironwood",
    "Juniper",
    "Kingsley",
    "Kirkwall",
    "Lantern",
    "Larch",
    "Linden",
    "Longacre",
    "Maple",
    "Merrow",
    "Millbrook",
    "Moorland",
    "Newbury",
    "Norwood",
    "Oakwell",
    "Osprey",
    "Padstow",
    "Pembroke",
    "Plover",
    "Quayside",
    "Ridgeway",
    "Rookery",
    "Rowan",
    "Sandstone",
    "Selby",
    "Silverdale",
    "Sterling",
    "Tanner",
    "Thornfield",
    "Wexley",
    "Willow",
    "Yarrow",
];
/// What companies do, with their industry.
const COMPANY_TAILS: [(&str, &str); 28] = [
    ("Foods", "Food production"),
    ("Logistics", "Logistics"),
    ("Health Trust", "Health care"),
    ("Savings", "Banking"),
    ("Insurance", "Insurance"),
    ("Energy", "Energy"),
    ("Engineering", "Machine building"),
    ("Retail", "Retail"),
    ("Packaging", "Packaging"),
    ("Hotels", "Hospitality"),
    ("Software", "Software"),
    ("Council", "Public administration"),
    ("University", "Education"),
    ("Legal", "Law"),
    ("Pharma", "Medicines"),
    ("Diagnostics", "Laboratories"),
    ("Water", "Utilities"),
    ("Rail", "Transport"),
    ("Estates", "Property"),
    ("Media", "Media"),
    ("Motors", "Vehicles"),
    ("Glass", "Materials"),
    ("Telecom", "Telecommunications"),
    ("Textiles", "Textiles"),
    ("Optics", "Instruments"),
    ("Partners", "Consulting"),
    ("Freight", "Logistics"),
    ("Care", "Care homes"),
];
const COUNTRIES: [&str; 6] = ["Germany", "Netherlands", "United Kingdom", "Sweden", "Austria", "Ireland"];

/// An invented company.
#[derive(Debug, Clone)]
pub(crate) struct CompanyName {
    pub(crate) name: String,
    pub(crate) domain: String,
    pub(crate) industry: &'static str,
    pub(crate) country: &'static str,
}

/// Gives every company and person a name of its own.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
}

impl Names {
    pub(crate) fn company(&mut self, random: &mut Random) -> CompanyName {
        let head = random.one_of(&COMPANY_HEADS).copied().unwrap_or("North");
        let (tail, industry) = COMPANY_TAILS[random.below(COMPANY_TAILS.len())];
        let country = COUNTRIES[random.weighted(&[0.36, 0.16, 0.22, 0.1, 0.08, 0.08]).unwrap_or(0)];
        let slug = format!("{head}-{tail}").to_lowercase().replace(' ', "-");
        let (name, domain) = match self.free(&slug) {
            None => (format!("{head} {tail}"), format!("{slug}.example")),
            Some(number) => (format!("{head} {tail} {number}"), format!("{slug}-{number}.example")),
        };
        CompanyName { name, domain, industry, country }
    }

    /// Full name and e-mail address.
    pub(crate) fn person(&mut self, mail_domain: &str, random: &mut Random) -> (String, String) {
        let first = random.one_of(&FIRST_NAMES).copied().unwrap_or("Ada");
        let last = random.one_of(&LAST_NAMES).copied().unwrap_or("Reed");
        let local = format!("{first}.{last}").to_lowercase();
        let email = match self.free(&format!("{local}@{mail_domain}")) {
            None => format!("{local}@{mail_domain}"),
            Some(number) => format!("{local}{number}@{mail_domain}"),
        };
        (format!("{first} {last}"), email)
    }

    /// `None` if nobody has it yet, otherwise the number that makes it unique.
    fn free(&mut self, wanted: &str) -> Option<usize> {
        if self.taken.insert(wanted.to_owned()) {
            return None;
        }
        (2..).find(|number| self.taken.insert(format!("{wanted} {number}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_given_twice() {
        let (mut names, mut random) = (Names::default(), Random::new(4, 0));
        let domains: HashSet<String> = (0..3_000).map(|_| names.company(&mut random).domain).collect();
        assert_eq!(domains.len(), 3_000);
        let addresses: HashSet<String> = (0..9_000).map(|_| names.person("gmail.example", &mut random).1).collect();
        assert_eq!(addresses.len(), 9_000);
    }
}
