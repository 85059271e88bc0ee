// Streams made at random, but always the same ones: the generator is seeded. Most are valid, some are not for one reader.

const meta = { provider: { key: 'v', list: [1, { a: null }] } };
const words = ['a', 'wörd ', '😀', '\ud83d', '\ude00', '\n', '"', '', 'longer text '];
const pieces = ['{"a":', '[1,', '"x', '"', '}', ']', 'tr', 'ue', '3.', ',', '\\u00', '\\', 'e5', '-', ' ', '{}'];

let seed = 42;
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
};
const pick = (list) => list[random(list.length)];
const often = (fields) => (random(2) ? fields : {});
const seldom = (fields) => (random(6) ? {} : fields);

/** One stream: it opens, continues and closes texts, thoughts and calls at random, and keeps book of what is open. */
export function randomChunks() {
  const open = { texts: new Set(), thoughts: new Set(), started: new Map(), called: new Set(), asked: new Set() };
  const chunks = random(4) ? [{ type: 'start', messageId: 'm' + random(3), ...seldom({ messageMetadata: { k: random(9) } }) }] : [];
  for (let n = random(60); n > 0; n--) {
    const id = pick(['0', '1', '2']);
    chunks.push(...(random(2) ? said(id, open) : random(3) ? called(pick(['c0', 'c1', 'c2']), n, open) : other(id, n, open)));
  }
  if (random(3)) chunks.push(pick([{ type: 'finish', finishReason: 'stop' }, { type: 'abort' }, { type: 'finish', messageMetadata: { usage: { out: 1 } } }]));
  return chunks;
}

function said(id, open) {
  const [kind, ids] = random(3) ? ['text', open.texts] : ['reasoning', open.thoughts];
  if (!ids.has(id)) {
    ids.add(id);
    return [{ type: `${kind}-start`, id, ...seldom({ providerMetadata: meta }) }];
  }
  if (random(4)) return [{ type: `${kind}-delta`, id, delta: pick(words), ...seldom({ providerMetadata: { p: { w: 1 } } }) }];
  ids.delete(id);
  return [{ type: `${kind}-end`, id, ...seldom({ providerMetadata: { p: { e: 1 } } }) }];
}

function called(toolCallId, n, open) {
  const dynamic = open.started.get(toolCallId) ?? {};
  switch (random(7)) {
    case 0: {
      const kind = often({ dynamic: true });
      open.started.set(toolCallId, kind);
      open.called.add(toolCallId);
      return [{ type: 'tool-input-start', toolCallId, toolName: 't' + random(2), ...kind, ...seldom({ title: 'T' + n }), ...seldom({ inputEncoding: 'text' }), ...seldom({ providerExecuted: true }) }];
    }
    case 1: case 2:
      return open.started.has(toolCallId) ? [{ type: 'tool-input-delta', toolCallId, inputTextDelta: pick(pieces) }] : [];
    case 3:
      open.called.add(toolCallId);
      return random(4)
        ? [{ type: 'tool-input-available', toolCallId, toolName: 't1', input: { n }, ...dynamic, ...seldom({ providerMetadata: meta }), ...seldom({ toolMetadata: { m: n } }) }]
        : [{ type: 'tool-input-error', toolCallId, toolName: 't1', input: 'raw' + n, errorText: 'bad', ...dynamic }];
    case 4: case 5:
      if (!open.called.has(toolCallId)) return [];
      return random(2)
        ? [{ type: 'tool-output-available', toolCallId, output: { n }, ...often({ preliminary: true }), ...seldom({ providerMetadata: { p: { r: n } } }) }]
        : [{ type: 'tool-output-error', toolCallId, errorText: 'e' + n, ...seldom({ toolMetadata: { e: n } }) }];
    default:
      if (!open.called.has(toolCallId)) return [];
      if (open.asked.delete(toolCallId)) {
        return random(2) ? [{ type: 'tool-approval-response', approvalId: 'a' + toolCallId, approved: !!random(2), ...seldom({ reason: 'r' }) }] : [{ type: 'tool-output-denied', toolCallId }];
      }
      open.asked.add(toolCallId);
      return [{ type: 'tool-approval-request', toolCallId, approvalId: 'a' + toolCallId, ...seldom({ reason: 'why' }), ...seldom({ signature: 's' }) }];
  }
}

function other(id, n, open) {
  switch (random(12)) {
    case 0: case 1: return [{ type: 'start-step' }];
    case 2: case 3:
      // What is open at the end of a step is closed first, in most streams: the two readers differ otherwise.
      if (random(8)) return [...close(open), { type: 'finish-step' }];
      open.texts.clear();
      open.thoughts.clear();
      return [{ type: 'finish-step' }];
    case 4: case 5: return [{ type: 'data-d', data: { n }, ...(random(3) ? { id } : {}), ...seldom({ transient: true }) }];
    case 6: return [{ type: 'message-metadata', messageMetadata: { [id]: { n }, ['k' + n]: [n] } }];
    case 7: return [pick([{ type: 'source-url', sourceId: id, url: 'u' }, { type: 'source-document', sourceId: id, mediaType: 'm', title: 't', ...seldom({ filename: 'f' }) }])];
    case 8: return [{ type: pick(['file', 'reasoning-file']), url: 'u' + n, mediaType: 'image/png', ...seldom({ providerMetadata: meta }) }];
    case 9: return [pick([{ type: 'error', errorText: 'x' }, { type: 'custom', kind: 'p.k' }, { type: 'steering-message', id, parts: [{ type: 'text', text: 'now' }] }])];
    case 10:
      if (random(3)) return [];
      open.texts.clear();
      open.thoughts.clear();
      open.started.clear();
      open.called.clear();
      open.asked.clear();
      return [{ type: 'reset-step' }];
    default: return [{ type: 'start', ...seldom({ messageMetadata: { again: n } }) }];
  }
}

function close(open) {
  const ends = [...open.texts].map((id) => ({ type: 'text-end', id })).concat([...open.thoughts].map((id) => ({ type: 'reasoning-end', id })));
  open.texts.clear();
  open.thoughts.clear();
  return ends;
}
