import type { Outcome, TestCase } from "./collect-tests.ts";
import { firstLine } from "./kept-text.ts";
import { unreadable } from "./unreadable.ts";
import type { XmlElement } from "./xml.ts";

/** A `<testcase>` while it is open, and what was in it so far. */
export type OpenCase = { readonly element: XmlElement; readonly inside: Set<string>; message: string; todo: boolean };

export const openedCase = (element: XmlElement): OpenCase => ({
  element,
  inside: new Set(),
  message: "",
  todo: false,
});

/** An element directly in the case. */
export const noteInside = (test: OpenCase, { name, attributes }: XmlElement): void => {
  test.inside.add(name);
  if (name === "skipped" && attributes.type === "todo") test.todo = true;
  if ((name === "failure" || name === "error") && test.message === "")
    test.message = firstLine(attributes.message ?? "");
};

/** What was known beforehand to fail is not a failure and no success either: it counts as skipped. */
export const outcomeOf = ({ element: { attributes }, inside, todo }: OpenCase): Outcome => {
  if (!todo && (inside.has("failure") || inside.has("error"))) return "failed";
  // GoogleTest writes no <skipped>, but says that a case was not run.
  const notRun = attributes.status === "notrun" || ["skipped", "suppressed"].includes(attributes.result ?? "");
  return notRun || inside.has("skipped") || inside.has("disabled") ? "skipped" : "passed";
};

export const closedCase = (test: OpenCase): TestCase => {
  const { classname, name = "unnamed", file, line, time } = test.element.attributes;
  return {
    id: classname ? `${classname}.${name}` : name,
    outcome: outcomeOf(test),
    title: test.message || `${name} failed`,
    where: file ? (line ? `${file}:${line}` : file) : (classname ?? ""),
    ms: time === undefined ? null : msOf(time),
  };
};

/** Seconds, with the thousands separators that Maven writes. */
const seconds = /^\d+(,\d{3})*(\.\d+)?([eE][+-]?\d+)?$/;

const msOf = (time: string): number => {
  if (!seconds.test(time)) unreadable(`a test case took time="${time}", which is no number of seconds`);
  const ms = Number(time.replaceAll(",", "")) * 1_000;
  return Number.isFinite(ms) ? ms : unreadable("its times are out of all bounds");
};
