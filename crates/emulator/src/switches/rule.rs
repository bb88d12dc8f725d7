//! The shape of a switch, as JSON and as a type. Knows how a rule matches, not how it is carried out.

use serde::{Deserialize, Serialize};

/// One switch: which requests, how often, and what happens to them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Only this method (without case); absent matches all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only paths that contain this text (without case); absent matches all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_contains: Option<String>,
    /// For how many more requests; absent means until it is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// What happens to a matching request.
    #[serde(rename = "do")]
    pub action: Action,
}

impl Rule {
    pub(crate) fn matches(&self, method: &str, path: &str) -> bool {
        self.times != Some(0)
            && self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && self.path_contains.as_ref().is_none_or(|text| path.to_ascii_lowercase().contains(&text.to_ascii_lowercase()))
    }
}

/// What a switch does to a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Wait until the switch is removed or replaced.
    Hold {
        /// Before the change is made, or after it with the answer withheld.
        when: When,
    },
    /// Wait this many milliseconds, then go on.
    DelayMs(u64),
    /// Wait this many milliseconds, then do something else.
    Late {
        /// How long.
        ms: u64,
        /// What happens then.
        then: Box<Action>,
    },
    /// Close the connection without an answer.
    Drop {
        /// Before the change is made, or after it.
        when: When,
    },
    /// Answer with this error; the change is not made.
    Answer(PreparedAnswer),
    /// Carry out the request; a long-running operation that it begins takes its time.
    SlowOperation {
        /// How long, in milliseconds; absent means until the switch is removed or replaced.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ms: Option<u64>,
    },
    /// Refuse a change that has no If-Match with 412, as the contract says and the live service does not.
    RequireIfMatch,
    /// Do something to some of the matching requests, the others go on to the next rule. The same seed draws the
    /// same requests, counted from when the switch was set.
    Sometimes {
        /// Of a hundred requests, about how many; 0 to 100.
        percent: u8,
        /// Where the draws begin.
        seed: u64,
        /// What happens to those.
        then: Box<Action>,
    },
}

impl Action {
    /// What happens to the `seen`th matching request; `None` when it was not drawn.
    pub(crate) fn drawn(&self, seen: u64) -> Option<&Self> {
        match self {
            Self::Sometimes { percent, seed, then } => {
                if mixed(*seed, seen) % 100 < u64::from(*percent) {
                    then.drawn(seen)
                } else {
                    None
                }
            }
            action => Some(action),
        }
    }

    /// The answer in it, also in a chance of one.
    pub(crate) fn answer(&self) -> Option<&PreparedAnswer> {
        match self {
            Self::Answer(answer) => Some(answer),
            Self::Sometimes { then, .. } | Self::Late { then, .. } => then.answer(),
            _ => None,
        }
    }
}

/// Spreads a seed and a number over all 64 bits (SplitMix64), the same on every machine.
fn mixed(seed: u64, number: u64) -> u64 {
    let mut bits = seed.wrapping_add(number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// On which side of the change a switch acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// The change is not made yet; a client that goes away means it never is.
    Before,
    /// The change is made, the answer is not sent yet.
    After,
}

/// An ARM error to answer with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreparedAnswer {
    /// HTTP status, 200 to 599.
    pub status: u16,
    /// ARM's `error.code`.
    pub code: String,
    /// ARM's `error.message`.
    pub message: String,
    /// Seconds for the `Retry-After` header; absent sends none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u32>,
}
