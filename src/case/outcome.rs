//! What a year gave: parts, headlines, closures, notices.

use super::accounts::{AccountsOutcome, CarbonOutcome};
use super::boiler::BoilerOutcome;
use super::digester::DigesterOutcome;
use super::house_year::HeatOutcome;
use super::pooling::PoolOutcome;
use crate::digestion::tank::TankVerdict;
use crate::text;
use crate::words::{Text, word};

/// Everything a case gave.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The pools.
    pub pool: PoolOutcome,
    /// Digesters, in the order of the case.
    pub digesters: Vec<DigesterOutcome>,
    /// Boilers, in the order of the case; a boiler without fuel is left out.
    pub boilers: Vec<BoilerOutcome>,
    /// Heat of the network.
    pub heat: Option<HeatOutcome>,
    /// Flows, energy, carbon, money, jobs; none for a case that has neither pool nor network.
    pub accounts: Option<AccountsOutcome>,
    /// Findings and warnings, for people.
    pub notices: Vec<Notice>,
}

/// Something the user should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// `barrier`, `duty`, `note` or `warning`.
    pub weight: &'static str,
    /// What.
    pub text: String,
    /// Law, norm or model it rests on.
    pub source: String,
    /// Providers concerned, by place in the case's list.
    pub providers: Vec<usize>,
}

/// A number of the summary, the same list for every sample of a case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Headline {
    /// Key in JSON and in sweeps: unit at the end.
    pub key: &'static str,
    /// What it is.
    pub label: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Value.
    pub value: f64,
    /// A sample may lack it: a product that is not made has no saving.
    pub optional: bool,
}

/// How well an account closes.
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    /// What closes.
    pub name: Text,
    /// Relative residual.
    pub value: f64,
    /// Largest accepted.
    pub limit: f64,
}

impl Closure {
    /// Within its limit; NaN is not.
    pub fn holds(&self) -> bool {
        self.value <= self.limit
    }
}

impl Outcome {
    /// The summary. Which headlines there are depends on the structure of the case alone, never on a sample.
    pub fn headlines(&self) -> Vec<Headline> {
        let mut list = Vec::with_capacity(40);
        let mut push = |key: &'static str, label, unit, value| {
            let optional = key.starts_with("red");
            list.push(Headline { key, label, unit, value, optional });
        };
        if !self.pool.streams.is_empty() {
            self.pool_headlines(&mut push);
        }
        if !self.digesters.is_empty() {
            self.gas_headlines(&mut push);
        }
        if let Some(heat) = &self.heat {
            heat_headlines(heat, &mut push);
        }
        if let Some(accounts) = &self.accounts {
            carbon_headlines(accounts, &mut push);
            money_headlines(accounts, self.heat.is_some(), &mut push);
            jobs_headlines(accounts, &mut push);
        }
        list
    }

    fn pool_headlines(&self, push: &mut impl FnMut(&'static str, &'static str, &'static str, f64)) {
        // An empty sum is minus zero; adding zero makes it plain.
        let sum = |organic: bool| -> f64 {
            self.pool.streams.iter().filter(|s| s.organic == organic).map(|s| s.usable_t).sum::<f64>() + 0.0
        };
        push("wood_t_per_a", word("Wood that comes, usable"), "t/a", sum(false));
        push("organic_t_per_a", word("Fermentable waste that comes, usable"), "t/a", sum(true));
    }

    fn gas_headlines(&self, push: &mut impl FnMut(&'static str, &'static str, &'static str, f64)) {
        let sum = |of: &dyn Fn(&DigesterOutcome) -> f64| -> f64 { self.digesters.iter().map(of).sum() };
        let days = sum(&|d| d.total(|m| m.days)) / self.digesters.len() as f64;
        let per_year = if days > 0.0 { 365.0 / days } else { 0.0 };
        let biogas = sum(&|d| d.total(|m| m.methane_nm3 + m.carbon_dioxide_nm3)) * per_year;
        push("biogas_nm3_per_a", word("Biogas (dry, 0 C)"), "Nm3/a", biogas);
        push("methane_nm3_per_a", word("Methane"), "Nm3/a", sum(&|d| d.plant.methane_nm3) * per_year);
        let failed = self
            .digesters
            .iter()
            .any(|d| !matches!(d.verdict, None | Some(TankVerdict::NotJudged | TankVerdict::Working)));
        push("digester_failed", word("Digester washed out or turned acid"), "probability", f64::from(u8::from(failed)));
        if let Some(accounts) = &self.accounts {
            let flows = &accounts.flows;
            push("electricity_sold_mwh_per_a", word("Electricity sold"), "MWh/a", flows.power.sold_mwh);
            push("biogas_heat_used_mwh_per_a", word("Heat of biogas used"), "MWh/a", flows.heat.used_from_biogas_mwh);
            push("biomethane_nm3_per_a", word("Biomethane injected"), "Nm3/a", flows.methane.injected_nm3);
        }
    }

    /// Closures of every account of the year.
    pub fn closures(&self) -> Vec<Closure> {
        let mut list = Vec::new();
        let mut push = |name: Text, value: f64, limit: f64| list.push(Closure { name, value, limit });
        for digester in &self.digesters {
            for (name, value) in &digester.closure {
                push(
                    text!("digester {id}: {name}", id = digester.id, name = Text::pattern(name, vec![])),
                    *value,
                    1e-9,
                );
            }
            if digester.on_pool && digester.plant.methane_nm3 > 0.0 {
                push(text!("digester {id}: methane by use", id = digester.id), digester.plant.methane_closure(), 1e-9);
                push(text!("digester {id}: heat", id = digester.id), digester.plant.heat_closure(), 1e-9);
            }
        }
        for boiler in &self.boilers {
            push(text!("combustion {id}: mass", id = boiler.id), boiler.combustion.mass_closure.abs(), 1e-10);
            push(text!("combustion {id}: energy", id = boiler.id), boiler.combustion.energy_closure.abs(), 1e-10);
        }
        if let Some(heat) = &self.heat {
            push(text!("dispatch: energy"), heat.dispatch.closure, 1e-9);
            if let Some(stock) = &heat.stock {
                push(text!("wood stock: mass and energy"), stock.closure(), 1e-9);
            }
        }
        if let Some(accounts) = &self.accounts {
            push(text!("energy balance"), accounts.energy.closure(), 1e-9);
            let money = &accounts.money;
            let scale = money.invested_eur().abs() + money.surplus_eur_per_a().abs() + 1.0;
            let horizon = money.life_a.ceil() as usize;
            push(text!("money: cash flows"), money.closure_eur(horizon).abs() / scale, 1e-9);
            for outcome in &accounts.carbon {
                if let CarbonOutcome::Avoided(account) = outcome {
                    push(text!("carbon: lines and total"), waterfall_closure(account), 1e-12);
                }
            }
        }
        list
    }
}

/// The waterfall's last step against its total.
fn waterfall_closure(account: &crate::balance::carbon::avoided::AvoidedAccount<f64>) -> f64 {
    let end = account.waterfall.steps().last().map_or(0.0, |(_, _, end)| *end);
    let size: f64 = account.waterfall.components.iter().map(|c| c.kg_co2e.abs()).sum();
    (end - account.waterfall.total_kg()).abs() / size.max(1.0)
}

fn heat_headlines(heat: &HeatOutcome, push: &mut impl FnMut(&'static str, &'static str, &'static str, f64)) {
    push("wood_heat_mwh_per_a", word("Heat of wood"), "MWh/a", heat.wood_mwh());
    push("backup_heat_mwh_per_a", word("Heat of gas backup"), "MWh/a", heat.backup_mwh());
    push("renewable_heat_pct", word("Heat not from gas (coverage)"), "%", heat.renewable_share() * 100.0);
    push("boiler_starts_per_a", word("Starts of the wood boiler"), "1/a", heat.dispatch.year.starts);
    push("boiler_full_load_h", word("Full-load hours of the wood boiler"), "h/a", heat.full_load_hours());
}

fn carbon_headlines(accounts: &AccountsOutcome, push: &mut impl FnMut(&'static str, &'static str, &'static str, f64)) {
    for outcome in &accounts.carbon {
        match outcome {
            CarbonOutcome::Avoided(account) => {
                push("avoided_t_co2e_per_a", word("CO2 saving against the reference"), "t CO2e/a", account.saving_t());
            }
            CarbonOutcome::Red(assessment) => {
                use crate::balance::carbon::{red_method::RedVersion, red_plant::RedProduct};
                let products = match assessment.version {
                    RedVersion::Red2 => [
                        (RedProduct::WoodHeat, "red2_wood_heat_saving_pct", word("RED II saving of wood heat")),
                        (
                            RedProduct::BiogasElectricity,
                            "red2_biogas_power_saving_pct",
                            word("RED II saving of biogas electricity"),
                        ),
                    ],
                    RedVersion::Red3 => [
                        (RedProduct::WoodHeat, "red3_wood_heat_saving_pct", word("RED III saving of wood heat")),
                        (
                            RedProduct::BiogasElectricity,
                            "red3_biogas_power_saving_pct",
                            word("RED III saving of biogas electricity"),
                        ),
                    ],
                };
                for (product, key, label) in products {
                    if let Some(line) = assessment.line(product).filter(|line| line.made) {
                        push(key, label, "%", line.saving_pct);
                    }
                }
            }
        }
    }
}

fn money_headlines(
    accounts: &AccountsOutcome,
    with_heat: bool,
    push: &mut impl FnMut(&'static str, &'static str, &'static str, f64),
) {
    let money = &accounts.money;
    push("investment_eur", word("Investment less aid"), "EUR", money.invested_eur());
    push("surplus_eur_per_a", word("Yearly surplus"), "EUR/a", money.surplus_eur_per_a());
    push("npv_eur", word("Net present value"), "EUR", money.npv_eur());
    if with_heat {
        push("lcoh_eur_per_mwh", word("Cost of heat (LCOH)"), "EUR/MWh", money.lcoh_eur_per_mwh());
    }
    push("provider_saving_eur_per_a", word("Saving of the providers"), "EUR/a", money.providers_saving_eur_per_a());
}

fn jobs_headlines(accounts: &AccountsOutcome, push: &mut impl FnMut(&'static str, &'static str, &'static str, f64)) {
    let jobs = &accounts.jobs;
    push("jobs_gross_fte", word("Jobs, gross (central)"), "FTE", jobs.gross_fte().central);
    push("jobs_net_fte", word("Jobs, net of present outlets (central)"), "FTE", jobs.net_fte().central);
    push("jobs_insertion_fte", word("of which insertion (central)"), "FTE", jobs.insertion_fte().central);
}
