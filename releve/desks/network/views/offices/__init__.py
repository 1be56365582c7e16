"""The offices of the network, one tab a module."""
