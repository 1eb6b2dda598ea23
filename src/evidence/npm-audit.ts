import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { countField, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { severityFigures } from "./severity-figures.ts";
import { unreadable } from "./unreadable.ts";
import { rated, type Weakness, weakness } from "./weakness.ts";

const advisory = z.looseObject({
  source: z.union([z.string(), z.number()]).optional(),
  name: wordsField,
  title: z.string().default(""),
  url: z.string().default(""),
  severity: z.string().optional(),
  cvss: z.looseObject({ score: z.number().min(0).max(10).optional() }).optional(),
  range: z.string().default(""),
});
type Advisory = z.infer<typeof advisory>;

const vulnerable = z.looseObject({
  name: wordsField,
  severity: wordsField,
  via: z.array(z.union([wordsField, advisory])),
  range: z.string().default(""),
});

const report = z.looseObject({
  auditReportVersion: z.literal(2, {
    error: "only version 2 of npm's audit report is read, and an audit that failed is none",
  }),
  vulnerabilities: z.record(z.string(), vulnerable),
  metadata: z.looseObject({
    vulnerabilities: z.looseObject({ total: countField }),
    dependencies: z.looseObject({ total: countField }),
  }),
});
type Audit = z.infer<typeof report>;

/**
 * `npm audit --json`. Figures `critical`, `high`, `medium`, `low`, `total`, `unrated` count advisories, each once per
 * package that it is about, and not once more for every package that needs that one; `dependencies`: how many were
 * looked at. It names neither build nor date.
 *
 * @throws Unreadable, also when it looked at no package, or counts other than it lists
 * @source https://docs.npmjs.com/cli/v11/commands/npm-audit
 */
export const npmAudit = (text: string): Report => {
  const { vulnerabilities, metadata } = checked(report, parseJson(text));
  const [listed, said] = [Object.keys(vulnerabilities).length, metadata.vulnerabilities.total];
  if (metadata.dependencies.total === 0) unreadable("it looked at no package, so nothing was scanned");
  if (listed !== said) unreadable(`it counts ${said} vulnerable packages and lists ${listed}`);
  const unique = new Map(causes(vulnerabilities).map((one) => [`${one.name} ${one.component}`, one]));
  const { findings, unrated } = rated([...unique.values()].map(weakness));
  const figures = { ...severityFigures(findings), unrated, dependencies: metadata.dependencies.total };
  return { ...blank, figures, findings, tool: "npm audit" };
};

/** A package whose cause is not listed counts itself. */
const causes = (all: Audit["vulnerabilities"]): readonly Weakness[] =>
  Object.values(all).flatMap(({ name, severity, via, range }) => {
    const advisories = via.filter((one) => typeof one !== "string");
    const isExplained = via.some((one) => typeof one === "string" && Object.hasOwn(all, one));
    if (advisories.length > 0 || isExplained) return advisories.map(toWeakness);
    return [
      { name, component: purl(name), word: severity, title: `${name} is vulnerable`, where: `${name} ${range}`.trim() },
    ];
  });

const toWeakness = ({ source, name, title, url, severity, cvss, range }: Advisory): Weakness => ({
  name: /GHSA-[\w-]+/.exec(url)?.[0] ?? `npm-${source ?? title}`,
  component: purl(name),
  word: severity,
  // npm writes 0 where nobody scored it.
  scores: cvss?.score === undefined || cvss.score === 0 ? [] : [cvss.score],
  title,
  where: `${name} ${range}`.trim(),
});

const purl = (name: string): string => `pkg:npm/${name.replace(/^@/, "%40")}`;
