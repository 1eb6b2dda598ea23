import { type Group, listed } from "../listed.ts";

export const rollOut: Group = {
  title: "Roll out",
  commands: [
    listed(
      "run",
      "Do everything that a machine can do, until only people can go on",
      async () => (await import("../commands/run.ts")).run,
    ),
    listed(
      "conduct",
      "Conduct every release until stopped; several of these share the work",
      async () => (await import("../commands/conduct.ts")).conduct,
    ),
    listed(
      "serve",
      "Serve the API, sign-in and the event stream, and conduct every release, until stopped",
      async () => (await import("../commands/serve.ts")).serve,
    ),
    listed(
      "confirm",
      "Say that you are there for a rollout that is about to begin",
      async () => (await import("../commands/confirm.ts")).confirm,
    ),
    listed(
      "note",
      "Write a note, a decision or a message into the log of a release, with the time and your name",
      async () => (await import("../commands/note.ts")).note,
    ),
    listed(
      "room",
      "Show the war room: who is there, what happened and was noted, and each duty done or not",
      async () => (await import("../commands/room.ts")).room,
    ),
    listed(
      "promote",
      "Give the go for the step that a rollout is on",
      async () => (await import("../commands/promote.ts")).promote,
    ),
    listed(
      "step",
      "Say how a step of the runbook went that people do",
      async () => (await import("../commands/step.ts")).step,
    ),
    listed(
      "freeze",
      "Declare a period in which nothing advances, lift it, or except a release",
      async () => (await import("../commands/freeze.ts")).freeze,
    ),
    listed(
      "line",
      "Stop the line: nothing advances anywhere until it is resumed",
      async () => (await import("../commands/line.ts")).line,
    ),
    listed(
      "validation",
      "Show the validation period; extend it, close a long rollback window, or sign for a feature",
      async () => (await import("../commands/validation.ts")).validation,
    ),
    listed("pause", "Hold a rollout on its step", async () => (await import("../commands/pause.ts")).pause),
    listed("resume", "Let a paused rollout go on", async () => (await import("../commands/resume.ts")).resume),
    listed(
      "rollback",
      "Return all traffic to the known-good build",
      async () => (await import("../commands/rollback.ts")).rollback,
    ),
  ],
};
