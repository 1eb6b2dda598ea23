/** A report of Trivy on an image without a digest of its own; `found` maps a CVE to its severity. */
export const trivyReport = (found: Readonly<Record<string, string>>, installed = "1.0.0"): string =>
  JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: "shop",
    ArtifactType: "filesystem",
    Results: [
      {
        Target: "package-lock.json",
        Class: "lang-pkgs",
        Type: "npm",
        Vulnerabilities: Object.entries(found).map(([id, severity]) => ({
          VulnerabilityID: id,
          PkgName: "left-pad",
          PkgIdentifier: { PURL: `pkg:npm/left-pad@${installed}` },
          InstalledVersion: installed,
          Severity: severity,
          Title: "a weakness",
        })),
      },
    ],
  });

export const openVex = (name: string, product: string, author: string, at: Date): string =>
  JSON.stringify({
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": "https://openvex.example.test/1",
    author,
    timestamp: at.toISOString(),
    version: 1,
    statements: [
      {
        vulnerability: { name },
        products: [{ "@id": product }],
        status: "not_affected",
        justification: "vulnerable_code_not_in_execute_path",
      },
    ],
  });

/** JUnit XML of passed tests. */
export const junitOf = (names: readonly string[]): string =>
  `<testsuite name="shop" tests="${names.length}" failures="0">${names
    .map((name) => `<testcase classname="shop" name="${name}"/>`)
    .join("")}</testsuite>`;

export const k6Of = (p95: number): string =>
  JSON.stringify({ metrics: { http_req_duration: { "p(95)": p95 }, http_reqs: { count: 5_000, rate: 100 } } });
