"""Random games of go on a small board: groups, liberties, captures, ko."""
SIZE, QUICK = 30, 4

WIDTH = 9
EMPTY, BLACK, WHITE = 0, 1, 2
NEIGHBOURS = [[y * WIDTH + x for x, y in ((p % WIDTH - 1, p // WIDTH), (p % WIDTH + 1, p // WIDTH), (p % WIDTH, p // WIDTH - 1), (p % WIDTH, p // WIDTH + 1))
               if 0 <= x < WIDTH and 0 <= y < WIDTH] for p in range(WIDTH * WIDTH)]


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (self.state >> 33) % n


class Board:
    def __init__(self):
        self.points = [EMPTY] * (WIDTH * WIDTH)
        self.empties = list(range(WIDTH * WIDTH))
        self.captured = [0, 0, 0]
        self.ko = -1

    def group(self, start):
        color, seen, liberties, todo = self.points[start], {start}, set(), [start]
        while todo:
            for q in NEIGHBOURS[todo.pop()]:
                c = self.points[q]
                if c == EMPTY:
                    liberties.add(q)
                elif c == color and q not in seen:
                    seen.add(q)
                    todo.append(q)
        return seen, liberties

    def play(self, point, color):
        if self.points[point] != EMPTY or point == self.ko:
            return False
        enemy = BLACK + WHITE - color
        self.points[point] = color
        dead = []
        for q in NEIGHBOURS[point]:
            if self.points[q] == enemy:
                stones, liberties = self.group(q)
                if not liberties:
                    dead.extend(s for s in stones if s not in dead)
        if not dead and not self.group(point)[1]:
            self.points[point] = EMPTY
            return False
        for s in dead:
            self.points[s] = EMPTY
        self.captured[color] += len(dead)
        self.ko = dead[0] if len(dead) == 1 else -1
        return True

    def is_eye(self, point, color):
        return all(self.points[q] == color for q in NEIGHBOURS[point])

    def score(self):
        own = [0, 0, 0]
        for p, c in enumerate(self.points):
            if c:
                own[c] += 1
            else:
                around = {self.points[q] for q in NEIGHBOURS[p]}
                if len(around) == 1:
                    own[around.pop()] += 1
        return own[BLACK] - own[WHITE]


def game(random):
    board, color, passes, moves = Board(), BLACK, 0, 0
    while passes < 2 and moves < 200:
        options = [p for p in range(WIDTH * WIDTH) if board.points[p] == EMPTY and not board.is_eye(p, color)]
        played = False
        while options and not played:
            played = board.play(options.pop(random.below(len(options))), color)
        passes = 0 if played else passes + 1
        moves += 1
        color = BLACK + WHITE - color
    return board.score(), moves, sum(board.captured)


def run(n):
    random = Random(42)
    return [game(random) for _ in range(n)]
