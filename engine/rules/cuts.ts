/** Where gradients end: for a tensor without a graph, what took it out of the graph it would have had. */
import { isDifferentiable } from "../shape/dtype.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Event } from "../record/record.ts";
import type { Expr } from "../syntax/nodes.ts";
import { PyBuiltin, PyFunction, PyMethod, type Site, type Value } from "../values/value.ts";
import { gradOff, offText } from "./grad-off.ts";
import { behind, leavesOf, type Link, linksOf, WRITTEN } from "./flow.ts";
import { statementsBehind } from "./slice.ts";
import { oncePerPath, type PathRun } from "./rule.ts";
import { userSite } from "./words.ts";

export interface Cut {
	/** The guilty place in the user's code. */
	site: Site;
	/** For messages: `.detach()`, `torch.tensor`, `no_grad`, `integers`, `autograd.grad` ... */
	how: string;
	/** Leaves that get no gradient through it. */
	leaves: Set<Tensor>;
	/** Values that were cut off. */
	from: Tensor[];
	to: Tensor | null;
	inList: boolean;
	/** For `no_grad`: what switched gradients off, where it can be named. */
	off?: () => Site | null;
	/** A distribution's `sample`, which gradients do not pass whatever they are switched to. */
	isDraw?: boolean;
}

/** All that the path knows about cuts, by the tensor that came out. */
export class Cuts {
	readonly #path: PathRun;
	readonly #detached = new Map<Tensor, Event<"detach">[]>();
	readonly #gradients = new Map<Tensor, Event<"backward">>();
	readonly #flags = new Map<Tensor, Event<"requires_grad">[]>();
	/** Writes that became part of a graph, by the tensor whose memory it is. */
	readonly #writes = new Map<Tensor, Event<"inplace">[]>();
	readonly links: Map<Tensor, Link[]>;

	constructor(path: PathRun) {
		this.#path = path;
		this.links = linksOf(path);
		for (const e of path.record.events) {
			if (e.kind === "detach" && e.to !== null) push(this.#detached, e.to, e);
			else if (e.kind === "inplace" && e.tracked) push(this.#writes, e.tensor.view?.base ?? e.tensor, e);
			else if (e.kind === "requires_grad") push(this.#flags, e.tensor, e);
			else if (e.kind === "backward" && !e.run.options.createGraph) for (const t of e.results) this.#gradients.set(t, e);
		}
	}

	/** Did the tensor take part in graphs when `later` was made? */
	required(t: Tensor, later: Tensor): boolean {
		if (t.gradFn !== null) return this.#hadGraph(t, later);
		if (t.view !== null && t.view.base !== t && this.required(t.view.base, later)) return true;
		const flags = this.#flags.get(t);
		if (flags === undefined) return t.requiresGradFlag;
		let at = !flags[0]!.flag;
		for (const f of flags) if (f.tensors <= later.id) at = f.flag;
		return at;
	}

	/** Writes into a tensor, or a view of it, may have brought its graph only after `later` was made. */
	#hadGraph(t: Tensor, later: Tensor): boolean {
		let node = t.gradFn;
		for (const e of (this.#writes.get(t) ?? []).toReversed()) {
			if (e.tensors < later.id) break;
			node = node?.nextEdges[0]?.node ?? null;
		}
		return node !== null;
	}

	/** The cut that `t` itself came out of. */
	at(t: Tensor): Cut | null {
		const events = this.#detached.get(t);
		if (events !== undefined) {
			const site = userSite(events[0]!.where);
			if (site === null) return null;
			const from = events.map((e) => e.from);
			return { site, how: events[0]!.how, leaves: union(from), from, to: t, inList: events.some((e) => e.inList === true) };
		}
		const gradient = this.#gradients.get(t);
		if (gradient !== undefined) {
			const site = userSite(gradient.where);
			return site === null
				? null
				: { site, how: "autograd.grad", leaves: union(gradient.run.roots), from: gradient.run.roots, to: t, inList: false };
		}
		for (const l of this.links.get(t) ?? []) {
			const site = userSite(l.event.where);
			if (site === null || l.from === t || l.how === WRITTEN) continue;
			const from = l.from.gradFn !== null || l.from.requiresGradFlag ? [l.from] : (this.at(l.from)?.from ?? []);
			if (from.length > 0) return { site, how: l.how, leaves: union(from), from, to: t, inList: false };
		}
		if (t.gradFn !== null || t.lineage === null || t.unknownGrad) return null;
		const from = t.lineage.filter((x) => this.required(x, t));
		if (from.length === 0) return null;
		const site = userSite(t.where as Site | null);
		if (site === null) return null;
		const how = isDifferentiable(t.dtype) && !choosing(this.#path, site) ? "no_grad" : "integers";
		return {
			site,
			how,
			leaves: union(from),
			from,
			to: t,
			inList: false,
			...(how === "no_grad" ? { off: () => gradOff(this.#path, site), isDraw: isDraw(this.#path, site) } : {}),
		};
	}

	/** The nearest cut behind a tensor that has no graph. */
	behind(t: Tensor): Cut | null {
		const seen = new Set<Tensor>();
		return this.#search(t, seen, Infinity) ?? this.#throughNumbers(seen);
	}
	/** Where something of unknown origin, which may have had a graph, certainly lost it: for a loss that certainly has none. */
	ofUnknown(t: Tensor): Cut | null {
		for (const to of behind([t]).tensors) {
			const from = to.unknownGrad ? [] : (to.lineage?.filter((x) => x.unknownGrad) ?? []);
			const site = from.length === 0 ? null : userSite(to.where as Site | null);
			if (site === null) continue;
			const cut = { site, leaves: new Set<Tensor>(), from, to };
			const callee = calleeAt(this.#path, site);
			if (callee instanceof PyBuiltin && callee.name === "tensor") return { ...cut, how: "torch.tensor", inList: true };
			if (!isDifferentiable(to.dtype) || choosing(this.#path, site)) return { ...cut, how: "integers", inList: false };
			return { ...cut, how: "no_grad", inList: false, off: () => gradOff(this.#path, site), isDraw: isDraw(this.#path, site) };
		}
		return null;
	}
	/** As `behind`, looking at few tensors; undefined: they were not enough to tell. */
	nearby(t: Tensor, most: number): Cut | null | undefined {
		const seen = new Set<Tensor>();
		return this.#search(t, seen, most) ?? (seen.size < most ? null : undefined);
	}
	#search(t: Tensor, seen: Set<Tensor>, most: number): Cut | null {
		const queue = [t];
		while (queue.length > 0 && seen.size < most) {
			const x = queue.shift()!;
			if (seen.has(x)) continue;
			seen.add(x);
			const cut = this.at(x);
			if (cut !== null) return cut;
			if (x.lineage !== null) queue.push(...x.lineage);
			if (x.view !== null) queue.push(x.view.base);
			for (const l of this.links.get(x) ?? []) queue.push(l.from);
		}
		return null;
	}
	/** `.item()`, `.numpy()`, `.tolist()` leave no tensor behind: the statements the value was computed by are searched for them. */
	#throughNumbers(tensors: Set<Tensor>): Cut | null {
		const gone = this.#path.record.of("detach");
		if (gone.length === 0) return null;
		for (const t of tensors) {
			const made = userSite(t.where as Site | null);
			if (made === null) continue;
			for (const s of statementsBehind(made)) {
				for (const e of gone) {
					const site = userSite(e.where);
					if (site === null || site.source !== made.source || e.tensors > t.id || site.node.start < s.start || site.node.end > s.end)
						continue;
					return { site, how: e.how, leaves: leavesOf(e.from), from: [e.from], to: null, inList: false };
				}
			}
		}
		return null;
	}

	/** Every cut among what the roots were computed from. */
	*all(roots: readonly Tensor[]): Generator<Cut> {
		for (const t of behind(roots, this.links).tensors) {
			const cut =
				this.at(t) ?? (t.gradFn === null && t.lineage === null && !t.requiresGradFlag ? this.#throughNumbers(new Set([t])) : null);
			if (cut !== null) yield cut;
		}
	}
}

const CHOOSING = /^(argmax|argmin|argsort|multinomial|eq|ne|gt|ge|lt|le|isnan|long|int|bool|searchsorted|bucketize|nonzero|one_hot)$/;
/** Comparisons and index searches: the dtype of a result may not be known. */
function choosing(path: PathRun, site: Site): boolean {
	if ((site.node as Expr).kind === "Compare") return true;
	const callee = calleeAt(path, site);
	return callee instanceof PyBuiltin && CHOOSING.test(callee.name);
}
function isDraw(path: PathRun, site: Site): boolean {
	const callee = calleeAt(path, site);
	return callee instanceof PyFunction && callee.name === "sample" && callee.globals.name.startsWith("torch.distributions");
}
/** What the call at a place calls; of a method the function. */
function calleeAt(path: PathRun, site: Site): Value | undefined {
	const n = site.node as Expr;
	const v = n.kind === "Call" ? path.record.values.get(n.func) : undefined;
	return v instanceof PyMethod ? v.func : v;
}

export const cutsOf = oncePerPath((path) => new Cuts(path));

function union(tensors: readonly Tensor[]): Set<Tensor> {
	const out = new Set<Tensor>();
	for (const t of tensors) for (const leaf of leavesOf(t)) out.add(leaf);
	return out;
}
function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
	const list = map.get(key);
	if (list === undefined) map.set(key, [value]);
	else list.push(value);
}

/** What happens at a cut, as a phrase: "`.detach()` leaves the graph". */
export function phrase(cut: Cut): string {
	switch (cut.how) {
		case "no_grad": {
			if (cut.isDraw === true) return "draws numbers without a graph (`rsample()` keeps it)";
			const off = cut.off?.() ?? null;
			return `is computed while gradients are off${off === null ? "" : ` (${offText(off, cut.site)})`}`;
		}
		case "integers":
			return "gives indices or truth values, which have no gradient";
		case "autograd.grad":
			return "gives a gradient without a graph of its own (`create_graph=True` is missing)";
		case ".detach()":
		case ".data":
		case ".detach_()":
			return `leaves the graph (${cut.how})`;
		case "dist.all_gather":
		case "dist.all_gather_into_tensor":
			return "collects numbers only: a collective has no gradient";
		case ".data =":
		case "copy_":
		case "load_state_dict":
			return `copies numbers only (${cut.how})`;
		case "nn.Parameter":
			return "makes a new leaf";
		default:
			return `keeps numbers only (${cut.how})`;
	}
}
