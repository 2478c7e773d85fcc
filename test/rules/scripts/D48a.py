import torch, torch.nn as nn
teacher, student = nn.Linear(3, 2), nn.Linear(3, 2)
@torch.inference_mode()
def soft_labels(x):
    return teacher(x).softmax(-1)
opt = torch.optim.Adam(student.parameters())
x = torch.randn(4, 3)
p = soft_labels(x)
loss = -(p * student(x).log_softmax(-1)).sum()  # expect: graph-inference  # raises: Inference tensors cannot be saved for
opt.zero_grad(); loss.backward(); opt.step()
