"""Reading rendered digits: CNN and BiLSTM with CTC, greedy and beam decoding, edit distance, a bucketing sampler and spec-augment."""
import bisect
import math
import operator
from collections import defaultdict
from functools import lru_cache, reduce
from itertools import accumulate, groupby, islice
from typing import Iterator, List, Tuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset, Sampler

GLYPHS = {"0": "757", "1": "272", "2": "637", "3": "717", "4": "571", "5": "765"}
BLANK = 0


class Digits(Dataset):
    alphabet = "-" + "".join(sorted(GLYPHS))

    def __init__(self, n, seed=0):
        rng = np.random.RandomState(seed)
        self.texts = ["".join(str(d) for d in rng.randint(0, 6, size=rng.randint(2, 5))) for _ in range(n)]
        self.noise = rng.randn(n, 6, 40).astype("float32") * 0.1

    def __len__(self):
        return len(self.texts)

    def render(self, text):
        rows = [[int(b) for b in f"{int(GLYPHS[c][r], 8):03b}"] for r in range(3) for c in text]
        grid = np.array(rows, dtype=np.float32).reshape(3, len(text), 3)
        grid = np.pad(grid, ((0, 0), (0, 0), (1, 1))).reshape(3, -1)
        return np.repeat(np.repeat(grid, 2, axis=0), 2, axis=1)

    def __getitem__(self, i):
        image = self.render(self.texts[i])
        image = image + self.noise[i][:, : image.shape[1]]
        return torch.from_numpy(image).unsqueeze(0), torch.tensor([self.alphabet.index(c) for c in self.texts[i]])


class Buckets(Sampler):
    def __init__(self, lengths, size, seed=0):
        self.size, self.seed, self.epoch = size, seed, 0
        self.order = sorted(range(len(lengths)), key=lengths.__getitem__)

    def __iter__(self) -> Iterator[List[int]]:
        g = torch.Generator().manual_seed(self.seed + self.epoch)
        self.epoch += 1
        batches = [self.order[i : i + self.size] for i in range(0, len(self.order), self.size)]
        for b in torch.randperm(len(batches), generator=g).tolist():
            yield batches[b]

    def __len__(self):
        return math.ceil(len(self.order) / self.size)


def collate(samples):
    images, labels = zip(*samples)
    width = max(i.shape[-1] for i in images)
    padded = torch.stack([F.pad(i, (0, width - i.shape[-1])) for i in images])
    return padded, torch.cat(labels), torch.tensor([i.shape[-1] for i in images]), torch.tensor([len(l) for l in labels])


class SpecAugment(nn.Module):
    def __init__(self, width, p):
        super().__init__()
        self.width, self.p = width, p

    def forward(self, x):
        if not self.training:
            return x
        x = x.clone()
        for row in x:
            if torch.rand(()).item() < self.p:
                at = torch.randint(0, row.shape[-1] - self.width, ()).item()
                row[..., at : at + self.width] = 0
        return x


class CRNN(nn.Module):
    def __init__(self, classes, hidden=12):
        super().__init__()
        self.augment = SpecAugment(2, 0.3)
        self.cnn = nn.Sequential(nn.Conv2d(1, 6, 3, padding=1), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d((2, 2)), nn.Conv2d(6, 8, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d((1, None)))
        self.rnn = nn.LSTM(8, hidden, bidirectional=True)
        self.fc = nn.Linear(2 * hidden, classes)

    def forward(self, x, widths):
        h = self.cnn(self.augment(x)).squeeze(2).permute(2, 0, 1)
        lengths = torch.div(widths, 2, rounding_mode="floor")
        packed = nn.utils.rnn.pack_padded_sequence(h, lengths, enforce_sorted=False)
        h, lengths = nn.utils.rnn.pad_packed_sequence(self.rnn(packed)[0])
        return self.fc(h).log_softmax(-1), lengths


def greedy(logp, lengths) -> List[str]:
    best = logp.argmax(-1).T.tolist()
    return ["".join(Digits.alphabet[k] for k, _ in groupby(row[:n]) if k != BLANK) for row, n in zip(best, lengths.tolist())]


def beam(logp, width=4) -> Tuple[str, float]:
    beams = {(): (0.0, -math.inf)}
    add = lambda a, b: max(a, b) + math.log1p(math.exp(-abs(a - b))) if max(a, b) > -math.inf and min(a, b) > -math.inf else max(a, b)
    for frame in logp.tolist():
        new = defaultdict(lambda: (-math.inf, -math.inf))
        for prefix, (pb, pnb) in beams.items():
            for c, p in enumerate(frame):
                if c == BLANK:
                    b, nb = new[prefix]
                    new[prefix] = add(b, add(pb, pnb) + p), nb
                    continue
                b, nb = new[prefix + (c,)]
                if prefix and prefix[-1] == c:
                    new[prefix + (c,)] = b, add(nb, pb + p)
                    b, nb = new[prefix]
                    new[prefix] = b, add(nb, pnb + p)
                else:
                    new[prefix + (c,)] = b, add(nb, add(pb, pnb) + p)
        beams = dict(islice(sorted(new.items(), key=lambda kv: -add(*kv[1])), width))
    prefix, scores = max(beams.items(), key=lambda kv: add(*kv[1]))
    return "".join(Digits.alphabet[c] for c in prefix), add(*scores)


@lru_cache(maxsize=256)
def distance(a: str, b: str) -> int:
    if not a or not b:
        return len(a) or len(b)
    return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))


torch.manual_seed(50)
data = Digits(24)
sampler = Buckets([len(t) for t in data.texts], 6)
loader = DataLoader(data, batch_sampler=sampler, collate_fn=collate)
print(data.texts[:4], data[0][0].shape, len(loader), distance("kitten", "sitting"), [*accumulate([1, 2, 3], operator.mul)])
model = CRNN(len(Digits.alphabet))
criterion = nn.CTCLoss(blank=BLANK, zero_infinity=True)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=2e-2, total_steps=2 * len(loader))
for epoch in range(2):
    model.train()
    total = []
    for images, labels, widths, lengths in loader:
        logp, steps = model(images, widths)
        loss = criterion(logp, labels, steps, lengths)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5)
        optimizer.step()
        scheduler.step()
        total.append(loss.item())
    print(epoch, f"{np.mean(total):.2f}", f"{scheduler.get_last_lr()[0]:.4f}")
model.eval()
with torch.no_grad():
    images, labels, widths, lengths = next(iter(loader))
    logp, steps = model(images, widths)
texts = greedy(logp, steps)
best, score = beam(logp[: steps[0], 0].float())
truth = ["".join(Digits.alphabet[i] for i in part.tolist()) for part in labels.split(lengths.tolist())]
rate = sum(map(distance, texts, truth)) / sum(map(len, truth))
print(len(texts), 0 <= rate <= 3, score <= 0, logp.shape, bisect.bisect(sorted(len(t) for t in truth), 2) >= 0)
per_sample = F.ctc_loss(logp, labels, steps, lengths, reduction="none")
print(per_sample.shape, torch.allclose((per_sample / lengths).mean(), criterion(logp, labels, steps, lengths)), [n for n, p in model.named_parameters() if p.grad is None])
print(f"{criterion(torch.randn(2, 1, 7).log_softmax(-1), torch.tensor([[1, 1, 1]]), (2,), (3,)).item()}", reduce(operator.or_, [1, 2, 4]))
