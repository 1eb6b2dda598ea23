import { toEvent } from "../conductor/entries.ts";
import type { ReleaseEvent } from "../domain/release/events.ts";
import type { Instant } from "../domain/units.ts";
import { type ValidationBoard, validationBoard } from "../domain/validation/board.ts";
import { AppError } from "../errors.ts";
import type { Known } from "./known.ts";
import type { Line } from "./line.ts";
import type { ValidationAnswer } from "./validation-answer.ts";

/** @throws AppError `USAGE` when no stage of the process has a period */
export const boardOf = (
  { process, release }: Pick<Known, "process" | "release">,
  lines: readonly Line[],
  now: Instant,
): ValidationBoard => {
  const history = lines.map((line) => toEvent<ReleaseEvent>(line));
  const board = validationBoard(process, release, history, now);
  if (board !== null) return board;
  throw new AppError("USAGE", {
    problem: "No stage of the process has a validation period.",
    fix: "See the stages: headgate status RELEASE --all",
  });
};

export const toValidationAnswer = (release: string, board: ValidationBoard): ValidationAnswer => ({
  release,
  ...dated(board),
});

/** Moments as people and scripts read them. */
const dated = (board: ValidationBoard): Omit<ValidationAnswer, "release"> =>
  JSON.parse(
    JSON.stringify(board, (key, value) =>
      typeof value === "number" && moments.has(key) ? new Date(value).toISOString() : value,
    ),
  );

const moments: ReadonlySet<string> = new Set([
  ...["begins", "ends", "endsAtMost", "wayBackUntil", "until", "at", "lastLook", "nextLook"],
  ...["closedAt", "escalatedAt", "verifiedAt"],
]);
