import type { Engine } from "../conductor/engine.ts";
import {
  type EnvironmentPower,
  environmentPower,
  type GivenTraffic,
  hasPower,
} from "../conductor/environment-power.ts";
import type { SeenTraffic } from "../conductor/seen-traffic.ts";
import type { Config } from "../config/config.ts";
import type { Step } from "../domain/rollout/step.ts";
import type { Millis } from "../domain/units.ts";
import { AppError } from "../errors.ts";

/** Where the figures of the traffic come from: somebody's word, or a look of this length; 0 = no look. */
export type TrafficSource = { readonly given: GivenTraffic | null; readonly measure: Millis };

/** The engine is opened only when somebody has to look. */
export type Looking = { readonly engine: () => Promise<Engine>; readonly signal: AbortSignal };

type Steps = Readonly<Record<string, { readonly steps: readonly Step[] }>>;

/** Of every environment in which verdicts gate a step. All are measured at the same time. */
export const powerOf = async (
  { engine, signal }: Looking,
  config: Config,
  environments: Steps,
  source: TrafficSource,
): Promise<readonly EnvironmentPower[]> => {
  const look = looker({ engine, signal }, config, source.measure);
  const names = (["staging", "production"] as const).filter((name) => hasPower(environments[name]?.steps ?? []));
  return Promise.all(
    names.map(async (name) =>
      environmentPower(config, name, environments[name]?.steps ?? [], source.given ?? (await look(name))),
    ),
  );
};

const looker = (
  { engine: open, signal }: Looking,
  config: Config,
  length: Millis,
): ((name: string) => Promise<SeenTraffic>) => {
  if (length === 0) return async () => ({ kind: "unknown", reason: "nobody looked" });
  return async (name) => {
    const engine = await opened(open);
    return engine instanceof AppError
      ? { kind: "unknown", reason: engine.message }
      : engine.seenTraffic(config, name, length, signal);
  };
};

/** A plan can be read without a journal. */
const opened = async (engine: Looking["engine"]): Promise<Engine | AppError> => {
  try {
    return await engine();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
};
