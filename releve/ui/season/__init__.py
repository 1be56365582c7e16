"""The page on which somebody says when she can work in a season; every desk that has one shows the same."""

from releve.ui.season.views import SeasonPlace, answer_for_season

__all__ = ["SeasonPlace", "answer_for_season"]
