import { unreadable } from "./unreadable.ts";

/**
 * The closing comments of Node's reporters, `tests 6`, `pass 3`, `fail 1`, `cancelled 0` … They say a second time what
 * the report holds: one that was cut or edited shows here.
 */
export const summaryComments = () => {
  const said: Record<string, number> = {};
  return {
    add(comment: string): void {
      const [, name = "", count] = /^ ?(tests|pass|fail|cancelled|skipped|todo) (\d{1,15}) ?$/.exec(comment) ?? [];
      if (count !== undefined) said[name] = Number(count);
    },
    areThere: (): boolean => said.tests !== undefined && said.fail !== undefined,
    /** @throws Unreadable when there are such comments and they say something else */
    refuseContradiction(counted: { readonly total: number; readonly failed: number }): void {
      const { tests, fail, cancelled = 0 } = said;
      if (fail === undefined || tests === undefined) return;
      if (fail + cancelled !== counted.failed)
        unreadable(`its summary counts ${fail + cancelled} failed tests, but it shows ${counted.failed}`);
      if (tests !== counted.total) unreadable(`its summary counts ${tests} tests, but it shows ${counted.total}`);
    },
  };
};
