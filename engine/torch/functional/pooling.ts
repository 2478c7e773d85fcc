/** Pooling functions of torch.nn.functional, with their return_indices forms. */
import { type Dim, isKnown, mul } from "../../shape/dim.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { abs, call, callMany, callOp, neg, squeeze, unsqueeze } from "../../ops/aten.ts";
import { scaled } from "../../ops/table/nn-upsample.ts";
import { type FunctionEntry, listWithDefault, spreadTo, tupleText, valueError } from "./entry.ts";

const stride = (a: any): Dim[] | Dim => a.stride ?? [];

function maxPools(): FunctionEntry[] {
	const out: FunctionEntry[] = [];
	for (const n of [1, 2, 3]) {
		const args = (a: any): unknown[] => [
			a.input,
			spreadTo(a.kernel_size, n),
			Array.isArray(stride(a)) ? stride(a) : spreadTo(a.stride, n),
			spreadTo(a.padding, n),
			spreadTo(a.dilation, n),
			a.ceil_mode,
		];
		const indices = (a: any): unknown => callOp(`max_pool${n}d_with_indices`, args(a));
		const signature = "(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)";
		out.push({ name: `max_pool${n}d`, signature, call: (a) => (a.return_indices ? indices(a) : callOp(`max_pool${n}d`, args(a))) });
		out.push({ name: `max_pool${n}d_with_indices`, signature, call: indices });
	}
	return out;
}

function adaptivePools(): FunctionEntry[] {
	const out: FunctionEntry[] = [];
	for (const n of [1, 2, 3]) {
		const indices = (a: any): unknown => callOp(`adaptive_max_pool${n}d`, [a.input, spreadTo(listWithDefault(a.output_size, a.input), n)]);
		const signature = "(input, output_size, return_indices=False)";
		out.push({ name: `adaptive_max_pool${n}d`, signature, call: (a) => (a.return_indices ? indices(a) : (indices(a) as Tensor[])[0]) });
		out.push({ name: `adaptive_max_pool${n}d_with_indices`, signature, call: indices });
		if (n > 1)
			out.push({
				name: `adaptive_avg_pool${n}d`,
				signature: "(input, output_size)",
				call: (a) => call(`adaptive_avg_pool${n}d`, a.input, spreadTo(listWithDefault(a.output_size, a.input), n)),
			});
	}
	return out;
}

function fractionalPools(): FunctionEntry[] {
	const out: FunctionEntry[] = [];
	for (const n of [2, 3]) {
		const name = `fractional_max_pool${n}d`;
		const indices = (a: any): Tensor[] => {
			const input = a.input as Tensor;
			if (a.output_size === null && a.output_ratio === null)
				throw valueError(`${name} requires specifying either an output_size or an output_ratio`);
			let size = a.output_size === null ? null : spreadTo(a.output_size, n);
			if (size === null) {
				const ratio = Array.isArray(a.output_ratio) ? a.output_ratio : new Array<number>(n).fill(a.output_ratio);
				if (ratio.length > n) throw valueError(`${name} requires output_ratio to either be a single Int or tuple of Ints.`);
				size = ratio.map((r: number, i: number) => scaled(input.sizes[input.dim - n + i]!, r)) as Dim[];
			}
			const batch = input.dim === n + 1 ? 1 : input.sizes[0]!;
			const samples = a._random_samples ?? call("rand", [batch, input.sizes[input.dim - n - 1]!, n], input.dtype);
			return callMany(name, input, spreadTo(a.kernel_size, n), size, samples);
		};
		const signature = "(input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None)";
		out.push({ name, signature, call: (a) => (a.return_indices ? indices(a) : indices(a)[0]) });
		out.push({ name: `${name}_with_indices`, signature, call: indices });
	}
	return out;
}

/** The output size of max_unpool, checked against what the pooling could have come from. */
function unpoolSize(input: Tensor, kernel: Dim[], step: Dim[], padding: Dim[], given: Dim[] | null): Dim[] {
	const n = kernel.length;
	if (input.unknownShape) return given ?? kernel;
	const plain = kernel.map((k, d) => {
		const s = input.sizes[input.dim - n + d]!;
		return isKnown(s) && isKnown(step[d]!) && isKnown(k) && isKnown(padding[d]!)
			? (s - 1) * step[d]! + k - 2 * padding[d]!
			: mul(s, step[d]!);
	});
	let size = given;
	if (size === null) size = plain;
	else {
		if (size.length === n + 2) size = size.slice(2);
		if (size.length !== n)
			throw valueError(`output_size should be a sequence containing ${n} or ${n + 2} elements, but it has a length of '${size.length}'`);
		for (let d = 0; d < n; d++) {
			const [p, s, o] = [plain[d]!, step[d]!, size[d]!];
			if (isKnown(p) && isKnown(s) && isKnown(o) && !(p - s < o && o < p + s))
				throw valueError(`invalid output_size "${tupleText(size)}" (dim ${d} must be between ${p - s} and ${p + s})`);
		}
	}
	size.forEach((o, d) => {
		if (isKnown(o) && o < 0)
			throw valueError(`max_unpooling: output_size must contain non-negative spatial dimensions, but got output_size[${d}]=${o}`);
	});
	return size;
}

function unpools(): FunctionEntry[] {
	return [1, 2, 3].map((n) => ({
		name: `max_unpool${n}d`,
		signature: "(input, indices, kernel_size, stride=None, padding=0, output_size=None)",
		call: (a) => {
			const kernel = spreadTo(a.kernel_size, n);
			const step = a.stride === null ? kernel : spreadTo(a.stride, n);
			const padding = spreadTo(a.padding, n);
			const size = unpoolSize(a.input, kernel, step, padding, a.output_size === null ? null : spreadTo(a.output_size, n));
			if (n === 1) return squeeze(call("max_unpool2d", unsqueeze(a.input, -1), unsqueeze(a.indices, -1), [...size, 1]), -1);
			return n === 2 ? call("max_unpool2d", a.input, a.indices, size) : call("max_unpool3d", a.input, a.indices, size, step, padding);
		},
	}));
}

function lpPools(): FunctionEntry[] {
	return [1, 2, 3].map((n) => ({
		name: `lp_pool${n}d`,
		signature: "(input, norm_type, kernel_size, stride=None, ceil_mode=False)",
		call: (a) => {
			const kernel = spreadTo(a.kernel_size, n);
			const step = a.stride === null ? [] : spreadTo(a.stride, n);
			const max = (x: Tensor): Tensor => call(`max_pool${n}d`, x, kernel, step, 0, 1, a.ceil_mode);
			if (a.norm_type === Number.POSITIVE_INFINITY) return max(abs(a.input));
			if (a.norm_type === Number.NEGATIVE_INFINITY) return neg(max(neg(abs(a.input))));
			const out = call(`avg_pool${n}d`, call("pow.Tensor_Scalar", a.input, a.norm_type), kernel, step, new Array(n).fill(0), a.ceil_mode);
			const positive = call("mul.Tensor", call("sign", out), call("relu", abs(out)));
			const area = kernel.reduce<Dim>((x, y) => mul(x, y), 1);
			return call("pow.Tensor_Scalar", call("mul.Tensor", positive, isKnown(area) ? area : 1), 1 / a.norm_type);
		},
	}));
}

export const pools: FunctionEntry[] = [...maxPools(), ...adaptivePools(), ...fractionalPools(), ...unpools(), ...lpPools()];
