import type { Process, Stage } from "../process/process.ts";
import { accept, type Decision, type Refused, refuse } from "../refusal.ts";
import type { Command } from "../release/commands.ts";
import type { ReleaseEvent } from "../release/events.ts";
import type { Release } from "../release/release.ts";
import type { Digest } from "../units.ts";
import { undiagnosed } from "./decide-failure.ts";
import { type Failure, isLocking } from "./failure.ts";
import { onlyThese } from "./only-these.ts";

type Replace = Extract<Command, { type: "ReplaceBuild" }>;

/** What a new build has to bring after a failed attempt: a diagnosis before it, its root cause and a link (R63). */
export const decideFix = (process: Process, release: Release, command: Replace): Decision<ReleaseEvent> => {
  const again = whySameWillNotDo(release, command.build.digest);
  if (again !== null) return again;
  const locked = release.failures.filter(isLocking);
  if (locked.length === 0) return accept();
  const open = locked.find(({ diagnosis }) => diagnosis === null);
  if (open !== undefined) return undiagnosed(release, open, "a new build");
  const isFault = locked.some(({ diagnosis }) => diagnosis?.fault === "build");
  return lacking(release, command, isFault) ?? accept<ReleaseEvent>(allBrought(process, release, command, locked));
};

/** One fix may mend what failed in several stages; each doubt about it is an issue of its own. */
const allBrought = (
  process: Process,
  release: Release,
  command: Replace,
  locked: readonly Failure[],
): readonly ReleaseEvent[] => {
  const events: ReleaseEvent[] = [];
  for (const one of locked) {
    const issues = events.filter(({ type }) => type === "IssueReported").length;
    events.push(...brought(process, command, one, release.issues.length + issues + 1));
  }
  return events;
};

const lacking = ({ id, build }: Release, { build: given, fix }: Replace, isFault: boolean): Refused | null => {
  const missing = [
    ...((fix?.cause ?? "").trim() === "" ? ["the root cause (--cause TEXT)"] : []),
    ...((fix?.link ?? "").trim() === "" ? ["a link to the fix (--link URL)"] : []),
    ...(isFault && given.commit !== "" && given.commit === build.commit ? ["a new commit"] : []),
  ];
  return missing.length === 0 ? null : refuse("FIX_INCOMPLETE", { release: id, missing: missing.join(", ") });
};

const brought = (process: Process, command: Replace, failure: Failure, issue: number): readonly ReleaseEvent[] => {
  const { at, by, fix } = command;
  if (fix === undefined) return [];
  const stage = process.stages.find(({ id }) => id === failure.stage);
  const flag = flagFor(fix.files, stage?.attempts);
  const files = fix.files === null ? null : fix.files.length;
  const told = { cause: fix.cause, link: fix.link, files, flag, by: by.id };
  const note: ReleaseEvent = { type: "FixBrought", at, failure: failure.id, ...told };
  return flag === "" ? [note] : [note, issueOf(process, failure, command, flag, `issue-${issue}`)];
};

/** Whoever only turns down what the test asks for has mended nothing, as far as a machine can see. */
const flagFor = (files: readonly string[] | null, attempts: Stage["attempts"]): string =>
  attempts !== undefined && files !== null && onlyThese(files, attempts.tests)
    ? `only tests or limits were changed: ${files.slice(0, 5).join(", ")}${files.length > 5 ? ", …" : ""}`
    : "";

const issueOf = (
  process: Process,
  { stage, id }: Failure,
  { at, by, fix }: Replace,
  flag: string,
  issue: string,
): ReleaseEvent => {
  const rollout = process.requirements.find((one) => one.kind === "rollout" && one.stage === stage);
  return {
    type: "IssueReported",
    at,
    issue,
    title: `Is this a fix? For ${id}, ${flag}`,
    severity: "medium",
    source: "team",
    environment: rollout?.kind === "rollout" ? rollout.environment : "",
    reference: fix?.link ?? "",
    graded: false,
    by: by.id,
  };
};

/** A build that was itself at fault does not come back, whatever was tried since; null for any other. */
export const whySameWillNotDo = ({ id, failures }: Release, digest: Digest): Refused | null => {
  const guilty = failures.find(({ build, diagnosis }) => build.digest === digest && diagnosis?.fault === "build");
  return guilty === undefined
    ? null
    : refuse("NEW_BUILD_NEEDED", {
        release: id,
        cause: guilty.diagnosis?.cause ?? guilty.reason,
        version: guilty.build.version,
      });
};
