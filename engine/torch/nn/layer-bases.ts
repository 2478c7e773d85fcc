/** The classes that families of layers share: programs ask for them (`isinstance(m, nn.modules.batchnorm._BatchNorm)`) and build on some. */
import { def } from "../../values/native.ts";
import { builtinClass, PyFloat, PyBuiltin, type PyClass, type PyInstance, type Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { reductionName } from "../functional/entry.ts";
import { initModule, nnModuleClass, registerBuffer } from "./module.ts";

interface Family {
	file: string;
	base?: string;
	members: RegExp;
}

const FAMILIES: Record<string, Family> = {
	_Loss: { file: "loss", members: /Loss$/ },
	_WeightedLoss: { file: "loss", base: "_Loss", members: /^(BCE|CrossEntropy|MultiLabelSoftMargin|MultiMargin|NLL)Loss$/ },
	_NormBase: { file: "batchnorm", members: /^$/ },
	_BatchNorm: { file: "batchnorm", base: "_NormBase", members: /^(Sync)?BatchNorm/ },
	_InstanceNorm: { file: "instancenorm", base: "_NormBase", members: /^InstanceNorm/ },
	_ConvNd: { file: "conv", members: /^Conv\dd$/ },
	_ConvTransposeNd: { file: "conv", base: "_ConvNd", members: /^ConvTranspose\dd$/ },
	_DropoutNd: { file: "dropout", members: /Dropout(\dd)?$/ },
	_AdaptiveAvgPoolNd: { file: "pooling", members: /^AdaptiveAvgPool/ },
	_AdaptiveMaxPoolNd: { file: "pooling", members: /^AdaptiveMaxPool/ },
	_AvgPoolNd: { file: "pooling", members: /^AvgPool/ },
	_MaxPoolNd: { file: "pooling", members: /^MaxPool/ },
	_MaxUnpoolNd: { file: "pooling", members: /^MaxUnpool/ },
	_LPPoolNd: { file: "pooling", members: /^LPPool/ },
	_CircularPadNd: { file: "padding", members: /^CircularPad/ },
	_ConstantPadNd: { file: "padding", members: /^ConstantPad/ },
	_ReflectionPadNd: { file: "padding", members: /^ReflectionPad/ },
	_ReplicationPadNd: { file: "padding", members: /^ReplicationPad/ },
};

/** Layers that are special cases of others. */
const SPECIAL: Record<string, string> = {
	ReLU6: "Hardtanh",
	UpsamplingNearest2d: "Upsample",
	UpsamplingBilinear2d: "Upsample",
	ZeroPad1d: "ConstantPad1d",
	ZeroPad2d: "ConstantPad2d",
	ZeroPad3d: "ConstantPad3d",
};

export const familyClasses = new Map<string, PyClass>();
for (const [name, { file, base }] of Object.entries(FAMILIES)) {
	const cls = builtinClass(name, [base === undefined ? nnModuleClass : familyClasses.get(base)!], `torch.nn.modules.${file}`);
	familyClasses.set(name, cls);
	// What these make is written down with each layer; a class of the program's own that builds on one is known in part.
	if (base === undefined)
		cls.set(
			"__init__",
			new PyBuiltin("__init__", (args) => {
				initModule(args[0] as PyInstance);
				(args[0] as PyInstance).isPartlyKnown = true;
				return null;
			}),
		);
}

/** The class a layer derives from. */
export function baseOfLayer(name: string, layers: ReadonlyMap<string, PyClass>): PyClass {
	const special = layers.get(SPECIAL[name] ?? "");
	if (special !== undefined) return special;
	const family = Object.entries(FAMILIES).findLast(([, f]) => f.members.test(name));
	return family === undefined ? nnModuleClass : familyClasses.get(family[0])!;
}

const OLD = ".size_average? .reduce? .reduction?";
const reduction = (sizeAverage?: Value, reduce?: Value, given?: Value): Value =>
	reductionName({ size_average: sizeAverage ?? null, reduce: reduce ?? null, reduction: given ?? "mean" });
def(familyClasses.get("_Loss")!, "__init__", `! ${OLD}`, (m: PyInstance, ...given: Value[]) => {
	initModule(m);
	m.dict.set("reduction", reduction(...given));
});
def(familyClasses.get("_WeightedLoss")!, "__init__", `! .weight? ${OLD}`, (m: PyInstance, weight?: Value, ...given: Value[]) => {
	initModule(m);
	m.dict.set("reduction", reduction(...given));
	registerBuffer(m, "weight", weight ?? null);
});
def(familyClasses.get("_DropoutNd")!, "__init__", "! .p? .inplace?", (m: PyInstance, p?: Value, inplace?: Value) => {
	initModule(m);
	const chance = p instanceof PyFloat ? p.value : p;
	if (typeof chance === "number" && (chance < 0 || chance > 1))
		rt.raise("ValueError", `dropout probability has to be between 0 and 1, but got ${rt.str(p!)}`);
	m.dict.set("p", p ?? new PyFloat(0.5));
	m.dict.set("inplace", inplace ?? false);
});
def(
	familyClasses.get("_DropoutNd")!,
	"extra_repr",
	"",
	(m: PyInstance) => `p=${rt.str(rt.getAttr(m, "p"))}, inplace=${rt.str(rt.getAttr(m, "inplace"))}`,
);
