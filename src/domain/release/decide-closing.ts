import { decideFix, whySameWillNotDo } from "../failure/decide-fix.ts";
import { isMet } from "../process/judgement.ts";
import type { Process } from "../process/process.ts";
import { status } from "../process/status.ts";
import { accept, type Decision, refuse } from "../refusal.ts";
import { isLive } from "../rollout/rollout.ts";
import { backOut } from "./back-out.ts";
import type { Command } from "./commands.ts";
import type { ReleaseEvent } from "./events.ts";
import type { Build } from "./plan.ts";
import type { Release } from "./release.ts";

type Closing = Extract<Command, { type: "Reschedule" | "ReplaceBuild" | "Cancel" | "CloseRelease" | "RecordSeal" }>;

const acts = {
  Reschedule: "another date",
  ReplaceBuild: "another build",
  Cancel: "calling a release off",
} as const;

/** What moves, replaces or ends a release as a whole. */
export const decideClosing = (process: Process, release: Release, command: Closing): Decision<ReleaseEvent> => {
  const { at, by } = command;
  if (command.type !== "CloseRelease" && command.type !== "RecordSeal" && command.reason.trim() === "")
    return refuse("REASON_MISSING", { act: acts[command.type] });
  switch (command.type) {
    case "Reschedule": {
      const { productionAt, reason } = command;
      const stands = productionAt === release.plan.productionAt ? ({ stands: true } as const) : {};
      return accept<ReleaseEvent>([{ type: "ReleaseRescheduled", at, productionAt, by: by.id, reason, ...stands }]);
    }
    case "ReplaceBuild": {
      const live = release.rollouts.find((one) => isLive(one) || one.phase === "promoted");
      if (live !== undefined) return refuse("ROLLOUT_IN_PROGRESS", { rollout: live.id, phase: live.phase });
      return command.build.digest === release.build.digest
        ? (whySameWillNotDo(release, command.build.digest) ??
            accept<ReleaseEvent>([], "that is the build it has already; nothing was reset"))
        : replaced(process, release, command);
    }
    case "Cancel":
      return accept<ReleaseEvent>([
        ...backOut(release, `cancelled: ${command.reason}`, by.id, at),
        { type: "ReleaseEnded", how: "cancelled", at, by: by.id, reason: command.reason },
      ]);
    case "RecordSeal":
      return release.sealed === null
        ? accept<ReleaseEvent>([{ type: "RecordSealed", at, head: command.head, folder: command.folder }])
        : accept();
    case "CloseRelease": {
      const open = whatKeepsItOpen(process, release, at);
      return open.length > 0
        ? refuse("GATE_CLOSED", { act: "closing the release", gates: open.join(", ") })
        : accept<ReleaseEvent>([{ type: "ReleaseClosed", at }]);
    }
  }
};

const replaced = (
  process: Process,
  release: Release,
  command: Extract<Closing, { type: "ReplaceBuild" }>,
): Decision<ReleaseEvent> => {
  const { at, by, reason } = command;
  const fix = decideFix(process, release, command);
  const build = withAuthorsSoFar(release, command.build);
  return fix.ok ? accept<ReleaseEvent>([{ type: "BuildReplaced", at, build, reason, by: by.id }, ...fix.events]) : fix;
};

/** Who wrote the old build wrote most of the new one: nobody becomes free to approve their own work by a small fix. */
const withAuthorsSoFar = ({ build: { authors } }: Release, given: Build): Build => ({
  ...given,
  authors: [...new Set([...authors, ...given.authors])],
});

/** A process that names no exit gates asks for everything; it never asks for nothing. */
const closedGates = (process: Process, release: Release, at: Closing["at"]): readonly string[] => {
  const { exitGates, requirements } = status(process, release, at);
  const others = requirements
    .filter(({ kind }) => kind === "review" || kind === "failure" || kind === "incident")
    .map(({ id, state }) => ({ id, met: isMet(state) }));
  const asked =
    exitGates.length > 0
      ? exitGates.map(({ id, open }) => ({ id, met: open }))
      : requirements.map(({ id, state }) => ({ id, met: isMet(state) }));
  // No exit gate of a process can name a review or an incident, and none may be left out.
  return [...asked, ...(exitGates.length > 0 ? others : [])].filter(({ met }) => !met).map(({ id }) => id);
};

/** Closed exit gates, and rollouts that are not over: a release may be called complete only when there are none (R177). */
export const whatKeepsItOpen = (process: Process, release: Release, at: Closing["at"]): readonly string[] => [
  ...closedGates(process, release, at),
  ...release.rollouts.filter((one) => isLive(one) || one.phase === "promoted" || !one.freed).map(({ id }) => id),
];
