import type { Command } from "./command.ts";

/** A command before anybody asked for it: its file is read only then, so that a cold start stays short. */
export type Listed = {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
};

const listed = (name: string, summary: string, load: Listed["load"]): Listed => ({ name, summary, load });

/** Every command, grouped by what people want. Names and summaries are those of the files; a test compares them. */
export const groups: readonly { readonly title: string; readonly commands: readonly Listed[] }[] = [
  {
    title: "Begin",
    commands: [
      listed(
        "demo",
        "Watch a whole release on a sample service, on this machine",
        async () => (await import("./commands/demo.ts")).demo,
      ),
      listed(
        "init",
        "Write a commented headgate.yaml for this folder",
        async () => (await import("./commands/init.ts")).init,
      ),
      listed(
        "check",
        "Check headgate.yaml and process.yaml, and name every problem",
        async () => (await import("./commands/check.ts")).check,
      ),
      listed(
        "probe",
        "Try the probes of a check now; nothing is recorded",
        async () => (await import("./commands/probe.ts")).probe,
      ),
      listed(
        "schema",
        "Print the JSON Schema of headgate.yaml or process.yaml, for editors",
        async () => (await import("./commands/schema.ts")).schema,
      ),
      listed(
        "plan",
        "Show what a release will go through and what it can prove, before anything starts",
        async () => (await import("./commands/plan.ts")).plan,
      ),
      listed(
        "strategy",
        "Explain the strategies, compare them, or recommend one for this service",
        async () => (await import("./commands/strategy.ts")).strategy,
      ),
      listed(
        "adopt",
        "State which build an environment runs now, as the way back",
        async () => (await import("./commands/adopt.ts")).adopt,
      ),
      listed(
        "down",
        "Stop everything that runs in an environment",
        async () => (await import("./commands/down.ts")).down,
      ),
      listed(
        "move-journal",
        "Move the journal of this folder into PostgreSQL",
        async () => (await import("./commands/move-journal.ts")).moveJournal,
      ),
      listed(
        "data-plane",
        "Print the configuration to start an environment's router from",
        async () => (await import("./commands/data-plane.ts")).dataPlane,
      ),
      listed("open", "Open the release of a build", async () => (await import("./commands/open.ts")).open),
    ],
  },
  {
    title: "Look",
    commands: [
      listed(
        "status",
        "Show what blocks a release, who owes it, and what to do now",
        async () => (await import("./commands/status.ts")).status,
      ),
      listed(
        "env",
        "Show what runs where, who holds it and who waits; set it free",
        async () => (await import("./commands/env.ts")).env,
      ),
      listed(
        "calendar",
        "Show windows, freezes and planned releases, and what clashes",
        async () => (await import("./commands/calendar.ts")).calendar,
      ),
      listed(
        "gate",
        "Answer by exit code whether a stage's gate is open",
        async () => (await import("./commands/gate.ts")).gate,
      ),
      listed(
        "checklist",
        "Show what was looked at before production, and why each item matters",
        async () => (await import("./commands/checklist.ts")).checklist,
      ),
      listed(
        "controls",
        "Show what evidence a release has for each control",
        async () => (await import("./commands/controls.ts")).controls,
      ),
      listed(
        "mine",
        "List what one person owes over all open releases",
        async () => (await import("./commands/mine.ts")).mine,
      ),
      listed(
        "show",
        "Show all about one requirement, with its evidence",
        async () => (await import("./commands/show.ts")).show,
      ),
      listed(
        "outputs",
        "List what the release shall leave behind, and what is there",
        async () => (await import("./commands/outputs.ts")).outputs,
      ),
      listed(
        "notices",
        "List who was told what and when, and who could not be reached",
        async () => (await import("./commands/notices.ts")).notices,
      ),
      listed(
        "runbook",
        "Print every step of the rollout and of the way back; nothing is run",
        async () => (await import("./commands/runbook.ts")).runbook,
      ),
      listed(
        "history",
        "Print everything that happened, with time and person",
        async () => (await import("./commands/history.ts")).history,
      ),
      listed(
        "metrics",
        "Show what was measured against its target, for a release or over all of a service",
        async () => (await import("./commands/metrics.ts")).metrics,
      ),
      listed(
        "verify",
        "Check the journal, or a sealed record, against its hashes",
        async () => (await import("./commands/verify.ts")).verify,
      ),
      listed(
        "replay",
        "Judge recorded counts, or a release's own windows once more",
        async () => (await import("./commands/replay.ts")).replay,
      ),
    ],
  },
  {
    title: "Bring evidence",
    commands: [
      listed(
        "import",
        "Read a report, or a whole package of them, as evidence",
        async () => (await import("./commands/import.ts")).importReports,
      ),
      listed("ack", "Acknowledge the test alert that woke you", async () => (await import("./commands/ack.ts")).ack),
      listed("file", "File a record or a document", async () => (await import("./commands/file.ts")).file),
      listed(
        "propose",
        "Draft a signature, a waiver or a record for a person to take up",
        async () => (await import("./commands/propose.ts")).propose,
      ),
      listed(
        "take-up",
        "Make a proposed waiver or record your own act",
        async () => (await import("./commands/take-up.ts")).takeUp,
      ),
      listed(
        "task",
        "Close a task that somebody promised, or list the open ones",
        async () => (await import("./commands/task.ts")).task,
      ),
      listed(
        "back-up",
        "Dump a store's database, with the list of what is in it beside the dump",
        async () => (await import("./commands/back-up.ts")).backUp,
      ),
      listed(
        "drill-backup",
        "Restore the newest backups to a scratch place, and see what comes back",
        async () => (await import("./commands/drill-backup.ts")).drillBackup,
      ),
    ],
  },
  {
    title: "Decide",
    commands: [
      listed(
        "approve",
        "Sign the statement of an approval",
        async () => (await import("./commands/approve.ts")).approve,
      ),
      listed(
        "reject",
        "Say no to an approval, which ends the release",
        async () => (await import("./commands/reject.ts")).reject,
      ),
      listed(
        "waive",
        "Ask for a waiver, or grant the one that another person asked for",
        async () => (await import("./commands/waive.ts")).waive,
      ),
      listed(
        "break-glass",
        "Open one requirement alone in an emergency; somebody else reviews it afterwards",
        async () => (await import("./commands/break-glass.ts")).breakGlass,
      ),
      listed(
        "decide",
        "Decide about a trigger, led by questions: roll back, fix in place, or watch",
        async () => (await import("./commands/decide.ts")).decide,
      ),
      listed(
        "fix",
        "Say that a planned fix was made in place, or list the planned ones",
        async () => (await import("./commands/fix.ts")).fix,
      ),
      listed(
        "issue",
        "Report, list, grade, put off or close what is wrong with a build",
        async () => (await import("./commands/issue.ts")).issue,
      ),
      listed(
        "trigger",
        "Raise, list, grade or settle signs of harm in production, or read alerts",
        async () => (await import("./commands/trigger.ts")).trigger,
      ),
      listed(
        "reschedule",
        "Change when production is planned",
        async () => (await import("./commands/reschedule.ts")).reschedule,
      ),
      listed(
        "diagnose",
        "Show what is known of a failed attempt, or say why it failed",
        async () => (await import("./commands/diagnose.ts")).diagnose,
      ),
      listed(
        "retry",
        "Begin a failed stage anew with the same build, from its first step",
        async () => (await import("./commands/retry.ts")).retry,
      ),
      listed(
        "rebuild",
        "Replace the build of a release by a fixed one",
        async () => (await import("./commands/rebuild.ts")).rebuild,
      ),
      listed(
        "cancel",
        "End a release; what is rolled out goes back",
        async () => (await import("./commands/cancel.ts")).cancel,
      ),
    ],
  },
  {
    title: "Roll out",
    commands: [
      listed(
        "run",
        "Do everything that a machine can do, until only people can go on",
        async () => (await import("./commands/run.ts")).run,
      ),
      listed(
        "conduct",
        "Conduct every release until stopped; several of these share the work",
        async () => (await import("./commands/conduct.ts")).conduct,
      ),
      listed(
        "confirm",
        "Say that you are there for a rollout that is about to begin",
        async () => (await import("./commands/confirm.ts")).confirm,
      ),
      listed(
        "note",
        "Write a note or a decision into the log of a release, with the time and your name",
        async () => (await import("./commands/note.ts")).note,
      ),
      listed(
        "room",
        "Show the war room: who is there, what happened and was noted, and each duty done or not",
        async () => (await import("./commands/room.ts")).room,
      ),
      listed(
        "promote",
        "Give the go for the step that a rollout is on",
        async () => (await import("./commands/promote.ts")).promote,
      ),
      listed(
        "step",
        "Say how a step of the runbook went that people do",
        async () => (await import("./commands/step.ts")).step,
      ),
      listed(
        "freeze",
        "Declare a period in which nothing advances, lift it, or except a release",
        async () => (await import("./commands/freeze.ts")).freeze,
      ),
      listed(
        "line",
        "Stop the line: nothing advances anywhere until it is resumed",
        async () => (await import("./commands/line.ts")).line,
      ),
      listed(
        "validation",
        "Show the validation period; extend it, close a long rollback window, or sign for a feature",
        async () => (await import("./commands/validation.ts")).validation,
      ),
      listed("pause", "Hold a rollout on its step", async () => (await import("./commands/pause.ts")).pause),
      listed("resume", "Let a paused rollout go on", async () => (await import("./commands/resume.ts")).resume),
      listed(
        "rollback",
        "Return all traffic to the known-good build",
        async () => (await import("./commands/rollback.ts")).rollback,
      ),
    ],
  },
];

export const allCommands: readonly Listed[] = groups.flatMap(({ commands }) => commands);
