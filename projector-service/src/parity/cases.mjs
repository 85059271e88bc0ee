// Streams written by hand: the corners in which a reader could differ.
const text = (id, ...deltas) => [
  { type: 'text-start', id },
  ...deltas.map((delta) => ({ type: 'text-delta', id, delta })),
  { type: 'text-end', id },
];
const meta = { provider: { key: 'v', list: [1, { a: null }] } };

export const cases = {
  'plain text': [{ type: 'start', messageId: 'm1' }, ...text('0', 'Hello', ', ', 'world'), { type: 'finish', finishReason: 'stop' }],
  'no start': text('0', 'x'),
  'two texts at once': [
    { type: 'start' }, { type: 'text-start', id: 'a' }, { type: 'text-start', id: 'b' },
    { type: 'text-delta', id: 'b', delta: 'B1' }, { type: 'text-delta', id: 'a', delta: 'A1' },
    { type: 'text-end', id: 'a' }, { type: 'text-delta', id: 'b', delta: 'B2' }, { type: 'text-end', id: 'b' },
  ],
  'text that never ends': [{ type: 'start' }, { type: 'text-start', id: '0' }, { type: 'text-delta', id: '0', delta: 'half' }, { type: 'abort' }],
  'provider metadata of a text': [
    { type: 'text-start', id: '0', providerMetadata: meta }, { type: 'text-delta', id: '0', delta: 'x' },
    { type: 'text-delta', id: '0', delta: 'y', providerMetadata: { provider: { two: 2 } } }, { type: 'text-end', id: '0' },
  ],
  'reasoning': [
    { type: 'start-step' }, { type: 'reasoning-start', id: 'r', providerMetadata: meta }, { type: 'reasoning-delta', id: 'r', delta: 'hm' },
    { type: 'reasoning-delta', id: 'r', delta: '…' }, { type: 'reasoning-end', id: 'r' }, ...text('t', 'so'), { type: 'finish-step' },
  ],
  'same id again in the next step': [
    { type: 'start-step' }, ...text('0', 'one'), { type: 'finish-step' }, { type: 'start-step' }, ...text('0', 'two'), { type: 'finish-step' },
  ],
  'same id again while open': [{ type: 'text-start', id: '0' }, { type: 'text-delta', id: '0', delta: 'a' }, ...text('0', 'b')],
  'metadata is merged deeply': [
    { type: 'start', messageId: 'm', messageMetadata: { a: { x: 1, y: [1, 2] }, b: 1 } },
    { type: 'message-metadata', messageMetadata: { a: { y: [3], z: { q: null } }, c: 'c' } }, ...text('0', 'x'),
    { type: 'finish', messageMetadata: { usage: { in: 3, out: 4.5 }, b: null, a: { z: { w: 1 } } } },
  ],
  'a start with another id begins anew': [
    { type: 'start', messageId: 'm1', messageMetadata: { a: 1 } }, ...text('0', 'old'), { type: 'start', messageId: 'm2' }, ...text('0', 'new'),
  ],
  'a start with the same id goes on': [{ type: 'start', messageId: 'm1' }, ...text('0', 'one'), { type: 'start', messageId: 'm1' }, ...text('0', 'two')],
  'a start without id goes on': [{ type: 'start', messageId: 'm1' }, ...text('0', 'one'), { type: 'start' }, ...text('0', 'two')],
  'file and sources': [
    { type: 'file', url: 'data:image/png;base64,AA==', mediaType: 'image/png' },
    { type: 'file', url: 'https://x/y', mediaType: 'text/plain', providerMetadata: meta, filename: 'dropped' },
    { type: 'source-url', sourceId: 's1', url: 'https://x', title: 'X', providerMetadata: meta },
    { type: 'source-url', sourceId: 's2', url: 'https://y' },
    { type: 'source-document', sourceId: 's3', mediaType: 'application/pdf', title: 'D', filename: 'd.pdf' },
  ],
  'data parts': [
    { type: 'data-weather', id: 'w', data: { c: 1 } }, { type: 'data-weather', data: 'no id' }, { type: 'data-weather', data: 'no id again' },
    { type: 'data-other', id: 'w', data: 7 }, { type: 'data-weather', id: 'w', data: { c: 2 }, extra: 'kept only at first' },
    { type: 'data-note', data: null, transient: true }, { type: 'data-note', data: 'kept', transient: false, more: [1] },
    { type: 'data-title', data: 'A title' },
  ],
  'static tool': [
    { type: 'start-step' }, { type: 'tool-input-start', toolCallId: 'c1', toolName: 'weather', title: 'T' },
    { type: 'tool-input-delta', toolCallId: 'c1', inputTextDelta: '{"city":"Ber' }, { type: 'tool-input-delta', toolCallId: 'c1', inputTextDelta: 'lin"}' },
    { type: 'tool-input-available', toolCallId: 'c1', toolName: 'weather', input: { city: 'Berlin' }, providerMetadata: meta },
    { type: 'tool-output-available', toolCallId: 'c1', output: { part: 1 }, preliminary: true },
    { type: 'tool-output-available', toolCallId: 'c1', output: { c: 21 }, providerMetadata: { p: { r: 1 } } }, { type: 'finish-step' },
    { type: 'start-step' }, ...text('0', '21 degrees'), { type: 'finish-step' },
  ],
  'dynamic tool': [
    { type: 'tool-input-start', toolCallId: 'c1', toolName: 'mcp', dynamic: true, providerExecuted: true, toolMetadata: { a: 1 } },
    { type: 'tool-input-delta', toolCallId: 'c1', inputTextDelta: '[1,2' },
    { type: 'tool-input-available', toolCallId: 'c1', toolName: 'mcp', dynamic: true, input: [1, 2], title: 'later' },
    { type: 'tool-output-available', toolCallId: 'c1', output: null, toolMetadata: { b: 2 } },
  ],
  'tool without start': [{ type: 'tool-input-available', toolCallId: 'c', toolName: 't', input: null }, { type: 'tool-output-error', toolCallId: 'c', errorText: 'no' }],
  'dynamic tool fails': [
    { type: 'tool-input-available', toolCallId: 'c', toolName: 't', dynamic: true, input: 'x' },
    { type: 'tool-output-error', toolCallId: 'c', errorText: 'no', providerMetadata: meta },
  ],
  'input error of a started tool': [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 't' }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{"a":' },
    { type: 'tool-input-error', toolCallId: 'c', toolName: 't', input: '{"a":', errorText: 'bad' },
  ],
  'input error of a dynamic tool': [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 't', dynamic: true },
    { type: 'tool-input-error', toolCallId: 'c', toolName: 't', input: { a: 1 }, errorText: 'bad', title: 'ignored' },
    { type: 'tool-output-error', toolCallId: 'c', errorText: 'after' },
  ],
  'input error, then output error': [
    { type: 'tool-input-error', toolCallId: 'c', toolName: 't', input: 'raw', errorText: 'bad', providerMetadata: meta },
    { type: 'tool-output-error', toolCallId: 'c', errorText: 'worse' },
  ],
  'input of text': [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 't', inputEncoding: 'text' }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: 'print(' },
    { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '1)' },
  ],
  'input of text, complete': [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 't', inputEncoding: 'text' }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: 'print(' },
    { type: 'tool-input-available', toolCallId: 'c', toolName: 't', input: 'print(1)' },
  ],
  'output while the input streams': [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 't' }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{"a":[1,{"b":tr' },
    { type: 'tool-output-available', toolCallId: 'c', output: 1 },
  ],
  'error while the input streams': [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 't' }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{"a":[1,{"b":tr' },
    { type: 'tool-output-error', toolCallId: 'c', errorText: 'no' },
  ],
  'call continued in the next step': [
    { type: 'start-step' }, { type: 'tool-input-start', toolCallId: 'c', toolName: 't' }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{"a":1' },
    { type: 'start-step' }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: ',"b":2}' },
    { type: 'tool-output-available', toolCallId: 'c', output: 'second' },
  ],
  'output of an earlier step': [
    { type: 'start-step' }, { type: 'tool-input-available', toolCallId: 'c', toolName: 't', input: {} }, { type: 'finish-step' },
    { type: 'start-step' }, { type: 'tool-output-available', toolCallId: 'c', output: 'late' },
  ],
  'same call id in two steps': [
    { type: 'start-step' }, { type: 'tool-input-available', toolCallId: 'c', toolName: 't', input: 1 }, { type: 'start-step' },
    { type: 'tool-input-available', toolCallId: 'c', toolName: 't', input: 2 }, { type: 'tool-output-available', toolCallId: 'c', output: 'of the second' },
  ],
  'tool renamed': [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 'a' }, { type: 'tool-input-available', toolCallId: 'c', toolName: 'b', input: 1 },
  ],
  'approval': [
    { type: 'tool-input-available', toolCallId: 'c', toolName: 't', input: 1 },
    { type: 'tool-approval-request', toolCallId: 'c', approvalId: 'a1', approvalDescriptor: { k: 1 }, inputSchemaInput: null, signature: 's' },
  ],
  'approval denied': [
    { type: 'tool-input-available', toolCallId: 'c', toolName: 't', dynamic: true, input: 1 },
    { type: 'tool-approval-request', toolCallId: 'c', approvalId: 'a1' }, { type: 'tool-output-denied', toolCallId: 'c' },
  ],
  'error chunk keeps the text': [{ type: 'text-start', id: '0' }, { type: 'text-delta', id: '0', delta: 'a' }, { type: 'error', errorText: 'boom' }, { type: 'text-delta', id: '0', delta: 'b' }],
  'unknown type is passed over': [{ type: 'future-thing', x: 1 }, ...text('0', 'x')],
  'surrogate pair over two deltas': text('0', 'smile \ud83d', '\ude00 done'),
  'numbers': [{ type: 'data-n', data: [0, -1, 1.5, 1e21, 123456789012, 0.1] }],
  'delta without start': [{ type: 'text-delta', id: 'x', delta: 'a' }],
  'delta after end': [...text('0', 'x'), { type: 'text-delta', id: '0', delta: 'a' }],
  'delta after the step': [{ type: 'text-start', id: '0' }, { type: 'finish-step' }, { type: 'text-delta', id: '0', delta: 'a' }],
  'reasoning end without start': [{ type: 'reasoning-end', id: 'x' }],
  'tool delta without start': [{ type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '1' }],
  'output without call': [{ type: 'tool-output-available', toolCallId: 'c', output: 1 }],
};

const call = (toolCallId, more = {}) => ({ type: 'tool-input-available', toolCallId, toolName: 't', input: { a: 1 }, ...more });

Object.assign(cases, {
  'texts and thoughts of one id side by side': [
    { type: 'text-start', id: '0' }, { type: 'reasoning-start', id: '0' }, { type: 'text-delta', id: '0', delta: 'said' },
    { type: 'reasoning-delta', id: '0', delta: 'thought' }, { type: 'text-end', id: '0' }, { type: 'reasoning-end', id: '0' },
  ],
  'three texts interleaved': [
    ...['a', 'b', 'c'].map((id) => ({ type: 'text-start', id })),
    ...[...'abcabccba'].map((id, n) => ({ type: 'text-delta', id, delta: id + n + ' ' })),
    ...['c', 'a', 'b'].map((id) => ({ type: 'text-end', id })),
  ],
  'thought with metadata at its end': [
    { type: 'reasoning-start', id: 'r' }, { type: 'reasoning-delta', id: 'r', delta: 'x', providerMetadata: meta },
    { type: 'reasoning-end', id: 'r', providerMetadata: { provider: { signature: 'sig' } } },
  ],
  'empty text': text('0'),
  'empty deltas': text('0', '', '', ''),
  'text with everything': text('0', '"\\/\b\f\n\r\t\u0001\u007f\u2028\u2029é漢😀'),
  'U+0000 and half a pair': [...text('0', 'a\u0000b', '\ud83d'), { type: 'data-x', data: { '\u0000': '\udc00' } }],
  'abort in the middle of a text': [
    { type: 'start', messageId: 'm' }, { type: 'start-step' }, { type: 'text-start', id: '0' }, { type: 'text-delta', id: '0', delta: 'half' },
    { type: 'abort', reason: 'stopped' },
  ],
  'abort in the middle of a tool input': [
    { type: 'start-step' }, { type: 'tool-input-start', toolCallId: 'c', toolName: 't' },
    { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{"path":"/tmp/fi' }, { type: 'abort' },
  ],
  'error in the middle of a tool call': [
    { type: 'start-step' }, call('c'), { type: 'error', errorText: 'boom' }, { type: 'finish', finishReason: 'error' },
  ],
  'finish with every reason': ['stop', 'length', 'content-filter', 'tool-calls', 'error', 'other'].map((finishReason) => ({ type: 'finish', finishReason })),
  'steps without content': [{ type: 'start-step' }, { type: 'finish-step' }, { type: 'start-step' }, { type: 'finish-step' }],
  'text after its step': [
    { type: 'start-step' }, { type: 'text-start', id: '0' }, { type: 'finish-step' }, { type: 'start-step' },
    { type: 'text-delta', id: '0', delta: 'still the first' }, { type: 'text-end', id: '0' },
  ],
  'citations': [
    { type: 'text-start', id: '0' }, { type: 'text-delta', id: '0', delta: 'x' },
    { type: 'text-end', id: '0', citations: [{ source: { type: 'source', sourceType: 'url', id: 's', url: 'https://x' }, startIndex: 0, endIndex: 1 }] },
  ],
  'custom content': [{ type: 'custom', kind: 'provider.thing', providerMetadata: meta }, { type: 'custom', kind: 'a.b' }],
  'file of a thought': [{ type: 'reasoning-file', url: 'https://x', mediaType: 'image/png', providerMetadata: meta }],
  'steering': [...text('0', 'before'), { type: 'steering-message', id: 'u', parts: [{ type: 'text', text: 'go left' }] }, ...text('1', 'after')],
  'step taken back': [
    { type: 'start-step' }, ...text('0', 'kept'), { type: 'finish-step' }, { type: 'start-step' }, { type: 'text-start', id: '1' },
    { type: 'text-delta', id: '1', delta: 'wrong' }, call('c'), { type: 'reset-step' }, ...text('1', 'right'), { type: 'finish-step' },
  ],
  'text goes on after its step was taken back': [
    { type: 'start-step' }, { type: 'text-start', id: '0' }, { type: 'reset-step' }, { type: 'text-delta', id: '0', delta: 'x' },
  ],
  'tool input goes on after its step was taken back': [
    { type: 'start-step' }, { type: 'tool-input-start', toolCallId: 'c', toolName: 't' }, { type: 'reset-step' },
    { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{' },
  ],
  'nothing to take back': [{ type: 'reset-step' }, ...text('0', 'x'), { type: 'reset-step' }],
  'approval given': [
    call('c'), { type: 'tool-approval-request', toolCallId: 'c', approvalId: 'a', reason: 'it deletes', isAutomatic: true },
    { type: 'tool-approval-response', approvalId: 'a', approved: true, reason: 'fine', providerExecuted: true, providerMetadata: meta },
    { type: 'tool-output-available', toolCallId: 'c', output: 'done' },
  ],
  'approval refused': [
    call('c', { dynamic: true }), { type: 'tool-approval-request', toolCallId: 'c', approvalId: 'a', isAutomatic: false },
    { type: 'tool-approval-response', approvalId: 'a', approved: false }, { type: 'tool-output-denied', toolCallId: 'c' },
  ],
  'answer to no request': [call('c'), { type: 'tool-approval-response', approvalId: 'a', approved: true }],
  'approval of no call': [{ type: 'tool-approval-request', toolCallId: 'c', approvalId: 'a' }],
  'denied without call': [{ type: 'tool-output-denied', toolCallId: 'c' }],
  'approval asked twice': [
    call('c'), { type: 'tool-approval-request', toolCallId: 'c', approvalId: 'a', signature: 's' }, { type: 'tool-approval-request', toolCallId: 'c', approvalId: 'b' },
  ],
  'preliminary outputs': [
    call('c'), ...[1, 2, 3].map((n) => ({ type: 'tool-output-available', toolCallId: 'c', output: { n }, preliminary: true })),
    { type: 'tool-output-available', toolCallId: 'c', output: { n: 4 }, preliminary: false },
  ],
  'provider executes': [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 'search', providerExecuted: true, providerMetadata: meta }, call('c', { toolName: 'search' }),
    { type: 'tool-output-available', toolCallId: 'c', output: [], providerExecuted: false, providerMetadata: { p: { k: 1 } } },
  ],
  'provider metadata of an error': [call('c', { providerMetadata: meta }), { type: 'tool-output-error', toolCallId: 'c', errorText: 'x', providerMetadata: { p: { r: 2 } } }],
  'unusable input that nobody announced': [
    { type: 'tool-input-error', toolCallId: 'c', toolName: 't', input: { x: 1 }, errorText: 'bad', dynamic: true, toolMetadata: { m: 1 } },
  ],
  'unusable input, then a good one': [
    { type: 'tool-input-error', toolCallId: 'c', toolName: 't', input: 'raw', errorText: 'bad' }, call('c'), { type: 'tool-output-available', toolCallId: 'c', output: 1 },
  ],
  'tool titles': [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 't', title: 'One' }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{}' },
    call('c', { title: 'Two' }), { type: 'tool-output-available', toolCallId: 'c', output: 0, toolMetadata: { a: 1 } },
  ],
  'static and dynamic of one id': [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 't' }, { type: 'tool-input-start', toolCallId: 'c', toolName: 't', dynamic: true },
    { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '[1' }, { type: 'tool-output-available', toolCallId: 'c', output: 'whose?' },
  ],
  'input starts again': [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 't' }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{"a":1}' },
    { type: 'tool-input-start', toolCallId: 'c', toolName: 'u' }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{"b":' },
  ],
  'input after the output': [
    { type: 'tool-input-start', toolCallId: 'c', toolName: 't' }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{"a":1}' },
    { type: 'tool-output-available', toolCallId: 'c', output: 1 }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: ' ' },
  ],
  'same data id, other type': [
    { type: 'data-a', id: '1', data: 1 }, { type: 'data-b', id: '1', data: 2 }, { type: 'data-a', id: '1', data: { deep: [3] } }, { type: 'data-b', id: '1', data: null },
  ],
  'data replaced over steps': [
    { type: 'start-step' }, { type: 'data-a', id: '1', data: 1 }, { type: 'finish-step' }, { type: 'start-step' }, { type: 'data-a', id: '1', data: 2 },
  ],
  'transient data of a known id': [{ type: 'data-a', id: '1', data: 1 }, { type: 'data-a', id: '1', data: 2, transient: true }],
  'data called like a part': [{ type: 'data-text', data: { text: 'x' } }, { type: 'data-tool-x', id: 'c', data: 1 }, { type: 'data-step-start', data: 1 }],
  'metadata: a list, then an object': [{ type: 'start', messageMetadata: [1, { a: 2 }] }, { type: 'message-metadata', messageMetadata: { 1: { b: 3 }, x: 1 } }],
  'metadata: an object, then a list': [{ type: 'start', messageMetadata: { a: 1 } }, { type: 'message-metadata', messageMetadata: ['x'] }],
  'metadata: an object, then a text': [{ type: 'start', messageMetadata: { a: 1 } }, { type: 'message-metadata', messageMetadata: 'xy' }],
  'metadata: an object, then a number': [{ type: 'start', messageMetadata: { a: 1 } }, { type: 'message-metadata', messageMetadata: 7 }],
  'metadata: null': [{ type: 'start', messageMetadata: null }, { type: 'message-metadata', messageMetadata: { a: null } }, { type: 'finish', messageMetadata: { a: { b: 1 } } }],
  'metadata: names of objects': [{ type: 'start', messageMetadata: { toString: 1 } }, { type: 'message-metadata', messageMetadata: { valueOf: { a: 1 }, length: 2 } }],
  'metadata: into a text': [{ type: 'start', messageMetadata: 'text' }],
  'numbers of all kinds': [{ type: 'data-n', data: [0, -0, 1e-7, 1.7976931348623157e308, 5e-324, 9007199254740993, 0.1 + 0.2, 1e21, -1.5e-10] }],
  'names of all kinds': [{ type: 'data-k', data: { '': 1, ' ': 2, 'é': 3, '"': 4, a: { a: { a: {} } } } }],
  'a whole answer': [
    { type: 'start', messageId: 'm', messageMetadata: { model: 'x' } }, { type: 'start-step' }, { type: 'reasoning-start', id: 'r' },
    { type: 'reasoning-delta', id: 'r', delta: 'I need the weather' }, { type: 'reasoning-end', id: 'r', providerMetadata: meta },
    { type: 'tool-input-start', toolCallId: 'c', toolName: 'weather' }, { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '{"city":' },
    { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '"Bonn"}' }, call('c', { toolName: 'weather', input: { city: 'Bonn' } }),
    { type: 'tool-output-available', toolCallId: 'c', output: { degrees: 7 } }, { type: 'finish-step' }, { type: 'start-step' },
    { type: 'source-url', sourceId: 's', url: 'https://weather', title: 'Weather' }, ...text('0', 'It is ', '7 degrees'),
    { type: 'data-chart', id: 'ch', data: [7] }, { type: 'file', url: 'data:image/png;base64,AA==', mediaType: 'image/png' },
    { type: 'data-title', data: 'Bonn', transient: true }, { type: 'finish-step' }, { type: 'finish', finishReason: 'stop', messageMetadata: { tokens: 9 } },
  ],
});

// Every prefix of these tool inputs is a case of its own.
const inputs = [
  '{"a":[1,-2.5e3,{"b":null}],"c":"x\\u00e9\\n\\"","d":true,"e":{},"f":[]}', ' [ false , "a" , 0.1 ] ', '"text"', '-12', 'nonsense {', '{"a":tru}',
  '[1 2]', '[-1]', '{"a":[-2]}', '[x]', '[ +1, 2]', '[1 x, 2]', '["a" "b"]', '{"a" 1}', '{"a":1,,"b":2}', '[1,]', '{"a":1,}', '{"a":"\\x","b":"\\u12G4"}', '"\\ud83d\\ude00"', '[true1,nulll]',
  '--1', '1.2.3', '[1e400,-1e400]', '{"__proto__":1}', '{"constructor":{"prototype":1}}', '{"a":{"constructor":1}}', '"tab\there"', '{"a":1}}', '[[[[{"x":[{}',
  '{\n  "k" : [ 1 , 2 ] ,\n "l" : "m" }', '"\\\\"', '01', '{"a":01}', '"\u00a0"', '\u00a0{}', '{"a":"😀"}',
];
inputs.forEach((input, n) => {
  for (let end = 0; end <= input.length; end++) {
    cases[`input ${n} cut at ${end}`] = [
      { type: 'tool-input-start', toolCallId: 'c', toolName: 't' },
      { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: input.slice(0, end) },
    ];
  }
});
