import { openedLevel, refuseOtherThanPlanned, type TapLevel } from "./tap-level.ts";
import { unreadable } from "./unreadable.ts";

/** The levels of indentation that are open, the outermost first, and the one that ended last. */
export const tapLevels = () => {
  const open: TapLevel[] = [openedLevel("")];
  /** A subtest that ended and waits for the point that sums it up. */
  let ended: TapLevel | null = null;
  const goTo = (depth: number): TapLevel => {
    while (open.length - 1 > depth) {
      const level = open.pop() as TapLevel;
      refuseOtherThanPlanned(level);
      ended = level;
    }
    while (open.length - 1 < depth) {
      const outer = open.at(-1) as TapLevel;
      open.push(openedLevel(outer.nextName ?? `subtest ${outer.points + 1}`));
      outer.nextName = null;
    }
    return open.at(-1) as TapLevel;
  };
  return {
    all: (): readonly TapLevel[] => open,
    goTo,
    takeEnded(): TapLevel | null {
      const taken = ended;
      ended = null;
      return taken;
    },
    /** @throws Unreadable when something is still to come */
    end(): void {
      const outermost = goTo(0);
      if (ended !== null) unreadable(`no test point sums up subtest "${ended.name}", so it may have been cut off`);
      refuseOtherThanPlanned(outermost);
    },
  };
};
