import type { Evidence } from "../../src/domain/release/evidence.ts";
import { evidenceKey } from "../../src/domain/release/release.ts";
import { processOf } from "./default-check.ts";
import { type Service, startService } from "./service.ts";
import { soon } from "./split.ts";

/** What became of a check: its state, the words for it, and what is kept of the look. */
export type Told = { readonly state: string; readonly reason: string; readonly evidence: Evidence };

/** A service whose process has this check as it ships, and nothing else to wait for. */
export type Pitfall = AsyncDisposable & {
  readonly service: Service;
  /** Looks again, and tells what it comes to. */
  look(): Promise<Told>;
};

export const pitfall = async (
  id: string,
  part: string,
  probes: readonly object[],
  files: Readonly<Record<string, string>> = {},
  setup: Parameters<typeof startService>[0] = {},
): Promise<Pitfall> => {
  const config = { checks: { [id]: [{ part, probes }] }, ...setup.config };
  const service = await startService({ process: processOf(id), ...setup, config });
  for (const [name, text] of Object.entries(files)) await service.shell.write(name, text);
  return {
    service,
    async look() {
      await service.shell.headgate("run", service.id, id, "--as", "ada");
      return tell(service, id, part);
    },
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
};

/** Has the conductor ask what is due, and tells what a check comes to. */
export const tell = async ({ engine, id: release, ...service }: Service, id: string, part: string): Promise<Told> => {
  await engine.conduct(release, { signal: soon(), whenIdle: "return", onEntries: () => undefined });
  const { view } = await engine.status(release);
  const { state, reason } = view.requirements.find((one) => one.id === id)!;
  return { state, reason, evidence: (await service.release()).evidence[evidenceKey(id, part)]! };
};
