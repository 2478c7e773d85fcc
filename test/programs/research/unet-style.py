"""U-Net segmentation with Dice and focal losses, style transfer by Gram matrices with hooks, a Siamese net, total variation."""
import collections
import copy
import math
import weakref
from functools import partial

import torch
import torch.nn as nn
import torch.nn.functional as F


def conv_block(i, o):
    return nn.Sequential(
        nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(inplace=True),
        nn.Conv2d(o, o, 3, padding=1, bias=False), nn.InstanceNorm2d(o, affine=True), nn.LeakyReLU(0.1, inplace=True),
    )


class UNet(nn.Module):
    def __init__(self, cin=1, classes=2, widths=(4, 6, 8)):
        super().__init__()
        self.downs = nn.ModuleList()
        self.ups = nn.ModuleList()
        c = cin
        for w in widths[:-1]:
            self.downs.append(conv_block(c, w))
            c = w
        self.mid = conv_block(c, widths[-1])
        for small, big in zip(widths[-2::-1], widths[:0:-1]):
            self.ups.append(nn.ModuleDict({"up": nn.ConvTranspose2d(big, small, 2, stride=2), "conv": conv_block(2 * small, small)}))
        self.final = nn.Conv2d(widths[0], classes, 1)

    def forward(self, x):
        skips = collections.deque()
        for down in self.downs:
            x = down(x)
            skips.appendleft(x)
            x = F.max_pool2d(x, 2)
        x = self.mid(x)
        for layer, skip in zip(self.ups, skips):
            x = layer["up"](x)
            if x.shape[-2:] != skip.shape[-2:]:
                dy, dx = (s - t for s, t in zip(skip.shape[-2:], x.shape[-2:]))
                x = F.pad(x, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])
            x = layer["conv"](torch.cat([skip, x], dim=1))
        return self.final(x)


class DiceLoss(nn.Module):
    def __init__(self, smooth=1.0):
        super().__init__()
        self.smooth = smooth

    def forward(self, logits, target):
        probs = logits.softmax(1)[:, 1]
        inter = (probs * target).sum((1, 2))
        return (1 - (2 * inter + self.smooth) / (probs.sum((1, 2)) + target.sum((1, 2)) + self.smooth)).mean()


def focal_loss(logits, target, gamma=2.0, alpha=0.25):
    logp = F.log_softmax(logits, 1)
    pt = logp.exp().gather(1, target.unsqueeze(1)).squeeze(1)
    return (-alpha * (1 - pt).pow(gamma) * logp.gather(1, target.unsqueeze(1)).squeeze(1)).mean()


def iou(pred, target, n=2):
    m = torch.bincount(target.flatten() * n + pred.flatten(), minlength=n * n).view(n, n)
    return (m.diag() / (m.sum(0) + m.sum(1) - m.diag()).clamp(min=1)).tolist()


torch.manual_seed(6)
yy, xx = torch.meshgrid(torch.arange(10), torch.arange(10), indexing="ij")
masks = torch.stack([((yy - cy) ** 2 + (xx - cx) ** 2 < 9) for cy, cx in ((3, 3), (5, 6), (7, 4))])
images = masks.float().unsqueeze(1) + 0.3 * torch.randn(3, 1, 10, 10)
net = UNet()
print(sum(p.numel() for p in net.parameters()), [tuple(u["up"].weight.shape) for u in net.ups])
opt = torch.optim.RAdam(net.parameters(), lr=2e-2)
dice = DiceLoss()
for step in range(4):
    logits = net(images)
    d, f = dice(logits, masks.float()), focal_loss(logits, masks.long())
    opt.zero_grad(set_to_none=True)
    (d + 10 * f).backward()
    total = torch.nn.utils.get_total_norm([p.grad for p in net.parameters()])
    opt.step()
    print(f"unet {step} dice {d.item():.4f} focal {f.item():.5f} iou {[f'{v:.3f}' for v in iou(logits.argmax(1), masks.long())]} {total > 0}")


class FeatureTap:
    """Collects the outputs of chosen layers while it is alive."""

    def __init__(self, model, layers):
        self.outputs = {}
        self._handles = [
            module.register_forward_hook(partial(self._save, name)) for name, module in model.named_modules() if name in layers
        ]
        self._finalizer = weakref.ref(self)

    def _save(self, name, module, inputs, output):
        self.outputs[name] = output

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        for h in self._handles:
            h.remove()
        return False

    def __getitem__(self, name):
        return self.outputs[name]


def gram(x):
    n, c, h, w = x.shape
    f = x.view(n, c, h * w)
    return f @ f.transpose(1, 2) / (c * h * w)


def total_variation(x):
    return (x[..., 1:, :] - x[..., :-1, :]).abs().mean() + (x[..., :, 1:] - x[..., :, :-1]).abs().mean()


vgg = nn.Sequential(collections.OrderedDict(conv1=nn.Conv2d(3, 4, 3), relu1=nn.ReLU(), pool=nn.AvgPool2d(2), conv2=nn.Conv2d(4, 6, 3), relu2=nn.ReLU()))
vgg.requires_grad_(False).eval()
content, style = torch.rand(1, 3, 10, 10), torch.rand(1, 3, 10, 10).sort(-1)[0]
with FeatureTap(vgg, {"relu1", "relu2"}) as tap:
    vgg(style)
    grams = {k: gram(v).detach() for k, v in tap.outputs.items()}
    vgg(content)
    wanted = tap["relu2"].detach()
    image = content.clone().requires_grad_()
    opt = torch.optim.LBFGS([image], lr=0.5, max_iter=3)
    history = []

    def closure():
        with torch.no_grad():
            image.clamp_(0, 1)
        opt.zero_grad()
        vgg(image)
        s = sum(F.mse_loss(gram(tap[k]), g) for k, g in grams.items())
        c = F.mse_loss(tap["relu2"], wanted)
        loss = 1e3 * s + c + 1e-2 * total_variation(image)
        loss.backward()
        history.append(loss.item())
        return loss

    for _ in range(2):
        opt.step(closure)
print([f"{h:.4f}" for h in history[:3]], history[-1] < history[0], image.grad.shape, len(vgg.conv1._forward_hooks))


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Sequential(nn.Flatten(), nn.Linear(100, 8), nn.PReLU(), nn.Linear(8, 3))

    def forward_once(self, x):
        return F.normalize(self.embed(x), dim=1)

    def forward(self, *inputs):
        return [self.forward_once(x) for x in inputs]


def contrastive(a, b, same, margin=1.0):
    d = F.pairwise_distance(a, b, keepdim=True).squeeze(1)
    return (same * d.pow(2) + (1 - same) * (margin - d).clamp(min=0).pow(2)).mean()


siamese = Siamese()
opt = torch.optim.NAdam(siamese.parameters(), lr=1e-2)
triplet = nn.TripletMarginWithDistanceLoss(distance_function=lambda a, b: 1 - F.cosine_similarity(a, b), margin=0.5)
for step in range(4):
    a, b, c = siamese(images, images.flip(0), images + 0.05 * torch.randn_like(images))
    loss = contrastive(a, b, torch.tensor([0.0, 1.0, 0.0])) + triplet(a, c, b)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(f"siamese {step} {loss.item():.4f} prelu {siamese.embed[2].weight.item():.5f}")
frozen = copy.deepcopy(siamese).requires_grad_(False)
print(torch.allclose(frozen(images)[0], siamese(images)[0]), frozen(images)[0].requires_grad)
