"""Dated tables shipped with the package: rank weights, the catalogue of known hosts, the public suffixes."""
