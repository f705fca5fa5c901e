//! The account of a tonne of a lot at a sink: products, money, carbon, jobs.

use super::jobs::StepFactors;
use super::rules::lawful_in;
use super::rules::refusal;
use super::{
    Carbon, CarbonFrame, CarbonItem, CarbonLines, Channel, Jobs, Lot, LotFacts, Matter, Money, MoneyItem, MoneyLines,
    Physics, Products, Refusal, Settings, Sink, SinkFacts,
};
use crate::balance::carbon::CarbonError;
use crate::balance::carbon::transport::vehicle;
use crate::digestion::plant::PlantBalance;
use crate::logistics::Haul;
use crate::units::{METHANE_KG_PER_NM3, MJ_PER_KWH};

/// Of which part of a lot a channel takes. Channels that draw on the same part share it, wherever their sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Draw {
    /// The whole lot.
    Whole,
    /// Whole pallets: [`Lot::reusable_share`]. They are class A wood as well, so that they count against that part too.
    Reusable,
    /// What sorting keeps as class A: [`Lot::class_a_share`].
    ClassA,
    /// What is fit to be fed or given.
    Fit,
}

/// Quality as the site gets it, after pretreatment: what quality windows look at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delivered {
    /// Water, t/t.
    pub moisture_share: f64,
    /// Foreign matter, t/t.
    pub contamination_share: f64,
    /// Class A wood, t/t.
    pub class_a_share: f64,
    /// It was sorted because the lot as it comes lies outside the window of the site.
    pub sorted: bool,
}

/// Physical numbers of a tonne as received that balances of a year need.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trace {
    /// Wood burnt in a boiler here and now, t as received.
    pub burnt_t: f64,
    /// The same, dry, t.
    pub burnt_dry_t: f64,
    /// Fuel of the boiler, MWh LHV.
    pub wood_fuel_mwh: f64,
    /// Heat of the boiler, MWh.
    pub wood_heat_mwh: f64,
    /// Electricity of the boiler, MWh.
    pub boiler_power_mwh: f64,
    /// Gas, heat and power of a digester.
    pub plant: PlantBalance<f64>,
    /// Raw biogas, Nm3 dry.
    pub biogas_nm3: f64,
    /// Digestate with the dilution water, t; signed as [`Product::DigestateT`](super::Product::DigestateT).
    pub digestate_t: f64,
    /// Nitrogen in it, t.
    pub nitrogen_t: f64,
}

/// What becomes of a tonne as received, and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// The channel.
    pub channel: &'static Channel,
    /// Most of the lot that the channel can take, 0..=1.
    pub share_max: f64,
    /// Of which part of the lot that is.
    pub draw: Draw,
    /// Quality as the site gets it.
    pub delivered: Delivered,
    /// What becomes of the tonne.
    pub products: Products,
    /// Money, EUR/t.
    pub money: Money,
    /// Carbon, kg CO2e/t.
    pub carbon: Carbon,
    /// Jobs, FTE/kt.
    pub jobs: Jobs,
    /// Physical numbers behind.
    pub trace: Trace,
}

/// An account under construction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    pub(super) products: Products,
    pub(super) money: MoneyLines,
    pub(super) carbon: CarbonLines,
    pub(super) trace: Trace,
    pub(super) delivered: Delivered,
    pub(super) share_max: f64,
    pub(super) draw: Draw,
    pub(super) sorted_t: f64,
    pub(super) shredded_t: f64,
}

/// Factors of a frame and settings, ready for any number of accounts.
#[derive(Clone, Debug)]
pub struct Accountant {
    /// By what carbon is judged.
    pub frame: CarbonFrame,
    /// Numbers and choices.
    pub settings: Settings,
    pub(super) heat_kg_per_mwh: f64,
    pub(super) grid_kg_per_mwh: f64,
    pub(super) gas_kg_per_mwh_hhv: f64,
    pub(super) methane_kg_per_nm3: f64,
    pub(super) shredding_kg_per_t_dry: f64,
    pub(super) nonco2_kg_per_mwh: f64,
    pub(super) ash_kg_per_t: f64,
    pub(super) digestate_kg_per_t: f64,
    pub(super) reuse_discount: f64,
    pub(super) panel_discount: f64,
    pub(super) steps: StepFactors,
}

impl Accountant {
    /// Prepares the factors.
    ///
    /// # Errors
    /// The shipped table of vehicles lacks one that hauls ash or digestate.
    pub fn new(frame: CarbonFrame, settings: Settings) -> Result<Self, CarbonError> {
        let (p, c) = (&frame.params, &settings.channel);
        let haul = |id, km: f64| vehicle(id).map(|v| km * p.transport_kg_per_t_km(v));
        let discount = |years: f64| libm::pow(1.0 + c.later_rate_per_a, -years);
        Ok(Self {
            heat_kg_per_mwh: frame.reference.heat.kg_per_mwh(p),
            grid_kg_per_mwh: p.electricity_kgco2e_per_kwh * 1000.0,
            gas_kg_per_mwh_hhv: p.natural_gas_kgco2e_per_kwh_hhv * 1000.0,
            methane_kg_per_nm3: METHANE_KG_PER_NM3 * frame.gwp.ch4_biogenic,
            shredding_kg_per_t_dry: p.shredding_diesel_l_per_t_dry * p.diesel_kgco2e_per_l,
            nonco2_kg_per_mwh: MJ_PER_KWH * p.wood_nonco2_g_per_mj_lhv,
            ash_kg_per_t: haul("truck_19t_groupage", c.ash_km)?,
            digestate_kg_per_t: haul("artic_40t_tanker", c.digestate_km)?,
            reuse_discount: discount(c.reuse_uses / c.uses_per_a),
            panel_discount: discount(c.panel_life_a),
            steps: StepFactors::new(&settings.jobs),
            frame,
            settings,
        })
    }

    /// The account of a tonne. Takes no heap; about half a microsecond.
    ///
    /// # Errors
    /// The rule that forbids the channel to take the lot in the year of the reference.
    pub fn account(&self, lot: &LotFacts<'_>, sink: &SinkFacts<'_>, haul: &Haul) -> Result<Account, Refusal> {
        let site = sink.sink;
        if sink.channel.physics != Physics::Present && !site.accepts.contains(&lot.lot.kind) {
            return Err(refusal("kind"));
        }
        lawful_in(lot.lot, sink.channel, self.frame.reference.year)?;
        let mut work = Work::start(lot.lot);
        if sink.channel.physics == Physics::Present {
            work.money.add(MoneyItem::PresentOutlet, lot.lot.present_cost_eur_per_t);
        } else {
            work.money.add(MoneyItem::Haul, haul.eur_per_t);
            work.money.add(MoneyItem::Gate, site.gate_eur_per_t);
            work.carbon.add(CarbonItem::Transport, haul.kgco2e_per_t);
        }
        self.fate(lot, sink, &mut work);
        let (treatment_claim, benefit_claim, reference_outlet) = self.counterfactual(lot, sink, &mut work);
        Ok(Account {
            channel: sink.channel,
            share_max: work.share_max,
            draw: work.draw,
            delivered: work.delivered,
            products: work.products,
            money: Money {
                lines: work.money,
                owned: site.owned,
                gate_covers_pretreatment: sink.channel.gate_covers_pretreatment,
            },
            carbon: Carbon { lines: work.carbon, treatment_claim, benefit_claim, reference_outlet },
            jobs: self.jobs(lot, sink, &work),
            trace: work.trace,
        })
    }

    /// What happens to the tonne, by the physics of the channel. Channels of the other kind of matter were refused.
    fn fate(&self, lot: &LotFacts<'_>, sink: &SinkFacts<'_>, work: &mut Work) {
        match (sink.channel.physics, &lot.matter) {
            (Physics::Present | Physics::Transit, _) => self.keep(work),
            (Physics::Landfill, _) => self.bury(lot, sink, work),
            (Physics::Feed, _) => self.feed(lot, work),
            (Physics::Donation, _) => self.give(work),
            (Physics::Incineration, _) => self.incinerate(lot, sink, work),
            (Physics::Reuse, Matter::Wood(wood)) => self.reuse(lot.lot, wood, work),
            (Physics::Boards, Matter::Wood(wood)) => self.boards(lot.lot, wood, work),
            (Physics::Panel, Matter::Wood(wood)) => self.panel(lot.lot, wood, sink, work),
            (Physics::Boiler, Matter::Wood(wood)) => self.boiler(lot.lot, wood, sink, work),
            (Physics::Kiln, Matter::Wood(wood)) => self.kiln(lot.lot, wood, sink, work),
            (Physics::Digestion, Matter::Organic(organic)) => self.digest(lot, organic, sink, work),
            (Physics::Composting, Matter::Organic(organic)) => self.compost(lot, organic, sink, work),
            // no channel of the table accepts these; a test goes through all pairs
            (_, Matter::Wood(_) | Matter::Organic(_)) => self.keep(work),
        }
    }
}

impl Work {
    fn start(lot: &Lot) -> Self {
        Self {
            products: Products::ZERO,
            money: MoneyLines::ZERO,
            carbon: CarbonLines::ZERO,
            trace: Trace {
                burnt_t: 0.0,
                burnt_dry_t: 0.0,
                wood_fuel_mwh: 0.0,
                wood_heat_mwh: 0.0,
                boiler_power_mwh: 0.0,
                plant: PlantBalance::zero(),
                biogas_nm3: 0.0,
                digestate_t: 0.0,
                nitrogen_t: 0.0,
            },
            delivered: Delivered {
                moisture_share: lot.moisture_share,
                contamination_share: lot.contamination_share,
                class_a_share: lot.class_a_share,
                sorted: false,
            },
            share_max: 1.0,
            draw: Draw::Whole,
            sorted_t: 0.0,
            shredded_t: 0.0,
        }
    }
}

/// The account of a tonne of a lot at a sink, for one call; for many, make an [`Accountant`] and facts once.
///
/// # Errors
/// The rule that forbids it.
pub fn account(
    lot: &Lot,
    sink: &Sink,
    haul: &Haul,
    frame: &CarbonFrame,
    settings: &Settings,
) -> Result<Account, Refusal> {
    let accountant = Accountant::new(*frame, *settings).expect("a test finds the vehicles of ash and digestate");
    let facts = SinkFacts::of(sink, &accountant)?;
    accountant.account(&LotFacts::of(lot), &facts, haul)
}
