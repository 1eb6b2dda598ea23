import type { Engine } from "../conductor/engine.ts";
import type { Scene } from "./scene.ts";

/** One release while the demo's people act on it. */
export type Playing = {
  readonly engine: Engine;
  readonly scene: Scene;
  readonly id: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** Checks that somebody has seen to already. */
  readonly mended: Set<string>;
};
