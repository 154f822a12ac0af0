"""One self-contained HTML page from a report."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined

from lejepa_proofs.report import table
from lejepa_proofs.report.result import Report


def page(report: Report) -> str:
    """The claims table with every check, mutant and control of each claim, as HTML."""
    source = files("lejepa_proofs.report").joinpath("templates/claims.html")
    environment = Environment(
        loader=DictLoader({"claims.html": source.read_text(encoding="utf-8")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    groups = list(dict.fromkeys(claim.group for claim in report.claims))
    return environment.get_template("claims.html").render(
        report=report,
        summary=table.summary(report),
        failures=table.failures(report),
        margin=table.margin,
        groups=[(g, [c for c in report.claims if c.group == g]) for g in groups],
    )
