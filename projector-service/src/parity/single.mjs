// Single chunks, good and bad, for the check at the edge: a browser's transport refuses those that its schema refuses.

const valid = [
  { type: 'start' }, { type: 'start', messageId: 'm', messageMetadata: 7 }, { type: 'finish' }, { type: 'finish', finishReason: 'stop' }, { type: 'abort', reason: 'r' },
  { type: 'error', errorText: '' }, { type: 'message-metadata', messageMetadata: null }, { type: 'start-step' }, { type: 'finish-step' }, { type: 'reset-step' },
  { type: 'text-start', id: '', providerMetadata: {} }, { type: 'text-delta', id: '0', delta: '', providerMetadata: { p: { k: [null] } } },
  { type: 'text-end', id: '0', citations: [] }, { type: 'reasoning-start', id: '0' }, { type: 'reasoning-delta', id: '0', delta: 'x' }, { type: 'reasoning-end', id: '0' },
  { type: 'tool-input-start', toolCallId: 'c', toolName: 't', inputEncoding: 'text', providerExecuted: true, providerMetadata: {}, toolMetadata: { a: 1 }, dynamic: false, title: 'T' },
  { type: 'tool-input-delta', toolCallId: 'c', inputTextDelta: '' },
  { type: 'tool-input-available', toolCallId: 'c', toolName: 't', input: null, providerExecuted: false, providerMetadata: {}, toolMetadata: {}, dynamic: true, title: '' },
  { type: 'tool-input-error', toolCallId: 'c', toolName: 't', input: 1, errorText: 'e', providerExecuted: false, providerMetadata: {}, toolMetadata: {}, dynamic: true, title: '' },
  { type: 'tool-approval-request', toolCallId: 'c', approvalId: 'a', approvalDescriptor: 1, inputSchemaInput: 2, reason: 'r', isAutomatic: true, signature: 's' },
  { type: 'tool-approval-response', approvalId: 'a', approved: true, reason: 'r', providerExecuted: true, providerMetadata: {} },
  { type: 'tool-output-available', toolCallId: 'c', output: 1, providerExecuted: true, providerMetadata: {}, toolMetadata: {}, dynamic: true, preliminary: true },
  { type: 'tool-output-error', toolCallId: 'c', errorText: 'e', providerExecuted: true, providerMetadata: {}, toolMetadata: {}, dynamic: true },
  { type: 'tool-output-denied', toolCallId: 'c' }, { type: 'file', url: 'u', mediaType: 'm', providerMetadata: {} }, { type: 'reasoning-file', url: 'u', mediaType: 'm', providerMetadata: {} },
  { type: 'source-url', sourceId: 's', url: 'u', title: 't', providerMetadata: {} },
  { type: 'source-document', sourceId: 's', mediaType: 'm', title: 't', filename: 'f', providerMetadata: {} },
  { type: 'custom', kind: 'a.b', providerMetadata: {} }, { type: 'steering-message', id: 'i', parts: [{ type: 'text', text: 'x' }] },
  { type: 'data-x', data: 1 }, { type: 'data-x', data: null, id: 'i', transient: false },
];
const others = [null, 7, 'text', true, [], {}, [7], { p: 1 }];

/** Every valid chunk, without each of its fields, with each of its fields of every other kind, and with a field more. */
export function singles() {
  const all = [{}, { type: null }, { type: 7 }, { type: 'future' }, { type: 'text' }, { type: 'data' }, [], 'x', 1, null];
  for (const chunk of valid) {
    all.push(chunk, { ...chunk, more: { of: 'it' } });
    for (const field of Object.keys(chunk).filter((name) => name !== 'type')) {
      const { [field]: gone, ...rest } = chunk;
      all.push(rest, ...others.map((value) => ({ ...chunk, [field]: value })));
    }
  }
  return all;
}
