import { request } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import type { Pages } from "../../src/server/load-pages.ts";
import { loadPages } from "../../src/server/load-pages.ts";
import { folder } from "../support/folder.ts";
import { serveHome } from "../support/serve.ts";
import { builtPages } from "../support/story-pages.ts";

let pages: Pages;
beforeAll(async () => {
  pages = await builtPages();
});

/** As it is asked, without what `fetch` does to a path. */
const raw = (url: string, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((done, fail) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path, headers }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part as Buffer);
      done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) });
    })
      .on("error", fail)
      .end();
  });

describe("the web application", () => {
  test("stands at every address that is no route, and trusts nobody but this server", async () => {
    await using served = await serveHome({ pages });
    for (const path of ["/", "/releases/shop-1.1.0/room", "/invitation"]) {
      const { status, headers, body } = await raw(served.url, path);
      expect(status).toBe(200);
      expect(body.toString()).toContain('<div id="root">');
      expect(headers).toMatchObject({
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-cache",
        "content-security-policy": expect.stringContaining("default-src 'self'"),
        "x-frame-options": "DENY",
      });
    }
    expect((await raw(served.url, "/api/v1/nothing")).headers["content-type"]).toContain("application/problem+json");
  });

  test("comes small, is kept for good under its name, and is not sent again when it is the same", async () => {
    await using served = await serveHome({ pages });
    const scripts = [...pages].filter(([path]) => path.startsWith("assets/") && path.endsWith(".js"));
    const [name] = scripts.toSorted(([, a], [, b]) => b.bytes.length - a.bytes.length)[0]!;
    const { headers, body } = await raw(served.url, `/${name}`, { "accept-encoding": "gzip, br" });
    expect(headers).toMatchObject({
      "content-encoding": "br",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
    });
    expect(body.length).toBeLessThan(pages.get(name)!.bytes.length / 2);
    const again = await raw(served.url, `/${name}`, { "if-none-match": String(headers.etag) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  test.each([
    "/assets/gone.js",
    "/assets/../../package.json",
    "/..%2f..%2fpackage.json",
    "/%2e%2e/package.json",
    "//etc/passwd",
  ])("hands out nothing but its own files: %s", async (path) => {
    await using served = await serveHome({ pages });
    const { body } = await raw(served.url, path);
    expect(body.toString()).not.toMatch(/"dependencies"|root:/);
  });

  test("says so where nobody built it", async () => {
    await using empty = await folder();
    expect(await loadPages(`${empty.path}/dist`)).toBeNull();
    await using served = await serveHome({ pages: null });
    const { status, body } = await raw(served.url, "/");
    expect([status, body.toString()]).toEqual([503, expect.stringContaining("npm run build")]);
  });
});
