import type { Release } from "../release/release.ts";
import type { Issue } from "./incident.ts";

/** What it is called where people keep their issues, else here. */
export const nameOfIssue = ({ id, reference }: Pick<Issue, "id" | "reference">): string =>
  reference === "" ? id : reference;

/** What stands open or was put off, as it is shown to whoever signs. */
export const issuesInWords = ({ issues }: Pick<Release, "issues">): string =>
  issues
    .filter(({ state }) => state !== "closed")
    .map((one) => `${nameOfIssue(one)}: ${one.severity}${one.graded ? "" : " (not graded)"}, ${one.state}`)
    .join("; ") || "none";
