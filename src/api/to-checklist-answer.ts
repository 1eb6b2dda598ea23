import type { ListedEnvironment } from "../conductor/list-environments.ts";
import { checklist } from "../domain/process/checklist.ts";
import { isMet } from "../domain/process/judgement.ts";
import type { Instant } from "../domain/units.ts";
import type { ChecklistAnswer } from "./checklist-answer.ts";
import type { Known } from "./known.ts";
import { toAlerts } from "./to-environment-answer.ts";

export const toChecklistAnswer = (
  { process, release, view }: Known,
  environments: readonly ListedEnvironment[],
  now: Instant,
): ChecklistAnswer => ({
  release: release.id,
  build: release.build.digest,
  items: checklist(process, release, view, now).map((item) => ({ ...item, met: isMet(item.state) })),
  alerts: toAlerts(environments).filter(({ service }) => service === release.service),
});
