//! Papers' bodies as JSON: read with patience, because a body may be older than this program.

use enfilade_domain::{
    AskedQuestion, Audience, Capability, Domain, Draft, Gate, Mended, PageKind, PersonId, Phrase, PhraseOrigin,
    PhraseSource, PlanKind, Planned, Role, Room, RowKind, SignOff, SignOffRule, Task, TaskClosed, Timestamp, Worksheet,
    WorksheetRow,
};
use serde_json::{Value, json};

use super::paper::OnPaper;

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}

fn kept(value: &Value, field: &str) -> Option<String> {
    value[field].as_str().map(str::to_owned).filter(|text| !text.is_empty())
}

fn texts(value: &Value, field: &str) -> Vec<String> {
    value[field].as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

fn room(value: &Value) -> Option<Room> {
    value["room"].as_str().and_then(Room::parse)
}

fn role(value: &Value) -> Option<Role> {
    value["role"].as_str().and_then(Role::parse)
}

fn time(value: &Value, field: &str) -> Option<Timestamp> {
    value[field].as_i64().map(Timestamp::from_millis)
}

fn decided(value: &Value, field: &str) -> Option<(String, Timestamp)> {
    let one = &value[field];
    Some((one["by"].as_str()?.to_owned(), time(one, "at")?))
}

fn decided_json(decided: Option<&(String, Timestamp)>) -> Value {
    decided.map_or(Value::Null, |(by, at)| json!({"by": by, "at": at.millis()}))
}

impl OnPaper for Worksheet {
    const KIND: &'static str = "worksheet";

    fn write(&self) -> Value {
        let rows =
            self.rows.iter().map(|row| json!({"kind": row.kind.as_str(), "text": row.text, "pieces": row.pieces}));
        json!({
            "buyer": self.buyer, "job": self.job, "role": self.role.as_ref().map(Role::as_str),
            "account": self.account.as_ref().map(Domain::as_str), "room": self.room.as_str(), "because": self.because,
            "rows": rows.collect::<Vec<_>>(),
        })
    }

    fn read(value: &Value) -> Option<Self> {
        let row = |row: &Value| {
            Some(WorksheetRow {
                kind: RowKind::parse(row["kind"].as_str()?)?,
                text: text(row, "text"),
                pieces: texts(row, "pieces"),
            })
        };
        Some(Self {
            buyer: text(value, "buyer"),
            job: text(value, "job"),
            role: role(value),
            account: value["account"].as_str().and_then(|domain| Domain::parse(domain).ok()),
            room: room(value)?,
            because: text(value, "because"),
            rows: value["rows"].as_array().into_iter().flatten().filter_map(row).collect(),
        })
    }
}

impl OnPaper for Phrase {
    const KIND: &'static str = "phrase";

    fn write(&self) -> Value {
        json!({
            "words": self.words, "source": self.source.as_str(), "said_by": self.said_by, "place": self.place,
            "at": self.at.millis(), "room": self.room.map(Room::as_str), "topic": self.topic,
            "account": self.account.as_ref().map(Domain::as_str), "person": self.person.as_ref().map(PersonId::as_str),
            "origin": self.origin.as_ref().map(PhraseOrigin::name),
        })
    }

    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            words: text(value, "words"),
            source: value["source"].as_str().and_then(PhraseSource::parse)?,
            said_by: text(value, "said_by"),
            place: text(value, "place"),
            at: time(value, "at")?,
            room: room(value),
            topic: kept(value, "topic"),
            account: value["account"].as_str().and_then(|domain| Domain::parse(domain).ok()),
            person: value["person"].as_str().map(PersonId::new),
            origin: value["origin"].as_str().and_then(PhraseOrigin::parse),
        })
    }
}

impl OnPaper for Capability {
    const KIND: &'static str = "capability";

    fn write(&self) -> Value {
        let asked = self.asked.iter().map(|asked| {
            let answer = asked.answer.as_ref();
            let answer = answer.map(|(text, by, at)| json!({"text": text, "by": by, "at": at.millis()}));
            json!({"by": asked.by, "at": asked.at.millis(), "text": asked.text, "answer": answer})
        });
        json!({
            "name": self.name, "does": self.does, "problem": self.problem, "question": self.question,
            "room": self.room.map(Room::as_str), "story": self.story, "behind": self.behind,
            "published": decided_json(self.published.as_ref()), "asked": asked.collect::<Vec<_>>(),
        })
    }

    fn read(value: &Value) -> Option<Self> {
        let asked = |asked: &Value| {
            let answer = &asked["answer"];
            Some(AskedQuestion {
                by: text(asked, "by"),
                at: time(asked, "at")?,
                text: text(asked, "text"),
                answer: time(answer, "at").map(|at| (text(answer, "text"), text(answer, "by"), at)),
            })
        };
        Some(Self {
            name: value["name"].as_str()?.to_owned(),
            does: text(value, "does"),
            problem: text(value, "problem"),
            question: text(value, "question"),
            room: room(value),
            story: text(value, "story"),
            behind: text(value, "behind"),
            published: decided(value, "published"),
            asked: value["asked"].as_array().into_iter().flatten().filter_map(asked).collect(),
        })
    }
}

impl OnPaper for Draft {
    const KIND: &'static str = "draft";

    fn write(&self) -> Value {
        let signed = self.signed.as_ref();
        json!({
            "title": self.title, "path": self.path, "kind": self.kind.as_str(), "room": self.room.map(Room::as_str),
            "role": self.role.as_ref().map(Role::as_str), "question": self.question, "topic": self.topic,
            "outline": self.outline, "text": self.text, "gated": self.is_gated, "gate_reason": self.gate_reason,
            "signed": signed.map(|signed| json!({"by": signed.by, "at": signed.at.millis(), "note": signed.note})),
            "published": decided_json(self.published.as_ref()),
        })
    }

    fn read(value: &Value) -> Option<Self> {
        let signed = &value["signed"];
        Some(Self {
            title: text(value, "title"),
            path: text(value, "path"),
            kind: PageKind::parse(value["kind"].as_str()?),
            room: room(value),
            role: role(value),
            question: text(value, "question"),
            topic: text(value, "topic"),
            outline: text(value, "outline"),
            text: text(value, "text"),
            is_gated: value["gated"].as_bool().unwrap_or(false),
            gate_reason: text(value, "gate_reason"),
            signed: time(signed, "at").map(|at| SignOff { by: text(signed, "by"), at, note: text(signed, "note") }),
            published: decided(value, "published"),
        })
    }
}

impl OnPaper for SignOffRule {
    const KIND: &'static str = "sign-off rule";

    fn write(&self) -> Value {
        json!({"on": self.is_on, "experts": self.experts})
    }

    fn read(value: &Value) -> Option<Self> {
        Some(Self { is_on: value["on"].as_bool()?, experts: texts(value, "experts") })
    }
}

impl OnPaper for Audience {
    const KIND: &'static str = "audience";

    fn write(&self) -> Value {
        json!({
            "industries": self.industries, "countries": self.countries, "employees_min": self.employees_min,
            "employees_max": self.employees_max, "roles": self.roles.iter().map(Role::as_str).collect::<Vec<_>>(),
            "problems": self.problems, "point_of_view": self.point_of_view,
        })
    }

    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            industries: texts(value, "industries"),
            countries: texts(value, "countries"),
            employees_min: value["employees_min"].as_i64(),
            employees_max: value["employees_max"].as_i64(),
            roles: texts(value, "roles").iter().filter_map(|role| Role::parse(role)).collect(),
            problems: texts(value, "problems"),
            point_of_view: text(value, "point_of_view"),
        })
    }
}

impl OnPaper for Planned {
    const KIND: &'static str = "plan";

    fn write(&self) -> Value {
        json!({
            "title": self.title, "kind": self.kind.as_str(), "day": self.day.millis(),
            "room": self.room.map(Room::as_str), "role": self.role.as_ref().map(Role::as_str), "topic": self.topic,
            "owner": self.owner, "follow_on": self.follow_on, "path": self.path,
        })
    }

    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            title: text(value, "title"),
            kind: PlanKind::parse(value["kind"].as_str()?)?,
            day: time(value, "day")?,
            room: room(value),
            role: role(value),
            topic: text(value, "topic"),
            owner: text(value, "owner"),
            follow_on: texts(value, "follow_on"),
            path: text(value, "path"),
        })
    }
}

impl OnPaper for Gate {
    const KIND: &'static str = "gate";

    fn write(&self) -> Value {
        json!({
            "path": self.path, "room": self.room.map(Room::as_str), "reason": self.reason,
            "since": self.since.millis(), "opened_at": self.opened_at.map(Timestamp::millis),
        })
    }

    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            path: text(value, "path"),
            room: room(value),
            reason: text(value, "reason"),
            since: time(value, "since")?,
            opened_at: time(value, "opened_at"),
        })
    }
}

impl OnPaper for Task {
    const KIND: &'static str = "task";

    fn write(&self) -> Value {
        let closed = self.closed.as_ref().map(
            |closed| json!({"at": closed.at.millis(), "assessment": closed.assessment, "how": closed.how.as_str()}),
        );
        json!({
            "site": self.site, "method": self.method, "rule": self.rule, "name": self.name,
            "room": self.room.map(Room::as_str), "path": self.path, "url": self.url, "quote": self.quote,
            "advice": self.advice, "owner": self.owner, "accepted_by": self.accepted_by,
            "accepted_at": self.accepted_at.millis(), "closed": closed, "came_back": self.came_back,
            "dropped_because": self.dropped_because,
        })
    }

    fn read(value: &Value) -> Option<Self> {
        let closed = &value["closed"];
        Some(Self {
            site: text(value, "site"),
            method: u32::try_from(value["method"].as_u64()?).ok()?,
            rule: text(value, "rule"),
            name: text(value, "name"),
            room: room(value),
            path: text(value, "path"),
            url: text(value, "url"),
            quote: text(value, "quote"),
            advice: text(value, "advice"),
            owner: text(value, "owner"),
            accepted_by: text(value, "accepted_by"),
            accepted_at: time(value, "accepted_at")?,
            closed: time(closed, "at").map(|at| TaskClosed {
                at,
                assessment: closed["assessment"].as_i64().unwrap_or_default(),
                how: closed["how"].as_str().and_then(Mended::parse).unwrap_or(Mended::TextChanged),
            }),
            came_back: value["came_back"].as_bool().unwrap_or_default(),
            dropped_because: kept(value, "dropped_because"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survives<T: OnPaper + PartialEq + std::fmt::Debug>(what: &T) {
        assert_eq!(T::read(&what.write()).as_ref(), Some(what));
        assert_eq!(T::read(&json!([])), None, "a body of something else is not taken for one");
    }

    #[test]
    fn papers_come_back_as_they_were_written() {
        let at = Timestamp::from_millis(1_700_000_000_123);
        survives(&Worksheet {
            buyer: "Mar\"ia".into(),
            job: "runs the wards".into(),
            role: Some(Role::Own("clinical director".into())),
            account: Domain::parse("a.example").ok(),
            room: Room::Offer,
            because: "she said so".into(),
            rows: vec![WorksheetRow { kind: RowKind::Fear, text: "It is me".into(), pieces: vec!["/a".into()] }],
        });
        survives(&Task {
            site: "a.example".into(),
            method: 1,
            rule: "superlative".into(),
            name: "Superlatives".into(),
            room: Some(Room::Problem),
            path: "/a".into(),
            url: "https://a.example/a".into(),
            quote: "\"The best\" there is".into(),
            advice: "Say what it does".into(),
            owner: "Mira".into(),
            accepted_by: "Ben".into(),
            accepted_at: at,
            closed: Some(TaskClosed { at, assessment: 7, how: Mended::PageGone }),
            came_back: true,
            dropped_because: Some("the page goes in May".into()),
        });
        survives(&Phrase {
            words: "nobody has the list".into(),
            source: PhraseSource::HeardFrom,
            said_by: "a nurse".into(),
            place: "minute 12".into(),
            at,
            room: None,
            topic: Some("handover".into()),
            account: Domain::parse("a.example").ok(),
            person: Some(PersonId::new("user:ana")),
            origin: Some(PhraseOrigin::Point(4, 0)),
        });
        let answer = Some(("Yes.".to_owned(), "Ben".to_owned(), at));
        survives(&Capability {
            name: "Drift watch".into(),
            room: Some(Room::Solution),
            published: Some(("Ben".into(), at)),
            asked: vec![
                AskedQuestion { by: "Sam".into(), at, text: "On Windows?".into(), answer },
                AskedQuestion { by: "Sam".into(), at, text: "Since when?".into(), answer: None },
            ],
            ..Capability::default()
        });
        survives(&Draft {
            title: "T".into(),
            path: "/t".into(),
            kind: PageKind::Guide,
            room: Some(Room::Problem),
            role: None,
            question: "Q".into(),
            topic: String::new(),
            outline: "one\ntwo".into(),
            text: "…".into(),
            is_gated: true,
            gate_reason: "a partner asks for it".into(),
            signed: Some(SignOff { by: "Hale".into(), at, note: String::new() }),
            published: None,
        });
        survives(&SignOffRule { is_on: true, experts: vec!["Hale".into()] });
        survives(&Planned {
            title: "Fair".into(),
            kind: PlanKind::Campaign,
            day: at,
            room: None,
            role: Some(Role::Finance),
            topic: String::new(),
            owner: "Mira".into(),
            follow_on: vec!["/after".into()],
            path: String::new(),
        });
        survives(&Gate {
            path: "/g".into(),
            room: Some(Room::Problem),
            reason: "r".into(),
            since: at,
            opened_at: Some(at),
        });
        let audience = Audience { employees_min: Some(5), roles: vec![Role::Legal], ..Audience::default() };
        assert_eq!(Audience::read(&audience.write()), Some(audience));
    }
}
