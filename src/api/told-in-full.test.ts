import { expectTypeOf, test } from "vitest";
import type { z } from "zod";
import type { CalendarOverview } from "../conductor/calendar-overview.ts";
import type { Listed } from "../conductor/engine.ts";
import type { EnvironmentPower } from "../conductor/environment-power.ts";
import type { Story } from "../documents/story.ts";
import type { RollbackPaper } from "../domain/failure/rollback-papers.ts";
import type { Issue, Trigger } from "../domain/incident/incident.ts";
import type { PlannedFix } from "../domain/incident/planned-fix.ts";
import type { Restoration } from "../domain/incident/restored.ts";
import type { Delivery } from "../domain/metrics/delivery.ts";
import type { Deployment } from "../domain/metrics/facts.ts";
import type { Measured } from "../domain/metrics/measured.ts";
import type { RestoreTimes } from "../domain/metrics/restore-times.ts";
import type { RollbackTimes } from "../domain/metrics/rollback-times.ts";
import type { ItemStatus } from "../domain/process/checklist.ts";
import type { MappedControl } from "../domain/process/control-map.ts";
import type { StageStatus } from "../domain/process/status.ts";
import type { Task } from "../domain/release/release.ts";
import type { StrategyEntry } from "../domain/rollout/catalogue.ts";
import type { Ranked } from "../domain/rollout/recommend.ts";
import type { ShownRole } from "../domain/room/duties-shown.ts";
import type { Excitement } from "../domain/room/excitement.ts";
import type { Note } from "../domain/room/room.ts";
import type { SeenByRole } from "../domain/room/what-roles-see.ts";
import type { ValidationBoard } from "../domain/validation/board.ts";
import type { calendarAnswer } from "./calendar-answer.ts";
import type { checklistAnswer } from "./checklist-answer.ts";
import type { controlsAnswer } from "./controls-answer.ts";
import type { fixesAnswer } from "./fixes-answer.ts";
import type { issue } from "./issues-answer.ts";
import type { releaseMetrics, serviceMetrics } from "./metrics-answer.ts";
import type { outputsAnswer } from "./outputs-answer.ts";
import type { planAnswer } from "./plan-answer.ts";
import type { requirementDetailAnswer } from "./requirement-detail-answer.ts";
import type { roomAnswer } from "./room-answer.ts";
import type { releasesAnswer, statusAnswer } from "./status-answer.ts";
import type { storiesAnswer } from "./stories-answer.ts";
import type { rankingAnswer, strategiesAnswer } from "./strategies-answer.ts";
import type { tasksAnswer } from "./tasks-answer.ts";
import type { RequirementShown } from "./to-requirement-detail-answer.ts";
import type { restoration, trigger } from "./triggers-answer.ts";
import type { validationAnswer } from "./validation-answer.ts";

type Plain = string | number | boolean | null | undefined;
type Names<S> = S extends unknown ? keyof S : never;
type At<S, Key> = S extends unknown ? (Key extends keyof S ? S[Key] : never) : never;
type ItemOf<S> = S extends readonly (infer Item)[] ? Item : never;

/** Names in a value of the core that the schema does not know, and that an answer would lose on its way (R207). */
type Lost<T, S> = T extends Plain
  ? never
  : T extends readonly (infer Item)[]
    ? Lost<Item, ItemOf<Exclude<S, Plain>>>
    : {
        [Key in keyof T & string]: string extends Key
          ? Lost<T[Key], At<Exclude<S, Plain>, Key>>
          : Key extends Names<Exclude<S, Plain>>
            ? Lost<T[Key], At<Exclude<S, Plain>, Key>>
            : Key;
      }[keyof T & string];

type Of<Schema extends z.ZodType> = z.output<Schema>;
type Board = Of<typeof validationAnswer>;
type Service = Of<typeof serviceMetrics>;
type Room = Of<typeof roomAnswer>;

/** Checked by the compiler: histories that happen to lack a field would not show it. */
test("R207: the schemas know every name that the core gives to an answer", () => {
  // A type that loses something is found at all.
  expectTypeOf<Lost<{ a: { b: 1; c?: 2 }[] }, { a: { b: 1 }[] }>>().toEqualTypeOf<"c">();
  expectTypeOf<Lost<Issue, Of<typeof issue>>>().toBeNever();
  expectTypeOf<Lost<Trigger, Of<typeof trigger>>>().toBeNever();
  expectTypeOf<Lost<Restoration, Of<typeof restoration>>>().toBeNever();
  expectTypeOf<Lost<ItemStatus, Of<typeof checklistAnswer>["items"][number]>>().toBeNever();
  expectTypeOf<Lost<MappedControl, Of<typeof controlsAnswer>["controls"][number]>>().toBeNever();
  expectTypeOf<Lost<Omit<RequirementShown, "definition">, Of<typeof requirementDetailAnswer>>>().toBeNever();
  expectTypeOf<Lost<ValidationBoard, Board>>().toBeNever();
  expectTypeOf<Lost<RollbackPaper, Of<typeof outputsAnswer>["rollback"][number]>>().toBeNever();
  expectTypeOf<Lost<PlannedFix, Of<typeof fixesAnswer>["plannedFixes"][number]>>().toBeNever();
  expectTypeOf<Lost<Task, Of<typeof tasksAnswer>["tasks"][number]>>().toBeNever();
  expectTypeOf<Lost<Measured, Of<typeof releaseMetrics>["metrics"][number]>>().toBeNever();
  expectTypeOf<Lost<Delivery, Service["delivery"]>>().toBeNever();
  expectTypeOf<Lost<Deployment, Service["deployments"][number]>>().toBeNever();
  expectTypeOf<Lost<RollbackTimes, Service["rollbacks"]["real"]>>().toBeNever();
  expectTypeOf<Lost<RestoreTimes, Service["restored"]>>().toBeNever();
  expectTypeOf<Lost<EnvironmentPower, Of<typeof planAnswer>["power"][number]>>().toBeNever();
  expectTypeOf<Lost<Note, Room["notes"][number]>>().toBeNever();
  expectTypeOf<Lost<SeenByRole, Room["sees"][number]>>().toBeNever();
  expectTypeOf<Lost<ShownRole, Room["duties"][number]>>().toBeNever();
  expectTypeOf<Lost<Excitement, Room["excitement"]>>().toBeNever();
  expectTypeOf<Lost<StageStatus, Of<typeof statusAnswer>["stages"][number]>>().toBeNever();
  expectTypeOf<Lost<Story, Of<typeof storiesAnswer>["stories"][number]>>().toBeNever();
  expectTypeOf<Lost<StrategyEntry, Of<typeof strategiesAnswer>["strategies"]["canary"]>>().toBeNever();
  expectTypeOf<Lost<Ranked, Of<typeof rankingAnswer>["ranking"][number]>>().toBeNever();
  expectTypeOf<Lost<Omit<CalendarOverview, "range">, Of<typeof calendarAnswer>>>().toBeNever();
  expectTypeOf<Lost<Listed, Of<typeof releasesAnswer>["releases"][number]>>().toBeNever();
});
