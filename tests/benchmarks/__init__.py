"""Benchmarks run; what they measure is read by people."""
