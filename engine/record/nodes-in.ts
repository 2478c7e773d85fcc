/** All nodes of a piece of code. */

export interface AnyNode {
	kind?: string;
}

/** Without generators and without recursion: this runs over each file that is checked, and generated files are deep. */
export function nodesIn(root: object): AnyNode[] {
	const out: AnyNode[] = [];
	const stack: object[] = [root];
	for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
		const list = Array.isArray(value);
		if (!list) out.push(value);
		for (const key in value) {
			const inner = (value as Record<string, unknown>)[key];
			if (inner !== null && typeof inner === "object" && (list || key !== "scope")) stack.push(inner);
		}
	}
	return out;
}
