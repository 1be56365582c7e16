"""What doctors wish, exchange and share fairly: the coordinator's pages."""
