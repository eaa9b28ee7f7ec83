"""Measurements beside peers on the same data, machine and run; they are not tests."""
