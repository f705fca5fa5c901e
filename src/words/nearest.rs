//! "Did you mean".

/// The candidate nearest to a misspelt name, if any is near enough to be meant.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    candidates
        .into_iter()
        .map(|c| (strsim::jaro_winkler(&wanted, &c.to_lowercase()), c))
        .filter(|(similarity, _)| *similarity > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_misspelt_names_only() {
        let names = ["fw_canteen", "grease_trap", "pallet_A_soft"];
        assert_eq!(nearest("fw_cantine", names), Some("fw_canteen"));
        assert_eq!(nearest("Pallet_a_sof", names), Some("pallet_A_soft"));
        assert_eq!(nearest("zzz", names), None);
    }
}
