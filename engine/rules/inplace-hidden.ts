/** Memory that backward still reads is written through an alias that autograd does not watch: no error, a wrong gradient. */
import type { SavedVariable } from "../autograd/saved.ts";
import type { Site } from "../values/value.ts";
import { cloneUnseen, outOfPlace } from "./fix-writes.ts";
import { called } from "./names.ts";
import { type Draft, type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, opName, userSite } from "./words.ts";

export default rule({
	code: "inplace-hidden",
	severity: "warning",
	summary: "a tensor that backward still needs is overwritten through `.data` or numpy, unseen",
	why: `\`x.data\` and \`x.detach().numpy()\` share the memory of \`x\` but not its version counter. Writing through them after an operation has saved \`x\` changes what backward reads, and PyTorch cannot notice: the gradient is silently wrong.

**What to do:** write under \`torch.no_grad()\` to \`x\` itself or to \`x.detach()\` (then the version check fires), write before the operation, or clone first.`,
	*find(path) {
		const writes = path.record.of("inplace");
		if (writes.length === 0) return;
		const told = new Map<object, Hidden>();
		for (const b of path.record.of("backward")) {
			const saved = new Map<object, SavedVariable[]>();
			for (const n of b.run.executed)
				for (const s of n.saved) {
					if (s.isHidden) continue;
					const list = saved.get(s.tensor.storage);
					if (list === undefined) saved.set(s.tensor.storage, [s]);
					else list.push(s);
				}
			for (const w of writes) {
				if (w.order > b.order || w.tracked) continue;
				const hit = saved
					.get(w.tensor.storage)
					?.find((s) => s.tensor.counter !== w.tensor.counter && s.owner.sequence < w.sequence && overlaps(s, w.tensor));
				const site = userSite(w.where);
				if (hit === undefined || site === null || told.has(site.node)) continue;
				// A write back before backward, or a write of the whole value by load_state_dict, has its own reasons; only plain writes count.
				told.set(site.node, { site, hit, backward: b.where });
			}
		}
		const all = [...told.values()];
		// Of `h.data.div_(s).round_()` the whole chain is told, not each link.
		for (const found of all) if (!all.some((other) => other !== found && isLink(found, other))) yield draft(path, found);
	},
});
interface Hidden {
	site: Site;
	hit: SavedVariable;
	backward: Site | null;
}
const isLink = ({ site, hit }: Hidden, whole: Hidden): boolean =>
	whole.site.source === site.source &&
	whole.hit.tensor.storage === hit.tensor.storage &&
	whole.site.node.start <= site.node.start &&
	site.node.end <= whole.site.node.end;

function draft(path: PathRun, { site, hit, backward }: Hidden): Draft {
	const saveSite = userSite(hit.owner.where as Site | null);
	const back = userSite(backward);
	return {
		site,
		message: `\`${codeOf(site)}\` overwrites ${called(path, hit.tensor)} unseen by autograd after \`${opName(hit.owner)}\`${saveSite === null ? "" : ` (${lineText(saveSite, site)})`} saved it: ${back === null ? "backward" : `\`backward\` (${lineText(back, site)})`} computes a wrong gradient without an error. Clone it, or write before.`,
		fixes: [...outOfPlace(site.source, site.node), ...cloneUnseen(site.source, site.node)].map((f) => ({
			...f,
			applicability: "unsafe" as const,
		})),
		steps: [
			...(saveSite === null ? [] : [{ site: saveSite, message: "saved for backward here" }]),
			{ site, message: "overwritten here, past the version counter" },
			...(back === null ? [] : [{ site: back, message: "backward reads the new numbers here" }]),
		],
	};
}

/** May the two regions share an element? Unknown geometry counts as yes only for the whole memory. */
function overlaps(s: SavedVariable, written: SavedVariable["tensor"]): boolean {
	const a = s.tensor;
	const an = a.numel;
	const bn = written.numel;
	if (typeof an !== "number" || typeof bn !== "number" || typeof a.offset !== "number" || typeof written.offset !== "number") return true;
	return a.offset < written.offset + bn && written.offset < a.offset + an;
}
