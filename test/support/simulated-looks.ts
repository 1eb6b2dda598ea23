import type { Looks } from "../../src/conductor/deps.ts";
import { AppError } from "../../src/errors.ts";

const nothing = async (): Promise<never> => {
  throw new AppError("PROBE_FAILED", { probe: "it", problem: "the simulated world has nothing of the kind", fix: "" });
};

export const simulatedLooks: Looks = {
  tcp: nothing,
  databaseShape: nothing,
  stagingData: nothing,
  backupAge: nothing,
  postgresDrill: nothing,
  filesDrill: nothing,
  backUp: nothing,
  log: nothing,
  dashboard: nothing,
  alertmanager: { silence: nothing, fire: nothing, see: nothing },
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
  quota: nothing,
  contract: nothing,
  slowQueries: nothing,
  dryRun: nothing,
  logLines: nothing,
  page: nothing,
};
