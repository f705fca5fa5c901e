//! What the rules say about a pool and its plants: findings with a source, never refusals.

use super::params::RegulatoryThresholds;
use super::pool::{LimitCheck, OrganicStream, Verdict, WoodStream};
use crate::library::{AnimalByProduct, Icpe2781, OrganicCategory, WoodClass, rule};
use crate::param::Flag;
use crate::text;
use crate::units::DAYS_PER_YEAR;
use crate::words::Text;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Good to know.
    Note,
    /// Something must be done or obtained.
    Duty,
    /// As described, this is not allowed.
    Barrier,
}

impl Weight {
    /// The word used in tables and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Duty => "duty",
            Self::Barrier => "barrier",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule, by its name in `models/feedstock/rules.csv`.
    pub rule_id: &'static str,
    /// What it means here.
    pub text: Text,
    /// How much it weighs.
    pub weight: Weight,
    /// Where the rule was seen.
    pub source: &'static str,
    /// `assumed` when the rule, or the stream's category, was not verified.
    pub flag: Flag,
    /// Indices of the providers concerned, rising; empty when it concerns the plant.
    pub providers: Vec<usize>,
}

/// A finding on a rule of the table.
fn finding(rule_id: &'static str, weight: Weight, text: Text, providers: Vec<usize>) -> Finding {
    let rule = rule(rule_id).expect("findings name rules of the table: a test makes them all");
    Finding { rule_id, text, weight, source: &rule.source, flag: rule.flag, providers }
}

fn year_t(wet_t: &[f64; 12]) -> f64 {
    wet_t.iter().sum()
}

fn distinct(providers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut list: Vec<usize> = providers.collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// What the rules say about digesting these streams in one plant. Streams without any mass are passed over.
pub fn digestion_findings(streams: &[OrganicStream<'_, f64>], thresholds: &RegulatoryThresholds<f64>) -> Vec<Finding> {
    let streams: Vec<&OrganicStream<'_, f64>> = streams.iter().filter(|s| year_t(&s.wet_t) > 0.0).collect();
    let mut found = Vec::new();
    if streams.is_empty() {
        return found;
    }
    by_product_findings(&streams, thresholds, &mut found);
    found.push(installation_2781(&streams, thresholds));
    stream_findings(&streams, thresholds, &mut found);
    found
}

fn providers_where(streams: &[&OrganicStream<'_, f64>], holds: impl Fn(&OrganicStream<'_, f64>) -> bool) -> Vec<usize> {
    distinct(streams.iter().filter(|s| holds(s)).map(|s| s.provider))
}

/// Hygienisation and mixing of animal by-products.
fn by_product_findings(
    streams: &[&OrganicStream<'_, f64>],
    thresholds: &RegulatoryThresholds<f64>,
    found: &mut Vec<Finding>,
) {
    use AnimalByProduct as Abp;
    let category = |s: &OrganicStream<'_, f64>| s.feedstock.animal_by_product;
    let sure = providers_where(streams, |s| category(s) == Abp::Category3);
    let unsure = providers_where(streams, |s| matches!(category(s), Abp::Category3OrNone | Abp::Category2Or3));
    let manure = providers_where(streams, |s| category(s) == Abp::Category2Derogation);
    if !sure.is_empty() {
        let text = text!(
            "category 3 material is digested: pasteurise it at {hygienisation_temperature_c} C for {hygienisation_minutes} min, particles of at most {hygienisation_particle_mm} mm",
            hygienisation_temperature_c = thresholds.hygienisation_temperature_c,
            hygienisation_minutes = thresholds.hygienisation_minutes,
            hygienisation_particle_mm = thresholds.hygienisation_particle_mm
        );
        found.push(finding("ABP_HYG_T", Weight::Duty, text, sure.clone()));
    }
    if !unsure.is_empty() {
        let text = text!(
            "category of animal by-product depends on the origin: ask the provider; category 3 needs \
                    pasteurisation, category 2 pressure sterilisation"
        );
        found.push(finding("ABP_CAT", Weight::Duty, text, unsure));
    }
    if !manure.is_empty() {
        let text = text!("manure or digestive-tract content: category 2, digested under the national derogation");
        found.push(finding("ABP_DEROG", Weight::Note, text, manure.clone()));
    }
    if !sure.is_empty() && !manure.is_empty() {
        let text = text!(
            "category 3 food waste and manure that is not pasteurised may not share a digester: pasteurise both, or \
                    keep them apart"
        );
        found.push(finding("ABP_MIX", Weight::Duty, text, distinct(sure.into_iter().chain(manure))));
    }
}

/// Heading 2781: one stream of list 2 puts the whole plant into 2781-2.
fn installation_2781(streams: &[&OrganicStream<'_, f64>], thresholds: &RegulatoryThresholds<f64>) -> Finding {
    let t_per_d = streams.iter().map(|s| year_t(&s.wet_t)).sum::<f64>() / DAYS_PER_YEAR;
    let list2 = providers_where(streams, |s| s.feedstock.icpe_2781 == Icpe2781::List2);
    let (rule_id, heading, regime) = if list2.is_empty() {
        let regime = if t_per_d >= thresholds.icpe_2781_1_authorisation_t_per_d {
            text!("an authorisation")
        } else if t_per_d >= thresholds.icpe_2781_1_registration_t_per_d {
            text!("a registration (enregistrement)")
        } else {
            text!("a declaration")
        };
        ("ICPE2781_1", "2781-1", regime)
    } else if t_per_d >= thresholds.icpe_2781_2_authorisation_t_per_d {
        ("ICPE2781_2", "2781-2", text!("an authorisation"))
    } else {
        ("ICPE2781_2", "2781-2", text!("a registration (enregistrement)"))
    };
    let text = text!(
        "{t_per_d} t/d of waste, heading {heading}: the digester needs {regime}",
        t_per_d = format!("{t_per_d:.2}"),
        heading,
        regime
    );
    let mut result = finding(rule_id, Weight::Duty, text, list2);
    if streams.iter().any(|s| s.feedstock.regulatory_flag == Flag::Assumed) {
        result.flag = Flag::Assumed;
    }
    result
}

/// Sorting duty, sludge, crops and digestate.
fn stream_findings(
    streams: &[&OrganicStream<'_, f64>],
    thresholds: &RegulatoryThresholds<f64>,
    found: &mut Vec<Finding>,
) {
    let food = providers_where(streams, |s| s.feedstock.category == OrganicCategory::Food);
    if !food.is_empty() {
        let text = text!(
            "producers of food waste must sort it at source since 2024, whatever the amount: it may no longer go \
                    unsorted to landfill or incineration"
        );
        found.push(finding("BIODECHET", Weight::Duty, text, food));
    }
    let sludge = providers_where(streams, |s| s.feedstock.category == OrganicCategory::Sludge);
    if !sludge.is_empty() {
        let text = text!("sludge digested on the site of its own treatment plant is outside heading 2781");
        found.push(finding("ICPE2781_STEP", Weight::Note, text, sludge));
    }
    let total: f64 = streams.iter().map(|s| year_t(&s.wet_t)).sum();
    let main_crops: f64 = streams.iter().filter(|s| s.feedstock.main_crop).map(|s| year_t(&s.wet_t)).sum();
    let share_pct = 100.0 * main_crops / total;
    if share_pct > thresholds.main_crop_share_pct {
        let cap = thresholds.main_crop_share_pct;
        let text = text!(
            "main crops are {share_pct} % of the gross tonnage; at most {cap} % are allowed",
            share_pct = format!("{share_pct:.1}"),
            cap
        );
        found.push(finding("CROP_CAP", Weight::Barrier, text, providers_where(streams, |s| s.feedstock.main_crop)));
    }
    let text = text!(
        "digestate is waste with a spreading plan unless it meets a product status; food-waste digestate may not \
                qualify"
    );
    found.push(finding("DIGESTATE_CDC", Weight::Note, text, Vec::new()));
}

/// What the rules say about spreading digestate that holds this much nitrogen, t N per year; nothing for none.
pub fn spreading_findings(n_t_per_year: f64, thresholds: &RegulatoryThresholds<f64>) -> Vec<Finding> {
    if n_t_per_year <= 0.0 {
        return Vec::new();
    }
    let limit = thresholds.spreading_kg_n_per_ha_year;
    let hectares = n_t_per_year * 1000.0 / limit;
    let text = text!(
        "{n_t_per_year} t of nitrogen a year need {hectares} ha at {limit} kg N/ha, the cap of nitrate vulnerable zones",
        n_t_per_year = format!("{n_t_per_year:.2}"),
        hectares = format!("{hectares:.1}"),
        limit
    );
    vec![finding("N170", Weight::Duty, text, Vec::new())]
}

/// What the rules say about selling this much biomethane, GWh HHV per year; nothing for none.
pub fn injection_findings(gwh_hhv_per_year: f64, thresholds: &RegulatoryThresholds<f64>) -> Vec<Finding> {
    if gwh_hhv_per_year <= 0.0 {
        return Vec::new();
    }
    let mut found: Vec<Finding> = ["GRID_HHV", "GRID_CH4", "GRID_H2O", "GRID_OTHER"].map(quality).into();
    let limit = thresholds.biomethane_certification_gwh_hhv_per_year;
    if gwh_hhv_per_year > limit {
        let text = text!(
            "{gwh_hhv_per_year} GWh HHV of biomethane a year, more than {limit}: certify its emissions",
            gwh_hhv_per_year = format!("{gwh_hhv_per_year:.1}"),
            limit
        );
        found.push(finding("REDII_THR", Weight::Duty, text, Vec::new()));
    }
    found
}

/// A rule on the quality of injected gas, in its own words.
fn quality(rule_id: &'static str) -> Finding {
    let text = Text::plain(rule(rule_id).map_or_else(String::new, |r| format!("{}: {}", r.condition, r.value)));
    finding(rule_id, Weight::Note, text, Vec::new())
}

/// What the rules say about burning these streams in one boiler house of this thermal input (LHV). Streams without any
/// mass are passed over.
pub fn boiler_findings(
    streams: &[WoodStream<'_, f64>],
    thermal_input_kw: f64,
    thresholds: &RegulatoryThresholds<f64>,
) -> Vec<Finding> {
    let streams: Vec<&WoodStream<'_, f64>> = streams.iter().filter(|s| year_t(&s.wet_t) > 0.0).collect();
    let providers =
        |class: WoodClass| distinct(streams.iter().filter(|s| s.feedstock.class == class).map(|s| s.provider));
    let mut found = Vec::new();
    let (hazardous, rejected, class_b) =
        (providers(WoodClass::C), providers(WoodClass::Reject), providers(WoodClass::B));
    let clean = hazardous.is_empty() && class_b.is_empty();
    found.push(installation_2910(thermal_input_kw, clean, thresholds));
    if !hazardous.is_empty() {
        let text = text!("class C wood (creosote, salts) is hazardous waste: never in this boiler, heading 2770 only");
        found.push(finding("ICPE2771", Weight::Barrier, text, hazardous));
    }
    if !rejected.is_empty() {
        let text = text!("pallets marked MB were fumigated with methyl bromide: reject or segregate them");
        found.push(finding("ISPM15_MB", Weight::Barrier, text, rejected));
    }
    if !class_b.is_empty() {
        let text = text!(
            "class B wood (glued, painted) is no biomass fuel by default: show that it holds no halogenated organics \
                    or heavy metals, or burn it under heading 2771 or 2971"
        );
        found.push(finding("BIOMASS_DEF", Weight::Duty, text.clone(), class_b.clone()));
        let text = text!("fly ash of treated wood is limited in Cd, Pb, Zn and dioxins (limit set fr_fly_ash_2013)");
        found.push(finding("FLYASH", Weight::Note, text, class_b.clone()));
        let text = text!("classes A, B, C are usage, not law; class B maps to BR1 and BR2 since May 2022");
        found.push(finding("WOOD_CLASS", Weight::Note, text, class_b));
    }
    let packaging = providers(WoodClass::A);
    if !packaging.is_empty() {
        let text = text!(
            "shred of packaging wood stays waste until an end-of-waste attestation: visual control, trained staff, \
                    certified quality system, sale contract"
        );
        found.push(finding("SSD_PROC", Weight::Duty, text, packaging.clone()));
        let text = text!("inputs of end-of-waste shred: codes 15 01 03, 20 01 38 and 19 12 07 alone");
        found.push(finding("SSD_CODES", Weight::Note, text, packaging.clone()));
        let text = text!("pallets marked HT (heat treated) are accepted: not a chemical treatment");
        found.push(finding("ISPM15_HT", Weight::Note, text, packaging));
    }
    found
}

/// Heading 2910 by thermal input.
fn installation_2910(kw: f64, clean: bool, thresholds: &RegulatoryThresholds<f64>) -> Finding {
    let regime = |text: Text| text!("{kw} kW of thermal input (LHV), {text}", kw = format!("{kw:.0}"), text);
    if kw >= thresholds.ied_3110_kw {
        return finding("ICPE2910_A", Weight::Duty, regime(text!("heading 3110: an authorisation (IED)")), Vec::new());
    }
    let small = kw < thresholds.icpe_2910_declaration_kw;
    if !clean {
        let (weight, text) = if small {
            (Weight::Note, text!("below the threshold of heading 2910-B, if the wood may be burnt there at all"))
        } else {
            (
                Weight::Duty,
                text!("heading 2910-B, if the wood may be burnt there at all: a registration (enregistrement)"),
            )
        };
        let mut result = finding("ICPE2910_B", weight, regime(text), Vec::new());
        // The threshold was read; the regime above it was not.
        result.flag = Flag::Assumed;
        return result;
    }
    let (weight, text) = if small {
        (Weight::Note, text!("below the threshold of heading 2910-A"))
    } else if kw < thresholds.icpe_2910_a_registration_kw {
        (Weight::Duty, text!("heading 2910-A: a declaration with periodic inspection"))
    } else {
        (Weight::Duty, text!("heading 2910-A: a registration (enregistrement)"))
    };
    finding("ICPE2910_A", weight, regime(text), Vec::new())
}

/// What comparisons with the end-of-waste limits say.
pub fn limit_findings(checks: &[LimitCheck]) -> Vec<Finding> {
    checks.iter().filter_map(limit_finding).collect()
}

fn limit_finding(check: &LimitCheck) -> Option<Finding> {
    let (component, limit) = (&check.limit.component, check.limit.value);
    let (weight, text, providers) = match check.verdict {
        Verdict::Met => return None,
        Verdict::Broken => {
            let text = text!(
                "{component} {lowest_mg_kg_db} mg/kg dry mass, above the {limit} of {limit_set}: it would be met without the providers named, the first of them bringing most above it",
                component,
                lowest_mg_kg_db = format!("{:.4}", check.lowest_mg_kg_db),
                limit,
                limit_set = check.limit.limit_set
            );
            (Weight::Barrier, text, check.to_remove.clone())
        }
        Verdict::Unknown => {
            let text = text!(
                "{component}: {a} % of the dry mass has no analysis; the limit of {limit} mg/kg of {limit_set} is not decided",
                component,
                a = format!("{:.0}", 100.0 * (1.0 - check.analysed_share)),
                limit,
                limit_set = check.limit.limit_set
            );
            (Weight::Note, text, Vec::new())
        }
    };
    let mut result = finding("SSD_LIMITS", weight, text, providers);
    if check.limit.flag == Flag::Assumed {
        result.flag = Flag::Assumed;
    }
    Some(result)
}
