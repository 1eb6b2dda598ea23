import type { BuildRef } from "../rollout/rollout.ts";
import type { Digest, Instant } from "../units.ts";

/** What was at fault. Only a fault of the build needs another build. */
export const faults = ["build", "environment", "test"] as const;
export type Fault = (typeof faults)[number];

/** What people owe after it: why it failed, before anything is tried again; or what a rollback taught, within days. */
export type Owed = "diagnosis" | "analysis";

/** An attempt at a stage that failed, kept for good (R61-R66, R130). */
export type Failure = {
  readonly id: string;
  readonly stage: string;
  /** Of this stage, from 1; every failed one counts. */
  readonly attempt: number;
  /** What failed first, and how. */
  readonly requirement: string;
  readonly reason: string;
  readonly build: BuildRef;
  readonly rollout: string | null;
  readonly at: Instant;
  readonly owes: readonly Owed[];
  /** By when the analysis is owed; null where none is. */
  readonly until: Instant | null;
  /** What a machine collected about it; null until it has. */
  readonly record: Digest | null;
  readonly diagnosis: Diagnosis | null;
  readonly analysis: Analysis | null;
  /** How the next attempt began; null while the stage is locked. */
  readonly next: {
    readonly build: BuildRef;
    readonly at: Instant;
    readonly reason: string;
    readonly by: string;
  } | null;
  readonly fix: Fix | null;
};

export type Diagnosis = {
  readonly cause: string;
  readonly fault: Fault;
  readonly by: string;
  readonly at: Instant;
};

export type Analysis = {
  readonly by: string;
  readonly at: Instant;
  readonly raw: Digest;
  readonly fields: Readonly<Record<string, string>>;
};

/** What the new build mends, and where that can be read. */
export type Fix = {
  readonly cause: string;
  readonly link: string;
  /** How many files it changes; null when nobody could tell. */
  readonly files: number | null;
  /** What a person should look at before trusting it; "" when nothing. */
  readonly flag: string;
  readonly by: string;
};

export const analysisIdOf = ({ id }: Pick<Failure, "id">): string => `analysis.${id}`;

/** It locks its stage: nothing is asked, signed or started there, nor after it, until a new attempt begins. */
export const isLocking = ({ owes, next }: Failure): boolean => owes.includes("diagnosis") && next === null;

export const owesAnalysis = ({ owes, analysis }: Failure): boolean => owes.includes("analysis") && analysis === null;
