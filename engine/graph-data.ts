/** The autograd graph as plain data: what front ends draw. */
import type { GraphGroup } from "./graph-groups.ts";

export interface GraphSaved {
	/** PyTorch's name: `self`, `other`, `result`. */
	name: string;
	/** The version it had when it was saved, and the one it has now; backward refuses when they differ. */
	version: number;
	now: number;
}

export interface GraphNode {
	id: number;
	/** PyTorch's name of the node: `MulBackward0`. */
	name: string;
	/** The operation as the user knows it: `mul`; empty for leaves. */
	op: string;
	/** Shape of its output. */
	shape: string | null;
	/** Where the operation stands in the user's code; null when it does not. */
	path: string | null;
	line: number | null;
	start: number | null;
	end: number | null;
	/** What it kept for its derivative. */
	saved: GraphSaved[];
	/** A backward has freed what it kept. */
	freed: boolean;
	/** The leaf whose gradient arrives here. */
	leaf?: { name: string | null };
	/** PyTorch's message, when backward stops here. */
	fails?: string;
	/** Only reached over a cut: no gradient of this graph arrives here. */
	beyond?: true;
	/** Not a node of PyTorch's: a value that has no graph. */
	gone?: true;
	/** Index of the innermost group it belongs to; null for none. */
	group: number | null;
}

/** Where a gradient stops: `from` used numbers of what `to` computed. */
export interface GraphCut {
	from: number;
	to: number;
	/** `.detach()`, `torch.tensor`, `no_grad` ... */
	how: string;
	path: string;
	line: number;
	start: number;
	end: number;
}

export interface Graph {
	/** What the graph is of, for a caption. */
	title: string;
	/** Where backward starts. */
	roots: number[];
	nodes: GraphNode[];
	/** From a node to what produced one of its inputs, and which of its outputs that is. */
	edges: [from: number, to: number, nr: number][];
	cuts: GraphCut[];
	/** Which nodes come from the same line, call, loop or iteration. A group stands behind the group it lies in. */
	groups: GraphGroup[];
}
