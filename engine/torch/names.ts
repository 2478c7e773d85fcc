/** The public names of torch's modules, as torch 2.13 has them. */
import { world } from "../autograd/world.ts";
import { installPublicNames } from "../values/public-names.ts";
import { NAMES } from "./names.generated.ts";

let lists: Map<string, string> | null = null;
const sets = new Map<string, ReadonlySet<string>>();

function namesOf(owner: string): ReadonlySet<string> | null {
	if (!owner.startsWith("torch") || world.profile !== "2.13") return null;
	const ready = sets.get(owner);
	if (ready !== undefined) return ready;
	lists ??= new Map(NAMES.split("\n").map((line) => [line.slice(0, line.indexOf(" ")), line]));
	const line = lists.get(owner);
	if (line === undefined) return null;
	const set = new Set(line.split(" ").slice(1));
	sets.set(owner, set);
	return set;
}
installPublicNames(namesOf);
