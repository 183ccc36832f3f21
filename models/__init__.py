"""The shipped weights, and the one module that rebuilds their starting point."""
