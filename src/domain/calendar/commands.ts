import type { Actor } from "../release/commands.ts";
import type { Instant } from "../units.ts";
import type { CalendarEvent } from "./events.ts";

type Event<Type extends CalendarEvent["type"]> = Extract<CalendarEvent, { type: Type }>;
type Asked<Type extends CalendarEvent["type"], Not extends PropertyKey = never> = Omit<
  Event<Type>,
  "type" | "at" | "by" | Not
>;

/** What somebody asks of the calendar, without when and who. */
export type CalendarAct =
  | ({ readonly type: "DeclareFreeze" } & Asked<"FreezeDeclared", "id">)
  | ({ readonly type: "LiftFreeze" } & Asked<"FreezeLifted">)
  | ({ readonly type: "OverrideFreeze" } & Asked<"FreezeOverridden">)
  | ({ readonly type: "StopLine" } & Asked<"LineStopped">)
  | ({ readonly type: "ReleaseLine" } & Asked<"LineReleased">);

export type CalendarCommand = { readonly at: Instant; readonly by: Actor } & CalendarAct;

/** Who may act on the calendar: whoever holds one of the process's `calendar-roles`, and the owner of the service. */
export type CalendarRules = {
  readonly roles: readonly string[];
  readonly owner: string;
  readonly people: readonly {
    readonly id: string;
    readonly kind: "human" | "agent";
    readonly roles: readonly string[];
  }[];
  /** Freezes that `headgate.yaml` declares: they can be overridden, and only there be lifted. */
  readonly configured: readonly string[];
};
