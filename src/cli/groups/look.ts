import { type Group, listed } from "../listed.ts";

export const look: Group = {
  title: "Look",
  commands: [
    listed(
      "status",
      "Show what blocks a release, who owes it, and what to do now",
      async () => (await import("../commands/status.ts")).status,
    ),
    listed(
      "env",
      "Show what runs where, who holds it and who waits; set it free",
      async () => (await import("../commands/env.ts")).env,
    ),
    listed(
      "calendar",
      "Show windows, freezes and planned releases, and what clashes",
      async () => (await import("../commands/calendar.ts")).calendar,
    ),
    listed(
      "gate",
      "Answer by exit code whether a stage's gate is open",
      async () => (await import("../commands/gate.ts")).gate,
    ),
    listed(
      "checklist",
      "Show what was looked at before production, and why each item matters",
      async () => (await import("../commands/checklist.ts")).checklist,
    ),
    listed(
      "controls",
      "Show what evidence a release has for each control",
      async () => (await import("../commands/controls.ts")).controls,
    ),
    listed(
      "mine",
      "List what one person owes over all open releases",
      async () => (await import("../commands/mine.ts")).mine,
    ),
    listed(
      "show",
      "Show all about one requirement, with its evidence",
      async () => (await import("../commands/show.ts")).show,
    ),
    listed(
      "outputs",
      "List what the release shall leave behind, and what is there",
      async () => (await import("../commands/outputs.ts")).outputs,
    ),
    listed(
      "notices",
      "List who was told what and when, and who could not be reached",
      async () => (await import("../commands/notices.ts")).notices,
    ),
    listed(
      "runbook",
      "Print every step of the rollout and of the way back; nothing is run",
      async () => (await import("../commands/runbook.ts")).runbook,
    ),
    listed(
      "history",
      "Print everything that happened, with time and person",
      async () => (await import("../commands/history.ts")).history,
    ),
    listed(
      "metrics",
      "Show what was measured against its target, for a release or over all of a service",
      async () => (await import("../commands/metrics.ts")).metrics,
    ),
    listed(
      "verify",
      "Check the journal, or a sealed record, against its hashes",
      async () => (await import("../commands/verify.ts")).verify,
    ),
    listed(
      "replay",
      "Judge recorded counts, or a release's own windows once more",
      async () => (await import("../commands/replay.ts")).replay,
    ),
  ],
};
