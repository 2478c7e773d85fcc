"""Averages for the progress line."""


class Average:
    def __init__(self):
        self.reset()

    def reset(self):
        self.total, self.count = 0.0, 0

    def update(self, value, n=1):
        self.total += value * n  # expect: graph-leak
        self.count += n

    @property
    def value(self):
        return self.total / max(1, self.count)
