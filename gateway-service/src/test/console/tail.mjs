// Wakes a tail at every moment around the one at which it rests; prints at which of them nobody looked again.
import { Tail } from "./app/stream/tail.js";

const MOMENTS = 20;

/** How often a tail of an idle thread looks if it is woken so many steps after it heard that the thread is idle. */
async function looks(steps) {
  let count = 0;
  const api = {
    tail: async () => {
      count++;
      return { status: 204 };
    },
  };
  const sink = {
    connected: () => undefined,
    idle: async () => {
      if (count === 1) {
        for (let i = 0; i < steps; i++) {
          await undefined;
        }
        tail.wake();
      }
    },
  };
  const tail = new Tail(api, "thr_1", sink);
  tail.wake();
  await new Promise((resolve) => setImmediate(resolve));
  return count;
}

const lost = [];
for (let steps = 0; steps < MOMENTS; steps++) {
  if ((await looks(steps)) !== 2) {
    lost.push(steps);
  }
}
console.log(JSON.stringify({ moments: MOMENTS, lost }));
