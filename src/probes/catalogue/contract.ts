import { type Shape, shapeDifferences, shapeOf } from "../../domain/shape/shape.ts";
import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { askPage } from "./ask-page.ts";
import { couldNotLook } from "./could-not-look.ts";
import { filled } from "./variables.ts";

export type ContractSettings = {
  readonly url: string;
  /** Headers to send; `$NAME` in a value stands for a variable. */
  readonly send: Readonly<Record<string, string>>;
  /** Where the recorded answer lies, and its text. */
  readonly recorded: { readonly where: string; readonly text: string };
  readonly within: Parameters<typeof askPage>[0]["within"];
};

/** A recorded answer against a live one to a safe call: fields that are gone or another kind now (R107). */
export const contract: Look<ContractSettings> = async ({ url, send, recorded, within }, signal) => {
  const probe = `contract ${url}`;
  const was = shapeIn(recorded.text);
  if (was === null) throw couldNotLook(probe, `${recorded.where} is no JSON`, "Record an answer again.");
  const sent = Object.entries(send).map(([name, text]) => [name, filled(probe, text)] as const);
  const headers = Object.fromEntries(sent.map(([name, { text }]) => [name, text]));
  const asked = await askPage({ url, headers, ca: null, within }, signal);
  const hide = (text: string): string => sent.reduce((rest, [, one]) => one.hide(rest), text);
  if ("problem" in asked) throw couldNotLook(probe, hide(asked.problem), "See that the other side answers.");
  if (asked.page.status !== 200)
    return answered("contract", url, [`answered ${asked.page.status}; the recorded answer cannot be held against it`]);
  const is = shapeIn(asked.page.body);
  const changed = is === null ? ["the answer is no JSON"] : shapeDifferences(was, is).map(inWords);
  return answered("contract", url, changed, { fields: was.size, changed: changed.length });
};

const inWords = ({ at, was, is }: ReturnType<typeof shapeDifferences>[number]): string => `${at} was ${was}, is ${is}`;

const shapeIn = (text: string): Shape | null => {
  try {
    return shapeOf(JSON.parse(text));
  } catch {
    return null;
  }
};
