"""The authors' assumptions: what became of each is computed from the record."""

import pytest

import fakes
from lejepa_proofs.claims import registry
from lejepa_proofs.claims.ledger import ASSUMPTIONS, Fate, settle
from lejepa_proofs.lean.record import Freshness, find_root, lean_state


def fate(**theorems):
    return settle("P", fakes.state(fakes.record(**theorems))).fate


def test_a_proof_of_the_negation_refutes():
    found = settle("P", fakes.state(fakes.record(anything={"settles": ["¬P"]})))
    assert (found.fate, found.theorem) == (Fate.REFUTED, "anything")


def test_a_proof_is_a_theorem():
    assert fate(p={"settles": ["P"]}) is Fate.THEOREM


def test_a_proof_that_assumes_its_conclusion_is_empty():
    assert fate(p={"settles": ["P"], "flags": ["assumes its conclusion"]}) is Fate.EMPTY


def test_a_name_alone_settles_nothing():
    assert fate(not_P={}) is Fate.OPEN


def test_a_proof_on_an_axiom_settles_nothing():
    assert fate(p={"settles": ["¬P"], "axioms": ["mine"]}) is Fate.OPEN


def test_a_proof_that_supposes_something_settles_nothing_alone():
    assert fate(p={"settles": ["¬P"], "hypotheses": 1}) is Fate.OPEN


def test_an_instance_lets_the_general_proof_count():
    general = {"settles": ["¬P"], "hypotheses": 1}
    found = settle("P", fakes.state(fakes.record(b=general, a={"settles": ["¬P", "¬Q"]})))
    assert (found.fate, found.theorem) == (Fate.REFUTED, "b")


def test_a_stale_record_settles_nothing():
    state = fakes.state(fakes.record(p={"settles": ["P"]}), Freshness.STALE)
    assert settle("P", state).fate is Fate.STALE


def test_without_a_record_everything_is_open():
    assert settle("P", fakes.state(None, Freshness.ABSENT)).fate is Fate.OPEN


def test_every_assumption_has_a_row_and_a_claim_that_takes_its_place():
    assert len({row.name for row in ASSUMPTIONS}) == len(ASSUMPTIONS) == 13
    assert len({row.statement for row in ASSUMPTIONS}) == 13
    assert {row.claim for row in ASSUMPTIONS} <= {claim.id for claim in registry.load()}


EXPECTED = {
    "correlation_eq_spectral_sum": Fate.REFUTED,
    "linear_of_degree_one": Fate.REFUTED,
    "mehler_summability": Fate.THEOREM,
    "orthogonal_of_gaussian_linear": Fate.THEOREM,
    "hermite_first_eigenfunction_of_gaussian": Fate.REFUTED,
    "gaussian_of_affine_score": Fate.THEOREM,
    "polar_bound_axiom": Fate.EMPTY,
    "pythagorean_axiom": Fate.EMPTY,
    "amgm_sum_ge_prod_pow": Fate.REFUTED,
    "exp_mean_ge_mean_exp": Fate.REFUTED,
    "mazur_ulam": Fate.THEOREM,
    "stage_pushforward": Fate.REFUTED,
    "terminal_pushforward": Fate.REFUTED,
}


@pytest.mark.parametrize("row", ASSUMPTIONS, ids=lambda row: row.name)
def test_the_committed_record_settles_the_assumption(row):
    state = lean_state(find_root())
    if state.record is None or state.record.declaration(row.statement) is None:
        pytest.skip(f"{row.statement} is not in the record here")
    assert settle(row.statement, state).fate is EXPECTED[row.name]
