import { startService } from "../support/service.ts";
import { startHeadgate } from "../support/start-headgate.ts";
import { stopBetweenWrites } from "./crash-stop.ts";
import { replicaCases } from "./replica-cases.ts";

replicaCases("the embedded journal", {
  open: startService,
  conduct: ({ shell }) => startHeadgate(shell.path, "conduct"),
  suspend: ({ shell }, replica) => stopBetweenWrites(replica, `${shell.path}/.headgate/journal.db`),
});
