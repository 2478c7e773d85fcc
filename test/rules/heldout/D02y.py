# hi all, why do I get "Trying to backward through the graph a second time"?? I only call backward once per batch!!
import torch
import torch.nn as nn
import torch.optim as optim

input_size=6
hidden_size=9
batch=4

class MyGRU(nn.Module):
    def __init__(self):
        super(MyGRU,self).__init__()
        self.gru=nn.GRU(input_size,hidden_size,batch_first=True)
        self.out=nn.Linear(hidden_size,1)
        self.state=None
    def forward(self,x):
        if self.state is None:
            self.state=torch.zeros(1,x.size(0),hidden_size)
        o,self.state=self.gru(x,self.state)  # expect: graph-freed
        return self.out(o[:,-1])

model=MyGRU()
optimizer=optim.RMSprop(model.parameters(),lr=0.01)
lossfn=nn.MSELoss()
data=[(torch.randn(batch,7,input_size),torch.randn(batch,1)) for i in range(5)]
for epoch in range(2):
    for i,(x,y) in enumerate(data):
        optimizer.zero_grad()
        y_hat=model(x)
        loss=lossfn(y_hat,y)
        loss.backward()  # raises: Trying to backward through the graph a second time
        optimizer.step()
    print(epoch,loss.item())
