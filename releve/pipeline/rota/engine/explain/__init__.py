"""Why a cell is empty, and what would open it."""
