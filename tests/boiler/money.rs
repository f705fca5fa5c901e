//! The economics of the boiler house: accounts and study are one truth, columns add up, aid keeps to its caps.

use gisement::balance::carbon::transport::vehicle;
use gisement::balance::flows::{Carries, Flows, TransportLeg};
use gisement::balance::money::EconomicsParams;
use gisement::balance::money::accounts::{Capacities, accounts};
use gisement::balance::money::finance::{HeatCost, capital_recovery};
use gisement::balance::money::study::{
    AidBound, AidId, AidRequest, Basis, CapitalItem, Chapter, ColumnId, LineId, Part, PricePath, PricePaths, Prices,
    ProjectFacts, Replacement, Sale, Solution, StudyError, StudyInput, StudyParams, Tariff, aid, house_pieces, study,
};
use proptest::prelude::*;

fn params() -> StudyParams<f64> {
    StudyParams::defaults()
}

fn prices() -> Prices {
    Prices {
        wood_eur_per_mwh_lhv: 20.0,
        gas_eur_per_mwh_hhv: 50.0,
        gas_excise_eur_per_mwh_hhv: 17.16,
        other_eur_per_mwh_lhv: 130.0,
        electricity_eur_per_mwh: 180.0,
        ash_eur_per_t: 210.0,
        hhv_per_lhv: 1.11,
    }
}

/// A wood boiler house of 600 kEUR with a network of 400 kEUR, against gas.
fn project() -> StudyInput {
    let p = params();
    let gas = |mwh: f64, capital: Vec<CapitalItem>| Solution {
        capital,
        gas_mwh_lhv: mwh,
        fixed_other_eur_per_a: 3000.0,
        co2_t_per_a: 0.22 * mwh,
        ..Solution::none()
    };
    let item = |name, part, eur| CapitalItem { name, part, eur };
    StudyInput {
        years: 20,
        rate: 0.04,
        heat_mwh: 2000.0,
        prices: prices(),
        paths: PricePaths::growing(&p),
        today: gas(2353.0, vec![]),
        reference: gas(2105.0, vec![item("gas_boilers", Part::Backup, 120_000.0)]),
        wood: Solution {
            capital: vec![
                item("wood_boilers", Part::Production, 600_000.0),
                item("gas_boilers", Part::Backup, 100_000.0),
                item("network", Part::Network, 400_000.0),
                item("contingency", Part::Common, 55_000.0),
            ],
            replacements: vec![],
            wood_mwh_lhv: 2100.0,
            gas_mwh_lhv: 330.0,
            other_mwh_lhv: 0.0,
            electricity_mwh: 40.0,
            ash_t: 8.0,
            renewable_heat_mwh: 1700.0,
            fixed_wood_eur_per_a: 18_000.0,
            fixed_other_eur_per_a: 2_000.0,
            variable_eur_per_a: 3_000.0,
            co2_t_per_a: 90.0,
        },
        aid: AidRequest {
            biomass_mwh: 1700.0,
            network_m: 800.0,
            cee_mwh_cumac: 0.0,
            other_grants_eur: 0.0,
            stated_eur: 0.0,
        },
        sale: Sale::OwnUse,
        spread: None,
    }
}

fn close(a: f64, b: f64, relative: f64) {
    assert!((a - b).abs() <= relative * a.abs().max(b.abs()).max(1e-300), "{a} for {b}");
}

#[test]
fn the_plain_known_answers_come_out_of_the_study() {
    // models/verify/lcoh.csv, case L2 (63.62 without aid): computed there in double precision from the formula
    let plain = HeatCost {
        capital_eur: 600_000.0,
        subsidy_eur: 210_000.0,
        rate: 0.04,
        years: 20.0,
        fixed_eur_per_a: 18_000.0,
        variable_eur_per_mwh: 3.0,
        heat_mwh: 2000.0,
        wood_share: 0.85,
        eta_wood: 0.86,
        wood_eur_per_mwh_lhv: 20.0,
        eta_gas: 0.92,
        gas_eur_per_mwh_lhv: 60.0,
    };
    let mut input = project();
    input.prices.gas_excise_eur_per_mwh_hhv = 0.0;
    input.prices.gas_eur_per_mwh_hhv = 60.0 / 1.11;
    input.aid = AidRequest {
        biomass_mwh: 0.0,
        network_m: 0.0,
        cee_mwh_cumac: 0.0,
        other_grants_eur: 210_000.0,
        stated_eur: 0.0,
    };
    input.wood = Solution {
        capital: vec![CapitalItem { name: "wood_boilers", part: Part::Production, eur: 600_000.0 }],
        wood_mwh_lhv: 0.85 * 2000.0 / 0.86,
        gas_mwh_lhv: 0.15 * 2000.0 / 0.92,
        fixed_wood_eur_per_a: 18_000.0,
        variable_eur_per_a: 6_000.0,
        ..Solution::none()
    };
    let s = study(&input, &params()).unwrap();
    let aided = s.column(ColumnId::WoodAided).unwrap();
    close(aided.cost.lcoh_eur_per_mwh, 55.898_491_9, 1e-9);
    close(aided.cost.lcoh_eur_per_mwh, plain.lcoh_eur_per_mwh(), 1e-13);
    close(s.column(ColumnId::Wood).unwrap().cost.lcoh_eur_per_mwh, 63.624_575_7, 1e-9);
    // without growth the cost of the first year is the levelised one: annuity form and discounted form agree
    close(aided.cost_ht_eur_per_mwh(), aided.cost.lcoh_eur_per_mwh, 1e-13);
}

/// Flows of a boiler house that burns pool wood and bought wood, with gas beside it.
fn flows() -> Flows<f64> {
    let mut f = Flows::zero();
    (f.heat.used_from_wood_mwh, f.heat.used_from_gas_mwh, f.heat.network_loss_mwh) = (3000.0, 400.0, 300.0);
    (f.wood_boiler.fuel_mwh, f.wood_boiler.heat_mwh) = (3900.0, 3300.0);
    (f.gas_boiler.fuel_mwh, f.gas_boiler.heat_mwh) = (440.0, 400.0);
    (f.wood.burnt_t, f.wood.bought_t, f.wood.ash_t) = (1000.0, 300.0, 10.0);
    f.power.bought_boiler_mwh = 66.0;
    let lorry = vehicle("artic_26t_volume").unwrap();
    f.transport.push(TransportLeg { name: "collection_wood", carries: Carries::Wood, t_km: 9000.0, vehicle: lorry });
    f
}

const BUILT: Capacities<f64> = Capacities {
    wood_boilers_kw: [500.0, 300.0, 0.0, 0.0],
    filtered_share: 1.0,
    gas_boiler_kw: 1500.0,
    buffer_m3: 30.0,
    wood_store_t: 40.0,
    substations: 12.0,
    network_m: 1000.0,
    digester_m3: 0.0,
    chp_kwe: 0.0,
    biogas_boiler_kw: 0.0,
    injection_nm3_h: 0.0,
    platforms: 1.0,
};

const FACTS: ProjectFacts = ProjectFacts {
    hhv_per_lhv: 1.11,
    cee_mwh_cumac: 0.0,
    other_grants_eur: 0.0,
    sale: Sale::OwnUse,
    spread: None,
    co2_t_per_a: [900.0, 800.0, 120.0],
};

#[test]
fn accounts_and_study_are_one_truth() {
    let (e, p) = (EconomicsParams::<f64>::defaults(), params());
    let input = StudyInput::of_project(&flows(), &BUILT, &e, &p, &FACTS).unwrap();
    let s = study(&input, &p).unwrap();
    let a = accounts(&flows(), &BUILT, &e, 1.11);
    let wood = s.column(ColumnId::Wood).unwrap();
    close(wood.cost.lcoh_eur_per_mwh, a.lcoh_eur_per_mwh(), 1e-12);
    close(wood.capital_eur(), a.invested_eur(), 1e-12);
    // no slices of the scheme are known: nothing is counted, and it is said why
    let aided = s.column(ColumnId::WoodAided).unwrap();
    assert_eq!(aided.aid.total_eur(), 0.0);
    assert!(aided.aid.lines.iter().any(|l| l.id == AidId::Production && l.bound == AidBound::AmountNotGiven));
    assert!(s.notes.iter().any(|n| n.id == "aid_amount_not_given"));
    // a subsidy stated as a share is the aid of the study too, until a scheme's amount takes its place
    let mut stated = e;
    stated.subsidy_share = 0.35;
    let input_35 = StudyInput::of_project(&flows(), &BUILT, &stated, &p, &FACTS).unwrap();
    let s = study(&input_35, &p).unwrap();
    let aided = s.column(ColumnId::WoodAided).unwrap();
    close(aided.cost.lcoh_eur_per_mwh, accounts(&flows(), &BUILT, &stated, 1.11).lcoh_eur_per_mwh(), 1e-12);
    let mut given = p;
    given.aid_eur_per_mwh_20a = 4.0;
    let s = study(&input_35, &given).unwrap();
    close(s.column(ColumnId::WoodAided).unwrap().aid.total_eur(), 4.0 * 20.0 * 3000.0, 1e-12);
    // a sale at the cost of heat leaves nothing
    let mut sold = input.clone();
    sold.sale = Sale::Price { eur_per_mwh: wood.cost.lcoh_eur_per_mwh };
    let s = study(&sold, &p).unwrap();
    let seller = s.column(ColumnId::Wood).unwrap().seller.clone().unwrap();
    assert!(seller.npv_eur.abs() < 1e-6 * wood.capital_eur(), "{}", seller.npv_eur);
    close(seller.irr.rate().unwrap(), e.discount_rate, 1e-9);
}

#[test]
fn wood_may_cost_less_than_nothing_but_gas_may_not() {
    let mut input = project();
    input.prices.wood_eur_per_mwh_lhv = -12.0;
    let s = study(&input, &params()).unwrap();
    assert!(s.column(ColumnId::Wood).unwrap().cost.part_eur_per_mwh(LineId::Wood) < 0.0);
    input.prices.gas_eur_per_mwh_hhv = -1.0;
    let refused = study(&input, &params()).unwrap_err();
    assert!(matches!(&refused, StudyError::OutOfRange { what, .. } if what.contains("gas price")), "{refused}");
    let mut input = project();
    input.sale = Sale::Price { eur_per_mwh: -5.0 };
    assert!(study(&input, &params()).unwrap_err().to_string().contains("price of heat"));
    input = project();
    input.heat_mwh = 0.0;
    assert_eq!(study(&input, &params()).unwrap_err().to_string(), "useful heat, MWh: 0 is not above 0");
    input = project();
    input.wood.gas_mwh_lhv = f64::NAN;
    assert!(study(&input, &params()).is_err());
    input = project();
    input.paths.gas = PricePath::Factors(vec![1.0, 1.1]);
    let short = study(&input, &params()).unwrap_err();
    assert!(matches!(short, StudyError::ShortPath { given: 2, needed: 20, .. }), "{short}");
}

#[test]
fn gas_is_billed_on_hhv_and_vat_goes_by_line() {
    let s = study(&project(), &params()).unwrap();
    let wood = s.column(ColumnId::Wood).unwrap();
    let row = |id: LineId| *wood.rows.iter().find(|r| r.id == id).unwrap();
    close(row(LineId::Gas).ht_eur, 330.0 * 1.11 * 50.0, 1e-12);
    close(row(LineId::Wood).vat_eur, 2100.0 * 20.0 * 0.10, 1e-12);
    close(row(LineId::Gas).vat_eur, 330.0 * 1.11 * 50.0 * 0.20, 1e-12);
    close(row(LineId::Capital).ht_eur, 1_155_000.0 * capital_recovery(0.04, 20.0), 1e-12);
    // sold by a network with 85 % renewable heat: 5.5 % on all; with 40 %: 20 % on the fuels
    let mut sold = project();
    sold.sale = Sale::Price { eur_per_mwh: 80.0 };
    let column = study(&sold, &params()).unwrap().column(ColumnId::Wood).unwrap().clone();
    close(column.vat_eur(), 0.055 * column.total_ht_eur(), 1e-12);
    sold.wood.renewable_heat_mwh = 800.0;
    let column = study(&sold, &params()).unwrap().column(ColumnId::Wood).unwrap().clone();
    let fuel = column.chapter(Chapter::P1).0;
    close(column.vat_eur(), 0.20 * fuel + 0.055 * (column.total_ht_eur() - fuel), 1e-12);
}

#[test]
fn growth_replacement_and_residual_value_have_their_closed_forms() {
    let mut p = params();
    (p.residual_share, p.gas_growth_per_a) = (0.1, 0.03);
    let mut input = project();
    input.paths = PricePaths::growing(&p);
    input.wood.replacements = vec![Replacement { year: 12, eur: 50_000.0 }];
    let wood = study(&input, &p).unwrap().column(ColumnId::Wood).unwrap().clone();
    let (r, n) = (0.04f64, 20);
    let annuity = (1.0 - (1.0 + r).powi(-n)) / r;
    // growing annuity: [1 - ((1 + g)/(1 + r))^n]/(r - g)
    let grown = (1.0 - ((1.03f64) / 1.04).powi(n)) / (r - 0.03);
    close(wood.cost.part_eur_per_mwh(LineId::Gas), 330.0 * 1.11 * 50.0 * grown / annuity / 2000.0, 1e-12);
    let kept = 50_000.0 / 1.04f64.powi(12) - 115_500.0 / 1.04f64.powi(n);
    close(wood.cost.part_eur_per_mwh(LineId::Replacement), kept / annuity / 2000.0, 1e-11);
    // the same path as a list of prices by year
    let list: Vec<f64> = (0..20).map(|k| 50.0 * 1.03f64.powi(k)).collect();
    input.paths.gas = PricePath::from_prices(&list).unwrap();
    let listed = study(&input, &p).unwrap().column(ColumnId::Wood).unwrap().clone();
    close(listed.cost.lcoh_eur_per_mwh, wood.cost.lcoh_eur_per_mwh, 1e-12);
}

#[test]
fn a_loan_at_the_discount_rate_changes_no_cost() {
    let mut p = params();
    (p.loan_share, p.loan_rate, p.loan_years, p.loan_grace_years) = (0.7, 0.04, 15.0, 2.0);
    let cost = |p: &StudyParams<f64>| {
        let s = study(&project(), p).unwrap();
        s.column(ColumnId::Wood).unwrap().cost.lcoh_eur_per_mwh
    };
    close(cost(&p), cost(&params()), 1e-12);
    p.loan_rate = 0.02;
    assert!(cost(&p) < cost(&params()), "cheap money lowers the cost");
    p.loan_rate = 0.06;
    assert!(cost(&p) > cost(&params()));
    p.loan_years = 25.0;
    assert!(study(&project(), &p).is_err(), "a loan longer than the study is refused");
    p.loan_years = 10.5;
    assert!(matches!(study(&project(), &p), Err(StudyError::NotWhole { .. })));
}

#[test]
fn a_tariff_that_covers_the_costs_leaves_nothing() {
    let mut p = params();
    (p.gas_growth_per_a, p.wood_growth_per_a, p.operation_growth_per_a) = (0.02, 0.01, 0.005);
    (p.loan_share, p.aid_eur_per_mwh_20a) = (0.6, 8.0);
    let mut input = project();
    input.paths = PricePaths::growing(&p);
    input.spread = Some((Basis::SubscribedKw, 1100.0));
    let s = study(&input, &p).unwrap();
    assert_eq!(s.covering_tariffs().count(), 4);
    for id in [ColumnId::Wood, ColumnId::WoodAided] {
        let covering = s.column(id).unwrap().covering.unwrap();
        let mut sold = input.clone();
        sold.sale = Sale::Tariff(Tariff {
            r1_eur_per_mwh: covering.r1_eur_per_mwh,
            r2_eur_per_unit: covering.r2_eur_per_unit,
            units: 1100.0,
            basis: Basis::SubscribedKw,
        });
        let s = study(&sold, &p).unwrap();
        let column = s.column(id).unwrap();
        let seller = column.seller.as_ref().unwrap();
        assert!(seller.npv_eur.abs() < 1e-6 * column.capital_eur(), "{}", seller.npv_eur);
        let first = column.incomes.as_ref().unwrap()[0];
        close(first.energy_eur + first.fixed_eur, first.total_eur(), 1e-15);
        close(first.energy_eur, covering.r1_eur_per_mwh * 2000.0, 1e-12);
    }
}

#[test]
fn each_cap_of_the_aid_binds_and_says_so() {
    let capital = project().wood.capital;
    let ask = |p: &StudyParams<f64>, request: AidRequest| aid(&capital, &request, p);
    let bound =
        |a: &gisement::balance::money::study::Aid, id: AidId| a.lines.iter().find(|l| l.id == id).copied().unwrap();
    let request = project().aid;
    let mut p = params();
    // 5 EUR/MWh over 20 years of 1,700 MWh: 170,000 EUR, below 45 % of 630,000 (its share of the 55,000 within)
    p.aid_eur_per_mwh_20a = 5.0;
    let a = ask(&p, request);
    close(a.eligible_production_eur, 600_000.0 * 1.05, 1e-12);
    close(a.total_eur(), 170_000.0, 1e-12);
    // 12 EUR/MWh would be 408,000: cut to 45 %, to 60 % for a small company with 15 points
    p.aid_eur_per_mwh_20a = 12.0;
    let cut = bound(&ask(&p, request), AidId::Production);
    assert_eq!(cut.bound, AidBound::CapOfScheme);
    close(cut.granted_eur, 0.45 * 630_000.0, 1e-12);
    p.aid_sme_bonus = 0.15;
    close(ask(&p, request).total_eur(), 0.60 * 630_000.0, 1e-12);
    // below 1.2 GWh/a nothing from the national scheme; a local one may pay up to 600 MWh
    p = params();
    (p.aid_eur_per_mwh_20a, p.aid_local_eur_per_mwh_a) = (5.0, 260.0);
    let small = ask(&p, AidRequest { biomass_mwh: 900.0, ..request });
    assert_eq!(bound(&small, AidId::Production).bound, AidBound::BelowMinimum);
    close(small.total_eur(), 600.0 * 260.0, 1e-12);
    assert_eq!(bound(&ask(&p, request), AidId::Local).bound, AidBound::AboveMinimum);
    // certificates against the fund: the better of the two
    p = params();
    p.aid_eur_per_mwh_20a = 5.0;
    let few = ask(&p, AidRequest { cee_mwh_cumac: 10_000.0, ..request });
    assert_eq!(bound(&few, AidId::Certificates).bound, AidBound::NotCumulable);
    close(few.total_eur(), 170_000.0, 1e-12);
    let many = ask(&p, AidRequest { cee_mwh_cumac: 40_000.0, ..request });
    assert_eq!(bound(&many, AidId::Production).bound, AidBound::NotCumulable);
    close(many.total_eur(), 40_000.0 * 8.1, 1e-12);
    p.cee_cumulable = 1.0;
    close(ask(&p, AidRequest { cee_mwh_cumac: 10_000.0, ..request }).total_eur(), 251_000.0, 1e-12);
    // all public aid at its largest share
    p.aid_total_cap = 0.5;
    let grants = ask(&p, AidRequest { other_grants_eur: 600_000.0, ..request });
    close(grants.public_eur(), 0.5 * 1_155_000.0, 1e-12);
    assert_eq!(bound(&grants, AidId::OtherGrants).bound, AidBound::CapOfAllAid);
}

#[test]
fn a_boiler_house_is_the_sum_of_its_pieces() {
    let pieces = house_pieces(720_000.0, &params());
    close(pieces.iter().map(|p| p.eur).sum::<f64>(), 720_000.0, 1e-14);
    assert!(pieces.iter().all(|p| p.eur > 0.0));
}

proptest! {
    #[test]
    fn columns_add_up_whatever_the_numbers(
        wood_price in -40.0..80.0f64,
        gas_price in 0.0..150.0f64,
        rate in -0.02..0.15f64,
        years in 1..40usize,
        growth in -0.03..0.06f64,
        loan_share in 0.0..1.0f64,
        amount in 0.0..60.0f64,
        cumac in 0.0..200_000.0f64,
        grants in 0.0..2e6f64,
        cumulable in 0..2usize,
        capital in 1e4..5e6f64,
    ) {
        let mut p = params();
        (p.gas_growth_per_a, p.operation_growth_per_a, p.residual_share) = (growth, growth / 2.0, 0.05);
        (p.loan_share, p.loan_years) = (loan_share, years.min(15) as f64);
        (p.aid_eur_per_mwh_20a, p.cee_cumulable) = (amount, cumulable as f64);
        let mut input = project();
        (input.years, input.rate) = (years, rate);
        (input.prices.wood_eur_per_mwh_lhv, input.prices.gas_eur_per_mwh_hhv) = (wood_price, gas_price);
        (input.aid.cee_mwh_cumac, input.aid.other_grants_eur) = (cumac, grants.min(capital));
        input.wood.capital[0].eur = capital;
        input.paths = PricePaths::growing(&p);
        input.spread = Some((Basis::FloorM2, 20_000.0));
        let s = study(&input, &p).unwrap();
        for c in &s.columns {
            let chapters: f64 = Chapter::ALL.iter().map(|k| c.chapter(*k).0).sum();
            let scale: f64 = c.rows.iter().map(|r| r.ht_eur.abs()).sum();
            prop_assert!((chapters - c.total_ht_eur()).abs() <= 1e-12 * scale);
            prop_assert!((c.total_ht_eur() + c.vat_eur() - c.total_ttc_eur()).abs() <= 1e-12 * scale);
            // the waterfall adds up to the cost that the yearly list gives
            let parts: f64 = c.cost.parts().iter().map(|k| k.eur_per_mwh).sum();
            let size: f64 = c.cost.parts().iter().map(|k| k.eur_per_mwh.abs()).sum();
            prop_assert!((parts - c.cost.lcoh_eur_per_mwh).abs() <= 1e-12 * size, "{parts} {}", c.cost.lcoh_eur_per_mwh);
            // aid never above capital, loan back to zero, cash adds up
            prop_assert!(c.aid.total_eur() <= c.capital_eur() * (1.0 + 1e-12));
            prop_assert!(c.aid.public_eur() <= p.aid_total_cap * c.capital_eur() * (1.0 + 1e-12));
            for line in &c.aid.lines {
                prop_assert!(line.granted_eur >= 0.0 && line.granted_eur <= line.cap_eur * (1.0 + 1e-12));
                prop_assert!(line.granted_eur <= line.asked_eur * (1.0 + 1e-12) || line.asked_eur.is_nan());
            }
            prop_assert!(c.loan_years.last().is_none_or(|y| y.owed_eur.abs() < 1e-8 * (1.0 + c.loan.principal_eur)));
            let net: f64 = c.years.iter().map(|y| y.net_eur).sum();
            prop_assert!((net - c.years[years].cumulative_eur).abs() < 1e-6 * (1.0 + net.abs()));
            let covering = c.covering.unwrap();
            prop_assert!(covering.r1_eur_per_mwh.is_finite() && covering.r2_eur_per_unit.is_finite());
        }
        let npv = |id, against| s.comparison(id, against).unwrap().indicators.npv_eur;
        let aid = s.columns[3].aid.total_eur();
        let gain = npv(ColumnId::WoodAided, ColumnId::Reference) - npv(ColumnId::Wood, ColumnId::Reference);
        if loan_share == 0.0 || (rate - p.loan_rate).abs() < 1e-12 {
            prop_assert!((gain - aid).abs() < 1e-6 * (1.0 + aid), "aid is worth what it is");
        }
        for c in &s.comparisons {
            // the loan changes the owner's flows, and neither payback nor rate of the project itself
            let free = study(&input, &StudyParams { loan_share: 0.0, ..p }).unwrap();
            let unborrowed = free.comparison(c.column, c.against).unwrap();
            prop_assert!((unborrowed.project.npv_eur - c.project.npv_eur).abs() <= 1e-8 * (1.0 + c.project.npv_eur.abs()) + 1e-4);
            prop_assert_eq!(&unborrowed.project, &unborrowed.indicators);
            let flows = &c.indicators.flows_eur;
            for rate in &c.indicators.irr.rates {
                let v = gisement::balance::money::finance::net_present_value(flows, *rate);
                let size: f64 = flows.iter().enumerate().map(|(k, f)| (f * (1.0 + rate).powi(-(k as i32))).abs()).sum();
                prop_assert!(v.abs() <= 1e-9 * size, "{v} at {rate}");
            }
            // a payback within the study without discounting comes no later than with it at a positive rate
            if let (Some(a), Some(b)) = (c.indicators.payback_a, c.indicators.discounted_payback_a) {
                prop_assert!(rate < 0.0 || a <= b + 1e-9 || c.indicators.irr.sign_changes > 1);
            }
        }
    }
}
