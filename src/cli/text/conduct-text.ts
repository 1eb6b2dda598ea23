import { says } from "../../api/to-history-answer.ts";
import type { News } from "../../conductor/engine.ts";
import type { Instant } from "../../domain/units.ts";
import { showMoment } from "./time.ts";

/** One line for each thing that happened: time in UTC, the release, and who did what. */
export const newsLines = (news: News, now: Instant): readonly string[] => {
  const line = (release: string | null, text: string) => `${showMoment(now)}  ${release ?? "headgate"}  ${text}`;
  switch (news.kind) {
    case "entries":
      return news.entries.map((entry) => `${showMoment(entry.at)}  ${news.release}  ${entry.actor.id}  ${says(entry)}`);
    case "taken":
      return [line(news.release, "is conducted here from now on")];
    case "given back":
      return [line(news.release, "is not conducted here any more")];
    case "lost":
      return [line(news.release, "was not held in time; another conductor may go on with it")];
    case "trouble":
      return [line(news.release, `cannot be worked on now: ${news.problem}`)];
    case "unauthorised": {
      const { environment, findings } = news;
      if (findings.length === 0) return [line(environment, "what runs is again what was released there")];
      return findings.map((finding) => line(environment, `UNAUTHORISED CHANGE: ${finding}`));
    }
    case "conductors":
      return [line(null, news.alive === 1 ? "conducts alone" : `shares the releases with ${news.alive - 1} more`)];
  }
};

/** The same as one JSON object each. */
export const newsAnswers = (news: News, now: Instant): readonly object[] => {
  const at = new Date(now).toISOString();
  if (news.kind !== "entries") return [{ at, ...news }];
  return news.entries.map(({ version, at: written, actor, type, data }) => ({
    at: new Date(written).toISOString(),
    kind: "entry",
    release: news.release,
    version,
    actor,
    type,
    data,
  }));
};
