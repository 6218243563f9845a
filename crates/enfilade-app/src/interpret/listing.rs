//! Readings of this moment, from what is kept: belief plus elapsed silence, no look at the log.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{AccountReading, Deal, Domain, PersonId, PersonReading, Role, Timestamp, Touch, Workspace};
use enfilade_engine::Model;
use enfilade_store::RoomChange;

use super::silence::{Habit, Watch};
use super::state::{AccountState, Facts, PersonState, Silence};
use super::{committee, dealings, model, stated};
use crate::reveal::people::Life;
use crate::reveal::surroundings::Surroundings;
use crate::{App, AppError};

/// Deals and touches by account.
#[derive(Debug)]
pub struct RecordsByAccount {
    deals: BTreeMap<Domain, Vec<Deal>>,
    touches: BTreeMap<Domain, Vec<Touch>>,
    essential: Vec<Role>,
    watch: Watch,
}

impl RecordsByAccount {
    /// # Errors
    /// The store cannot be read.
    pub fn load(app: &App, surroundings: &Surroundings) -> Result<Self, AppError> {
        let mut found = Self {
            deals: BTreeMap::new(),
            touches: BTreeMap::new(),
            essential: committee::essential_roles(surroundings),
            watch: Watch::unlearned(surroundings.settings()),
        };
        for deal in app.records.deals(surroundings.workspace.id)? {
            found.deals.entry(deal.domain.clone()).or_default().push(deal);
        }
        for touch in app.records.touches(surroundings.workspace.id)? {
            if let Some(domain) = &touch.domain {
                found.touches.entry(domain.clone()).or_default().push(touch);
            }
        }
        Ok(found)
    }

    /// With what is known at a moment of usual silences, and of the site's own.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn watching(
        mut self,
        app: &App,
        workspace: &Workspace,
        model: &Model,
        moment: Timestamp,
    ) -> Result<Self, AppError> {
        self.watch = Watch::load(app, workspace.id, model, moment)?;
        Ok(self)
    }

    #[must_use]
    pub const fn watch(&self) -> &Watch {
        &self.watch
    }

    /// Every deal, in order of the accounts.
    pub fn deals(&self) -> impl Iterator<Item = &Deal> {
        self.deals.values().flatten()
    }

    #[must_use]
    pub fn facts<'a>(&'a self, surroundings: &'a Surroundings, domain: &Domain) -> Facts<'a> {
        Facts {
            account: surroundings.accounts.get(domain),
            deals: self.deals.get(domain).map_or(&[], Vec::as_slice),
            touches: self.touches.get(domain).map_or(&[], Vec::as_slice),
            essential: &self.essential,
            library: surroundings.library_roles(),
            watch: self.watch,
        }
    }

    /// When a person's account last had an answer, as deals, touches and statements say. `lives` are those whose own
    /// statements are known to be meant. `None` also where the person asked for nothing.
    #[must_use]
    pub fn answered_at(
        &self,
        surroundings: &Surroundings,
        person: &PersonState,
        lives: &[&Life],
        moment: Timestamp,
    ) -> Option<Timestamp> {
        person.alone.as_ref()?.asked_at?;
        let account = person.account.as_ref()?;
        let told = stated::talks(surroundings, account, lives, moment).talked_at;
        dealings::answered_at(self.facts(surroundings, account), told, moment)
    }
}

/// An account's reading with the doors it went through.
#[derive(Debug, Clone)]
pub struct Listed {
    pub reading: AccountReading,
    pub room_changes: Vec<RoomChange>,
    pub revised: bool,
    pub last_silence: Option<Silence>,
    pub habit: Habit,
}

/// Every account now, in order of domain.
///
/// # Errors
/// The store cannot be read.
pub fn accounts(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<Vec<Listed>, AppError> {
    let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
    let model = model::at(app, workspace, moment)?;
    let records = RecordsByAccount::load(app, &surroundings)?.watching(app, workspace, &model, moment)?;
    let mut people: BTreeMap<Domain, Vec<PersonState>> = BTreeMap::new();
    for stored in app.records.placed_persons(workspace.id)? {
        if let Some(account) = &stored.account {
            people.entry(account.clone()).or_default().push(PersonState::from_stored(&stored)?);
        }
    }
    let mut listed = Vec::new();
    let mut seen: BTreeSet<Domain> = BTreeSet::new();
    for stored in app.records.stored_accounts(workspace.id)? {
        let state = AccountState::from_stored(&stored)?;
        let persons: Vec<&PersonState> = people.get(&stored.account).into_iter().flatten().collect();
        let facts = records.facts(&surroundings, &stored.account);
        seen.insert(stored.account.clone());
        listed.push(Listed {
            reading: state.reading_at(&model, &persons, facts, moment),
            room_changes: stored.room_changes,
            revised: state.revised,
            last_silence: state.last_silence,
            habit: state.habit,
        });
    }
    for domain in surroundings.accounts.keys().filter(|domain| !seen.contains(*domain)) {
        let reading =
            AccountState::unseen(domain.clone()).reading_at(&model, &[], records.facts(&surroundings, domain), moment);
        listed.push(Listed {
            reading,
            room_changes: Vec::new(),
            revised: false,
            last_silence: None,
            habit: Habit::default(),
        });
    }
    listed.sort_by(|a, b| a.reading.account.cmp(&b.reading.account));
    Ok(listed)
}

/// Persons held in memory at once.
const PERSONS_AT_ONCE: usize = 1_000;

/// Every person now, handed over one by one in order of id.
///
/// # Errors
/// The store cannot be read, or `give` fails.
pub fn persons(
    app: &App,
    workspace: &Workspace,
    moment: Timestamp,
    give: &mut dyn FnMut(PersonReading) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let model = model::at(app, workspace, moment)?;
    let watch = Watch::load(app, workspace.id, &model, moment)?;
    let ground = app.stated(workspace)?;
    let mut after: Option<PersonId> = None;
    loop {
        let stored = app.records.persons_after(workspace.id, after.as_ref(), PERSONS_AT_ONCE)?;
        let Some(last) = stored.last() else { return Ok(()) };
        after = Some(last.person.clone());
        for one in &stored {
            let state = PersonState::from_stored(one)?;
            let answered = ground.records.answered_at(&ground.surroundings, &state, &[], moment);
            give(state.reading_at(&model, &watch, answered, moment))?;
        }
    }
}
