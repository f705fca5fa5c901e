//! Matches worth a telephone call: a company's waste beside another's purchase, and similar wastes near each other.
//!
//! Nothing here is promised. A match says that amounts, kinds and distances would fit; whether quality, timing, law and
//! people do, nobody has looked at. A tonne can follow one match only, so that gains of several are not to be added.

use crate::channel::Lot;
use crate::feedstock::Substance;
use crate::library::{Substitution, substitutions};
use crate::logistics::{Place, road_km};
use crate::params;
use crate::scenario::Purchase;
use crate::words::Locale;

params! {
    /// What matching assumes.
    pub struct MatchParams from "territory/matches.csv" {
        haul_eur_per_t_km, haul_kgco2e_per_t_km, sorting_eur_per_t, pooling_km_max, pooling_saving_low,
        pooling_saving_mode, pooling_saving_high, pooling_doubt_low, pooling_doubt_mode, pooling_doubt_high,
    }
}

/// What would be matched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MatchKind {
    /// A waste instead of a purchase.
    Substitution {
        /// Which waste may replace what.
        rule: &'static Substitution,
        /// Place of the purchase in the list.
        purchase: usize,
    },
    /// Two similar wastes, collected together.
    Pooling {
        /// Place of the other lot in the list.
        with: usize,
    },
}

/// A match that may be worth looking at.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// What would be matched.
    pub kind: MatchKind,
    /// Place of the lot in the list.
    pub lot: usize,
    /// Company that has the waste.
    pub from: usize,
    /// Company that would use it, or that has the other waste; the same company where it could use its own.
    pub to: usize,
    /// Waste that would move, t/a as received: low, mode and high. For pooling, of both together.
    pub wet_t: [f64; 3],
    /// Road distance between the two, km; none where a place is unknown.
    pub km: Option<f64>,
    /// What both would save together if it works, EUR/a: low, mode and high; may be negative.
    pub eur_per_a: [f64; 3],
    /// Emissions saved if it works, kg CO2e/a, low, mode and high: the purchase not made less the haulage; what today's
    /// outlet does is left out, so that nothing counts twice. None where it is not known.
    pub kgco2e_per_a: Option<[f64; 3]>,
    /// Chance that it fails once somebody has looked: low, mode and high.
    pub doubt: [f64; 3],
}

/// How matches are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The lots.
    pub lots: &'a [Lot],
    /// Low, mode and high of each lot, t/a as received.
    pub ranges: &'a [[f64; 3]],
    /// Where each company is.
    pub places: &'a [Option<Place>],
    /// What companies buy.
    pub purchases: &'a [Purchase],
    /// Road over crow distance.
    pub detour: f64,
    /// What matching assumes.
    pub params: &'a MatchParams<f64>,
}

/// All matches, the largest likely gain first (gain at mode times chance at mode), then in the order of the lots.
pub fn matches(question: &Question<'_>) -> Vec<Match> {
    let mut list = replacements(question);
    list.extend(pools(question));
    let likely = |m: &Match| m.eur_per_a[1] * (1.0 - m.doubt[1]);
    list.sort_by(|a, b| likely(b).total_cmp(&likely(a)));
    list
}

/// Name of a lot's feedstock in the library.
fn feedstock(lot: &Lot) -> &'static str {
    match &lot.substance {
        Substance::Organic(entry, _) => &entry.id,
        Substance::Wood(entry, _) => &entry.id,
    }
}

fn km(question: &Question<'_>, one: usize, other: usize) -> Option<f64> {
    if one == other {
        return Some(0.0);
    }
    let place = |k: usize| question.places.get(k).copied().flatten();
    Some(road_km(place(one)?, place(other)?, question.detour, 0.0))
}

fn replacements(question: &Question<'_>) -> Vec<Match> {
    let mut list = Vec::new();
    for (k, lot) in question.lots.iter().enumerate() {
        for rule in substitutions().iter().filter(|r| r.feedstocks.iter().any(|f| f == feedstock(lot))) {
            for (p, purchase) in question.purchases.iter().enumerate().filter(|(_, p)| p.product.id == rule.product.id)
            {
                list.extend(replacement(question, k, rule, p, purchase));
            }
        }
    }
    list
}

/// One waste for one purchase; none where nothing would move.
fn replacement(
    question: &Question<'_>,
    k: usize,
    rule: &'static Substitution,
    place: usize,
    purchase: &Purchase,
) -> Option<Match> {
    let (lot, params) = (&question.lots[k], question.params);
    let share = if rule.reusable_only { lot.reusable_share } else { 1.0 };
    // Low: little waste, little need, few units a tonne; high: the reverse. Tonnes follow from what binds.
    let units: [f64; 3] =
        std::array::from_fn(|e| (question.ranges[k][e] * share * rule.units_per_t[e]).min(purchase.units_per_a[e]));
    let wet_t: [f64; 3] = std::array::from_fn(|e| units[e] / rule.units_per_t[e]);
    if !(units[1] > 0.0 && wet_t.iter().all(|t| t.is_finite())) {
        return None;
    }
    let wet_t = spread(wet_t);
    let km = km(question, lot.provider, purchase.provider);
    let haul = km.unwrap_or(0.0) * params.haul_eur_per_t_km + params.sorting_eur_per_t;
    let per_t = lot.present_cost_eur_per_t - haul;
    let eur: [f64; 3] = std::array::from_fn(|e| units[e] * purchase.eur_per_unit[e] + wet_t[e] * per_t);
    let carried = km.unwrap_or(0.0) * params.haul_kgco2e_per_t_km;
    let kgco2e: [f64; 3] = std::array::from_fn(|e| units[e] * purchase.product.kgco2e_per_unit[e] - wet_t[e] * carried);
    let [low, mode, high] = rule.chance;
    Some(Match {
        kind: MatchKind::Substitution { rule, purchase: place },
        lot: k,
        from: lot.provider,
        to: purchase.provider,
        wet_t,
        km,
        eur_per_a: spread(eur),
        kgco2e_per_a: km.map(|_| spread(kgco2e)),
        doubt: [1.0 - high, 1.0 - mode, 1.0 - low],
    })
}

/// Three cases with the most likely in the middle: the ends are the smallest and the largest of them.
fn spread([low, mode, high]: [f64; 3]) -> [f64; 3] {
    [low.min(mode).min(high), mode, low.max(mode).max(high)]
}

fn pools(question: &Question<'_>) -> Vec<Match> {
    let mut list = Vec::new();
    for (k, lot) in question.lots.iter().enumerate() {
        for (other, with) in question.lots.iter().enumerate().skip(k + 1) {
            let similar = feedstock(lot) == feedstock(with) && lot.provider != with.provider;
            if !similar || lot.wet_t <= 0.0 || with.wet_t <= 0.0 {
                continue;
            }
            let Some(km) = km(question, lot.provider, with.provider).filter(|km| *km <= question.params.pooling_km_max)
            else {
                continue;
            };
            list.push(pool(question, k, other, km));
        }
    }
    list
}

fn pool(question: &Question<'_>, k: usize, other: usize, km: f64) -> Match {
    let (params, lots, ranges) = (question.params, question.lots, question.ranges);
    // A round saves what the smaller one pays for a lorry of its own.
    let small = if ranges[k][1] <= ranges[other][1] { k } else { other };
    let cost = lots[small].present_cost_eur_per_t.max(0.0);
    let saved = [params.pooling_saving_low, params.pooling_saving_mode, params.pooling_saving_high];
    Match {
        kind: MatchKind::Pooling { with: other },
        lot: k,
        from: lots[k].provider,
        to: lots[other].provider,
        wet_t: std::array::from_fn(|e| ranges[k][e] + ranges[other][e]),
        km: Some(km),
        eur_per_a: std::array::from_fn(|e| ranges[small][e] * cost * saved[e]),
        kgco2e_per_a: None,
        doubt: [params.pooling_doubt_low, params.pooling_doubt_mode, params.pooling_doubt_high],
    }
}

impl Match {
    /// One sentence that promises nothing; `names` are those of the companies.
    pub fn sentence(&self, lots: &[Lot], names: &[&str], lang: Locale) -> String {
        let name = |k: usize| names.get(k).copied().unwrap_or("?");
        let (from, to, t) = (name(self.from), name(self.to), self.wet_t[1]);
        let waste = lots.get(self.lot).map_or("?", |l| feedstock(l));
        match (self.kind, lang) {
            (MatchKind::Substitution { rule, .. }, Locale::En) => format!(
                "about {t:.0} t/a of {waste} of {from} might replace {} that {to} buys; to be checked: {}",
                rule.product.label_en.to_lowercase(),
                rule.condition_en
            ),
            (MatchKind::Substitution { rule, .. }, Locale::Fr) => format!(
                "environ {t:.0} t/an de {waste} de {from} pourraient remplacer {} achetés par {to} ; à vérifier : {}",
                rule.product.label_fr.to_lowercase(),
                rule.condition_fr
            ),
            (MatchKind::Pooling { .. }, Locale::En) => {
                format!(
                    "{from} and {to} might share a collection of {waste}, about {t:.0} t/a together; to be checked: bins, days, contracts"
                )
            }
            (MatchKind::Pooling { .. }, Locale::Fr) => {
                format!(
                    "{from} et {to} pourraient partager une collecte de {waste}, environ {t:.0} t/an ensemble ; à vérifier : bacs, jours, contrats"
                )
            }
        }
    }
}
