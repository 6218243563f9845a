//! `/assess`: anybody may have a site looked at, without a name, an address or a wall. One small look per visitor and
//! hour, one at a time, and a look that found no page to read is none; the answer stays a while under an address that only its asker knows, and nothing else is kept.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, Extension, Form, Path, State};
use axum::http::HeaderMap;
use axum::response::{Html, Redirect};
use enfilade_app::access;
use enfilade_app::build::reading::{self, Manners};
use enfilade_app::build::report::Report;
use enfilade_language::t;
use ipnet::IpNet;
use serde::Deserialize;

use super::{PageError, Shared, blocking, sign_in};
use crate::collection::client_address;
use crate::pages::assessment as pages;

/// Pages and time of one look, and how long a visitor waits for the next.
const PAGES_MAX: usize = 25;
const TIME_MAX: Duration = Duration::from_secs(120);
const WAIT: Duration = Duration::from_secs(3_600);

/// Tries in that time that read no page: an address may be misspelt a few times, and nobody tries addresses out here.
const TRIES_MAX: usize = 6;

/// Answers that are remembered while the server runs.
const ANSWERS_MAX: usize = 100;

/// Looks that strangers asked for.
#[derive(Debug, Default)]
pub struct PublicAssessments {
    /// Proxies whose word about the visitor's address is believed.
    pub trusted_proxies: Vec<IpNet>,
    looks: Mutex<Vec<Arc<Look>>>,
}

#[derive(Debug)]
struct Look {
    token: String,
    visitor: Option<IpAddr>,
    place: String,
    begun: Instant,
    answer: Mutex<Option<Result<Report, String>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl PublicAssessments {
    /// A door that believes these proxies.
    #[must_use]
    pub fn new(trusted_proxies: Vec<IpNet>) -> Self {
        Self { trusted_proxies, looks: Mutex::default() }
    }

    fn begin(&self, place: &str, visitor: Option<IpAddr>) -> Result<Arc<Look>, PageError> {
        let mut looks = lock(&self.looks);
        if looks.iter().any(|look| lock(&look.answer).is_none()) {
            let sentence = t!("Another site is being read just now. Please come back in two minutes.");
            return Err(PageError::wait(sentence).for_strangers());
        }
        let recent = looks.iter().filter(|look| look.visitor == visitor && look.begun.elapsed() < WAIT);
        let (read, failed): (Vec<_>, Vec<_>) = recent.partition(|look| matches!(*lock(&look.answer), Some(Ok(_))));
        if !read.is_empty() {
            let sentence =
                t!("One look an hour for each visitor, so that no site is bothered. Please come back later.");
            return Err(PageError::wait(sentence).for_strangers());
        }
        if failed.len() >= TRIES_MAX {
            let sentence = t!("None of the last addresses could be read. Please come back in an hour.");
            return Err(PageError::wait(sentence).for_strangers());
        }
        let look = Arc::new(Look {
            token: access::random_token()?,
            visitor,
            place: place.to_owned(),
            begun: Instant::now(),
            answer: Mutex::default(),
        });
        looks.push(Arc::clone(&look));
        let old = looks.len().saturating_sub(ANSWERS_MAX);
        looks.drain(..old);
        Ok(look)
    }
}

pub(super) async fn form() -> Html<String> {
    Html(pages::public_form(&sign_in::frame()).into_string())
}

#[derive(Debug, Deserialize)]
pub(super) struct Ask {
    address: String,
}

pub(super) async fn ask(
    State(site): State<Shared>,
    connection: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Form(form): Form<Ask>,
) -> Result<Redirect, PageError> {
    let asked = form.address.trim();
    let place = reading::address(asked).map_err(|_| {
        PageError::wrong(t!("Please give the address of a web site, such as www.example.com.")).for_strangers()
    })?;
    let peer = connection.map(|info| info.0.0.ip());
    let visitor = client_address(peer, &headers, &site.public_assessments.trusted_proxies);
    let look = site.public_assessments.begin(asked, visitor)?;
    let token = look.token.clone();
    let app = site.app.clone();
    // No host is allowed by name here: strangers never look behind the wall.
    let manners = Manners { pages_max: PAGES_MAX, time_max: TIME_MAX, ..Manners::default() };
    std::thread::spawn(move || {
        let read = reading::site(&place, &manners, &mut |_| {});
        let answer = read.and_then(|read| {
            let assessment = reading::assessed(&read, &reading::SaidOf::new())?;
            Ok(Report::of(&look.place, &read, &assessment, app.now()))
        });
        *lock(&look.answer) = Some(answer.map_err(|error| reading::for_a_stranger(&error)));
    });
    Ok(Redirect::to(&format!("/assess/{token}")))
}

pub(super) async fn answer(State(site): State<Shared>, Path(token): Path<String>) -> Result<Html<String>, PageError> {
    blocking(move || {
        let look = lock(&site.public_assessments.looks).iter().find(|look| look.token == token).cloned();
        let look = look.ok_or_else(|| {
            PageError::not_found(t!("This look is no longer kept. Ask for another one.")).for_strangers()
        })?;
        let answer = lock(&look.answer);
        Ok(Html(match answer.as_ref() {
            Some(Ok(report)) => pages::public(&sign_in::frame(), report).into_string(),
            Some(Err(reason)) => pages::public_wait(&sign_in::frame(), &look.place, Some(reason)).into_string(),
            None => pages::public_wait(&sign_in::frame(), &look.place, None).into_string(),
        }))
    })
    .await
}
