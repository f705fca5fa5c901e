//! Heat demand of a network over a year, and the dispatch of boilers that meet it.
