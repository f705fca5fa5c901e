//! The engine as a Python module: what Python calls, and nothing of the engine's own work.

mod answer;
mod calibrate;
mod capsule;
mod channels;
mod command;
mod error;
mod given;
mod models;
mod notebook;
mod report_table;
mod run;
mod scenario;
mod sensitivity;
mod size;
mod sweep;
mod table;
mod watch;

use pyo3::prelude::*;

#[pymodule]
fn _engine(module: &Bound<'_, PyModule>) -> PyResult<()> {
    gisement::cli::quiet_guarded_panics();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<scenario::Scenario>()?;
    module.add_class::<answer::Answer>()?;
    module.add_class::<answer::Figure>()?;
    module.add_class::<run::RunResult>()?;
    module.add_class::<sweep::SweepResult>()?;
    module.add_class::<sensitivity::SensitivityResult>()?;
    module.add_class::<size::SizeResult>()?;
    module.add_class::<channels::ChannelsResult>()?;
    module.add_class::<calibrate::CalibrationResult>()?;
    module.add_class::<table::Table>()?;
    module.add_class::<table::Column>()?;
    module.add_class::<models::Adm1>()?;
    module.add_class::<models::Combustion>()?;
    module.add_function(wrap_pyfunction!(models::boiler_year, module)?)?;
    module.add_function(wrap_pyfunction!(models::dispatch_parameters, module)?)?;
    module.add_function(wrap_pyfunction!(scenario::_again, module)?)?;
    module.add_function(wrap_pyfunction!(command::command, module)?)?;
    module.add_function(wrap_pyfunction!(command::capture, module)?)?;
    module.add_function(wrap_pyfunction!(command::engine, module)?)
}
