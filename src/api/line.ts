import type { Engine } from "../conductor/engine.ts";

/** A line of the history, as the engine hands it out. */
export type Line = Awaited<ReturnType<Engine["history"]>>[number];
