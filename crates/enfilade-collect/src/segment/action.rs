//! Track names to actions. Case, spaces and punctuation are free: `Demo Requested`, `demo_requested`, `DemoRequested`.

use enfilade_domain::Action;

use crate::lenient::clean_text;
use crate::limits::NAME_CHARACTERS;

/// The action a track name stands for; any other name is kept as plain activity.
pub(crate) fn action_of_name(name: &str) -> Action {
    let mut letters = [0_u8; 24];
    let mut length = 0;
    for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
        let Some(slot) = letters.get_mut(length) else {
            length = 0;
            break;
        };
        *slot = byte.to_ascii_lowercase();
        length += 1;
    }
    match &letters[..length] {
        b"demorequested" => Action::DemoRequested,
        b"contactrequested" => Action::ContactRequested,
        b"contentdownloaded" => Action::ContentDownloaded,
        b"newslettersignup" | b"newslettersignedup" => Action::NewsletterSignup,
        b"emaildelivered" => Action::EmailDelivered,
        b"emailopened" => Action::EmailOpened,
        b"emaillinkclicked" => Action::EmailLinkClicked,
        b"adimpression" => Action::AdImpression,
        b"contentshared" => Action::ContentShared,
        b"webinarregistered" => Action::WebinarRegistered,
        b"webinarattended" => Action::WebinarAttended,
        b"meetingbooked" => Action::MeetingBooked,
        b"meetingheld" => Action::MeetingHeld,
        b"callheld" => Action::CallHeld,
        b"proposalviewed" => Action::ProposalViewed,
        b"outboundclick" | b"outboundlinkclicked" => Action::OutboundClick,
        _ => Action::Other(clean_text(name, NAME_CHARACTERS).unwrap_or_default()),
    }
}
