import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Handled } from "../conductor/handle.ts";
import { analysisIdOf } from "../domain/failure/failure.ts";
import type { RequirementStatus } from "../domain/process/status.ts";
import { catalogue, fill } from "../errors.ts";
import { mends } from "./mend.ts";
import { holderOf, type PersonId, people } from "./people.ts";
import type { Playing } from "./playing.ts";

/** Whoever wrote none of the documents. */
const reader: PersonId = "bo";

const human = (id: PersonId) => ({ kind: "human", id }) as const;

/**
 * What the demo's people do about one thing that blocks; false when it is not theirs to do, or not now. They sign by
 * script, as every signature's reader can see: the journal names them, and the release is marked as practice.
 */
export const act = async (
  play: Playing,
  { id: requirement, kind, owner, title, reason, state }: RequirementStatus,
): Promise<boolean> => {
  const who = holderOf(owner);
  const does = (what: string) => play.say(`${people[who].name} ${what}`);
  switch (kind) {
    case "approval": {
      const { statement, shown, digest, build } = await play.engine.shown(play.id, requirement);
      const handled = await play.engine.command(play.id, human(who), {
        type: "Approve",
        requirement,
        shown,
        shownDigest: digest,
        build,
      });
      // A look at what changed in between comes first; the next round signs what is there then.
      if (!handled.ok) return later(handled);
      does(`signs ${requirement}: “${statement}”`);
      return true;
    }
    case "record":
      return filed(play, requirement, who, `${requirement}.yaml`, stringify(await answersTo(play, requirement)), () =>
        does(`files the record “${title}”`),
      );
    case "document":
      // What has a template is written by Headgate itself, in a moment.
      if (await hasTemplate(play, requirement)) return false;
      return filed(play, requirement, writerFor(owner), `${requirement}.md`, textOf(play, requirement, title), () =>
        play.say(`${people[writerFor(owner)].name} files the document “${title}”`),
      );
    case "rollout": {
      if (state === "fail" || reason !== "not started yet") return false;
      const handled = await play.engine.start(play.id, requirement, human(who), await play.engine.load(play.id));
      if (!handled.ok) return later(handled);
      // Some things may be looked at once more first; then it is started in the next round.
      if (!handled.events.some(({ type }) => type === "RolloutRequested")) return false;
      does(`starts ${requirement}`);
      return true;
    }
    case "failure":
      if (!(await isBack(play, requirement))) return false;
      return filed(play, requirement, who, `${requirement}.yaml`, stringify(await analysisOf(play, requirement)), () =>
        does(`files the analysis of the rollback: “${rootCause}”`),
      );
    case "check":
      return check(play, requirement, state, who);
    case "post":
      return confirm(play, requirement, who, does);
    case "message":
    case "role":
    case "task":
    case "review":
    case "incident":
      return false;
  }
};

/** Everybody says to be there, for each post of theirs. */
const confirm = async (
  { engine, id }: Playing,
  key: string,
  who: PersonId,
  does: (what: string) => void,
): Promise<boolean> => {
  const { process } = await engine.load(id);
  const rollout = process.requirements.find((one) => one.kind === "rollout" && key.startsWith(`${one.id}.`));
  if (rollout === undefined) return false;
  const post = key.slice(rollout.id.length + 1);
  const handled = await engine.confirmPresence(id, rollout.id, post, human(who));
  if (!handled.ok) return later(handled);
  does(`is there for ${rollout.id} as ${post}`);
  return true;
};

/** What can be mended is mended once, and too few requests are counted anew; anything else that is red stays red. */
const check = async (
  play: Playing,
  requirement: string,
  state: RequirementStatus["state"],
  who: PersonId,
): Promise<boolean> => {
  const mend = state === "fail" && !play.mended.has(requirement) ? mends[requirement] : undefined;
  if (mend !== undefined) {
    play.mended.add(requirement);
    await mend.act(play);
    play.say(`${people[mend.who].name} ${mend.does}`);
  } else if (requirement !== "validation.metrics" || state !== "inconclusive") return false;
  return (await play.engine.command(play.id, human(who), { type: "RequestCheck", requirement })).ok;
};

/** Who signs for the technical pages has not written all of them alone. */
const writerFor = (owner: string): PersonId => holderOf(owner === "tech-lead" ? "qa-lead" : owner);

/** Refused because something is still moving: tried again. Anything else is not as told, and stops the demo. */
const later = (handled: Extract<Handled, { ok: false }>): false => {
  const { code, detail } = handled.refusal;
  if (
    [
      "SHOWN_CHANGED",
      "SHOWN_NOT_MET",
      "AFTER_NOT_MET",
      "PERIOD_NOT_OVER",
      "GATE_CLOSED",
      "ROLLOUT_IN_PROGRESS",
    ].includes(code)
  )
    return false;
  throw new Error(`${code}: ${fill(catalogue[code].message, detail)}`);
};

const hasTemplate = async ({ engine, id }: Playing, requirement: string): Promise<boolean> =>
  (await engine.load(id)).process.requirements.some(
    (one) => one.id === requirement && one.kind === "document" && one.template !== undefined,
  );

const filed = async (
  { engine, scene, id }: Playing,
  requirement: string,
  who: PersonId,
  name: string,
  text: string,
  told: () => void,
): Promise<boolean> => {
  const folder = join(scene.home, "filed", id);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, text);
  const handled = await engine.file(id, requirement, path, human(who));
  if (!handled.ok) return later(handled);
  told();
  return true;
};

/** Only the known issues have something to say: what stands open in the list of the demo. */
const textOf = ({ scene, id }: Playing, requirement: string, title: string): string => {
  if (!requirement.endsWith("known-issues")) return `# ${title}\n\nNothing changes for ${id} here.\n`;
  const issues: readonly { id: string; state: string; decision: string }[] = JSON.parse(
    readFileSync(join(scene.home, "records", "issues.json"), "utf8"),
  );
  const open = issues.filter(({ state }) => state !== "closed").map((one) => `- ${one.id}: mended in ${one.decision}.`);
  return `# ${title}\n\n${open.length === 0 ? "None." : open.join("\n")}\n`;
};

const rootCause = "1.2.0 runs out of recommendation slots under load, and no test of ours puts load on them";

/** Nobody writes down what a rollback teaches while it is on its way. */
const isBack = async ({ engine, id }: Playing, requirement: string): Promise<boolean> => {
  const { failures, rollouts } = (await engine.load(id)).release;
  const failure = failures.find((one) => analysisIdOf(one) === requirement);
  return rollouts.some((one) => one.id === failure?.rollout && one.phase === "rolled-back");
};

const analysisOf = async ({ engine, id }: Playing, requirement: string): Promise<Readonly<Record<string, string>>> => {
  const { process, release } = await engine.load(id);
  const failure = release.failures.find((one) => analysisIdOf(one) === requirement);
  const form = process.stages.find((one) => one.id === failure?.stage)?.analysis?.fields ?? [];
  const said = (asks: string) => `Said in the demo, by script, to: ${asks}`;
  return Object.fromEntries(form.map(({ name, asks }, i) => [name, i === 0 ? rootCause : said(asks)]));
};

const answersTo = async ({ engine, id }: Playing, requirement: string): Promise<Readonly<Record<string, string>>> => {
  const { process, release } = await engine.load(id);
  const form = process.requirements.find((one) => one.id === requirement);
  if (form?.kind !== "record") return {};
  const known: Readonly<Record<string, string>> = {
    build: release.build.digest,
    decision: "go on",
    feedback: "none",
    runbook: reader,
    "release-notes": reader,
    "known-issues": reader,
    "held-on": new Date(engine.now()).toISOString().slice(0, 10),
  };
  return Object.fromEntries(
    form.fields.map(({ name, asks }) => [name, known[name] ?? `Said in the demo, by script, to: ${asks}`]),
  );
};
