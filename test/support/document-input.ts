import type { DocumentInput } from "../../src/documents/input.ts";
import type { Process } from "../../src/domain/process/process.ts";
import { status } from "../../src/domain/process/status.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import type { Instant } from "../../src/domain/units.ts";
import { defaultProcess } from "./default-process.ts";
import { digestOf, given, minutes } from "./release.ts";

/** What a document is made from after this history, each line with a hash of its own. */
export const documentInput = (
  history: readonly ReleaseEvent[],
  { now = history.at(-1)?.at ?? minutes(0), process = defaultProcess }: { now?: Instant; process?: Process } = {},
): DocumentInput => {
  const release = given(...history);
  return {
    process,
    release,
    status: status(process, release, now),
    history: history.map((event, index) => ({
      event,
      actor: "by" in event ? event.by : "headgate",
      hash: digestOf(`${index} ${JSON.stringify(event)}`),
      version: index + 1,
    })),
    now,
  };
};
