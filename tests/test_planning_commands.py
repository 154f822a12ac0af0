"""The commands of planning: what they print, keep and refuse."""

import json

import pytest
from typer.testing import CliRunner

from lejepa_proofs import cli_planning
from lejepa_proofs.cli import app
from lejepa_proofs.errors import LejepaError
from lejepa_proofs.learning import documents
from lejepa_proofs.learning.control import results, trained
from lejepa_proofs.report import planning_figures

runner = CliRunner(env={"COLUMNS": "160"})


def invoke(*arguments: object) -> str:
    done = runner.invoke(app, [str(each) for each in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_control_is_computed_once(tmp_path) -> None:
    pytest.importorskip("torch", reason="the extra `learning` is not installed")
    figure = tmp_path / "curve.svg"
    first = invoke("control", "--preset", "smoke", "--out", tmp_path, "--figure", figure)
    files = sorted((tmp_path / "control").iterdir())
    assert len(files) == 2 + 4
    stamps = [each.stat().st_mtime_ns for each in files]
    drawn = figure.read_bytes()
    assert b"</svg>" in drawn
    again = invoke("control", "--preset", "smoke", "--out", tmp_path, "--figure", figure)
    assert again == first
    assert [each.stat().st_mtime_ns for each in files] == stamps
    assert "spiral 1, n = 2" in first
    assert "0.000 [0.000, 0.000]" in first
    assert "parabola sigreg cut at 10" in first


def test_a_damaged_curve_is_named(tmp_path) -> None:
    config = results.preset("smoke")[0]
    made = results.run(config, tmp_path)
    path = tmp_path / results.result_path(config)
    assert documents.read(path, results.CurveResult) == made
    data = json.loads(path.read_text())
    data["points"][0]["score"]["r2"] = 0.5
    path.write_text(json.dumps(data))
    with pytest.raises(LejepaError, match=f"{path.name} is damaged"):
        results.run(config, tmp_path)


@pytest.mark.parametrize("name", results.PRESETS)
def test_presets_of_curves_are_different_runs(name) -> None:
    configs = results.preset(name)
    assert len({documents.digest(each) for each in configs}) == len(configs)
    assert {each.family for each in configs} == {"spiral", "blend"}


def test_recorded_results_are_found_without_training(tmp_path, monkeypatch) -> None:
    # a fresh clone, in a folder of its own, draws the figure and reads the runs
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli_planning, "_pixel_run", lambda run, *_: pytest.fail(run.label))
    monkeypatch.setattr(trained, "run", lambda config, *_, **__: pytest.fail(config.mixing))
    said = invoke("control", "--figure", "curve.svg")
    assert "coupling sigreg seed 0" in said
    assert "ou-0.9" in invoke("pixels")
    assert [each.name for each in tmp_path.iterdir()] == ["curve.svg"]


@pytest.mark.parametrize("command", ["control", "render", "pixels"])
def test_an_unknown_preset_is_refused(command) -> None:
    with pytest.raises(LejepaError, match="choose from smoke, cpu, paper"):
        runner.invoke(app, [command, "--preset", "all"], catch_exceptions=False)


def test_figures_need_results() -> None:
    with pytest.raises(ValueError, match="no curves"):
        planning_figures.cost_curves([])
    with pytest.raises(ValueError, match="one length"):
        planning_figures.film_strip([])


def test_frames_are_drawn_once_and_learned_from(graphics, tmp_path) -> None:  # noqa: ARG001
    pytest.importorskip("torch", reason="the extra `learning` is not installed")
    frames, film = tmp_path / "frames", tmp_path / "film.png"
    assert "96 pairs, 0 were there" in invoke("render", "--preset", "smoke", "--frames", frames)
    assert "96 pairs, 96 were there" in invoke("render", "--preset", "smoke", "--frames", frames)
    said = invoke(
        "pixels", "--preset", "smoke", "--out", tmp_path, "--frames", frames, "--figure", film
    )
    assert "fails  Theorem 1, 3: latents are an Ornstein–Uhlenbeck pair" in said
    assert "angles wrap" in said
    assert film.read_bytes().startswith(b"\x89PNG")
