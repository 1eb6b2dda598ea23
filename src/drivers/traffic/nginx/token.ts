import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { readIfThere, writeDurably } from "../../durable-file.ts";
import { type NginxSettings, placesIn } from "./settings.ts";

const form = /^[0-9a-f-]{36}$/;

/**
 * Part of the path that tells the routes. A secret, because an allow list of addresses is none: behind another proxy of
 * the same machine every user comes from 127.0.0.1.
 *
 * @returns null before the first `set`
 */
export const tokenOf = async (settings: NginxSettings): Promise<string | null> => {
  const text = (await readIfThere(placesIn(settings).token))?.trim() ?? "";
  return form.test(text) ? text : null;
};

/** Called under the lock. */
export const tokenFor = async (settings: NginxSettings): Promise<string> => {
  const known = await tokenOf(settings);
  if (known !== null) return known;
  const token = randomUUID();
  await mkdir(settings.stateFolder, { recursive: true, mode: 0o700 });
  await writeDurably(placesIn(settings).token, `${token}\n`);
  return token;
};
