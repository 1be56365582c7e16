"""The pages of the doctor, by subject."""
