"""Small models of transformers, made from configurations: losses, gradients and steps."""
import torch
from transformers import (
    BertConfig, BertForSequenceClassification, CLIPConfig, CLIPModel, CLIPTextConfig, CLIPVisionConfig, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM,
    MixtralConfig, MixtralForCausalLM, T5Config, T5ForConditionalGeneration, ViTConfig, ViTForImageClassification,
)

torch.manual_seed(0)
TEXT = dict(vocab_size=60, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4)


def show(model, loss, *shapes):
    missing = [n for n, p in model.named_parameters() if p.grad is None]
    norm = sum(p.grad.norm() ** 2 for p in model.parameters() if p.grad is not None).sqrt()
    print(type(model).__name__, sum(p.numel() for p in model.parameters()), f"{loss.item():.5g} {norm.item():.5g}", *map(tuple, shapes), missing)


bert = BertForSequenceClassification(BertConfig(**TEXT, max_position_embeddings=32, num_labels=3))
bert.train()
optimizer = torch.optim.AdamW(bert.parameters(), lr=1e-3)
ids = torch.randint(5, 60, (2, 7))
mask = torch.ones_like(ids)
mask[1, 5:] = 0
for _ in range(2):
    out = bert(input_ids=ids, attention_mask=mask, labels=torch.tensor([0, 2]))
    optimizer.zero_grad()
    out.loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(bert.parameters(), 1.0)
    optimizer.step()
    print(f"{out.loss.item():.5g} {norm.item():.5g}", out.logits.grad_fn.name())
show(bert, out.loss, out.logits.shape)

gpt = GPT2LMHeadModel(GPT2Config(vocab_size=60, n_positions=32, n_embd=32, n_layer=2, n_head=4, bos_token_id=0, eos_token_id=0))
out = gpt(input_ids=ids, labels=ids)
out.loss.backward()
show(gpt, out.loss, out.logits.shape)
print(gpt.lm_head.weight is gpt.transformer.wte.weight)
gpt.eval()
with torch.no_grad():
    print(gpt(input_ids=ids[:1]).logits.argmax(-1).tolist())

llama = LlamaForCausalLM(LlamaConfig(**TEXT, num_key_value_heads=2, max_position_embeddings=32))
out = llama(input_ids=ids, attention_mask=mask, labels=ids)
out.loss.backward()
show(llama, out.loss, out.logits.shape)

experts = MixtralForCausalLM(MixtralConfig(**TEXT, num_key_value_heads=2, num_local_experts=4, output_router_logits=True))
out = experts(input_ids=ids, labels=ids)
out.loss.backward()
show(experts, out.loss, out.aux_loss.shape)

t5 = T5ForConditionalGeneration(T5Config(vocab_size=60, d_model=32, d_kv=8, d_ff=48, num_layers=2, num_heads=4, decoder_start_token_id=0))
out = t5(input_ids=ids, labels=torch.randint(2, 60, (2, 5)))
out.loss.backward()
show(t5, out.loss, out.logits.shape, out.encoder_last_hidden_state.shape)

images = torch.randn(2, 3, 16, 16)
vit = ViTForImageClassification(ViTConfig(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48, image_size=16, patch_size=8, num_labels=5))
out = vit(pixel_values=images, labels=torch.tensor([1, 4]))
out.loss.backward()
show(vit, out.loss, out.logits.shape)

text = CLIPTextConfig(**TEXT, max_position_embeddings=16, eos_token_id=59, bos_token_id=0, pad_token_id=1)
vision = CLIPVisionConfig(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4, image_size=16, patch_size=8)
clip = CLIPModel(CLIPConfig(text_config=text.to_dict(), vision_config=vision.to_dict(), projection_dim=16))
out = clip(input_ids=ids.clamp(max=58).index_fill(1, torch.tensor([6]), 59), pixel_values=images, return_loss=True)
out.loss.backward()
show(clip, out.loss, out.logits_per_image.shape, out.text_embeds.shape)
