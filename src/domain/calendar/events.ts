import type { Instant } from "../units.ts";

/** What people declared after configurations were pinned; the stream `calendar` of a journal. `service`: null = all. */
export type CalendarEvent = { readonly at: Instant } & (
  | {
      readonly type: "FreezeDeclared";
      readonly id: string;
      readonly title: string;
      readonly reason: string;
      readonly service: string | null;
      readonly environments: readonly string[];
      readonly from: Instant;
      readonly to: Instant;
      /** In which people read it; the moments are absolute. */
      readonly zone: string;
      readonly by: string;
    }
  | { readonly type: "FreezeLifted"; readonly id: string; readonly by: string; readonly reason: string }
  /** This release alone may go on in these environments, whatever this freeze says (T52). */
  | {
      readonly type: "FreezeOverridden";
      readonly id: string;
      readonly release: string;
      readonly environments: readonly string[];
      readonly by: string;
      readonly reason: string;
    }
  /** Nothing advances anywhere until it is resumed. */
  | { readonly type: "LineStopped"; readonly service: string | null; readonly by: string; readonly reason: string }
  | { readonly type: "LineReleased"; readonly service: string | null; readonly by: string; readonly reason: string }
  | {
      readonly type: "CommandRefused";
      readonly command: string;
      readonly code: string;
      readonly detail: Readonly<Record<string, string | number>>;
      readonly by: string;
    }
);

export const calendarStream = "calendar";
