import { type Group, listed } from "../listed.ts";

export const decide: Group = {
  title: "Decide",
  commands: [
    listed(
      "approve",
      "Sign the statement of an approval",
      async () => (await import("../commands/approve.ts")).approve,
    ),
    listed(
      "reject",
      "Say no to an approval, which ends the release",
      async () => (await import("../commands/reject.ts")).reject,
    ),
    listed(
      "waive",
      "Ask for a waiver, or grant the one that another person asked for",
      async () => (await import("../commands/waive.ts")).waive,
    ),
    listed(
      "break-glass",
      "Open one requirement alone in an emergency; somebody else reviews it afterwards",
      async () => (await import("../commands/break-glass.ts")).breakGlass,
    ),
    listed(
      "decide",
      "Decide about a trigger, led by questions: roll back, fix in place, or watch",
      async () => (await import("../commands/decide.ts")).decide,
    ),
    listed(
      "fix",
      "Say that a planned fix was made in place, or list the planned ones",
      async () => (await import("../commands/fix.ts")).fix,
    ),
    listed(
      "issue",
      "Report, list, grade, put off or close what is wrong with a build",
      async () => (await import("../commands/issue.ts")).issue,
    ),
    listed(
      "trigger",
      "Raise, list, grade or settle signs of harm in production, or read alerts",
      async () => (await import("../commands/trigger.ts")).trigger,
    ),
    listed(
      "reschedule",
      "Change when production is planned",
      async () => (await import("../commands/reschedule.ts")).reschedule,
    ),
    listed(
      "diagnose",
      "Show what is known of a failed attempt, or say why it failed",
      async () => (await import("../commands/diagnose.ts")).diagnose,
    ),
    listed(
      "retry",
      "Begin a failed stage anew with the same build, from its first step",
      async () => (await import("../commands/retry.ts")).retry,
    ),
    listed(
      "rebuild",
      "Replace the build of a release by a fixed one",
      async () => (await import("../commands/rebuild.ts")).rebuild,
    ),
    listed(
      "cancel",
      "End a release; what is rolled out goes back",
      async () => (await import("../commands/cancel.ts")).cancel,
    ),
  ],
};
