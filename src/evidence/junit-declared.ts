import { unreadable } from "./unreadable.ts";
import type { XmlElement } from "./xml.ts";

/** Test cases counted one by one. */
export type Tally = { readonly total: number; readonly failed: number; readonly skipped: number };

/**
 * What a suite says of itself must be what its cases say: a report that was cut or edited shows here.
 *
 * @param required  the suite must declare `tests` and `failures`, for it holds cases of its own
 * @throws Unreadable
 */
export const refuseContradiction = (suite: XmlElement, counted: Tally, required: boolean): void => {
  const declared = (name: string): number | null => whole(suite, name);
  const [tests, failures, skipped] = [declared("tests"), declared("failures"), declared("skipped")];
  const name = suite.attributes.name ?? suite.name;
  if (required && tests === null) unreadable(`suite "${name}" does not declare its number of tests`);
  if (required && failures === null) unreadable(`suite "${name}" does not declare its number of failures`);
  const claim = (what: string, said: number, found: number) =>
    said === found || unreadable(`suite "${name}" declares ${said} ${what}, but its test cases show ${found}`);
  if (tests !== null) claim("tests", tests, counted.total);
  if (failures !== null) claim("failures and errors", failures + (declared("errors") ?? 0), counted.failed);
  // Some runners count disabled cases apart from skipped ones, some within.
  if (skipped !== null && skipped + (declared("disabled") ?? 0) !== counted.skipped)
    claim("skipped", skipped, counted.skipped);
};

const whole = (suite: XmlElement, name: string): number | null => {
  const text = suite.attributes[name];
  if (text === undefined) return null;
  return /^\d{1,15}$/.test(text)
    ? Number(text)
    : unreadable(`suite "${suite.attributes.name ?? suite.name}" declares ${name}="${text}", which is no count`);
};
