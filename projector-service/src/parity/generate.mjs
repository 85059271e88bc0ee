// Writes the golden files: node generate.mjs [folder]. Needs `npm ci`; ordinary tests read what is committed.
import * as ai6 from 'ai6';
import * as ai7 from 'ai7';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cases } from './cases.mjs';
import { randomChunks } from './random.mjs';
import { singles } from './single.mjs';

const STREAMS = 400;
const folder = resolve(process.argv[2] ?? new URL('../test/resources/golden', import.meta.url).pathname);

/** The message that a reader makes of chunks, or that it gives up. */
async function read(ai, chunks) {
  let message = { id: '', role: 'assistant', parts: [] };
  let gaveUp = false;
  const stream = new ReadableStream({
    start(controller) {
      chunks.forEach((chunk) => controller.enqueue(structuredClone(chunk)));
      // A last write, so that changes without one of their own are seen, too.
      controller.enqueue({ type: 'message-metadata', messageMetadata: { last: true } });
      controller.close();
    },
  });
  // Only an error chunk makes a plain Error.
  for await (const snapshot of ai.readUIMessageStream({ stream, onError: (error) => (gaveUp ||= error.name !== 'Error') })) message = snapshot;
  return gaveUp ? { gaveUp } : JSON.parse(JSON.stringify(message));
}

/** Both readers' messages; that of version 7 only where it differs. */
async function golden(name, chunks) {
  const [six, seven] = [await read(ai6, chunks), await read(ai7, chunks)];
  return { name, chunks, ai6: six, ...(JSON.stringify(six) === JSON.stringify(seven) ? {} : { ai7: seven }) };
}

async function accepted(chunk) {
  const [six, seven] = await Promise.all([ai6, ai7].map(async (ai) => (await ai.uiMessageChunkSchema().validate(chunk)).success));
  return { chunk, ai6: six, ai7: seven };
}

const escaped = (value) => JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
const write = (name, rows) => writeFileSync(`${folder}/${name}`, rows.map(escaped).join('\n') + '\n');

mkdirSync(folder, { recursive: true });
const written = [];
for (const [name, chunks] of Object.entries(cases)) written.push(await golden(name, chunks));
write('written.ndjson', written);
const random = [];
for (let n = 0; n < STREAMS; n++) random.push(await golden(`random ${n}`, randomChunks()));
write('random.ndjson', random);
write('single.ndjson', await Promise.all(singles().map(accepted)));
