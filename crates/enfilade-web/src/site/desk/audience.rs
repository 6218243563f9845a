//! `/content/audience`.

use enfilade_app::build::desk::audience;
use enfilade_app::build::desk::texts::Texts;
use enfilade_domain::{Audience, Role};
use enfilade_language::t;

use super::{Change, Html, Look, PageError, Redirect};
use crate::pages::desk::audience::{self as pages, ForWhom};

pub(in crate::site) async fn page(look: Look) -> Result<Html<String>, PageError> {
    look.show(t!("For whom"), |site, workspace, viewer, frame| {
        let mut view = ForWhom { may_decide: viewer.may_set_up(), ..ForWhom::default() };
        view.stated = audience::stated(&site.app, workspace)?;
        if let Some(kept) = &view.stated {
            view.known = audience::known(&kept.what, &site.app.records.accounts(workspace.id)?);
            view.coherence = audience::coherence(&kept.what, &Texts::load(&site.app, workspace)?);
        }
        Ok(pages::render(frame, &view))
    })
    .await
}

pub(in crate::site) async fn state(change: Change) -> Result<Redirect, PageError> {
    change
        .make(|site, workspace, sent, by| {
            let stated = Audience {
                industries: sent.lines("industries"),
                countries: sent.lines("countries"),
                employees_min: sent.number("employees_min", t!("People, at least"))?,
                employees_max: sent.number("employees_max", t!("People, at most"))?,
                roles: sent.lines("roles").iter().filter_map(|name| Role::parse(name)).collect(),
                problems: sent.lines("problems"),
                point_of_view: sent.owned("point_of_view"),
            };
            audience::state(&site.app, workspace, &stated, by)?;
            Ok("/content/audience".to_owned())
        })
        .await
}
