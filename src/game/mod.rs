//! Sharing what a joint effort costs or saves among those who make it: Shapley value, proportional rules, the core.
