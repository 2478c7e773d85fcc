"""A tensor that backward still needs is overwritten in place."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def write_after_exp_bad():
    x = torch.ones(3, requires_grad=True)
    y = torch.exp(x)
    y += 1  # expect: inplace-saved Write out of place or clone before the
    y.sum().backward()  # raises: one of the variables needed for gradient computation has


def write_after_exp_fixed():
    x = torch.ones(3, requires_grad=True)
    y = torch.exp(x)
    y = y + 1
    y.sum().backward()


def skip_after_relu_bad():
    fc = nn.Linear(3, 3)
    x = torch.randn(2, 3)
    y = F.relu(fc(x))
    y += x  # expect: inplace-saved Write out of place or clone before the
    y.sum().backward()  # raises: one of the variables needed for gradient computation has


def skip_after_relu_fixed():
    fc = nn.Linear(3, 3)
    x = torch.randn(2, 3)
    y = F.relu(fc(x))
    y = y + x
    y.sum().backward()


def attention_bad():
    fc = nn.Linear(3, 3)
    att = torch.softmax(fc(torch.randn(2, 3)), dim=-1)
    att[:, 0] = 0  # expect: inplace-saved Write out of place or clone before the
    att.sum().backward()  # raises: one of the variables needed for gradient computation has


def attention_fixed():
    fc = nn.Linear(3, 3)
    att = torch.softmax(fc(torch.randn(2, 3)), dim=-1)
    att = att.clone()
    att[:, 0] = 0
    att.sum().backward()


def dropout_in_place_bad():
    fc = nn.Linear(3, 3)
    h = torch.sigmoid(fc(torch.randn(2, 3)))
    h = F.dropout(h, 0.5, inplace=True)  # expect: inplace-saved Write out of place or clone before the
    h.sum().backward()  # raises: one of the variables needed for gradient computation has


def dropout_in_place_fixed():
    fc = nn.Linear(3, 3)
    h = torch.sigmoid(fc(torch.randn(2, 3)))
    h = F.dropout(h, 0.5, inplace=False)
    h.sum().backward()


def recurrence_in_buffer_bad():
    fc = nn.Linear(3, 3)
    out = torch.zeros(5, 3)
    for t in range(1, 5):
        out[t] = torch.tanh(fc(out[t - 1]))  # expect: inplace-saved Write out of place or clone before the
    out.sum().backward()  # raises: one of the variables needed for gradient computation has


def recurrence_in_buffer_fixed():
    fc = nn.Linear(3, 3)
    out = torch.zeros(5, 3)
    for t in range(1, 5):
        out[t] = torch.tanh(fc(out[t - 1].clone()))
    out.sum().backward()


def activation_in_place_bad():
    block = nn.Sequential(nn.ReLU(inplace=True), nn.Conv2d(2, 2, 3, padding=1))
    stem = nn.Conv2d(1, 2, 3, padding=1)
    x = torch.sigmoid(stem(torch.randn(1, 1, 4, 4)))
    out = block(x)  # expect: inplace-saved Write out of place or clone before the
    out.sum().backward()  # raises: one of the variables needed for gradient computation has


def activation_in_place_fixed():
    block = nn.Sequential(nn.ReLU(inplace=False), nn.Conv2d(2, 2, 3, padding=1))
    stem = nn.Conv2d(1, 2, 3, padding=1)
    x = torch.sigmoid(stem(torch.randn(1, 1, 4, 4)))
    out = block(x)
    out.sum().backward()


def step_between_backwards_bad():
    G, D = nn.Linear(3, 4), nn.Linear(4, 1)
    opt_g = torch.optim.Adam(G.parameters())
    opt_d = torch.optim.Adam(D.parameters())
    z, real = torch.randn(5, 3), torch.randn(5, 4)
    pf = D(G(z))
    dl = pf.mean() - D(real).mean()
    gl = -pf.mean()
    opt_d.zero_grad()
    dl.backward(retain_graph=True)
    opt_d.step()  # expect: inplace-saved Run both backwards before the step
    opt_g.zero_grad()
    gl.backward()  # raises: one of the variables needed for gradient computation has
    opt_g.step()


def step_between_backwards_fixed():
    G, D = nn.Linear(3, 4), nn.Linear(4, 1)
    opt_g = torch.optim.Adam(G.parameters())
    opt_d = torch.optim.Adam(D.parameters())
    z, real = torch.randn(5, 3), torch.randn(5, 4)
    pf = D(G(z))
    dl = pf.mean() - D(real).mean()
    gl = -pf.mean()
    opt_d.zero_grad()
    dl.backward(retain_graph=True)
    opt_g.zero_grad()
    gl.backward()
    opt_d.step()
    opt_g.step()


def retained_state_bad():
    cell = nn.RNNCell(4, 3)
    opt = torch.optim.SGD(cell.parameters(), lr=0.1)
    h = torch.zeros(2, 3)
    for k in range(3):
        h = cell(torch.randn(2, 4), h)  # expect: inplace-saved
        opt.zero_grad()
        h.pow(2).mean().backward(retain_graph=True)  # raises: one of the variables needed for gradient computation has
        opt.step()


def retained_state_fixed():
    cell = nn.RNNCell(4, 3)
    opt = torch.optim.SGD(cell.parameters(), lr=0.1)
    h = torch.zeros(2, 3)
    for k in range(3):
        h = cell(torch.randn(2, 4), h)
        opt.zero_grad()
        h.pow(2).mean().backward()
        opt.step()
        h = h.detach()


def buffer_bad():
    bn = nn.BatchNorm1d(3).eval()
    y = bn(torch.randn(4, 3, requires_grad=True))
    bn.running_mean.add_(1)  # expect: inplace-saved Write out of place or clone before the
    y.sum().backward()  # raises: one of the variables needed for gradient computation has


def embedding_max_norm_bad():
    emb = nn.Embedding(5, 3, max_norm=1.0)
    W = torch.randn(4, 3, requires_grad=True)
    idx = torch.tensor([0, 1])
    a = emb.weight @ W.t()
    b = emb(idx) @ W.t()  # expect: inplace-saved `max_norm` rescales
    (a.sum() * b.sum()).backward()  # raises: one of the variables needed for gradient computation has


def write_after_add_ok():
    x = torch.ones(3, requires_grad=True)
    y = x + 1
    y += 1
    y.sum().backward()


def write_before_exp_ok():
    x = torch.ones(3, requires_grad=True)
    y = x * 1
    y += 1
    torch.exp(y).sum().backward()
