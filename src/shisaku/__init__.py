"""Shisaku: a government plan in Word goes in, linked open data comes out."""

__version__ = "0.1.0"
