//! The model a workspace is read with: the published priors, or what was learned, never from after the moment.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use enfilade_domain::{Timestamp, Workspace};
use enfilade_engine::{AccountRhythm, Calibration, Learned, Model, ModelError, Published, Returns, Rhythm};
use enfilade_store::{ModelRecord, ModelState};
use serde::{Deserialize, Serialize};

use crate::{App, AppError};

/// The form in which a learned model is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Body {
    published: String,
    decision_months: f64,
    rhythm: Vec<f64>,
    outlook: Option<(f64, f64)>,
    accounts: Option<Vec<f64>>,
    returns: Option<Vec<f64>>,
}

/// The form before returns were learned of.
#[derive(Debug, Serialize, Deserialize)]
struct BodyWithAccounts {
    published: String,
    decision_months: f64,
    rhythm: Vec<f64>,
    outlook: Option<(f64, f64)>,
    accounts: Option<Vec<f64>>,
}

/// The form before accounts were learned of.
#[derive(Debug, Serialize, Deserialize)]
struct EarlierBody {
    published: String,
    decision_months: f64,
    rhythm: Vec<f64>,
    outlook: Option<(f64, f64)>,
}

impl Body {
    /// A later form is longer, so an earlier one never reads as it.
    fn read(bytes: &[u8]) -> Option<Self> {
        let with_accounts = || {
            let BodyWithAccounts { published, decision_months, rhythm, outlook, accounts } =
                postcard::from_bytes(bytes).ok()?;
            Some(Self { published, decision_months, rhythm, outlook, accounts, returns: None })
        };
        let earlier = || {
            let EarlierBody { published, decision_months, rhythm, outlook } = postcard::from_bytes(bytes).ok()?;
            Some(Self { published, decision_months, rhythm, outlook, accounts: None, returns: None })
        };
        postcard::from_bytes(bytes).ok().or_else(with_accounts).or_else(earlier)
    }
}

/// The published priors at the workspace's scale of time.
///
/// # Errors
/// The typical decision time lies outside what the model covers.
pub fn published(workspace: &Workspace) -> Result<Arc<Model>, AppError> {
    /// Making one takes a millisecond, and every sheet asks for it.
    static MADE: Mutex<Option<(f64, Arc<Model>)>> = Mutex::new(None);
    let months = workspace.settings.decision_months;
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, model)) = made.as_ref()
        && of.total_cmp(&months).is_eq()
    {
        return Ok(Arc::clone(model));
    }
    let model = Arc::new(Model::new(&Published::v2(), months).map_err(|error| unusable(&error))?);
    *made = Some((months, Arc::clone(&model)));
    Ok(model)
}

/// The model in use; of a past moment the newest that was learned from nothing later.
///
/// # Errors
/// The store cannot be read, or the kept model holds numbers that no filter can work with.
pub fn at(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<Arc<Model>, AppError> {
    match learned_by(app, workspace, moment)? {
        Some(learned) => of_learned(workspace, &learned),
        None => published(workspace),
    }
}

/// What the model of a moment holds beside the published numbers; `None` where these are read with.
///
/// # Errors
/// The store cannot be read, or the kept model holds numbers that no filter can work with.
pub fn learned_by(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<Option<Learned>, AppError> {
    let Some(in_use) = app.records.model_in_use(workspace.id)? else { return Ok(None) };
    let record = if in_use.learned_until <= moment {
        Some(in_use)
    } else {
        let models = app.records.models(workspace.id)?;
        let once = models.into_iter().filter(|model| model.state == ModelState::Retired);
        once.filter(|model| model.learned_until <= moment).max_by_key(|model| model.learned_until)
    };
    record.map_or(Ok(None), |record| learned(&record, workspace))
}

/// Whether a kept model can be read with.
///
/// # Errors
/// It was cut short, or a number in it lies outside what the filters are proven for.
pub fn check(record: &ModelRecord, workspace: &Workspace) -> Result<(), AppError> {
    learned(record, workspace)?.map_or(Ok(()), |learned| of_learned(workspace, &learned).map(drop))
}

/// Builds a model from what was learned.
///
/// # Errors
/// A number lies outside what the filters are proven for.
pub fn of_learned(workspace: &Workspace, learned: &Learned) -> Result<Arc<Model>, AppError> {
    /// Those made last, with what they were made of: making one takes milliseconds, and every sheet asks for it.
    static MADE: Mutex<VecDeque<(f64, Learned, Arc<Model>)>> = Mutex::new(VecDeque::new());
    let months = workspace.settings.decision_months;
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((.., model)) = made.iter().find(|(of, what, _)| of.total_cmp(&months).is_eq() && what == learned) {
        return Ok(Arc::clone(model));
    }
    let model = Arc::new(Model::learned(&Published::v2(), months, learned).map_err(|error| unusable(&error))?);
    made.truncate(HELD - 1);
    made.push_front((months, learned.clone(), Arc::clone(&model)));
    Ok(model)
}

/// Learned models that are held ready.
const HELD: usize = 8;

/// What a record holds. `None` where it was learned for other priors or another typical decision time: then it
/// rests until it is learned anew.
fn learned(record: &ModelRecord, workspace: &Workspace) -> Result<Option<Learned>, AppError> {
    let body = Body::read(&record.body).ok_or_else(|| {
        AppError::Model(format!(
            "the model {} is kept in another form; return to the published priors with `learn --reset` and learn anew",
            record.version
        ))
    })?;
    let same_months = (body.decision_months - workspace.settings.decision_months).abs() < 1e-9;
    if body.published != Published::v2().version || !same_months {
        return Ok(None);
    }
    let broken = |error: ModelError| {
        let way_back = "return to the published priors with `learn --reset` and learn anew";
        AppError::Model(format!("{} holds what no filter can work with: {error}; {way_back}", record.version))
    };
    Ok(Some(Learned {
        version: record.version.clone(),
        rhythm: Rhythm::from_slice(&body.rhythm).map_err(broken)?,
        accounts: body.accounts.map(|numbers| AccountRhythm::from_slice(&numbers)).transpose().map_err(broken)?,
        outlook: body.outlook.map(|(slope, shift)| Calibration { slope, shift }),
        returns: body.returns.map(|numbers| Returns::from_slice(&numbers)).transpose().map_err(broken)?,
    }))
}

/// The body under which a learned model is kept.
#[must_use]
pub fn body(workspace: &Workspace, learned: &Learned) -> Vec<u8> {
    let body = Body {
        published: Published::v2().version,
        decision_months: workspace.settings.decision_months,
        rhythm: learned.rhythm.to_vec(),
        outlook: learned.outlook.map(|fit| (fit.slope, fit.shift)),
        accounts: learned.accounts.as_ref().map(AccountRhythm::to_vec),
        returns: learned.returns.as_ref().map(Returns::to_vec),
    };
    postcard::to_stdvec(&body).unwrap_or_default()
}

fn unusable(error: &ModelError) -> AppError {
    AppError::Model(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Models learned by an earlier version are read on; what is neither form is refused.
    #[test]
    fn every_form_of_a_kept_model_is_read() {
        let earlier = EarlierBody {
            published: "published-2".to_owned(),
            decision_months: 4.0,
            rhythm: vec![0.25; 7],
            outlook: Some((0.5, -1.0)),
        };
        let bytes = postcard::to_stdvec(&earlier).unwrap();
        let body = Body::read(&bytes).unwrap();
        assert_eq!((body.rhythm.len(), body.outlook, body.accounts), (7, Some((0.5, -1.0)), None));
        for accounts in [None, Some(vec![0.5; 3])] {
            let (published, rhythm) = (earlier.published.clone(), earlier.rhythm.clone());
            let later = BodyWithAccounts {
                published: published.clone(),
                decision_months: 4.0,
                rhythm: rhythm.clone(),
                outlook: None,
                accounts: accounts.clone(),
            };
            let read = Body::read(&postcard::to_stdvec(&later).unwrap()).unwrap();
            assert_eq!((&read.accounts, &read.returns), (&accounts, &None));
            let returns = Some(vec![0.5; 15]);
            let now =
                Body { published, decision_months: 4.0, rhythm, outlook: None, accounts: accounts.clone(), returns };
            let read = Body::read(&postcard::to_stdvec(&now).unwrap()).unwrap();
            assert_eq!((read.accounts, read.returns.map(|numbers| numbers.len())), (accounts, Some(15)));
        }
        assert!(Body::read(&bytes[..bytes.len() / 2]).is_none());
    }
}
