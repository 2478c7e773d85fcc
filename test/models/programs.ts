/** The programs of catalogue.json and of the folder `use`, by name; the same as programs.py makes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
type Words = Record<string, string | number>;
interface Group extends Record<string, unknown> {
	group: string;
	models: (string | Words)[];
}

export function programs(): Map<string, string> {
	const template = readFileSync(join(here, "template.py"), "utf8");
	const out = new Map<string, string>();
	for (const group of JSON.parse(readFileSync(join(here, "catalogue.json"), "utf8")) as Group[])
		for (const entry of group.models) {
			const words: Record<string, unknown> = { ...group, ...(typeof entry === "string" ? { name: entry } : entry) };
			let text = template;
			// What stands for a word may hold words itself.
			for (let i = 0; i < 3; i++)
				for (const [key, value] of Object.entries(words))
					if (typeof value === "string" || typeof value === "number") text = text.replaceAll(`@${key}@`, String(value));
			out.set(`${group.group}/${String(words["name"])}`, text);
		}
	for (const file of readdirSync(join(here, "use")).sort())
		if (file.endsWith(".py")) out.set(`use/${file.slice(0, -3)}`, readFileSync(join(here, "use", file), "utf8"));
	return out;
}
