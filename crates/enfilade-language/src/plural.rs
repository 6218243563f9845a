//! The rule by which a language chooses among its plural forms, as the header of a `.po` file states it:
//! `nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;`

/// More forms than any language has.
const MOST_FORMS: u64 = 8;
/// A rule longer or deeper than this is no rule of a language.
const LONGEST: usize = 1_000;
const DEEPEST: usize = 40;

/// A rule for plurals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PluralForms {
    pub(crate) forms: usize,
    rule: Expression,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Expression {
    Number(u64),
    Count,
    Not(Box<Self>),
    Two(Operator, Box<Self>, Box<Self>),
    Choice(Box<Self>, Box<Self>, Box<Self>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
}

/// Operators by how tightly they bind, the loosest first; of two that begin alike the longer one first.
const LEVELS: [&[(&str, Operator)]; 6] = [
    &[("||", Operator::Or)],
    &[("&&", Operator::And)],
    &[("==", Operator::Equal), ("!=", Operator::Unequal)],
    &[("<=", Operator::LessOrEqual), (">=", Operator::GreaterOrEqual), ("<", Operator::Less), (">", Operator::Greater)],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("/", Operator::Divide), ("%", Operator::Remainder)],
];

impl PluralForms {
    /// Reads the value of the header's `Plural-Forms`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = text.split(';').map(str::trim);
        let forms = parts.next().and_then(|part| part.strip_prefix("nplurals")?.trim_start().strip_prefix('='));
        let forms = forms.and_then(|number| number.trim().parse::<u64>().ok());
        let forms = forms.filter(|forms| (1..=MOST_FORMS).contains(forms));
        let forms = forms.ok_or_else(|| format!("Plural-Forms begins with nplurals=1 to nplurals={MOST_FORMS}"))?;
        let rule = parts.next().and_then(|part| part.strip_prefix("plural")?.trim_start().strip_prefix('='));
        let rule = rule.ok_or("Plural-Forms goes on with plural= and a rule")?;
        if rule.len() > LONGEST || parts.any(|part| !part.is_empty()) {
            return Err("Plural-Forms holds more than nplurals= and plural=".to_owned());
        }
        let mut reader = Reader { rest: rule.trim(), depth: 0 };
        let expression = reader.choice()?;
        if !reader.rest.is_empty() {
            return Err(format!("the plural rule cannot be read from `{}` on", reader.rest));
        }
        Ok(Self { forms: forms as usize, rule: expression })
    }

    /// One, and everything else.
    pub(crate) fn english() -> Self {
        let (count, one) = (Box::new(Expression::Count), Box::new(Expression::Number(1)));
        Self { forms: 2, rule: Expression::Two(Operator::Unequal, count, one) }
    }

    /// Which form goes with a count; the last one where the rule names none that exists.
    pub(crate) fn form(&self, count: u64) -> usize {
        usize::try_from(self.rule.value(count)).unwrap_or(usize::MAX).min(self.forms - 1)
    }

    /// Whether a form stands for one single number, so that its text need not show it.
    pub(crate) fn is_of_one_number(&self, form: usize) -> bool {
        (0..1_000).filter(|count| self.form(*count) == form).take(2).count() < 2
    }
}

impl Expression {
    fn value(&self, count: u64) -> u64 {
        match self {
            Self::Number(number) => *number,
            Self::Count => count,
            Self::Not(inner) => u64::from(inner.value(count) == 0),
            Self::Choice(condition, yes, no) => {
                if condition.value(count) != 0 {
                    yes.value(count)
                } else {
                    no.value(count)
                }
            }
            Self::Two(operator, left, right) => operator.value(left.value(count), right.value(count)),
        }
    }
}

impl Operator {
    /// What does not exist, such as a division by zero, is zero.
    fn value(self, left: u64, right: u64) -> u64 {
        match self {
            Self::Or => u64::from(left != 0 || right != 0),
            Self::And => u64::from(left != 0 && right != 0),
            Self::Equal => u64::from(left == right),
            Self::Unequal => u64::from(left != right),
            Self::Less => u64::from(left < right),
            Self::LessOrEqual => u64::from(left <= right),
            Self::Greater => u64::from(left > right),
            Self::GreaterOrEqual => u64::from(left >= right),
            Self::Plus => left.saturating_add(right),
            Self::Minus => left.saturating_sub(right),
            Self::Times => left.saturating_mul(right),
            Self::Divide => left.checked_div(right).unwrap_or(0),
            Self::Remainder => left.checked_rem(right).unwrap_or(0),
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn takes(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn choice(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("the plural rule is too deep".to_owned());
        }
        let condition = self.level(0)?;
        let chosen = if self.takes("?") {
            let yes = self.choice()?;
            if !self.takes(":") {
                return Err("a `?` in the plural rule has no `:`".to_owned());
            }
            Expression::Choice(Box::new(condition), Box::new(yes), Box::new(self.choice()?))
        } else {
            condition
        };
        self.depth -= 1;
        Ok(chosen)
    }

    fn level(&mut self, level: usize) -> Result<Expression, String> {
        let Some(operators) = LEVELS.get(level) else { return self.single() };
        let mut left = self.level(level + 1)?;
        while let Some((_, operator)) = operators.iter().find(|(text, _)| self.takes(text)) {
            let right = self.level(level + 1)?;
            left = Expression::Two(*operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Expression, String> {
        if self.takes("n") {
            return Ok(Expression::Count);
        }
        if self.takes("(") {
            let inner = self.choice()?;
            return if self.takes(")") { Ok(inner) } else { Err("a `(` in the plural rule has no `)`".to_owned()) };
        }
        if self.takes("!") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err("the plural rule is too deep".to_owned());
            }
            let inner = self.single()?;
            self.depth -= 1;
            return Ok(Expression::Not(Box::new(inner)));
        }
        let digits = self.rest.len() - self.rest.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        let (number, rest) = self.rest.split_at(digits);
        let number = number.parse().map_err(|_| match self.rest {
            "" => "the plural rule ends too early".to_owned(),
            rest => format!("the plural rule cannot be read from `{rest}` on"),
        })?;
        self.rest = rest.trim_start();
        Ok(Expression::Number(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(rule: &str, counts: &[u64]) -> Vec<usize> {
        let rule = PluralForms::parse(rule).unwrap();
        counts.iter().map(|count| rule.form(*count)).collect()
    }

    #[test]
    fn german_and_french_differ_about_none() {
        assert_eq!(forms("nplurals=2; plural=(n != 1);", &[0, 1, 2, 21]), [1, 0, 1, 1]);
        assert_eq!(forms("nplurals=2; plural=(n > 1);", &[0, 1, 2]), [0, 0, 1]);
        assert_eq!(forms("nplurals=1; plural=0;", &[0, 1, 2]), [0, 0, 0]);
    }

    #[test]
    fn a_slavic_rule_is_followed() {
        let rule =
            "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);";
        assert_eq!(forms(rule, &[1, 2, 5, 11, 12, 21, 22, 25, 101, 111, 114]), [0, 1, 2, 2, 2, 0, 1, 2, 0, 2, 2]);
        assert!(!PluralForms::parse(rule).unwrap().is_of_one_number(0), "21 too");
        let polish = "nplurals=3; plural=n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2;";
        assert!(PluralForms::parse(polish).unwrap().is_of_one_number(0));
    }

    #[test]
    fn what_is_no_rule_is_refused_in_words() {
        for (text, words) in [
            ("", "begins with nplurals"),
            ("nplurals=0; plural=0;", "begins with nplurals"),
            ("nplurals=2;", "goes on with plural="),
            ("nplurals=2; plural=n ? 1;", "has no `:`"),
            ("nplurals=2; plural=(n;", "has no `)`"),
            ("nplurals=2; plural=n +;", "ends too early"),
            ("nplurals=2; plural=m;", "from `m` on"),
            ("nplurals=2; plural=n n;", "from `n` on"),
        ] {
            let error = PluralForms::parse(text).unwrap_err();
            assert!(error.contains(words), "{text}: {error}");
        }
        let deep = format!("nplurals=2; plural={}n{};", "(".repeat(100), ")".repeat(100));
        assert!(PluralForms::parse(&deep).unwrap_err().contains("too deep"));
        assert!(PluralForms::parse(&format!("nplurals=2; plural={}n;", "!".repeat(900))).is_err());
    }

    #[test]
    fn nothing_that_can_be_computed_fails() {
        assert_eq!(forms("nplurals=2; plural=n/0 + n%0 - 5;", &[7]), [0]);
        assert_eq!(forms("nplurals=2; plural=n*n;", &[u64::MAX]), [1]);
    }
}
