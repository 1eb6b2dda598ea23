import type { Synthetic } from "../../domain/personal-data/find-personal-data.ts";
import { findPersonalData } from "../../domain/personal-data/find-personal-data.ts";
import { addMet, type Met, sayMet } from "../../domain/personal-data/tally.ts";
import type { Millis } from "../../domain/units.ts";
import type { Look, Seen } from "../port.ts";
import { databaseTexts } from "./database-texts.ts";
import { fileTexts } from "./file-texts.ts";
import { pageTexts } from "./page-texts.ts";

export type StagingDataSettings = {
  readonly databases: readonly { readonly url: string; readonly tables: readonly string[] | null }[];
  /** Files or patterns, relative to `home`. */
  readonly files: readonly string[];
  readonly pages: readonly string[];
  /** Rows of each table at most. */
  readonly sample: number;
  readonly synthetic: Synthetic;
  readonly home: string;
  readonly within: Millis;
};

/** One text of the sample: a field, a line, a page. */
export type Sampled = { readonly place: string; readonly text: string };

/**
 * Data of real people and payment cards in samples of staging. Findings are `personal-data.<place>`, with a masked
 * sample; a text that was read is dropped at once, and never leaves this look.
 */
export const stagingData: Look<StagingDataSettings> = async (settings, signal) => {
  const sources = [
    ...settings.databases.map((one) => databaseTexts(one, settings, signal)),
    ...settings.files.map((pattern) => fileTexts(settings.home, pattern)),
    ...settings.pages.map((url) => pageTexts(url, signal)),
  ];
  let met: readonly Met[] = [];
  let texts = 0;
  for (const source of sources)
    for await (const { place, text } of source) {
      signal.throwIfAborted();
      texts += 1;
      met = addMet(met, place, findPersonalData(text, settings.synthetic));
    }
  return seenOf(met, texts);
};

const seenOf = (met: readonly Met[], texts: number): Seen => {
  const count = (kind: Met["kind"]) => met.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.count, 0);
  return {
    figures: {
      textsScanned: texts,
      cardNumbers: count("card number"),
      emailAddresses: count("e-mail address"),
      ibans: count("IBAN"),
      phoneNumbers: count("phone number"),
    },
    findings: met.map((one) => ({
      id: `personal-data.${one.place}`,
      severity: "high",
      title: sayMet(one),
      where: one.kind,
    })),
  };
};
