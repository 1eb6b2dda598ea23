import type { Engine } from "../../conductor/engine.ts";
import { unknownAuthors } from "../../domain/release/authors.ts";
import { AppError } from "../../errors.ts";
import { actor, settle } from "../acting.ts";
import { buildPlace } from "../build-place.ts";
import { command, flag, option, options } from "../command.ts";
import { as, build, commit, committed, productionAt } from "../options.ts";
import { anyText, optional, word } from "../reader.ts";
import { sourceOf } from "../source.ts";
import { showMinute } from "../text/time.ts";

export const open = command({
  name: "open",
  summary: "Open the release of a build",
  args: {},
  options: {
    version: option(word, "V", "version of the build, such as 1.1.0"),
    build,
    commit,
    committed,
    author: options("EMAIL", "who wrote it (else read from git); they may not approve it"),
    productionAt,
    emergency: flag("it cannot wait: fewer requirements, and a review by somebody else; needs --reason"),
    reason: option(optional(anyText), "TEXT", "for --emergency: what cannot wait; it stands in the history"),
    as,
  },
  examples: [
    ["open --version 1.1.0 --build ./dist --as ada", "commit and authors are read from git"],
    [
      "open --version 1.1.0 --build ./dist --commit 4f2a91c --author ben@example.test --production-at 2026-12-01T20:00Z --as ada",
      "all said by hand",
    ],
    [
      'open --version 1.1.1 --build ./dist --emergency --reason "payments fail since 09:40" --as ada',
      "a fix that cannot wait; staging, the drill and a second person are asked all the same",
    ],
  ],
  async run({ version, build, commit, committed, author, productionAt, emergency, reason, as }, context) {
    const cannotWait = emergency ? { emergency: reason ?? missingReason() } : {};
    const { config, process } = await context.project();
    const by = await actor(context, as, config.people);
    const { path, repository } = buildPlace(context.folder, build);
    const engine = await context.engine();
    const since = await lastCommit(engine, config.service, version);
    const source = await sourceOf(context.io, repository, { commit, committed, author }, since);
    const { commit: sha, authors, from: how, ...when } = source;
    const request = {
      path,
      version,
      commit: sha,
      ...when,
      authors,
      by,
      config,
      process,
      productionAt: productionAt ?? null,
      ...cannotWait,
    };
    const { id, ...handled } = await engine.open(request);
    settle(context, handled);
    const { committedAt } = when;
    const moment = committedAt === undefined ? "" : ` of ${showMinute(committedAt)}`;
    context.say(`commit ${sha.slice(0, 12)}${moment}, by ${authors.join(", ")} (${how})`);
    // A date that nobody set has no conflicts yet.
    if (productionAt !== undefined)
      for (const conflict of await engine.conflicts(id)) context.say(`Conflict: ${conflict}`);
    const { release } = await engine.load(id);
    for (const address of unknownAuthors(release))
      context.say(
        `author unknown: ${address}; if it is somebody's under people:, add it to their aliases and open anew`,
      );
    context.say(`Next: headgate status ${id}`);
    return 0;
  },
});

const missingReason = (): never => {
  throw new AppError("USAGE", {
    problem: "--emergency needs a reason.",
    fix: 'Write --reason "what cannot wait".',
  });
};

/** The commit of the service's newest release that came through: what was written since is this build's. */
const lastCommit = async (engine: Engine, service: string, version: string): Promise<string | null> => {
  const before = (await engine.list()).find(
    (one) => one.service === service && one.version !== version && one.phase === "closed",
  );
  return before === undefined ? null : (await engine.load(before.id)).release.build.commit;
};
