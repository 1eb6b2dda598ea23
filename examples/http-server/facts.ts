import type { StatusAnswer } from "../../src/api/status-answer.ts";
import type { Counts } from "./load.ts";
import { after, before } from "./scene.ts";

export type Fact = { readonly says: string; readonly holds: boolean };

type Seen = {
  readonly status: StatusAnswer;
  readonly load: Counts;
  /** Exit codes of `headgate verify`, for the journal and for the sealed record. */
  readonly verified: { readonly journal: number | null; readonly record: number | null };
};

/** What the example promises, each with what was seen. */
export const factsOf = ({ status, load, verified }: Seen): readonly Fact[] => {
  const failed = Object.values(load.failures).reduce((sum, n) => sum + n, 0);
  const reasons = Object.entries(load.failures).map(([reason, n]) => `, ${n} × ${reason}`);
  const versions = Object.entries(load.byVersion).map(([version, n]) => `${version} ${n} times`);
  const rollout = (environment: string, purpose: string) =>
    status.rollouts.find((one) => one.environment === environment && one.purpose === purpose);
  const [drill, production] = [rollout("staging", "drill"), rollout("production", "deploy")];
  return [
    {
      says: `rollback drill in staging: ${drill?.phase ?? "none"}`,
      holds: drill?.phase === "rolled-back" && drill.rollback?.severity === "drill",
    },
    {
      // `closed` is what comes after `promoted`, when the rollback window is over and the old build is gone.
      says: `${production?.candidate ?? "nothing"} in production: ${production?.phase ?? "no rollout"}`,
      holds: production?.candidate === after && production.phase === "closed",
    },
    { says: `release: ${status.phase}`, holds: status.phase === "closed" },
    {
      says: `${load.requests} requests, ${failed} failed${reasons.join("")}`,
      holds: load.requests > 0 && failed === 0,
    },
    {
      says: `readers were answered by ${versions.join(" and by ") || "nobody"}; slowest answer ${load.slowestMs} ms`,
      holds: [before, after].every((version) => (load.byVersion[version] ?? 0) > 0),
    },
    { says: "journal verified", holds: verified.journal === 0 },
    { says: "sealed record verified", holds: verified.record === 0 },
  ];
};
