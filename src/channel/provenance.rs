//! Every row of the tables of channels that are no parameter tables, with flag and source, for manuals and reports.

use super::{channel_rules, channels, fit_streams, investments, rubrics};
use crate::balance::provenance::Provenance;
use crate::param::Flag;

fn row(file: &'static str, id: &str, value: Option<f64>, unit: &str, flag: Flag, source: &'static str) -> Provenance {
    Provenance { file, id: id.to_owned(), value, unit: unit.to_owned(), flag, source }
}

/// All rows, in the order of the files.
pub fn provenance() -> Vec<Provenance> {
    let mut all = Vec::new();
    for c in channels() {
        let rank = Some(f64::from(c.hierarchy_rank));
        all.push(row("models/channel/channels.csv", &c.id, rank, "rank in the hierarchy", c.flag, &c.source));
    }
    for r in channel_rules() {
        all.push(row("models/channel/rules.csv", &r.id, None, "rule", r.flag, &r.source));
    }
    for f in fit_streams() {
        all.push(row(
            "models/channel/fit_streams.csv",
            &f.feedstock,
            None,
            "fit to be fed or given",
            f.flag,
            &f.source,
        ));
    }
    for r in rubrics() {
        let first = [r.declaration_from, r.registration_from, r.authorisation_from].into_iter().flatten().next();
        all.push(row("models/channel/rubrics.csv", &r.rubric, first, &r.unit, r.flag, &r.source));
    }
    for i in investments() {
        let central = Some(i.eur_per_t_a.central);
        all.push(row("models/channel/investment.csv", &i.channel, central, "EUR/(t/a)", i.flag, &i.source));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_source_and_a_name_of_its_own() {
        let all = provenance();
        let mut names: Vec<(&str, &str)> = all.iter().map(|p| (p.file, p.id.as_str())).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all.len());
        assert!(all.iter().all(|p| p.source.len() > 3 && p.value.is_none_or(f64::is_finite)));
    }
}
