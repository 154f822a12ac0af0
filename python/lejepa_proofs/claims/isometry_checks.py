"""Checks of the Mazur–Ulam theorem on rational isometries."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flint import fmpq, fmpq_mat

from lejepa_proofs.claims.model import Context
from lejepa_proofs.numerics.isometries import (
    Map,
    Point,
    add,
    additivity_defect,
    apply,
    defect_from_distances,
    folded_line,
    random_orthogonal,
    reflect_in_plane,
    reflect_in_point,
    squared_distance,
    squared_norm,
    turning_map,
)
from lejepa_proofs.numerics.verdict import Method, Relation, Tally

Distance = Callable[[Point, Point], fmpq]
Family = Callable[[Context], list[tuple[int, Map]]]


def random_point(run: Context, n: int) -> Point:
    """A rational point with coordinates in [−5, 5]."""
    return tuple(fmpq(run.random.randint(-20, 20), run.random.randint(4, 7)) for _ in range(n))


def compose(maps: tuple[Map, ...], x: Point) -> Point:
    """The maps one after the other, the first first."""
    for h in maps:
        x = h(x)
    return x


def reflections(run: Context) -> list[tuple[int, Map]]:
    """Compositions of mirrors and central symmetries, in dimensions 1 to 4."""
    found: list[tuple[int, Map]] = []
    for n in (1, 2, 3, 4):
        for length in (1, 2, 5):
            maps: list[Map] = []
            for _ in range(length):
                normal = tuple(fmpq(run.random.randint(1, 5)) for _ in range(n))
                maps.append(partial(reflect_in_plane, normal, fmpq(run.random.randint(-3, 3))))
                maps.append(partial(reflect_in_point, random_point(run, n)))
            found.append((n, partial(compose, tuple(maps[: 2 * length - 1]))))
    return found


def embeddings(run: Context) -> list[tuple[int, Map]]:
    """Euclidean isometries into one dimension more: two columns of a matrix in O(3), and so on."""
    found: list[tuple[int, Map]] = []
    for n in (1, 2, 3):
        square = random_orthogonal(n + 1, run.random).tolist()
        found.append((n, partial(apply, fmpq_mat([row[:n] for row in square]))))
    return found


def signed_permutations(run: Context) -> list[tuple[int, Map]]:
    """The surjective isometries of the sup norm: signed permutations, and a translation."""
    found: list[tuple[int, Map]] = []
    for n in (1, 2, 3):
        order = run.random.sample(range(n), n)
        signs = [run.random.choice([-1, 1]) for _ in range(n)]
        rows = [[fmpq(signs[i] * int(order[i] == j)) for j in range(n)] for i in range(n)]
        found.append((n, partial(_move, fmpq_mat(rows), random_point(run, n))))
    return found


def folds(run: Context) -> list[tuple[int, Map]]:
    """x ↦ (x, |x|): an isometry into the plane with the sup norm, not onto."""
    del run
    return [(1, folded_line)]


def turns(run: Context) -> list[tuple[int, Map]]:
    """Norm-preserving bijections of the plane that are no isometries."""
    del run
    return [(2, turning_map), (2, partial(compose, (turning_map, turning_map)))]


def _move(matrix: fmpq_mat, shift: Point, x: Point) -> Point:
    return add(apply(matrix, x), shift)


def distances_preserved(
    run: Context, family: Family = reflections, distance: Distance = squared_distance
) -> Tally:
    """d(h x, h y) − d(x, y) on random pairs: the hypothesis."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n, h in family(run):
        for _ in range(6):
            x, y = random_point(run, n), random_point(run, n)
            tally.add(distance(h(x), h(y)) - distance(x, y), f"n = {n}, x = {x}, y = {y}")
    return tally


def additivity(run: Context, family: Family = reflections) -> Tally:
    """|h(x+y) − h(x) − h(y) + h(0)|² on random pairs: the conclusion."""
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n, h in family(run):
        for _ in range(6):
            x, y = random_point(run, n), random_point(run, n)
            tally.add(squared_norm(additivity_defect(h, x, y)), f"n = {n}, x = {x}, y = {y}")
    return tally


def defect_is_metric(run: Context, family: Family = reflections, source: bool = True) -> Tally:
    """The additivity defect of h against six distances: those of 0, x, y, x+y, or of their images.

    With the distances of the source the two sides agree for an isometry; with those of the
    images they agree for every map.
    """
    tally = Tally(Relation.ZERO, Method.EXACT)
    for n, h in family(run):
        for _ in range(6):
            x, y = random_point(run, n), random_point(run, n)
            points = [tuple(fmpq(0) for _ in range(n)), x, y, add(x, y)]
            if not source:
                points = [h(p) for p in points]
            table = partial(_table, points)
            direct = squared_norm(additivity_defect(h, x, y))
            tally.add(defect_from_distances(table) - direct, f"n = {n}, x = {x}, y = {y}")
    return tally


def _table(points: list[Point], i: int, j: int) -> fmpq:
    return squared_distance(points[i], points[j])
