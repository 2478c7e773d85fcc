import torch

import components  # registers what is there
from registry import build


def main():
    model = build("pyramid")
    opt = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for _ in range(2):
        loss = model(torch.randn(3, 1, 16)).logsumexp(-1).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
    return model


if __name__ == "__main__":
    model = main()
