/** Writes that PyTorch's own code makes into tensors before anybody sees them. Versions tell: measured on PyTorch 2.13. */

import { world } from "../autograd/world.ts";
import type { FormulaEnv } from "./row.ts";

/** Versions that gradients have when a formula of PyTorch made them in place, by operator and input. */
type Writes = number | ((env: FormulaEnv) => number);

/** How a formula of PyTorch goes on from its last step: in place unless it records a graph. */
const crossEntropyWrites = (env: FormulaEnv): number => (env.weight === null ? 0 : 1) + (env.pos_weight === null ? 0 : 2);
const MEAN = 1;

const GRADIENT_WRITES: Record<string, Record<string, Writes>> = {
	maximum: { self: 1, other: 1 },
	minimum: { self: 1, other: 1 },
	binary_cross_entropy_with_logits: {
		self: (env) => (env.reduction === MEAN ? 1 : 0) + (world.gradMode ? 0 : 2 + crossEntropyWrites(env)),
		target: (env) => (env.reduction === MEAN ? 1 : 0) + crossEntropyWrites(env),
	},
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
export function gradientWrites(op: string, input: string, env: FormulaEnv): number {
	const writes = GRADIENT_WRITES[op]?.[input] ?? 0;
	return typeof writes === "number" ? writes : writes(env);
}

/**
 * Inference tensors outside of inference mode go straight to the kernels, whose results are ordinary tensors:
 * the kernels' own writes are then counted as anybody's.
 */
const KERNEL_WRITES: readonly (readonly [number | readonly number[], string])[] = [
	[
		1,
		"_adaptive_avg_pool3d_backward _aminmax _cdist_backward _conj_physical _linalg_det _linalg_slogdet _linalg_solve_ex _pdist_backward _pdist_forward _safe_softmax _sample_dirichlet _scaled_dot_product_flash_attention_for_cpu_backward _standard_gamma _to_copy abs addmm all all.dim all.dims amax amin aminmax any any.dim any.dims bernoulli bernoulli.p binary_cross_entropy_backward binomial cholesky_inverse clone complex cummax cummin deg2rad dot fill.Scalar frexp.Tensor geqrf hardtanh isin.Scalar_Tensor isin.Tensor_Scalar isin.Tensor_Tensor kthvalue linalg_eig linalg_lstsq linalg_qr logical_and logical_not logical_or logical_xor logsumexp max median.dim min mv nan_to_num nanmedian.dim nansum nonzero nonzero_static norm.Scalar normal.Tensor_float poisson polar pow.Scalar pow.Tensor_Scalar prod prod.dim_int rad2deg renorm rot90 soft_margin_loss soft_margin_loss_backward sort sort.stable std.correction sum sum.dim_IntList triangular_solve var.correction vdot",
	],
	[
		2,
		"_adaptive_avg_pool2d_backward _aminmax.dim _euclidean_dist _fft_r2c bernoulli.Tensor binary_cross_entropy cholesky_solve constant_pad_nd copy diag_embed histc huber_loss_backward linalg_matrix_exp max.dim mean mean.dim min.dim mode mse_loss mse_loss_backward normal.Tensor_Tensor normal.float_Tensor normal_functional slice_scatter smooth_l1_loss smooth_l1_loss_backward",
	],
	[3, "block_diag linalg_solve_triangular"],
	[5, "_trilinear"],
	[[0, 0, 1], "unique_dim unique_dim_consecutive"],
	[[0, 1], "_linalg_eigh"],
	[[1, 0, 0], "_unique2 linalg_lu_factor_ex"],
	[[1, 0], "_unique linalg_cholesky_ex"],
	[[1, 1, 2], "linalg_lu"],
	[[2, 1], "histogram.bin_ct histogram.bins_tensor"],
	[[3, 1], "linalg_inv_ex"],
];
const kernelTable = new Map<string, number | readonly number[]>();
for (const [writes, names] of KERNEL_WRITES) for (const name of names.split(" ")) kernelTable.set(name, writes);

/** Of one operator's output number `i`. */
export function kernelWrites(op: string, i: number): number {
	const writes = kernelTable.get(op) ?? 0;
	return typeof writes === "number" ? writes : (writes[i] ?? 0);
}
