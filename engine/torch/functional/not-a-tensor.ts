/** What torch.nn.functional's functions say when an argument is no tensor: their Python code asks it for something, or an op refuses it. */

/** The attribute that the function reads first. */
const READS: Record<string, string> = {
	tanh: "tanh",
	sigmoid: "sigmoid",
	glu: "dim",
	tanhshrink: "tanh",
	softsign: "abs",
	softmax: "softmax",
	log_softmax: "log_softmax",
	mse_loss: "size",
	l1_loss: "size",
	smooth_l1_loss: "size",
	huber_loss: "size",
	margin_ranking_loss: "dim",
	binary_cross_entropy: "size",
	binary_cross_entropy_with_logits: "size",
	gaussian_nll_loss: "size",
	triplet_margin_with_distance_loss: "ndim",
	instance_norm: "size",
	group_norm: "dim",
	local_response_norm: "dim",
	dropout1d: "dim",
	dropout2d: "dim",
	dropout3d: "dim",
	embedding_bag: "dim",
	adaptive_max_pool2d: "size",
	adaptive_max_pool3d: "size",
	adaptive_avg_pool2d: "size",
	adaptive_avg_pool3d: "size",
	lp_pool1d: "pow",
	lp_pool2d: "pow",
	lp_pool3d: "pow",
	interpolate: "dim",
	affine_grid: "is_floating_point",
	normalize: "norm",
};

/** The op behind the function, where it has another name. */
const OPS: Record<string, string> = {
	logsigmoid: "log_sigmoid",
	cross_entropy: "cross_entropy_loss",
	nll_loss: "nll_loss_nd",
	grid_sample: "grid_sampler",
	unfold: "im2col",
	fold: "col2im",
	multilabel_soft_margin_loss: "log_sigmoid",
};

/** Parameters that must be tensors, by function; `input` and `target` where a function is not listed. */
const TENSORS: Record<string, readonly string[]> = {
	cosine_embedding_loss: ["input1", "input2", "target"],
	margin_ranking_loss: ["input1", "input2", "target"],
	triplet_margin_loss: ["anchor", "positive", "negative"],
	triplet_margin_with_distance_loss: ["anchor", "positive", "negative"],
	gaussian_nll_loss: ["input"],
	multilabel_soft_margin_loss: ["input"],
	embedding: ["weight", "input"],
	grid_sample: ["input", "grid"],
	affine_grid: ["theta"],
	softmin: [],
};
const USUAL = ["input", "target"];

export const tensorParameters = (fn: string): readonly string[] => TENSORS[fn] ?? USUAL;

/** Class and text of the error for a value of the type given, in the place of `parameter`. */
export function notATensor(
	fn: string,
	parameter: string,
	position: number,
	type: string,
	given: { training: boolean; inplace: boolean },
): [string, string] {
	const attribute = fn === "batch_norm" && given.training ? "size" : READS[fn];
	if (attribute !== undefined) return ["AttributeError", `'${type}' object has no attribute '${attribute}'`];
	// The op takes the weight first.
	if (fn === "embedding")
		return [
			"TypeError",
			parameter === "weight"
				? `embedding(): argument 'weight' (position 1) must be Tensor, not ${type}`
				: `embedding(): argument 'indices' (position 2) must be Tensor, not ${type}`,
		];
	return [
		"TypeError",
		`${OPS[fn] ?? fn}${given.inplace ? "_" : ""}(): argument '${parameter}' (position ${position}) must be Tensor, not ${type}`,
	];
}
