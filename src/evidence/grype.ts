import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { readInstant, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { oneBuild } from "./one-build.ts";
import { severityFigures } from "./severity-figures.ts";
import { unreadable } from "./unreadable.ts";
import { rated, weakness } from "./weakness.ts";

const match = z.looseObject({
  vulnerability: z.looseObject({
    id: wordsField,
    severity: z.string().optional(),
    description: z.string().default(""),
    cvss: z
      .array(z.looseObject({ metrics: z.looseObject({ baseScore: z.number().min(0).max(10).optional() }).optional() }))
      .default([]),
    fix: z.looseObject({ versions: z.array(z.string()).nullish(), state: z.string().optional() }).optional(),
  }),
  relatedVulnerabilities: z.array(z.looseObject({ id: wordsField })).default([]),
  artifact: z.looseObject({
    name: wordsField,
    version: z.string().default(""),
    type: z.string().default(""),
    purl: z.string().default(""),
  }),
});

const image = z.looseObject({
  manifestDigest: z.string().default(""),
  repoDigests: z
    .array(z.string())
    .nullish()
    .transform((digests) => digests ?? []),
});

const report = z.looseObject({
  matches: z.array(match, { error: "it has no list of matches, so nothing was scanned" }),
  ignoredMatches: z
    .array(z.unknown())
    .nullish()
    .transform((matches) => matches ?? []),
  source: z.looseObject(
    { type: wordsField, target: z.union([wordsField, image]) },
    { error: "it does not say what was scanned" },
  ),
  descriptor: z.looseObject({
    name: wordsField,
    version: z.string().default(""),
    timestamp: z.string().optional(),
    db: z.looseObject({ error: z.unknown().optional(), valid: z.boolean().optional() }).optional(),
  }),
});

/**
 * Grype's JSON report. Figures `critical`, `high`, `medium`, `low`, `total`, `unrated`, `fixable`, and `ignored`: what its
 * own rules left out.
 *
 * @throws Unreadable, also when it does not say what was scanned, or its database was not sound
 * @source https://github.com/anchore/grype, `-o json`
 */
export const grype = (text: string): Report => {
  const { matches, ignoredMatches, source, descriptor } = checked(report, parseJson(text));
  const { db } = descriptor;
  if (db?.valid === false || (db?.error !== undefined && db.error !== null && db.error !== ""))
    unreadable("its database of vulnerabilities was not sound, so what it did not find proves nothing");
  const { findings, unrated } = rated(matches.map(found));
  return {
    ...blank,
    figures: {
      ...severityFigures(findings),
      unrated,
      fixable: matches.filter(({ vulnerability: { fix } }) => fix?.state === "fixed").length,
      ignored: ignoredMatches.length,
    },
    findings,
    build: buildOf(source.target),
    madeAt: descriptor.timestamp === undefined ? null : readInstant(descriptor.timestamp),
    tool: `${descriptor.name} ${descriptor.version}`.trim(),
  };
};

const found = ({ vulnerability, relatedVulnerabilities, artifact }: z.infer<typeof match>) => {
  const versions = vulnerability.fix?.versions ?? [];
  return weakness({
    name: vulnerability.id,
    aliases: relatedVulnerabilities.map(({ id }) => id),
    component: artifact.purl || `${artifact.type} ${artifact.name}`.trim(),
    word: vulnerability.severity,
    scores: vulnerability.cvss.flatMap(({ metrics }) => metrics?.baseScore ?? []),
    title: `${vulnerability.description || vulnerability.id}${versions.length === 0 ? "" : `; fixed in ${versions.join(", ")}`}`,
    where: `${artifact.name} ${artifact.version}`.trim(),
  });
};

/** A registry's digest is the one that images are deployed by; an archive has that of its manifest alone. */
const buildOf = (target: z.infer<typeof report>["source"]["target"]) =>
  typeof target === "string" ? null : (oneBuild(target.repoDigests) ?? oneBuild([target.manifestDigest]));
