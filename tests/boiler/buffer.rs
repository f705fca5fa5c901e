//! Known answers of buffers, every row of the shipped table, and rows that are not in it.

use gisement::heat::{BufferCaseError, buffer_case};

/// Temperatures within 1e-6 K (integrated layers 1e-5), the rest within 1e-6 of its unit.
#[test]
fn every_known_answer_is_computed() {
    let text = include_str!("../../models/verify/heat/buffer_known_answers.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let (mut count, mut worst, mut last) = (0, 0.0_f64, String::new());
    for row in reader.records().map(Result::unwrap) {
        if &row[2] != "same" {
            last = row[2].to_owned();
        }
        let computed = buffer_case(&row[1], &last, row[3].parse().unwrap(), &row[4]).unwrap();
        let gap = (computed - row[5].parse::<f64>().unwrap()).abs();
        let tolerance = if row[7].starts_with("numeric") { 1e-5 } else { 1e-6 };
        assert!(gap < tolerance, "{} {} {} h {}: {computed} for {}", &row[0], &row[1], &row[3], &row[4], &row[5]);
        worst = worst.max(gap / tolerance);
        count += 1;
    }
    assert_eq!(count, 121);
    assert!(worst < 0.5, "{worst}");
}

/// Other numbers, other answers: nothing is looked up.
#[test]
fn rows_that_are_not_in_the_table_are_computed() {
    let of = |model: &str, params: &str, t_h: f64, quantity: &str| buffer_case(model, params, t_h, quantity).unwrap();
    let cold = of("one_node", "V=10;UA=18;T0=85;Ta=15", 1e6, "T_C");
    assert!((cold - 15.0).abs() < 1e-9, "it ends at the temperature of the room");
    assert_eq!(of("full_mixing", "1 m3 at 80 + 1 m3 at 40", 0.0, "T_C"), 60.0);
    // One layer is the mixed tank, with the flow as draw.
    let layer = of("multi_node_N1", "V=8;Tinit=50;Tin=90;charge 1.5 kg/s", 0.7, "T_outlet_C");
    let node = of("one_node", "V=8;T0=50;draw 1.5 kg/s return 90 C", 0.7, "T_C");
    assert!((layer - node).abs() < 1e-9, "{layer} {node}");
    // Ever more layers are plug flow.
    let many = |t_h: f64| of("multi_node_N400", "V=8;Tinit=50;Tin=90;charge 1.5 kg/s", t_h, "T_outlet_C");
    let plug = |t_h: f64| of("plug_flow", "V=8;Tinit=50;Tin=90;charge 1.5 kg/s", t_h, "T_outlet_C");
    for t_h in [1.2, 1.8] {
        assert!((many(t_h) - plug(t_h)).abs() < 0.2, "{t_h}: {} {}", many(t_h), plug(t_h));
    }
}

#[test]
fn rows_that_make_no_sense_say_why() {
    let of =
        |model: &str, params: &str, t_h: f64, quantity: &str| buffer_case(model, params, t_h, quantity).unwrap_err();
    assert!(matches!(of("three_node", "V=1", 1.0, "T_C"), BufferCaseError::Model { .. }));
    assert!(matches!(of("multi_node_N", "V=1", 1.0, "T_C"), BufferCaseError::Model { .. }));
    assert!(matches!(of("one_node", "V=1;T0=5", 1.0, "T1_C"), BufferCaseError::Quantity { .. }));
    assert!(matches!(of("multi_node_N3", "V=1;Tinit=5", 1.0, "T4_C"), BufferCaseError::Quantity { .. }));
    assert_eq!(of("one_node", "V=1", 1.0, "T_C"), BufferCaseError::Missing { name: "T0" });
    assert_eq!(of("one_node", "V=1;T0=5;UA=3", 1.0, "T_C"), BufferCaseError::Missing { name: "Ta" });
    assert_eq!(of("one_node", "V=0;T0=5", 1.0, "T_C"), BufferCaseError::Odd { name: "V", value: 0.0 });
    assert_eq!(of("one_node", "V=1;T0=5", -1.0, "T_C"), BufferCaseError::Odd { name: "t_h", value: -1.0 });
    assert!(matches!(of("multi_node_N9999", "V=1;Tinit=5", 1.0, "T1_C"), BufferCaseError::Heat(_)));
    assert!(matches!(of("multi_node_N9", "V=1e-9;Tinit=5;Tin=9;charge 9", 1e9, "T1_C"), BufferCaseError::Heat(_)));
    assert!(of("plug_flow", "V=1;Tinit=5;leaks", 1.0, "T_outlet_C").to_string().contains("`leaks`"));
}
