import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 3
for t in (x, y):
    made = [t.detach(), t.data, t.clone().detach(), t.new_tensor([5.0]), t.tolist(), t.long(), t.bool(),
            torch.zeros_like(t), torch.rand_like(t) > 2, t.new_zeros(2), t.argmax(), t > 1]
    for m in made:
        if isinstance(m, torch.Tensor):
            print(m, m.requires_grad, m.is_leaf, m.grad_fn)
        else:
            print(m)
