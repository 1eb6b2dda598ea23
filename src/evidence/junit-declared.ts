import { unreadable } from "./unreadable.ts";
import type { XmlElement } from "./xml.ts";

/** Test cases counted one by one. */
export type Tally = { total: number; failed: number; skipped: number };

/**
 * A suite while its element is open. `cases` are those in it at any depth; `direct` is what the reporter of Node declares:
 * its own children, a suite as one, failures that were expected among the failures, and suites with a failure among
 * the skipped.
 */
export type Suite = {
  readonly element: XmlElement;
  readonly cases: Tally;
  readonly direct: Tally;
  hasOwnCases: boolean;
};

export const openedSuite = (element: XmlElement): Suite => ({
  element,
  cases: { total: 0, failed: 0, skipped: 0 },
  direct: { total: 0, failed: 0, skipped: 0 },
  hasOwnCases: false,
});

/**
 * What a suite says of itself must be what its cases say: a report that was cut or edited shows here. One that holds
 * cases of its own must declare `tests` and `failures`.
 *
 * @throws Unreadable
 */
export const refuseContradiction = ({ element, cases, direct, hasOwnCases }: Suite): void => {
  const declared = (name: string): number | null => whole(element, name);
  const [tests, failures, skipped] = [declared("tests"), declared("failures"), declared("skipped")];
  const name = element.attributes.name ?? element.name;
  if (hasOwnCases && tests === null) unreadable(`suite "${name}" does not declare its number of tests`);
  if (hasOwnCases && failures === null) unreadable(`suite "${name}" does not declare its number of failures`);
  const failed = failures === null ? null : failures + (declared("errors") ?? 0);
  const asNode = tests === direct.total && failed === direct.failed;
  if (asNode && (skipped ?? 0) === direct.skipped) return;
  const claim = (what: string, said: number, found: number) =>
    said === found || unreadable(`suite "${name}" declares ${said} ${what}, but its test cases show ${found}`);
  if (tests !== null) claim("tests", tests, cases.total);
  if (failed !== null) claim("failures and errors", failed, cases.failed);
  // Some runners count disabled cases apart from skipped ones, some within.
  if (skipped !== null && skipped + (declared("disabled") ?? 0) !== cases.skipped)
    claim("skipped", skipped, cases.skipped);
};

const whole = ({ name, attributes }: XmlElement, attribute: string): number | null => {
  const text = attributes[attribute];
  if (text === undefined) return null;
  return /^\d{1,15}$/.test(text)
    ? Number(text)
    : unreadable(`suite "${attributes.name ?? name}" declares ${attribute}="${text}", which is no count`);
};
