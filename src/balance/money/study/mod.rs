//! The economics of a boiler house as a French study shows them: situation actuelle, solution de référence and solution
//! bois side by side, the wood solution without aid and with it.
//!
//! [`study`] takes three [`Solution`]s that give the same heat, prices with their paths, a request for aid and who pays
//! for the heat, and gives [`Study`]: lines P1 to P4 without and with VAT, the levelised cost of heat and its parts, cash
//! by year, payback, present value and rate of return against today and against the reference, and the tariff R1/R2
//! that covers the costs. All money is real, without VAT unless a name says so.
//!
//! ```
//! use gisement::balance::money::study::{Prices, PricePaths, Solution, StudyInput, StudyParams, AidRequest, Sale, study};
//! let p = StudyParams::<f64>::defaults();
//! let prices = Prices {
//!     wood_eur_per_mwh_lhv: 25.0, gas_eur_per_mwh_hhv: 55.0, gas_excise_eur_per_mwh_hhv: 17.16,
//!     other_eur_per_mwh_lhv: 130.0, electricity_eur_per_mwh: 180.0, ash_eur_per_t: 210.0, hhv_per_lhv: 1.11,
//! };
//! let gas = |mwh| Solution { gas_mwh_lhv: mwh, ..Solution::none() };
//! let input = StudyInput {
//!     years: 20, rate: 0.04, heat_mwh: 1000.0, prices, paths: PricePaths::growing(&p),
//!     today: gas(1180.0), reference: gas(1050.0),
//!     wood: Solution { wood_mwh_lhv: 1000.0, renewable_heat_mwh: 850.0, ..gas(160.0) },
//!     aid: AidRequest { biomass_mwh: 850.0, network_m: 0.0, cee_mwh_cumac: 0.0, other_grants_eur: 0.0, stated_eur: 0.0 },
//!     sale: Sale::OwnUse, spread: None,
//! };
//! let study = study(&input, &p)?;
//! assert!(study.columns[2].cost.lcoh_eur_per_mwh < study.columns[0].cost.lcoh_eur_per_mwh);
//! # Ok::<(), gisement::balance::money::study::StudyError>(())
//! ```

mod aid;
mod cash;
mod cost;
mod input;
mod lines;
mod loan;
mod notes;
mod paths;
mod project;
mod tariff;

pub use aid::{Aid, AidBound, AidId, AidLine, AidRequest, aid};
pub use cash::{Comparison, Indicators, Year};
pub use cost::{CostOfHeat, CostPart};
pub use input::{CapitalItem, Part, Prices, Replacement, Solution, StudyError, StudyInput, check_params};
pub use lines::{Chapter, LineId, Words};
pub use loan::{Loan, LoanYear};
pub use notes::Note;
pub use paths::{PricePath, PricePaths};
pub use project::{HousePiece, ProjectFacts, house_pieces};
pub use tariff::{Basis, CoveringTariff, Income, Sale, Tariff};

use cash::Plan;
use cost::Levelised;
use paths::Factors;

crate::params! {
    /// Dated rules and assumptions of a study.
    pub struct StudyParams from "economics/study.csv" {
        today_efficiency_lhv, reference_efficiency_lhv, renewal_share_of_fixed, sweeping_share_of_fixed,
        monitoring_share_of_fixed, insurance_share_of_fixed, wood_growth_per_a, gas_growth_per_a,
        electricity_growth_per_a, operation_growth_per_a, heat_growth_per_a, residual_share, loan_share, loan_rate,
        loan_years, loan_grace_years, vat_standard, vat_wood, vat_renewable_heat, vat_heat_subscription,
        vat_renewable_threshold, aid_eur_per_mwh_20a, aid_years, aid_minimum_mwh_per_a, aid_local_eur_per_mwh_a,
        aid_local_most_mwh_per_a, aid_network_eur_per_m, aid_production_cap, aid_network_cap, aid_sme_bonus,
        aid_total_cap, cee_eur_per_mwh_cumac, cee_cumulable, share_boiler, share_feeding, share_hydraulics,
        share_chimney, share_engineering,
    }
}

impl PricePaths {
    /// Constant growth of every price, as the parameters say; another fuel goes with gas.
    pub fn growing(p: &StudyParams<f64>) -> Self {
        Self {
            wood: PricePath::Growth(p.wood_growth_per_a),
            gas: PricePath::Growth(p.gas_growth_per_a),
            other: PricePath::Growth(p.gas_growth_per_a),
            electricity: PricePath::Growth(p.electricity_growth_per_a),
            operation: PricePath::Growth(p.operation_growth_per_a),
            heat: PricePath::Growth(p.heat_growth_per_a),
        }
    }
}

/// A column of the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnId {
    /// Situation actuelle.
    Today,
    /// Solution de référence.
    Reference,
    /// Solution bois, without aid.
    Wood,
    /// Solution bois, with aid.
    WoodAided,
}

impl ColumnId {
    /// All, left to right.
    pub const ALL: [Self; 4] = [Self::Today, Self::Reference, Self::Wood, Self::WoodAided];

    /// Stable short name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Reference => "reference",
            Self::Wood => "wood",
            Self::WoodAided => "wood_aided",
        }
    }

    /// What it is called.
    pub fn words(self) -> Words {
        let (en, fr) = match self {
            Self::Today => ("Today", "Situation actuelle"),
            Self::Reference => ("Reference solution", "Solution de référence"),
            Self::Wood => ("Wood, without aid", "Solution bois, sans aides"),
            Self::WoodAided => ("Wood, with aid", "Solution bois, avec aides"),
        };
        Words { en, fr }
    }
}

/// A line of the first year; lines of capital as constant yearly payments over the study.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Which line.
    pub id: LineId,
    /// EUR/a without VAT.
    pub ht_eur: f64,
    /// VAT, EUR/a.
    pub vat_eur: f64,
}

impl Row {
    /// EUR/a with VAT.
    pub fn ttc_eur(&self) -> f64 {
        self.ht_eur + self.vat_eur
    }
}

/// One solution, worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Which.
    pub id: ColumnId,
    /// Every line, in the order of [`LineId::ALL`].
    pub rows: Vec<Row>,
    /// Capital by item.
    pub capital: Vec<CapitalItem>,
    /// Aid and why.
    pub aid: Aid,
    /// The loan; its principal is 0 without one.
    pub loan: Loan,
    /// Its years.
    pub loan_years: Vec<LoanYear>,
    /// Cash by year, year 0 first.
    pub years: Vec<Year>,
    /// Levelised cost of heat and its parts, without VAT.
    pub cost: CostOfHeat,
    /// R1 and R2 that cover the costs, where what R2 is spread over is known.
    pub covering: Option<CoveringTariff>,
    /// Income of each year where heat is sold.
    pub incomes: Option<Vec<Income>>,
    /// Payback, present value and rate of the seller of heat; none where nothing is sold.
    pub seller: Option<Indicators>,
    /// Greenhouse gas, t CO2e/a.
    pub co2_t_per_a: f64,
    /// Useful heat, MWh/a.
    pub heat_mwh: f64,
}

impl Column {
    /// Capital before aid, EUR without VAT.
    pub fn capital_eur(&self) -> f64 {
        self.capital.iter().map(|c| c.eur).sum()
    }

    /// Capital less aid, EUR without VAT.
    pub fn invested_eur(&self) -> f64 {
        self.capital_eur() - self.aid.total_eur()
    }

    /// Sum of a chapter as one row: without VAT and VAT, EUR/a.
    pub fn chapter(&self, chapter: Chapter) -> (f64, f64) {
        sum(self.rows.iter().filter(|r| r.id.chapter() == chapter))
    }

    /// All lines without VAT, EUR/a.
    pub fn total_ht_eur(&self) -> f64 {
        sum(self.rows.iter()).0
    }

    /// VAT of all lines, EUR/a.
    pub fn vat_eur(&self) -> f64 {
        sum(self.rows.iter()).1
    }

    /// All lines with VAT, EUR/a.
    pub fn total_ttc_eur(&self) -> f64 {
        self.total_ht_eur() + self.vat_eur()
    }

    /// Cost of heat in the first year, EUR/MWh without VAT; the levelised cost where no price grows.
    pub fn cost_ht_eur_per_mwh(&self) -> f64 {
        self.total_ht_eur() / self.heat_mwh
    }

    /// Cost of heat in the first year, EUR/MWh with VAT.
    pub fn cost_ttc_eur_per_mwh(&self) -> f64 {
        self.total_ttc_eur() / self.heat_mwh
    }
}

fn sum<'a>(rows: impl Iterator<Item = &'a Row>) -> (f64, f64) {
    rows.fold((0.0, 0.0), |(ht, vat), r| (ht + r.ht_eur, vat + r.vat_eur))
}

/// A study, worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// The four columns, in the order of [`ColumnId::ALL`].
    pub columns: Vec<Column>,
    /// The wood solution, without aid and with it, against today and against the reference.
    pub comparisons: Vec<Comparison>,
    /// What a reader should be told beside the numbers.
    pub notes: Vec<Note>,
}

impl Study {
    /// One column.
    pub fn column(&self, id: ColumnId) -> Option<&Column> {
        self.columns.iter().find(|c| c.id == id)
    }

    /// One comparison.
    pub fn comparison(&self, column: ColumnId, against: ColumnId) -> Option<&Comparison> {
        self.comparisons.iter().find(|c| c.column == column && c.against == against)
    }
}

/// Works out a study.
///
/// # Errors
/// As [`StudyInput::check`], and when a price path is shorter than the study or outside its range.
pub fn study(input: &StudyInput, p: &StudyParams<f64>) -> Result<Study, StudyError> {
    input.check(p)?;
    let factors = input.paths.factors(input.years)?;
    let granted = aid(&input.wood.capital, &input.aid, p);
    let columns: Vec<Column> = [
        (ColumnId::Today, &input.today, None),
        (ColumnId::Reference, &input.reference, None),
        (ColumnId::Wood, &input.wood, None),
        (ColumnId::WoodAided, &input.wood, Some(granted)),
    ]
    .into_iter()
    .map(|(id, solution, aid)| {
        let aid = aid.unwrap_or_else(|| Aid::none(&solution.capital));
        // heat is sold by the wood solution's network; boilers of one's own stand in the other columns
        let sale = if matches!(id, ColumnId::Wood | ColumnId::WoodAided) { input.sale } else { Sale::OwnUse };
        column(id, solution, aid, &Context { input, p, factors: &factors, sale })
    })
    .collect();
    let comparisons = compare(&columns, input.rate);
    let notes = notes::notes(input, &columns, &comparisons);
    Ok(Study { columns, comparisons, notes })
}

fn compare(columns: &[Column], rate: f64) -> Vec<Comparison> {
    let [today, reference, wood, aided] = columns else { return Vec::new() };
    let of = |column: &Column, other: &Column| Comparison {
        column: column.id,
        against: other.id,
        project: Indicators::of(cash::difference(&other.years, &column.years, Year::cost_before_loan_eur), rate),
        indicators: Indicators::of(cash::difference(&other.years, &column.years, Year::cost_eur), rate),
        co2_saved_t_per_a: other.co2_t_per_a - column.co2_t_per_a,
        first_year_saving_eur: other.years[1].running_eur - column.years[1].running_eur,
    };
    [wood, aided].iter().flat_map(|c| [of(c, today), of(c, reference)]).collect()
}

fn loan(invested_eur: f64, p: &StudyParams<f64>) -> Loan {
    Loan {
        principal_eur: invested_eur.max(0.0) * p.loan_share,
        rate: p.loan_rate,
        // whole and in range: the input was checked
        years: p.loan_years as usize,
        grace_years: p.loan_grace_years as usize,
    }
}

/// What all columns share, and who pays for the heat of this one.
struct Context<'a> {
    input: &'a StudyInput,
    p: &'a StudyParams<f64>,
    factors: &'a Factors,
    sale: Sale,
}

fn column(id: ColumnId, solution: &Solution, aid: Aid, context: &Context<'_>) -> Column {
    let Context { input, p, factors, sale } = context;
    let capital_eur = solution.capital_eur();
    let loan = loan(capital_eur - aid.total_eur(), p);
    let running = lines::running_lines(solution, &input.prices, p);
    let plan = Plan {
        running: &running,
        replacements: &solution.replacements,
        capital_eur,
        aid_eur: aid.total_eur(),
        residual_eur: capital_eur * p.residual_share,
        loan,
        schedule: loan.schedule(),
    };
    let index = tariff::energy_index(solution, factors);
    let incomes = tariff::incomes(sale, input.heat_mwh, &index, factors);
    let years = cash::years(&plan, factors, incomes.as_deref(), input.rate);
    let levelised = Levelised::of(&plan, factors, input.rate);
    let seller = incomes.as_ref().map(|_| Indicators::of(years.iter().map(|y| y.net_eur).collect(), input.rate));
    let covering = input.spread.map(|(_, units)| tariff::covering(&levelised, input.heat_mwh, units, &index, factors));
    Column {
        id,
        rows: rows(&running, &levelised, solution, context),
        cost: levelised.cost(&years, input.rate, input.heat_mwh),
        capital: solution.capital.clone(),
        aid,
        loan,
        loan_years: plan.schedule,
        years,
        covering,
        incomes,
        seller,
        co2_t_per_a: solution.co2_t_per_a,
        heat_mwh: input.heat_mwh,
    }
}

/// Lines of the first year in their order; lines of capital as yearly payments of the same present value.
fn rows(running: &[(LineId, f64)], levelised: &Levelised, solution: &Solution, context: &Context<'_>) -> Vec<Row> {
    let row = |id: &LineId| {
        let ht_eur = match running.iter().find(|(line, _)| line == id) {
            Some((_, eur)) => *eur,
            None => levelised.present_eur(|line| line == *id) / levelised.annuity_factor(),
        };
        let share = lines::vat_share(*id, solution, &context.sale, context.input.heat_mwh, context.p);
        Row { id: *id, ht_eur, vat_eur: ht_eur * share }
    };
    LineId::ALL.iter().map(row).collect()
}
