import { z } from "zod";
import { faults } from "../../domain/failure/failure.ts";
import { issueSources } from "../../domain/incident/incident.ts";
import type { Command } from "../../domain/release/commands.ts";
import { noteKinds } from "../../domain/room/events.ts";
import { route } from "../make-route.ts";
import type { Permission, Route } from "../route.ts";
import { digest, environment, fields, id, moment, severity, text } from "../values.ts";
import { type ActAnswer, actAnswer } from "./act-answer.ts";
import { proof } from "./proof.ts";

type Type = Exclude<Command["type"], "OpenRelease">;
type Given<T extends Type> = Omit<Extract<Command, { type: T }>, "at" | "by" | "type">;

/** One command on a release, as it comes over the wire. */
export type CommandRoute = Route<{ release: string }, unknown, Readonly<Record<string, unknown>>, ActAnswer> & {
  readonly command: Type;
  /** A signature: whoever gives it proves once more who they are (R201). */
  readonly signs: boolean;
};

type Spec<Body> = {
  readonly slug: string;
  readonly needs: Permission;
  readonly summary: string;
  readonly signs?: true;
  readonly body: z.ZodObject & z.ZodType<Body>;
};

const on = <T extends Type, Body = Given<T>>(command: T, spec: Spec<NoInfer<Body>>): CommandRoute => {
  const { slug, needs, summary, signs = false, body } = spec;
  const made = route({
    name: command.charAt(0).toLowerCase() + command.slice(1),
    method: "POST",
    path: `/api/v1/releases/{release}/commands/${slug}`,
    tag: "Commands",
    summary,
    needs,
    params: z.strictObject({ release: id }),
    body: signs ? body.extend({ proof: proof.optional() }) : body,
    answer: actAnswer,
    refuses: ["RELEASE_NOT_FOUND"],
    repeatable: true,
  });
  return { ...made, command, signs } as unknown as CommandRoute;
};

const shape = z.strictObject;
const shown = z.array(shape({ item: text, of: text })).max(2_000);
const draft = z.discriminatedUnion("kind", [
  shape({ kind: z.literal("sign") }),
  shape({ kind: z.literal("waiver"), reason: text, risk: text, control: text, expires: moment }),
  shape({ kind: z.literal("record"), fields, raw: digest }),
]);
const order = z.discriminatedUnion("type", [
  shape({ type: z.literal("Promote"), step: z.int().min(0).max(1_000) }),
  shape({ type: z.literal("ConfirmStep"), number: z.int().min(0).max(10_000), isDone: z.boolean(), note: text }),
  shape({ type: z.literal("Pause"), reason: text }),
  shape({ type: z.literal("Resume") }),
  shape({ type: z.literal("RollBack"), reason: text, severity }),
]);

/** What people and agents may ask of a release; what only the conductor says is not here. */
export const commandRoutes: readonly CommandRoute[] = [
  on("Approve", {
    slug: "approve",
    needs: "approve",
    signs: true,
    summary: "Sign the statement of an approval, for exactly what was shown",
    body: shape({ requirement: id, shown, shownDigest: digest, build: digest }),
  }),
  on("Reject", {
    slug: "reject",
    needs: "approve",
    signs: true,
    summary: "Say no to an approval, which ends the release",
    body: shape({ requirement: id, reason: text }),
  }),
  on("RequestWaiver", {
    slug: "request-waiver",
    needs: "prepare",
    summary: "Ask for an exception that another person may grant",
    body: shape({ requirement: id, reason: text, risk: text, control: text, expires: moment }),
  }),
  on("GrantWaiver", {
    slug: "grant-waiver",
    needs: "approve",
    signs: true,
    summary: "Grant the exception that another person asked for",
    body: shape({ requirement: id }),
  }),
  on("BreakGlass", {
    slug: "break-glass",
    needs: "approve",
    signs: true,
    summary: "Open one requirement alone in an emergency; somebody else reviews it",
    body: shape({ requirement: id, reason: text }),
  }),
  on("Propose", {
    slug: "propose",
    needs: "prepare",
    summary: "Draft a signature, a waiver or a record for a person to take up",
    body: shape({ requirement: id, note: text, draft }),
  }),
  on("TakeUp", {
    slug: "take-up",
    needs: "approve",
    signs: true,
    summary: "Make a proposed waiver or record one's own act",
    body: shape({ requirement: id }),
  }),
  on("RequestCheck", {
    slug: "request-check",
    needs: "prepare",
    summary: "Have a check looked at again now",
    body: shape({ requirement: id }),
  }),
  on("AcknowledgeAlert", {
    slug: "acknowledge-alert",
    needs: "prepare",
    summary: "Acknowledge a test alert",
    body: shape({ alert: id }),
  }),
  on("CloseTask", {
    slug: "close-task",
    needs: "prepare",
    summary: "Say that a promised task is done",
    body: shape({ task: id, note: text }),
  }),
  on<"ConfirmPresence", { readonly requirement: string; readonly post: string }>("ConfirmPresence", {
    slug: "confirm-presence",
    needs: "operate",
    summary: "Say that you are there for a post of a rollout",
    body: shape({ requirement: id, post: id }),
  }),
  on("TakeNote", {
    slug: "take-note",
    needs: "prepare",
    summary: "Write a note or a decision into the log, or a message to those who wait for news",
    body: shape({ kind: z.enum(noteKinds), text, about: text }),
  }),
  on<"StartRollout", { readonly requirement: string }>("StartRollout", {
    slug: "start-rollout",
    needs: "operate",
    summary: "Start the rollout that a requirement asks for",
    body: shape({ requirement: id }),
  }),
  on("Order", {
    slug: "order",
    needs: "operate",
    summary: "Promote, pause, resume or roll back a rollout, or say how a step of its runbook went",
    body: shape({ environment, order }),
  }),
  on("Diagnose", {
    slug: "diagnose",
    needs: "prepare",
    summary: "Say why an attempt failed",
    body: shape({ failure: id.nullable(), cause: text, fault: z.enum(faults) }),
  }),
  on("RestartAttempt", {
    slug: "restart-attempt",
    needs: "operate",
    summary: "Begin a failed stage anew with the same build",
    body: shape({ reason: text }),
  }),
  on("ReportIssue", {
    slug: "report-issue",
    needs: "prepare",
    summary: "Report what is wrong with a build",
    body: shape({ title: text, severity, source: z.enum(issueSources), environment, reference: text }),
  }),
  on("GradeIssue", {
    slug: "grade-issue",
    needs: "prepare",
    summary: "Say how bad an issue is",
    body: shape({ issue: id, severity, reason: text }),
  }),
  on("DeferIssue", {
    slug: "defer-issue",
    needs: "approve",
    summary: "Put an issue off into the known ones",
    body: shape({ issue: id, workaround: text, plan: text }),
  }),
  on("CloseIssue", {
    slug: "close-issue",
    needs: "prepare",
    summary: "Close an issue, by a check that passed since",
    body: shape({ issue: id, note: text, retest: text }),
  }),
  on("RaiseTrigger", {
    slug: "raise-trigger",
    needs: "prepare",
    summary: "Raise a sign of harm",
    body: shape({ severity, source: z.enum(["alert", "check", "person"]), says: text, environment, key: text }),
  }),
  on("GradeTrigger", {
    slug: "grade-trigger",
    needs: "operate",
    summary: "Say how severe a sign of harm is",
    body: shape({ trigger: id, severity, reason: text }),
  }),
  on("DecideTrigger", {
    slug: "decide-trigger",
    needs: "operate",
    summary: "Decide about a sign of harm, by the answers to its questions",
    body: shape({ trigger: id, answers: fields, reason: text }),
  }),
  on("ApplyFix", {
    slug: "apply-fix",
    needs: "operate",
    summary: "Say that a planned fix was made in place",
    body: shape({ trigger: id, fix: id }),
  }),
  on("SettleTrigger", {
    slug: "settle-trigger",
    needs: "operate",
    summary: "Say that the harm is gone, or mended by a later release",
    body: shape({ trigger: id, how: z.enum(["cleared", "mended later"]), reason: text }),
  }),
  on("ExtendPeriod", {
    slug: "extend-period",
    needs: "operate",
    summary: "Make the validation period longer",
    body: shape({ until: moment, reason: text }),
  }),
  on("CloseRollbackWindow", {
    slug: "close-rollback-window",
    needs: "operate",
    summary: "Close a long rollback window once its least is over",
    body: shape({ reason: text }),
  }),
  on("SeeFeature", {
    slug: "see-feature",
    needs: "prepare",
    summary: "Say that a feature was seen to work, or not to",
    body: shape({ feature: id, works: z.boolean(), note: text }),
  }),
  on("Reschedule", {
    slug: "reschedule",
    needs: "operate",
    summary: "Change when production is planned",
    body: shape({ productionAt: moment, reason: text }),
  }),
  on("Cancel", {
    slug: "cancel",
    needs: "operate",
    summary: "End a release; what is rolled out goes back",
    body: shape({ reason: text }),
  }),
];
