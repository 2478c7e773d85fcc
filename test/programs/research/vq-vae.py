"""VQ-VAE: straight-through codebook, EMA codebook, perplexity, a tiny convolutional encoder."""
from typing import NamedTuple, Optional, Tuple

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader, TensorDataset


class Quantized(NamedTuple):
    loss: Tensor
    codes: Tensor
    perplexity: Tensor
    indices: Optional[Tensor] = None


class VectorQuantizer(nn.Module):
    def __init__(self, num_embeddings: int, embedding_dim: int, commitment_cost: float = 0.25):
        super().__init__()
        self._embedding_dim = embedding_dim
        self._num_embeddings = num_embeddings
        self._embedding = nn.Embedding(num_embeddings, embedding_dim)
        self._embedding.weight.data.uniform_(-1 / num_embeddings, 1 / num_embeddings)
        self._commitment_cost = commitment_cost

    def distances(self, flat):
        return (torch.sum(flat ** 2, dim=1, keepdim=True)
                + torch.sum(self._embedding.weight ** 2, dim=1)
                - 2 * torch.matmul(flat, self._embedding.weight.t()))

    def quantize(self, flat):
        encoding_indices = torch.argmin(self.distances(flat), dim=1).unsqueeze(1)
        encodings = torch.zeros(encoding_indices.shape[0], self._num_embeddings, device=flat.device)
        encodings.scatter_(1, encoding_indices, 1)
        return encodings, encoding_indices

    def codebook_loss(self, quantized, inputs):
        return F.mse_loss(quantized, inputs.detach())

    def forward(self, inputs: Tensor) -> Quantized:
        inputs = inputs.permute(0, 2, 3, 1).contiguous()
        input_shape = inputs.shape
        flat = inputs.view(-1, self._embedding_dim)
        encodings, idx = self.quantize(flat)
        quantized = torch.matmul(encodings, self._embedding.weight).view(input_shape)
        e_latent_loss = F.mse_loss(quantized.detach(), inputs)
        loss = self.codebook_loss(quantized, inputs) + self._commitment_cost * e_latent_loss
        quantized = inputs + (quantized - inputs).detach()
        avg_probs = torch.mean(encodings, dim=0)
        perplexity = torch.exp(-torch.sum(avg_probs * torch.log(avg_probs + 1e-10)))
        return Quantized(loss, quantized.permute(0, 3, 1, 2).contiguous(), perplexity, idx.view(input_shape[:-1]))


class VectorQuantizerEMA(VectorQuantizer):
    def __init__(self, *args, decay: float = 0.9, epsilon: float = 1e-5, **kwargs):
        super().__init__(*args, **kwargs)
        self._embedding.weight.data.normal_()
        self._embedding.weight.requires_grad_(False)
        self.register_buffer("_ema_cluster_size", torch.zeros(self._num_embeddings))
        self._ema_w = nn.Parameter(torch.Tensor(self._num_embeddings, self._embedding_dim), requires_grad=False)
        self._ema_w.data.normal_()
        self._decay = decay
        self._epsilon = epsilon

    def quantize(self, flat):
        encodings, idx = super().quantize(flat)
        if self.training:
            self._ema_cluster_size = self._ema_cluster_size * self._decay + (1 - self._decay) * torch.sum(encodings, 0)
            n = torch.sum(self._ema_cluster_size.data)
            self._ema_cluster_size = (self._ema_cluster_size + self._epsilon) / (n + self._num_embeddings * self._epsilon) * n
            dw = torch.matmul(encodings.t(), flat.detach())
            self._ema_w.data = self._ema_w.data * self._decay + (1 - self._decay) * dw
            self._embedding.weight.data = self._ema_w.data / self._ema_cluster_size.unsqueeze(1)
        return encodings, idx

    def codebook_loss(self, quantized, inputs):
        return quantized.new_zeros(())


class Residual(nn.Module):
    def __init__(self, in_channels, num_hiddens, num_residual_hiddens):
        super(Residual, self).__init__()
        self._block = nn.Sequential(
            nn.ReLU(True),
            nn.Conv2d(in_channels=in_channels, out_channels=num_residual_hiddens, kernel_size=3, stride=1, padding=1, bias=False),
            nn.ReLU(True),
            nn.Conv2d(in_channels=num_residual_hiddens, out_channels=num_hiddens, kernel_size=1, stride=1, bias=False),
        )

    def forward(self, x):
        return x + self._block(x)


class Model(nn.Module):
    def __init__(self, quantizer: VectorQuantizer, hidden: int = 4, dim: int = 3):
        super().__init__()
        self.encoder = nn.Sequential(nn.Conv2d(1, hidden, 4, stride=2, padding=1), nn.ReLU())
        self.res = Residual(hidden, hidden, 2)
        self.pre = nn.Conv2d(hidden, dim, 1)
        self.vq = quantizer
        self.decoder = nn.Sequential(nn.Conv2d(dim, hidden, 3, padding=1), nn.ReLU(), nn.ConvTranspose2d(hidden, 1, 4, stride=2, padding=1))

    def forward(self, x):
        h = self.encoder(x)
        # The residual branch starts with an in-place ReLU: hand it a copy.
        z = self.pre(self.res(h.clone()))
        q = self.vq(z)
        return q, self.decoder(q.codes)


def train(kind) -> Tuple[Model, list]:
    torch.manual_seed(0)
    images = torch.rand(12, 1, 8, 8)
    loader = DataLoader(TensorDataset(images), batch_size=4, shuffle=True)
    model = Model(kind(5, 3))
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(trainable, lr=1e-2, amsgrad=False)
    variance = images.var()
    print(kind.__name__, "trainable", sum(map(torch.numel, trainable)), f"variance {variance:.5f}")
    seen = []
    for epoch in range(2):
        for (x,) in loader:
            optimizer.zero_grad()
            q, recon = model(x)
            recon_error = F.mse_loss(recon, x) / variance
            loss = recon_error + q.loss
            loss.backward()
            optimizer.step()
            seen.append((recon_error.item(), q.perplexity.item()))
        e, p = seen[-1]
        print(f"  epoch {epoch}: recon {e:.4f} perplexity {p:.3f} codes {sorted(q.indices.unique().tolist())}")
    return model, seen


for kind in (VectorQuantizer, VectorQuantizerEMA):
    model, seen = train(kind)
    grads = {n: (p.grad is not None) for n, p in model.named_parameters()}
    print(" ", [n for n, g in grads.items() if not g])
    with torch.no_grad():
        model.eval()
        q, recon = model(torch.full((1, 1, 8, 8), 0.5))
    print(" ", q._fields, q.indices.shape, recon.shape, recon.requires_grad, f"{recon.mean():.3f}")
    print(" ", q._replace(codes=None, indices=None, loss=round(q.loss.item(), 3), perplexity=int(q.perplexity)))
