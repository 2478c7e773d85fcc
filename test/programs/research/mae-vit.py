"""Masked autoencoder with a small vision transformer: random masking, sin-cos positions, linear probing."""
import math
from functools import partial

import torch
import torch.nn as nn
import torch.nn.functional as F


def sincos_1d(dim, pos):
    omega = 1.0 / 10000 ** (torch.arange(dim // 2, dtype=torch.float64) / (dim / 2.0))
    out = torch.einsum("m,d->md", pos.reshape(-1).double(), omega)
    return torch.cat([torch.sin(out), torch.cos(out)], dim=1)


def sincos_2d(dim, size, cls_token=False):
    ys, xs = torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij")
    emb = torch.cat([sincos_1d(dim // 2, ys), sincos_1d(dim // 2, xs)], dim=1)
    return torch.cat([torch.zeros(1, dim, dtype=emb.dtype), emb]) if cls_token else emb


class DropPath(nn.Module):
    def __init__(self, p=0.0):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.p == 0.0 or not self.training:
            return x
        keep = 1 - self.p
        mask = x.new_empty((x.shape[0],) + (1,) * (x.ndim - 1)).bernoulli_(keep)
        return x * mask.div_(keep)


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads, self.scale = heads, (dim // heads) ** -0.5
        self.qkv = nn.Linear(dim, dim * 3)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        B, N, C = x.shape
        q, k, v = self.qkv(x).reshape(B, N, 3, self.heads, C // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        attn = (q @ k.transpose(-2, -1) * self.scale).softmax(dim=-1)
        self.last = attn.detach()
        return self.proj((attn @ v).transpose(1, 2).reshape(B, N, C))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=2.0, drop_path=0.0, norm=nn.LayerNorm):
        super().__init__()
        self.norm1, self.attn = norm(dim), Attention(dim, heads)
        self.norm2, self.mlp = norm(dim), nn.Sequential(nn.Linear(dim, int(dim * mlp_ratio)), nn.GELU(), nn.Linear(int(dim * mlp_ratio), dim))
        self.drop_path = DropPath(drop_path) if drop_path > 0.0 else nn.Identity()

    def forward(self, x):
        x = x + self.drop_path(self.attn(self.norm1(x)))
        return x + self.drop_path(self.mlp(self.norm2(x)))


class MAE(nn.Module):
    def __init__(self, img=16, patch=4, chans=3, dim=24, depth=2, heads=2, dec_dim=16, dec_depth=1, norm_pix=True):
        super().__init__()
        norm = partial(nn.LayerNorm, eps=1e-6)
        self.patch, self.chans, self.norm_pix = patch, chans, norm_pix
        self.grid = img // patch
        self.patch_embed = nn.Conv2d(chans, dim, patch, patch)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos_embed = nn.Parameter(torch.zeros(1, self.grid ** 2 + 1, dim), requires_grad=False)
        rates = [r.item() for r in torch.linspace(0, 0.1, depth)]
        self.blocks = nn.ModuleList([Block(dim, heads, drop_path=r, norm=norm) for r in rates])
        self.norm = norm(dim)
        self.decoder_embed = nn.Linear(dim, dec_dim)
        self.mask_token = nn.Parameter(torch.zeros(1, 1, dec_dim))
        self.decoder_pos = nn.Parameter(torch.zeros(1, self.grid ** 2 + 1, dec_dim), requires_grad=False)
        self.decoder = nn.ModuleList([Block(dec_dim, heads, norm=norm) for _ in range(dec_depth)])
        self.decoder_norm, self.decoder_pred = norm(dec_dim), nn.Linear(dec_dim, patch ** 2 * chans)
        self.initialize()

    def initialize(self):
        self.pos_embed.data.copy_(sincos_2d(self.pos_embed.shape[-1], self.grid, True).float().unsqueeze(0))
        self.decoder_pos.data.copy_(sincos_2d(self.decoder_pos.shape[-1], self.grid, True).float().unsqueeze(0))
        w = self.patch_embed.weight.data
        nn.init.xavier_uniform_(w.view([w.shape[0], -1]))
        nn.init.normal_(self.cls_token, std=0.02)
        nn.init.normal_(self.mask_token, std=0.02)
        self.apply(self._init_weights)

    def _init_weights(self, m):
        if isinstance(m, nn.Linear):
            nn.init.xavier_uniform_(m.weight)
            if m.bias is not None:
                nn.init.constant_(m.bias, 0)

    def patchify(self, imgs):
        p, h = self.patch, self.grid
        x = imgs.reshape(imgs.shape[0], self.chans, h, p, h, p)
        return torch.einsum("nchpwq->nhwpqc", x).reshape(imgs.shape[0], h * h, p ** 2 * self.chans)

    def random_masking(self, x, ratio):
        N, L, D = x.shape
        keep = int(L * (1 - ratio))
        noise = torch.rand(N, L, device=x.device)
        shuffle = torch.argsort(noise, dim=1)
        restore = torch.argsort(shuffle, dim=1)
        kept = torch.gather(x, 1, shuffle[:, :keep].unsqueeze(-1).repeat(1, 1, D))
        mask = torch.ones([N, L], device=x.device)
        mask[:, :keep] = 0
        return kept, torch.gather(mask, 1, restore), restore

    def encode(self, x, ratio=0.0):
        x = self.patch_embed(x).flatten(2).transpose(1, 2) + self.pos_embed[:, 1:, :]
        mask = restore = None
        if ratio > 0:
            x, mask, restore = self.random_masking(x, ratio)
        cls = (self.cls_token + self.pos_embed[:, :1, :]).expand(x.shape[0], -1, -1)
        x = torch.cat((cls, x), dim=1)
        for blk in self.blocks:
            x = blk(x)
        return self.norm(x), mask, restore

    def decode(self, x, restore):
        x = self.decoder_embed(x)
        tokens = self.mask_token.repeat(x.shape[0], restore.shape[1] + 1 - x.shape[1], 1)
        x_ = torch.cat([x[:, 1:, :], tokens], dim=1)
        x_ = torch.gather(x_, 1, restore.unsqueeze(-1).repeat(1, 1, x.shape[2]))
        x = torch.cat([x[:, :1, :], x_], dim=1) + self.decoder_pos
        for blk in self.decoder:
            x = blk(x)
        return self.decoder_pred(self.decoder_norm(x))[:, 1:, :]

    def forward(self, imgs, ratio=0.75):
        latent, mask, restore = self.encode(imgs, ratio)
        pred = self.decode(latent, restore)
        target = self.patchify(imgs)
        if self.norm_pix:
            mean, var = target.mean(dim=-1, keepdim=True), target.var(dim=-1, keepdim=True)
            target = (target - mean) / (var + 1.0e-6) ** 0.5
        loss = ((pred - target) ** 2).mean(dim=-1)
        return (loss * mask).sum() / mask.sum(), pred, mask


def param_groups_lrd(model, lr, decay):
    groups = {}
    n = len(model.blocks) + 1
    for name, p in model.named_parameters():
        if not p.requires_grad:
            continue
        layer = 0 if name.startswith(("cls", "patch_embed")) else int(name.split(".")[1]) + 1 if name.startswith("blocks") else n
        wd = 0.0 if p.ndim == 1 else 0.05
        groups.setdefault((layer, wd), {"params": [], "lr": lr * decay ** (n - layer), "weight_decay": wd})["params"].append(p)
    return list(groups.values())


def cosine(step, warmup, total, base, least=0.0):
    if step < warmup:
        return base * (step + 1) / warmup
    return least + (base - least) * 0.5 * (1.0 + math.cos(math.pi * (step - warmup) / (total - warmup)))


torch.manual_seed(42)
model = MAE()
print(sum(p.numel() for p in model.parameters() if p.requires_grad), [n for n, p in model.named_parameters() if not p.requires_grad])
groups = param_groups_lrd(model, 1.0, 0.75)
print([(len(g["params"]), round(g["lr"], 4), g["weight_decay"]) for g in groups])
opt = torch.optim.AdamW(groups, betas=(0.9, 0.95))
scales = [g["lr"] for g in opt.param_groups]
images = torch.randn(4, 3, 16, 16)
for step in range(4):
    lr = cosine(step, 2, 6, 1.5e-3)
    for g, s in zip(opt.param_groups, scales):
        g["lr"] = lr * s
    loss, pred, mask = model(images)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(f"{step} lr {lr:.5f} loss {loss.item():.3f}", int(mask.sum()), tuple(pred.shape))
print(model.blocks[0].attn.last.shape, model.blocks[0].attn.last.requires_grad, model.pos_embed.grad)
model.eval()
for p in model.parameters():
    p.requires_grad = False
probe = nn.Sequential(nn.BatchNorm1d(24, affine=False, eps=1e-6), nn.Linear(24, 3))
popt = torch.optim.SGD(probe.parameters(), lr=0.5, momentum=0.9)
labels = torch.tensor([0, 1, 2, 1])
for step in range(3):
    feats, _, _ = model.encode(images)
    loss = F.cross_entropy(probe(feats[:, 0]), labels, label_smoothing=0.1)
    popt.zero_grad()
    loss.backward()
    popt.step()
print(f"probe {loss.item():.2f}", feats.requires_grad, [n for n, _ in probe.named_parameters()], probe[0].num_batches_tracked.item())
model.zero_grad(set_to_none=True)
with torch.no_grad():
    rec = model.decode(*[model.encode(images, 0.5)[i] for i in (0, 2)])
print(tuple(rec.shape), rec.grad_fn)
