//! What should go where: lots of a pole to channels, under capacities, qualities, rules and budgets.
