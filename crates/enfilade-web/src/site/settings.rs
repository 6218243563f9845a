//! `/settings`: answers, path rules, keys, people and the script's page.

mod fit;

use axum::extract::{Extension, Form, Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::response::{Html, IntoResponse, Redirect, Response};
use enfilade_app::build::library;
use enfilade_app::interpret::refresh;
use enfilade_app::reveal::configure::{self, Answers};
use enfilade_app::{AppError, access, invitations};
use enfilade_domain::{Channel, ConsentMode, Domain, PageKind, PathRule, Role, Room, Workspace};
use enfilade_language::t;
use enfilade_store::{UserRole, WriteKey};
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, Site, blocking, dates, floor_plan, language};
use crate::pages::frame::{Frame, PostForm, Sheet};
use crate::pages::settings::{self, Answers as AnswerTexts, Invited, Key, Person, Script, Settings};

pub(super) use fit::fit;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    saved: Option<String>,
}

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let done = asked.saved.map(|what| match what.as_str() {
            "language" => t!("Saved. The pages speak as it says below.").to_owned(),
            "fit" => {
                t!("Saved. Fit is shown by these rules wherever no import states it; no reading moved.").to_owned()
            }
            _ => t!("Saved. Everybody is being read again with it.").to_owned(),
        });
        let view = Settings { done, ..view(&site, &workspace, &viewer)? };
        Ok(Html(settings::render(&frame(&site, &workspace, &viewer, t!("Settings"))?, &view).into_string()))
    })
    .await
}

pub(super) fn frame(site: &Site, workspace: &Workspace, viewer: &Viewer, title: &str) -> Result<Frame, PageError> {
    let now = site.app.now();
    let scale = match title {
        title if title == t!("Files") => t!("1 row = 1 file"),
        title if title == t!("A file") => t!("1 row = 1 refused line"),
        title if title == t!("One piece") => t!("1 answer = 1 piece"),
        title if title == t!("The script") => t!("1 line = every page"),
        _ => t!("1 answer = all readings"),
    };
    floor_plan::frame(site, workspace, viewer, Sheet::Settings, now, None, title, scale)
}

fn view(site: &Site, workspace: &Workspace, viewer: &Viewer) -> Result<Settings, PageError> {
    let records = site.app.records.as_ref();
    let on = |at| dates::short(at, &workspace.settings);
    let keys = records.write_keys(workspace.id)?.into_iter().map(|key| Key {
        state: match key.revoked_at {
            Some(at) => t!("revoked on {at}", at = on(at)),
            None => t!("in use since {created_at}", created_at = on(key.created_at)),
        },
        revoke: (viewer.may_set_up() && key.revoked_at.is_none()).then(|| PostForm {
            action: "/settings/keys/revoke".to_owned(),
            label: t!("Revoke").to_owned(),
            fields: vec![("key".to_owned(), key.key.clone())],
        }),
        label: key.label,
        key: key.key,
    });
    let people = records.users(workspace.id)?.into_iter().map(|user| Person {
        is_viewer: viewer.user_id == Some(user.id),
        id: user.id,
        name: user.name,
        email: user.email,
        role: user.role.as_str().to_owned(),
    });
    let open = records.open_invitations(workspace.id, site.app.now())?.into_iter().map(|one| Invited {
        role: one.role.as_str().to_owned(),
        state: t!("made by {made_by}, good until {expires_at}", made_by = one.made_by, expires_at = on(one.expires_at)),
        withdraw: viewer.may_manage_people().then(|| PostForm {
            action: "/settings/invitations/withdraw".to_owned(),
            label: t!("Withdraw").to_owned(),
            fields: vec![("invitation".to_owned(), one.token_hash.iter().map(|byte| format!("{byte:02x}")).collect())],
        }),
    });
    Ok(Settings {
        answers: texts(&workspace.settings),
        path_rules: library::path_rules(records, workspace.id)?.iter().map(rule_line).collect::<Vec<_>>().join("\n"),
        rules_are_usual: records.path_rules(workspace.id)?.is_empty(),
        fit_rules: workspace.settings.fit_rules.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        fit_preview: None,
        language: language::spoken(site, workspace, viewer)?,
        keys: keys.collect(),
        people: people.collect(),
        invitations: open.collect(),
        fresh_link: None,
        may_set_up: viewer.may_set_up(),
        may_manage_people: viewer.may_manage_people(),
        done: None,
        problem: None,
    })
}

pub(super) fn texts(settings: &enfilade_domain::Settings) -> AnswerTexts {
    let domains = |domains: &[Domain]| domains.iter().map(Domain::as_str).collect::<Vec<_>>().join("\n");
    AnswerTexts {
        name: settings.name.clone().unwrap_or_default(),
        decision_months: settings.decision_months.to_string(),
        time_zone: settings.time_zone.clone(),
        own_domains: domains(&settings.own_domains),
        own_networks: settings.own_networks.join("\n"),
        competitor_domains: domains(&settings.competitor_domains),
        consent_mode: settings.consent_mode.as_str().to_owned(),
        retention_days: settings.retention_days.map(|days| days.to_string()).unwrap_or_default(),
        essential_roles: settings
            .essential_roles
            .as_ref()
            .map(|roles| roles.iter().map(Role::as_str).collect::<Vec<_>>().join(", "))
            .unwrap_or_default(),
    }
}

fn rule_line(rule: &PathRule) -> String {
    format!("{}, {}, {}", rule.pattern, rule.kind.as_str(), rule.room.map_or("", Room::as_str))
        .trim_end_matches([' ', ','])
        .to_owned()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answered {
    csrf_token: String,
    /// A form without this field leaves the name as it is.
    name: Option<String>,
    decision_months: String,
    time_zone: String,
    own_domains: String,
    own_networks: String,
    competitor_domains: String,
    consent_mode: String,
    retention_days: String,
    essential_roles: String,
}

pub(super) async fn answer(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(answered): Form<Answered>,
) -> Result<Redirect, PageError> {
    viewer.check_set_up(t!("change settings"), &answered.csrf_token)?;
    let answers = answers(&answered)?;
    blocking(move || {
        let workspace = site.workspace()?;
        configure::configure(&site.app, &workspace, answers)?;
        refresh::catch_up(&site.app, &|_| {})?;
        Ok(Redirect::to("/settings?saved=answers"))
    })
    .await
}

pub(super) fn words_of(text: &str) -> Vec<String> {
    text.split(|letter: char| letter.is_whitespace() || letter == ',' || letter == ';')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

pub(super) fn domains(text: &str) -> Result<Vec<Domain>, PageError> {
    words_of(text)
        .iter()
        .map(|word| Domain::parse(word).map_err(|error| PageError::wrong(format!("{error}."))))
        .collect()
}

pub(super) fn number(text: &str, field: &str) -> Result<f64, PageError> {
    let parsed = text.trim().replace(',', ".").parse::<f64>();
    parsed.map_err(|_| PageError::wrong(t!("{field}: `{text}` is no number.", field = field, text = text)))
}

fn answers(answered: &Answered) -> Result<Answers, PageError> {
    let retention = answered.retention_days.trim();
    let retention_days =
        match retention {
            "" => None,
            text => Some(text.parse::<u32>().ok().filter(|days| *days > 0).ok_or_else(|| {
                PageError::wrong(t!("Forget events after: `{text}` is no number of days.", text = text))
            })?),
        };
    let roles: Vec<Role> = answered.essential_roles.split([',', ';', '\n']).filter_map(Role::parse).collect();
    Ok(Answers {
        name: answered.name.clone(),
        decision_months: Some(number(&answered.decision_months, t!("The time of a decision"))?),
        time_zone: Some(answered.time_zone.trim().to_owned()),
        own_domains: Some(domains(&answered.own_domains)?),
        own_networks: Some(words_of(&answered.own_networks)),
        competitor_domains: Some(domains(&answered.competitor_domains)?),
        consent_mode: Some(
            ConsentMode::parse(&answered.consent_mode)
                .ok_or_else(|| PageError::wrong(t!("Please choose whether visitors may be read.")))?,
        ),
        retention_days: Some(retention_days),
        essential_roles: Some((!roles.is_empty()).then_some(roles)),
        // They have a form of their own.
        fit_rules: None,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Rules {
    csrf_token: String,
    rules: String,
}

pub(super) async fn rules(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<Rules>,
) -> Result<Redirect, PageError> {
    viewer.check_set_up(t!("change settings"), &form.csrf_token)?;
    let lines = form.rules.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let rules: Vec<PathRule> = lines.map(|(index, line)| rule(index + 1, line)).collect::<Result<_, _>>()?;
    blocking(move || {
        let workspace = site.workspace()?;
        library::replace_path_rules(&site.app, &workspace, &rules)?;
        refresh::catch_up(&site.app, &|_| {})?;
        Ok(Redirect::to("/settings?saved=rules"))
    })
    .await
}

fn rule(number: usize, line: &str) -> Result<PathRule, PageError> {
    let mut cells = line.split(',').map(str::trim);
    let (pattern, kind, room) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""), cells.next().unwrap_or(""));
    let wrong = |what: String| {
        PageError::wrong(t!("Rule {number}: {what}. Nothing was changed.", number = number, what = what))
    };
    if kind.is_empty() {
        return Err(wrong(t!("`{line}` names no kind, such as article or pricing", line = line)));
    }
    let room = match room {
        "" => None,
        name => Some(Room::parse(name).ok_or_else(|| {
            wrong(t!("`{name}` is no room; there are problem, solution, offer and sales", name = name))
        })?),
    };
    Ok(PathRule { pattern: pattern.to_owned(), kind: PageKind::parse(kind), room })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct KeyForm {
    csrf_token: String,
    label: String,
    key: String,
}

pub(super) async fn add_key(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<KeyForm>,
) -> Result<Redirect, PageError> {
    viewer.check_set_up(t!("change settings"), &form.csrf_token)?;
    let label: String = form.label.trim().chars().take(100).collect();
    if label.is_empty() {
        return Err(PageError::wrong(t!("Please say what the key is for.")));
    }
    blocking(move || {
        let workspace = site.workspace()?;
        let key = access::random_token()?;
        let created_at = site.app.now();
        site.app.records.add_write_key(&WriteKey {
            workspace: workspace.id,
            key,
            label,
            created_at,
            revoked_at: None,
        })?;
        Ok(Redirect::to("/settings"))
    })
    .await
}

pub(super) async fn revoke_key(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<KeyForm>,
) -> Result<Redirect, PageError> {
    viewer.check_set_up(t!("change settings"), &form.csrf_token)?;
    blocking(move || {
        let workspace = site.workspace()?;
        if !site.app.records.revoke_write_key(workspace.id, &form.key, site.app.now())? {
            return Err(AppError::NotFound { what: t!("key in use"), name: form.key }.into());
        }
        Ok(Redirect::to("/settings"))
    })
    .await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PersonForm {
    csrf_token: String,
    role: String,
    invitation: String,
}

impl PersonForm {
    fn role(&self) -> Result<UserRole, PageError> {
        UserRole::parse(&self.role).ok_or_else(|| PageError::wrong(t!("There is no role `{role}`.", role = self.role)))
    }
}

/// Answers with the page itself: the link is shown this once and kept nowhere.
pub(super) async fn invite(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    Form(form): Form<PersonForm>,
) -> Result<Response, PageError> {
    viewer.check_people(&form.csrf_token)?;
    let role = form.role()?;
    let base = base_of(&headers);
    blocking(move || {
        let workspace = site.workspace()?;
        let token = invitations::invite(&site.app, &workspace, role, &viewer.name)?;
        let view =
            Settings { fresh_link: Some(format!("{base}/join?token={token}")), ..view(&site, &workspace, &viewer)? };
        let page = settings::render(&frame(&site, &workspace, &viewer, t!("Settings"))?, &view).into_string();
        Ok(Html(page).into_response())
    })
    .await
}

pub(super) async fn withdraw(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<PersonForm>,
) -> Result<Redirect, PageError> {
    viewer.check_people(&form.csrf_token)?;
    blocking(move || {
        let workspace = site.workspace()?;
        let open = site.app.records.open_invitations(workspace.id, site.app.now())?;
        let named =
            |hash: &[u8; 32]| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>() == form.invitation;
        let Some(one) = open.iter().find(|one| named(&one.token_hash)) else {
            return Err(PageError::not_found(t!("There is no such open invitation.")));
        };
        site.app.records.remove_invitation(workspace.id, &one.token_hash)?;
        Ok(Redirect::to("/settings"))
    })
    .await
}

pub(super) async fn change_role(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<i64>,
    Form(form): Form<PersonForm>,
) -> Result<Redirect, PageError> {
    viewer.check_people(&form.csrf_token)?;
    let role = form.role()?;
    blocking(move || {
        invitations::change_role(&site.app, &site.workspace()?, id, role)?;
        Ok(Redirect::to("/settings"))
    })
    .await
}

pub(super) async fn remove_person(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<i64>,
    Form(form): Form<PersonForm>,
) -> Result<Redirect, PageError> {
    viewer.check_people(&form.csrf_token)?;
    blocking(move || {
        invitations::remove(&site.app, &site.workspace()?, id)?;
        Ok(Redirect::to("/settings"))
    })
    .await
}

#[derive(Debug, Deserialize)]
pub(super) struct Watch {
    pub watch: Option<String>,
}

pub(super) async fn script(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    Query(watch): Query<Watch>,
) -> Result<Html<String>, PageError> {
    let base = base_of(&headers);
    blocking(move || {
        let workspace = site.workspace()?;
        let activity = site.app.log.channel_activity(workspace.id)?;
        let here = activity.iter().find(|one| one.channel == Channel::Script);
        let keys = site.app.records.write_keys(workspace.id)?;
        let view = Script {
            base,
            key: keys.into_iter().find(|key| key.revoked_at.is_none()).map(|key| key.key),
            events: here.map_or(0, |one| one.events),
            last_day: here.map(|one| one.last_at.utc_day()),
            looks_again: watch.watch.is_some(),
        };
        let frame = frame(&site, &workspace, &viewer, t!("The script"))?;
        Ok(Html(settings::script(&frame, &view).into_string()))
    })
    .await
}

/// The address by which this browser reached the server.
pub(super) fn base_of(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_plain = |host: &&str| {
        !host.is_empty() && host.chars().all(|letter| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter))
    };
    let host = text(HOST.as_str()).filter(is_plain).unwrap_or("localhost");
    let scheme = if text("x-forwarded-proto") == Some("https") { "https" } else { "http" };
    format!("{scheme}://{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_line_by_line_and_say_what_is_wrong() {
        let read = rule(1, " /blog/* , article , problem ").unwrap();
        assert_eq!((read.pattern.as_str(), read.kind.as_str(), read.room), ("/blog/*", "article", Some(Room::Problem)));
        assert_eq!(rule_line(&read), "/blog/*, article, problem");
        assert_eq!(rule_line(&rule(1, "/, home,").unwrap()), "/, home");
        assert!(rule(3, "/x").is_err() && rule(3, "/x, article, kitchen").is_err());
    }

    #[test]
    fn answers_name_the_field_that_is_wrong() {
        let fine = Answered {
            decision_months: "4,5".into(),
            time_zone: "Europe/Berlin".into(),
            own_domains: "a.example\nb.example, c.example".into(),
            consent_mode: "opt-in".into(),
            ..Answered::default()
        };
        let read = answers(&fine).unwrap();
        assert_eq!((read.decision_months, read.own_domains.unwrap().len()), (Some(4.5), 3));
        assert_eq!((read.retention_days, read.essential_roles), (Some(None), Some(None)));
        for wrong in [
            Answered { decision_months: "soon".into(), consent_mode: "opt-in".into(), ..Answered::default() },
            Answered { retention_days: "0".into(), decision_months: "4".into(), ..Answered::default() },
            Answered { own_domains: "not a domain".into(), decision_months: "4".into(), ..Answered::default() },
            Answered { consent_mode: "maybe".into(), decision_months: "4".into(), ..Answered::default() },
        ] {
            assert!(answers(&wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_strange_host_is_not_repeated() {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, "enfilade.company.example:8443".parse().unwrap());
        headers.insert("x-forwarded-proto", "https".parse().unwrap());
        assert_eq!(base_of(&headers), "https://enfilade.company.example:8443");
        headers.insert(HOST, "x\"><script>".parse().unwrap());
        assert_eq!(base_of(&headers), "https://localhost");
    }
}
