"""Merkle trees as in RFC 9162: hashes, and which parts of a tree a proof consists of.

Part of a tree is a range of its leaves, (first, the one after the last). Nothing here stores or
reads anything, and nothing needs Django.
"""

import hashlib

EMPTY = hashlib.sha256().digest()  # the root of a tree without leaves


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(hashes):
    """The root over the hashes of leaves, or of whole subtrees that are equally large."""
    frontier = Frontier()
    for one in hashes:
        frontier.push(one)
    return frontier.root()


class Frontier:
    """A tree that only grows: it remembers no more than its whole subtrees, the largest first."""

    def __init__(self):
        self.size, self.hashes = 0, []

    def push(self, leaf):
        found, rest = leaf, self.size
        while rest & 1:
            found, rest = node_hash(self.hashes.pop(), found), rest >> 1
        self.hashes.append(found)
        self.size += 1

    def root(self):
        return folded(self.hashes)


def folded(hashes):
    """The root over whole subtrees that become smaller to the right."""
    if not hashes:
        return EMPTY
    *others, found = hashes
    for one in reversed(others):
        found = node_hash(one, found)
    return found


def whole_subtrees(start, end):
    """[(level, number)] of the whole subtrees of a part, the largest first.

    A subtree of level 3 has 8 leaves; its number says how many of these stand before it.
    """
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def split(start, end):
    """Where RFC 9162 divides a part: the left one has the largest power of two below its size."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def inclusion_parts(index, size):
    """The parts whose hashes prove that a leaf is in the tree of `size` leaves (2.1.3.1)."""
    start, end, found = 0, size, []
    while end - start > 1:
        middle = split(start, end)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def consistency_parts(old, new):
    """The parts whose hashes prove that a tree of `old` leaves only grew to `new` (2.1.4.1)."""
    start, end, found = 0, new, []
    while end != old:
        middle = split(start, end)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    if start:  # else whoever checks it has this hash: it is the old root
        found.append((start, end))
    return found[::-1]


def root_by_inclusion(leaf, index, size, proof):
    """The root that follows from the hash of a leaf and its proof; None when these do not fit."""
    if not 0 <= index < size or len(proof) != len(inclusion_parts(index, size)):
        return None
    node, last, found = index, size - 1, leaf
    for one in proof:
        if node & 1 or node == last:
            found = node_hash(one, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, one)
        node, last = node >> 1, last >> 1
    return found


def is_consistent(old, new, old_root, new_root, proof):
    """Whether a proof shows that the tree with the old root only grew to the new one (2.1.4.2)."""
    if not 0 <= old <= new or old in (0, new):
        return not proof and (old_root == new_root if old == new else old == 0)
    if old & (old - 1) == 0:
        proof = [old_root, *proof]
    if len(proof) == 0:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = proof[0]
    for one in proof[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            before, after = node_hash(one, before), node_hash(one, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = node_hash(after, one)
        node, last = node >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root
