import torch
from torch import nn
backbone = nn.Sequential(nn.Linear(4, 6), nn.ReLU())
probe = nn.Linear(6, 3)
opt = torch.optim.SGD(probe.parameters(), lr=0.1)

def extract(x):
    with torch.inference_mode():
        feats = backbone(x)
    return feats

for _ in range(2):
    logits = probe(extract(torch.randn(5, 4))) # raises: Inference tensors cannot be saved for backward  # expect: graph-inference
    loss = nn.functional.cross_entropy(logits, torch.randint(0, 3, (5,)))
    opt.zero_grad(); loss.backward(); opt.step()
