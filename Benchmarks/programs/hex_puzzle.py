"""Constraint search on a hexagonal board: each cell's number says how many neighbours are filled."""
SIZE, QUICK = 6, 2


def make_board(radius):
    cells = [(q, r) for q in range(-radius, radius + 1) for r in range(-radius, radius + 1) if abs(q + r) <= radius]
    index = {c: i for i, c in enumerate(cells)}
    around = [[index[(q + dq, r + dr)] for dq, dr in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)) if (q + dq, r + dr) in index]
              for q, r in cells]
    return cells, around


class Search:
    def __init__(self, around, tiles):
        self.around = around
        self.tiles = tiles
        self.placed = [None] * len(around)
        self.left = dict(tiles)
        self.nodes = 0
        self.found = []

    def fits(self, i):
        """Whether cell i's number can still come true, and those of its neighbours."""
        for j in (i, *self.around[i]):
            value = self.placed[j]
            if value is None or value == 0:
                continue
            filled = open_ = 0
            for k in self.around[j]:
                other = self.placed[k]
                if other is None:
                    open_ += 1
                elif other:
                    filled += 1
            if filled > value or filled + open_ < value:
                return False
        return True

    def solve(self, i, limit):
        if len(self.found) >= limit or self.nodes > 30_000:
            return
        if i == len(self.placed):
            self.found.append(tuple(self.placed))
            return
        for value in sorted(self.left):
            if self.left[value]:
                self.nodes += 1
                self.left[value] -= 1
                self.placed[i] = value
                if self.fits(i):
                    self.solve(i + 1, limit)
                self.placed[i] = None
                self.left[value] += 1


def run(n):
    cells, around = make_board(2)
    results = []
    for seed in range(n):
        filled = [((i * 7 + seed * 3) % 5) < 3 for i in range(len(cells))]
        numbers = [sum(filled[k] for k in around[i]) if filled[i] else 0 for i in range(len(cells))]
        tiles = {}
        for v in numbers:
            tiles[v] = tiles.get(v, 0) + 1
        search = Search(around, tiles)
        search.solve(0, 2)
        results.append((search.nodes, len(search.found), search.found[:1]))
    return results
