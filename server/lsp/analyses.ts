/** Keeps the latest analysis of every open unit, and knows when it is out of date. */
import type { Profile, Program, Report, Source } from "../../engine/index.ts";
import { analyse, analyseAhead, type CheckContext, Session } from "../checker.ts";
import { type Config, findConfig } from "../config.ts";
import { importRoots, Workspace } from "../imports.ts";
import { loadSource } from "../load.ts";
import { folderOf } from "../paths.ts";
import { DEFAULTS, SettingsError } from "../settings.ts";
import { overlayEditor, type EditorSettings } from "./editor-settings.ts";
import type { Host } from "./host.ts";
import type { Arrivals } from "./inbox.ts";
import { keepLastGood } from "./stale.ts";
import type { Unit } from "./unit.ts";

/** What one file held when it was read; null: there was none. */
interface Reading {
	text: string | null;
	again(): string | null;
}

export interface Analysed {
	unit: Unit;
	report: Report;
	/** Changes whenever the report may have changed. */
	id: string;
	seconds: number;
	/** Files other than the unit's that it read, and what they held. */
	readonly used: ReadonlyMap<string, Reading>;
	readonly settingsKey: string;
}

/** An analysis under way. */
interface Running {
	version: string;
	result: Promise<Analysed>;
}

/** How long messages wait for an analysis where nobody sees them come; a single root may take longer. */
const SLICE_MS = 25;
/** A root that was stopped for a message has to start again: the next message waits twice as long. */
const PATIENCE_MS = 10;
/** Whoever interrupted gets some turns to say what is wanted. */
const TURN_MS = 20;
const turn = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
/** How long a hover waits for the newest text to be analysed. */
const SOON_MS = 400;
/** The editor gives up on one analysis after this long; what was found until then is shown. */
const SECONDS = 8;
const NOTHING: Report = {
	findings: [],
	limits: [],
	facts: [],
	hints: [],
	reaches: [],
	coverage: { calls: 0, callsKnown: 0, tensors: 0, tensorsKnown: 0, steps: 0, roots: 0 },
};

export interface AnalysesContext {
	host: Host;
	/** The text of an open document, by path. */
	openText(path: string): string | null;
	settingsOf(uri: string): EditorSettings;
	codes: readonly string[];
	/** Something the user should know; said once per distinct text. */
	complain(message: string): void;
	log(message: string): void;
}

export class Analyses {
	readonly #context: AnalysesContext;
	readonly #latest = new Map<string, Analysed>();
	readonly #sessions = new Map<string, Session>();
	readonly #running = new Map<string, Running>();
	readonly #good = new Map<string, { text: string; report: Report }>();
	readonly #workspace: Workspace;
	#used = new Map<string, Reading>();
	#count = 0;
	/** When somebody has to be answered, ready or not. */
	#promised = Number.POSITIVE_INFINITY;

	constructor(context: AnalysesContext) {
		this.#context = context;
		const { host } = context;
		const read = (path: string) => this.#reading(path, () => context.openText(path) ?? host.read(path));
		this.#workspace = new Workspace({ read, isNamespace: (folder) => host.isNamespace(folder) });
	}

	/** The analysis of exactly this text, or of a newer one when that came meanwhile; of the last one when the engine fails. */
	async get(unit: Unit): Promise<Analysed> {
		const known = this.current(unit);
		if (known) return known;
		const running = this.#running.get(unit.uri);
		if (running?.version === unit.version) return running.result;
		const run: Running = {
			version: unit.version,
			result: Promise.resolve().then(() => this.#inSlices(unit, () => this.#running.get(unit.uri) !== run)),
		};
		this.#running.set(unit.uri, run);
		try {
			return await run.result;
		} finally {
			if (this.#running.get(unit.uri) === run) this.#running.delete(unit.uri);
		}
	}

	/** As `get`; where that takes longer than a reader waits for, what the last analysis knew, at the places where its text is now. */
	async soon(unit: Unit): Promise<Analysed> {
		const running = this.get(unit);
		const last = this.#latest.get(unit.uri);
		if (last === undefined) return running;
		this.#promised = Math.min(this.#promised, performance.now() + SOON_MS);
		const early = new Promise<null>((done) =>
			setTimeout(() => {
				this.#promised = Number.POSITIVE_INFINITY;
				done(null);
			}, SOON_MS),
		);
		return (
			(await Promise.race([running, early])) ?? {
				...last,
				unit,
				report: keepLastGood(NOTHING, unit.path, unit.text, { text: last.unit.text, report: last.report }),
			}
		);
	}

	/** Between slices messages come in: a newer text ends the work on an old one. */
	async #inSlices(unit: Unit, isOutdated: () => boolean): Promise<Analysed> {
		const started = performance.now();
		const interruptions = new Interruptions(this.#context.host.arrivals);
		while (!this.#ahead(unit, started, interruptions)) {
			await turn(interruptions.wasDue ? TURN_MS : 0);
			for (let turns = 0; turns < 40 && (this.#context.host.arrivals?.unread() ?? 0) > 0; turns++) await turn(TURN_MS);
			// A text that is no longer the document's is not worth another slice; whoever changed it will ask for the new one.
			for (let turns = 0; turns < 40 && !isOutdated() && this.#isReplaced(unit); turns++) await turn(TURN_MS);
			const newer = isOutdated() ? this.#running.get(unit.uri) : undefined;
			if (newer) return newer.result;
		}
		let result = this.#run(unit, started);
		// In a browser the first look may have missed files that can be fetched.
		for (let round = 0; round < 8 && this.#context.host.settle; round++) {
			if (!(await this.#context.host.settle())) break;
			result = this.#run(unit, started);
		}
		this.#latest.set(unit.uri, result);
		return result;
	}

	#isReplaced(unit: Unit): boolean {
		const now = this.#context.openText(unit.path);
		return now !== null && now !== unit.text;
	}

	/** The analysis at hand if it still holds. */
	current(unit: Unit): Analysed | null {
		const known = this.#latest.get(unit.uri);
		if (!known || known.unit.version !== unit.version || known.settingsKey !== JSON.stringify(this.#context.settingsOf(unit.uri)))
			return null;
		for (const reading of known.used.values()) if (reading.again() !== reading.text) return null;
		return known;
	}

	latest(uri: string): Analysed | null {
		return this.#latest.get(uri) ?? null;
	}

	/** The unit as a program, for questions that a report does not answer. */
	program(unit: Unit): { source: Source; program: Program; profile: Profile } {
		const { host, settingsOf } = this.#context;
		this.#used = new Map();
		const { settings, project } = this.#config(unit, settingsOf(unit.uri));
		const source = loadSource(unit.path, unit.text);
		const program = this.#workspace.program(
			source,
			importRoots(unit.path, project, (path) => host.isFile(path)),
		);
		return { source, program, profile: settings.torchVersion };
	}

	/** The settings that hold for a file, whether it is open or not. */
	config(path: string, uri: string): Pick<Config, "settings" | "project"> {
		this.#used = new Map();
		return this.#config({ path }, this.#context.settingsOf(uri));
	}

	textOf(path: string): string | null {
		return this.#workspace.source(path)?.text ?? null;
	}

	forget(uri: string): void {
		this.#sessions.delete(uri);
		this.#latest.delete(uri);
		this.#good.delete(uri);
	}

	#reading(path: string, again: () => string | null): string | null {
		const text = again();
		this.#used.set(path, { text, again });
		return text;
	}

	#sessionOf(unit: Unit): Session {
		let session = this.#sessions.get(unit.uri);
		if (session === undefined) this.#sessions.set(unit.uri, (session = new Session()));
		return session;
	}

	#checkContext(unit: Unit, editor: EditorSettings, started: number): CheckContext & { session: Session; cancelled: () => boolean } {
		const { host } = this.#context;
		const { settings, project } = this.#config(unit, editor);
		const end = started + SECONDS * 1000;
		return {
			workspace: this.#workspace,
			settings,
			project,
			isFile: (path) => host.isFile(path),
			cancelled: () => performance.now() > end,
			facts: true,
			session: this.#sessionOf(unit),
		};
	}

	/** One slice of an analysis; true when the rest is quick. */
	#ahead(unit: Unit, started: number, interruptions: Interruptions): boolean {
		const end = performance.now() + SLICE_MS;
		if (end > started + SECONDS * 1000) return true;
		interruptions.begin();
		try {
			const context = this.#checkContext(unit, this.#context.settingsOf(unit.uri), started);
			return analyseAhead(
				unit,
				{ ...context, cancelled: () => context.cancelled() || interruptions.isDue() || performance.now() > this.#promised },
				() => performance.now() > end,
			);
		} catch {
			// Whatever it is, the analysis itself says it.
			return true;
		}
	}

	#run(unit: Unit, started: number): Analysed {
		const { log } = this.#context;
		const editor = this.#context.settingsOf(unit.uri);
		const settingsKey = JSON.stringify(editor);
		this.#used = new Map();
		let report = NOTHING;
		try {
			const context = this.#checkContext(unit, editor, started);
			const { report: fresh, source } = analyse(unit, context);
			report = fresh;
			const last = this.#good.get(unit.uri);
			if (source.module.gaps.length === 0) this.#good.set(unit.uri, { text: unit.text, report });
			else if (last) report = keepLastGood(fresh, unit.path, unit.text, last);
		} catch (error) {
			this.#sessions.delete(unit.uri);
			log(`${unit.path}: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
			const last = this.#good.get(unit.uri);
			if (last) report = keepLastGood(NOTHING, unit.path, unit.text, last);
		}
		const used = this.#used;
		used.delete(unit.path);
		return { unit, report, id: String(++this.#count), seconds: (performance.now() - started) / 1000, used, settingsKey };
	}

	#config(unit: Pick<Unit, "path">, editor: EditorSettings): Pick<Config, "settings" | "project"> {
		const { host, codes, complain } = this.#context;
		const readText = (path: string) => this.#reading(path, () => host.readText(path));
		/** What is wrong is said, and left out: a mistake in the editor's settings does not cost the project's. */
		const orElse = <T>(otherwise: T, whose: string, read: () => T): T => {
			try {
				return read();
			} catch (error) {
				if (!(error instanceof SettingsError)) throw error;
				complain(whose + error.message);
				return otherwise;
			}
		};
		const { settings, project } = orElse<Pick<Config, "settings" | "project">>({ settings: DEFAULTS, project: null }, "", () =>
			findConfig(folderOf(unit.path), { read: readText, exists: (path) => host.exists(path) }, codes),
		);
		return { settings: orElse(settings, "editor settings: ", () => overlayEditor(settings, editor, codes)), project };
	}
}

/** When a root under way is left, for the sake of messages that came meanwhile. */
class Interruptions {
	readonly #arrivals: Arrivals | null;
	#patience = PATIENCE_MS;
	#began = 0;
	#pieces = 0;
	#edits = 0;
	#due = false;
	/** Was the last slice left early? */
	get wasDue(): boolean {
		return this.#due;
	}

	constructor(arrivals: Arrivals | null) {
		this.#arrivals = arrivals;
	}
	begin(): void {
		this.#began = performance.now();
		this.#pieces = this.#arrivals?.pieces() ?? 0;
		this.#edits = this.#arrivals?.edits() ?? 0;
		this.#due = false;
	}
	/** An edit makes the work useless at once; whatever else came waits, so that the work ends although somebody keeps asking. */
	isDue(): boolean {
		const arrivals = this.#arrivals;
		if (arrivals === null || this.#due) return this.#due;
		if (arrivals.edits() === this.#edits) {
			if (arrivals.pieces() === this.#pieces || performance.now() < this.#began + this.#patience) return false;
			this.#patience *= 2;
		}
		this.#due = true;
		return true;
	}
}
