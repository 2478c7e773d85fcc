/** Which configuration holds for which path, and the jobs that follow from it. */
import { relative, resolve } from "node:path";
import { BUILD } from "./bundle.ts";
import { type Config, findConfig, projectFolder, readConfig } from "./config.ts";
import { exists, isFolder, readText } from "./disk.ts";
import type { Job } from "./job.ts";
import { folderOf, joinPath, toSlashes } from "./paths.ts";
import { type Settings, SettingsError } from "./options.ts";

/** Never searched for Python files (`find-files.ts`). */
const CACHE_FOLDER = ".gradsight-cache";

/** What the command line says about settings. */
export interface Overrides {
	select: string[];
	ignore: string[];
	failOn: "error" | "warning" | null;
	config: string | null;
	isolated: boolean;
	cache: boolean;
	cacheDir: string | null;
}

/** Each folder is looked up once. */
export class Configs {
	readonly #cwd: string;
	readonly #options: Overrides;
	readonly #codes: readonly string[];
	readonly #byFolder = new Map<string, Config>();
	readonly #named: Config | null;

	constructor(cwd: string, options: Overrides, codes: readonly string[]) {
		this.#cwd = cwd;
		this.#options = options;
		this.#codes = codes;
		this.#named = options.config === null ? null : this.#readNamed(options.config);
	}

	#readNamed(file: string): Config {
		const text = readText(file);
		if (text === null) throw new SettingsError(`${file}: no such file`);
		return readConfig(file, text, toSlashes(resolve(folderOf(toSlashes(file)) || ".")), this.#codes);
	}

	#of(folder: string): Config {
		let config = this.#byFolder.get(folder);
		if (!config) {
			const absolute = toSlashes(resolve(folder === "" ? "." : folder));
			const found = findConfig(absolute, { read: this.#options.isolated ? () => null : readText, exists }, this.#codes);
			config = this.#named ? { ...this.#named, project: found.project ?? this.#named.project } : found;
			this.#byFolder.set(folder, config);
		}
		return config;
	}

	excludes(folder: string): { base: string; patterns: readonly string[] } {
		const { settings, project } = this.#of(isFolder(folder) ? folder : folderOf(folder));
		return { base: this.#spell(project ?? this.#cwd, folder), patterns: settings.exclude };
	}

	job(path: string, text: string | null, explicit: boolean): Job {
		const { settings, project } = this.#of(folderOf(path));
		return {
			path,
			text,
			settings: this.#override(settings),
			project: project === null ? null : this.#spell(project, path),
			explicit,
			cache: text === null ? this.#cache() : null,
		};
	}

	/** Beside the configuration of the current folder, so that one project has one cache. */
	#cache(): string | null {
		const { cache, cacheDir } = this.#options;
		if (!cache || BUILD === null) return null;
		return cacheDir ?? joinPath(projectFolder(this.#cwd, exists) ?? this.#cwd, CACHE_FOLDER);
	}

	failLevel(path: string): "error" | "warning" {
		return this.#options.failOn ?? this.#of(folderOf(path)).settings.failOn;
	}

	#override(settings: Settings): Settings {
		const { select, ignore } = this.#options;
		if (select.length === 0 && ignore.length === 0) return settings;
		return {
			...settings,
			select: select.length > 0 ? select : settings.select,
			ignore: [...(select.length > 0 ? [] : settings.ignore), ...ignore],
		};
	}

	/** An absolute folder spelt as `like` is: relative paths stay relative, so that one file has one name. */
	#spell(folder: string, like: string): string {
		return like.startsWith("/") || /^[A-Za-z]:/.test(like) ? folder : toSlashes(relative(this.#cwd, folder));
	}
}
