const waiting = new Map<object, () => void>();
let isAsked = false;

/** One of them in each frame, and the last one given of each: six charts at once would take more than a frame has. */
export const inTurn = (of: object, draw: () => void): void => {
  waiting.set(of, draw);
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(next);
};

export const outOfTurn = (of: object): void => void waiting.delete(of);

const next = (): void => {
  for (const [of, draw] of waiting) {
    waiting.delete(of);
    draw();
    break;
  }
  isAsked = waiting.size > 0;
  if (isAsked) requestAnimationFrame(next);
};
