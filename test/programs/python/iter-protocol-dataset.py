class Dataset:
    def __init__(self, n):
        self.rows = [(i, i % 2) for i in range(n)]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return self.rows[index]
        return self.rows[index]


class Loader:
    def __init__(self, data, size, drop_last=False):
        self.data, self.size, self.drop_last = data, size, drop_last

    def __iter__(self):
        batch = []
        for i in range(len(self.data)):
            batch.append(self.data[i])
            if len(batch) == self.size:
                yield tuple(zip(*batch))
                batch = []
        if batch and not self.drop_last:
            yield tuple(zip(*batch))

    def __len__(self):
        full, rest = divmod(len(self.data), self.size)
        return full + (1 if rest and not self.drop_last else 0)


data = Dataset(5)
print(len(data), data[1], data[1:3], [x for x, _ in data], (3, 1) in data, list(reversed(range(len(data)))))
for drop in (False, True):
    loader = Loader(data, 2, drop_last=drop)
    print(len(loader), [b for b in loader])
for epoch in range(2):
    for step, (xs, ys) in enumerate(Loader(data, 3)):
        print(epoch, step, xs, ys, sum(ys) / len(ys))
it = iter(Loader(data, 4))
print(next(it), next(it), next(it, "end"))
