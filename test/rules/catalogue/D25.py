"""D25: a reentrant checkpoint whose inputs do not require grad."""
import torch
import torch.nn as nn
from torch.utils.checkpoint import checkpoint


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.block1, self.block2 = nn.Linear(4, 4), nn.Linear(4, 4)
        self.head = nn.Linear(4, 1)

    def forward(self, x):
        h = checkpoint(self.block1, x, use_reentrant=True)  # expect: grad-checkpoint
        return self.head(torch.relu(h))


def encoder_bad():
    net = Encoder()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).mean().backward()
        opt.step()


class EncoderRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.block1 = nn.Linear(4, 4)
        self.head = nn.Linear(4, 1)

    def forward(self, x):
        h = checkpoint(self.block1, x, use_reentrant=False)
        return self.head(torch.relu(h))


def encoder_ok():
    net = EncoderRight()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).mean().backward()
        opt.step()


def frozen_embedding_bad():
    """Low-rank fine-tuning: the embedding is frozen, the checkpointed layer is what should train."""
    emb, layer = nn.Embedding(8, 4), nn.Linear(4, 4)
    emb.requires_grad_(False)
    opt = torch.optim.AdamW(layer.parameters())
    for _ in range(2):
        h = emb(torch.randint(0, 8, (2, 3)))
        out = checkpoint(layer, h, use_reentrant=True)  # expect: grad-no-graph
        loss = out.pow(2).mean()
        opt.zero_grad()
        loss.backward()  # raises: element 0 of tensors does not require
        opt.step()


def trainable_input_ok():
    emb, layer = nn.Embedding(8, 4), nn.Linear(4, 4)
    opt = torch.optim.AdamW([*emb.parameters(), *layer.parameters()])
    h = emb(torch.randint(0, 8, (2, 3)))
    out = checkpoint(layer, h, use_reentrant=True)
    opt.zero_grad()
    out.pow(2).mean().backward()
    opt.step()


def frozen_input_made_trainable_ok():
    emb, layer = nn.Embedding(8, 4), nn.Linear(4, 4)
    emb.requires_grad_(False)
    h = emb(torch.randint(0, 8, (2, 3))).requires_grad_()
    checkpoint(layer, h, use_reentrant=True).pow(2).mean().backward()
