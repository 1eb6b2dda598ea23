/** Tests of the site, wherever it runs: `HEADGATE_ENVIRONMENT_URL=http://… node --test-reporter=junit tests.ts`. */
import { equal, match } from "node:assert/strict";
import { suite, test } from "node:test";

const url = process.env.HEADGATE_ENVIRONMENT_URL;
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${url}${path}`, { headers });

suite("http-server", () => {
  test("the front page is an HTML page with its text", async () => {
    const answer = await get("/");
    equal(answer.status, 200);
    match(answer.headers.get("content-type") ?? "", /^text\/html/);
    match(await answer.text(), /Mill Lane Library/);
  });

  test("a style sheet has its own type, and may be cached", async () => {
    const { status, headers } = await get("/style.css");
    equal(status, 200);
    match(headers.get("content-type") ?? "", /^text\/css/);
    match(headers.get("cache-control") ?? "", /max-age=\d+/);
  });

  test("what is not there is not found", async () => {
    equal((await get("/nothing-here")).status, 404);
  });

  test("nothing outside the site is served", async () => {
    equal((await get("/..%2fpackage.json")).status, 404);
  });

  test("a part of a page can be asked for", async () => {
    const answer = await get("/index.html", { range: "bytes=0-8" });
    equal(answer.status, 206);
    equal(await answer.text(), "<!doctype");
  });

  test("a page that the reader has already is not sent again", async () => {
    const etag = (await get("/")).headers.get("etag") ?? "";
    equal((await get("/", { "if-none-match": etag })).status, 304);
  });
});
