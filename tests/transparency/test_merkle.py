"""The tree and its proofs are those of RFC 9162, from the rows in which its hashes are stored."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.transparency import merkle, tiles
from portal.transparency.models import Tile
from tests.transparency import rfc9162

pytestmark = pytest.mark.django_db
SIZES = st.integers(1, 700)
AS_OFTEN = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def entries(size):
    return [f"entry {number}".encode() for number in range(size)]


def stored(some, at_a_time=100):
    """Put entries into an empty tree."""
    Tile.objects.all().delete()
    for begin in range(0, len(some), at_a_time):
        tiles.append([merkle.leaf_hash(one) for one in some[begin : begin + at_a_time]], begin)


@AS_OFTEN
@given(SIZES, st.integers(1, 300))
@pytest.mark.slow
def test_the_root_is_that_of_the_rfc_however_leaves_came(size, at_a_time):
    some = entries(size)
    stored(some, at_a_time)
    assert tiles.root(size) == rfc9162.mth(some)
    assert merkle.root_of(map(merkle.leaf_hash, some)) == rfc9162.mth(some)


@AS_OFTEN
@given(SIZES, st.data())
def test_inclusion_proofs_are_those_of_the_rfc(size, data):
    index, some = data.draw(st.integers(0, size - 1)), entries(size)
    stored([*some, *entries(100)])  # the tree goes on after that size
    proof = tiles.hashes_of(merkle.inclusion_parts(index, size))
    assert proof == rfc9162.path(index, some)
    leaf = merkle.leaf_hash(some[index])
    assert merkle.root_by_inclusion(leaf, index, size, proof) == rfc9162.mth(some)


@AS_OFTEN
@given(SIZES, st.data())
def test_consistency_proofs_are_those_of_the_rfc(new, data):
    old, some = data.draw(st.integers(1, new)), entries(new)
    stored(some)
    proof = tiles.hashes_of(merkle.consistency_parts(old, new))
    assert proof == rfc9162.proof(old, some)
    roots = rfc9162.mth(some[:old]), rfc9162.mth(some)
    assert merkle.is_consistent(old, new, *roots, proof)


@AS_OFTEN
@given(st.integers(2, 200), st.data())
def test_a_proof_of_something_else_is_refused(size, data):
    index, some = data.draw(st.integers(0, size - 1)), entries(size)
    proof, root = rfc9162.path(index, some), rfc9162.mth(some)
    other = data.draw(st.integers(0, size - 1).filter(lambda at: at != index))
    wrong = [*proof]
    wrong[data.draw(st.integers(0, len(proof) - 1))] = merkle.EMPTY
    leaf = merkle.leaf_hash(some[index])
    for leaf_, index_, proof_ in [
        (merkle.leaf_hash(b"else"), index, proof),
        (leaf, other, proof),
        (leaf, index, wrong),
        (leaf, index, proof[1:]),
        (leaf, index, [*proof, merkle.EMPTY]),
        (leaf, size, proof),
    ]:
        assert merkle.root_by_inclusion(leaf_, index_, size, proof_) != root


@AS_OFTEN
@given(st.integers(2, 200), st.data())
def test_a_tree_that_was_changed_is_not_consistent(new, data):
    old, some = data.draw(st.integers(1, new - 1)), entries(new)
    changed = [*some]
    changed[data.draw(st.integers(0, old - 1))] = b"else"
    proof = rfc9162.proof(old, changed)
    assert not merkle.is_consistent(old, new, rfc9162.mth(some[:old]), rfc9162.mth(changed), proof)
    assert not merkle.is_consistent(old, new, rfc9162.mth(some[:old]), rfc9162.mth(some), [])


def test_every_tree_is_consistent_with_itself_and_with_an_empty_one():
    assert merkle.is_consistent(3, 3, b"a", b"a", [])
    assert not merkle.is_consistent(3, 3, b"a", b"b", [])
    assert merkle.is_consistent(0, 3, merkle.EMPTY, b"a", [])
    assert not merkle.is_consistent(3, 2, b"a", b"b", [])


@pytest.mark.slow
def test_a_proof_in_a_large_tree_takes_one_query(django_assert_num_queries):
    size = 200_000
    stored(entries(size), at_a_time=10_000)
    begun = time.process_time()
    for index in range(0, size, size // 50):
        with django_assert_num_queries(1):
            proof = tiles.hashes_of(merkle.inclusion_parts(index, size))
    assert len(proof) <= 18
    assert time.process_time() - begun < 2.5  # seconds for 50 proofs
