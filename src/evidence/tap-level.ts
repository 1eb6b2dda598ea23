import { unreadable } from "./unreadable.ts";

/** The test points of one level of indentation, up to its plan or up to the point that sums it up. */
export type TapLevel = {
  /** Name of the subtest that this level is; "" for the outermost. */
  readonly name: string;
  points: number;
  plan: number | null;
  /** After a plan at the end nothing may follow. */
  planCameLast: boolean;
  /** Cases counted within, at any depth. */
  cases: number;
  failed: number;
  /** Name that a comment gave to the subtest which begins next. */
  nextName: string | null;
};

export const openedLevel = (name: string): TapLevel => ({
  name,
  points: 0,
  plan: null,
  planCameLast: false,
  cases: 0,
  failed: 0,
  nextName: null,
});

export const planned = (level: TapLevel, count: number): void => {
  if (level.plan !== null) unreadable(`${where(level)} has two plans`);
  level.plan = count;
  level.planCameLast = level.points > 0;
};

export const pointSeen = (level: TapLevel, number: number | null): void => {
  level.points++;
  if (level.planCameLast) unreadable(`${where(level)} goes on after its plan`);
  if (number !== null && number !== level.points)
    unreadable(`${where(level)} has test ${number} where test ${level.points} should be`);
};

/** @throws Unreadable when the plan is missing or promises another number of tests */
export const refuseOtherThanPlanned = (level: TapLevel): void => {
  if (level.plan === null) unreadable(`${where(level)} has no plan, so it may have been cut off`);
  if (level.plan !== level.points) unreadable(`${where(level)} planned ${level.plan} tests, but shows ${level.points}`);
};

const where = ({ name }: TapLevel): string => (name === "" ? "it" : `subtest "${name}"`);
