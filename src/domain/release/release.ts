import type { Failure } from "../failure/failure.ts";
import type { Issue, Trigger } from "../incident/incident.ts";
import type { NoticeLogs } from "../notice/notice.ts";
import type { Rollout } from "../rollout/rollout.ts";
import type { Note, Presence, Recheck } from "../room/room.ts";
import type { Digest, Instant } from "../units.ts";
import type { Extension, FeatureSeen } from "../validation/events.ts";
import type { Via } from "./commands.ts";
import type { Draft, Shown } from "./events.ts";
import type { Evidence } from "./evidence.ts";
import type { Build, Plan } from "./plan.ts";

/** One build's way to production, folded from its events. Maps are keyed by requirement id. */
export type Release = {
  readonly phase: "open" | "closed" | "rejected" | "cancelled";
  readonly id: string;
  readonly service: string;
  readonly build: Build;
  readonly process: Digest;
  readonly config: Digest;
  readonly plan: Plan;
  readonly openedAt: Instant;
  readonly endedAt: Instant | null;
  readonly endReason: string;
  /** The latest of each `requirement#part`. */
  readonly evidence: Readonly<Record<string, Evidence>>;
  /** What there was evidence for when the build was replaced (`requirement#part`); it speaks of none of the builds since. */
  readonly outdated: readonly string[];
  readonly approvals: Readonly<Record<string, Approved>>;
  readonly rejections: Readonly<Record<string, { readonly by: string; readonly reason: string }>>;
  readonly waivers: Readonly<Record<string, Waiver>>;
  readonly records: Readonly<
    Record<
      string,
      {
        readonly by: string;
        readonly at: Instant;
        readonly raw: Digest;
        readonly fields: Readonly<Record<string, string>>;
      }
    >
  >;
  readonly documents: Readonly<
    Record<
      string,
      {
        readonly by: string;
        readonly at: Instant;
        readonly document: Digest;
        readonly madeFrom: readonly Shown[];
        readonly lacks?: readonly string[];
      }
    >
  >;
  /** Requirement → recipient → how it went last. */
  readonly deliveries: Readonly<Record<string, Readonly<Record<string, Delivered>>>>;
  readonly asked: Readonly<Record<string, Instant>>;
  readonly tasks: readonly Task[];
  /** Emergencies, oldest first; each is about the build of its day. */
  readonly broken: readonly Broken[];
  /** What people can do, since when they are late with it, and who was told so (`rung` and person). */
  readonly due: Readonly<Record<string, DueClock>>;
  readonly proposals: Readonly<Record<string, Proposal>>;
  /** Who answered which test alert, in order. */
  readonly acknowledgements: readonly { readonly alert: string; readonly by: string; readonly at: Instant }[];
  readonly rollouts: readonly Rollout[];
  /** Of all builds that this release had; each says of which. */
  readonly issues: readonly Issue[];
  readonly triggers: readonly Trigger[];
  /** Of validation periods, in order; what was said of an earlier attempt counts no more. */
  readonly extensions?: readonly Extension[];
  /** By story: what people saw of the features that no check looks at. */
  readonly features?: Readonly<Record<string, FeatureSeen>>;
  /** Attempts that failed, of all builds. */
  readonly failures: readonly Failure[];
  /** Rollouts that prove nothing any more: their stage began anew with the same build. */
  readonly voided: readonly string[];
  /** Who is there for which post of a rollout (`requirement.post`), by their last word. */
  readonly presence: Readonly<Record<string, Presence>>;
  readonly rechecks: Readonly<Record<string, Recheck>>;
  /** What people and agents wrote into the log, of all builds. */
  readonly notes: readonly Note[];
  readonly refusals: number;
  /** What was told of which event, and to whom; by notice and occurrence. */
  readonly notices: NoticeLogs;
  /** Whoever was told anything, and when first. */
  readonly told: Readonly<Record<string, Instant>>;
  /** The same people, and when last. */
  readonly heard: Readonly<Record<string, Instant>>;
  /** Each time production was moved. */
  readonly moves: readonly Move[];
  /** Where the record of the closed release lies; null until it is sealed. */
  readonly sealed: { readonly head: Digest; readonly folder: string } | null;
};

/** `stands`: the date was confirmed and not moved. */
export type Move = {
  readonly at: Instant;
  readonly to: Instant;
  readonly by: string;
  readonly reason: string;
  readonly stands: boolean;
};

/** `stoppedAt`: since when nobody can act on it, so that its time stands still; null while somebody can. */
export type DueClock = {
  readonly until: Instant;
  readonly told: readonly string[];
  readonly stoppedAt: Instant | null;
};

export type Approved = {
  readonly by: string;
  readonly role: string;
  readonly at: Instant;
  readonly shown: readonly Shown[];
  readonly shownDigest: Digest;
  readonly conflict: { readonly duty: string; readonly reviewer: string } | null;
  readonly for?: string;
  readonly over?: readonly string[];
  /** Of a signature that came over a server: how, and by what its signer proved who they are. */
  readonly via?: Via;
};

export type Broken = {
  readonly requirement: string;
  readonly build: Digest;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
  readonly reviewBy: Instant;
};

export type Proposal = { readonly by: string; readonly at: Instant; readonly note: string; readonly draft: Draft };

export type Waiver = {
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly reason: string;
  readonly risk: string;
  readonly control: string;
  readonly expires: Instant;
  readonly grantedBy: string | null;
};

export type Delivered = { readonly delivered: boolean; readonly at: Instant; readonly detail: string };

/** Something that a person promised; opened by a condition of an acceptance (R9). */
export type Task = {
  readonly id: string;
  readonly text: string;
  readonly from: string;
  readonly closedBy: string | null;
};

export const evidenceKey = (requirement: string, part: string): string =>
  part === "" ? requirement : `${requirement}#${part}`;

/** The latest attempt of a rollout requirement with the present build; none when another build runs there since. */
export const lastRollout = (
  { rollouts, voided, build }: Release,
  environment: string,
  purpose: "deploy" | "drill",
): Rollout | undefined => {
  const last = rollouts.findLast(({ id, environment: there, purpose: of, candidate, phase }) => {
    if (there !== environment || voided.includes(id)) return false;
    const isOurs = candidate.digest === build.digest;
    return isOurs ? of === purpose : phase === "promoted" || phase === "closed";
  });
  return last?.candidate.digest === build.digest ? last : undefined;
};
