"""torch.utils.data.dataloader: batches, in one process whatever `num_workers` says; seeds are drawn where PyTorch draws them."""
import warnings

import torch
import _gradsight
from torch.utils.data._utils.collate import default_collate, default_convert
from torch.utils.data.dataset import Dataset, IterableDataset, Subset, TensorDataset
from torch.utils.data.sampler import BatchSampler, RandomSampler, Sampler, SequentialSampler


def get_worker_info():
    return None


class _Endless(Sampler):
    def __iter__(self):
        while True:
            yield None


def _forget(value):
    """Samples in an order left to chance: shapes hold, numbers do not."""
    if isinstance(value, torch.Tensor):
        value = value.clone()
        _gradsight.forget(value)
        return value
    if isinstance(value, dict):
        return {k: _forget(v) for k, v in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_forget(v) for v in value))
    if type(value) in (list, tuple):
        return type(value)(_forget(v) for v in value)
    if isinstance(value, (int, float, str)):
        return _gradsight.unknown("a sample in an order left to chance")
    return value


class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, pin_memory=False, drop_last=False, timeout=0, worker_init_fn=None, multiprocessing_context=None, generator=None, *, prefetch_factor=None, persistent_workers=False, pin_memory_device="", in_order=True):
        if num_workers < 0:
            raise ValueError("num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.")
        if timeout < 0:
            raise ValueError("timeout option should be non-negative")
        if num_workers == 0 and prefetch_factor is not None:
            raise ValueError("prefetch_factor option could only be specified in multiprocessing.let num_workers > 0 to enable multiprocessing, otherwise set prefetch_factor to None.")
        if persistent_workers and num_workers == 0:
            raise ValueError("persistent_workers option needs num_workers > 0")
        self.dataset = dataset
        self.num_workers = num_workers
        self.prefetch_factor = 2 if num_workers > 0 and prefetch_factor is None else prefetch_factor
        self.pin_memory = pin_memory
        self.pin_memory_device = pin_memory_device
        self.timeout = timeout
        self.worker_init_fn = worker_init_fn
        self.in_order = in_order
        self.generator = generator
        self.persistent_workers = persistent_workers
        iterable = isinstance(dataset, IterableDataset)
        self._iterable = False if _gradsight.is_unknown(iterable) else iterable
        if self._iterable:
            if shuffle not in (False, None):
                raise ValueError(f"DataLoader with IterableDataset: expected unspecified shuffle option, but got shuffle={shuffle}")
            if sampler is not None:
                raise ValueError(f"DataLoader with IterableDataset: expected unspecified sampler option, but got sampler={sampler}")
            if batch_sampler is not None:
                raise ValueError(f"DataLoader with IterableDataset: expected unspecified batch_sampler option, but got batch_sampler={batch_sampler}")
        if sampler is not None and shuffle:
            raise ValueError("sampler option is mutually exclusive with shuffle")
        if batch_sampler is not None:
            if batch_size != 1 or shuffle or sampler is not None or drop_last:
                raise ValueError("batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last")
            batch_size = None
            drop_last = False
        elif batch_size is None and drop_last:
            raise ValueError("batch_size=None option disables auto-batching and is mutually exclusive with drop_last")
        self._unknown = _gradsight.is_unknown(dataset) or (not self._iterable and sampler is None and batch_sampler is None and _gradsight.is_unknown(len(dataset)))
        if sampler is None and not self._unknown:
            if self._iterable:
                sampler = _Endless()
            elif shuffle:
                sampler = RandomSampler(dataset, generator=generator)
            else:
                sampler = SequentialSampler(dataset)
        if batch_size is not None and batch_sampler is None and not self._unknown:
            batch_sampler = BatchSampler(sampler, batch_size, drop_last)
        self.batch_size = batch_size
        self.drop_last = drop_last
        self.sampler = sampler
        self.batch_sampler = batch_sampler
        if collate_fn is None:
            collate_fn = default_convert if batch_sampler is None and batch_size is None else default_collate
        self.collate_fn = collate_fn

    def __class_getitem__(cls, item):
        return cls

    def __iter__(self):
        if self._unknown:
            return self._unknown_batches()
        return _Batches(self)

    def _unknown_batches(self):
        if _gradsight.is_unknown(self.dataset):
            if self.collate_fn is default_collate or self.collate_fn is default_convert:
                yield from _gradsight.unknown("batches of a dataset that is not known")
            else:
                for sample in _gradsight.unknown("samples of a dataset that is not known"):
                    yield self.collate_fn([sample] * (self.batch_size or 1))
        else:
            for index in range(len(self.dataset)):
                sample = self.dataset[index]
                yield _forget(self.collate_fn(sample if self.batch_size is None else [sample] * self.batch_size))

    def __len__(self):
        if self._unknown:
            if self.batch_size is None:
                return len(self.dataset)
            return len(self.dataset) // self.batch_size if self.drop_last else (len(self.dataset) + self.batch_size - 1) // self.batch_size
        if self._iterable:
            length = len(self.dataset)
            if self.batch_size is None:
                return length
            return length // self.batch_size if self.drop_last else (length + self.batch_size - 1) // self.batch_size
        return len(self.sampler if self.batch_sampler is None else self.batch_sampler)


class _Batches:
    def __init__(self, loader):
        if loader.pin_memory:
            warnings.warn("'pin_memory' argument is set as true but no accelerator is found, then device pinned memory won't be used.", stacklevel=3)
        self._loader = loader
        self._source = loader.sampler if loader.batch_sampler is None else loader.batch_sampler
        self._indices = iter(self._source)
        self._base_seed = _gradsight.draw_seed(loader.generator)
        self._items = iter(loader.dataset) if loader._iterable else None
        self._ended = False

    def __iter__(self):
        return self

    def __len__(self):
        return len(self._loader)

    def __next__(self):
        loader = self._loader
        index = next(self._indices)
        if loader._iterable:
            return loader.collate_fn(self._read(index, loader.drop_last) if isinstance(index, list) else next(self._items))
        batch = self._fetch(index)
        if getattr(self._source, "_in_unknown_order", False) or getattr(loader.dataset, "_in_unknown_order", False):
            batch = _forget(batch)
        return batch

    def _read(self, wanted, drop_last):
        if self._ended:
            raise StopIteration
        samples = []
        for _ in wanted:
            try:
                samples.append(next(self._items))
            except StopIteration:
                self._ended = True
                break
        if len(samples) == 0 or (drop_last and len(samples) < len(wanted)):
            raise StopIteration
        return samples

    def _fetch(self, index):
        loader = self._loader
        dataset = loader.dataset
        if loader.batch_sampler is None:
            return loader.collate_fn(dataset[index])
        if loader.collate_fn is default_collate:
            at = index
            while type(dataset) is Subset:
                at = [dataset.indices[i] for i in at]
                dataset = dataset.dataset
            if type(dataset) is TensorDataset and all(type(t) is torch.Tensor and not t.requires_grad for t in dataset.tensors):
                # The same numbers as stacked rows, in one step.
                return [t[at] for t in dataset.tensors]
            dataset = loader.dataset
        if hasattr(dataset, "__getitems__") and dataset.__getitems__:
            return loader.collate_fn(dataset.__getitems__(index))
        return loader.collate_fn([dataset[i] for i in index])
