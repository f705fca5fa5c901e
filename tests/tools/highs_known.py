"""Solves the larger programmes of tests/program_random.rs with HiGHS (highspy), for comparison.

    GISEMENT_HIGHS_INSTANCES=/tmp/instances.json cargo test --test program_random larger_programmes
    python3 tests/tools/highs_known.py /tmp/instances.json tests/data/allocation/highs.json

HiGHS is no dependency: only this tool needs `pip install highspy`.
"""

import json
import sys

import highspy
import numpy


def least_cost(programme):
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.0)
    solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
    solver.setOptionValue("dual_feasibility_tolerance", 1e-9)
    solver.setOptionValue("mip_feasibility_tolerance", 1e-9)
    inf = highspy.kHighsInf
    supply, sites, arcs = programme["supply"], programme["sites"], programme["arcs"]
    whole = programme["single_source"]
    size = [supply[arc[0]] if whole else 1.0 for arc in arcs]
    for arc, unit in zip(arcs, size):
        most = inf if arc[3] is None else arc[3] / unit
        solver.addVar(0.0, 1.0 if whole else most)
    opening = {}
    for site, (_, _, fixed) in enumerate(sites):
        if fixed is not None:
            opening[site] = len(arcs) + len(opening)
            solver.addVar(0.0, 1.0)
    for column, (arc, unit) in enumerate(zip(arcs, size)):
        solver.changeColCost(column, arc[2] * unit)
    for site, column in opening.items():
        solver.changeColCost(column, sites[site][2])
    integer = list(opening.values()) + (list(range(len(arcs))) if whole else [])
    for column in integer:
        solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)

    def row(low, high, terms):
        columns = numpy.array([t[0] for t in terms], dtype=numpy.int32)
        solver.addRow(low, high, len(terms), columns, numpy.array([t[1] for t in terms], dtype=float))

    for source, amount in enumerate(supply):
        row(amount, amount, [(k, size[k]) for k, arc in enumerate(arcs) if arc[0] == source])
    total = sum(supply)
    for site, (least, most, fixed) in enumerate(sites):
        terms = [(k, size[k]) for k, arc in enumerate(arcs) if arc[1] == site]
        if fixed is None:
            row(least, inf if most is None else most, terms)
            continue
        most = total if most is None else most
        row(-inf, 0.0, terms + [(opening[site], -most)])
        row(0.0, inf, terms + [(opening[site], -least)])
    for weights, low, high in programme["rows"]:
        row(-inf if low is None else low, inf if high is None else high, [(k, w * size[k]) for k, w in weights])
    if programme["open_max"] is not None:
        row(-inf, float(programme["open_max"]), [(column, 1.0) for column in opening.values()])
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise SystemExit(f"not optimal: {solver.getModelStatus()}")
    return solver.getInfo().objective_function_value


def main():
    source, target = sys.argv[1:]
    with open(source) as file:
        programmes = json.load(file)
    result = {"solver": f"highspy {highspy.Highs().version()}", "objective": [least_cost(p) for p in programmes]}
    with open(target, "w") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
