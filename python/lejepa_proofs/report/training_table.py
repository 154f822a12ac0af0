"""The README's section on training: tables made of the recorded results, and what made them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from lejepa_proofs.learning import experiments
from lejepa_proofs.learning.config import RunConfig
from lejepa_proofs.learning.results import COMMITTED, Metrics, Result, existing

NAME = {"sigreg": "SIGReg", "vicreg": "VICReg", "infonce": "InfoNCE"}
PRESET = "cpu"


def recorded(experiment: str) -> tuple[list[RunConfig], list[Result]]:
    """The runs of an experiment and the results of those that were recorded, in their order.

    Raises ``LejepaError`` for a damaged result.
    """
    configs = experiments.runs(experiment, PRESET)
    return configs, list(existing(COMMITTED, configs).values())


def provenance(results: Sequence[Result]) -> str:
    """Machine, device, seeds, steps and time of some results, in one line."""
    settings = [result.environment for result in results]
    seeds = sorted({result.config.seed for result in results})
    steps = sorted({result.config.steps for result in results})
    seconds = sum(each.seconds for each in settings)
    return "; ".join(
        (
            f"{len(results)} runs",
            f"seed{'s'[: len(seeds) > 1]} {_span(seeds)}",
            f"{_span(steps)} steps",
            f"{seconds / 60:.0f} minutes in all" if seconds >= 90 else f"{seconds:.0f} s in all",
            _either(f"{each.device}, {each.processor}, {each.machine}" for each in settings),
            _either(f"{each.threads} thread{'s'[: each.threads > 1]}" for each in settings),
            _either(f"torch {each.torch}" for each in settings),
        )
    )


def _span(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _either(texts: Iterable[str]) -> str:
    return " or ".join(sorted(set(texts)))


def training_section() -> str:
    """Markdown: a part for each experiment that has results; says how many runs are missing."""
    parts = []
    for name, table in TABLES.items():
        configs, results = recorded(name)
        if not results:
            continue
        of = "" if len(results) == len(configs) else f" ({len(configs) - len(results)} missing)"
        lines = table([r for r in results if r.outcome.metrics is not None])
        diverged = sum(r.outcome.metrics is None for r in results)
        if diverged:
            lines += ["", f"{diverged} runs diverged."]
        parts.append("\n".join((*lines, "", f"{provenance(results)}{of}.", "")))
    return "\n".join(parts)


def _metrics(result: Result) -> Metrics:
    found = result.outcome.metrics
    assert found is not None  # the caller leaves diverged runs out
    return found


def digits(x: float) -> str:
    """An R² with one digit after its nines, rounded down: 0.99968 → 0.9996, 0.123 → 0.12."""
    places = 2 if x < 0.9 else min(7, 1 + math.floor(-math.log10(max(1 - x, 1e-7)) + 1e-12))
    return f"{math.floor(min(x, 1 - 1e-7) * 10**places + 1e-6) / 10**places:.{places}f}"


def _least(results: Iterable[Result], score: Callable[[Metrics], float]) -> str:
    values = [score(_metrics(result)) for result in results]
    return digits(min(values)) if values else ""


def _recovered(found: Metrics) -> float:
    return found.r2_latents.estimate


def _seen(found: Metrics) -> float:
    return found.r2_observations.estimate


def _by_objective(results: Sequence[Result], title: str, key: Callable[[Result], str]) -> list[str]:
    kinds = [k for k in NAME if any(r.config.objective.kind == k for r in results)]
    lines = [
        f"| {title} | x → z | " + " | ".join(f"h → z, {NAME[kind]}" for kind in kinds) + " |",
        "|" + "---|" * (2 + len(kinds)),
    ]
    for row in dict.fromkeys(key(r) for r in results):
        runs = [r for r in results if key(r) == row]
        cells = [
            _least((r for r in runs if r.config.objective.kind == kind), _recovered)
            for kind in kinds
        ]
        lines.append(f"| {row} | " + " | ".join((_least(runs, _seen), *cells)) + " |")
    return lines


def _planar(results: Sequence[Result]) -> list[str]:
    return [
        "**Four mixings of the plane**: held-out R², the least of the seeds.",
        "",
        *_by_objective(results, "mixing", lambda r: r.config.mixing.kind),
    ]


def _scaling(results: Sequence[Result]) -> list[str]:
    return [
        "**Couplings of N dimensions** and the matched encoder: held-out R², the least of the "
        "seeds.",
        "",
        *_by_objective(results, "N", lambda r: str(r.config.dimension)),
    ]


def _gennorm(results: Sequence[Result]) -> list[str]:
    sweep = [r for r in results if r.config.world.alpha is not None]
    shapes = sorted({r.config.world.alpha or 0.0 for r in sweep})
    lines = [
        "**Generalised normal latents** of shape α: held-out R² of h → z, from the least of the "
        "seeds to the greatest.",
        "",
        "| pair | " + " | ".join(f"α = {shape:g}" for shape in shapes) + " |",
        "|" + "---|" * (1 + len(shapes)),
    ]
    names = {"gennorm-published": "as published, not stationary", "gennorm": "stationary"}
    for kind, name in names.items():
        cells = []
        for shape in shapes:
            of = [
                _recovered(_metrics(r))
                for r in sweep
                if (r.config.world.kind, r.config.world.alpha) == (kind, shape)
            ]
            cells.append("–".join(dict.fromkeys(digits(f(of)) for f in (min, max))) if of else "")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    others = [r for r in results if r.config.world.alpha is None]
    gaps = []
    for world in ("laplace", "gaussian"):
        for rho in sorted({r.config.world.rho for r in others}):
            found = [
                _metrics(r).gap
                for r in others
                if (r.config.world.kind, r.config.world.rho) == (world, rho)
            ]
            if found:
                worst = max(found, key=lambda m: m.estimate)
                gaps.append(f"{world}, ρ = {rho:g}: {worst.estimate:.3f}")
    if gaps:
        lines += [
            "",
            "L(f) − 2(1−ρ) tr Cov f of whitened encoders, 0 for linear ones, the greatest of the "
            f"seeds: {'; '.join(gaps)}.",
        ]
    return lines


def _grid(results: Sequence[Result]) -> list[str]:
    best = max(results, key=lambda r: _recovered(_metrics(r)))
    objective, world = best.config.objective, best.config.world
    good = [r for r in results if _recovered(_metrics(r)) > 0.96]
    line = (
        f"**λ × ρ on the spiral**: R² of h → z is best at λ = {objective.weight:g}, "
        f"ρ = {world.rho:g}: {digits(_recovered(_metrics(best)))}."
    )
    if good:
        weights = sorted({r.config.objective.weight for r in good})
        rhos = sorted({r.config.world.rho for r in good})
        line += (
            f" {len(good)} of {len(results)} runs pass 0.96, all with λ from {weights[0]:g} to "
            f"{weights[-1]:g} and ρ from {rhos[0]:g} to {rhos[-1]:g}."
        )
    return [line]


def _bound(results: Sequence[Result]) -> list[str]:
    terms = [m for r in results if (m := _metrics(r).theorem3) is not None]
    kept = sum(m.slack.lower is not None and m.slack.lower >= 0 for m in terms)
    broken = sum(m.slack.upper is not None and m.slack.upper < 0 for m in terms)
    closest = min(terms, key=lambda m: m.bound.estimate / m.error.estimate)
    return [
        f"**The bound of Theorem 3**, on all {len(terms)} of these runs that are in a Gaussian "
        f"world: error ≤ D + (ε+D)² holds for {kept}, with all of its interval, and fails for "
        f"{broken}. The closest run has an error of {closest.error.estimate:#.5g} and a bound of "
        f"{closest.bound.estimate:#.5g}.",
    ]


TABLES: dict[str, Callable[[Sequence[Result]], list[str]]] = {
    "2d": _planar,
    "scaling": _scaling,
    "gennorm": _gennorm,
    "grid": _grid,
    "bound": _bound,
}
