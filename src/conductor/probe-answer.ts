import type { Finding as Found } from "../domain/release/evidence.ts";
import type { Answer, Question, Seen } from "../probes/port.ts";
import type { Deps } from "./deps.ts";

export type Figures = Readonly<Record<string, number>>;
export type Finding = Found;
/** By the name of the figure that counts them. */
type Lists = Readonly<Record<string, readonly string[]>>;
type Texts = Readonly<Record<string, string>>;

/** What a probe of Headgate's own saw, in the format `figures`. */
export const told = (
  deps: Pick<Deps, "now">,
  { build }: Question,
  probe: string,
  figures: Figures,
  findings: readonly Finding[] = [],
  texts: Texts = {},
  lists: Lists = {},
): Answer => {
  const [madeAt, tool] = [new Date(deps.now()).toISOString(), `headgate ${probe}`];
  const report = { figures, texts, lists, findings, build, madeAt, tool };
  return { format: "figures", source: `probe ${probe}`, raw: new TextEncoder().encode(JSON.stringify(report)) };
};

/** One part of an answer that is made of several. */
export type Part = Seen & { readonly lists?: Lists };

export const finding = (title: string, where: string): Finding => ({ id: title, severity: "high", title, where });
