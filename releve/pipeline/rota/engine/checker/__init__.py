"""An independent checker: of any rota, whether each rule holds and what each wish costs. Knows the problem alone."""

from releve.pipeline.rota.engine.checker.check import check, violations_of
from releve.pipeline.rota.engine.checker.report import Report, Rule, Term, Violation

__all__ = ["Report", "Rule", "Term", "Violation", "check", "violations_of"]
