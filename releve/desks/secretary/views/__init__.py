"""The pages of the reception, by subject."""
