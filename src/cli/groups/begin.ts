import { type Group, listed } from "../listed.ts";

export const begin: Group = {
  title: "Begin",
  commands: [
    listed(
      "demo",
      "Watch a whole release on a sample service, on this machine",
      async () => (await import("../commands/demo.ts")).demo,
    ),
    listed(
      "init",
      "Write a commented headgate.yaml for this folder",
      async () => (await import("../commands/init.ts")).init,
    ),
    listed(
      "check",
      "Check headgate.yaml and process.yaml, and name every problem",
      async () => (await import("../commands/check.ts")).check,
    ),
    listed(
      "probe",
      "Try the probes of a check now; nothing is recorded",
      async () => (await import("../commands/probe.ts")).probe,
    ),
    listed(
      "schema",
      "Print the JSON Schema of headgate.yaml, process.yaml or server.yaml, for editors",
      async () => (await import("../commands/schema.ts")).schema,
    ),
    listed(
      "plan",
      "Show what a release will go through and what it can prove, before anything starts",
      async () => (await import("../commands/plan.ts")).plan,
    ),
    listed(
      "strategy",
      "Explain the strategies, compare them, or recommend one for this service",
      async () => (await import("../commands/strategy.ts")).strategy,
    ),
    listed(
      "adopt",
      "State which build an environment runs now, as the way back",
      async () => (await import("../commands/adopt.ts")).adopt,
    ),
    listed(
      "down",
      "Stop everything that runs in an environment",
      async () => (await import("../commands/down.ts")).down,
    ),
    listed(
      "account",
      "Look after the accounts of this server: invite people, lock, unlock and disable",
      async () => (await import("../commands/account.ts")).account,
    ),
    listed(
      "token",
      "Make, list and revoke tokens, by which programs and agents come in",
      async () => (await import("../commands/token.ts")).token,
    ),
    listed(
      "move-journal",
      "Move the journal of this folder into PostgreSQL",
      async () => (await import("../commands/move-journal.ts")).moveJournal,
    ),
    listed(
      "data-plane",
      "Print the configuration to start an environment's router from",
      async () => (await import("../commands/data-plane.ts")).dataPlane,
    ),
    listed("open", "Open the release of a build", async () => (await import("../commands/open.ts")).open),
  ],
};
