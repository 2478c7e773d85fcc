/** `nn.init.trunc_normal_` as PyTorch 2.13 draws it: normal numbers, drawn again as a whole until none lies outside. */
import type { Tensor } from "../autograd/tensor.ts";
import { callOp } from "../ops/dispatch.ts";
import { generatorOf } from "../ops/random/draw.ts";
import { erf } from "../ops/kernel/special.ts";
import { native } from "../values/native.ts";
import { PyTensor } from "../values/tensor.ts";
import { PyFloat, type PyInstance, Unknown, type Value } from "../values/value.ts";

const op = (name: string, ...args: unknown[]): Tensor => callOp(name, args as never) as Tensor;
const normalCdf = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2;

function truncatedNormal(t: Tensor, mean: number, std: number, a: number, b: number, generator: unknown): void {
	const likely = normalCdf((b - mean) / std) - normalCdf((a - mean) / std) > 0.3;
	if (likely)
		drawAgainOutside(
			t,
			() => op("normal_", t, mean, std, generator),
			(like) => op("normal_", like, mean, std, generator),
			a,
			b,
		);
	else acceptByDensity(t, mean, std, a, b, generator);
	// How often it was drawn again is not known either.
	if (!t.isKnown) generatorOf(generator).forget();
}

function drawAgainOutside(t: Tensor, first: () => void, next: (like: Tensor) => Tensor, a: number, b: number): void {
	first();
	if (!t.isKnown) return;
	const round = t.dtype.round ?? ((x: number): number => x);
	const [low, high] = [round(a), round(b)];
	let result = t;
	for (;;) {
		const outside = op("bitwise_or.Tensor", op("lt.Scalar", result, low), op("gt.Scalar", result, high));
		if (!some(outside)) break;
		result = op("where.self", outside, next(emptyLike(result)), result);
	}
	if (result !== t) op("copy_", t, result, false);
}

/** Between bounds far from the mean: uniform numbers, each kept with the density's probability. */
function acceptByDensity(t: Tensor, mean: number, std: number, a: number, b: number, generator: unknown): void {
	const peak = -0.5 * ((Math.max(a, Math.min(mean, b)) - mean) / std) ** 2;
	const candidates = emptyLike(t);
	// Step by step, as PyTorch rounds it.
	const refused = (): Tensor => {
		const away = op("div.Tensor", op("sub.Tensor", candidates, mean, 1), std);
		const logDensity = op("sub.Tensor", op("mul.Tensor", op("pow.Tensor_Scalar", away, 2), -0.5), peak, 1);
		return op("gt.Tensor", op("log", op("uniform_", emptyLike(t), 0, 1, generator)), logDensity);
	};
	op("uniform_", t, a, b, generator);
	op("copy_", candidates, t, false);
	let pending = refused();
	if (!t.isKnown || !pending.isKnown || !some(pending)) return;
	let result = t;
	do {
		op("uniform_", candidates, a, b, generator);
		result = op("where.self", pending, candidates, result);
		pending = op("where.self", pending, refused(), pending);
	} while (some(pending));
	op("copy_", t, result, false);
}
const emptyLike = (t: Tensor): Tensor => op("empty_like", t, null, null, null, null, null);
const some = (mask: Tensor): boolean => mask.numbers()!.some((x) => x !== 0);

const number = (v: Value): number | null => (typeof v === "number" ? v : v instanceof PyFloat ? v.value : null);

/** Behind the Python of `torch.nn.init`, which has warned already and switched gradients off. */
export const truncatedNormalFunction = native(
	"_gradsight_trunc_normal_",
	"! tensor mean std a b generator",
	(t: Value, ...rest: Value[]) => {
		const [mean, std, a, b] = rest.slice(0, 4).map(number);
		if (!(t instanceof PyTensor) || mean == null || std == null || a == null || b == null)
			return new Unknown("`trunc_normal_` of something not known");
		const generator = rest[4] ?? null;
		truncatedNormal(t.tensor, mean, std, a, b, generator === null ? null : (generator as PyInstance).native);
		return t;
	},
);
