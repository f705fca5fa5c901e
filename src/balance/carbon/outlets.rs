//! Where a tonne goes without the project: emissions of its treatment, what its present use is worth, and whether the
//! law still allows it.

use crate::balance::carbon::CarbonError;
use crate::balance::carbon::factors::{factor, factors};
use crate::balance::flows::StreamKind;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// The streams an outlet takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutletStream {
    /// Wood only.
    Wood,
    /// Fermentable streams only.
    Organic,
    /// Both.
    Any,
}

/// One outlet of `models/carbon/outlets.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlet {
    /// Name.
    pub id: String,
    /// The streams it takes.
    pub stream: OutletStream,
    /// Name in words.
    pub label: String,
    /// Impact of the treatment, without any credit, kg CO2e/t wet.
    pub kgco2e_per_t: f64,
    /// Worth of the present use that is lost where the tonne leaves, kg CO2e/t wet.
    pub benefit_kgco2e_per_t: f64,
    /// Share of the tonne that gives useful energy today.
    pub energy_use_share: f64,
    /// First year in which the law forbids it.
    pub unlawful_from_year: Option<u32>,
    /// The law.
    pub law: Option<String>,
    /// Row of `models/jobs/outlets.csv` for the jobs of its treatment.
    pub treatment_jobs: String,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

impl Outlet {
    /// Whether the outlet takes this kind of stream.
    pub fn takes(&self, kind: StreamKind) -> bool {
        match self.stream {
            OutletStream::Any => true,
            OutletStream::Wood => !kind.is_digested(),
            OutletStream::Organic => kind.is_digested(),
        }
    }

    /// Whether the law allows it in a year.
    pub fn is_lawful(&self, year: u32) -> bool {
        self.unlawful_from_year.is_none_or(|from| year < from)
    }
}

fn read_outlet(r: &SheetRow<'_>) -> Result<Outlet, SheetError> {
    let streams = [("wood", OutletStream::Wood), ("organic", OutletStream::Organic), ("any", OutletStream::Any)];
    let kgco2e_per_t = match r.text_if_any("factor")? {
        Some(id) => {
            let known = factors().iter().map(|f| f.id.as_str());
            factor(&id).ok_or_else(|| r.unknown_word("factor", &id, known))?.value
        }
        None => r.number("kgco2e_per_t")?,
    };
    let year = r.number_if_any("unlawful_from_year")?;
    Ok(Outlet {
        id: r.filled("id")?,
        stream: r.word("stream", &streams)?,
        label: r.filled("label")?,
        kgco2e_per_t,
        benefit_kgco2e_per_t: r.number("benefit_kgco2e_per_t")?,
        energy_use_share: r.number("energy_use_share")?,
        unlawful_from_year: year.map(|y| y as u32),
        law: r.text_if_any("law")?,
        treatment_jobs: r.filled("treatment_jobs")?,
        flag: r.flag("flag")?,
        source: r.filled("source")?,
    })
}

shipped! {
    /// All outlets.
    pub fn outlets() -> [Outlet] from "carbon/outlets.csv" by read_outlet
}

/// The outlet of a name.
///
/// # Errors
/// No outlet has the name.
pub fn outlet(id: &str) -> Result<&'static Outlet, CarbonError> {
    outlets().iter().find(|o| o.id == id).ok_or_else(|| CarbonError::UnknownOutlet(id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_law_stands_beside_every_ban() {
        for o in outlets() {
            assert_eq!(o.unlawful_from_year.is_some(), o.law.is_some(), "{}", o.id);
            assert!((0.0..=1.0).contains(&o.energy_use_share), "{}", o.id);
            assert!(o.kgco2e_per_t >= 0.0 && o.benefit_kgco2e_per_t >= 0.0, "{}", o.id);
        }
    }

    #[test]
    fn unsorted_biowaste_in_a_landfill_is_unlawful_since_2024() {
        let landfill = outlet("landfill_biowaste").unwrap();
        assert!(landfill.is_lawful(2023));
        assert!(!landfill.is_lawful(2024));
        assert!(landfill.takes(StreamKind::Organic) && !landfill.takes(StreamKind::Wood));
    }
}
