/** PyTorch's refusals on a path, under their keys, with the user's line: what most rules start from. */
import type { TorchError } from "../autograd/errors.ts";
import type { Node } from "../autograd/node.ts";
import type { SavedVariable } from "../autograd/saved.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { rt } from "../values/runtime.ts";
import type { Site } from "../values/value.ts";
import { expressionAt } from "./edits.ts";
import type { Event } from "../record/record.ts";
import type { Draft, PathRun } from "./rule.ts";
import { userSite } from "./words.ts";

export interface Raised {
	error: TorchError;
	/** Innermost user line; null inside a virtual training step. */
	at: Site | null;
	event: Event<"raise">;
	tensor: Tensor | null;
	node: Node | null;
	saved: SavedVariable | null;
}

/**
 * Refusals of an empty collection. A class or function that is run on its own starts with the lists its
 * callers would have filled, and a path that guessed how often a loop runs may have guessed never: there an
 * empty one proves nothing.
 */
const EMPTY = new Set(["STACK_EMPTY", "CAT_EMPTY", "OPT_EMPTY"]);

/** Errors raised on the path whose key is one of `keys` (or starts with one that ends in `*`). */
export function* raised(path: PathRun, ...keys: string[]): Generator<Raised> {
	for (const e of path.record.of("raise")) {
		const key = String(e.error.facts?.key ?? "");
		if (!keys.some((k) => (k.endsWith("*") ? key.startsWith(k.slice(0, -1)) : key === k))) continue;
		if (
			EMPTY.has(key) &&
			((path.root.kind !== "script" && !usedUp(path, e)) ||
				(key !== "OPT_EMPTY" && path.decisions > 0) ||
				path.record.of("assumed").length > 0)
		)
			continue;
		const facts = e.error.facts!;
		yield {
			error: e.error,
			at: e.virtual === undefined ? userSite(e.where) : null,
			event: e,
			tensor: (facts.tensor as Tensor | undefined) ?? null,
			node: (facts.node as Node | undefined) ?? null,
			saved: (facts.saved as SavedVariable | undefined) ?? null,
		};
	}
}

/** The optimizer was given a generator that was there to be consumed: somebody has. */
export function usedUp(path: PathRun, e: Event<"raise">): boolean {
	const site = userSite(e.where);
	const call = site === null ? null : expressionAt(site.source, site.node);
	const given = call?.kind === "Call" ? call.args[0] : undefined;
	const v = given === undefined ? undefined : path.record.values.get(given);
	return given?.kind === "Name" && v !== undefined && /^(generator|filter|map|zip)$/.test(rt.typeOf(v).name);
}

/** PyTorch's own exception as the draft's prediction. */
export const prediction = (r: Raised): Pick<Draft, "predicts"> =>
	r.at === null ? {} : { predicts: { type: r.error.type, message: r.error.message, site: r.at } };
