"""What is said of recorded results: tables, labels, and what happens when some are missing."""

import pytest

from lejepa_proofs.claims import training_checks
from lejepa_proofs.claims.model import Context
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.learning import experiments
from lejepa_proofs.learning.config import RunConfig
from lejepa_proofs.learning.results import (
    Environment,
    Measure,
    Metrics,
    Outcome,
    Result,
    Theorem3,
    result_path,
    write_result,
)
from lejepa_proofs.report import figures, training_table


def around(value, width=0.0):
    return Measure(estimate=value, lower=value - width, upper=value + width, alpha=1e-9)


def result(config: RunConfig, r2=0.9995, slack=0.5) -> Result:
    """A result with these values; the other numbers are in keeping with them."""
    gaussian = config.world.gaussian
    terms = {"delta": 0.1, "epsilon": 0.2, "deficit": 0.3, "bound": 0.5 + slack, "error": 0.5}
    theorem3 = Theorem3(
        **{name: around(value) for name, value in terms.items()},
        slack=around(slack),
        apart=around(0.0),
        pairs=config.points,
    )
    metrics = Metrics(
        r2_latents=around(r2),
        r2_codes=around(r2),
        r2_observations=around(0.7),
        r2_as_trained=r2,
        r2_in_sample=r2,
        orthogonality=0.1,
        reflection=False,
        offset=around(0.0),
        gap=around(-0.1 if config.world.kind == "laplace" else 0.0),
        theorem3=theorem3 if gaussian else None,
    )
    return Result(
        config=config,
        outcome=Outcome(
            final_loss=0.1,
            floor=0.1,
            restart_losses=(0.1,),
            restart=0,
            history=((config.steps, 0.1),),
            metrics=metrics,
        ),
        environment=Environment(
            version="0",
            machine="Linux x86_64",
            processor="A Processor",
            device="cpu",
            torch="2",
            sigreg="compiled",
            threads=1,
            lanes=1,
            seconds=1.5,
        ),
    )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for module in (training_table, training_checks):
        monkeypatch.setattr(module, "COMMITTED", tmp_path)
        monkeypatch.setattr(module, "PRESET", "smoke")
    training_checks.recorded.cache_clear()
    yield tmp_path
    training_checks.recorded.cache_clear()


def fill(folder, name, value=result):
    configs = experiments.runs(name, "smoke")
    for config in configs:
        write_result(folder, value(config))
    return configs


@pytest.mark.parametrize(
    ("x", "shown"),
    [(0.123, "0.12"), (0.959, "0.95"), (0.99968, "0.9996"), (0.9992, "0.9992"), (1.0, "0.9999999")],
)
def test_an_r2_is_rounded_down_after_its_nines(x, shown):
    assert training_table.digits(x) == shown
    assert float(shown) <= x


def test_the_section_is_empty_without_results(folder):
    assert training_table.training_section() == ""
    fill(folder, "grid")
    assert "**λ × ρ on the spiral**" in training_table.training_section()


def test_a_missing_run_is_counted_and_fails_its_checks(folder):
    configs = fill(folder, "scaling")
    assert "missing" not in training_table.training_section().split("**The bound")[0]
    tally = training_checks.recovery(None, "scaling", least=0)
    assert tally.outcome == "confirmed"
    result_path(folder, configs[-1]).unlink()
    training_checks.recorded.cache_clear()
    assert "(1 missing)" in training_table.training_section()
    with pytest.raises(ValueError, match=f"1 of {len(configs)} recorded runs of scaling"):
        training_checks.recovery(None, "scaling", least=0)


def test_a_damaged_run_is_named(folder):
    configs = fill(folder, "scaling")
    path = result_path(folder, configs[0])
    path.write_text(path.read_text().replace("0.9995", "0.9999"))
    for reader in (training_table.training_section, lambda: training_checks.recorded("scaling")):
        with pytest.raises(LejepaError, match=str(path)):
            reader()


def test_a_run_that_breaks_the_bound_is_seen(folder):
    for name in ("2d", "scaling", "gennorm", "grid"):
        fill(folder, name)
    ctx = Context(0, "trained-bound", "slack")
    assert training_checks.bound_holds(ctx).outcome == "confirmed"
    bad = experiments.runs("grid", "smoke")[0]
    write_result(folder, result(bad, slack=-0.25))
    training_checks.recorded.cache_clear()
    assert training_checks.bound_holds(ctx).outcome == "refuted"
    assert "fails for 1" in training_table.training_section()


def test_tables_and_figures_say_what_made_the_results(folder, tmp_path):
    configs = fill(folder, "scaling")
    seeds = sorted({config.seed for config in configs})
    line = training_table.provenance([result(config) for config in configs])
    for part in (f"{len(configs)} runs", f"seed {seeds[0]}", "20 steps", "A Processor", "cpu, A"):
        assert part in line
    assert f"{1.5 * len(configs):.0f} s in all" in line
    assert line in training_table.training_section()
    figures.draw("scaling", [result(config) for config in configs], tmp_path / "figure.svg")
    assert "A Processor" in (tmp_path / "figure.svg").read_text()
