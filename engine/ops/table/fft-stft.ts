/** The short-time Fourier transform: overlapping frames, a window, one transform per frame. */
import { add as addDim, type Dim, floorDiv, isKnown, mul as mulDim } from "../../shape/dim.ts";
import { type Sizes, sizesText } from "../../shape/shape.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { toReal } from "../../shape/dtype.ts";
import { world } from "../../autograd/world.ts";
import { call, callOp, mul, slice, unsqueeze, view, zeros } from "../aten.ts";
import { runtimeError } from "../kernel/dims.ts";
import { stridesOf } from "../kernel/layout.ts";
import { defineComposites } from "../row.ts";

/** Makes room for frames around the first and last sample. */
function centred(t: Tensor, nFft: number, mode: string): Tensor {
	const half = Math.floor(nFft / 2);
	const extra: Dim[] = new Array(3 - t.dim).fill(1);
	const padded = call("pad", view(t, [...extra, ...t.sizes]), [half, half], mode, null);
	return view(padded, padded.sizes.slice(extra.length));
}

/** A short window sits in the middle of the frame. */
function fullWindow(window: Tensor, winLength: number, nFft: number): Tensor {
	if (winLength === nFft) return window;
	const left = Math.floor((nFft - winLength) / 2);
	const wide = zeros([nFft], window.dtype);
	callOp("copy_", [slice(wide, 0, left, left + winLength), window, false]);
	return wide;
}

interface Settings {
	hop: number | null;
	winLength: number | null;
	window: Tensor | null;
	center: boolean;
	mode: string;
	normalized: boolean;
	onesided: boolean | null;
	returnComplex: boolean | null;
}

function stft(self: Tensor, nFft: number, s: Settings): Tensor {
	const hop = s.hop ?? Math.floor(nFft / 4);
	const winLength = s.winLength ?? nFft;
	const complexInput = self.dtype.category === 3 || s.window?.dtype.category === 3;
	if (s.returnComplex === null && !complexInput)
		throw runtimeError(
			"stft requires the return_complex parameter be given for real inputs, and will further require that return_complex=True in a future PyTorch release.",
			{ key: "STFT" },
		);
	if (self.unknownShape) return call("_fft_r2c", self, [0], 0, true);
	const flag = (x: boolean | null): string => (x === null ? "None" : x ? "1" : "0");
	const describe = (sizes: Sizes): string =>
		`stft(${self.dtype.tensorType}${sizesText(sizes)}, n_fft=${nFft}, hop_length=${hop}, win_length=${winLength}, window=${s.window === null ? "None" : `${s.window.dtype.tensorType}{${sizesText(s.window.sizes)}}`}, normalized=${flag(s.normalized)}, onesided=${flag(s.onesided)}, return_complex=${flag(s.returnComplex)}, align_to_window=None) `;
	if (self.dim > 2 || self.dim < 1) throw runtimeError(`${describe(self.sizes)}: expected a 1D or 2D tensor`, { key: "STFT" });
	let input = self.dim === 1 ? unsqueeze(self, 0) : self;
	if (s.center) input = centred(input, nFft, s.mode);
	const [batch, length] = input.sizes as [Dim, Dim];
	if (isKnown(length) && (nFft <= 0 || nFft > length))
		throw runtimeError(`${describe(self.sizes)}: expected 0 < n_fft < ${length}, but got n_fft=${nFft}`, { key: "STFT" });
	if (hop <= 0) throw runtimeError(`${describe(self.sizes)}: expected hop_length > 0, but got hop_length=${hop}`, { key: "STFT" });
	const frames = addDim(floorDiv(addDim(length, -nFft), hop), 1);
	const [rows, step] = stridesOf(input) as [Dim, Dim];
	let framed = call("as_strided", input, [batch, frames, nFft], [rows, mulDim(hop, step), step], null);
	if (s.window !== null) framed = mul(framed, fullWindow(s.window, winLength, nFft));
	const mode = s.normalized ? 1 : 0;
	const out =
		framed.dtype.category === 3 ? call("_fft_c2c", framed, [2], mode, true) : call("_fft_r2c", framed, [2], mode, s.onesided ?? true);
	callOp("transpose_", [out, 1, 2]);
	if (self.dim === 1) callOp("squeeze_.dim", [out, 0]);
	return s.returnComplex === false ? call("view_as_real", out) : out;
}

interface Inverse extends Omit<Settings, "mode" | "returnComplex"> {
	length: number | null;
	returnComplex: boolean;
}
/** Frames are transformed back, weighted by the window, added where they overlap, and divided by the window's own sum. */
function istft(self: Tensor, nFft: number, s: Inverse): Tensor {
	if (self.dtype.category !== 3)
		throw runtimeError("istft requires a complex-valued input tensor matching the output from stft with return_complex=True.", {
			key: "ISTFT",
		});
	if (self.unknownShape) return call("real", self);
	const hop = s.hop ?? Math.floor(nFft / 4);
	const winLength = s.winLength ?? nFft;
	let input = call("view_as_real", self);
	if (self.dim === 2) input = unsqueeze(input, 0);
	input = call("view_as_complex", call("transpose.int", input, 1, 2));
	const [batch, frames, bins] = input.sizes as [Dim, Dim, Dim];
	const window = fullWindow(s.window ?? call("ones", [winLength], toReal(self.dtype)), winLength, nFft);
	const mode = s.normalized ? 1 : 2;
	const onesided = s.onesided ?? bins !== nFft;
	let y: Tensor;
	if (s.returnComplex) y = call("_fft_c2c", input, [2], mode, false);
	else y = call("_fft_c2r", onesided ? input : slice(input, 2, 0, Math.floor(nFft / 2) + 1), [2], mode, nFft);
	y = mul(y, view(window, [1, 1, nFft]));
	const whole = addDim(nFft, mulDim(hop, addDim(frames, -1)));
	y = call("unfold_backward", y, [batch, whole], 1, nFft, hop);
	const squares = call("expand", view(call("pow.Tensor_Scalar", window, 2), [1, 1, nFft]), [1, frames, nFft], false);
	let envelope = call("unfold_backward", squares, [1, whole], 1, nFft, hop);
	const start = s.center ? Math.floor(nFft / 2) : 0;
	const end = s.length !== null ? start + s.length : s.center ? addDim(whole, -Math.floor(nFft / 2)) : whole;
	y = slice(y, 1, start, end);
	envelope = slice(envelope, 1, start, end);
	y = call("div.Tensor", y, envelope);
	if (self.dim === 2) y = call("squeeze.dim", y, 0);
	if (s.length === null || !isKnown(whole) || start + s.length <= whole) return y;
	world.warn(
		"UserWarning",
		"The length of signal is shorter than the length parameter. Result is being padded with zeros in the tail. Please check your center and hop_length settings. (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/SpectralOps.cpp:1192.)",
	);
	return call("constant_pad_nd", y, [0, start + s.length - whole], 0);
}

defineComposites({
	istft: (t, nFft, hop, winLength, window, center, normalized, onesided, length, returnComplex) =>
		istft(t, nFft, { hop, winLength, window, center, normalized, onesided, length, returnComplex }),
	stft: (t, nFft, hop, winLength, window, normalized, onesided, returnComplex) =>
		stft(t, nFft, { hop, winLength, window, center: false, mode: "reflect", normalized, onesided, returnComplex }),
	"stft.center": (t, nFft, hop, winLength, window, center, mode, normalized, onesided, returnComplex) =>
		stft(t, nFft, { hop, winLength, window, center, mode, normalized, onesided, returnComplex }),
});
