import type { Release } from "../release/release.ts";

/** Reports that a line is worth; all of them stand among the issues. */
const mostNamed = 5;

/** What users said was wrong, the newest first: open or put off, and how much of it is closed (R87). */
export const feedbackInWords = ({ issues }: Pick<Release, "issues">): string => {
  const said = issues.filter(({ source }) => source === "users").toReversed();
  if (said.length === 0) return "users have reported nothing";
  const left = said.filter(({ state }) => state !== "closed");
  const named = left
    .slice(0, mostNamed)
    .map(({ id, severity, title, state }) => `${id} (${severity}, ${state}): ${title}`);
  const more = left.length > mostNamed ? [`${left.length - mostNamed} more`] : [];
  const closed = said.length - left.length;
  return [...named, ...more, ...(closed === 0 ? [] : [`${closed} closed`])].join("; ");
};
