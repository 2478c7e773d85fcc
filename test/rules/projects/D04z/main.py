import torch

from graph import Propagation
from losses import bpr


def run(epochs=3):
    adjacency = torch.rand(8, 8).softmax(dim=1)
    model = Propagation(8, 4)
    opt = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(epochs):
        users, liked, disliked = torch.randint(0, 8, (3, 6))
        loss = bpr(model.final(adjacency), users, liked, disliked)
        opt.zero_grad()
        loss.backward()  # raises: second time
        opt.step()


if __name__ == "__main__":
    run()
