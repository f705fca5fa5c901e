//! What the numbers were made on.

/// The processor, its widest vectors, and how many threads there are, in one line.
pub(super) fn describe() -> String {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let plural = if threads == 1 { "" } else { "s" };
    format!("{}, {}, {threads} thread{plural}{}", name(), vectors(), load())
}

/// The processor's name as the system tells it.
fn name() -> String {
    // Linux tells it in a file; elsewhere the architecture must do.
    let told = std::fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| field(&text, "model name"));
    told.unwrap_or_else(|| std::env::consts::ARCH.to_owned())
}

/// The first value of a `name : value` line.
fn field(text: &str, name: &str) -> Option<String> {
    let values = text.lines().filter_map(|line| line.split_once(':'));
    let mut own = values.filter(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned());
    own.find(|value| !value.is_empty())
}

/// The widest vectors of 64-bit numbers that the processor has.
#[cfg(target_arch = "x86_64")]
fn vectors() -> &'static str {
    if std::arch::is_x86_feature_detected!("avx512f") {
        "AVX-512"
    } else if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
        "AVX2"
    } else {
        "SSE2"
    }
}

/// The widest vectors of 64-bit numbers that the processor has.
#[cfg(target_arch = "aarch64")]
fn vectors() -> &'static str {
    "NEON"
}

/// The widest vectors of 64-bit numbers that the processor has.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn vectors() -> &'static str {
    "no vectors known"
}

/// The load of the last minute, where the system tells it: what else ran disturbs the numbers.
fn load() -> String {
    let told = std::fs::read_to_string("/proc/loadavg").ok();
    let minute = told.as_deref().and_then(|text| text.split_whitespace().next());
    minute.map_or(String::new(), |load| format!(", load {load}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_field() {
        let text = "processor\t: 0\nmodel name\t: Some: CPU\nmodel name\t: other\n";
        assert_eq!(field(text, "model name").as_deref(), Some("Some: CPU"));
        assert_eq!(field(text, "cache"), None);
        assert!(describe().contains("thread"));
    }
}
