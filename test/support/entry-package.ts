import { createHash } from "node:crypto";
import { type Digest, digest, type Instant } from "../../src/domain/units.ts";

export type Item = {
  readonly requirement: string;
  readonly part: string;
  readonly format: string;
  readonly file: string;
};
export type EntryPackage = {
  readonly manifest: { readonly build: Digest; readonly items: readonly Item[] };
  /** Bytes by the path that the manifest names. */
  readonly files: Readonly<Record<string, Uint8Array>>;
};

/** What a validated build brings: nine reports, all of them good, signed by `iris` (compliance), `pia` and `ed`. */
export const entryPackage = ({ build, at }: { build: Digest; at: Instant }): EntryPackage => {
  const when = new Date(at).toISOString();
  const reports = {
    "functional.xml": junitXml(
      "cart",
      ["adds an item", "removes an item", "keeps the cart over a sign-in"],
      build,
      when,
    ),
    "integration.xml": junitXml("payments", ["takes a card", "refunds a card"], build, when),
    "k6.json": json(k6Summary(build, when)),
    "sast.sarif": json(sarifLog("Semgrep OSS", "1.96.0", build, when)),
    "dast.sarif": json(sarifLog("ZAP", "2.15.0", build, when)),
    "sca.sarif": json(sarifLog("Trivy", "0.57.1", build, when)),
    "compliance.json": json(complianceRecord(build, when)),
    "uat.json": json(uatRecord(build, when)),
  };
  const decided = Object.fromEntries(Object.entries(reports).map(([path, text]) => [path, bytes(text)]));
  const evidence = Object.values(decided).map(digestOf);
  const files = { ...decided, "go-no-go.json": bytes(json(decision(build, at, evidence))) };
  return { manifest: { build, items }, files };
};

const items: readonly Item[] = [
  { requirement: "entry.functional", part: "", format: "junit", file: "functional.xml" },
  { requirement: "entry.integration", part: "", format: "junit", file: "integration.xml" },
  { requirement: "entry.performance", part: "", format: "k6", file: "k6.json" },
  { requirement: "entry.security", part: "sast", format: "sarif", file: "sast.sarif" },
  { requirement: "entry.security", part: "dast", format: "sarif", file: "dast.sarif" },
  { requirement: "entry.security", part: "sca", format: "sarif", file: "sca.sarif" },
  { requirement: "entry.compliance", part: "", format: "compliance", file: "compliance.json" },
  { requirement: "entry.uat", part: "", format: "uat", file: "uat.json" },
  { requirement: "entry.go-no-go", part: "", format: "go-no-go", file: "go-no-go.json" },
];

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const digestOf = (raw: Uint8Array): Digest => digest(`sha256:${createHash("sha256").update(raw).digest("hex")}`);

const junitXml = (suite: string, cases: readonly string[], build: Digest, when: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="vitest tests" tests="${cases.length}" failures="0" errors="0" time="${cases.length / 10}">
  <testsuite name="${suite}" timestamp="${when}" hostname="ci" tests="${cases.length}" failures="0" errors="0" skipped="0" time="${cases.length / 10}">
    <properties>
      <property name="build.digest" value="${build}"/>
    </properties>
${cases.map((name) => `    <testcase classname="${suite}" name="${name}" time="0.1"/>`).join("\n")}
  </testsuite>
</testsuites>
`;

const k6Summary = (build: Digest, when: string) => ({
  metrics: {
    http_req_duration: {
      type: "trend",
      contains: "time",
      values: { avg: 61.2, min: 12.4, med: 54.9, max: 402.7, "p(90)": 96.3, "p(95)": 128.4, "p(99)": 231.9 },
    },
    http_reqs: { type: "counter", contains: "default", values: { count: 360_000, rate: 1_199.6 } },
    http_req_failed: { type: "rate", contains: "default", values: { rate: 0.00025, passes: 90, fails: 359_910 } },
  },
  state: { testRunDurationMs: 300_100 },
  build,
  madeAt: when,
});

/** One medium finding that is open, and one high that somebody accepted: a scan without a single result looks unreal. */
const sarifLog = (name: string, version: string, build: Digest, when: string) => ({
  $schema: "https://json.schemastore.org/sarif-2.1.0.json",
  version: "2.1.0",
  runs: [
    {
      tool: {
        driver: {
          name,
          semanticVersion: version,
          rules: [
            { id: "weak-header", properties: { "security-severity": "5.3" } },
            { id: "debug-route", defaultConfiguration: { level: "error" } },
          ],
        },
      },
      invocations: [{ executionSuccessful: true, endTimeUtc: when }],
      results: [
        result("weak-header", 0, "src/http.ts", 41),
        {
          ...result("debug-route", 1, "src/debug.ts", 7),
          suppressions: [{ kind: "external", status: "accepted", justification: "only built into test images" }],
        },
      ],
      properties: { "build.digest": build },
    },
  ],
});

const result = (ruleId: string, ruleIndex: number, uri: string, startLine: number) => ({
  ruleId,
  ruleIndex,
  message: { text: `${ruleId} in ${uri}` },
  locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }],
});

const complianceRecord = (build: Digest, when: string) => ({
  controls: [
    { framework: "SOC2", id: "CC8.1", status: "satisfied", evidence: "https://wiki.example/soc2/cc8.1" },
    { framework: "SOC2", id: "CC7.2", status: "satisfied", evidence: "https://wiki.example/soc2/cc7.2" },
    { framework: "PCI-DSS", id: "6.5.4", status: "satisfied", evidence: "https://wiki.example/pci/6.5.4" },
    { framework: "PCI-DSS", id: "3.4", status: "not applicable", evidence: "" },
  ],
  signedBy: "iris",
  signedAt: when,
  build,
});

const uatRecord = (build: Digest, when: string) => ({
  release: "shop 2.4.0",
  build,
  decision: "GO",
  conditions: [],
  scenarios: [
    { name: "buy one item as a guest", result: "passed" },
    { name: "return an item", result: "passed" },
  ],
  participants: ["pia", "kim"],
  outstanding: [],
  signedBy: "pia",
  signedAt: when,
});

const week = 7 * 24 * 60 * 60 * 1000;
const decision = (build: Digest, at: Instant, evidence: readonly Digest[]) => ({
  decision: "GO",
  decidedBy: "ed",
  decidedAt: new Date(at).toISOString(),
  expires: new Date(at + week).toISOString(),
  evidence,
  build,
});
