//! The command `gisement`: hands the arguments to the library's command line and exits with its code.

fn main() {}
