"""The hashes of the tree, in rows of 256, as C2SP's tlog-tiles has them."""

from django.db.models import Q

from portal.transparency.merkle import folded, root_of, whole_subtrees
from portal.transparency.models import Tile

HEIGHT, WIDTH, BYTES = 8, 256, 32  # levels and hashes of a tile; bytes of a hash


def append(hashes, size):
    """Add the hashes of leaves to a tree that has `size` of them."""
    level = 0
    while hashes:
        hashes = append_to_level(level, hashes, size >> (HEIGHT * level))
        level += 1


def append_to_level(level, hashes, count):
    """Add hashes to a level that has `count`; returns the roots of the tiles that became whole."""
    roots = []
    while hashes:
        number, used = divmod(count, WIDTH)
        some, hashes = hashes[: WIDTH - used], hashes[WIDTH - used :]
        count += len(some)
        tile = Tile.objects.filter(level=level, number=number).first() if used else None
        tile = tile or Tile(level=level, number=number, hashes=b"")
        tile.hashes = bytes(tile.hashes) + b"".join(some)
        tile.save()
        if used + len(some) == WIDTH:
            roots.append(root_of(pieces(tile.hashes)))
    return roots


def pieces(content):
    """The hashes in a tile."""
    content = bytes(content)
    return [content[at : at + BYTES] for at in range(0, len(content), BYTES)]


def hashes_of(parts):
    """The hash of each of these parts of the tree, (first leaf, the one after the last)."""
    parts = list(parts)
    places = {subtree: place_of(*subtree) for part in parts for subtree in whole_subtrees(*part)}
    tiles = read({(level, number) for level, number, *_rest in places.values()})
    return [
        folded([in_tile(tiles, *places[subtree]) for subtree in whole_subtrees(*part)])
        for part in parts
    ]


def root(size):
    return hashes_of([(0, size)])[0]


def place_of(level, number):
    """(level of a tile, its number, first hash in it, how many) that make up a whole subtree."""
    tile_level, above = divmod(level, HEIGHT)
    tile, first = divmod(number << above, WIDTH)
    return tile_level, tile, first, 1 << above


def in_tile(tiles, level, number, first, count):
    return root_of(tiles[level, number][first : first + count])


def read(keys):
    """{(level, number): hashes} of tiles, in one query."""
    wanted = Q()
    for level in {level for level, _number in keys}:
        numbers = [number for other, number in keys if other == level]
        wanted |= Q(level=level, number__in=numbers)
    found = Tile.objects.filter(wanted) if keys else ()
    return {(tile.level, tile.number): pieces(tile.hashes) for tile in found}
