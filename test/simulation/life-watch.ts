import { status } from "../../src/domain/process/status.ts";
import { isLive, isReversible } from "../../src/domain/rollout/rollout.ts";
import { plus } from "../../src/domain/units.ts";
import { type Asked, refusalOf } from "../support/case.ts";
import { hour, type Life } from "../support/life.ts";

/** What was seen while it was lived; `most`: the longest that something overdue went untold, in ms. */
export type Seen = { readonly violations: string[]; jumps: number; most: number };

/** What has to hold at every moment, asked without changing anything. */
export const watch = (life: Life, seen: Seen, before: number): void => {
  if (life.events.length === before) return;
  wayOut(life, seen);
  twoAtOnce(life, seen);
  untold(life, seen);
};

const rollBack: Asked = {
  type: "Order",
  environment: "production",
  order: { type: "RollBack", reason: "it looks odd", severity: "critical" },
};

/** Whatever state it is in: what is in production can be brought back, and an open release can be ended. */
const wayOut = ({ process, release, now }: Life, { violations }: Seen): void => {
  const here = { process, release, at: now };
  const last = release.rollouts.findLast(({ environment }) => environment === "production");
  if (last !== undefined && isReversible(last) && last.phase !== "rolling-back") {
    const answer = refusalOf(here, "cy", rollBack);
    if (!answer.includes("RollbackStarted")) violations.push(`no way back from ${last.phase}: ${answer}`);
  }
  if (release.phase !== "open") return;
  const answer = refusalOf(here, "ada", { type: "Cancel", reason: "not this year" });
  if (!answer.includes("ReleaseEnded")) violations.push(`it cannot be cancelled: ${answer}`);
};

const twoAtOnce = ({ release }: Life, { violations }: Seen): void => {
  if (release.rollouts.filter(isLive).length > 1) violations.push("two rollouts at once (T14)");
};

/** The conductor looks at the paper at least every six hours, and everybody who has to hear of it then does. */
const slack = 7 * hour;

const untold = ({ process, release, now }: Life, seen: Seen): void => {
  if (release.phase !== "open") return;
  const { blocking } = status(process, release, now);
  for (const { id, due, overdue } of blocking) {
    if (!overdue || due === undefined) continue;
    const told = release.due[id]?.told.length ?? 0;
    if (told > 0) continue;
    seen.most = Math.max(seen.most, now - due);
    if (now > plus(due, slack as never)) seen.violations.push(`${id} is overdue since ${(now - due) / hour} h, untold`);
  }
};
