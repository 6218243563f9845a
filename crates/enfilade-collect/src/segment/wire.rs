//! The fields of a message that are understood, as they are written on the wire.

use serde_json::value::RawValue;

use crate::consent::StatedConsent;
use crate::lenient::{Leaf, lenient_object};

lenient_object! {
    /// One message.
    Message {
        kind: Leaf<'a> = "type",
        message_id: Leaf<'a> = "messageId" | "message_id",
        anonymous_id: Leaf<'a> = "anonymousId" | "anonymous_id",
        user_id: Leaf<'a> = "userId" | "user_id",
        previous_id: Leaf<'a> = "previousId" | "previous_id",
        group_id: Leaf<'a> = "groupId" | "group_id",
        event: Leaf<'a> = "event",
        name: Leaf<'a> = "name",
        channel: Leaf<'a> = "channel",
        timestamp: Leaf<'a> = "timestamp",
        original_timestamp: Leaf<'a> = "originalTimestamp" | "original_timestamp",
        sent_at: Leaf<'a> = "sentAt" | "sent_at",
        received_at: Leaf<'a> = "receivedAt" | "received_at",
        context: Context<'a> = "context",
        properties: Option<&'a RawValue> = "properties",
        traits: Option<&'a RawValue> = "traits",
        write_key: Leaf<'a> = "writeKey" | "write_key",
    }
}

lenient_object! {
    /// The circumstances a message states about itself.
    Context {
        ip: Leaf<'a> = "ip",
        user_agent: Leaf<'a> = "userAgent" | "user_agent",
        page: PageContext<'a> = "page",
        campaign: Campaign<'a> = "campaign",
        consent: StatedConsent = "consent",
        traits: Traits<'a> = "traits",
        library: Library<'a> = "library",
    }
}

lenient_object! {
    /// The page a browser was on.
    PageContext {
        url: Leaf<'a> = "url",
        path: Leaf<'a> = "path",
        referrer: Leaf<'a> = "referrer",
        title: Leaf<'a> = "title",
        search: Leaf<'a> = "search",
    }
}

lenient_object! {
    /// The campaign a browser library read from the address.
    Campaign {
        source: Leaf<'a> = "source",
        medium: Leaf<'a> = "medium",
    }
}

lenient_object! {
    /// Who sends.
    Library {
        name: Leaf<'a> = "name",
    }
}

lenient_object! {
    /// What is said about a person or, in a group message, about a company.
    Traits {
        email: Leaf<'a> = "email",
        name: Leaf<'a> = "name",
        first_name: Leaf<'a> = "firstName" | "first_name" | "firstname",
        last_name: Leaf<'a> = "lastName" | "last_name" | "lastname",
        title: Leaf<'a> = "title",
        job_title: Leaf<'a> = "jobTitle" | "job_title" | "position",
        domain: Leaf<'a> = "domain",
        website: Leaf<'a> = "website" | "url",
    }
}

lenient_object! {
    /// The understood properties of page, screen and track.
    Properties {
        url: Leaf<'a> = "url",
        path: Leaf<'a> = "path",
        referrer: Leaf<'a> = "referrer",
        title: Leaf<'a> = "title",
        search: Leaf<'a> = "search",
        content: Leaf<'a> = "content",
        dwell: Leaf<'a> = "dwell_s",
        scroll: Leaf<'a> = "scroll",
        email: Leaf<'a> = "email",
        job_title: Leaf<'a> = "job_title" | "jobTitle",
        share_token: Leaf<'a> = "share_token" | "shareToken",
    }
}
