import torch
def normalize_(v):
    n = v.pow(2).sum(-1, keepdim=True).sqrt()
    return v.div_(n)  # expect: inplace-saved
w = torch.nn.Linear(3, 3)
emb = w(torch.randn(4, 3))
normalize_(emb).sum().backward()  # raises: modified by an inplace operation
