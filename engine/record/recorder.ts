/** Puts a path's record in the place where the autograd layer reports to. */
import { type Recorder, world } from "../autograd/world.ts";

export function setRecorder(record: Recorder | null): void {
	world.record = record;
}
