import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { freePort } from "../../src/free-port.ts";
import { followGuide, hasTools } from "../support/guide.ts";
import { serveHome } from "../support/serve.ts";

const page = "docs/api.md";

describe.runIf(hasTools("curl", "jq", "zip"))(page, () => {
  test("who follows it opens a release, proves it, signs, and follows what happens", { timeout: 300_000 }, async () => {
    await using followed = await followGuide({ page, change: { 8090: String(await freePort()) } });

    expect(followed.exit, followed.said).toBe(0);
    const told = [
      '["shop-1.1.0","release shop-1.1.0 opened by bot',
      '["entry.functional","recorded",""]',
      "idempotency-replayed: true",
      '"code": "INPUT_INVALID"',
      '["AGENT_FORBIDDEN"',
      "PROOF_WANTED",
      "waiver of entry.integration asked for by ben",
      '\n"text":"two"\n$',
      "shop-1.1.0  open",
    ];
    for (const one of told) expect(followed.said).toContain(one);
  });
});

test("every route that the page names is in the API document", async () => {
  await using served = await serveHome();
  const { body } = await served.ask(null, "GET", "/api/v1/openapi.json");
  const paths = Object.keys((body as { paths: object }).paths).map((path) => path.replaceAll(/\{\w+\}/g, "{}"));
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), "utf8");
  const named = [...text.matchAll(/`(?:GET|POST) (\/[^`]+)`/g)]
    .map(([, path = ""]) => path.replace(/^(?!\/api)/, "/api/v1").replaceAll(/\{\w+\}/g, "{}"))
    .filter((path) => !path.endsWith("…"));

  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((path) => !paths.includes(path))).toEqual([]);
});
