// Folds the golden streams of the projector; prints how many there were, and which give other parts than the AI SDK.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { MessageFold } from "./app/stream/fold/message-fold.js";

const [folder] = process.argv.slice(2);
const goldens = ["written", "random"]
  .flatMap((name) => readFileSync(`${folder}/${name}.ndjson`, "utf8").split("\n"))
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line));

/** What is shown after each chunk, and at the end. The last must not depend on whether somebody looked before. */
function shown(chunks, looks) {
  const fold = new MessageFold();
  for (const chunk of structuredClone(chunks)) {
    fold.add(chunk);
    if (looks) {
      JSON.stringify(fold.parts);
    }
  }
  return JSON.parse(JSON.stringify(fold.parts));
}

const different = [];
let compared = 0;
let passedOver = 0;
for (const golden of goldens) {
  const message = golden.ai7 ?? golden.ai6;
  const seldom = shown(golden.chunks, false);
  const often = shown(golden.chunks, true);
  if (!isDeepStrictEqual(seldom, often)) {
    different.push({ name: golden.name, seldom, often });
  } else if (message.gaveUp) {
    passedOver++;
  } else {
    compared++;
    const wanted = message.parts ?? [];
    if (!isDeepStrictEqual(often, wanted)) {
      different.push({ name: golden.name, shown: often, wanted });
    }
  }
}
console.log(JSON.stringify({ compared, passedOver, different: different.slice(0, 5), differ: different.length }));
