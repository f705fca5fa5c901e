"""Results cross without copying: addresses are equal, nulls and units arrive."""

import gisement
import numpy
import pytest
from gisement import Adm1, Scenario, Table

MANY = 1_000_000


@pytest.fixture(scope="module")
def many() -> Table:
    """A million small results."""
    return gisement.Combustion({"moisture_pct_ar": 20.0}).burn({"excess_air": numpy.linspace(1.2, 2.0, MANY)})


@pytest.fixture(scope="module")
def swept() -> gisement.SweepResult:
    return Scenario.from_file("scenarios/boiler_only.toml").sweep(64)


def test_numpy_reads_a_million_values_where_they_are(many: Table) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    column = many["efficiency_pct_lhv"]
    address = column.__array_interface__["data"][0]
    seen = numpy.asarray(column)
    assert len(seen) == MANY and seen.__array_interface__["data"][0] == address
    assert not seen.flags.writeable
    arrow = pyarrow.array(column)
    assert arrow.buffers()[1].address == address
    assert pyarrow.table(many)["efficiency_pct_lhv"].chunk(0).buffers()[1].address == address
    assert arrow.to_numpy(zero_copy_only=True).__array_interface__["data"][0] == address


def test_polars_reads_where_it_is(many: Table) -> None:
    polars = pytest.importorskip("polars")
    series = polars.DataFrame(many)["efficiency_pct_lhv"]
    address = many["efficiency_pct_lhv"].__array_interface__["data"][0]
    assert series.to_numpy(allow_copy=False).__array_interface__["data"][0] == address


def test_pandas_reads_where_it_is(many: Table) -> None:
    pandas, pyarrow = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    frame = pyarrow.table(many).to_pandas(types_mapper=pandas.ArrowDtype)
    chunk = frame["efficiency_pct_lhv"].array.__arrow_array__().chunk(0)
    assert chunk.buffers()[1].address == many["efficiency_pct_lhv"].__array_interface__["data"][0]


def test_memory_outlives_its_table() -> None:
    array = numpy.asarray(Adm1().run_batch({"k_m_ac": [8.0, 8.0]})["ph"])
    assert array[0] == array[1] and 7.4 < array[0] < 7.5


def test_neighbours_agree(swept: gisement.SweepResult) -> None:
    duckdb, pandas, polars = (pytest.importorskip(name) for name in ("duckdb", "pandas", "polars"))
    table = swept.table
    mean = numpy.asarray(table["wood_heat_mwh_per_a"]).mean()
    arrow = table.to_arrow()
    with duckdb.connect() as database:
        for name, rows in {"ours": table, "theirs": arrow}.items():
            database.register(name, rows)
            found = database.sql(f"select count(*), max(sample), avg(wood_heat_mwh_per_a) from {name}").fetchall()
            assert found == [(64, 63, pytest.approx(mean, rel=1e-12))], name
    assert table.to_pandas()["wood_heat_mwh_per_a"].mean() == pytest.approx(mean, rel=1e-12)
    assert table.to_polars()["wood_heat_mwh_per_a"].mean() == pytest.approx(mean, rel=1e-12)
    assert isinstance(table.to_pandas(), pandas.DataFrame) and isinstance(table.to_polars(), polars.DataFrame)
    assert arrow.schema.field("wood_heat_mwh_per_a").metadata[b"unit"] == b"MWh/a"


def test_what_is_absent_is_null_for_arrow_and_nan_for_numpy() -> None:
    polars = pytest.importorskip("polars")
    table = Adm1().run_batch({"k_m_ac": [8.0, -1.0]})
    assert table["ph"].to_list()[1] is None and table["reason"].to_list()[0] is None
    assert "k_m_ac" in table["reason"][1]
    assert table.to_polars()["ph"].null_count() == 1
    assert table.to_polars().select(polars.col("ph").mean()).item() == table["ph"][0]
    assert numpy.isnan(numpy.asarray(table["ph"])[1])


def test_tables_are_mappings(swept: gisement.SweepResult) -> None:
    table = swept.table
    assert len(table) == 64 and list(table) == table.columns
    assert "wood_heat_mwh_per_a" in table and "nothing" not in table
    assert table["sample"].to_list() == list(range(64)) and table["sample"][-1] == 63
    assert table.units["wood_heat_mwh_per_a"] == "MWh/a" and table.labels["wood_heat_mwh_per_a"]
    with pytest.raises(KeyError, match="did you mean `wood_heat_mwh_per_a`"):
        table["wood_heat_mwh"]
    with pytest.raises(IndexError):
        table["sample"][64]
    with pytest.raises(AttributeError, match="holds words"):
        table["reason"].__array_interface__
    assert numpy.asarray(table["status"]).dtype == numpy.uint8


def test_tables_are_shown(swept: gisement.SweepResult) -> None:
    assert repr(swept.table).startswith("Table of 64 rows\n  sample ")
    assert swept.table._repr_html_().count("<tr>") == 21
    assert "20 of 64 rows" in swept.table._repr_html_()
    assert "<b>" not in Adm1.parameters()._repr_html_()
