import type { Again } from "../room/room.ts";
import type { Digest, Instant } from "../units.ts";
import type { Shown } from "./events.ts";

/** What a parser found in a report: the same shape for every format, so that rules are data. */
export type Report = {
  /** Counts and measurements, e.g. `{ total: 120, failed: 0 }`; times in ms, rates as fractions 0 … 1. */
  readonly figures: Readonly<Record<string, number>>;
  readonly texts: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly findings: readonly Finding[];
  /** The build that the report says it is about; null when it does not say. */
  readonly build: Digest | null;
  /** When the report says it was made; null when it does not say. */
  readonly madeAt: Instant | null;
  /** Person id of whoever signed it; null for a machine's report. */
  readonly signer: string | null;
  readonly tool: string;
};

export type Finding = {
  readonly id: string;
  readonly severity: "critical" | "high" | "medium" | "low" | "info";
  readonly title: string;
  readonly where: string;
  /** Every name of the weakness: CVE, GHSA, the rule of a scanner. */
  readonly names?: readonly string[];
  /** What it lies in: a package URL with its version, else a file without a line. */
  readonly component?: string;
  /** Stays the same when lines move and versions change, so that the next scan finds it again; `id` where absent. */
  readonly key?: string;
};

/** What a check saw: kept, hashed, dated, bound to a build. `report` is null when it could not be read. */
export type Evidence = {
  readonly requirement: string;
  /** "" when the check has no parts. */
  readonly part: string;
  readonly format: string;
  readonly parser: string;
  readonly source: string;
  readonly raw: Digest;
  readonly at: Instant;
  readonly build: Digest;
  readonly environment: string | null;
  readonly report: Report | null;
  /** Why it could not be read, or could not be asked; null when it could. */
  readonly problem: string | null;
  /** What the release held of everything that the check looks at; absent when it looks at nothing of the release. */
  readonly madeFrom?: readonly Shown[];
  /** Absent where the check compares with nothing, or nothing was read. */
  readonly compared?: Compared;
  /** The document that took findings out of `report`; absent when there is none. */
  readonly vex?: { readonly raw: Digest; readonly madeAt: Instant };
  /** Who handed it in; absent = Headgate looked itself. */
  readonly by?: string;
  /** The last look since that found the same; what people signed is this evidence all the same. */
  readonly again?: Again;
};

/** When it was last seen to be so. */
export const seenAt = ({ at, again }: Pick<Evidence, "at" | "again">): Instant => again?.at ?? at;

/** How old it is counts from here: a report says itself when it was made, and reading it again makes it no younger. */
export const madeAt = ({ at, again, report }: Pick<Evidence, "at" | "again" | "report">): Instant =>
  again === undefined ? (report?.madeAt ?? at) : (again.madeAt ?? again.at);

/** What is different from a reference: a pure function of the two raw reports. */
export type Compared = {
  /** What the reference is evidence of: a release, or null where it was brought as a report on that build. */
  readonly release: string | null;
  readonly version: string;
  /** The build that the reference is about; null when there is none to compare with. */
  readonly build: Digest | null;
  /** The bytes of the reference; null when there are none, and then everything counts as new. */
  readonly raw: Digest | null;
  readonly figures: Readonly<Record<string, number>>;
  /** What a figure of the same name counts. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** New ones first. */
  readonly findings: readonly Finding[];
  /** Why there is no reference; null when there is one. */
  readonly problem: string | null;
};
