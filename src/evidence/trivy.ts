import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { countField, readInstant, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { oneBuild } from "./one-build.ts";
import { severityFigures } from "./severity-figures.ts";
import { rated, weakness } from "./weakness.ts";

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
const score = z.number().min(0).max(10).optional();
const common = { Severity: wordsField, Title: z.string().default("") };

const vulnerability = z.looseObject({
  ...common,
  VulnerabilityID: wordsField,
  VendorIDs: list(z.string()),
  PkgName: wordsField,
  InstalledVersion: z.string().default(""),
  FixedVersion: z.string().default(""),
  PkgIdentifier: z.looseObject({ PURL: z.string().optional() }).optional(),
  CVSS: z.record(z.string(), z.looseObject({ V3Score: score, V40Score: score })).default({}),
});
const misconfiguration = z.looseObject({
  ...common,
  ID: wordsField,
  Status: z.enum(["FAIL", "PASS", "EXCEPTION"]).default("FAIL"),
});
const secret = z.looseObject({ ...common, RuleID: wordsField, StartLine: countField.optional() });

const result = z.looseObject({
  Target: wordsField,
  Type: z.string().default(""),
  Vulnerabilities: list(vulnerability),
  Misconfigurations: list(misconfiguration),
  Secrets: list(secret),
  ExperimentalModifiedFindings: list(z.unknown()),
});
type Result = z.infer<typeof result>;

const nothing = "it names no target that was looked at, so nothing was scanned";
const report = z.looseObject({
  SchemaVersion: z.literal(2, { error: "only version 2 of Trivy's report is read" }),
  CreatedAt: z.string().optional(),
  ArtifactName: wordsField,
  Trivy: z.looseObject({ Version: z.string() }).optional(),
  Metadata: z.looseObject({ RepoDigests: list(z.string()) }).optional(),
  Results: z.array(result, { error: nothing }).min(1, { error: nothing }),
});

/**
 * Trivy's JSON report. Figures `critical`, `high`, `medium`, `low`, `total` over vulnerabilities, failed
 * misconfigurations and secrets of all targets; `vulnerabilities`, `misconfigurations`, `secrets`, `unrated`, `targets`,
 * and `suppressed`: what Trivy was told to leave out. Licences are not read.
 *
 * @throws Unreadable, also when no target was scanned
 * @source https://trivy.dev/latest/docs/configuration/reporting/#json
 */
export const trivy = (text: string): Report => {
  const { Results: results, Metadata, CreatedAt, Trivy } = checked(report, parseJson(text));
  const [vulnerabilities, misconfigurations, secrets] = [vulnerable, misconfigured, leaked].map((of) =>
    results.flatMap(of),
  ) as [Found, Found, Found];
  const { findings, unrated } = rated([...vulnerabilities, ...misconfigurations, ...secrets]);
  return {
    ...blank,
    figures: {
      ...severityFigures(findings),
      unrated,
      vulnerabilities: vulnerabilities.length,
      misconfigurations: misconfigurations.length,
      secrets: secrets.length,
      suppressed: results.flatMap((one) => one.ExperimentalModifiedFindings).length,
      targets: results.length,
    },
    findings,
    build: oneBuild(Metadata?.RepoDigests ?? []),
    madeAt: CreatedAt === undefined ? null : readInstant(CreatedAt),
    tool: ["Trivy", Trivy?.Version ?? ""].join(" ").trim(),
  };
};

type Found = ReturnType<typeof weakness>[];

const vulnerable = ({ Target, Type, Vulnerabilities }: Result): Found =>
  Vulnerabilities.map((one) =>
    weakness({
      name: one.VulnerabilityID,
      aliases: one.VendorIDs,
      component: one.PkgIdentifier?.PURL ?? `${Type} ${one.PkgName}`.trim(),
      word: one.Severity,
      scores: Object.values(one.CVSS).flatMap(({ V3Score, V40Score }) => [V3Score ?? [], V40Score ?? []].flat()),
      title: `${one.Title || one.VulnerabilityID}${one.FixedVersion === "" ? "" : `; fixed in ${one.FixedVersion}`}`,
      where: `${Target}: ${one.PkgName} ${one.InstalledVersion}`.trim(),
    }),
  );

const misconfigured = ({ Target, Misconfigurations }: Result): Found =>
  Misconfigurations.filter(({ Status }) => Status === "FAIL").map(({ ID, Severity, Title }) =>
    weakness({ name: ID, component: Target, word: Severity, title: Title || ID, where: Target }),
  );

/** By rule and file: the line moves, and the match is masked. */
const leaked = ({ Target, Secrets }: Result): Found =>
  Secrets.map(({ RuleID, Severity, Title, StartLine }) =>
    weakness({
      name: RuleID,
      component: Target,
      word: Severity,
      title: Title || RuleID,
      where: StartLine === undefined ? Target : `${Target}:${StartLine}`,
    }),
  );
