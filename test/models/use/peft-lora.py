"""LoRA by peft in a small GPT-2."""
import torch
from transformers import GPT2Config, GPT2LMHeadModel
from peft import LoraConfig, get_peft_model
torch.manual_seed(0)
m = GPT2LMHeadModel(GPT2Config(n_embd=32, n_layer=2, n_head=4, vocab_size=99, n_positions=32))
p = get_peft_model(m, LoraConfig(r=4, lora_alpha=8, target_modules=["c_attn"], lora_dropout=0.0, task_type="CAUSAL_LM", fan_in_fan_out=True))
p.print_trainable_parameters()
ids = torch.randint(5, 90, (2, 10))
out = p(input_ids=ids, labels=ids)
out.loss.backward()
print(tuple(out.logits.shape), sorted(n for n, q in p.named_parameters() if q.grad is not None)[:2], sum(q.grad is not None for q in p.parameters()))
