import { Resolver } from "node:dns/promises";
import type { Millis } from "../../domain/units.ts";
import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { couldNotLook } from "./could-not-look.ts";
import { shown } from "./shown.ts";

export type DnsSettings = {
  readonly name: string;
  readonly type: "A" | "AAAA" | "CNAME" | "TXT";
  /** All that may come, in any order; null where `has` says what must be among them. */
  readonly is: readonly string[] | null;
  readonly has: readonly string[];
  /** `127.0.0.1:53`; null: those of this machine. */
  readonly resolver: string | null;
  readonly within: Millis;
};

/** What a name leads to. That it leads nowhere is an answer; a resolver that fails is none. */
export const dns: Look<DnsSettings> = async (settings, signal) => {
  const { name, type, is, has } = settings;
  const seen = (await resolved(settings, signal)).map((one) => plain(type, one)).toSorted();
  const wanted = (is ?? has).map((one) => plain(type, one)).toSorted();
  const problems = wanted.filter((one) => !seen.includes(one)).map((one) => `does not lead to ${one}`);
  const extra =
    is === null ? [] : seen.filter((one) => !wanted.includes(one)).map((one) => `leads to ${shown(one)} too`);
  return answered("dns", `${type} ${name}`, [...problems, ...extra], { answers: seen.length });
};

/** Names are the same in any case, and with the dot of the root. */
const plain = (type: DnsSettings["type"], value: string): string => {
  if (type === "TXT") return value;
  return value.toLowerCase().replace(/\.$/, "");
};

const nothing = ["ENOTFOUND", "ENODATA"];

const resolved = async (settings: DnsSettings, signal: AbortSignal): Promise<readonly string[]> => {
  const { name, type, resolver: server, within } = settings;
  const resolver = new Resolver({ timeout: within, tries: 1 });
  if (server !== null) resolver.setServers([server]);
  const limit = AbortSignal.timeout(within);
  AbortSignal.any([signal, limit]).addEventListener("abort", () => resolver.cancel(), { once: true });
  try {
    const answers = await resolver.resolve(name, type);
    return (answers as readonly (string | readonly string[])[]).map((one) =>
      typeof one === "string" ? one : one.join(""),
    );
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    if (nothing.includes(code ?? "")) return [];
    const problem = limit.aborted ? `no answer within ${within} ms` : message;
    throw couldNotLook(`dns ${type} ${name}`, problem, "See that the resolver answers.", error);
  }
};
