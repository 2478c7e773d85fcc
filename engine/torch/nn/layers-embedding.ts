/** Embedding and EmbeddingBag, and `from_pretrained`. */
import { isKnown } from "../../shape/dim.ts";
import { withGradMode } from "../../autograd/world.ts";
import { call, callInPlace, callOp } from "../../ops/dispatch.ts";
import { PyTensor, pyDim } from "../../values/tensor.ts";
import type { Value } from "../../values/value.ts";
import { defClassMethod } from "../../values/native.ts";
import { derive } from "../../values/unknown.ts";
import { rt } from "../../values/runtime.ts";
import { attr, defineLayers, emptyParameter, functional, layerClasses, member, num, setAttrs, size, memberTensor, reset } from "./layer.ts";
import { registerParameter } from "./module.ts";
import { makeParameter } from "./parameter.ts";

defineLayers({
	Embedding: {
		file: "sparse",
		init: "num_embeddings embedding_dim padding_idx=None max_norm=None norm_type=2.0 scale_grad_by_freq=False sparse=False _weight=None _freeze=False",
		build(m, a) {
			const n = size(a.num_embeddings!);
			let pad = a.padding_idx!;
			if (typeof pad === "number" && isKnown(n)) {
				if (pad > 0 && pad >= n) rt.raise("AssertionError", "Padding_idx must be within num_embeddings");
				if (pad < 0 && pad < -n) rt.raise("AssertionError", "Padding_idx must be within num_embeddings");
				if (pad < 0) pad = n + pad;
			}
			setAttrs(m, {
				num_embeddings: a.num_embeddings!,
				embedding_dim: a.embedding_dim!,
				padding_idx: pad,
				max_norm: a.max_norm!,
				norm_type: a.norm_type!,
				scale_grad_by_freq: a.scale_grad_by_freq!,
				sparse: a.sparse!,
			});
			const given = a._weight;
			if (given instanceof PyTensor) registerParameter(m, "weight", makeParameter(given.tensor, !rt.truth(a._freeze!)));
			else {
				emptyParameter(m, "weight", [n, size(a.embedding_dim!)], a);
				reset(m);
			}
		},
		reset(m) {
			withGradMode(false, () => {
				const w = memberTensor(m, "weight")!;
				callOp("normal_", [w, 0, 1, null]);
				const pad = attr(m, "padding_idx");
				if (typeof pad === "number") callInPlace("fill.Scalar", [call("select.int", w, 0, pad), 0], "fill_");
			});
		},
		forward: [
			"! .input",
			(m, x) =>
				functional("embedding", [
					x as Value,
					member(m, "weight"),
					attr(m, "padding_idx"),
					attr(m, "max_norm"),
					attr(m, "norm_type"),
					attr(m, "scale_grad_by_freq"),
					attr(m, "sparse"),
				]),
		],
		text(m) {
			let s = `${rt.str(attr(m, "num_embeddings"))}, ${rt.str(attr(m, "embedding_dim"))}`;
			for (const [k, off] of [
				["padding_idx", null],
				["max_norm", null],
			] as const)
				if (attr(m, k) !== off) s += `, ${k}=${rt.repr(attr(m, k))}`;
			if (num(attr(m, "norm_type")) !== 2) s += `, norm_type=${rt.repr(attr(m, "norm_type"))}`;
			if (attr(m, "scale_grad_by_freq") !== false) s += `, scale_grad_by_freq=${rt.repr(attr(m, "scale_grad_by_freq"))}`;
			if (attr(m, "sparse") !== false) s += ", sparse=True";
			return s;
		},
	},
	EmbeddingBag: {
		file: "sparse",
		init: "num_embeddings embedding_dim max_norm=None norm_type=2.0 scale_grad_by_freq=False mode='mean' sparse=False _weight=None include_last_offset=False padding_idx=None",
		build(m, a) {
			setAttrs(
				m,
				Object.fromEntries(
					[
						"num_embeddings",
						"embedding_dim",
						"max_norm",
						"norm_type",
						"scale_grad_by_freq",
						"mode",
						"sparse",
						"include_last_offset",
						"padding_idx",
					].map((k) => [k, a[k]!]),
				),
			);
			if (a._weight instanceof PyTensor) registerParameter(m, "weight", makeParameter(a._weight.tensor, true));
			else {
				emptyParameter(m, "weight", [size(a.num_embeddings!), size(a.embedding_dim!)], a);
				reset(m);
			}
		},
		reset: (m) => withGradMode(false, () => void callOp("normal_", [memberTensor(m, "weight")!, 0, 1, null])),
		forward: [
			"! .input .offsets? .per_sample_weights?",
			(m, x, offsets, weights) =>
				functional("embedding_bag", [
					x as Value,
					member(m, "weight"),
					offsets ?? null,
					attr(m, "max_norm"),
					attr(m, "norm_type"),
					attr(m, "scale_grad_by_freq"),
					attr(m, "mode"),
					attr(m, "sparse"),
					weights ?? null,
					attr(m, "include_last_offset"),
					attr(m, "padding_idx"),
				]),
		],
		text: (m) => `${rt.str(attr(m, "num_embeddings"))}, ${rt.str(attr(m, "embedding_dim"))}, mode=${rt.repr(attr(m, "mode"))}`,
	},
});

/** `from_pretrained`: a layer around a given table, frozen unless told otherwise. */
for (const [name, options] of [
	["Embedding", "padding_idx max_norm norm_type scale_grad_by_freq sparse"],
	["EmbeddingBag", "max_norm norm_type scale_grad_by_freq mode sparse include_last_offset padding_idx"],
] as const)
	defClassMethod(
		layerClasses.get(name)!,
		"from_pretrained",
		`! .embeddings .freeze? ${options
			.split(" ")
			.map((o) => `.${o}?`)
			.join(" ")}`,
		(cls: Value, table: Value, freeze: Value | undefined, ...given: (Value | undefined)[]) => {
			if (!(table instanceof PyTensor)) return derive("from_pretrained", [table]);
			const t = table.tensor;
			if (!t.unknownShape && t.dim !== 2) rt.raise("AssertionError", "Embeddings parameter is expected to be 2-dimensional");
			const kw = new Map<string, Value>([["_weight", table]]);
			if (name === "Embedding") kw.set("_freeze", freeze === undefined ? true : freeze);
			options.split(" ").forEach((o, i) => {
				if (given[i] !== undefined) kw.set(o, given[i] as Value);
			});
			const m = rt.call(cls, [pyDim(t.sizes[0] ?? 1), pyDim(t.sizes[1] ?? 1)], kw);
			if (name === "EmbeddingBag") rt.setAttr(rt.getAttr(m, "weight"), "requires_grad", freeze !== undefined && !rt.truth(freeze));
			return m;
		},
	);
