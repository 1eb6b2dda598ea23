import type { Config } from "../config/config.ts";
import { allowDifferences } from "../domain/parity/allow-differences.ts";
import { millis } from "../domain/units.ts";
import type { SideDeps } from "./describe-side.ts";
import type { Figures, Finding } from "./probe-answer.ts";

export type ScanSeen = {
  readonly figures: Figures;
  readonly findings: readonly Finding[];
  /** What was found and is not allowed, in words. */
  readonly open: readonly string[];
  readonly allowed: readonly string[];
};

/** `where` of a finding about payment cards. */
export const cardData = "card number";

/**
 * Data of real people and payment cards in samples of staging; null when headgate.yaml does not say where to look. A
 * place may be allowed with a reason, `personal-data.<table>.<column>`; card numbers may not.
 */
export const scanStaging = async (deps: SideDeps, config: Config, signal: AbortSignal): Promise<ScanSeen | null> => {
  const { parity } = config;
  if (parity?.stagingData == null) return null;
  const { databases, files, pages, sample } = parity.stagingData;
  const { url } = deps.world.environment(config, "staging");
  const settings = {
    databases,
    files,
    pages: pages.map((path) => url + path),
    sample,
    synthetic: parity.synthetic,
    home: deps.home,
    within: millis(60_000),
  };
  const { figures, findings } = await deps.looks.stagingData(settings, signal);
  const found = findings.map(({ id, title, where }) => ({ what: id, says: title, where, ratio: null }));
  const rules = parity.allowed.filter(({ what }) => what.startsWith("personal-data."));
  const sorted = allowDifferences(
    found.filter(({ where }) => where !== cardData),
    rules,
  );
  const open = [...found.filter(({ where }) => where === cardData), ...sorted.open];
  return {
    figures,
    findings: [
      ...open.map(({ what, says, where }): Finding => ({ id: what, severity: "high", title: says, where })),
      ...sorted.allowed.map(({ what, says, where, reason }): Finding => {
        return { id: what, severity: "info", title: `${says}; allowed: ${reason}`, where };
      }),
    ],
    open: open.map(({ says }) => says),
    allowed: sorted.allowed.map(({ says }) => says),
  };
};
