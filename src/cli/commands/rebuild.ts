import { actingOn, settle } from "../acting.ts";
import { buildPlace } from "../build-place.ts";
import { changedFiles } from "../changed-files.ts";
import { command, option, options } from "../command.ts";
import { as, build, commit, committed, reason, release } from "../options.ts";
import { anyText, optional, word } from "../reader.ts";
import { sourceOf } from "../source.ts";

export const rebuild = command({
  name: "rebuild",
  summary: "Replace the build of a release by a fixed one",
  args: { release },
  options: {
    build,
    version: option(optional(word), "V", "version of the new build (else the same)"),
    commit,
    committed,
    author: options("EMAIL", "who wrote it besides those of the old one (else read from git); they may not approve it"),
    reason: reason("what was wrong with the old one; it stands in the history"),
    cause: option(optional(anyText), "TEXT", "root cause that the new build mends; needed after a failed attempt"),
    link: option(optional(word), "URL", "where the fix can be read; needed after a failed attempt"),
    as,
  },
  examples: [
    [
      'rebuild shop-1.1.0 --build ./dist --reason "search found nothing" --as ada',
      "evidence and approvals of the old build are void",
    ],
    [
      'rebuild shop-1.1.0 --build ./dist --reason "cart mended" --cause "an index was off by one" --link https://git.example.org/shop/pull/7 --as ada',
      "after a failed attempt that somebody diagnosed",
    ],
  ],
  async run({ release: id, build, version, commit, committed, author, reason, cause, link, as }, context) {
    const { engine, release, by } = await actingOn(context, id, as);
    const { path, repository } = buildPlace(context.folder, build);
    const source = await sourceOf(context.io, repository, { commit, committed, author }, release.build.commit);
    const { from: _, ...builtFrom } = source;
    const isFix = cause !== undefined || link !== undefined;
    const files = isFix ? await changedFiles(context.io, repository, release.build.commit, source.commit) : null;
    settle(
      context,
      await engine.rebuild(id, {
        path,
        version: version ?? release.build.version,
        ...builtFrom,
        by,
        reason,
        ...(isFix ? { fix: { cause: cause ?? "", link: link ?? "", files } } : {}),
      }),
    );
    context.say(`Next: headgate run ${id}`);
    return 0;
  },
});
