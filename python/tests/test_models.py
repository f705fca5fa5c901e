"""The models by themselves: known answers, and batches with the bits of single runs."""

import csv
import math

import gisement
import numpy
import pytest
from conftest import ROOT
from gisement import Adm1, Combustion, ScenarioError

#: BSM2's digester, published by Rosen & Jeppsson 2006 and computed again by another program; each row names its source.
KNOWN = ROOT / "models/verify/adm1/bsm2_known.csv"


def test_adm1_goes_where_bsm2_does() -> None:
    with KNOWN.open() as file:
        known = {row["name"]: float(row["at_200_d"]) for row in csv.DictReader(file)}
    ran = Adm1(rtol=1e-8).run_batch(days=200.0)
    states = [name for name in known if name in ran]
    assert len(states) > 25
    for name in states:
        assert ran[name][0] == pytest.approx(known[name], rel=1e-6, abs=1e-12), name
    assert ran["ph"][0] == pytest.approx(7.4655, abs=1e-3)
    assert abs(ran["closure_cod"][0]) < 1e-6


def test_a_batch_has_the_bits_of_single_runs() -> None:
    rates = numpy.linspace(4.0, 12.0, 37)
    together = Adm1().run_batch({"k_m_ac": rates, "influent.S_ac": rates / 100})
    for k in (0, 17, 36):
        alone = Adm1({"k_m_ac": rates[k], "influent.S_ac": rates[k] / 100}).run_batch()
        assert {name: column[0] for name, column in alone.to_dict().items()} == {
            name: column[k] for name, column in together.to_dict().items()
        }
    one = Adm1().run_batch({"k_m_ac": rates}, threads=1).to_dict()
    assert one == Adm1().run_batch({"k_m_ac": rates}, threads=2).to_dict()


def test_a_feed_through_time() -> None:
    constant = Adm1().run_batch(days=30.0)
    values = {f"influent.{name}" for name in ("S_su", "X_xc")}
    assert values <= set(Adm1().inputs)
    nothing = Adm1().run_batch(days=30.0, feed={"time_d": [0.0, 10.0], "flow_m3_per_d": [170.0, 0.0]})
    assert nothing["methane_nm3"][0] < constant["methane_nm3"][0]
    with pytest.raises(ScenarioError, match="no column `flow_m3_per_d`"):
        Adm1().run_batch(feed={"time_d": [0.0]})
    refused = Adm1().run_batch(feed={"time_d": [0.0, 0.0], "flow_m3_per_d": [170.0, 0.0]})
    assert refused["reason"][0] is not None and refused["ph"][0] is None


def test_unknown_names_are_refused() -> None:
    with pytest.raises(ScenarioError, match="did you mean `k_m_ac`"):
        Adm1({"k_m_acc": 8.0})
    with pytest.raises(ScenarioError, match="did you mean `excess_air`"):
        Combustion().burn({"exces_air": [1.6]})
    with pytest.raises(ScenarioError, match="did you mean `power_kw`"):
        gisement.boiler_year(numpy.full(8760, 300.0), {"power_k": [300.0]})
    with pytest.raises(ScenarioError, match="rtol"):
        Adm1(rtol=1.0)


CELLULOSE = {
    "c_pct_db": 44.447, "h_pct_db": 6.217, "o_pct_db": 49.336, "n_pct_db": 0.0, "s_pct_db": 0.0, "cl_pct_db": 0.0,
    "ash_pct_db": 0.0, "moisture_pct_ar": 0.0,
}  # fmt: skip


def test_cellulose_burns_by_its_formula() -> None:
    """C6H10O5 + 6 O2: 6 mol O2 on 162.14 g, 5.118 kg of dry air per kg, 20.94 % CO2 in dry gas at most (all of the O2)."""
    burnt = Combustion(CELLULOSE).burn({"excess_air": [1.0, 1.5]})
    assert burnt["o2_stoich_mol_per_kg_ar"][0] == pytest.approx(6 / 0.16214, rel=2e-4)
    assert burnt["co2_dry_pct"][0] == pytest.approx(20.95, abs=0.05)
    assert burnt["air_dry_kg_per_kg_ar"][1] == pytest.approx(1.5 * burnt["air_stoich_kg_per_kg_ar"][1], rel=1e-12)
    for name in ("mass_closure", "energy_closure"):
        assert all(abs(value) < 1e-12 for value in burnt[name].to_list())


def test_a_fuel_that_cannot_burn_is_a_row_with_its_reason() -> None:
    burnt = Combustion(CELLULOSE).burn({"excess_air": [1.5, 0.5]})
    assert burnt["reason"][0] is None and "excess_air" in burnt["reason"][1]
    assert burnt["efficiency_pct_lhv"][1] is None


def test_a_boiler_year_accounts_for_every_hour() -> None:
    demand = 200.0 + 150.0 * numpy.cos(numpy.arange(8760) * 2 * math.pi / 8760)
    powers = numpy.array([150.0, 250.0, 400.0, 5.0])
    years = gisement.boiler_year(demand, {"power_kw": powers})
    assert years["demand_kwh"][0] == pytest.approx(demand.sum(), rel=1e-12)
    for k in range(4):
        given = years["wood_kwh"][k] + years["backup_kwh"][k] - years["buffer_loss_kwh"][k]
        assert given == pytest.approx(demand.sum(), rel=1e-2)
        assert abs(years["closure"][k]) < 1e-9
        alone = gisement.boiler_year(demand, {"power_kw": powers[k : k + 1]})
        assert {name: alone[name][0] for name in alone} == {name: years[name][k] for name in years}
    coverage = years["coverage"].to_list()
    assert coverage[3] < coverage[0] < coverage[1] < coverage[2]
    with pytest.raises(ScenarioError, match="8760"):
        gisement.boiler_year(demand[:-1])


def test_parameters_have_sources() -> None:
    for table in (Adm1.parameters(), Combustion.parameters(), gisement.dispatch_parameters()):
        rows = table.to_dict()
        assert all(rows["source"]) and all(rows["unit"]) and all(rows["description"])
        assert set(rows["flag"]) <= {"read", "computed", "assumed"}
