import torch
from torch import nn
class Captioner(nn.Module):
    def __init__(self):
        super().__init__()
        self.vision = nn.Linear(6, 4)
        self.text = nn.Embedding(9, 4)
        self.out = nn.Linear(8, 9)
    def encode(self, img):
        feats = self.vision(img)
        return feats.clone().detach()  # expect: optimizer-no-gradient
    def forward(self, img, tok):
        return self.out(torch.cat([self.encode(img), self.text(tok)], -1))
model = Captioner()
opt = torch.optim.AdamW(model.parameters())
for _ in range(2):
    logits = model(torch.randn(3, 6), torch.tensor([1, 2, 3]))
    loss = nn.functional.cross_entropy(logits, torch.tensor([4, 5, 6]))
    opt.zero_grad(); loss.backward(); opt.step()
