//! What a workspace stated about itself and the world, in the form in which lives are judged.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use enfilade_collect::{NetworkKeys, registrable_domain};
use enfilade_domain::{
    Account, Decision, Domain, FitRule, Network, NetworkKind, PageCategory, PageKind, PathRule, Piece, Role, Settings,
    Statement, Subject, Timestamp, UserId, Verdict, Workspace, WorkspaceId,
};
use enfilade_engine::LibraryRoles;
use enfilade_store::{Records, StoreError};

use crate::AppError;
use crate::build::library;

/// What is known about a page from the library or the path rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    pub category: Option<PageCategory>,
    pub role: Option<Role>,
    pub topic: Option<String>,
    pub question: Option<String>,
    pub title: Option<String>,
    /// The page by which customers enter what they bought.
    pub is_sign_in: bool,
}

/// Everything but events that a reading depends on. Loaded once per pass.
#[derive(Debug)]
pub struct Surroundings {
    pub workspace: Workspace,
    /// With the fit that a rule gives where none is stated.
    pub accounts: BTreeMap<Domain, Account>,
    /// Access logs of this workspace contain assets, so that a visitor without any is a machine.
    pub logs_show_assets: bool,
    offices: StatedNetworks,
    office_keys: HashMap<Domain, OfficeKeys>,
    own: HashSet<i64>,
    own_blocks: HashSet<i64>,
    own_domains: HashSet<Domain>,
    competitors: HashSet<Domain>,
    /// Shared, because every page of every visit points to what is known about it.
    pieces: HashMap<String, Arc<PageFacts>>,
    library_roles: LibraryRoles,
    /// Each rule with what it says about the pages that it fits.
    path_rules: Vec<(PathRule, Arc<PageFacts>)>,
    unknown_page: Arc<PageFacts>,
    decisions: Vec<Decision>,
    statements: Vec<Statement>,
}

/// Networks that operators stated as belonging to a company, by keyed hash.
#[derive(Debug, Default)]
struct StatedNetworks {
    addresses: HashMap<i64, Domain>,
    blocks: HashMap<i64, Domain>,
}

/// Keys of the networks stated for one company, as thread values.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct OfficeKeys {
    pub addresses: Vec<String>,
    pub blocks: Vec<String>,
}

impl OfficeKeys {
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.addresses.is_empty() && self.blocks.is_empty()
    }
}

/// Looked up for every company of a list, so it is turned round once.
fn keys_by_company(offices: &StatedNetworks) -> HashMap<Domain, OfficeKeys> {
    let mut keys: HashMap<Domain, OfficeKeys> = HashMap::new();
    for (key, owner) in &offices.addresses {
        keys.entry(owner.clone()).or_default().addresses.push(key.to_string());
    }
    for (key, owner) in &offices.blocks {
        keys.entry(owner.clone()).or_default().blocks.push(key.to_string());
    }
    keys
}

/// The note under which the store remembers that access logs show assets.
#[must_use]
pub fn assets_note(workspace: WorkspaceId) -> String {
    format!("workspace {} logs show assets", workspace.0)
}

impl Surroundings {
    /// Loads what is stated now. Networks that cannot be read are left out; they were refused when they were stated.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn load(records: &dyn Records, workspace: &Workspace) -> Result<Self, AppError> {
        let keys = NetworkKeys::new(workspace.secret);
        let with_fit = |account: Account| {
            let fit = account.fit.or_else(|| FitRule::of(&workspace.settings.fit_rules, &account).map(|rule| rule.fit));
            (account.domain.clone(), Account { fit, ..account })
        };
        let accounts: BTreeMap<Domain, Account> = records.accounts(workspace.id)?.into_iter().map(with_fit).collect();
        let mut offices = StatedNetworks::default();
        for account in accounts.values() {
            for network in &account.office_networks {
                if let Ok(found) = keys.keys_of_cidr(network) {
                    let domain = &account.domain;
                    offices.addresses.extend(found.addresses.into_iter().map(|key| (key, domain.clone())));
                    offices.blocks.extend(found.blocks.into_iter().map(|key| (key, domain.clone())));
                }
            }
        }
        let mut own = HashSet::new();
        let mut own_blocks = HashSet::new();
        for network in &workspace.settings.own_networks {
            if let Ok(found) = keys.keys_of_cidr(network) {
                own.extend(found.addresses);
                own_blocks.extend(found.blocks);
            }
        }
        let pieces: HashMap<String, Arc<PageFacts>> = records
            .pieces(workspace.id)?
            .into_iter()
            .map(|piece| (piece.path.clone(), Arc::new(facts(piece))))
            .collect();
        let with_facts = |rule: PathRule| {
            let facts = Arc::new(facts_by(&rule));
            (rule, facts)
        };
        Ok(Self {
            accounts,
            logs_show_assets: records.note(&assets_note(workspace.id))?.is_some(),
            office_keys: keys_by_company(&offices),
            offices,
            own,
            own_blocks,
            own_domains: workspace.settings.own_domains.iter().cloned().collect(),
            competitors: workspace.settings.competitor_domains.iter().cloned().collect(),
            library_roles: LibraryRoles::new(pieces.values().map(|piece| piece.role.as_ref())),
            pieces,
            path_rules: library::path_rules(records, workspace.id)?.into_iter().map(with_facts).collect(),
            unknown_page: Arc::default(),
            decisions: records.decisions(workspace.id)?,
            statements: records.statements(workspace.id)?,
            workspace: workspace.clone(),
        })
    }

    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.workspace.settings
    }

    /// What the library or the path rules say about a path; nothing for an unknown page.
    #[must_use]
    pub fn page(&self, path: &str) -> &Arc<PageFacts> {
        let bare = if path.len() > 1 { path.trim_end_matches('/') } else { path };
        self.pieces
            .get(bare)
            .or_else(|| self.pieces.get(path))
            .or_else(|| self.path_rules.iter().find(|(rule, _)| rule.fits(path)).map(|(_, facts)| facts))
            .unwrap_or(&self.unknown_page)
    }

    /// The company whose stated network this is.
    #[must_use]
    pub fn office_of(&self, network: &Network) -> Option<&Domain> {
        self.offices.addresses.get(&network.address_key).or_else(|| self.offices.blocks.get(&network.block_key))
    }

    /// The known company to whom an address database gives this network. Only business networks, and only companies
    /// that the operator listed: a database's word alone makes no account.
    #[must_use]
    pub fn listed_company_of(&self, network: &Network) -> Option<&Domain> {
        if network.kind != NetworkKind::Business {
            return None;
        }
        let domain = registrable_domain(network.domain.as_deref()?)?;
        self.accounts.get_key_value(&domain).map(|(known, _)| known)
    }

    #[must_use]
    pub fn is_own_network(&self, network: &Network) -> bool {
        self.own.contains(&network.address_key) || self.own_blocks.contains(&network.block_key)
    }

    #[must_use]
    pub fn is_own_domain(&self, domain: &Domain) -> bool {
        self.own_domains.contains(domain)
    }

    #[must_use]
    pub fn is_competitor(&self, domain: &Domain) -> bool {
        self.competitors.contains(domain)
    }

    /// Keys of the addresses and of the blocks stated for a company, as thread values.
    #[must_use]
    pub fn office_keys(&self, domain: &Domain) -> &OfficeKeys {
        const NONE: &OfficeKeys = &OfficeKeys { addresses: Vec::new(), blocks: Vec::new() };
        self.office_keys.get(domain).unwrap_or(NONE)
    }

    /// The company that a thread value of kind address or block points to.
    #[must_use]
    pub fn office_by_key(&self, is_block: bool, key: &str) -> Option<&Domain> {
        let key: i64 = key.parse().ok()?;
        if is_block { self.offices.blocks.get(&key) } else { self.offices.addresses.get(&key) }
    }

    /// Stated companies with at least one network.
    #[must_use]
    pub fn has_offices(&self) -> bool {
        !self.offices.addresses.is_empty() || !self.offices.blocks.is_empty()
    }

    /// Decisions about one subject that stood at a moment, oldest first.
    pub fn decisions_on<'a>(
        &'a self,
        subject: &'a Subject,
        moment: Timestamp,
    ) -> impl Iterator<Item = &'a Decision> + 'a {
        self.decisions.iter().filter(move |decision| decision.subject == *subject && decision.stands_at(moment))
    }

    /// Whether a person said that this visitor is not this user.
    #[must_use]
    pub fn parted(&self, visitor: &str, user: &UserId, moment: Timestamp) -> bool {
        self.decisions.iter().any(|decision| {
            matches!(&decision.verdict, Verdict::NotSamePerson { user: other } if other == user)
                && matches!(&decision.subject, Subject::Visitor(subject) if subject.as_str() == visitor)
                && decision.stands_at(moment)
        })
    }

    /// Subjects that people placed in this account.
    pub fn placed_in<'a>(&'a self, account: &'a Domain, moment: Timestamp) -> impl Iterator<Item = &'a Subject> + 'a {
        self.decisions.iter().filter(move |decision| decision.stands_at(moment)).filter_map(move |decision| {
            match &decision.verdict {
                Verdict::OfAccount { account: placed } if placed == account => Some(&decision.subject),
                _ => None,
            }
        })
    }

    /// For which roles the library is written, and in what shares.
    #[must_use]
    pub const fn library_roles(&self) -> &LibraryRoles {
        &self.library_roles
    }

    /// What people stated and what stood at a moment, in order of when it happened.
    pub fn stated_at(&self, moment: Timestamp) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(move |statement| statement.stands_at(moment))
    }

    /// All statements, undone ones too.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// All decisions, undone ones too.
    #[must_use]
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }
}

fn facts(piece: Piece) -> PageFacts {
    PageFacts {
        category: piece.category(),
        is_sign_in: piece.kind == PageKind::Login,
        role: piece.role,
        topic: piece.topic,
        question: piece.question,
        title: piece.title,
    }
}

/// What a rule about paths says of a page that it fits.
fn facts_by(rule: &PathRule) -> PageFacts {
    PageFacts { category: rule.category(), is_sign_in: rule.kind == PageKind::Login, ..PageFacts::default() }
}

/// Loads the workspace of a slug, or says that there is none.
///
/// # Errors
/// The store cannot be read, or nothing has this name.
pub fn workspace(records: &dyn Records, slug: &str) -> Result<Workspace, AppError> {
    let found: Result<_, StoreError> = records.workspace(slug);
    found?.ok_or_else(|| AppError::NotFound { what: "workspace", name: slug.to_owned() })
}
