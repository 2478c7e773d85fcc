/** Reader of PyTorch's schema language: `mul.Tensor(Tensor self, Tensor other) -> Tensor`. */

export interface Param {
	name: string;
	/** `Tensor`, `Tensor[]`, `Scalar`, `int`, `int[]`, `float`, `bool`, `str`, `ScalarType`, `Generator`, `Dimname` ... (SymInt is read as int). */
	type: string;
	optional: boolean;
	/** Undefined: the argument is required. */
	default: unknown;
	hasDefault: boolean;
	kwOnly: boolean;
	/** `int[2]`: one number stands for the list. */
	listSize: number | null;
	/** Alias annotation: null, `a` (view) or `a!` (written to). */
	alias: string | null;
}

export interface Return {
	type: string;
	name: string | null;
	alias: string | null;
}

export interface Schema {
	/** `mul` */
	base: string;
	/** `Tensor`, or empty. */
	overload: string;
	/** `mul.Tensor` */
	name: string;
	params: Param[];
	returns: Return[];
	/** Index in `params` by name. */
	index: Map<string, number>;
}

const TYPE = /^([A-Za-z_]+)(\(([^)]*)\))?((?:\[\d*\])?)(\?)?((?:\[\d*\])?)(\?)?$/;

function readType(text: string): { type: string; optional: boolean; listSize: number | null; alias: string | null } {
	const m = TYPE.exec(text);
	if (m === null) throw new Error(`schema type: ${text}`);
	let type = m[1]!.replace("SymInt", "int").replace("SymBool", "bool");
	const list = m[4] || m[6] || "";
	if (list !== "") type += "[]";
	const size = /\[(\d+)\]/.exec(list);
	// `Tensor?[]` is a list of optional tensors; `Tensor[]?` an optional list.
	const optional = list === "" ? m[5] === "?" : m[7] === "?" || (m[4] !== "" && m[5] === "?");
	return {
		type,
		optional,
		listSize: size === null ? null : Number(size[1]),
		alias: m[3] === undefined ? null : m[3]!.replace(/ -> \*$/, ""),
	};
}

function readDefault(text: string, type: string): unknown {
	if (text === "None") return null;
	if (text === "True") return true;
	if (text === "False") return false;
	if (text === "Mean") return 1;
	if (text === "long") return "int64";
	if (text.startsWith("["))
		return text === "[]"
			? []
			: text
					.slice(1, -1)
					.split(",")
					.map((s) => readDefault(s.trim(), type));
	if (text.startsWith('"') || text.startsWith("'")) return text.slice(1, -1);
	const n = Number(text);
	return Number.isNaN(n) ? text : n;
}

/** Splits at commas outside brackets. */
function splitTop(text: string): string[] {
	const out: string[] = [];
	let depth = 0;
	let from = 0;
	for (let i = 0; i < text.length; i++) {
		const c = text[i];
		if (c === "(" || c === "[") depth++;
		else if (c === ")" || c === "]") depth--;
		else if (c === "," && depth === 0) {
			out.push(text.slice(from, i).trim());
			from = i + 1;
		}
	}
	const last = text.slice(from).trim();
	if (last !== "") out.push(last);
	return out;
}

export function parseSchema(text: string): Schema {
	const open = text.indexOf("(");
	const name = text.slice(0, open);
	const arrow = text.lastIndexOf(" -> ");
	const end = arrow < 0 || arrow < open ? text.length : arrow;
	const inner = text.slice(open + 1, text.lastIndexOf(")", end));
	const params: Param[] = [];
	let kwOnly = false;
	for (const piece of splitTop(inner)) {
		if (piece === "*") {
			kwOnly = true;
			continue;
		}
		const m = /^(.*?) ([A-Za-z_0-9]+)(?:=(.*))?$/s.exec(piece);
		if (m === null) throw new Error(`schema parameter: ${piece} in ${text}`);
		const { type, optional, listSize, alias } = readType(m[1]!);
		params.push({
			name: m[2]!,
			type,
			optional,
			listSize,
			alias,
			kwOnly,
			hasDefault: m[3] !== undefined,
			default: m[3] === undefined ? undefined : readDefault(m[3], type),
		});
	}
	const returns: Return[] = [];
	if (arrow >= open && arrow >= 0) {
		let r = text.slice(arrow + 4);
		if (r.startsWith("(") && r.endsWith(")")) r = r.slice(1, -1);
		for (const piece of splitTop(r)) {
			const m = /^(.*?)(?: ([A-Za-z_0-9]+))?$/s.exec(piece)!;
			const { type, alias } = readType(m[1]!);
			returns.push({ type, name: m[2] ?? null, alias });
		}
	}
	const [base, overload = ""] = name.split(".") as [string, string?];
	return { base, overload, name, params, returns, index: new Map(params.map((p, i) => [p.name, i])) };
}
