import torch
w = torch.ones((), requires_grad=True)
for v in (torch.tensor(5.), w * 5, 5.0):
    with torch.inference_mode(): i = torch.ones(3)
    for f in (lambda: i.__setitem__(-1, v), lambda: i.__setitem__(slice(0, 1), v), lambda: i.copy_(torch.full((3,), 7.)), lambda: i[0].copy_(torch.tensor(9.)), lambda: i.data.copy_(torch.full((3,), 8.))):
        try: f(); print("ok", i)
        except RuntimeError as e: print(str(e)[:60], i)
