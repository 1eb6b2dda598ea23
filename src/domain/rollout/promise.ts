import type { PlannedHook } from "./hook.ts";
import type { Recipe } from "./strategy.ts";

/** What users will notice, for messages and approvals: no more and no less than the strategy can keep. */
export const impactOf = (recipe: Recipe): string => {
  switch (recipe.kind) {
    case "canary":
      return "No downtime is expected: the old version keeps serving until the new one has proven itself.";
    case "blue-green":
      return "No downtime is expected: the new version is started beside the old one, and traffic is switched at once.";
    case "rolling":
      return "No downtime is expected: instances are replaced batch by batch, and both versions answer meanwhile.";
    case "recreate":
      return `Downtime: the service answers with a maintenance page for about ${minutes(recipe.downtime)}.`;
  }
};

/** How to undo it, for the rollback plan: the way of the instances, and the way of the data. */
export const rollbackOf = (recipe: Recipe, hooks: readonly PlannedHook[]): string =>
  `${instances(recipe)} ${data(hooks)}`;

const instances = (recipe: Recipe): string => {
  switch (recipe.kind) {
    case "canary":
      return "All traffic back to the baseline, which stays at full size beside the candidate until the rollback window ends.";
    case "blue-green":
      return "Switch back: the baseline stays warm at full size on its side until the rollback window ends, and gets all traffic in one switch.";
    case "rolling":
      return `Reverse the batches: ${recipe.batch} at a time the candidate's instances give their places back to the baseline, and the weight goes with them.`;
    case "recreate":
      return "Down, deploy the old build, up: the maintenance answer again, the candidate stopped, the baseline started, smoked and opened.";
  }
};

const data = (hooks: readonly PlannedHook[]): string => {
  const forward = hooks.filter(({ point }) => point !== "on-rollback");
  const restores = hooks.some(({ point }) => point === "on-rollback");
  if (forward.length === 0) return "Data: the release runs no migration, so there is nothing to undo.";
  const changes = forward.map(({ point, change }) => `${point} is ${change}`).join(", ");
  if (forward.some(({ change }) => change === "irreversible"))
    return `Data: ${changes}; users get the maintenance answer while on-rollback restores it from the backup.`;
  return restores
    ? `Data: ${changes}; on-rollback undoes it before the baseline gets its traffic.`
    : `Data: ${changes}; both versions can live with it, so it stays as it is.`;
};

const minutes = (length: number): string => {
  const count = Math.max(1, Math.round(length / 60_000));
  return `${count} minute${count === 1 ? "" : "s"}`;
};
