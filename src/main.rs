//! The command `gisement`: hands over to the library's command line and exits with its code.

fn main() -> std::process::ExitCode {
    gisement::cli::main()
}
