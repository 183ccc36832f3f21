"""The cross-encoder: scoring, calibration and training."""
