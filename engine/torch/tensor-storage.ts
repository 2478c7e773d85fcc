/** `untyped_storage()` and `storage()`: the memory behind a tensor, as an object that can be compared and measured. */
import type { Storage } from "../autograd/storage.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { def } from "../values/native.ts";
import { type PyTensor, tensorClass } from "../values/tensor.ts";
import { builtinClass, intClass, objectClass, type PyClass, PyInstance, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";

const untyped = builtinClass("UntypedStorage", [objectClass], "torch.storage");
const typed = builtinClass("TypedStorage", [objectClass], "torch.storage");
interface Memory {
	storage: Storage;
	itemSize: number;
}
const memory = (v: Value): Memory => (v as PyInstance).native as Memory;

/** Where a tensor's memory begins: made up, but apart for every storage. */
export const addressOf = (s: Storage): number => 94_000_000_000_000 + s.id * 65_536;

function storageOf(t: Tensor, cls: PyClass): PyInstance {
	const out = new PyInstance(cls);
	out.native = { storage: t.storage, itemSize: t.dtype.itemSize } satisfies Memory;
	return out;
}
const length = (m: Memory): Value =>
	m.storage.elements === null
		? new Unknown("size of a storage", { type: intClass })
		: (m.storage.elements * m.storage.dtype.itemSize) / m.itemSize;
const bytes = (m: Memory): Value =>
	m.storage.elements === null ? new Unknown("size of a storage", { type: intClass }) : m.storage.elements * m.storage.dtype.itemSize;
for (const cls of [untyped, typed]) {
	const count = cls === untyped ? bytes : length;
	def(cls, "data_ptr", "", (self: Value) => addressOf(memory(self).storage));
	def(cls, "nbytes", "", (self: Value) => bytes(memory(self)));
	def(cls, "size", "", (self: Value) => count(memory(self)));
	def(cls, "__len__", "", (self: Value) => count(memory(self)));
	def(cls, "__getattr__", "! name", (_self: Value, name: Value) => new Unknown(`${cls.name}.${String(name)}`));
}

def(tensorClass, "untyped_storage", "", (t: PyTensor) => storageOf(t.tensor, untyped));
def(tensorClass, "storage", "", (t: PyTensor) => {
	rt.warn(
		"UserWarning",
		"TypedStorage is deprecated. It will be removed in the future and UntypedStorage will be the only storage class. This should only matter to you if you are using storages directly.  To access UntypedStorage directly, use tensor.untyped_storage() instead of tensor.storage()",
	);
	return storageOf(t.tensor, typed);
});
