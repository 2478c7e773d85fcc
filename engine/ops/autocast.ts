/** Autocast on the CPU: which operators compute in a shorter dtype, which in float32, and which in the widest of their inputs. */
import { type DType, dtypes } from "../shape/dtype.ts";
import { Tensor } from "../autograd/tensor.ts";
import { gradFnOf, requiresGrad } from "../autograd/view.ts";
import { toDtype } from "./aten.ts";

type Policy = "short" | "float32" | "widest";
const LISTS: Record<Policy, string> = {
	short: `conv1d conv2d conv3d conv_tbc conv_transpose1d conv_transpose2d conv_transpose3d bmm mm linalg_vecdot baddbmm addmm addbmm
		linear matmul prelu scaled_dot_product_attention _native_multi_head_attention lstm`,
	float32: `avg_pool3d binary_cross_entropy grid_sampler polar prod quantile nanquantile stft cdist trace view_as_complex cholesky
		cholesky_inverse cholesky_solve inverse lu_solve orgqr ormqr pinverse max_pool3d max_unpool2d max_unpool3d adaptive_avg_pool3d
		reflection_pad1d reflection_pad2d replication_pad1d replication_pad2d replication_pad3d mse_loss cosine_embedding_loss nll_loss
		nll_loss_nd nll_loss2d hinge_embedding_loss poisson_nll_loss smooth_l1_loss cross_entropy_loss l1_loss huber_loss
		margin_ranking_loss soft_margin_loss triplet_margin_loss multi_margin_loss ctc_loss kl_div multilabel_margin_loss
		binary_cross_entropy_with_logits fft_fft fft_ifft fft_fft2 fft_ifft2 fft_fftn fft_ifftn fft_rfft fft_irfft fft_rfft2 fft_irfft2
		fft_rfftn fft_irfftn fft_hfft fft_ihfft linalg_cond linalg_matrix_rank linalg_solve linalg_cholesky linalg_svdvals
		linalg_eigvals linalg_eigvalsh linalg_inv linalg_householder_product linalg_tensorinv linalg_tensorsolve geqrf qr linalg_svd
		linalg_eig linalg_eigh linalg_lstsq linalg_qr`,
	widest: "stack cat index_copy",
};
const policies = new Map<string, Policy>(
	Object.entries(LISTS).flatMap(([policy, names]) => names.split(/\s+/).map((name) => [name, policy as Policy])),
);

/** The mode of a `torch.autocast` that is entered; null, where there is none, is kept in `world.autocast`. */
export interface Autocast {
	dtype: DType;
	/** The short copies of parameters, made once per outermost context. */
	copies: Map<Tensor, Tensor> | null;
	prepare(name: string, args: unknown[]): unknown[] | null;
}

export function makeAutocast(dtype: DType, copies: Map<Tensor, Tensor> | null): Autocast {
	return { dtype, copies, prepare: (name, args) => prepare(name, args, dtype, copies) };
}

/** The arguments as the operator gets them; null when it takes what it is given. */
function prepare(name: string, args: unknown[], short: DType, copies: Map<Tensor, Tensor> | null): unknown[] | null {
	const dot = name.indexOf(".");
	const policy = policies.get(dot < 0 ? name : name.slice(0, dot));
	if (policy === undefined) return null;
	const to = policy === "short" ? short : policy === "float32" ? dtypes.float32 : widest(args, short);
	const cast = (a: unknown): unknown => {
		if (Array.isArray(a)) return a.map(cast);
		return a instanceof Tensor && isEligible(a) && a.dtype !== to ? converted(a, to, short, copies) : a;
	};
	return args.map(cast);
}
const isEligible = (t: Tensor): boolean => t.dtype.category === 2 && t.dtype !== dtypes.float64 && !t.unknownDtype;

function widest(args: unknown[], short: DType): DType {
	const all = args.flat().filter((a): a is Tensor => a instanceof Tensor && isEligible(a));
	return all.some((t) => t.dtype === dtypes.float32) ? dtypes.float32 : short;
}
function converted(t: Tensor, to: DType, short: DType, copies: Map<Tensor, Tensor> | null): Tensor {
	const isKept =
		copies !== null && to === short && t.dtype === dtypes.float32 && t.view === null && requiresGrad(t) && gradFnOf(t) === null;
	if (!isKept) return toDtype(t, to);
	let copy = copies.get(t);
	if (copy === undefined) copies.set(t, (copy = toDtype(t, to)));
	return copy;
}
