"""FlexAttention without compilation: masks, score changes, grouped queries."""
import torch
from torch.nn.attention import flex_attention as fa
from torch.nn.attention.flex_attention import BlockMask, create_block_mask, create_mask, flex_attention, _DEFAULT_SPARSE_BLOCK_SIZE, and_masks, or_masks, noop_mask
print([n for n in fa.__all__], _DEFAULT_SPARSE_BLOCK_SIZE)
def causal(b, h, q, k): return q >= k
m = create_block_mask(causal, 2, 4, 256, 256, device="cpu")
print(m.shape, m.sparsity(), type(m).__name__, m.kv_num_blocks.shape, m.kv_indices.shape, m.BLOCK_SIZE, m.seq_lengths, m.kv_num_blocks.dtype, m.full_kv_num_blocks.shape)
print(m.kv_num_blocks[0,0], m.kv_indices[0,0], m.full_kv_num_blocks[0,0], m.full_kv_indices[0,0], m.q_num_blocks[0,0])
print(create_mask(causal, 1, 1, 4, 4, device="cpu"))
print(m.numel(), m.to_dense().shape, m[0].shape, isinstance(m, torch.Tensor))
torch.manual_seed(0)
q = torch.randn(2, 4, 256, 8, ); k = torch.randn(2, 4, 256, 8); v = torch.randn(2, 4, 256, 8)
try:
    o = flex_attention(q, k, v, block_mask=m)
    print(o.shape, o.grad_fn, o.sum())
    ref = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
    print(torch.allclose(o, ref, atol=1e-5))
    pass
    
    o = flex_attention(q, k, v, score_mod=lambda s, b, h, i, j: s + (i - j) * 0.1)
    print(o.sum())
    print(flex_attention(q, k[:, :2], v[:, :2], enable_gqa=True).sum())
    o, l = flex_attention(q, k, v, return_lse=True)
    print(l.shape, f'{l.sum().item():.1f}', l.grad_fn)
except Exception as e: print(type(e), str(e)[:300])
