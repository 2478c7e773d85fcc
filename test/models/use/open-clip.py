"""A small CLIP of open_clip with its contrastive loss."""
import torch
import open_clip
from open_clip.model import CLIP, CLIPVisionCfg, CLIPTextCfg
from open_clip.loss import ClipLoss
torch.manual_seed(0)
m = CLIP(16, CLIPVisionCfg(layers=2, width=32, head_width=16, patch_size=8, image_size=32), CLIPTextCfg(context_length=12, vocab_size=99, width=32, heads=2, layers=2))
i, t, s = m(torch.randn(2, 3, 32, 32), torch.randint(1, 99, (2, 12)))
loss = ClipLoss()(i, t, s)
loss.backward()
print(i.shape, t.shape, sum(p.numel() for p in m.parameters()), [n for n, p in m.named_parameters() if p.grad is None], loss.requires_grad)
