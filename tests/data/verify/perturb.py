"""Perturbed copies of the tables in models/verify, with every answer recomputed here, by other code than the program's.

    python3 tests/data/verify/perturb.py

Standard library only. Before it perturbs a table, it checks that it reproduces the answers of the table as it stands.
The perturbation is seeded: the files do not change from run to run.
"""

import csv
import json
import math
import random
import re
from pathlib import Path

HERE = Path(__file__).parent
MODELS = HERE.parents[2] / "models"
random.seed(20180615)


def read(path):
    with open(MODELS / path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames, list(reader)


def write(name, columns, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def moved(text, low=0.9, high=1.1, digits=5):
    return f"{float(text) * random.uniform(low, high):.{digits}g}"


def must_agree(name, computed, printed, tolerance):
    assert abs(computed - printed) <= tolerance, f"{name}: {computed} here, {printed} in the table"


# ---------------------------------------------------------------------------------------------------------- combustion

GAS = 8.31446261815324
MASS = {"C": 12.011, "H": 1.008, "O": 15.999, "N": 14.007, "S": 32.06, "Cl": 35.45}
MOLECULE = {"CO2": 44.009, "H2O": 18.015, "SO2": 64.058, "HCl": 36.458, "O2": 31.998, "N2": 28.014, "Ar": 39.95}
EVAPORATION = 44005.38  # J/mol at 25 C
INPUTS = {"T_ad_equilibrium_C", "x_CO_eq_ppm", "x_NO_eq_ppm"}  # left alone: chemical equilibrium

POLYNOMIALS = {}
for row in read("combustion/nasa7.csv")[1]:
    terms = [float(row[f"a{k}"]) for k in range(1, 8)]
    POLYNOMIALS.setdefault(row["species"], []).append((float(row["t_high_k"]), terms))


def enthalpy(species, kelvin):
    ranges = sorted(POLYNOMIALS[species])
    a = next((terms for high, terms in ranges if kelvin <= high), ranges[-1][1])
    return GAS * (sum(a[k] * kelvin ** (k + 1) / (k + 1) for k in range(5)) + a[5])


def warmth(moles, kelvin):
    return sum(n * (enthalpy(s, kelvin) - enthalpy(s, 298.15)) for s, n in moles.items())


def saturation(kelvin):
    """Wagner & Pruss 1993, Pa (the program uses IAPWS-IF97)."""
    t = 1 - kelvin / 647.096
    powers = [(1, -7.85951783), (1.5, 1.84408259), (3, -11.7866497), (3.5, 22.6807411), (4, -15.9618719), (7.5, 1.80122502)]
    return 22.064e6 * math.exp(647.096 / kelvin * sum(c * t**p for p, c in powers))


def root(rising, low, high):
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2


def combustion(row):
    g = lambda column: float(row[column])
    wet, lam = g("moisture_wb_pct") / 100, g("lam")
    n = {e: g(f"{e}_dry_pct") * 10 * (1 - wet) / m for e, m in MASS.items()}
    correlated = row["hhv_source"].startswith("Channiwala")
    c, h, o, nitrogen, s, ash = (g(f"{e}_dry_pct") for e in ("C", "H", "O", "N", "S", "ash"))
    hhv = 0.3491 * c + 1.1783 * h + 0.1005 * s - 0.1034 * o - 0.0151 * nitrogen - 0.0211 * ash
    hhv = hhv if correlated else g("HHV_dry_MJ_kg")
    water = (n["H"] - n["Cl"]) / 2 + wet * 1000 / MOLECULE["H2O"]
    lhv = hhv * (1 - wet) - EVAPORATION * 1e-6 * water
    oxygen = n["C"] + (n["H"] - n["Cl"]) / 4 + n["S"] - n["O"] / 2
    least, air_mass, volume = oxygen / 0.2095, 28.96323e-3, 22.41396954e-3
    air = lam * least
    gas = {
        "CO2": n["C"], "SO2": n["S"], "HCl": n["Cl"], "O2": (lam - 1) * oxygen, "Ar": 0.0096 * air,
        "N2": n["N"] / 2 + 0.7809 * air,
        "H2O": water + g("air_humidity_kg_per_kg_dry") * air * air_mass * 1000 / MOLECULE["H2O"],
    }
    whole = sum(gas.values())
    dry = whole - gas["H2O"]
    answers = {"HHV_dry_MJ_kg": hhv} if correlated else {}
    iso = (1000 * hhv - 212.2 * h - 0.8 * (o + nitrogen)) * (1 - wet) - 2443 * wet
    answers |= {
        "HHV_ar_MJ_kg": hhv * (1 - wet), "LHV_ar_MJ_kg": lhv, "LHV_ar_ISO18125_MJ_kg": iso / 1000,
        "O2_stoich_mol_kg_ar": oxygen, "air_stoich_dry_kg_kg_ar": least * air_mass,
        "air_stoich_dry_Nm3_kg_ar": least * volume, "air_actual_dry_kg_kg_ar": air * air_mass,
        "fluegas_wet_Nm3_kg_ar": whole * volume, "fluegas_dry_Nm3_kg_ar": dry * volume,
        "fluegas_wet_kg_kg_ar": sum(gas[k] * MOLECULE[k] for k in gas) / 1000,
        "x_SO2_wet_ppm": 1e6 * gas["SO2"] / whole, "x_HCl_wet_ppm": 1e6 * gas["HCl"] / whole,
        "x_CO2_dry_pct": 100 * gas["CO2"] / dry, "x_O2_dry_pct": 100 * gas["O2"] / dry,
        "CO2max_dry_pct": 100 * n["C"] / (n["C"] + n["S"] + n["Cl"] + n["N"] / 2 + 0.7905 * least),
    }
    answers |= {f"x_{k}_wet_pct": 100 * gas[k] / whole for k in ("CO2", "H2O", "O2", "N2", "Ar")}
    answers["T_ad_complete_C"] = root(lambda t: warmth(gas, t) - lhv * 1e6, 300, 5000) - 273.15
    for t in (120, 160, 220):
        heat = warmth(gas, t + 273.15)
        answers[f"h_fg_{t}C_kJ_kg_ar"] = heat / 1000
        answers[f"stack_loss_{t}C_pct_LHV"] = heat / lhv / 1e4
    answers["siegert_f_160C"] = answers["stack_loss_160C_pct_LHV"] * answers["x_CO2_dry_pct"] / 135
    pressure = gas["H2O"] / whole * 101325
    if pressure > 0:
        answers["dewpoint_C"] = root(lambda t: saturation(t) - pressure, 240, 373) - 273.15
    full = saturation(318.15)
    vapour = min(gas["H2O"], dry * full / (101325 - full))
    liquid = gas["H2O"] - vapour
    kilograms = liquid * MOLECULE["H2O"] / 1000
    lost = warmth(gas | {"H2O": vapour}, 318.15) - liquid * EVAPORATION + kilograms * 4186 * 20
    return answers | {"cond45_condensate_kg_kg_ar": kilograms, "cond45_loss_pct_LHV": lost / lhv / 1e4}


def perturb_combustion():
    columns, rows = read("verify/combustion.csv")
    special = {"dewpoint_C": 0.06, "cond45_condensate_kg_kg_ar": 0.002, "cond45_loss_pct_LHV": 0.035}
    changed = []
    for row in rows:
        for column, value in combustion(row).items():
            printed = float(row[column])
            must_agree(f"{row['case_id']} {column}", value, printed, special.get(column, 2e-7 * abs(printed) + 1e-12))
    for row in rows[::3]:
        row["moisture_wb_pct"] = moved(row["moisture_wb_pct"], 0.8, 1.2)
        row["lam"] = str(max(1.0, float(moved(row["lam"], 0.95, 1.2))))
        row["air_humidity_kg_per_kg_dry"] = f"{random.choice([0, random.uniform(0, 0.01)]):.4g}"
        for element in ("C", "H", "O", "N", "S", "Cl", "ash"):
            row[f"{element}_dry_pct"] = moved(row[f"{element}_dry_pct"], 0.97, 1.0)
        if not row["hhv_source"].startswith("Channiwala"):
            row["HHV_dry_MJ_kg"] = moved(row["HHV_dry_MJ_kg"], 0.97, 1.03)
        answers = combustion(row)
        for column in columns[columns.index("hhv_source") + 1:]:
            if column in answers:
                row[column] = f"{answers[column]:.8g}"
            elif column not in INPUTS | {"HHV_dry_MJ_kg"}:
                row[column] = ""
        changed.append(row)
    write("combustion.csv", columns, changed)


# ------------------------------------------------------------------------------------------------------------ dispatch


def loads():
    columns = {}
    for path in (MODELS / "verify/heat/bdew_profile.csv", HERE.parent / "heat/bdew_profile_more.csv"):
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                for name, cell in row.items():
                    columns.setdefault(name, []).append(float(cell))
    return {name: values for name, values in columns.items() if name.endswith("_kW")}


LOADS = loads()


def dispatch(row):
    load, power, least = LOADS[row["profile"]], float(row["P_bio_kW"]), float(row["min_load"])
    demand = sum(load)
    met = lambda threshold: sum(min(power, d) for d in load if d >= threshold)
    on = [d >= least * power for d in load]
    answers = {
        "demand_MWh": demand / 1000, "peak_kW": max(load), "covA_nominload_pct": 100 * met(0) / demand,
        "covA_single_pct": 100 * met(least * power) / demand, "hoursA": sum(on),
        "startsA": sum(b and not a for a, b in zip(on, on[1:])), "flhA": met(least * power) / power,
        "covC_two_units_pct": 100 * met(least * power / 2) / demand,
    }
    for hours in (1, 2, 4):
        stored = gas = 0
        for d in load:
            stored += min(power, d + hours * power - stored) - d
            gas, stored = gas - min(stored, 0), max(stored, 0)
        answers[f"covD_lossless_{hours}h_pct"] = 100 * (1 - gas / demand)
    for hours in (1, 4):
        answers |= hysteresis(load, power, least, hours)
    return answers


def hysteresis(load, power, least, hours):
    stored, running, starts, run, wood, gas, fuel = hours * power / 2, True, 0, 0, 0, 0, 0
    for d in load:
        stored *= 0.998
        room = hours * power - stored
        if running and d + room < least * power:
            running = False
        elif not running and stored < d and d + room >= least * power:
            running, starts = True, starts + 1
        p = min(power, d + room) if running else 0
        stored += p - d
        gas, stored = gas - min(stored, 0), max(stored, 0)
        if running:
            run, wood, fuel = run + 1, wood + p, fuel + p / (0.88 * (1 - 0.06 * (1 - p / power)))
    names = [f"{name}_{hours}h{unit}" for name, unit in
             (("covR", "_pct"), ("bioR", "_kWh"), ("gasR", "_kWh"), ("startsR", ""), ("hoursR", ""), ("fuelR", "_kWh"))]
    return dict(zip(names, (100 * (1 - gas / sum(load)), wood, gas, starts, run, fuel)))


def perturb_dispatch():
    columns, rows = read("verify/heat/dispatch_public.csv")
    for row in rows:
        for column, value in dispatch(row).items():
            must_agree(f"{row['case_id']} {column}", value, float(row[column]), 1e-6 * abs(value) + 6e-5)
    for row in rows[::2]:
        row["profile"], share = random.choice(sorted(LOADS)), random.uniform(0.25, 0.95)
        row["P_bio_kW"], row["min_load"] = f"{share * max(LOADS[row['profile']]):.3f}", f"{random.uniform(0.1, 0.5):.2f}"
        row["frac_of_peak"] = f"{share:.2f}"
        row |= {column: f"{value:.7g}" for column, value in dispatch(row).items()}
    write("dispatch.csv", columns, rows[::2])


# -------------------------------------------------------------------------------------------------------- cost of heat


def heat_cost(row):
    g = lambda column: float(row[column])
    rate, years, heat, wood = g("discount_rate"), g("life_yr"), g("heat_MWh_yr"), g("bio_share")
    factor = rate / (1 - (1 + rate) ** -years) if rate else 1 / years
    annuity = factor * (g("capex_EUR") - g("subsidy_EUR"))
    fuel = wood * g("price_bio_EUR_MWh_LHV") / g("eta_bio") + (1 - wood) * g("price_gas_EUR_MWh_LHV") / g("eta_gas")
    cost = (annuity + g("opex_fix_EUR_yr")) / heat + g("opex_var_EUR_MWh") + fuel
    return {"CRF": factor, "annuity_EUR_yr": annuity, "LCOH_EUR_MWh": cost}


def perturb_heat_cost():
    columns, rows = read("verify/lcoh.csv")
    changed = []
    for row in rows:
        for column, value in heat_cost(row).items():
            must_agree(f"{row['case_id']} {column}", value, float(row[column]), 5e-9 * value)
        for form in (".9g", ".17g", ".6f"):
            copy = row | {column: moved(row[column], 0.9, 1.0) for column in columns[1:13]}
            copy |= {"case_id": f"{row['case_id']} {form}", "life_yr": str(random.randint(10, 30))}
            changed.append(copy | {column: format(value, form) for column, value in heat_cost(copy).items()})
    write("lcoh.csv", columns, changed)


# -------------------------------------------------------------------------------------------------------------- carbon


def codigestion(i):
    dry = [(1 - a) / (1 - s) for a, s in zip(i["AM"], i["SM"])] if i["AM"] else [1] * len(i["I"])
    weights = [p * m * d for p, m, d in zip(i["P"], i["I"], dry)]
    return sum(e * w for e, w in zip(i["E"], weights)) / sum(weights)


def exergy(i):
    heat = (i["T_K"] - 273.15) / i["T_K"]
    shared = i["E"] / (i["eta_el"] + heat * i["eta_h"])
    return shared if i["out"] == "EC_el" else shared * heat


CARBON = {
    "red2_sum": lambda i: sum(i["terms"]),
    "red2_saving": lambda i: 100 * (1 - i["E"] / i["eta"] / i["comparator"]),
    "red2_codigestion": codigestion,
    "red2_chp_exergy": exergy,
    "carnot": lambda i: 1 - 273.15 / i["T_K"],
    "methane_slip": lambda i: i["slip_MJ_per_MJ"] / i["lhv_MJ_kg"] * 1000 * i["gwp"],
    "composting": lambda i: i["ch4_g_kg"] * i["gwp_ch4"] + i["n2o_g_kg"] * i["gwp_n2o"],
    "manure_credit": lambda i: i["kg_per_t"] / i["P_MJ_per_kg"],
    "ipcc_fod_cumulative": lambda i: 4000 / 3 * i["DOC"] * i["DOCf"] * i["F"] * i["MCF"] * (1 - i["OX"])
    * (1 - math.exp(-i["k"] * i["years"])),
    "transport": lambda i: i["t"] / i["load_t"] * i["km"] * i["l_per_km"] * i["kgco2e_l"],
    "bg16_linear_80_500": lambda i: 175 - 25 * min(1, max(0, (i["P_kWe"] - 80) / 420))
    + 50 * min(1, i["effluent_share"] / 0.6),
    "tgap_landfill": lambda i: i["t"] * i["base"] + i["t_over_objective"] * i["surcharge"],
    "pallet_mass": lambda i: i["kt"] / i["M_pallets"],
}


def moved_json(value, key):
    if isinstance(value, list):
        return [moved_json(item, key) for item in value]
    if isinstance(value, (int, float)):
        return round(value * (random.uniform(0.95, 1.02) if key in ("AM", "SM") else random.uniform(0.9, 1.1)), 5)
    return value


def perturb_carbon():
    columns, rows = read("verify/carbon.csv")
    # Programmes are answered by the tables of `allocation/`.
    rows = [row for row in rows if row["category"] in CARBON]
    for row in rows:
        inputs, compute = json.loads(row["inputs_json"]), CARBON[row["category"]]
        must_agree(row["id"], compute(inputs), float(row["expected"]), float(row["abs_tolerance"]))
        inputs = {key: moved_json(value, key) for key, value in inputs.items()}
        row["inputs_json"], row["expected"] = json.dumps(inputs), repr(round(compute(inputs), 6))
    write("carbon.csv", columns, rows)


# --------------------------------------------------------------------------------------------------------------- yield

WEIGHTS = {
    "biogas(R)": {"C": 12.01, "H": 1.008, "O": 16.00, "N": 14.007, "S": 32.1},
    "CIAAW": {"C": 12.011, "H": 1.008, "O": 15.999, "N": 14.007, "S": 32.06},
}
STOICHIOMETRIC = ("buswell_boyle", "cod", "bmp_theoretical", "ch4_fraction", "gas_fraction")


def atoms(formula):
    counts = dict.fromkeys("CHONS", 0.0)
    for element, count in re.findall(r"([CHONS])([\d.]*)", formula):
        counts[element] += float(count or 1)
    return counts


def stoichiometry(row):
    n = atoms(row["input"])
    c, h, o, nitrogen, s = n.values()
    methane = c / 2 + h / 8 - o / 4 - 3 * nitrogen / 8 - s / 4
    if row["kind"] == "buswell_boyle":
        water = c - h / 4 - o / 2 + 3 * nitrogen / 4 + s / 2
        return {"nu_H2O": water, "nu_CH4": methane, "nu_CO2": c - methane, "nu_NH3": nitrogen, "nu_H2S": s}[row["quantity"]]
    if row["kind"] == "ch4_fraction":
        return methane / (c - nitrogen if row["quantity"] == "fCH4_N" else c)
    if row["kind"] == "gas_fraction":
        return {"xCH4": methane, "xH2S": s}[row["quantity"]] / (c + nitrogen + s)
    weights = WEIGHTS[re.search(r"AW=([^;]+)", row["params"])[1].strip()]
    mass = sum(count * weights[element] for element, count in n.items())
    if row["kind"] == "cod":
        return 4 * methane * weights["O"] / mass
    return methane * float(re.search(r"Vm=([\d.]+)", row["params"])[1]) / mass


def pool(row):
    streams = [[float(w) for w in text.split()[-5:]] for text in row["input"].split(":")[1].split(";")]
    solids = [t * ts * vs for t, ts, vs, _, _ in streams]
    potential = [v * s[3] for v, s in zip(solids, streams)]
    if row["quantity"] != "CH4":
        return sum(solids) if row["quantity"] == "VS" else sum(potential) / sum(solids)
    if "no kinetics" in row["params"]:
        return sum(potential)
    days = re.search(r"H=([\d.]+)", row["params"])
    days = float(days[1] if days else row["case_id"].split("_")[-1])
    degraded = lambda k: k * days / (1 + k * days)
    if "kbar" in row["params"]:
        return sum(potential) * degraded(sum(v * s[4] for v, s in zip(solids, streams)) / sum(solids))
    return sum(p * degraded(s[4]) for p, s in zip(potential, streams))


def kinetic(row):
    v = {name: float(number) for name, number in re.findall(r"(\w+)=([-+.\deE]+)", row["input"])}
    e = math.exp
    return {
        "first_order": lambda: v["B"] * (1 - e(-v["k"] * v["t"])),
        "two_pool_first_order": lambda: v["B"] * (1 - v["f"] * e(-v["k1"] * v["t"]) - (1 - v["f"]) * e(-v["k2"] * v["t"])),
        "modified_gompertz": lambda: v["P"] * e(-e(v["Rm"] * math.e / v["P"] * (v["lambda"] - v["t"]) + 1)),
        "cone": lambda: v["B"] / (1 + (v["k"] * v["t"]) ** -v["n"]) if v["t"] else 0.0,
        "cstr_first_order": lambda: v["B"] * v["k"] * v["HRT"] / (1 + v["k"] * v["HRT"]),
        "cstr_two_pool": lambda: v["B"] * (v["f"] * v["k1"] * v["HRT"] / (1 + v["k1"] * v["HRT"])
                                           + (1 - v["f"]) * v["k2"] * v["HRT"] / (1 + v["k2"] * v["HRT"])),
        "two_cstr_series": lambda: v["B"] * (1 - (1 + v["k"] * v["HRT_total"] / 2) ** -2),
        "rittmann_mccarty_fs": lambda: v["fs0"] * (1 + (1 - v["fbd"]) * v["b"] * v["theta"]) / (1 + v["b"] * v["theta"]),
    }[row["kind"]]()


def answer(row):
    return stoichiometry(row) if row["kind"] in STOICHIOMETRIC else pool(row) if row["kind"] == "pool" else kinetic(row)


def perturb_yield():
    columns, rows = read("verify/yield.csv")
    rows = [row for row in rows if row["status"] == "test"]
    for row in rows:
        must_agree(row["case_id"], answer(row), float(row["value"]), 1e-10 * abs(answer(row)) + 1e-13)
        if row["kind"] in STOICHIOMETRIC:
            row["input"] = "".join(f"{element}{float(moved(count, 0.95, 1.05)):g}"
                                   for element, count in atoms(row["input"]).items() if count)
            row["params"] = re.sub(r"Vm=[\d.]+", lambda _: f"Vm={random.uniform(22000, 24000):.3f}", row["params"])
        elif row["kind"] == "pool":
            head, streams = row["input"].split(":", 1)
            number = r"(?<=\s)[\d.]+(?=\s|;|$)"
            row["input"] = f"{head}:{re.sub(number, lambda m: moved(m[0], 0.9, 1.05), streams)}"
        else:
            row["input"] = re.sub(r"=([-+.\deE]+)", lambda m: "=" + moved(m[1], 0.9, 1.05), row["input"])
        row["value"] = repr(answer(row))
    write("yield.csv", columns, rows)


# -------------------------------------------------------------------------------------------------------------- buffer

WATER = 1000.0 * 4186.0  # J/(m3 K)


def product(a, b):
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def exponential(matrix):
    """e to the power of a matrix: Taylor series of a small part, squared again."""
    size, squarings = len(matrix), 20
    small = [[x / 2**squarings for x in row] for row in matrix]
    term = [[float(i == j) for j in range(size)] for i in range(size)]
    total = [row[:] for row in term]
    for k in range(1, 12):
        term = [[x / k for x in row] for row in product(term, small)]
        total = [[x + y for x, y in zip(a, b)] for a, b in zip(total, term)]
    for _ in range(squarings):
        total = product(total, total)
    return total


def standing_layers(v, low, high, count, hours):
    """Layers with loss and conduction; the room is one more state that never changes."""
    layer = v["V"] / count * WATER
    between, lost = v["lambda"] * v["V"] / v["H"] / (v["H"] / count), v["UA"] / count
    rates = [[0.0] * (count + 1) for _ in range(count + 1)]
    for i in range(count):
        for j in (i - 1, i + 1):
            if 0 <= j < count:
                rates[i][j] += between / layer
                rates[i][i] -= between / layer
        rates[i][i] -= lost / layer
        rates[i][count] += lost / layer
    start = [low + (high - low) * i / (count - 1) for i in range(count)] + [v["Ta"]]
    moved_by = exponential([[x * hours * 3600 for x in row] for row in rates])
    return [sum(a * t for a, t in zip(row, start)) for row in moved_by]


def buffer_answer(row):
    text, hours, quantity = row["params"], float(row["t_h"]), row["quantity"]
    v = {name: float(number) for name, number in re.findall(r"(\w+)=([-+.\deE]+)", text)}
    flow = re.search(r"(?:charge|draw) ([\d.]+)", text)
    flow = float(flow[1]) if flow else 0.0
    seconds = hours * 3600
    if row["model"] == "one_node":
        back = re.search(r"return ([\d.]+)", text)
        gain = flow * 4186 * float(back[1]) if back else 0.0
        per_k = v["UA"] + flow * 4186
        rest = (1000 * v.get("P", 0.0) + gain + v["UA"] * v["Ta"]) / per_k
        return rest + (v["T0"] - rest) * math.exp(-per_k * seconds / (v["V"] * WATER))
    if row["model"] == "two_zone_moving_boundary":
        if "x0" in v:
            hot = min(1.0, v["x0"] + flow * seconds / (1000 * v["V"]))
            return hot if quantity == "hot_fraction" else hot * v["V"] * WATER * (v["Th"] - v["Tc"]) / 3.6e6
        kept = math.exp(-v["UA"] * seconds / (v["V"] * WATER))
        hot, cold = (v["Ta"] + (v[name] - v["Ta"]) * kept for name in ("Th0", "Tc0"))
        heat = v["V"] * WATER / 3.6e6 * (v["x"] * (hot - v["Tc0"]) + (1 - v["x"]) * (cold - v["Tc0"]))
        return {"Th_C": hot, "Tc_C": cold}.get(quantity, heat)
    if row["model"] == "plug_flow":
        return v["Tin"] if flow * seconds >= 1000 * v["V"] else v["Tinit"]
    if row["model"] == "standing_diffusion_1D":
        low, high = 0.0, 2.0
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if math.erf(middle) < 0.8 else (low, middle)
        return 4 * low * math.sqrt(v["alpha"] * seconds)
    if row["model"] == "full_mixing":
        parts = [(float(a), float(b)) for a, b in re.findall(r"([\d.]+) m3 at ([\d.]+)", text)]
        return sum(a * b for a, b in parts) / sum(a for a, _ in parts)
    count = int(row["model"].removeprefix("multi_node_N"))
    if "linear" in text:
        low, high = map(float, re.search(r"linear ([\d.]+) .*->([\d.]+)", text).groups())
        return standing_layers(v, low, high, count, hours)[int(quantity[1:-2]) - 1]
    passed = count * flow * seconds / (1000 * v["V"])
    first = sum(math.exp(k * math.log(passed) - passed - math.lgamma(k + 1)) for k in range(count))
    return v["Tin"] + (v["Tinit"] - v["Tin"]) * first


def perturb_buffer():
    columns, rows = read("verify/heat/buffer_known_answers.csv")
    rows = [row for row in rows if float(row["t_h"]) > 0 or row["model"] == "full_mixing"]
    for row in rows:
        must_agree(f"{row['case']} {row['quantity']}", buffer_answer(row), float(row["value"]), 1e-6)
        # Numbers, not those in units (m3, kg/s) and names.
        number = r"(?<=[= >])[\d.]+(?:e-\d+)?(?= |;|$)"
        row["params"] = re.sub(number, lambda m: moved(m[0], 0.95, 1.05), row["params"])
        row["params"] = re.sub(r"^[\d.]+(?= m3)", lambda m: moved(m[0]), row["params"])
        row["t_h"] = moved(row["t_h"]) if float(row["t_h"]) > 0 else row["t_h"]
        row["value"] = repr(buffer_answer(row))
    write("buffer.csv", columns, rows)


for perturb in (perturb_combustion, perturb_dispatch, perturb_heat_cost, perturb_carbon, perturb_yield, perturb_buffer):
    perturb()
