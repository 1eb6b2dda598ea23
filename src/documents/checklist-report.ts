import { checklist, type ItemPart, type ItemStatus } from "../domain/process/checklist.ts";
import { utc } from "../domain/utc.ts";
import { evidenceOf } from "./evidence.ts";
import type { DocumentInput } from "./input.ts";
import { type Markdown, md, section, stack, subsection, table } from "./markdown.ts";
import { page, type Template } from "./page.ts";
import { waiverTable } from "./waivers.ts";

/** Every item with its state, why it matters, and the evidence for it (R38, R39, R50). */
export const checklistReport: Template = (input) => {
  const { process, release, status, now } = input;
  const items = checklist(process, release, status, now).toSorted((a, b) => a.number - b.number);
  return page(
    input,
    "checklist-report",
    section(
      "Items",
      table(
        ["No.", "Item", "State", "Good until", "What was found"],
        items.map(({ number, title, state, reason, parts }) => [number, title, state, goodUntil(parts), reason]),
      ),
    ),
    ...items.map((item) => itemSection(input, item)),
    section("Waivers", waiverTable(input)),
  );
};

const goodUntil = (parts: readonly ItemPart[]): string => {
  const ends = parts.flatMap(({ goodUntil: end }) => end ?? []);
  return ends.length === 0 ? "no end" : utc(ends.reduce((a, b) => (a < b ? a : b)));
};

const itemSection = (input: DocumentInput, { number, title, parts }: ItemStatus): Markdown =>
  section(
    `Item ${number}: ${title}`,
    ...parts.map((part) => {
      const check = input.process.requirements.find((one) => one.id === part.id);
      return check?.kind === "check"
        ? subsection(check.title, ...evidenceOf(input, check))
        : subsection(part.title, stack([md`${part.id}: **${part.state}**. Why it matters: ${part.why}`, seen(part)]));
    }),
  );

const seen = ({ seen: found }: ItemPart): Markdown =>
  table(
    ["Who or what", "When", "From"],
    found.map(({ part, source, at, digest }) => [part === "" ? source : part, utc(at), part === "" ? digest : source]),
  );
