"""Puts in place all that the product and its tests need. Standard library only: it runs before any package is there."""
