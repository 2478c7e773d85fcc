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
