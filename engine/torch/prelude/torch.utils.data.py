"""torch.utils.data: datasets, samplers, and the loader that makes batches of them."""
import torch.utils.data.dataset
import torch.utils.data.sampler
import torch.utils.data.dataloader
import torch.utils.data.distributed
from torch.utils.data._utils.collate import default_collate, default_convert
from torch.utils.data.dataloader import DataLoader, get_worker_info
from torch.utils.data.dataset import ChainDataset, ConcatDataset, Dataset, IterableDataset, StackDataset, Subset, TensorDataset, random_split
from torch.utils.data.distributed import DistributedSampler
from torch.utils.data.sampler import BatchSampler, RandomSampler, Sampler, SequentialSampler, SubsetRandomSampler, WeightedRandomSampler
