import type { Looks } from "../../src/conductor/deps.ts";
import { AppError } from "../../src/errors.ts";

const nothing = async (): Promise<never> => {
  throw new AppError("PROBE_FAILED", { probe: "it", problem: "the simulated world has nothing of the kind", fix: "" });
};

export const simulatedLooks: Looks = {
  tcp: nothing,
  log: nothing,
  dashboard: nothing,
  alertmanager: { fire: nothing, see: nothing },
  http: nothing,
  certificate: nothing,
  dns: nothing,
  command: nothing,
  prometheus: nothing,
  metricDelta: nothing,
  sql: nothing,
  configKeys: nothing,
  secretEquality: nothing,
  flag: nothing,
  ports: nothing,
  page: nothing,
};
