import type { Command } from "./command.ts";

/** A command before anybody asked for it: its file is read only then, so that a cold start stays short. */
export type Listed = {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
};

export type Group = { readonly title: string; readonly commands: readonly Listed[] };

/** Name and summary are those of the file; a test compares them. */
export const listed = (name: string, summary: string, load: Listed["load"]): Listed => ({ name, summary, load });
