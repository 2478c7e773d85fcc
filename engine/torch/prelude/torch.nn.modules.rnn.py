"""Recurrent layers and cells: parameters in PyTorch's order, all drawn from U(-1/sqrt(hidden), 1/sqrt(hidden))."""
import math
import numbers
import warnings

import torch
import _gradsight
from torch.nn import Module, Parameter, init
from torch.nn.utils.rnn import PackedSequence


def _dims(input, hx):
    """The dimensions of an input; where they are not known those of the state it comes with, which has as many."""
    n = input.dim()
    state = hx[0] if isinstance(hx, (tuple, list)) else hx
    return state.dim() if _gradsight.is_unknown(n) and isinstance(state, torch.Tensor) else n


class RNNBase(Module):
    def __init__(self, mode, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, proj_size=0, device=None, dtype=None):
        super().__init__()
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        directions = 2 if bidirectional else 1
        if not isinstance(dropout, numbers.Number) or not 0 <= dropout <= 1 or isinstance(dropout, bool):
            raise ValueError("dropout should be a number in range [0, 1] representing the probability of an element being zeroed")
        if dropout > 0 and num_layers == 1:
            warnings.warn(
                f"dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects num_layers greater than 1, but got dropout={dropout} and num_layers={num_layers}",
                stacklevel=2,
            )
        if not isinstance(hidden_size, int):
            raise TypeError(f"hidden_size should be of type int, got: {type(hidden_size).__name__}")
        if proj_size != 0:
            if proj_size < 0:
                raise ValueError("proj_size should be a positive integer or zero to disable projections")
            if proj_size >= hidden_size:
                raise ValueError("proj_size has to be smaller than hidden_size")
        gates = {"LSTM": 4, "GRU": 3}.get(mode, 1) * hidden_size
        out = proj_size if proj_size > 0 else hidden_size
        self._all_names = []
        for layer in range(num_layers):
            for direction in range(directions):
                size = input_size if layer == 0 else out * directions
                suffix = f"_l{layer}" + ("_reverse" if direction == 1 else "")
                names = ["weight_ih" + suffix, "weight_hh" + suffix]
                shapes = [(gates, size), (gates, out)]
                if bias:
                    names += ["bias_ih" + suffix, "bias_hh" + suffix]
                    shapes += [(gates,), (gates,)]
                if proj_size > 0:
                    names.append("weight_hr" + suffix)
                    shapes.append((proj_size, hidden_size))
                for name, shape in zip(names, shapes):
                    setattr(self, name, Parameter(torch.empty(shape, dtype=dtype, device=device)))
                self._all_names.append(names)
        self.reset_parameters()

    def reset_parameters(self):
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    @property
    def all_weights(self):
        return [[getattr(self, name) for name in names] for names in self._all_names]

    @property
    def _flat_weights(self):
        return [getattr(self, name) for names in self._all_names for name in names]

    def flatten_parameters(self):
        return None

    def extra_repr(self):
        text = f"{self.input_size}, {self.hidden_size}"
        if self.proj_size != 0:
            text += f", proj_size={self.proj_size}"
        if self.num_layers != 1:
            text += f", num_layers={self.num_layers}"
        if self.bias is not True:
            text += f", bias={self.bias}"
        if self.batch_first is not False:
            text += f", batch_first={self.batch_first}"
        if self.dropout != 0:
            text += f", dropout={self.dropout}"
        if self.bidirectional is not False:
            text += f", bidirectional={self.bidirectional}"
        return text

    def check_input(self, input, batch_sizes):
        weight = self._flat_weights[0]
        if input.dtype != weight.dtype:
            raise ValueError(f"RNN input dtype ({input.dtype}) does not match weight dtype ({weight.dtype}). Convert input: input.to({weight.dtype}), or convert model: model.to({input.dtype})")
        expected = 2 if batch_sizes is not None else 3
        if input.dim() != expected:
            raise RuntimeError(f"input must have {expected} dimensions, got {input.dim()}")
        if self.input_size != input.size(-1):
            raise RuntimeError(f"input.size(-1) must be equal to input_size. Expected {self.input_size}, got {input.size(-1)}")

    def _hidden_sizes(self, input, batch_sizes):
        if batch_sizes is not None:
            batch = int(batch_sizes[0])
        else:
            batch = input.size(0) if self.batch_first else input.size(1)
        layers = self.num_layers * (2 if self.bidirectional else 1)
        return (layers, batch, self.proj_size if self.proj_size > 0 else self.hidden_size), (layers, batch, self.hidden_size)

    def check_hidden_size(self, hx, expected, msg="Expected hidden size {}, got {}"):
        if hx.size() != expected:
            raise RuntimeError(msg.format(expected, list(hx.size())))

    # What one hidden state, or LSTM's pair of them, goes through.

    def _each(self, hx, f):
        return f(hx)

    def permute_hidden(self, hx, permutation):
        return hx if permutation is None else self._each(hx, lambda h: h.index_select(1, permutation))

    def _fresh(self, input, batch_sizes):
        return torch.zeros(*self._hidden_sizes(input, batch_sizes)[0], dtype=input.dtype, device=input.device)

    def _check_states(self, input, hx, batch_sizes):
        self.check_input(input, batch_sizes)
        self.check_hidden_size(hx, self._hidden_sizes(input, batch_sizes)[0])

    def _check_hidden_dim(self, hx, batched):
        if hx.dim() != (3 if batched else 2):
            what = "batched 3-D" if batched else "unbatched 2-D"
            raise RuntimeError(f"For {what} input, hx should also be {3 if batched else 2}-D but got {hx.dim()}-D tensor")

    def _result(self, result):
        return result[0], result[1]

    def forward(self, input, hx=None):
        options = (self.bias, self.num_layers, self.dropout, self.training, self.bidirectional)
        if isinstance(input, PackedSequence):
            data, batch_sizes, sorted_indices, unsorted_indices = input
            hx = self._fresh(data, batch_sizes) if hx is None else self.permute_hidden(hx, sorted_indices)
            self._check_states(data, hx, batch_sizes)
            output, hidden = self._result(self._op(data, batch_sizes, hx, self._flat_weights, *options))
            return PackedSequence(output, batch_sizes, sorted_indices, unsorted_indices), self.permute_hidden(hidden, unsorted_indices)
        if input.dim() not in (2, 3):
            kind = "RNN" if self.mode.startswith("RNN") else self.mode
            raise ValueError(f"{kind}: Expected input to be 2D or 3D, got {input.dim()}D{' tensor' if kind == 'RNN' else ''} instead")
        batched = _dims(input, hx) == 3
        if not batched:
            input = input.unsqueeze(0 if self.batch_first else 1)
        if hx is None:
            hx = self._fresh(input, None)
        else:
            self._check_hidden_dim(hx, batched)
            if not batched:
                hx = self._each(hx, lambda h: h.unsqueeze(1))
        self._check_states(input, hx, None)
        output, hidden = self._result(self._op(input, hx, self._flat_weights, *options, self.batch_first))
        if not batched:
            output = output.squeeze(0 if self.batch_first else 1)
            hidden = self._each(hidden, lambda h: h.squeeze(1))
        return output, hidden


def _no_projection(kwargs):
    if "proj_size" in kwargs:
        raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")


class RNN(RNNBase):
    def __init__(self, *args, **kwargs):
        _no_projection(kwargs)
        if len(args) > 3:
            nonlinearity = args[3]
            args = args[:3] + args[4:]
        else:
            nonlinearity = kwargs.pop("nonlinearity", "tanh")
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'.")
        self.nonlinearity = nonlinearity
        super().__init__("RNN_TANH" if nonlinearity == "tanh" else "RNN_RELU", *args, **kwargs)

    @property
    def _op(self):
        return torch.rnn_tanh if self.mode == "RNN_TANH" else torch.rnn_relu


class GRU(RNNBase):
    def __init__(self, *args, **kwargs):
        _no_projection(kwargs)
        super().__init__("GRU", *args, **kwargs)

    @property
    def _op(self):
        return torch.gru


class LSTM(RNNBase):
    def __init__(self, *args, **kwargs):
        super().__init__("LSTM", *args, **kwargs)

    @property
    def _op(self):
        return torch.lstm

    def _each(self, hx, f):
        return f(hx[0]), f(hx[1])

    def _fresh(self, input, batch_sizes):
        h, c = self._hidden_sizes(input, batch_sizes)
        return torch.zeros(*h, dtype=input.dtype, device=input.device), torch.zeros(*c, dtype=input.dtype, device=input.device)

    def _check_states(self, input, hx, batch_sizes):
        self.check_input(input, batch_sizes)
        h, c = self._hidden_sizes(input, batch_sizes)
        self.check_hidden_size(hx[0], h, "Expected hidden[0] size {}, got {}")
        self.check_hidden_size(hx[1], c, "Expected hidden[1] size {}, got {}")

    def _check_hidden_dim(self, hx, batched):
        want = 3 if batched else 2
        if hx[0].dim() != want or hx[1].dim() != want:
            what = "batched 3-D" if batched else "unbatched 2-D"
            raise RuntimeError(f"For {what} input, hx and cx should also be {want}-D but got ({hx[0].dim()}-D, {hx[1].dim()}-D) tensors")

    def _result(self, result):
        return result[0], (result[1], result[2])


class RNNCellBase(Module):
    def __init__(self, input_size, hidden_size, bias, chunks, device=None, dtype=None):
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        self.weight_ih = Parameter(torch.empty((chunks * hidden_size, input_size), dtype=dtype, device=device))
        self.weight_hh = Parameter(torch.empty((chunks * hidden_size, hidden_size), dtype=dtype, device=device))
        if bias:
            self.bias_ih = Parameter(torch.empty(chunks * hidden_size, dtype=dtype, device=device))
            self.bias_hh = Parameter(torch.empty(chunks * hidden_size, dtype=dtype, device=device))
        else:
            self.register_parameter("bias_ih", None)
            self.register_parameter("bias_hh", None)
        self.reset_parameters()

    def reset_parameters(self):
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def extra_repr(self):
        text = f"{self.input_size}, {self.hidden_size}"
        if self.bias is not True:
            text += f", bias={self.bias}"
        if getattr(self, "nonlinearity", "tanh") != "tanh":
            text += f", nonlinearity={self.nonlinearity}"
        return text

    def _weights(self):
        return self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh

    def _prepare(self, input, hx):
        if input.dim() not in (1, 2):
            raise ValueError(f"{self._kind}: Expected input to be 1D or 2D, got {input.dim()}D instead")
        if hx is not None and hx.dim() not in (1, 2):
            raise ValueError(f"{self._kind}: Expected hidden to be 1D or 2D, got {hx.dim()}D instead")
        batched = _dims(input, hx) == 2
        if not batched:
            input = input.unsqueeze(0)
        if hx is None:
            hx = torch.zeros(input.size(0), self.hidden_size, dtype=input.dtype, device=input.device)
        elif not batched:
            hx = hx.unsqueeze(0)
        return batched, input, hx


class RNNCell(RNNCellBase):
    _kind = "RNNCell"

    def __init__(self, input_size, hidden_size, bias=True, nonlinearity="tanh", device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 1, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input, hx=None):
        batched, input, hx = self._prepare(input, hx)
        op = torch.rnn_tanh_cell if self.nonlinearity == "tanh" else torch.rnn_relu_cell
        out = op(input, hx, *self._weights())
        return out if batched else out.squeeze(0)


class GRUCell(RNNCellBase):
    _kind = "GRUCell"

    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 3, device, dtype)

    def forward(self, input, hx=None):
        batched, input, hx = self._prepare(input, hx)
        out = torch.gru_cell(input, hx, *self._weights())
        return out if batched else out.squeeze(0)


class LSTMCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 4, device, dtype)

    def forward(self, input, hx=None):
        if input.dim() not in (1, 2):
            raise ValueError(f"LSTMCell: Expected input to be 1D or 2D, got {input.dim()}D instead")
        for i, state in enumerate(hx or ()):
            if state.dim() not in (1, 2):
                raise ValueError(f"LSTMCell: Expected hx[{i}] to be 1D or 2D, got {state.dim()}D instead")
        batched = _dims(input, hx) == 2
        if not batched:
            input = input.unsqueeze(0)
        if hx is None:
            zeros = torch.zeros(input.size(0), self.hidden_size, dtype=input.dtype, device=input.device)
            hx = (zeros, zeros)
        elif not batched:
            hx = (hx[0].unsqueeze(0), hx[1].unsqueeze(0))
        h, c = torch.lstm_cell(input, hx, *self._weights())
        return (h, c) if batched else (h.squeeze(0), c.squeeze(0))
