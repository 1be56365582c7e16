"""What a network may set about its coverage. Where each default comes from: README.md of the stage, docs/models."""

from dataclasses import dataclass

from releve.pipeline.commitments.rules.ordre import DECLARATION_MONTHS


@dataclass(frozen=True, slots=True)
class CoverageKnobs:
    """How many doctors are wanted, how long a search lasts, when the coordinator is told."""

    doctors_wanted: int = 1
    recruitment_months: int = 6
    recruitment_spread_months: int = 3
    post_notice_months: int = 1
    notice_chance: float = 0.02
    extension_chance: float = 0.0
    alarm_lead_months: int = 3
    alarm_repeat_weeks: int = 4

    @property
    def declaration_months(self) -> int:
        return DECLARATION_MONTHS

    @property
    def search_months(self) -> int:
        """From the first call to the first half-day: the search, the declaration (ORD-01), the present post."""
        return self.recruitment_months + self.declaration_months + self.post_notice_months

    @property
    def shortest_search_months(self) -> int:
        return max(0, self.recruitment_months - self.recruitment_spread_months)

    @property
    def longest_search_months(self) -> int:
        return self.recruitment_months + self.recruitment_spread_months
