import type { DocumentInput } from "../documents/input.ts";
import { lintSections } from "../documents/lint.ts";
import { render } from "../documents/render.ts";
import { participants } from "../domain/notice/participants.ts";
import { sectionsOwed } from "../domain/process/sections-owed.ts";
import { shownFor } from "../domain/process/shown.ts";
import { status } from "../domain/process/status.ts";
import type { Effect } from "../domain/release/effects.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { Instant } from "../domain/units.ts";
import { utcMinute } from "../domain/utc.ts";
import { issuesInWords } from "../domain/validation/issues-in-words.ts";
import { fill } from "../errors.ts";
import { ask, type Probes } from "./ask.ts";
import { climbSignals } from "./climb-signals.ts";
import type { Deps } from "./deps.ts";
import type { WithoutStamp } from "./engine.ts";
import { toEvent } from "./entries.ts";
import { type Loaded, releaseStream } from "./load.ts";
import { notify } from "./notify.ts";

type PaperEffect = Extract<Effect, { of: "release" }>;

/** Ask, write, send, close: what a release needs besides its rollouts. Answers with the command that says how it went. */
export const performPaper = async (
  deps: Deps,
  loaded: Loaded,
  probes: Probes,
  effect: PaperEffect,
  signal: AbortSignal,
): Promise<WithoutStamp> => {
  switch (effect.kind) {
    case "ask":
      return { type: "RecordEvidence", origin: "probe", evidence: await ask(deps, loaded, probes, effect, signal) };
    case "write":
      return write(deps, loaded, effect);
    case "send":
      return send(deps, loaded, effect, signal);
    case "tell":
      return tell(deps, loaded, effect, signal);
    case "notify":
      return notify(deps, loaded, effect, signal);
    case "collect":
      return (await import("./collect-failure.ts")).collectFailure(
        deps,
        loaded,
        await documentInput(deps, loaded),
        effect.failure,
        signal,
      );
    case "seal":
      return { type: "RecordSeal", ...(await deps.sealRecord(loaded.release.id)) };
    case "dispatch":
      return { type: effect.command };
  }
};

export const documentInput = async (
  deps: Pick<Deps, "journal" | "now" | "blobs">,
  { release, process }: Loaded,
): Promise<DocumentInput> => {
  const entries = await deps.journal.read(releaseStream(release.id));
  const now = deps.now();
  return {
    process,
    release,
    status: status(process, release, now),
    history: entries.map((entry) => ({
      event: toEvent<ReleaseEvent>(entry),
      actor: entry.actor.id,
      hash: entry.hash,
      version: entry.version,
    })),
    now,
    texts: await filedTexts(deps, process, release),
  };
};

/** Longer ones are referred to: a page that nobody reads to its end is no page. */
const longest = 50_000;

/** What people wrote, so that pages for users say it and do not only point to it. */
const filedTexts = async (
  { blobs }: Pick<Deps, "blobs">,
  { requirements }: Loaded["process"],
  { documents }: Loaded["release"],
): Promise<Readonly<Record<string, string>>> => {
  const filed = requirements.flatMap((one) => {
    const written = one.kind === "document" && one.template === undefined ? documents[one.id] : undefined;
    return written === undefined ? [] : [{ id: one.id, document: written.document }];
  });
  const texts = await Promise.all(
    filed.map(async ({ id, document }) => [id, new TextDecoder().decode(await blobs.get(document))] as const),
  );
  return Object.fromEntries(texts.filter(([, text]) => text.length <= longest));
};

const write = async (
  deps: Deps,
  loaded: Loaded,
  { requirement, template }: Extract<PaperEffect, { kind: "write" }>,
): Promise<WithoutStamp> => {
  const { process, release } = loaded;
  const document = process.requirements.find(({ id }) => id === requirement);
  if (document?.kind !== "document") throw new RangeError(`${requirement} is no document`);
  const text = template === "archive" ? await archive(deps, loaded) : await rendered(deps, loaded, template);
  if (text === null) throw new RangeError(`the process asks for a document "${template}" that nobody can write`);
  return {
    type: "FileDocument",
    requirement,
    document: await deps.blobs.put(new TextEncoder().encode(text)),
    madeFrom: shownFor(process, release, document.shows),
    lacks: lintSections(text, sectionsOwed(document, release.plan)),
  };
};

const rendered = async (deps: Deps, loaded: Loaded, template: string): Promise<string | null> => {
  const input = await documentInput(deps, loaded);
  return render(template, { ...input, climb: climbSignals(loaded.release, input.history) });
};

/** The archive is the sealed record itself; the document says where it lies and what it holds. */
const archive = async (deps: Deps, loaded: Loaded): Promise<string | null> => {
  const { folder, head } = await deps.sealRecord(loaded.release.id);
  const text = render("archive", await documentInput(deps, loaded));
  return text === null ? null : `${text}\nSealed record: \`${folder}\`\nDigest of its signed head: \`${head}\`\n`;
};

const send = async (
  deps: Deps,
  { release, process, config }: Loaded,
  { requirement, to }: Extract<PaperEffect, { kind: "send" }>,
  signal: AbortSignal,
): Promise<WithoutStamp> => {
  const message = process.requirements.find(({ id }) => id === requirement);
  if (message?.kind !== "message") throw new RangeError(`${requirement} is no message`);
  const channel = config.audiences[message.audience]?.channel ?? "";
  const words = wordsFor(release);
  const { delivered, detail } = await deps.world.channel(config, channel).deliver(
    {
      // The build is part of the key: a replaced build is announced anew, a restart announces nothing twice.
      key: `${release.id}/${requirement}/${release.build.digest}/${to}`,
      to,
      subject: fill(message.subject, words),
      body: fill(message.body, words),
    },
    signal,
  );
  return { type: "RecordDelivery", requirement, to, delivered, detail };
};

/** A person is told at their own address; a second conductor, or the same after a crash, tells nobody twice. */
const tell = async (
  deps: Deps,
  { release, process, config }: Loaded,
  { requirement, rung, to }: Extract<PaperEffect, { kind: "tell" }>,
  signal: AbortSignal,
): Promise<WithoutStamp> => {
  const one = status(process, release, deps.now()).requirements.find(({ id }) => id === requirement);
  const { subject = "", body = "" } = process.escalation ?? {};
  const due = one?.due ?? deps.now();
  const words = {
    release: release.id,
    what: `${requirement} (${one?.title ?? ""})`,
    since: new Date(due).toISOString(),
    act: one?.act ?? "",
  };
  const address = release.plan.people.find(({ id }) => id === to)?.emails[0] ?? to;
  const channel = config.escalationChannel ?? Object.keys(config.channels)[0] ?? "";
  const { delivered, detail } = await deps.world.channel(config, channel).deliver(
    {
      key: `${release.id}/overdue/${requirement}/${due}/${to}`,
      to: address,
      subject: fill(subject, words),
      body: fill(body, words),
    },
    signal,
  );
  return { type: "RecordTold", requirement, rung, to, delivered, detail };
};

/** What a message of the process may say in braces. Only facts: what is not known is said to be so. */
const wordsFor = (release: Loaded["release"]): Readonly<Record<string, string>> => {
  const { id, service, build, plan, rollouts, issues } = release;
  const production = rollouts.findLast(({ environment }) => environment === "production");
  const rolledBack = rollouts.filter(({ environment, rollback }) => environment === "production" && rollback !== null);
  const moment = (at: Instant | null | undefined, otherwise: string) => (at == null ? otherwise : utcMinute(at));
  return {
    release: id,
    service,
    version: build.version,
    impact: plan.impact,
    start: moment(plan.productionAt, "a time that will be announced"),
    finished: moment(production?.promotedAt, "not yet"),
    until: moment(production?.keepUntil, "the end of the rollback window"),
    issues: issuesInWords(issues, rolledBack.length),
    next: "not planned",
    people: participants(release).join(", "),
  };
};
