"""An incremental constraint solver in the manner of DeltaBlue: strengths, plans, walkabouts, class hierarchies."""
SIZE, QUICK = 500, 100

REQUIRED, STRONG, PREFERRED, NORMAL, WEAK, WEAKEST = range(6)


class Variable:
    def __init__(self, value=0):
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.strength = WEAKEST
        self.stay = True
        self.mark = 0


class Constraint:
    def __init__(self, strength, *variables):
        self.strength = strength
        self.variables = variables
        self.output = None

    def attach(self, planner):
        for v in self.variables:
            v.constraints.append(self)
        planner.incremental_add(self)

    def detach(self, planner):
        if self.output is not None:
            planner.incremental_remove(self)
        for v in self.variables:
            v.constraints.remove(self)

    def choose(self, mark):
        best = None
        for v in self.variables:
            if v.mark != mark and v.strength > self.strength and (best is None or v.strength > best.strength):
                best = v
        self.output = best
        return best is not None

    def inputs(self):
        output = self.output
        return [v for v in self.variables if v is not output]

    def satisfy(self, mark, planner):
        if not self.choose(mark):
            if self.strength == REQUIRED:
                raise ValueError("a required constraint cannot be satisfied")
            return None
        for v in self.inputs():
            v.mark = mark
        out = self.output
        overridden = out.determined_by
        if overridden is not None:
            overridden.output = None
        out.determined_by = self
        planner.propagate(self, mark)
        out.mark = mark
        return overridden

    def recalculate(self):
        out, ins = self.output, self.inputs()
        out.strength = max([self.strength] + [v.strength for v in ins])
        out.stay = self.is_input() is False and all(v.stay for v in ins)
        if out.stay:
            self.execute()

    def is_input(self):
        return False

    def execute(self):
        raise NotImplementedError


class Stay(Constraint):
    def execute(self):
        pass


class Edit(Constraint):
    def is_input(self):
        return True

    def execute(self):
        pass


class Equal(Constraint):
    def execute(self):
        self.output.value = self.inputs()[0].value


class Scale(Constraint):
    """variables: source, scale, offset, target; the value flows either way."""

    def choose(self, mark):
        source, _, _, target = self.variables
        if source.mark == mark:
            ok = target.mark != mark and target.strength > self.strength
            self.output = target if ok else None
        elif target.mark == mark:
            ok = source.strength > self.strength
            self.output = source if ok else None
        else:
            pick = source if source.strength > target.strength else target
            self.output = pick if pick.strength > self.strength else None
        return self.output is not None

    def execute(self):
        source, scale, offset, target = self.variables
        if self.output is target:
            target.value = source.value * scale.value + offset.value
        else:
            source.value = (target.value - offset.value) // scale.value


class Planner:
    def __init__(self):
        self.mark = 0

    def new_mark(self):
        self.mark += 1
        return self.mark

    def incremental_add(self, constraint):
        mark = self.new_mark()
        overridden = constraint.satisfy(mark, self)
        while overridden is not None:
            overridden = overridden.satisfy(mark, self)

    def incremental_remove(self, constraint):
        out = constraint.output
        out.determined_by = None
        constraint.output = None
        out.strength = WEAKEST
        out.stay = True
        unsatisfied, todo = [], [out]
        while todo:
            v = todo.pop()
            for c in v.constraints:
                if c.output is None and c is not constraint:
                    unsatisfied.append(c)
                elif c.output is not None and c.output is not v:
                    c.recalculate()
                    todo.append(c.output)
        for strength in range(REQUIRED, WEAKEST):
            for c in unsatisfied:
                if c.strength == strength and c.output is None:
                    self.incremental_add(c)

    def propagate(self, constraint, mark):
        todo = [constraint]
        while todo:
            c = todo.pop()
            c.recalculate()
            out = c.output
            for other in out.constraints:
                if other.output is not None and other is not c and out is not other.output:
                    todo.append(other)

    def plan(self, sources):
        mark, todo, plan = self.new_mark(), [c for c in sources if c.output is not None], []
        while todo:
            c = todo.pop()
            out = c.output
            if out.mark != mark and all(v.mark == mark or v.stay or v.determined_by is None for v in c.inputs()):
                plan.append(c)
                out.mark = mark
                todo.extend(o for o in out.constraints if o.output is not None and o.output is not out and o is not c)
        return plan


def chain(n):
    planner, variables = Planner(), [Variable() for _ in range(n + 1)]
    for a, b in zip(variables, variables[1:]):
        Equal(REQUIRED, a, b).attach(planner)
    Stay(PREFERRED, variables[-1]).attach(planner)
    edit = Edit(STRONG, variables[0])
    edit.attach(planner)
    plan = planner.plan([edit])
    total = 0
    for value in range(50):
        variables[0].value = value
        for c in plan:
            c.execute()
        total += variables[-1].value
    edit.detach(planner)
    return total


def projection(n):
    planner, scale, offset = Planner(), Variable(10), Variable(1000)
    targets, total = [], 0
    for i in range(n):
        source, target = Variable(i), Variable(i)
        targets.append((source, target))
        Stay(NORMAL, source).attach(planner)
        Scale(REQUIRED, source, scale, offset, target).attach(planner)
    for variable, value in ((targets[0][0], 17), (scale, 5), (offset, 2000)):
        edit = Edit(STRONG, variable)
        edit.attach(planner)
        plan = planner.plan([edit])
        for _ in range(10):
            variable.value = value
            for c in plan:
                c.execute()
        edit.detach(planner)
        total += sum(t.value for _, t in targets)
    return total


def run(n):
    return [(chain(n), projection(n)) for _ in range(3)][-1]
