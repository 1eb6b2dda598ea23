import { expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { utc } from "../../src/domain/utc.ts";
import { type Said, shell } from "../support/headgate.ts";
import { writeBuild } from "../support/service.ts";

const json = ({ out }: Said) => JSON.parse(out);
const file = `service: shop
owner: ada
people:
  ada: { name: Ada Reyes, email: ada@example.test, roles: [devops-lead, sre, tech-lead, qa-lead] }
  ben: { name: Ben Okoye, email: ben@example.test, roles: [security-lead, product-owner, project-manager, executive-sponsor, compliance-officer] }
  bot: { name: Bot, email: bot@example.test, kind: agent, for: ada }
environments:
  staging: { instances: { command: [node, server.mjs] } }
  production: { instances: { command: [node, server.mjs] } }
planned-fixes:
  - { name: no-upsell, kind: flag, does: switches the upsell off, verified-by: production.smoke }
`;

const id = "shop-1.1.0";
const opened = async () => {
  const here = await shell();
  await here.write("headgate.yaml", file);
  await writeBuild(here.path, "1.1.0");
  const words = ["--version", "1.1.0", "--build", "builds/1.1.0", "--commit", "abc", "--author", "Kim <kim@else.test>"];
  expect(await here.headgate("open", ...words, "--as", "ada")).toMatchObject({ exit: 0 });
  return here;
};

test("R121: a critical trigger has its limit in the list, in show, in the room and in the metrics", async () => {
  await using here = await opened();
  const says = ["--severity", "critical", "--says", "the shop is down", "--as", "ada"];
  expect(await here.headgate("trigger", "raise", id, ...says)).toMatchObject({ exit: 0 });
  const [{ since }] = json(await here.headgate("trigger", "list", id, "--json")).triggers;
  const by = `to be restored by ${utc(instant(since + 900_000))}`;
  for (const asked of [
    ["trigger", "list", id],
    ["show", id, "trigger-1"],
    ["room", id],
    ["metrics", id],
  ])
    expect((await here.headgate(...asked)).out.replace(/\s+/g, " "), asked[0]).toContain(by);
  expect((await here.headgate("metrics")).out).toContain("after 1 sign of harm with a limit");

  const settle = ["trigger-1", "--reason", "1.0.0 is back by hand", "--as", "ada"];
  expect(await here.headgate("trigger", "settle", id, ...settle)).toMatchObject({ exit: 0 });
  expect((await here.headgate("room", id)).out).toMatch(/✓ +trigger-1, critical +restored after 0 min \d+ s/);
  const { restored } = json(await here.headgate("metrics", id, "--json"));
  expect(restored).toMatchObject([{ trigger: "trigger-1", tookMs: expect.any(Number), isLate: false }]);
});

test("issues, triggers, decisions and fixes from the command line", async () => {
  await using here = await opened();

  // R60: reported by an agent, graded by a person, and not to be put off.
  const title = ["--title", "checkout fails"];
  expect(await here.headgate("issue", "report", id, ...title, "--severity", "medium", "--as", "bot")).toMatchObject({
    exit: 0,
  });
  const wait = ["--workaround", "reload", "--plan", "1.2.0", "--as", "ben"];
  expect((await here.headgate("issue", "defer", id, "issue-1", ...wait)).err).toContain("No person has said");
  const grade = ["issue-1", "--severity", "high", "--reason", "a main feature", "--as", "ada"];
  expect(await here.headgate("issue", "grade", id, ...grade)).toMatchObject({ exit: 0 });
  expect(await here.headgate("issue", "defer", id, "issue-1", ...wait)).toMatchObject({ exit: 4 });
  const status = json(await here.headgate("status", id, "--all", "--json"));
  expect(JSON.stringify(status)).toContain('"issue-1"');
  expect((await here.headgate("issue", "list", id)).out).toContain("checkout fails");

  // Alerts: the second call raises nothing anew, the resolved one settles.
  const alert = (state: string) =>
    JSON.stringify({
      version: "4",
      alerts: [
        { status: state, labels: { alertname: "Slow", severity: "high" }, annotations: {}, fingerprint: "c0ffee" },
      ],
    });
  await here.write("firing.json", alert("firing"));
  await here.write("resolved.json", alert("resolved"));
  const bring = (name: string, as = "ada") => here.headgate("trigger", "import", id, `${name}.json`, "--as", as);
  // R206: what goes back without people is no agent's to say; its alert is an issue, once, that a person grades.
  expect(await bring("firing", "bot")).toMatchObject({ exit: 0, out: expect.stringContaining("issue-2") });
  expect((await bring("firing", "bot")).out).not.toContain("issue-3");
  expect((await bring("firing")).out).toContain("trigger-1, high, raised in production");
  expect((await bring("firing")).out).toContain("known already, as trigger-1");

  // R125, R132: what the tree asks, what was planned, and the record that is left.
  expect(await here.headgate("fix", id, "trigger-1", "restart", "--as", "ada")).toMatchObject({ exit: 4 });
  expect((await here.headgate("fix", id)).out).toContain("no-upsell");
  const open = await here.headgate("decide", id, "trigger-1", "--reason", "looked", "--as", "ada");
  expect(open).toMatchObject({ exit: 2 });
  expect(open.err).toContain("Is the service down");
  const answers = ["--answer", "critical=no", "--answer", "quick-fix=no-upsell"];
  const decided = await here.headgate("decide", id, "trigger-1", ...answers, "--reason", "it helps", "--as", "ada");
  expect(decided.out).toContain("headgate fix shop-1.1.0 trigger-1 no-upsell");
  expect((await bring("resolved")).out).toContain("settled (cleared)");
  const { triggers } = json(await here.headgate("trigger", "list", id, "--json"));
  expect(triggers).toMatchObject([
    { decision: { choice: "fix-in-place", by: "ada", answers: { critical: "no", "quick-fix": "no-upsell" } } },
  ]);
  expect(triggers[0].reactionMs).toBeGreaterThanOrEqual(0);
  expect((await here.headgate("trigger", "list", id)).out).toMatch(/fix-in-place by ada after \d+s/);
  expect((await here.headgate("history", id)).out).toContain("trigger-1: ada decides to fix it in place: it helps");
});

test("R193: a date is said to stand on the command line, where there is one", async () => {
  await using here = await opened();
  const move = (...more: string[]) =>
    here.headgate("reschedule", id, "--reason", "all is well", "--as", "ada", ...more);
  expect(await move()).toMatchObject({
    exit: 2,
    err: expect.stringContaining("Neither --production-at TIME nor --stands"),
  });
  expect(await move("--stands")).toMatchObject({ exit: 2, err: expect.stringContaining("is not dated") });
  expect(await move("--production-at", "2099-12-01T20:00Z")).toMatchObject({ exit: 0 });
  expect((await move("--stands")).out).toContain(
    "2099-12-01 20:00:00 UTC stands for production, says ada: all is well",
  );
});
