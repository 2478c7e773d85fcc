"""Graph layers of torch-geometric, one of our own, and a batch of graphs."""
import torch
import torch.nn.functional as F
from torch_geometric.data import Data, Batch
from torch_geometric.nn import GCNConv, GATConv, SAGEConv, GINConv, global_mean_pool, MessagePassing
from torch_geometric.utils import add_self_loops, degree
torch.manual_seed(0)
edge_index = torch.tensor([[0, 1, 1, 2, 3, 4, 4, 0], [1, 0, 2, 1, 4, 3, 0, 4]])
x = torch.randn(5, 6)
data = Data(x=x, edge_index=edge_index, y=torch.tensor([0, 1, 0, 1, 2]))
print(data, data.num_nodes, data.num_edges, data.is_undirected())
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = GCNConv(6, 8)
        self.conv2 = GATConv(8, 4, heads=2, dropout=0.0)
        self.conv3 = SAGEConv(8, 8)
        self.conv4 = GINConv(torch.nn.Sequential(torch.nn.Linear(8, 8), torch.nn.ReLU(), torch.nn.Linear(8, 3)))
    def forward(self, data):
        x, e = data.x, data.edge_index
        x = F.relu(self.conv1(x, e))
        x = F.elu(self.conv2(x, e))
        x = F.relu(self.conv3(x, e))
        return self.conv4(x, e)
net = Net()
print(sum(p.numel() for p in net.parameters()))
opt = torch.optim.Adam(net.parameters(), lr=0.01)
for i in range(3):
    out = net(data)
    loss = F.cross_entropy(out, data.y)
    opt.zero_grad(); loss.backward(); opt.step()
    print(tuple(out.shape), f"{loss.item():.3f}")
print([n for n, p in net.named_parameters() if p.grad is None])
class Own(MessagePassing):
    def __init__(self):
        super().__init__(aggr="add")
        self.lin = torch.nn.Linear(6, 4, bias=False)
    def forward(self, x, edge_index):
        edge_index, _ = add_self_loops(edge_index, num_nodes=x.size(0))
        row, col = edge_index
        deg = degree(col, x.size(0), dtype=x.dtype)
        norm = deg.pow(-0.5)[row] * deg.pow(-0.5)[col]
        return self.propagate(edge_index, x=self.lin(x), norm=norm)
    def message(self, x_j, norm):
        return norm.view(-1, 1) * x_j
own = Own()
o = own(x, edge_index); o.sum().backward()
print(o.shape, own.lin.weight.grad.shape)
b = Batch.from_data_list([data, data])
print(b, global_mean_pool(b.x, b.batch).shape)
