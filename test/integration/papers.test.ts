import { expect, test } from "vitest";
import { defaultProcess } from "../support/default-process.ts";
import type { Said } from "../support/headgate.ts";
import { type MailServer, mailServer } from "../support/mail-server.ts";
import { type Service, startService } from "../support/service.ts";
import { deployRollout, message, processText, stageText } from "../support/service-process.ts";

const json = ({ out }: Said) => JSON.parse(out);
const own = "owner: lead, why: Somebody has to care.";

const paper = (id: string, rest = ""): string => `{ id: ${id}, kind: document, title: The ${id}, ${own}${rest} }`;
const issues = `{ id: issues, kind: check, title: Issues, ${own}, reports: [figures], rules: [{ figure: checked, min: 1, otherwise: none }] }`;
const readers = `{ id: readers, kind: record, title: Readers, ${own}, after: [runbook, release-notes, known-issues], fields: [
      { name: runbook, asks: Who? }, { name: release-notes, asks: Who? }, { name: known-issues, asks: Who? } ] }`;
const complete = `{ id: complete, kind: check, title: Documents are complete, ${own}, after: [readers, issues], probe: documents,
      looks-at: [runbook, release-notes, known-issues, issues, readers], rules: [
      { figure: documents, min: 3, otherwise: "only {value}" }, { text: verdict, one-of: [complete], otherwise: "{value}" } ] }`;

const documents = (): Promise<Service> =>
  startService({
    adopted: [],
    process: processText(
      [
        stageText(
          "entry",
          [],
          [
            issues,
            paper("features"),
            paper("upgrade"),
            paper("known-issues", ", shows: [issues]"),
            paper("runbook", ', template: runbook, shows: ["fact:runbook"]'),
            paper(
              "release-notes",
              ", template: release-notes, after: [features, upgrade, known-issues], shows: [features, upgrade, known-issues]",
            ),
            readers,
            complete,
          ],
        ),
        stageText("production", ["entry"], [deployRollout]),
      ],
      ["complete"],
    ),
  });

/** Both kinds of papers as people would write them; `known` is the page of known issues. */
const write = async ({ shell, id }: Service, known: string, features = "# Features\n\nA faster cart.\n") => {
  await shell.write("features.md", features);
  await shell.write("upgrade.md", "# Upgrade\n\nNothing to do.\n");
  await shell.write("known.md", known);
  for (const [requirement, file, who] of [
    ["features", "features.md", "ada"],
    ["upgrade", "upgrade.md", "ada"],
    ["known-issues", "known.md", "ada"],
  ] as const)
    expect(await shell.headgate("file", id, requirement, file, "--as", who)).toMatchObject({ exit: 0, err: "" });
  await shell.headgate("run", id);
};

const read = async ({ shell, id }: Service, by: string) => {
  await shell.write("readers.yaml", `runbook: ${by}\nrelease-notes: ${by}\nknown-issues: ${by}\n`);
  await shell.headgate("file", id, "readers", "readers.yaml", "--as", "ada");
  await shell.headgate("run", id);
};

const shown = async ({ shell, id }: Service, requirement: string) =>
  json(await shell.headgate("show", id, requirement, "--json")).status as { state: string; reason: string };

test("R47: of two open defects one is in the known issues: the other is named; mended, it is looked at again by itself", async () => {
  await using service = await documents();
  const { shell, id } = service;
  const defect = (name: string) => ({ id: name, severity: "low", title: "open", where: "tracker" });
  await shell.write(
    "issues.json",
    JSON.stringify({ figures: { checked: 9 }, findings: [defect("SHOP-7"), defect("SHOP-9")] }),
  );
  await shell.headgate("import", id, "issues", "issues.json", "--as", "ada");
  await write(service, "# Known issues\n\n- SHOP-7: the cart forgets its colour.\n");
  await read(service, "ben");

  expect(await shown(service, "complete")).toMatchObject({
    state: "fail",
    reason: "The known-issues: SHOP-9 is open and not in it",
  });

  await write(service, "# Known issues\n\n- SHOP-7: the cart forgets its colour.\n- SHOP-9: slow search.\n");
  // Nothing that a machine can look at again is left stale when `run` comes back.
  expect(await shown(service, "complete")).toMatchObject({ state: "pass" });
  await read(service, "ben");
  expect(await shown(service, "complete")).toMatchObject({ state: "pass" });
});

test("R47: everything that is wrong with the documents is said at once, and their writer does not count as their reader", async () => {
  await using service = await documents();
  const { shell, id } = service;
  await shell.write("issues.json", JSON.stringify({ figures: { checked: 9 } }));
  await shell.headgate("import", id, "issues", "issues.json", "--as", "ada");
  await shell.write("there.md", "x");
  await write(service, "# Known issues\n\nTBD, see [this](there.md) and [that](gone.md)\n", "# Features\n\nTODO\n");
  await read(service, "ada");

  const { state, reason } = await shown(service, "complete");
  expect(state).toBe("fail");
  for (const problem of [
    'The known-issues: it still says "TBD"',
    "The known-issues: its link gone.md leads nowhere",
    "The known-issues: nothing is open, and it does not say none",
    'The release-notes: it still says "TODO"',
    "The release-notes: its reader ada wrote it, or a part of it",
    "The known-issues: its reader ada wrote it, or a part of it",
  ])
    expect(reason).toContain(problem);
  expect(reason).not.toContain("there.md");
  expect(reason).not.toContain("runbook");
});

const waysBack = (hooks: object): Promise<Service> =>
  startService({
    adopted: [],
    process: processText([
      stageText("strategy", [], [paper("back", `, template: rollback-plan, sections: ${JSON.stringify(owed)}`)]),
      stageText("production", ["strategy"], [deployRollout]),
    ]),
    config: { hooks },
  });
/** As the process that ships has them. */
const owed = defaultProcess.requirements.flatMap((one) => (one.kind === "document" ? (one.sections ?? []) : []));
const parts = ["Application", "Configuration", "Steps", "Owners", "Times", "Verification", "Contacts"];
const planOf = (...sections: readonly string[]): string =>
  `# Our way back\n\n${sections.map((title) => `## ${title}\n\nWe know it.\n`).join("\n")}`;

test("R120: a plan without its data section is refused where hooks migrate, and taken where none does", async () => {
  const command = [process.execPath, "-e", ""];
  await using migrating = await waysBack({ "before-traffic": { command, change: "expand-contract" } });
  await using bare = await waysBack({});
  for (const { shell, id } of [migrating, bare]) {
    await shell.headgate("run", id);
    expect(json(await shell.headgate("show", id, "back", "--json")).status, "as Headgate writes it").toMatchObject({
      state: "pass",
      reason: "written by headgate",
    });
    await shell.write("plan.md", planOf(...parts));
    await shell.write("worse.md", planOf("Steps"));
  }

  const { shell, id } = migrating;
  const refused = await shell.headgate("file", id, "back", "plan.md", "--as", "ada");
  expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining("it has no section for data")]);
  const worse = await shell.headgate("file", id, "back", "worse.md", "--as", "ada");
  for (const what of ["application", "data", "configuration", "owners", "times", "verification", "contacts"])
    expect(worse.err).toContain(`it has no section for ${what}`);
  expect(await shown(migrating, "back"), "the plan that stood stands").toMatchObject({ reason: "written by headgate" });

  await shell.write("plan.md", planOf(...parts, "Data and its restore"));
  for (const service of [migrating, bare]) {
    expect(await service.shell.headgate("file", service.id, "back", "plan.md", "--as", "ada")).toMatchObject({
      exit: 0,
    });
    expect(await shown(service, "back")).toMatchObject({ state: "pass", reason: "written by ada" });
  }
}, 60_000);

const told = (server: MailServer, to: readonly string[]): Promise<Service> =>
  startService({
    adopted: [],
    process: processText(
      [stageText("entry", [], [message("news", [])])],
      ["news"],
      `checklist:\n  - { id: told, title: Told, requires: [news] }\n`,
    ),
    config: {
      audiences: { stakeholders: { channel: "mail", to } },
      channels: { mail: { smtp: `127.0.0.1:${server.port}`, from: "releases@example.org", tls: "none" } },
    },
  });

test("R48: a mail server that refuses one address makes the item fail with that address; sent anew, nobody gets it twice", async () => {
  let isGone = true;
  const refuse = (to: string) => (isGone && to.startsWith("gone@") ? { code: 550, words: "no such person" } : null);
  await using server = await mailServer({ refuse });
  await using service = await told(server, ["team@example.org", "gone@example.org"]);
  const { shell, id } = service;

  await shell.headgate("run", id);
  const { items } = json(await shell.headgate("checklist", id, "--json"));
  expect(items).toMatchObject([{ id: "told", met: false, state: "fail", reason: "not delivered to gone@example.org" }]);
  const text = await shell.headgate("checklist", id);
  expect(text.out).toMatch(/gone@example\.org: NOT delivered: refused: .*no such person/);
  expect(server.taken.map(({ to }) => to)).toEqual([["team@example.org"]]);

  isGone = false;
  await shell.headgate("run", id, "news", "--as", "ada");
  expect(server.taken.map(({ to }) => to)).toEqual([["team@example.org"], ["gone@example.org"]]);
  expect(json(await shell.headgate("checklist", id, "--json")).items).toMatchObject([{ met: true }]);
});

const duty =
  "{ id: A1, kind: approval, title: Go, statement: I say go., duties: [{ not: author }], owner: lead, why: Two see more. }";
const map = `{ id: map, kind: check, title: Controls, ${own}, after: [A1], probe: controls, rules: [{ text: verdict, one-of: [no gap], otherwise: "{value}" }] }`;

const mapped = (frameworks: readonly string[], kinds = "  - { id: EV-10, title: Duties, shown-by: [A1] }\n") =>
  startService({
    adopted: [],
    process: processText([stageText("entry", [], [duty, map])], ["map"], `evidence-kinds:\n${kinds}`),
    config: { declared: { integrations: [], frameworks } },
  });

test("R8, R205: with a framework on and no evidence for it the map fails; with none on it has nothing to say", async () => {
  await using on = await mapped(["hipaa"]);
  await on.shell.headgate("approve", on.id, "A1", "--as", "ada", "--yes");
  await on.shell.headgate("run", on.id);
  expect(await shown(on, "map")).toMatchObject({
    state: "fail",
    reason: expect.stringMatching(/controls have no current/),
  });
  const { out } = await on.shell.headgate("controls", on.id);
  expect(out).toContain("HIPAA Security Rule");
  expect(out).toContain("the process shows no evidence of EV-02");
  expect(await on.shell.headgate("controls", on.id, "--framework", "hippa")).toMatchObject({
    exit: 2,
    err: expect.stringContaining('Did you mean "hipaa"?'),
  });

  await using off = await mapped([]);
  await off.shell.headgate("approve", off.id, "A1", "--as", "ada", "--yes");
  await off.shell.headgate("run", off.id);
  expect(await shown(off, "map")).toMatchObject({ state: "pass" });
});

test("a framework that nobody knows is refused, with the nearest name", async () => {
  await using service = await mapped([]);
  await service.shell.write("headgate.yaml", "service: shop\nowner: ada\ndeclared: { frameworks: [SOC-2] }\n");
  const { exit, err } = await service.shell.headgate("check");
  expect(exit).toBe(5);
  expect(err).toContain('there is no framework "SOC-2"; did you mean "soc2"?');
});
