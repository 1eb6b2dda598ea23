import type { ReleasesAnswer } from "../../api/status-answer.ts";
import { columns } from "./columns.ts";
import { showMinute } from "./time.ts";

/** The list of releases; those that are over only under `all`. */
export const releasesText = ({ releases }: ReleasesAnswer, all: boolean): string => {
  if (releases.length === 0)
    return "There is no release yet.\nOpen one: headgate open --version V --build DIR --as <person>";
  const shown = releases.filter(({ phase }) => all || phase === "open" || phase === "unreadable");
  const over = releases.length - shown.length;
  const rows = shown.map(({ id, phase, stage, blocking, updatedAt, problem }) => [
    id,
    phase,
    problem === null ? stage : "",
    problem ?? (phase === "open" ? `${blocking} blocking` : ""),
    showMinute(updatedAt),
  ]);
  return [
    ...(rows.length === 0
      ? ["No release is open."]
      : columns([["RELEASE", "STATE", "STAGE", "", "LAST CHANGE"], ...rows])),
    ...(over === 0 ? [] : [`${over} more ${over === 1 ? "is" : "are"} over: headgate status --all`]),
  ].join("\n");
};
