import torch
print(torch.cuda.Stream | None, torch.cuda.Event | None, torch.Generator)
print(isinstance(3, torch.cuda.Stream), torch.cuda.Event.__name__)
for f in (torch.cuda.Stream, torch.cuda.Event, lambda: torch.cuda.device(0)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
class T(torch.cuda.Stream): pass
try:
    with torch.cuda.device(0): pass
except Exception as e: print(type(e).__name__, e)
