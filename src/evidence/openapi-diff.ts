import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { bounded } from "./bounded.ts";
import { compareOpenapi } from "./compare-openapi.ts";
import { digestField, instantField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { openapi } from "./openapi-schema.ts";

const pair = z.strictObject({
  before: openapi,
  after: openapi,
  build: digestField.nullable().default(null),
  madeAt: instantField.nullable().default(null),
});

/**
 * Two OpenAPI 3 documents, that of the build in service and that of the candidate: `{ before, after, build, madeAt }`,
 * the last two optional. Figures `total` (operations of the old document), `passed`, `failed` (those that break their
 * callers), `skipped` and `blocked` (0, so that rules for tests can judge it), `breaking` (changes), `added`
 * (operations); a finding per breaking change.
 *
 * @throws Unreadable
 */
export const openapiDiff = (text: string): Report => {
  const { before, after, build, madeAt } = checked(pair, parseJson(text));
  const operations = compareOpenapi(before, after);
  const broken = operations.filter(({ breaks }) => breaks.length > 0);
  const added = compareOpenapi(after, before).filter(({ breaks }) => breaks.includes("it is gone"));
  const findings = broken.flatMap(({ name, breaks }) =>
    breaks.map((title) => ({ id: `${name}: ${title}`, severity: "high" as const, title, where: name })),
  );
  return bounded({
    ...blank,
    figures: {
      total: operations.length,
      passed: operations.length - broken.length,
      failed: broken.length,
      skipped: 0,
      blocked: 0,
      breaking: findings.length,
      added: added.length,
    },
    texts: { before: versionOf(before), after: versionOf(after) },
    findings,
    build,
    madeAt,
    tool: "OpenAPI",
  });
};

const versionOf = ({ info: { title, version } }: z.infer<typeof openapi>): string => `${title} ${version}`;
