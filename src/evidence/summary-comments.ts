import { unreadable } from "./unreadable.ts";

/** What was counted; `parents` are tests or suites that hold others. Node counts a test that holds tests, but no suite. */
type Counted = {
  readonly total: number;
  readonly failed: number;
  readonly parents: number;
  readonly failedParents: number;
};

/**
 * The closing comments of Node's reporters, `tests 6`, `pass 3`, `fail 1`, `cancelled 0` … They say a second time what
 * the report holds: one that was cut or edited shows here.
 */
export const summaryComments = () => {
  const said: Record<string, number> = {};
  return {
    add(comment: string): void {
      const form = /^ ?(tests|suites|pass|fail|cancelled|skipped|todo) +(\d{1,15}) ?$/;
      const [, name = "", count] = form.exec(comment) ?? [];
      if (count !== undefined) said[name] = Number(count);
    },
    areThere: (): boolean => said.tests !== undefined && said.fail !== undefined,
    /** @throws Unreadable when there are such comments and they say something else */
    refuseContradiction({ total, failed, parents, failedParents }: Counted): void {
      const { tests, fail, cancelled = 0, suites = 0 } = said;
      if (fail === undefined || tests === undefined) return;
      const failures = fail + cancelled;
      if (failures < failed || failures > failed + failedParents)
        unreadable(`its summary counts ${failures} failed tests, but it shows ${failed}`);
      if (tests !== total + Math.max(0, parents - suites))
        unreadable(`its summary counts ${tests} tests, but it shows ${total}`);
    },
  };
};
