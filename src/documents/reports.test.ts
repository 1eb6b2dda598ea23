import { describe, expect, test } from "vitest";
import { acted, type Case, openCase } from "../../test/support/case.ts";
import { defaultProcess } from "../../test/support/default-process.ts";
import { documentInput } from "../../test/support/document-input.ts";
import { diagnosis, failed, fixedBuild } from "../../test/support/failed.ts";
import { live, minutesOn } from "../../test/support/incident.ts";
import { harm } from "../../test/support/obey.ts";
import { build, evidence, inService, minutes, openRelease } from "../../test/support/release.ts";
import { climb, promoted, rolledBack } from "../../test/support/rollout.ts";
import { evidenceOf, stageOf, stateOf, statusOf, walked } from "../../test/support/walk.ts";
import { filed, wholeRelease, written } from "../../test/support/whole-release.ts";
import { whatDiffers } from "../domain/failure/what-differs.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import { failureRecord } from "./failure-record.ts";
import { render } from "./render.ts";

const history = wholeRelease();
const whole = documentInput(history);
const page = (template: string, ...events: readonly ReleaseEvent[]): string =>
  render(template, events.length === 0 ? whole : documentInput([openRelease(), ...events])) ?? "";
/** The part of a page under this heading. */
const part = (text: string, heading: string): string => text.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";

describe("staging report", () => {
  test("R68: the eight steps with state and time, and the drill with its seconds", () => {
    const steps = part(page("staging-report"), "Steps");
    expect(steps.match(/^\| (?!Item|---)/gm)).toHaveLength(8);
    expect(steps).toContain(
      "| Smoke tests in staging | pass | 2026-11-02 20:40:00 UTC |  | checked 8, failed 0 (probe) |",
    );
    expect(steps).toContain("| Performance in staging | missing | never | no evidence yet |  |");
    expect(steps).toContain(whole.release.build.digest);
    expect(part(page("staging-report"), "Rollback drill")).toContain("after: 27 s.");
  });

  test("R66: it shows the attempt that failed, the one that passed, and the fix between them", () => {
    const attempts = part(page("staging-report"), "Attempts");
    expect(attempts).toMatch(/\| staging deploy 1 \| 1\.1\.0, .* \| rolled back: Harm in errors/);
    expect(attempts).toMatch(/\| staging deploy 2 \| 1\.1\.1, .* \| all traffic on 1\.1\.1 \|/);
    expect(part(page("staging-report"), "Fixes")).toContain("| the cart lost an item |");
    expect(attempts).not.toContain("production");
  });
});

describe("failed attempts", () => {
  const walk = walked(openCase(defaultProcess), (now) => stateOf(now, "staging.deploy") === "pass");
  const one = acted(failed(walk, "staging.smoke"), "eli", diagnosis("build"));
  const two = walked(acted(one, "ada", fixedBuild("1.1.1")), (now) => stageOf(now, "staging") === "done");
  const input = (at: Case) => ({
    process: at.process,
    release: at.release,
    status: statusOf(at),
    history: [],
    now: at.at,
  });

  test("R66, R68: the report shows attempt 1 failing with its diagnosis and fix, and attempt 2 passing", () => {
    const text = render("staging-report", input(two)) ?? "";
    expect(part(text, "Failed attempts")).toMatch(
      /\| 1 \| 1\.1\.0, sha256:.* \| staging\.smoke: 1 smoke tests failed \| build: the cart forgot its last item \(Eli East \(eli\)\) \| an index that was off by one: https:.* \| .* with 1\.1\.1 \|/,
    );
    expect(part(text, "Attempts")).toMatch(/\| staging deploy 2 \| 1\.1\.1, .* \| all traffic on 1\.1\.1 \|/);
    expect(part(text, "Steps").match(/\| pass \|/g)).toHaveLength(8);
  });
  test("R68: each failed attempt has a record of its own, with the results, the output and what could not be had", () => {
    const [failure] = one.release.failures;
    const lines = Array.from({ length: 200 }, (_, i) => `line ${i + 1} \`\`\`\` \u001b[31m`);
    const counts = { requests: 400, errors: 31, latency: [] };
    const window: ReleaseEvent = {
      type: "VerdictRecorded",
      rollout: one.release.rollouts.at(-1)!.id,
      at: one.at,
      step: 3,
      window: { from: minutes(1), to: minutes(2), candidate: counts, baseline: null },
      verdict: harm,
      candidateReady: 4,
    };
    const history = [{ event: window, actor: "headgate", hash: "", version: 1 }];
    const text = failureRecord(
      { ...input(one), history },
      {
        failure: failure!,
        evidence: Object.values(one.release.evidence).filter(({ requirement }) => requirement === "staging.smoke"),
        output: [{ from: "staging.smoke", lines: ["GET /cart: 500"] }],
        logs: [
          { from: "app-1", lines },
          { from: "app-2", problem: "it is gone" },
        ],
        lastGood: inService,
        differences: whatDiffers({ env: { LIMIT: 1 } }, { env: { LIMIT: 2, NEW: "x" } }),
        rollout: one.release.rollouts.at(-1)!,
      },
    );
    expect(part(text, "Results of this attempt")).toContain("| Smoke tests in staging | fail |");
    expect(part(text, "Output of what failed")).toContain("GET /cart: 500");
    expect(part(text, "Last lines of the log").match(/^line \d+/gm)).toHaveLength(200);
    expect(text).not.toContain("\u001b");
    expect(part(text, "Last lines of the log")).toContain("\n`````text\n");
    expect(part(text, "Configuration against the last good build")).toMatch(
      /\| env\.LIMIT \| 1 \| 2 \|\n\| env\.NEW \| {2}\| "x" \|/,
    );
    expect(part(text, "Metrics of the window")).toContain("| 31 of 400 failed | not measured | Harm in errors");
    expect(part(text, "Not collected")).toContain("- app-2: it is gone");
  });
});

describe("execution log", () => {
  const lines = page("execution-log")
    .split("\n")
    .filter((line) => /^\| \d/.test(line));

  test("R90: every line since production was asked for, numbered as in the journal, in UTC with ms, with its hash", () => {
    const first = history.findIndex((one) => one.type === "RolloutRequested" && one.environment === "production");
    expect(lines).toHaveLength(history.length - first);
    expect(lines[0]).toMatch(
      /^\| \d+ \| 2026-11-03T09:00:00\.000Z \| Ada Adler \(ada\) \| rollout of 1\.1\.1 to production asked for by ada.* \| `sha256:[0-9a-f]{12}` \|$/,
    );
    expect(lines.map((line) => Number(line.split("|")[1]))).toEqual(lines.map((_, i) => first + 1 + i));
  });

  test("R82: the report shows the four duties of the DevOps Lead, with what shows each", () => {
    const rows = part(page("execution-log"), "Duties").match(/^\| DevOps Lead \|.*$/gm) ?? [];
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatch(
      /\| Executes the rollout \| yes \| production\.deploy: attempt 2, all traffic on 1\.1\.1 \|$/,
    );
    expect(rows[1]).toMatch(/\| Watches the log \| not yet \| nothing yet \|$/);
  });

  test("R83: a flag was raised: the note of the SRE on it stands in the log, with its time and name", () => {
    const flagged = acted(
      live(),
      "headgate",
      evidenceOf(live(), "validation.smoke", { figures: { checked: 8, failed: 1 } }),
    );
    expect(flagged.release.triggers).toMatchObject([{ id: "trigger-1", source: "check" }]);
    const minute = minutesOn(flagged, 1);
    const note = { type: "TakeNote", kind: "note", text: "one node; I look at it", about: "trigger-1" } as const;
    const { release, process, at } = acted(minute, "cy", note);
    const input = { process, release, status: statusOf({ release, process, at }), history: [], now: at };
    const time = new Date(minute.at).toISOString();
    expect(part(render("execution-log", input) ?? "", "Notes and decisions")).toContain(
      `| ${time} | Cy Cole (cy) | note | trigger-1 | one node; I look at it |`,
    );
  });

  test("another history gives another hash on the line", () => {
    const changed = documentInput([...history.slice(0, -1), { ...history.at(-1)!, at: minutes(99_999) }]);
    const other = render("execution-log", changed)?.split("\n") ?? [];
    expect(other.filter((line) => /^\| \d/.test(line)).slice(0, -1)).toEqual(lines.slice(0, -1));
    expect(other).not.toContain(lines.at(-1));
  });

  test("before anything was executed it is empty and says so", () => {
    expect(page("execution-log", evidence("entry.functional", {}))).toContain("0 lines");
  });
});

describe("reports of the validation period", () => {
  const six = ["tests", "health", "performance", "security", "feedback", "issues"].map((name) => `period-${name}`);
  const days = history.map(({ at }) => at);

  test("R118: six files, each with its period and its source", () => {
    for (const name of six) {
      const text = page(name);
      expect(part(text, "Period")).toContain("- Began: 2026-11-04 12:00:00 UTC");
      expect(part(text, "Source").trim()).not.toBe("");
    }
    expect(part(page("period-performance"), "Source")).toContain("- validation.metrics: probe");
    expect(part(page("period-performance"), "Looks of the period")).toMatch(/\| Metrics .* \| 1 \| 0 \| none \|/);
    expect(new Set(six.map((name) => page(name))).size).toBe(6);
  });

  test("the issue log tells of the period alone: who noticed it first and how it ended", () => {
    const reported = (id: string, at: number): ReleaseEvent => ({
      type: "IssueReported",
      issue: id,
      title: `the cart of ${id} is slow`,
      severity: "medium",
      source: "users",
      environment: "production",
      reference: "",
      graded: true,
      by: "bo",
      at: at as ReleaseEvent["at"],
    });
    const events = [...history, reported("issue-1", days[0]!), reported("issue-2", days.at(-1)!)];
    const text = part(render("period-issues", documentInput(events)) ?? "", "Issues");
    expect(text).toContain("| issue-2 | medium |");
    expect(text).toContain("| users | open | the cart of issue-2 is slow |");
    expect(text).not.toContain("issue-1 ");
  });
});

describe("validation report", () => {
  test("R118: the period, the eight items with what was seen, and the traffic", () => {
    const text = page("validation-report");
    expect(part(text, "Period")).toContain(
      "- Began: 2026-11-04 12:00:00 UTC\n- Ends not before: 2026-11-11 12:00:00 UTC",
    );
    expect(part(text, "Items").match(/^\| (?!Item|---)/gm)).toHaveLength(8);
    expect(part(text, "Items")).toContain(
      "requests 52100, latencies 52100, errorRate 0.0004, p95Ms 81.5, availability 1 (probe)",
    );
    expect(text).toContain(
      "| Requests | Errors | Windows | Good windows |\n| --- | --- | --- | --- |\n| 600 | 30 | 10 | 9 |",
    );
    expect(text).toContain("Before it, the build in service: not measured.");
  });

  test("issues since the period began are listed, those before it are not", () => {
    const rollout = promoted();
    const { rollout: id } = rollout[0]!;
    const lost = (at: number): ReleaseEvent => ({
      type: "InstancesLost",
      rollout: id,
      at: minutes(at),
      ready: 3,
      wanted: 4,
      answers: "i-4: refused",
    });
    const issues = part(page("validation-report", ...rollout, lost(200)), "Issues in this time");
    expect(issues).toContain("instances lost: 3 of 4 ready (i-4: refused)");
    const early = [...rollout.slice(0, 5), lost(5), ...rollout.slice(5)];
    expect(part(page("validation-report", ...early), "Issues in this time")).toContain("None.");
    expect(part(page("validation-report", ...climb()), "Issues in this time")).toContain("The period has not begun.");
  });
});

describe("metrics report", () => {
  test("R156, R178: plan and actual of six metrics, with formula and source", () => {
    const metrics = part(page("metrics-report"), "Metrics");
    expect(metrics.match(/^\| (?!Metric|---)/gm)).toHaveLength(6);
    expect(metrics).toContain("| Deployment time | less than 1800 s | 720 s | met | sum of the execution times");
    expect(metrics).toContain("| Rollback time | less than 900 s | 31.5 s | met |");
    expect(metrics).toContain("| Error rate | less than 0.001 (0.1 %) | 0.0004 (0.04 %) | met |");
    expect(metrics).toContain("| Critical incidents | less than 1 incidents | 1 incidents | MISSED |");
  });

  test("R178: TBD only while there is no data", () => {
    const metrics = part(page("metrics-report", evidence("entry.functional", {})), "Metrics");
    expect(metrics.match(/\| TBD \| TBD \|/g)).toHaveLength(6);
    expect(page("metrics-report")).not.toContain("| TBD |");
  });

  test("R179: the elapsed time stands apart from the target", () => {
    expect(part(page("metrics-report"), "Deployment, elapsed")).toContain("included: 3 h. This has no target.");
    expect(part(page("metrics-report"), "Steps")).toContain("| 1 | 5 % | 3 min | 42 min | 45 min |");
  });

  test("R183: 11 bad minutes of a week are shown as what they are", () => {
    const late = {
      ...evidence(
        "validation.metrics",
        { figures: { requests: 10_000, availability: 10_069 / 10_080 } },
        minutes(9_000),
      ),
    };
    expect(page("metrics-report", ...promoted(), late)).toContain(
      "| Availability | more than 0.999 (99.9 %) | 0.998909 (99.8909 %) | MISSED |",
    );
  });

  test("R128: a rollback that was never seen healthy is not within its target; one on its way is not judged", () => {
    const back = rolledBack();
    const upTo = (type: ReleaseEvent["type"]) => back.slice(0, back.findIndex((one) => one.type === type) + 1);
    const sick = back.filter((one) => one.type !== "SmokePassed" || one.target !== "router");
    expect(part(page("metrics-report", ...upTo("TrafficReturned")), "Rollbacks")).toContain(
      "| not seen | not over yet |",
    );
    expect(part(page("metrics-report", ...sick), "Rollbacks")).toContain("| not seen | NO |");
    expect(part(page("metrics-report", ...rolledBack({}, 900)), "Rollbacks")).toContain("| 15 min | NO |");
  });

  test("too few requests are no pass", () => {
    const few = evidence("validation.metrics", { figures: { requests: 3, errorRate: 0 } }, minutes(9_000));
    expect(page("metrics-report", ...promoted(), few)).toContain(
      "| 0 (0 %) | cannot tell; fewer than 1000 observations |",
    );
  });
});

test("R131, R121: a delay of ten minutes stands on the report, and how long users waited", () => {
  const at = minutes(5_000);
  const trigger = "trigger-1";
  const text = page(
    "execution-log",
    {
      ...{ type: "TriggerRaised", at, trigger, severity: "critical", source: "alert", says: "the cart is slow" },
      ...{ environment: "production", of: null, issue: null, key: "", by: "cy" },
    },
    {
      ...{ type: "TriggerDecided", at: minutes(5_010), trigger, choice: "watch", reason: "we looked" },
      ...{ answers: {}, by: "ada" },
    },
    { type: "TriggerSettled", at: minutes(5_012), trigger, how: "cleared", reason: "it is over", by: "ada" },
  );
  expect(part(text, "Triggers")).toContain(
    "| trigger-1 | 2026-11-05T20:20:00.000Z | critical | the cart is slow | Ada Adler (ada) | 10 min 0 s | cleared | restored after 12 min 0 s |",
  );
});

describe("sign-off", () => {
  test("R15: who approved what, when, as which role, and what is not signed", () => {
    const approvals = part(page("sign-off"), "Approvals");
    expect(approvals.match(/^\| A\d/gm)).toHaveLength(29);
    expect(approvals).toMatch(
      /\| A12 \| Proceed to production \| I decide .* \| Bo Berg \(bo\) \| Product Owner \| 2026-11-02 21:31:00 UTC \| pass \| `sha256:/,
    );
    expect(approvals).toMatch(/\| A29 \| .* \| not signed \| {2}\| {2}\| missing \| {2}\|/);
  });

  test("R15: gates, waivers, the state of the way back, and the digest of every evidence", () => {
    const text = page("sign-off");
    expect(part(text, "Gates").match(/^\| (?!Gate|---)/gm)).toHaveLength(16);
    expect(part(text, "Waivers")).toContain(
      "| checklist.logs | Cy Cole (cy) | Ada Adler (ada) | 2026-12-02 09:00:00 UTC |",
    );
    expect(part(text, "Rollback")).toContain("- Drill: 27 s\n- Production: promoted\n");
    expect(part(text, "Rollback")).toContain("| analysis | missing | shop-1.1.0/production-deploy-1 |");
    for (const { raw } of Object.values(whole.release.evidence)) expect(part(text, "Evidence")).toContain(raw);
  });

  test("R199: what a small team could not separate is on the page", () => {
    const given = history.find((one) => one.type === "ApprovalGiven" && one.requirement === "A9");
    if (given?.type !== "ApprovalGiven") throw new Error("A9 is signed");
    const conflict = { duty: "ada started the rollout", reviewer: "hal" };
    expect(page("sign-off", { ...given, conflict })).toContain(
      "| A9 | ada started the rollout | Hal Hart (hal) | owed |",
    );
  });
});

describe("closure report", () => {
  const text = page("closure-report");

  test("R167: timeline, attempts, rollbacks, waivers, refusals, metrics", () => {
    expect(part(text, "Timeline")).toContain("| 2026-11-02 13:00:00 UTC | build replaced by ada with 1.1.1");
    expect(part(text, "Timeline")).not.toContain("candidate at 25 %");
    expect(part(text, "Attempts").match(/^\| (?!Attempt|---)/gm)).toHaveLength(5);
    expect(part(text, "Rollbacks")).toMatch(/\| production deploy 1 \| .* \| 18\.9 s \| 31\.5 s \| yes \|/);
    expect(part(text, "Refusals")).toContain("refused: Approve by bot: AGENT_FORBIDDEN");
    expect(part(text, "Metrics")).toContain("31.5 s");
  });

  test("R154, R155: questions with their answers as they were given, and what nobody filed", () => {
    const review = part(text, "Review of the release");
    expect(review.match(/^\*\*.*\*\*$/gm)).toHaveLength(20);
    expect(review).toContain("> All but the first attempt.\\\n> The second was dull.");
    expect(part(text, "Lessons learned")).toContain("> \\# Test the cart");
    expect(part(text, "Financial closeout")).toContain("Not filed.");
    expect(text).not.toContain("Demonstration to stakeholders");
  });

  test("R164: who wrote the answers is not on the page", () => {
    expect(part(text, "Review of the release")).not.toContain("Gil");
  });
});

describe("archive", () => {
  test("R159: all that was ever kept, each under its whole digest, and the head of the journal", () => {
    const text = page("archive");
    for (const event of history) {
      if (event.type === "EvidenceRecorded") expect(text).toContain(event.evidence.raw);
      if (event.type === "DocumentWritten") expect(text).toContain(event.document);
      if (event.type === "RecordFiled") expect(text).toContain(event.raw);
      if (event.type === "ApprovalGiven") expect(text).toContain(event.shownDigest);
      if (event.type === "BuildReplaced") expect(text).toContain(event.build.digest);
    }
    for (const pinned of [whole.release.process, whole.release.config, build.digest]) expect(text).toContain(pinned);
    expect(text).toContain(`Lines up to this page: ${history.length}, the last is number ${history.length}`);
    expect(text).toContain(whole.history.at(-1)?.hash);
  });
});

describe("release notes", () => {
  const headings = (text: string) => text.split("\n").filter((line) => /^##? /.test(line));

  test("R151: title with version and day, then the headings that users know, in their order", () => {
    expect(headings(page("release-notes"))).toEqual([
      "# Release 1.1.1 - November 4, 2026",
      "## What's New",
      "## Bug Fixes",
      "## Known Issues",
      "## Upgrade",
      "## Need Help",
      "## About this page",
    ]);
  });

  test("R151: what people filed stands in its section, in their own Markdown", () => {
    const texts = {
      "documentation.features": "# For buyers\n\n- **Shared carts** - buy together.",
      "documentation.known-issues": "None.",
      "documentation.upgrade": "No action required.",
    };
    const text = render("release-notes", { ...whole, texts }) ?? "";
    expect(part(text, "What's New")).toContain("### For buyers\n\n- **Shared carts** - buy together.");
    expect(part(text, "Upgrade")).toContain("No action required.");
    expect(part(text, "Need Help")).toContain("Ask the Product Owner: Bo Berg (bo@example.org).");
  });

  test("where only the digest of a page is known, it is named; a page that is not there is not made up", () => {
    const text = page(
      "release-notes",
      written("documentation.features", minutes(5), "bo"),
      filed("staging.demo", {}, minutes(6)),
    );
    expect(part(text, "What's New")).toContain(
      'See "Feature documentation", filed 2026-11-02 09:05:00 UTC by Bo Berg (bo)',
    );
    expect(part(text, "Upgrade")).toContain("Not written yet.");
  });
});
