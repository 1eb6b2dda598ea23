import { expect, test } from "vitest";
import { acted, openCase } from "../../../test/support/case.ts";
import { defaultProcess } from "../../../test/support/default-process.ts";
import { rollBack } from "../../../test/support/moments.ts";
import { answered, requirementOf, stateOf, walked } from "../../../test/support/walk.ts";
import { openCalendar } from "../calendar/hindrance.ts";
import { reconcile } from "../release/reconcile.ts";

const opened = openCase(defaultProcess);
const live = walked(opened, (_, { blocking }) => blocking.some(({ id }) => id === "production.smoke"));

test("R78: one smoke test that fails in production: failed, a rollback is proposed, and nobody is told that it is live", () => {
  const failed = answered(live, "production.smoke", { figures: { checked: 4, failed: 1, slowestMs: 20 } });
  const { state, act } = requirementOf(failed, "production.smoke");
  expect(state).toBe("fail");
  expect(act).toBe(
    "headgate rollback shop-1.1.0 production --reason TEXT --as <person>, or: headgate run shop-1.1.0 production.smoke --as <qa-lead>",
  );
  const sent = reconcile(failed.process, failed.release, failed.at, openCalendar).flatMap((effect) =>
    effect.kind === "send" ? [effect.requirement] : [],
  );
  expect(sent).not.toContain("production-complete");
  expect(stateOf(acted(failed, "ada", rollBack), "production.deploy")).not.toBe("pass");
});
