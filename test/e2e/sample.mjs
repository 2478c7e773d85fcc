// The program every editor opens, and what each must show: one finding, a hover, a fix that cures it.
export const TEXT = `import torch
from torch import nn


class Mixture(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4))

    def forward(self, x):
        parts = [(x * self.weight).sum(), self.weight.sum()]
        return torch.tensor(parts)


model = Mixture()
loss = model(torch.randn(4)).sum()
loss.backward()
`;

/** Selector of the underline that a finding draws. */
export const SQUIGGLE = ".squiggly-error, .squiggly-warning";
/** The line (1-based) and word the hover is asked at. */
export const WORD = "tensor";
export const LINE = 12;
/** What the hover must contain. */
export const HOVER = /float32/;
/** The fix's title and the text it leaves. */
export const FIX = /torch\.stack/;
export const FIXED = /torch\.stack\(parts\)/;

/** A second program: its gate is cut off, so that its picture has a red edge and its lens counts less than all parameters. */
export const GATED = `import torch
from torch import nn


class Gated(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Linear(8, 16)
        self.gate = nn.Linear(16, 16)
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        h = torch.relu(self.features(x))
        g = torch.sigmoid(self.gate(h)).detach()
        return self.head(h * g)


model = Gated()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.randn(32, 8), torch.randint(0, 4, (32,))
for step in range(3):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
`;
/** What its code lens says. */
export const LENS = /4 of 6 parameters receive gradient/;
/** What its picture shows: a node, a parameter, and the cut. */
export const DRAWN = [/MulBackward0/, /model\.features\.weight/, /detach/];
/** A node of the picture, and the line a click on it leads to. */
export const NODE = "ReluBackward0";
export const NODE_LINE = 13;
