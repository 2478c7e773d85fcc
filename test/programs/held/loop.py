import argparse
from dataclasses import dataclass, field, asdict
import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import TensorDataset, DataLoader

@dataclass
class Config:
    lr: float = 0.05
    epochs: int = 3
    hidden: list = field(default_factory=lambda: [8, 4])
    name: str = "mlp"

class MLP(nn.Module):
    def __init__(self, cfg, d_in, d_out):
        super().__init__()
        layers = []
        prev = d_in
        for h in cfg.hidden:
            layers += [nn.Linear(prev, h), nn.ReLU(inplace=True), nn.Dropout(p=0.0)]
            prev = h
        layers.append(nn.Linear(prev, d_out))
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)

def accuracy(logits, y):
    return (logits.argmax(dim=1) == y).float().mean().item()

def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--lr", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args(argv if argv is not None else [])
    cfg = Config(lr=args.lr)
    print(cfg, asdict(cfg), args)
    torch.manual_seed(args.seed)
    X = torch.linspace(-1, 1, 40).reshape(10, 4)
    y = torch.arange(10) % 3
    loader = DataLoader(TensorDataset(X, y), batch_size=4, shuffle=False)
    model = MLP(cfg, 4, 3)
    print(model)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=cfg.lr)
    print(optimizer)
    for epoch in range(cfg.epochs):
        running, n = 0.0, 0
        for i, (xb, yb) in enumerate(loader):
            optimizer.zero_grad()
            out = model(xb)
            loss = criterion(out, yb)
            loss.backward()
            optimizer.step()
            running += loss.item() * xb.size(0)
            n += len(xb)
        print(f"Epoch {epoch + 1:02d}/{cfg.epochs} loss={running / n:.4f} acc={accuracy(model(X), y):.2%}")
    print(sum(p.numel() for p in model.parameters() if p.requires_grad))
    return model

if __name__ == "__main__":
    main()
