/** How dtypes, devices, sizes, named results and nodes print and compare. */
import { type Dim, dimText, product } from "../shape/dim.ts";
import { perWorld, world } from "../autograd/world.ts";
import { def, getter } from "../values/native.ts";
import { deviceClass, dimOf, dtypeClass, PyDevice, type PyDType, pyDim, pySize, sizeClass } from "../values/tensor.ts";
import { type PyClass, PyTuple, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";

for (const n of ["__repr__", "__str__"]) def(dtypeClass, n, "", (self: Value) => `torch.${(self as PyDType).dtype.name}`);
getter(dtypeClass, "is_floating_point", (d) => (d as PyDType).dtype.category === 2);
getter(dtypeClass, "is_complex", (d) => (d as PyDType).dtype.category === 3);
getter(dtypeClass, "is_signed", (d) => (d as PyDType).dtype.category !== 0 && !(d as PyDType).dtype.name.startsWith("uint"));
getter(dtypeClass, "itemsize", (d) => (d as PyDType).dtype.itemSize);

def(deviceClass, "__repr__", "", (self: Value) => {
	const d = self as PyDevice;
	return `device(type='${d.type}'${d.index === null ? "" : `, index=${d.index}`})`;
});
def(deviceClass, "__str__", "", (self: Value) => (self as PyDevice).text);
getter(deviceClass, "type", (d) => (d as PyDevice).type);
getter(deviceClass, "index", (d) => (d as PyDevice).index);
def(deviceClass, "__eq__", "other", (self: Value, other: Value) => other instanceof PyDevice && other.text === (self as PyDevice).text);
def(deviceClass, "__hash__", "", (self: Value) => [...(self as PyDevice).text].reduce((h, c) => (h * 31 + c.charCodeAt(0)) % 1000003, 7));
/** Devices that were the default outside of the `with torch.device(...)` blocks under way. */
const outside = perWorld((): (string | null)[] => []);
def(deviceClass, "__enter__", "", (self: Value) => {
	outside().push(world.device);
	world.device = (self as PyDevice).text;
	return self;
});
def(deviceClass, "__exit__", "*args", () => {
	world.device = outside().pop() ?? null;
});

const dims = (v: Value): Dim[] => (v as PyTuple).items.map((x) => dimOf(x) ?? 0);
for (const n of ["__repr__", "__str__"])
	def(
		sizeClass,
		n,
		"",
		(self: Value) =>
			`torch.Size([${(self as PyTuple).items.map((x) => (dimOf(x) === null ? rt.repr(x) : dimText(dimOf(x)!))).join(", ")}])`,
	);
def(sizeClass, "numel", "", (self: Value) => pyDim(product(dims(self))));
/** Slices and sums of sizes are sizes again. */
for (const [n, f] of [
	["__getitem__", "__getitem__"],
	["__add__", "__add__"],
] as const)
	def(sizeClass, n, "! other", (self: Value, other: Value) => {
		const plain = new PyTuple((self as PyTuple).items);
		const r = rt.call(rt.getAttr(plain, f), [other]);
		return r instanceof PyTuple ? pySize(r.items.map((x) => dimOf(x) ?? 0)) : r;
	});

/** `torch.return_types.max(\nvalues=...,\nindices=...)`. */
export function namedResultText(cls: PyClass, items: Value[], fields: string[]): string {
	return `torch.return_types.${cls.name}(\n${items.map((v, i) => `${fields[i]}=${rt.repr(v)}`).join(",\n")})`;
}
