//! The accounts of a project: every line in euros, whose sum is the total.

use crate::balance::flows::Flows;
use crate::balance::money::EconomicsParams;
use crate::balance::money::capital::{HouseCapital, gas_boiler_eur};
use crate::balance::money::finance::{Payback, capital_recovery, cash_flows, net_present_value, payback};
use crate::num::Real;
use crate::units::{METHANE_HHV_PER_LHV, METHANE_LHV_MWH_PER_NM3};

/// What is built.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capacities<S> {
    /// Output of each wood boiler, kW; zero where there are fewer than four. Each is priced by its own size.
    pub wood_boilers_kw: [S; 4],
    /// Share of the wood boilers that have a filter of flue gas, 0..=1.
    pub filtered_share: S,
    /// Gas backup, kW output.
    pub gas_boiler_kw: S,
    /// Water buffer, m3.
    pub buffer_m3: S,
    /// Wood store, t.
    pub wood_store_t: S,
    /// Connected buildings with a station and a meter that the project pays.
    pub substations: S,
    /// Heat network, m of trench; equivalent metres where the pipes are known
    /// ([`equivalent_network_m`](super::capital::equivalent_network_m)).
    pub network_m: S,
    /// Digesters, m3 of liquid.
    pub digester_m3: S,
    /// Engine on biogas, kW electric.
    pub chp_kwe: S,
    /// Boiler on biogas, kW output.
    pub biogas_boiler_kw: S,
    /// Upgrading and injection, Nm3/h of biomethane.
    pub injection_nm3_h: S,
    /// Sorting and shredding platforms.
    pub platforms: S,
}

impl<S: Real> Capacities<S> {
    /// Nothing built.
    pub fn none() -> Self {
        let z = S::zero();
        Self {
            wood_boilers_kw: [z; 4],
            filtered_share: z,
            gas_boiler_kw: z,
            buffer_m3: z,
            wood_store_t: z,
            substations: z,
            network_m: z,
            digester_m3: z,
            chp_kwe: z,
            biogas_boiler_kw: z,
            injection_nm3_h: z,
            platforms: z,
        }
    }

    /// Output of all wood boilers, kW.
    pub fn wood_boiler_kw(&self) -> S {
        self.wood_boilers_kw.iter().copied().sum()
    }
}

/// The activity a line belongs to; the cost of heat counts heat alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Activity {
    /// Wood, boilers, network.
    Heat,
    /// Digester and its gas.
    Digestion,
}

/// One line of the accounts; income positive, expense negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MoneyLine<S> {
    /// Short name, stable across versions.
    pub name: &'static str,
    /// Activity.
    pub activity: Activity,
    /// EUR (capital lines) or EUR/a (yearly lines).
    pub eur: S,
}

/// The accounts of a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Accounts<S> {
    /// Investment and aid, EUR.
    pub capital: Vec<MoneyLine<S>>,
    /// Yearly income and expense, EUR/a.
    pub yearly: Vec<MoneyLine<S>>,
    /// What the providers pay today for the same tonnes, EUR/a.
    pub providers_today_eur_per_a: S,
    /// What they pay the project, EUR/a.
    pub providers_then_eur_per_a: S,
    /// Heat delivered, MWh/a.
    pub heat_mwh: S,
    /// Discount rate, 1/a.
    pub rate: S,
    /// Life, a.
    pub life_a: S,
}

/// Lines under construction.
struct Lines<S>(Vec<MoneyLine<S>>);

impl<S: Real> Lines<S> {
    fn income(&mut self, name: &'static str, activity: Activity, eur: S) {
        self.0.push(MoneyLine { name, activity, eur });
    }

    fn expense(&mut self, name: &'static str, activity: Activity, eur: S) {
        self.income(name, activity, -eur);
    }
}

/// An amount times a price, where a price that is not set only matters if something is sold.
fn sale<S: Real>(amount: S, price: S) -> S {
    S::select(amount.gt(S::zero()), amount * price, S::zero())
}

/// Makes the accounts of a year of flows with what is built. Sale prices must be set or filled by
/// [`EconomicsParams::with_tariffs`].
pub fn accounts<S: Real>(
    flows: &Flows<S>,
    built: &Capacities<S>,
    p: &EconomicsParams<S>,
    hhv_per_lhv: S,
) -> Accounts<S> {
    let capital = capital_lines(built, p);
    let mut yearly = Lines(Vec::with_capacity(20));
    heat_year(flows, built, p, hhv_per_lhv, &mut yearly);
    let digester_capital: S =
        capital.iter().filter(|l| l.activity == Activity::Digestion && l.name != "subsidy").map(|l| -l.eur).sum();
    digestion_year(flows, digester_capital, p, &mut yearly);
    let wood_t = flows.wet_t(|s| !s.kind.is_digested());
    let organic_t = flows.wet_t(|s| s.kind.is_digested());
    Accounts {
        capital,
        yearly: yearly.0,
        providers_today_eur_per_a: flows.streams.iter().map(|s| s.wet_t * s.present_cost_eur_per_t).sum(),
        providers_then_eur_per_a: wood_t * p.wood_gate_fee_eur_per_t + organic_t * p.organic_gate_fee_eur_per_t,
        heat_mwh: flows.heat.used_mwh(),
        rate: p.discount_rate,
        life_a: p.life_a,
    }
}

fn capital_lines<S: Real>(built: &Capacities<S>, p: &EconomicsParams<S>) -> Vec<MoneyLine<S>> {
    let (heat, digestion) = (Activity::Heat, Activity::Digestion);
    let house = HouseCapital::of(built, p).items();
    let plant = [
        ("digester", built.digester_m3 * p.digester_eur_per_m3),
        ("engine", built.chp_kwe * p.engine_eur_per_kwe),
        ("biogas_boiler", gas_boiler_eur(built.biogas_boiler_kw, p)),
        ("injection", built.injection_nm3_h * p.injection_eur_per_nm3_h),
    ];
    let mut lines = Lines(Vec::with_capacity(house.len() + plant.len() + 2));
    for (name, eur) in house {
        lines.expense(name, heat, eur);
    }
    for (name, eur) in plant {
        lines.expense(name, digestion, eur);
    }
    for activity in [heat, digestion] {
        let spent: S = lines.0.iter().filter(|l| l.activity == activity).map(|l| -l.eur).sum();
        lines.income("subsidy", activity, spent * p.subsidy_share);
    }
    lines.0
}

fn heat_year<S: Real>(
    flows: &Flows<S>,
    built: &Capacities<S>,
    p: &EconomicsParams<S>,
    hhv_per_lhv: S,
    lines: &mut Lines<S>,
) {
    use crate::balance::flows::Carries;
    let activity = Activity::Heat;
    let used = flows.heat.used_mwh();
    let wood_t = flows.wet_t(|s| !s.kind.is_digested());
    let gas_hhv_mwh = flows.gas(hhv_per_lhv).hhv_mwh();
    lines.income("heat_sold", activity, used * p.heat_price_eur_per_mwh);
    lines.income("wood_gate_fees", activity, wood_t * p.wood_gate_fee_eur_per_t);
    lines.expense("bought_wood", activity, flows.wood.bought_t * p.bought_wood_eur_per_t);
    lines.expense("wood_transport", activity, t_km(flows, Carries::Wood) * p.transport_eur_per_tkm);
    lines.expense("platform", activity, built.platforms * p.platform_eur_per_a);
    lines.expense("shredding", activity, (flows.wood.burnt_t - flows.wood.bought_t) * p.shredding_eur_per_t);
    lines.expense("wood_boiler_fixed", activity, built.wood_boiler_kw() * p.wood_boiler_fixed_eur_per_kw_a);
    lines.expense("wood_boiler_variable", activity, flows.wood_boiler.heat_mwh * p.wood_boiler_variable_eur_per_mwh);
    lines.expense("gas_boiler_fixed", activity, built.gas_boiler_kw * p.gas_boiler_fixed_eur_per_kw_a);
    lines.expense("network_variable", activity, used * p.network_variable_eur_per_mwh);
    lines.expense("gas", activity, gas_hhv_mwh * p.gas_price_eur_per_mwh_hhv);
    lines.expense("gas_excise", activity, gas_hhv_mwh * p.gas_excise_eur_per_mwh_hhv);
    lines.expense("electricity_boilers", activity, flows.power.bought_boiler_mwh * p.electricity_buy_eur_per_mwh);
    let ash_eur_per_t = p.landfill_gate_eur_per_t + p.tgap_landfill_eur_per_t;
    lines.expense("ash", activity, flows.wood.ash_t * ash_eur_per_t);
}

fn digestion_year<S: Real>(flows: &Flows<S>, capital_eur: S, p: &EconomicsParams<S>, lines: &mut Lines<S>) {
    use crate::balance::flows::Carries;
    let activity = Activity::Digestion;
    let organic_t = flows.wet_t(|s| s.kind.is_digested());
    let injected_hhv_mwh = flows.methane.injected_nm3 * (METHANE_LHV_MWH_PER_NM3 * METHANE_HHV_PER_LHV);
    lines.income("organic_gate_fees", activity, organic_t * p.organic_gate_fee_eur_per_t);
    lines.income("electricity_sold", activity, sale(flows.power.sold_mwh, p.electricity_sale_eur_per_mwh));
    lines.income("biomethane_sold", activity, sale(injected_hhv_mwh, p.biomethane_sale_eur_per_mwh_hhv));
    lines.expense("organic_transport", activity, t_km(flows, Carries::Organic) * p.transport_eur_per_tkm);
    lines.expense("digester_operation", activity, capital_eur * p.digester_opex_share_per_a);
    lines.expense("electricity_digester", activity, flows.power.bought_digester_mwh * p.electricity_buy_eur_per_mwh);
    lines.expense("digestate_spreading", activity, flows.digestate.wet_t * p.digestate_spreading_eur_per_t);
}

fn t_km<S: Real>(flows: &Flows<S>, carries: crate::balance::flows::Carries) -> S {
    flows.transport.iter().filter(|l| l.carries == carries).map(|l| l.t_km).sum()
}

impl<S: Real> Accounts<S> {
    /// Investment less aid, EUR.
    pub fn invested_eur(&self) -> S {
        -self.capital.iter().map(|l| l.eur).sum::<S>()
    }

    /// Income less expense of a year, EUR/a.
    pub fn surplus_eur_per_a(&self) -> S {
        self.yearly.iter().map(|l| l.eur).sum()
    }

    /// Cash flow of each year, EUR, year 0 first, `horizon` years listed.
    pub fn cash_flows(&self, horizon: usize) -> Vec<S> {
        cash_flows(self.invested_eur(), self.surplus_eur_per_a(), self.life_a, horizon)
    }

    /// Present value over the life, EUR, from annuities; for a whole number of years it equals the discounted list.
    pub fn npv_eur(&self) -> S {
        self.surplus_eur_per_a() / capital_recovery(self.rate, self.life_a) - self.invested_eur()
    }

    /// Simple payback.
    pub fn payback(&self) -> Payback<S> {
        payback(self.invested_eur(), self.surplus_eur_per_a(), self.life_a)
    }

    /// Full cost of a MWh of heat, EUR/MWh: the yearly payment for capital and every line of heat but its sale.
    /// Gate fees of wood lower it. Infinite or not a number where no heat is delivered.
    pub fn lcoh_eur_per_mwh(&self) -> S {
        let of_heat = |lines: &[MoneyLine<S>]| -> S {
            lines.iter().filter(|l| l.activity == Activity::Heat && l.name != "heat_sold").map(|l| l.eur).sum()
        };
        let annuity = capital_recovery(self.rate, self.life_a) * -of_heat(&self.capital);
        (annuity - of_heat(&self.yearly)) / self.heat_mwh
    }

    /// What providers save, EUR/a; negative when they pay more than today.
    pub fn providers_saving_eur_per_a(&self) -> S {
        self.providers_today_eur_per_a - self.providers_then_eur_per_a
    }

    /// Closure in euros: gate fees that providers pay against gate fees that the accounts book, and the undiscounted
    /// list of cash flows over a whole life against its lines; the larger gap, EUR.
    pub fn closure_eur(&self, horizon: usize) -> S {
        let fees: S = self.yearly.iter().filter(|l| l.name.ends_with("gate_fees")).map(|l| l.eur).sum();
        let fee_gap = (fees - self.providers_then_eur_per_a).abs();
        let listed = net_present_value(&self.cash_flows(horizon), S::zero());
        let lines = self.surplus_eur_per_a() * self.life_a - self.invested_eur();
        fee_gap.max((listed - lines).abs())
    }
}
