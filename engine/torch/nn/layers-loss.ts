/** Losses: each calls the function of the same meaning with its attributes. A class weight is a buffer, so that it moves with the module. */
import { reductionName } from "../functional/entry.ts";
import { attr, defineLayers, functional, type Layer, member, setAttrs } from "./layer.ts";
import { simple } from "./layers-simple.ts";
import { registerBuffer } from "./module.ts";

const OLD = "size_average=None";
const R = "reduction='mean'";

const loss = (init: string, fn: string, pass: string, inputs = ".input .target"): Layer =>
	simple("loss", init, fn, {
		pass,
		inputs,
		build(m, a) {
			if (a.size_average != null || a.reduce != null) setAttrs(m, { reduction: reductionName(a) });
		},
	});

/** A loss with weights: `buffers` and `attributes` are what the function takes by name. */
function weighted(init: string, fn: string, buffers: readonly string[], attributes: readonly string[]): Layer {
	return {
		file: "loss",
		init,
		build(m, a) {
			for (const name of buffers) registerBuffer(m, name, a[name]!);
			setAttrs(m, Object.fromEntries(attributes.map((name) => [name, a[name]!])));
			if (a.size_average != null || a.reduce != null) setAttrs(m, { reduction: reductionName(a) });
		},
		forward: [
			"! .input .target",
			(m, x, y) =>
				functional(
					fn,
					[x!, y!],
					Object.fromEntries([...buffers.map((name) => [name, member(m, name)]), ...attributes.map((name) => [name, attr(m, name)])]),
				),
		],
	};
}

defineLayers({
	L1Loss: loss(`${OLD} reduce=None ${R}`, "l1_loss", "reduction"),
	MSELoss: loss(`${OLD} reduce=None ${R}`, "mse_loss", "reduction"),
	SmoothL1Loss: loss(`${OLD} reduce=None ${R} beta=1.0`, "smooth_l1_loss", "reduction beta"),
	HuberLoss: loss(`${R} delta=1.0`, "huber_loss", "reduction delta"),
	KLDivLoss: loss(`${OLD} reduce=None ${R} log_target=False`, "kl_div", "reduction log_target"),
	PoissonNLLLoss: loss(
		`log_input=True full=False ${OLD} eps=1e-08 reduce=None ${R}`,
		"poisson_nll_loss",
		"log_input full eps reduction",
		".log_input .target",
	),
	GaussianNLLLoss: loss(`* full=False eps=1e-06 ${R}`, "gaussian_nll_loss", "full eps reduction", ".input .target .var"),
	HingeEmbeddingLoss: loss(`margin=1.0 ${OLD} reduce=None ${R}`, "hinge_embedding_loss", "margin reduction"),
	MarginRankingLoss: loss(`margin=0.0 ${OLD} reduce=None ${R}`, "margin_ranking_loss", "margin reduction", ".input1 .input2 .target"),
	CosineEmbeddingLoss: loss(`margin=0.0 ${OLD} reduce=None ${R}`, "cosine_embedding_loss", "margin reduction", ".input1 .input2 .target"),
	TripletMarginLoss: loss(
		`margin=1.0 p=2.0 eps=1e-06 swap=False ${OLD} reduce=None ${R}`,
		"triplet_margin_loss",
		"margin p eps swap reduction",
		".anchor .positive .negative",
	),
	SoftMarginLoss: loss(`${OLD} reduce=None ${R}`, "soft_margin_loss", "reduction"),
	MultiLabelMarginLoss: loss(`${OLD} reduce=None ${R}`, "multilabel_margin_loss", "reduction"),
	CTCLoss: loss(
		`blank=0 ${R} zero_infinity=False`,
		"ctc_loss",
		"blank reduction zero_infinity",
		".log_probs .targets .input_lengths .target_lengths",
	),
	CrossEntropyLoss: weighted(
		`weight=None ${OLD} ignore_index=-100 reduce=None ${R} label_smoothing=0.0`,
		"cross_entropy",
		["weight"],
		["ignore_index", "reduction", "label_smoothing"],
	),
	NLLLoss: weighted(`weight=None ${OLD} ignore_index=-100 reduce=None ${R}`, "nll_loss", ["weight"], ["ignore_index", "reduction"]),
	BCELoss: weighted(`weight=None ${OLD} reduce=None ${R}`, "binary_cross_entropy", ["weight"], ["reduction"]),
	BCEWithLogitsLoss: weighted(
		`weight=None ${OLD} reduce=None ${R} pos_weight=None`,
		"binary_cross_entropy_with_logits",
		["weight", "pos_weight"],
		["reduction"],
	),
	MultiMarginLoss: weighted(
		`p=1 margin=1.0 weight=None ${OLD} reduce=None ${R}`,
		"multi_margin_loss",
		["weight"],
		["p", "margin", "reduction"],
	),
	MultiLabelSoftMarginLoss: weighted(`weight=None ${OLD} reduce=None ${R}`, "multilabel_soft_margin_loss", ["weight"], ["reduction"]),
});
