import torch
for s, d, src, n in [((),0,(1,),1), ((),0,(),1), ((),0,(1,1),1), ((1,),0,(),1), ((2,),0,(),1), ((2,3),1,(2,),1), ((2,3),1,(2,1),1), ((2,3),1,(1,),1), ((2,3),1,(),1), ((0,),0,(1,1,4),1), ((2,3,4),2,(2,3),1), ((2,3,4),1,(2,1,4),1),((2,3,4),0,(1,12),1)]:
    for op in ("index_add", "index_copy", "index_reduce"):
      for ip in ("", "_"):
        try: print(s, d, src, op+ip, getattr(torch.zeros(s), op+ip)(*([d, torch.tensor([0]*n), torch.ones(src)] + (["prod"] if op == "index_reduce" else []))).shape)
        except Exception as e: print(s, d, src, op+ip, type(e).__name__, e)
