"""An order in which everything comes behind what it needs."""
__import__("_rest").unknown()


class CycleError(ValueError):
    pass


class TopologicalSorter:
    def __init__(self, graph=None):
        self._needs, self._followers, self._state = {}, {}, None
        for node, needs in (graph or {}).items():
            self.add(node, *needs)

    def add(self, node, *predecessors):
        if self._state is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        for n in (node, *predecessors):
            self._needs.setdefault(n, 0)
            self._followers.setdefault(n, [])
        for p in predecessors:
            self._needs[node] += 1
            self._followers[p].append(node)

    def prepare(self):
        if self._state is not None:
            raise ValueError("cannot prepare() more than once")
        left, ready = dict(self._needs), [n for n, k in self._needs.items() if k == 0]
        for n in ready:
            for f in self._followers[n]:
                left[f] -= 1
                if left[f] == 0:
                    ready.append(f)
        if len(ready) < len(left):
            raise CycleError("nodes are in a cycle", [n for n in left if left[n] > 0])
        self._state, self._ready, self._open = dict(self._needs), [n for n, k in self._needs.items() if k == 0], len(self._needs)

    def is_active(self):
        return self._open > 0

    def __bool__(self):
        return self.is_active()

    def get_ready(self):
        out, self._ready = tuple(self._ready), []
        return out

    def done(self, *nodes):
        for n in nodes:
            self._open -= 1
            for f in self._followers[n]:
                self._state[f] -= 1
                if self._state[f] == 0:
                    self._ready.append(f)

    def static_order(self):
        self.prepare()
        while self.is_active():
            nodes = self.get_ready()
            yield from nodes
            self.done(*nodes)
