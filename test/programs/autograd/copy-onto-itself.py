import torch
t2 = torch.ones(2,3)
t3 = t2.expand(2, 2, 3)
try: t3[...] = torch.zeros(2,3)
except RuntimeError as e: print(e)
try: t3[...] = t2
except RuntimeError as e: print(e)
try: t3.copy_(t2)
except RuntimeError as e: print(e)
try: t3.copy_(t3)
except RuntimeError as e: print(e)
try: t3.copy_(t3*2)
except RuntimeError as e: print(e)
try: t3.copy_(t2.expand(2,2,3))
except RuntimeError as e: print(e)
try: t3[0] = t3[1]
except RuntimeError as e: print(e)
try: t3[0] = t2
except RuntimeError as e: print(e)
try: t3[:] = t2
except RuntimeError as e: print(e)
try: t3[:, 0] = t2[0]
except RuntimeError as e: print(e)
try: t3[:, 0] = t2[1]
except RuntimeError as e: print(e)
try: t3[...] = t3
except RuntimeError as e: print(e)
print(t3, t3._version)
