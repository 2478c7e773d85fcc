"""An operation gets shapes that do not fit."""
import torch
import torch.nn as nn


def broadcast_bad():
    x = torch.randn(4, 3)
    y = x + torch.ones(4)  # expect: shape-mismatch must match the size of tensor b  # raises: must match the size of tensor b


def matmul_bad():
    fc = nn.Linear(3, 2)
    out = fc(torch.randn(4, 5))  # expect: shape-mismatch mat1 and mat2 shapes cannot be multiplied  # raises: mat1 and mat2 shapes cannot be multiplied


def broadcast_ok():
    x = torch.randn(4, 3)
    print((x + torch.ones(3)).shape, (x @ torch.ones(3, 2)).shape)


def first_rows(scores: torch.Tensor, borders: torch.Tensor, level: float):
    """Positions are integers, whatever they are positions of."""
    stop = torch.bucketize(torch.tensor(level), borders, right=True)
    last = torch.where(scores == scores.max())[0][-1]
    best = scores[torch.argsort(scores, descending=True)]
    wanted = (scores > level).sum()
    return scores[:stop], scores[:last], best[:wanted], best[: torch.tensor(wanted)]


def first_rows_ok():
    scores = torch.tensor([0.1, 0.4, 0.3])
    print(first_rows(scores, torch.tensor([0.2, 0.5]), 0.25))


def positions(height: int, width: int, n, x: torch.Tensor):
    """How long a range is that ends somewhere unknown is not known."""
    y = torch.arange(1, height + 1).to(torch.float32).unsqueeze(1).repeat(1, 1, width)
    p = y[:, :, :, None] / torch.arange(64)
    p = torch.stack([p[:, :, :, 0::2].sin(), p[:, :, :, 1::2].cos()], dim=4).flatten(3).permute(0, 3, 1, 2)
    rest = x.flatten()[torch.arange(0, 10, n)].softmax(0)
    q, k, v = x.chunk(3, dim=-1)
    first, second, *_ = x.unbind(0)
    return nn.Conv2d(64, 3, 1)(p), rest, q + k + v, first + second, nn.functional.interpolate(x[None], size=width)


def positions_ok():
    print([t.shape for t in positions(3, 4, 2, torch.randn(4, 9))])


class ByMode(nn.Module):
    """A mode that is one text is no other, and not None."""

    def __init__(self, mode):
        super().__init__()
        self.mode = mode
        self.scale = None if mode is None else 2
        if mode == "wide":
            self.fc = nn.Linear(3, 8)
        if mode == "narrow":
            self.fc = nn.Linear(3, 4)

    def forward(self, x):
        y = self.fc(torch.ones(2, 3))
        if self.mode == "wide":
            return y @ torch.ones(8, 1) * self.scale
        if self.mode == "narrow":
            return y @ torch.ones(4, 1) * self.scale


def modes_ok():
    print(ByMode("wide")(None).shape, ByMode("narrow")(None).shape)


def of_the_type_of(tokens):
    """What the tokens are is not known, so neither is the type of what is made like them."""
    ids = torch.tensor(tokens)
    return nn.Embedding(5, 3)(torch.ones(1, 1).type_as(ids))


def dtype_of_unknown_ok():
    """Whose element type is taken is not known."""
    x = eval("torch.ones(1, 1, dtype=torch.long)")
    emb = torch.nn.Embedding(4, 4)
    start = torch.zeros(1, 1).long()
    for part in (torch.ones(1, 1).to(x.dtype), torch.ones(1, 1).to(x), torch.ones(1, 1).type_as(x), torch.ones(1, 1).to(dtype=x.dtype), torch.ones(1, 1).type(x.type())):
        emb(torch.cat([start, part]))


class Aligned(nn.Module):
    """What kind of numbers the lengths are is the caller's business."""

    def forward(self, log_probs: torch.Tensor, targets: torch.Tensor, input_lengths: torch.Tensor, target_lengths: torch.Tensor):
        return nn.functional.ctc_loss(log_probs, targets, input_lengths, target_lengths)


def aligned_ok():
    Aligned()(torch.randn(5, 2, 4).log_softmax(2), torch.randint(1, 4, (2, 3)), torch.tensor([5, 4]), torch.tensor([3, 2]))


class Scaled(nn.Module):
    """A buffer gets the size of an input of unknown shape."""

    def forward(self, x: torch.Tensor):
        if x.dim() != 4:
            raise ValueError("expected four dimensions")
        scale = x.new()
        scale.resize_as_(x)
        return scale.select(1, 0).zero_() + x.select(1, 0)


def scaled_ok():
    Scaled()(torch.randn(2, 3, 4, 4))


class Apart(nn.Module):
    """A distance of one's own: any object that can be called."""

    def __init__(self, distance):
        super().__init__()
        self.distance = distance

    def forward(self, x, y, z):
        return nn.functional.triplet_margin_with_distance_loss(x, y, z, distance_function=self.distance)


def apart_ok():
    loss = Apart(nn.PairwiseDistance())(*[torch.randn(2, 3, requires_grad=True) for _ in range(3)])
    loss.backward()
