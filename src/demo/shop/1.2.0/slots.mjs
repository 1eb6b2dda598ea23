/**
 * A few slots for dear work. `take` resolves to a slot, or to null after `patience` ms without one. A slot that is not
 * given back is taken back after `lease` ms.
 */
export const slots = ({ count, patience, lease }) => {
  const waiting = [];
  let free = count;

  const grant = () => {
    const slot = { held: true };
    slot.expiry = setTimeout(() => give(slot), lease).unref();
    return slot;
  };

  const give = (slot) => {
    if (!slot.held) return;
    slot.held = false;
    clearTimeout(slot.expiry);
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next(grant());
  };

  const queue = (resolve) => {
    const turn = (slot) => {
      clearTimeout(limit);
      resolve(slot);
    };
    const limit = setTimeout(() => {
      waiting.splice(waiting.indexOf(turn), 1);
      resolve(null);
    }, patience);
    waiting.push(turn);
  };

  const take = () => {
    if (free === 0) return new Promise(queue);
    free -= 1;
    return Promise.resolve(grant());
  };

  return { take, give };
};
