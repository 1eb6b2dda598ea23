import { type Group, listed } from "../listed.ts";

export const bringEvidence: Group = {
  title: "Bring evidence",
  commands: [
    listed(
      "import",
      "Read a report, or a whole package of them, as evidence",
      async () => (await import("../commands/import.ts")).importReports,
    ),
    listed("ack", "Acknowledge the test alert that woke you", async () => (await import("../commands/ack.ts")).ack),
    listed("file", "File a record or a document", async () => (await import("../commands/file.ts")).file),
    listed(
      "propose",
      "Draft a signature, a waiver or a record for a person to take up",
      async () => (await import("../commands/propose.ts")).propose,
    ),
    listed(
      "take-up",
      "Make a proposed waiver or record your own act",
      async () => (await import("../commands/take-up.ts")).takeUp,
    ),
    listed(
      "task",
      "Close a task that somebody promised, or list the open ones",
      async () => (await import("../commands/task.ts")).task,
    ),
    listed(
      "back-up",
      "Dump a store's database, with the list of what is in it beside the dump",
      async () => (await import("../commands/back-up.ts")).backUp,
    ),
    listed(
      "drill-backup",
      "Restore the newest backups to a scratch place, and see what comes back",
      async () => (await import("../commands/drill-backup.ts")).drillBackup,
    ),
  ],
};
