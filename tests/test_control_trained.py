"""Trained encoders as planners' codes: kept with their runs, scored once, never mixed up."""

import numpy as np
import pytest
from pydantic import ValidationError

torch = pytest.importorskip("torch", reason="the extra `learning` is not installed")

from learning_cases import run  # noqa: E402
from lejepa_proofs.errors import LejepaError  # noqa: E402
from lejepa_proofs.learning import groups, kept  # noqa: E402
from lejepa_proofs.learning.config import MixingConfig  # noqa: E402
from lejepa_proofs.learning.control import maps, results, trained  # noqa: E402
from lejepa_proofs.learning.control.score import LOSS, PlanConfig, score  # noqa: E402
from lejepa_proofs.learning.training import Batch  # noqa: E402
from lejepa_proofs.report import planning_figures, planning_tables  # noqa: E402

SMALL = PlanConfig(pairs=5, waypoints=10, horizon=2, draws=2, transitions=60)
Z = np.random.default_rng(0).standard_normal((40, 2))


def curve(*runs) -> trained.TrainedConfig:
    return trained.TrainedConfig(runs=runs, points=200, plan=SMALL)


def finished(*configs) -> Batch:
    batch = Batch(configs)
    batch.advance(batch.steps)
    return batch


def test_a_kept_encoder_is_the_trained_one(tmp_path) -> None:
    configs = [run(0, restarts=2), run(1, restarts=2)]
    batch = finished(*configs)
    kept.keep(tmp_path, batch)
    for config, lane in zip(configs, batch.winners(), strict=True):
        x, h = batch.representation([lane])(torch.from_numpy(Z)[None])
        found = kept.kept_encoder(tmp_path, config)
        # the same operations on stacks of other sizes
        assert np.abs(found(Z) - h[0].numpy()).max() <= 1e-12 * np.abs(h.numpy()).max()
        assert not np.allclose(found(Z), x[0].numpy())
        assert np.array_equal(found(Z.reshape(4, 10, 2)), found(Z).reshape(4, 10, 2))


def test_training_keeps_the_encoders_of_planar_runs_only(tmp_path) -> None:
    planar, other = run(steps=4), run(steps=4, experiment="grid")
    for config in (planar, other):
        groups.train_group(groups.Group((config,)), groups.Settings(tmp_path))
    assert [each.name for each in (tmp_path / "encoders").iterdir()] == [f"{planar.digest}.pt"]


def test_a_damaged_or_foreign_encoder_is_named(tmp_path) -> None:
    config = run(steps=4)
    with pytest.raises(LejepaError, match=r"\.pt is missing"):
        kept.kept_encoder(tmp_path, config)
    kept.keep(tmp_path, finished(config))
    path = kept.kept_path(tmp_path, config)
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    with pytest.raises(LejepaError, match=f"{path.name} is damaged"):
        kept.kept_encoder(tmp_path, config)
    path.write_bytes(whole)
    path.rename(kept.kept_path(tmp_path, run(1, steps=4)))
    with pytest.raises(LejepaError, match=f"it holds the encoder of the run {config.digest}"):
        kept.kept_encoder(tmp_path, run(1, steps=4))


def test_encoders_are_trained_once_and_scored_once(tmp_path, monkeypatch) -> None:
    config = curve(run(steps=3), run(steps=8), run(1, steps=8))
    said: list[str] = []
    made = results.run_trained(config, tmp_path, told=lambda *news: said.append(news[0]))
    assert said.count("planning, sine") == 3
    assert [point.run for point in made.points] == [each.digest for each in config.runs]
    for each in config.runs:
        assert (tmp_path / "2d" / f"{each.digest}.json").exists()
    assert not list((tmp_path / "checkpoints").iterdir())
    monkeypatch.setattr(groups, "train_group", lambda *_: pytest.fail("trained again"))
    assert results.run_trained(config, tmp_path) == made
    (tmp_path / results.result_path(config)).unlink()
    assert results.run_trained(config, tmp_path) == made
    elsewhere = tmp_path / "elsewhere"
    assert results.run_trained(config, elsewhere, (tmp_path,)) == made
    assert not elsewhere.exists()


def test_the_score_is_that_of_the_kept_encoder(tmp_path) -> None:
    config = curve(run(steps=5))
    (point,) = results.run_trained(config, tmp_path).points
    data, _ = np.random.SeedSequence(0).spawn(2)
    latents = np.random.default_rng(data).standard_normal((200, 2))
    encode = kept.kept_encoder(tmp_path, config.runs[0])
    assert point.score == score(encode, latents, SMALL, 0)


def test_a_run_that_diverged_stays_on_record(tmp_path) -> None:
    good, bad = run(steps=4), run(1, steps=4)
    batch = finished(good, bad)
    for weight in batch.encoder.parameters():
        with torch.no_grad():
            weight[1].fill_(float("nan"))
    kept.keep(tmp_path, batch)
    made = results.run_trained(curve(good, bad), tmp_path)
    assert [point.score is None for point in made.points] == [False, True]
    assert [each.digest for each, _ in made.scored()] == [good.digest]
    assert planning_tables.trained_table([made]).row_count == 1


def test_an_inverse_of_the_mixing_would_lose_nothing() -> None:
    # the observations plan badly, undoing the mixing plans as the latent does
    config = run(mixing=MixingConfig(kind="spiral"))
    batch = Batch([config])

    def observed(z: maps.Array) -> maps.Array:
        return np.asarray(batch.mixing(torch.from_numpy(np.array(z))).numpy())

    def undone(z: maps.Array) -> maps.Array:
        return np.asarray(batch.mixing.inverse(torch.from_numpy(observed(z))).numpy())

    latents = np.random.default_rng(1).standard_normal((300, 2))
    worse, same = (score(each, latents, SMALL, 0) for each in (observed, undone))
    assert (same.lost_goal, same.lost_invariant) == (0, 0)
    assert same.regret_goal.upper <= LOSS
    assert worse.lost_goal > 0
    assert worse.r2 < same.r2


def test_curves_are_of_planar_runs_on_one_mixing() -> None:
    with pytest.raises(ValidationError, match="one mixing"):
        curve(run(), run(mixing=MixingConfig(kind="parabola")))
    with pytest.raises(ValidationError, match="others are not"):
        curve(run(experiment="grid"))


def test_a_run_is_cut_short_below_its_steps() -> None:
    short = trained.cut_short(run(steps=100), (2, 50, 100, 400))
    assert [each.steps for each in short] == [2, 50]
    assert len({each.digest for each in (*short, run(steps=100))}) == 3


@pytest.mark.parametrize("name", ["smoke", "cpu", "paper"])
def test_presets_hold_every_planar_run(name) -> None:
    from lejepa_proofs.learning import experiments

    configs = trained.preset(name)
    whole = [each for config in configs for each in config.runs if each.steps == config.full]
    assert sorted(each.digest for each in whole) == sorted(
        each.digest for each in experiments.runs("2d", name)
    )
    for config in configs:
        assert any(each.steps < config.full for each in config.runs)
        assert config == trained.TrainedConfig.model_validate_json(config.model_dump_json())


def test_a_remembered_encoder_is_asked_once() -> None:
    asked: list[tuple[int, ...]] = []

    def encode(z: maps.Array) -> maps.Array:
        asked.append(z.shape)
        return 2 * z

    encoder = maps.remembered(encode)
    for _ in range(2):
        assert np.array_equal(encoder(Z), 2 * Z)
        assert encoder(Z.reshape(4, 10, 2)).shape == (4, 10, 2)
    assert asked == [(40, 2), (4, 10, 2)]


def test_a_figure_has_a_row_for_trained_encoders(tmp_path) -> None:
    config = curve(run(steps=3), run(steps=8))
    made = results.run_trained(config, tmp_path)
    formula = results.run(results.preset("smoke")[0], tmp_path)
    figure = planning_figures.cost_curves([formula], [made])
    assert len(figure.axes) == 2 * len(planning_figures.PANELS)
    path = tmp_path / "figure.svg"
    planning_figures.save(figure, path)
    first = path.read_bytes()
    planning_figures.save(planning_figures.cost_curves([formula], [made]), path)
    assert path.read_bytes() == first
    with pytest.raises(LejepaError, match="cannot draw"):
        planning_figures.save(figure, tmp_path / "figure.doc")
