import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "../../src/free-port.ts";
import { followGuide, hasTools } from "../support/guide.ts";

const headgate = resolve(import.meta.dirname, "../../bin/headgate");

test.runIf(hasTools("curl"))(
  "who follows the page of the first release has a service behind the router, a server, and a release with evidence",
  { timeout: 300_000 },
  async () => {
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    const change = { 8090: String(ports[0]), 8091: String(ports[1]), 8092: String(ports[2]) };
    await using followed = await followGuide({ page: "docs/first-release.md", change });

    // Whatever became of the page: instances and routers outlive whoever started them.
    for (const place of ["staging", "production"])
      spawnSync(headgate, ["down", place, "--reason", "the test is over", "--as", "ada"], { cwd: followed.path });
    expect(followed.exit, followed.said).toBe(0);
    for (const told of ["shop 1.0.0", `http://localhost:${ports[0]}/invitation#`, "shop-1.1.0", "tests.xml"])
      expect(followed.said).toContain(told);
    expect(readdirSync(followed.path)).toEqual(expect.arrayContaining(["plan.txt", "status.txt", "invitation.txt"]));
  },
);
