//! What the demo model says: a short English answer that follows from the prompt alone, so that the same
//! question always gets the same answer. It claims no knowledge; it picks up the prompt's topic and kind.

/// FNV-1a, because its values must not change between releases.
pub(super) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The answer to a prompt.
pub(super) fn answer(prompt: &str) -> String {
    let mut choice = Choice(hash(prompt));
    let topic = topic(prompt);
    let lead = match Kind::of(prompt) {
        Kind::Greeting => {
            return choice.of(&GREETINGS).to_owned();
        }
        Kind::List => return list(&topic, &mut choice),
        Kind::Code => choice.of(&CODE),
        Kind::Summary => choice.of(&SUMMARIES),
        Kind::Why => choice.of(&REASONS),
        Kind::How => choice.of(&STEPS),
        Kind::Other => choice.of(&STATEMENTS),
    };
    let (body, close) = (choice.of(&BODIES), choice.of(&CLOSES));
    format!("{lead} {body} {close}").replace("{topic}", &topic)
}

enum Kind {
    Greeting,
    List,
    Code,
    Summary,
    Why,
    How,
    Other,
}

impl Kind {
    fn of(prompt: &str) -> Self {
        let lower = prompt.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
        if words.len() <= 3 && has(&["hello", "hi", "hey", "hallo", "ping"]) {
            Self::Greeting
        } else if has(&["list", "examples", "ideas", "names", "three", "five"]) {
            Self::List
        } else if has(&["code", "function", "python", "rust", "script", "sql", "regex"]) {
            Self::Code
        } else if has(&["summarize", "summarise", "summary", "tldr", "shorten"]) {
            Self::Summary
        } else if has(&["why"]) {
            Self::Why
        } else if has(&["how"]) {
            Self::How
        } else {
            Self::Other
        }
    }
}

/// The longest few words that are not filler, in their order.
fn topic(prompt: &str) -> String {
    let words = prompt.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| word.chars().count() > 2);
    let mut ranked: Vec<(usize, &str)> =
        words.enumerate().filter(|(_, word)| !FILLER.contains(&word.to_lowercase().as_str())).take(200).collect();
    ranked.sort_by_key(|(position, word)| (std::cmp::Reverse(word.chars().count().min(12)), *position));
    ranked.dedup_by_key(|(_, word)| word.to_lowercase());
    ranked.truncate(3);
    ranked.sort_by_key(|(position, _)| *position);
    let words: Vec<String> = ranked.into_iter().map(|(_, word)| word.chars().take(30).collect()).collect();
    if words.is_empty() { "your question".to_owned() } else { words.join(" ") }
}

fn list(topic: &str, choice: &mut Choice) -> String {
    let start = choice.pick(POINTS.len());
    let points: Vec<String> = (0..3).map(|step| format!("{}. {}", step + 1, POINTS[(start + step) % POINTS.len()])).collect();
    format!("Three points about {topic}:\n\n{}\n\n{}", points.join("\n"), choice.of(&CLOSES)).replace("{topic}", topic)
}

/// A sequence of choices that follows from one number.
struct Choice(u64);

impl Choice {
    fn pick(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % count
    }

    fn of(&mut self, texts: &[&'static str]) -> &'static str {
        texts[self.pick(texts.len())]
    }
}

const FILLER: [&str; 34] = [
    "the", "and", "for", "with", "what", "when", "where", "which", "who", "why", "how", "are", "was", "were", "does", "did", "can",
    "could", "would", "should", "you", "your", "please", "tell", "about", "explain", "that", "this", "from", "into", "have", "has", "give",
    "write",
];

const GREETINGS: [&str; 4] = [
    "Hello! I am the demo model behind your gateway. Ask me anything and watch the tokens arrive.",
    "Hi there. The gateway reached me without trouble. What would you like to try?",
    "Good to hear from you. I answer from inside the local emulator, so no tokens are billed.",
    "Hello, and welcome. Send a longer question to see a longer stream.",
];

const STATEMENTS: [&str; 4] = [
    "In short, {topic} is best understood by looking at what goes in and what comes out.",
    "A useful way to think about {topic} is to start with the goal and work backwards.",
    "Most questions about {topic} come down to a few decisions made early.",
    "Here is a brief view of {topic}.",
];

const REASONS: [&str; 3] = [
    "The main reason behind {topic} is usually a trade between simplicity and control.",
    "There are two causes worth naming for {topic}: history and cost.",
    "It helps to ask what would happen to {topic} if nothing were done.",
];

const STEPS: [&str; 3] = [
    "Start small with {topic}: take one case, make it work, and measure it.",
    "To approach {topic}, first write down the result you expect.",
    "There is a simple order of steps for {topic}: observe, change one thing, compare.",
];

const SUMMARIES: [&str; 2] = [
    "The essence of {topic} fits in a sentence: keep what is used and drop the rest.",
    "Summed up, the text turns on {topic} and the choices around it.",
];

const CODE: [&str; 2] = [
    "For {topic}, I would begin with one small function that takes its input as a parameter and returns a value.",
    "A clear solution for {topic} separates reading the data from working on it.",
];

const BODIES: [&str; 5] = [
    "The details depend on the setting, but the pattern stays the same: few moving parts, clear limits, and numbers you can check.",
    "What matters most is that each step can be seen and undone, so that a mistake stays cheap.",
    "Two measures tell you whether it works: how long a request takes, and how often it fails.",
    "Begin with the default, change one setting at a time, and keep a note of what you saw.",
    "When load grows, spread it over several regions and let the most expensive one rest.",
];

const CLOSES: [&str; 4] = [
    "If you tell me more about your case, I can be more specific.",
    "That is usually enough to decide on the next step for {topic}.",
    "The rest follows from practice.",
    "Try it on a small example first.",
];

const POINTS: [&str; 6] = [
    "Agree on the goal of {topic} before choosing tools.",
    "Keep the first version small enough to throw away.",
    "Measure before and after each change.",
    "Decide who is told when something fails.",
    "Write down the limits that must not be crossed.",
    "Review what is no longer used, and remove it.",
];

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn the_same_prompt_gets_the_same_answer_and_another_prompt_another() {
        let prompt = "Explain priority groups in a backend pool";
        assert_eq!(answer(prompt), answer(prompt));
        assert!(answer(prompt).contains("priority groups backend"), "{}", answer(prompt));
        assert_ne!(answer(prompt), answer("Why does my circuit breaker open?"));
        assert!(answer("").contains("your question"));
    }
}
