/** Posts a message until it is accepted or refused: a retry carries the same id, so that it is no second message. */
import type { Api } from "../api/client";
import { Problem } from "../api/problem";
import type { PostMessageAnswer } from "../api/types";
import { BackOff } from "../stream/back-off";

const ATTEMPTS = 4;

export interface Unsent {
  id: string;
  text: string;
}

export async function postPatiently(api: Api, thread: string, message: Unsent, signal: AbortSignal): Promise<PostMessageAnswer> {
  const backOff = new BackOff();
  for (let attempt = 1; ; attempt++) {
    try {
      return await api.postMessage(thread, message.id, message.text);
    } catch (failure) {
      const isLast = attempt === ATTEMPTS || signal.aborted;
      if (isLast || !(failure instanceof Problem) || !failure.isTransient || failure.status === 429) {
        throw failure;
      }
      await backOff.wait(signal);
    }
  }
}
