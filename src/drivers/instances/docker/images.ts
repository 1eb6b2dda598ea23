import { z } from "zod";
import { type Digest, isDigest } from "../../../domain/units.ts";
import { type Answer, complaint, type Engine, linesOf, readAs } from "./engine.ts";
import { failed } from "./settings.ts";

const image = z.object({ RepoDigests: z.array(z.string()).nullish() });
const progress = z.object({ error: z.string().optional() });

/**
 * Have the engine pull it, unless it is there: by its digest, so that nothing else can come.
 *
 * @param reference `<repository>@<digest>`
 */
export const fetchImage = async (engine: Engine, reference: string, signal: AbortSignal): Promise<void> => {
  if ((await digestsOf(engine, reference, signal)) !== null) return;
  const act = `pulling ${reference}`;
  const [fromImage = "", tag = ""] = reference.split("@");
  const asked = { act, method: "POST", path: "/images/create", query: { fromImage, tag } } as const;
  const answer = await engine.ask(asked, signal);
  const problem = answer.status === 200 ? await errorIn(answer, act) : await complaint(act, answer);
  if (problem !== null) throw failed(act, problem, fix);
  // The pull is over when its stream is, and has brought what was asked for when it can be looked at.
  if ((await digestsOf(engine, reference, signal)) === null) throw failed(act, "it is not there afterwards", fix);
};

const fix = "Is it in the registry, and may this engine read it? A person who is signed in can pull it by hand.";

/**
 * What the registry calls an image.
 *
 * @param name reference or id of the image
 * @returns digests of manifests; none when it was built here and never pushed; null when there is no such image
 */
export const digestsOf = async (
  engine: Engine,
  name: string,
  signal: AbortSignal,
): Promise<readonly Digest[] | null> => {
  const act = `looking at image ${name}`;
  const path = `/images/${encodeURIComponent(name).replaceAll("%2F", "/")}/json`;
  const answer = await engine.ask({ act, method: "GET", path }, signal);
  if (answer.status !== 200) {
    const problem = await complaint(act, answer);
    if (answer.status === 404) return null;
    throw failed(act, problem, "See the engine's log.");
  }
  const { RepoDigests } = await readAs(act, answer, image);
  return (RepoDigests ?? []).map((one) => one.split("@")[1] ?? "").filter(isDigest);
};

/** A pull answers 200 before it begins; what goes wrong stands in its lines. */
const errorIn = async (answer: Answer, act: string): Promise<string | null> => {
  let problem: string | null = null;
  try {
    for await (const line of linesOf(answer))
      if (line.trim() !== "") problem = progress.parse(JSON.parse(line)).error ?? problem;
    return problem;
  } catch (error) {
    throw failed(act, `it broke off (${(error as Error).message})`, "Ask again.", { cause: error });
  }
};
