import type { Requirement } from "../domain/process/process.ts";
import { lastRollout } from "../domain/release/release.ts";
import { utc } from "../domain/utc.ts";
import { longDay, short } from "./format.ts";
import { inlined } from "./inlined.ts";
import type { DocumentInput } from "./input.ts";
import { heading, type Markdown, md, section, stack } from "./markdown.ts";
import { requirementFor, stamp, type Template } from "./page.ts";
import { contacts, nameOf, roleTitle } from "./people.ts";
import { madeFrom, stateOf } from "./states.ts";

/** Headings in the order that users know (R151), each filled from the document whose id ends like this. */
const headings: readonly (readonly [ending: string, title: string])[] = [
  ["features", "What's New"],
  ["fixes", "Bug Fixes"],
  ["known-issues", "Known Issues"],
  ["upgrade", "Upgrade"],
];

/** For users, so what they want to know comes first and the stamp last. */
export const releaseNotes: Template = (input) => {
  const sources = madeFrom(input, "release-notes").filter(({ kind }) => kind === "document");
  const named = headings.map(([ending, title]) => {
    const source = sources.find(({ id }) => id.split(".").at(-1) === ending);
    return section(title, source === undefined ? md`No list of its own was filed for this.` : content(input, source));
  });
  const others = sources.filter(({ id }) => !headings.some(([ending]) => id.split(".").at(-1) === ending));
  return stack([
    heading(1, `Release ${input.release.build.version} - ${day(input)}`),
    md`${input.release.plan.impact}`,
    ...named,
    ...others.map((source) => section(source.title, content(input, source))),
    section("Need Help", md`Ask ${help(input)}.`),
    section("About this page", stamp(input)),
  ]);
};

const day = ({ release }: DocumentInput): string => {
  const at = lastRollout(release, "production", "deploy")?.promotedAt ?? release.plan.productionAt;
  return at === null ? "not dated" : longDay(at);
};

const help = (input: DocumentInput): string => {
  const owner = requirementFor(input, "release-notes")?.owner;
  const { process, release } = input;
  return owner === undefined
    ? nameOf(release.plan, release.plan.owner)
    : `the ${roleTitle(process, owner)}: ${contacts(release.plan, owner)}`;
};

/** What somebody wrote; where only its digest is known, which page that is. */
const content = (input: DocumentInput, { id, title }: Requirement): Markdown => {
  const text = input.texts?.[id];
  if (text !== undefined && text.trim() !== "") return inlined(text);
  const filed = input.release.documents[id];
  if (filed !== undefined)
    return md`See "${title}", filed ${utc(filed.at)} by ${nameOf(input.release.plan, filed.by)}, ${short(filed.document)}.`;
  const { state, reason } = stateOf(input, id);
  return state === "waived" ? md`Left out: ${reason}` : md`Not written yet.`;
};
