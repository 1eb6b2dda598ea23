import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { VerifyAnswer } from "../../api/verify-answer.ts";
import { AppError, catalogue } from "../../errors.ts";
import { argument, command } from "../command.ts";
import { stateFolder } from "../home.ts";
import type { VerifyTarget } from "../io.ts";
import { anyText, optional } from "../reader.ts";
import { onlyHere } from "../remote/local-only.ts";

export const verify = command({
  name: "verify",
  summary: "Check the journal, or a sealed record, against its hashes",
  args: {
    folder: argument(optional(anyText), "a folder with headgate.yaml, a state folder, or a sealed record; else here"),
  },
  options: {},
  examples: [
    ["verify", "every history of this folder: exit 0 when all is as it was written, 3 when not"],
    ["verify ./record-shop-1.1.0", "a sealed record, with nothing but its own files"],
  ],
  async run({ folder }, { io, folder: here, home, answer }) {
    if (folder === undefined) onlyHere(io.env, "Verifying the journal");
    const target = folder === undefined ? journalOf(await home()) : targetOf(resolve(here, folder));
    const found = await io.verify(target);
    answer(found, () => verifyText(found));
    return found.ok ? 0 : catalogue.RECORD_INVALID.exit;
  },
});

const journalOf = (home: string): VerifyTarget => ({ kind: "journal", folder: join(home, stateFolder) });

const targetOf = (folder: string): VerifyTarget => {
  if (!existsSync(folder)) throw new AppError("FILE_UNREADABLE", { path: folder, problem: "there is no such folder" });
  if (existsSync(join(folder, stateFolder))) return { kind: "embedded", folder: join(folder, stateFolder) };
  const isState = basename(folder) === stateFolder || existsSync(join(folder, "journal.db"));
  return { kind: isState ? "embedded" : "record", folder };
};

const verifyText = ({ kind, where, ok, streams, entries, problems, fingerprint, about }: VerifyAnswer): string =>
  [
    `${kind} ${where}: ${streams} ${streams === 1 ? "history" : "histories"}, ${entries} entries`,
    ...Object.entries(about ?? {}).map(([name, value]) => `  ${name}: ${value}`),
    ...(fingerprint === null
      ? []
      : [`Sealed with the key ${fingerprint}. Compare it with the one that its sender told you.`]),
    ...(ok
      ? ["All is as it was written: every hash was computed again and fits."]
      : ["NOT as it was written:", ...problems.map((problem) => `  ${problem}`), "Do not rely on it."]),
  ].join("\n");
