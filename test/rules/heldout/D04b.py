import torch
from torch import nn

class PromptModel(nn.Module):
    def __init__(self, n_cls=3, dim=6):
        super().__init__()
        self.ctx = nn.Parameter(torch.randn(n_cls, dim))
        self.text_proj = nn.Linear(dim, dim, bias=False)
        self.image_proj = nn.Linear(dim, dim)
        self._text = None
    def text_features(self):
        if self._text is None:
            t = self.text_proj(torch.tanh(self.ctx))
            self._text = t / t.norm(dim=-1, keepdim=True)  # expect: graph-freed
        return self._text
    def forward(self, img):
        f = self.image_proj(img)
        f = f / f.norm(dim=-1, keepdim=True)
        return 10 * f @ self.text_features().t()

def main():
    model = PromptModel()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for it in range(4):
        logits = model(torch.randn(5, 6))
        loss = nn.functional.cross_entropy(logits, torch.randint(0, 3, (5,)))
        optimizer.zero_grad()
        loss.backward()  # raises: backward through the graph a second time
        optimizer.step()

if __name__ == "__main__":
    main()
