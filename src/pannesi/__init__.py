"""pannesi: a terminal decision assistant for outages of a hospital's imaging information system."""

__version__ = "0.1.0"
