"""Yardsticks: a published catalogue and its server go in, points and findings come out."""
