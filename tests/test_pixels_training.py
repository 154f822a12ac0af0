"""Pixel runs: the whole chain in miniature, and resuming as if nothing had happened."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra `learning` is not installed")

from lejepa_proofs.errors import LejepaError  # noqa: E402
from lejepa_proofs.learning import checkpoints  # noqa: E402
from lejepa_proofs.learning.config import ObjectiveConfig  # noqa: E402
from lejepa_proofs.learning.objectives import alignment, whitening  # noqa: E402
from lejepa_proofs.learning.pixels import config as presets  # noqa: E402
from lejepa_proofs.learning.pixels import results, scores  # noqa: E402
from lejepa_proofs.learning.pixels import run as runs  # noqa: E402
from lejepa_proofs.learning.pixels.cache import FrameSet  # noqa: E402
from lejepa_proofs.learning.pixels.train import Trainer, codes, train  # noqa: E402
from lejepa_proofs.learning.pixels.worlds import AngleWorld, ReachingWorld  # noqa: E402


@pytest.fixture(autouse=True)
def one_thread():
    """Small tensors are slower on many threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def tiny(**changes) -> presets.PixelConfig:
    """The first smoke run, or a variant of it."""
    return presets.preset("smoke")[0].model_copy(update=changes)


def dots(count: int = 64, side: int = 32) -> FrameSet:
    """Pictures without graphics: one white block where the angles say; neighbours nearby."""
    rng = np.random.default_rng(0)
    z = rng.standard_normal((count, 2))
    angles = np.stack((z, 0.9 * z + 0.4 * rng.standard_normal((count, 2))), 1).reshape(-1, 2)
    places = np.clip(side / 2 + 5 * angles, 0, side - 4).astype(int)
    frames = np.zeros((2 * count, side, side, 3), np.uint8)
    for frame, (x, y) in zip(frames, places, strict=True):
        frame[y : y + 4, x : x + 4] = 255
    return FrameSet(frames, angles, np.arange(2 * count).reshape(-1, 2))


def copied(generator: torch.Generator) -> torch.Generator:
    other = torch.Generator()
    other.set_state(generator.get_state())
    return other


def weights(trainer: Trainer) -> list[bytes]:
    return [each.detach().numpy().tobytes() for each in trainer.model.state_dict().values()]


@pytest.mark.parametrize("kind", ["sigreg", "vicreg"])
def test_a_resumed_run_ends_as_an_uninterrupted_one(kind, tmp_path) -> None:
    config = tiny(objective=ObjectiveConfig(kind=kind, weight=0.1, slices=8), steps=10)
    whole = train(config, dots(), tmp_path / "whole")
    cut = Trainer(config, dots())
    for _ in range(6):
        cut.advance()
    checkpoints.save(tmp_path / "cut", cut)
    resumed = train(config, dots(), tmp_path / "cut", seconds=0)
    assert resumed.step == whole.step == 10
    assert weights(resumed) == weights(whole)
    assert resumed.losses() == whole.losses()


def test_losses_are_those_of_the_objective() -> None:
    # one step on record: the regulariser of the very batch, by itself
    config = tiny(objective=ObjectiveConfig(kind="vicreg", weight=0.3), steps=2)
    trainer = Trainer(config, dots())
    trainer.advance()
    rows = torch.randint(64, (32,), generator=copied(trainer.generator))
    pairs = dots().pairs[rows.numpy()]
    before = codes(trainer.model, dots().frames[pairs.T.reshape(-1)])
    trainer.advance()
    found = trainer.losses()
    h = torch.from_numpy(before)
    # single precision in training, double here
    assert found.regulariser == pytest.approx(float(whitening(h)), rel=1e-4)
    assert found.alignment == pytest.approx(float(alignment(h[:32], h[32:])), rel=1e-4)
    total = 0.3 * found.regulariser + 0.7 * found.alignment / 8
    assert found.total == pytest.approx(total, rel=1e-12)


def test_codes_do_not_depend_on_the_company(tmp_path) -> None:
    trainer = train(tiny(steps=3), dots(), tmp_path / "c")
    frames = dots().frames
    together = codes(trainer.model, frames)
    # another batch size may change the order of sums in single precision
    scale = np.abs(together).max()
    alone = np.concatenate([codes(trainer.model, frames[i : i + 1]) for i in range(5)])
    assert np.abs(alone - together[:5]).max() <= 1e3 * np.finfo(np.float32).eps * scale


def test_training_lowers_the_loss(tmp_path) -> None:
    config = tiny(steps=60, rate=3e-3)
    heard: list[float] = []
    train(config, dots(), tmp_path / "c", told=lambda *said: heard.append(said[1]))
    assert len(heard) == 60
    assert np.mean(heard[-10:]) < np.mean(heard[:10]) / 2


def test_a_damaged_checkpoint_is_named(tmp_path) -> None:
    path = tmp_path / "run.pt"
    train(tiny(steps=2), dots(), path)
    whole = path.read_bytes()
    for broken in (b"", whole[:50], whole[:-40]):
        path.write_bytes(broken)
        with pytest.raises(LejepaError, match=r"run\.pt is damaged"):
            train(tiny(steps=2), dots(), path)
        assert path.read_bytes() == broken
    path.write_bytes(whole)
    with pytest.raises(LejepaError, match="does not fit: it is of the run"):
        train(tiny(steps=3), dots(), path)


def test_infonce_is_not_taken() -> None:
    with pytest.raises(ValueError, match="sigreg or vicreg"):
        Trainer(tiny(objective=ObjectiveConfig(kind="infonce")), dots())


@pytest.mark.parametrize("name", presets.PRESETS)
def test_presets_name_every_run_once(name) -> None:
    configs = presets.preset(name)
    assert len({each.digest for each in configs}) == len(configs)
    assert {type(each.frames.world) for each in configs} == {AngleWorld, ReachingWorld}
    for each in configs:
        assert each == presets.PixelConfig.model_validate_json(each.model_dump_json())
        # no frame is both trained on and scored
        assert each.frames.seed not in {each.own_test.seed, each.common_test.seed}
    with pytest.raises(ValueError, match="choose from"):
        presets.preset("none")


def test_the_chain_in_miniature(graphics, tmp_path) -> None:
    angles, reaching = presets.preset("smoke")
    stages: list[str] = []
    made = runs.run(
        angles, tmp_path, tmp_path / "frames", told=lambda *said: stages.append(said[0])
    )
    assert {each.split(",")[0] for each in stages} == {"drawing", "training", "scoring"}
    assert [
        each.name
        for each in tmp_path.rglob("*")
        if each.suffix in (".json", ".pt") and each.name != "set.json"
    ] == [f"{angles.digest}.json"]
    assert made.driver == graphics.driver
    assert made.losses.alignment_floor == pytest.approx(2 * (1 - 0.9) * 2, rel=1e-15)
    assert made.plan.straight_true.mean >= 1
    assert len(made.film) == len(made.oracle_film) == scores.FILM
    assert made.film[0] == made.oracle_film[0]
    assert made.film[-1] == made.oracle_film[-1]
    again = runs.run(angles, tmp_path, tmp_path / "frames", told=lambda *_: pytest.fail("ran"))
    assert again == made
    assert not any(each.holds for each in again.hypotheses if "frame" in each.hypothesis)

    other = runs.run(reaching, tmp_path, tmp_path / "frames")
    assert other.oracle_film == made.oracle_film
    assert other.losses.alignment_floor is None
    assert not any(each.holds for each in other.hypotheses if "Ornstein" in each.hypothesis)

    path = tmp_path / results.result_path(angles)
    whole = path.read_text()
    for broken in (whole[:-20], whole.replace('"r2": ', '"r2": 1'), "[]"):
        path.write_text(broken)
        with pytest.raises(LejepaError, match=f"{angles.digest}.json is (damaged|not a readable)"):
            runs.run(angles, tmp_path, tmp_path / "frames")
        assert path.read_text() == broken


def test_an_interrupted_run_keeps_its_steps(tmp_path) -> None:
    def interrupt(step: int, _loss: float) -> None:
        if step == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(tiny(steps=9), dots(), tmp_path / "c", told=interrupt)
    steps: list[int] = []
    train(tiny(steps=9), dots(), tmp_path / "c", told=lambda *said: steps.append(said[0]))
    assert steps == [5, 6, 7, 8, 9]
