"""Large neighbourhood search over any task: stop criteria, progress, choice and size of neighbourhoods."""
