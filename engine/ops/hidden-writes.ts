/** Writes that PyTorch's own code makes into tensors before anybody sees them. Versions tell: measured on PyTorch 2.13. */

/** Versions that gradients have when a formula of PyTorch made them in place, by operator and input. */
const GRADIENT_WRITES: Record<string, Record<string, number>> = {
	maximum: { self: 1, other: 1 },
	minimum: { self: 1, other: 1 },
	binary_cross_entropy_with_logits: { self: 3, target: 1 },
	as_strided: { self: 1 },
	// Besides the write that our own formula makes, too.
	"max.dim": { self: 1 },
	"min.dim": { self: 1 },
	"median.dim": { self: 1 },
	"nanmedian.dim": { self: 1 },
	mode: { self: 1 },
	kthvalue: { self: 1 },
	"sort.stable": { self: 1 },
	sort: { self: 1 },
	topk: { self: 1 },
	cummax: { self: 2 },
	cummin: { self: 2 },
};
export const gradientWrites = (op: string, input: string): number => GRADIENT_WRITES[op]?.[input] ?? 0;

/**
 * Inference tensors outside of inference mode go straight to the kernels, whose results are ordinary tensors:
 * the kernels' own writes are then counted as anybody's.
 */
const KERNEL_WRITES: Record<string, number> = {
	"pow.Scalar": 1,
	mv: 1,
	dot: 1,
	mse_loss: 2,
	smooth_l1_loss: 2,
	addmm: 1,
	abs: 1,
	hardtanh: 1,
	sum: 1,
	"sum.dim_IntList": 1,
	mean: 2,
	"mean.dim": 2,
	max: 1,
	min: 1,
	"max.dim": 2,
	"min.dim": 2,
	amax: 1,
	amin: 1,
	prod: 1,
	"prod.dim_int": 1,
	logsumexp: 1,
	cummax: 1,
	cummin: 1,
	sort: 1,
	"sort.stable": 1,
	clone: 1,
	_to_copy: 1,
	constant_pad_nd: 2,
	nan_to_num: 1,
	kthvalue: 1,
	aminmax: 1,
};
export const kernelWrites = (op: string): number => KERNEL_WRITES[op] ?? 0;
