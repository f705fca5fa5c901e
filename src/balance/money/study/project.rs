//! The study of a project whose flows, sizes and accounts are known: one truth with the accounts.

use super::input::{CapitalItem, Part, Prices, Solution, StudyInput};
use super::lines::Words;
use super::paths::PricePaths;
use super::tariff::{Basis, Sale};
use super::{AidRequest, StudyError, StudyParams};
use crate::balance::flows::Flows;
use crate::balance::money::EconomicsParams;
use crate::balance::money::accounts::{Capacities, accounts};
use crate::balance::money::capital::HouseCapital;

/// Facts of a project that its flows and sizes do not hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProjectFacts {
    /// HHV over LHV of the gas, about 1.11.
    pub hhv_per_lhv: f64,
    /// Energy-saving certificates, MWh cumac.
    pub cee_mwh_cumac: f64,
    /// Other public grants, EUR.
    pub other_grants_eur: f64,
    /// Who pays for the heat.
    pub sale: Sale,
    /// What a fixed part R2 is spread over.
    pub spread: Option<(Basis, f64)>,
    /// Greenhouse gas of today, reference and wood, t CO2e/a.
    pub co2_t_per_a: [f64; 3],
}

impl StudyInput {
    /// The study of a project: the wood solution from its flows, the reference with new gas boilers of the same power
    /// and today's gas boilers for the same useful heat, both without network.
    ///
    /// Without loan, price growth and residual value the levelised cost of heat with aid is that of
    /// [`Accounts::lcoh_eur_per_mwh`](crate::balance::money::accounts::Accounts::lcoh_eur_per_mwh): the subsidy share of the
    /// accounts is the stated aid, until the amount of a scheme is given. The price of wood holds gate fees, transport,
    /// platform and shredding, so that it may be negative.
    ///
    /// # Errors
    /// When the life is no whole number of years, or no heat is used.
    pub fn of_project(
        flows: &Flows<f64>,
        built: &Capacities<f64>,
        e: &EconomicsParams<f64>,
        p: &StudyParams<f64>,
        facts: &ProjectFacts,
    ) -> Result<Self, StudyError> {
        if e.life_a != libm::round(e.life_a) {
            return Err(StudyError::NotWhole { name: "life_a", value: e.life_a });
        }
        StudyError::check("life_a", e.life_a, 1.0, 60.0)?;
        let heat_mwh = flows.heat.used_mwh();
        let house = HouseCapital::of(built, e);
        let gas_house = |efficiency: f64, capital: Vec<CapitalItem>, co2_t_per_a: f64| Solution {
            capital,
            gas_mwh_lhv: heat_mwh / efficiency,
            fixed_other_eur_per_a: built.gas_boiler_kw * e.gas_boiler_fixed_eur_per_kw_a,
            co2_t_per_a,
            ..Solution::none()
        };
        let (wood, wood_eur_per_mwh_lhv) = wood_solution(flows, built, e, facts, capital_items(&house));
        Ok(Self {
            years: e.life_a as usize,
            rate: e.discount_rate,
            heat_mwh,
            prices: prices(e, wood_eur_per_mwh_lhv, facts.hhv_per_lhv),
            paths: PricePaths::growing(p),
            today: gas_house(p.today_efficiency_lhv, Vec::new(), facts.co2_t_per_a[0]),
            reference: gas_house(p.reference_efficiency_lhv, gas_capital(built, e), facts.co2_t_per_a[1]),
            wood,
            aid: AidRequest {
                biomass_mwh: flows.heat.used_from_wood_mwh,
                network_m: built.network_m,
                cee_mwh_cumac: facts.cee_mwh_cumac,
                other_grants_eur: facts.other_grants_eur,
                stated_eur: house.total() * e.subsidy_share,
            },
            sale: facts.sale,
            spread: facts.spread,
        })
    }
}

fn prices(e: &EconomicsParams<f64>, wood_eur_per_mwh_lhv: f64, hhv_per_lhv: f64) -> Prices {
    Prices {
        wood_eur_per_mwh_lhv,
        gas_eur_per_mwh_hhv: e.gas_price_eur_per_mwh_hhv,
        gas_excise_eur_per_mwh_hhv: e.gas_excise_eur_per_mwh_hhv,
        other_eur_per_mwh_lhv: 0.0,
        electricity_eur_per_mwh: e.electricity_buy_eur_per_mwh,
        ash_eur_per_t: e.landfill_gate_eur_per_t + e.tgap_landfill_eur_per_t,
        hhv_per_lhv,
    }
}

/// The wood solution and its price of wood, EUR/MWh LHV.
fn wood_solution(
    flows: &Flows<f64>,
    built: &Capacities<f64>,
    e: &EconomicsParams<f64>,
    facts: &ProjectFacts,
    capital: Vec<CapitalItem>,
) -> (Solution, f64) {
    let yearly = accounts(flows, built, e, facts.hhv_per_lhv).yearly;
    let cost = |names: &[&str]| -> f64 { yearly.iter().filter(|l| names.contains(&l.name)).map(|l| -l.eur).sum() };
    let wood_mwh_lhv = flows.wood_boiler.fuel_mwh;
    let wood_eur = cost(&["wood_gate_fees", "bought_wood", "wood_transport", "platform", "shredding"]);
    let price = if wood_mwh_lhv > 0.0 { wood_eur / wood_mwh_lhv } else { 0.0 };
    let solution = Solution {
        capital,
        replacements: Vec::new(),
        wood_mwh_lhv,
        gas_mwh_lhv: flows.gas(facts.hhv_per_lhv).lhv_mwh(),
        other_mwh_lhv: 0.0,
        electricity_mwh: flows.power.bought_boiler_mwh,
        ash_t: flows.wood.ash_t,
        renewable_heat_mwh: flows.heat.used_from_wood_mwh + flows.heat.used_from_biogas_mwh,
        fixed_wood_eur_per_a: cost(&["wood_boiler_fixed"]),
        fixed_other_eur_per_a: cost(&["gas_boiler_fixed"]),
        variable_eur_per_a: cost(&["wood_boiler_variable", "network_variable"]),
        co2_t_per_a: facts.co2_t_per_a[2],
    };
    (solution, price)
}

fn part_of(name: &str) -> Part {
    match name {
        "gas_boilers" => Part::Backup,
        "network" | "substations" => Part::Network,
        "engineering" | "contingency" => Part::Common,
        _ => Part::Production,
    }
}

fn capital_items(house: &HouseCapital<f64>) -> Vec<CapitalItem> {
    let item = |(name, eur)| CapitalItem { name, part: part_of(name), eur };
    house.items().into_iter().filter(|(_, eur)| *eur != 0.0).map(item).collect()
}

/// New gas boilers of the same power, with engineering and unforeseen works as everywhere.
fn gas_capital(built: &Capacities<f64>, e: &EconomicsParams<f64>) -> Vec<CapitalItem> {
    let only = Capacities { gas_boiler_kw: built.gas_boiler_kw, ..Capacities::none() };
    capital_items(&HouseCapital::of(&only, e))
}

/// A piece of a complete wood boiler house.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HousePiece {
    /// Stable short name.
    pub name: &'static str,
    /// What it is called.
    pub words: Words,
    /// EUR without VAT.
    pub eur: f64,
}

/// What the complete price of the wood boilers, EUR, is made of by assumed shares; building and site take the rest, so
/// that the pieces add up to the price.
pub fn house_pieces(wood_boilers_eur: f64, p: &StudyParams<f64>) -> [HousePiece; 6] {
    let shares = [
        ("boiler", "Boiler, ash removal, controls", "Chaudière, décendrage, régulation", p.share_boiler),
        ("feeding", "Fuel handling and feeding", "Manutention et alimentation", p.share_feeding),
        ("hydraulics", "Hydraulics and electricity", "Hydraulique et électricité", p.share_hydraulics),
        ("chimney", "Chimney and flue", "Fumisterie", p.share_chimney),
        ("engineering", "Engineering", "Maîtrise d'œuvre et études", p.share_engineering),
    ];
    let piece = |(name, en, fr, share): (&'static str, &'static str, &'static str, f64)| HousePiece {
        name,
        words: Words { en, fr },
        eur: wood_boilers_eur * share,
    };
    let [a, b, c, d, e] = shares.map(piece);
    let rest = wood_boilers_eur - (a.eur + b.eur + c.eur + d.eur + e.eur);
    let building = HousePiece {
        name: "building",
        words: Words { en: "Building and site", fr: "Génie civil et abords" },
        eur: rest,
    };
    [a, b, c, d, e, building]
}
