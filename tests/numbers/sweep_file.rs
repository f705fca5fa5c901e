//! Rows come back as they went in, and files depend on rows alone.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::report::{Merger, PLAN_KEY, STATUSES_KEY, SweepFile, SweepFileError, chunk_bytes};
use gisement::study::{Column, FORMAT, Identity, Role};
use gisement::sweep::{Chunks, Row, Status};
use parquet::file::reader::{FileReader, SerializedFileReader};
use proptest::prelude::*;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};

fn identity(samples: u64) -> Identity {
    let column = |key: &str, role| Column { key: key.to_owned(), label: key.to_owned(), unit: "t/a".to_owned(), role };
    Identity {
        format: FORMAT.to_owned(),
        scenario: "é".to_owned(),
        scenario_sha256: "00".to_owned(),
        overrides: Vec::new(),
        engine: "0".to_owned(),
        numeric_class: "n".to_owned(),
        design: "monte_carlo".to_owned(),
        replicates: 1,
        given_sha256: None,
        seed: Some(1),
        until: None,
        samples,
        chunk_samples: Chunks::of(samples).size(),
        columns: vec![column("a.x", Role::Input), column("y", Role::Output), column("z", Role::Output)],
    }
}

/// A file with these bytes.
fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    file
}

fn open(bytes: &[u8]) -> Result<SweepFile, SweepFileError> {
    SweepFile::open(file(bytes))
}

fn row() -> impl Strategy<Value = Row> {
    let number = prop_oneof![Just(0.0), Just(-0.0), Just(f64::MIN_POSITIVE / 8.0), any::<f64>()];
    let finite = number.prop_map(|v: f64| if v.is_finite() { v } else { 1e300 });
    let output = prop_oneof![3 => finite.clone(), 1 => Just(f64::NAN)];
    let reason = prop_oneof![Just(None), ".{0,12}".prop_map(Some)];
    (0u8..5, any::<u32>(), finite, output.clone(), output, reason).prop_map(|(code, steps, a, y, z, reason)| {
        let status = Status::from_code(code).unwrap();
        Row { status, steps, inputs: vec![a], outputs: vec![y, z], reason }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn rows_come_back_to_the_bit(rows in proptest::collection::vec(row(), 1..200), first in 0u64..1_000_000_000) {
        let read = open(&chunk_bytes(&identity(rows.len() as u64), first, &rows).unwrap()).unwrap();
        let bits = |list: Vec<f64>| list.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(read.samples(), rows.len() as u64);
        prop_assert!(read.sample_numbers(0).unwrap().into_iter().eq(first..first + rows.len() as u64));
        prop_assert!(read.statuses(0).unwrap().into_iter().eq(rows.iter().map(|r| r.status)));
        prop_assert!(read.steps(0).unwrap().into_iter().eq(rows.iter().map(|r| r.steps)));
        prop_assert_eq!(bits(read.numbers(0, 0).unwrap()), bits(rows.iter().map(|r| r.inputs[0]).collect()));
        for k in 0..2 {
            let (found, wanted) = (read.numbers(0, 1 + k).unwrap(), rows.iter().map(|r| r.outputs[k]).collect::<Vec<_>>());
            prop_assert!(found.iter().zip(&wanted).all(|(f, w)| f.to_bits() == w.to_bits() || (f.is_nan() && w.is_nan())));
        }
        let reasons: u64 = read.reasons().unwrap().values().sum();
        prop_assert_eq!(reasons, rows.iter().filter(|r| r.reason.is_some()).count() as u64);
    }

    /// Damage is an error, or (where it hits numbers) other numbers: never a panic.
    #[test]
    fn damaged_bytes_never_panic(at in 0usize..4000, with in any::<u8>(), cut in 0usize..4000) {
        let rows: Vec<Row> = (0..100).map(|k| Row::done(vec![f64::from(k)], vec![1.0, f64::NAN], 7)).collect();
        let mut bytes = chunk_bytes(&identity(100), 0, &rows).unwrap();
        let at = at % bytes.len();
        bytes[at] ^= with;
        bytes.truncate(bytes.len() - cut % bytes.len() * usize::from(with % 2 == 0));
        if let Ok(read) = open(&bytes) {
            let _ = read.sample_numbers(0);
            let _ = read.counts();
            let _ = read.reasons();
            let _ = (0..3).map(|k| read.numbers(0, k)).collect::<Vec<_>>();
        }
    }
}

fn chunk(identity: &Identity, chunk: u64) -> Vec<u8> {
    let range = Chunks::of(identity.samples).range(chunk);
    let rows: Vec<Row> = range.clone().map(|k| Row::done(vec![k as f64], vec![1.0, f64::NAN], 7)).collect();
    chunk_bytes(identity, range.start, &rows).unwrap()
}

#[test]
fn a_merged_file_holds_a_row_group_a_chunk_and_is_the_same_again() {
    let identity = identity(150);
    let merge = || {
        let mut merger = Merger::new(Vec::new(), &identity).unwrap();
        for (k, wanted) in [(0, 64), (1, 64), (2, 22)] {
            merger.add(&file(&chunk(&identity, k)), wanted).unwrap();
        }
        merger.finish().unwrap()
    };
    let bytes = merge();
    assert_eq!(bytes, merge());
    let read = open(&bytes).unwrap();
    assert_eq!((read.chunks(), read.samples()), (3, 150));
    let all: Vec<f64> = (0..3).flat_map(|c| read.numbers(c, 0).unwrap()).collect();
    assert!(all.iter().enumerate().all(|(k, v)| *v == k as f64));
    assert_eq!(read.counts().unwrap().total(), 150);
}

#[test]
fn what_does_not_belong_is_not_merged() {
    let (ours, other) = (identity(150), identity(151));
    let mut merger = Merger::new(Vec::new(), &ours).unwrap();
    assert!(matches!(merger.add(&file(&chunk(&other, 0)), 64), Err(SweepFileError::OtherPlan)));
    assert!(matches!(merger.add(&file(&chunk(&ours, 2)), 64), Err(SweepFileError::Rows { found: 22, .. })));
    assert!(matches!(merger.add(&file(b"PAR1"), 64), Err(SweepFileError::Parquet(_))));
    let twice = Identity { columns: vec![ours.columns[1].clone(), ours.columns[1].clone()], ..ours };
    assert!(matches!(Merger::new(Vec::new(), &twice), Err(SweepFileError::SameName { name }) if name == "y"));
}

/// The format that is promised: zstd, byte streams, no dictionary, no statistics, no times.
#[test]
fn columns_are_stored_as_promised() {
    use parquet::basic::{Compression, Encoding};
    let reader = SerializedFileReader::new(file(&chunk(&identity(64), 0))).unwrap();
    let group = reader.metadata().row_group(0);
    for column in group.columns() {
        assert!(matches!(column.compression(), Compression::ZSTD(_)), "{:?}", column.column_path());
        assert!(column.statistics().is_none() && column.dictionary_page_offset().is_none());
    }
    for column in &group.columns()[4..] {
        assert!(column.encodings().any(|e| e == Encoding::BYTE_STREAM_SPLIT), "{:?}", column.column_path());
    }
    let keys = reader.metadata().file_metadata().key_value_metadata().unwrap();
    assert_eq!(keys.iter().map(|k| k.key.as_str()).collect::<Vec<_>>(), [PLAN_KEY, STATUSES_KEY]);
}
