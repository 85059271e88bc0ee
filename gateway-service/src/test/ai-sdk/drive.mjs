// Drives the unmodified SDK against a gateway; says what it sees, one JSON document a line.
import { Chat } from "@ai-sdk/react";
import { DefaultChatTransport } from "ai";

const [, , scenario, base, token, extra] = process.argv;
const headers = { Authorization: `Bearer ${token}` };
const say = (at, value) => console.log(JSON.stringify({ at, ...value }));
const told = (chat) => ({ messages: chat.messages, status: chat.status, error: chat.error?.message });

function chatOf(id, options = {}) {
  return new Chat({ id, transport: new DefaultChatTransport({ api: `${base}/api/chat`, headers }), ...options });
}

/** Resolves when the answer of a chat contains a text. */
function shows(chat, text) {
  return new Promise((resolve) => {
    const unregister = chat["~registerMessagesCallback"](() => {
      if (JSON.stringify(chat.messages.at(-1)).includes(text)) {
        unregister();
        resolve();
      }
    });
  });
}

const scenarios = {
  /** A question, a second one, and the second answer once more. */
  async send() {
    const chat = chatOf("sdk-send");
    await chat.sendMessage({ text: "hello" });
    say("first", told(chat));
    await chat.sendMessage({ text: "again" });
    say("second", told(chat));
    await chat.regenerate();
    say("regenerated", told(chat));
  },

  /** The page is reloaded in the middle of an answer. */
  async resume() {
    const before = chatOf("sdk-resume");
    const sending = before.sendMessage({ text: "slow" });
    await shows(before, "one");
    await before.stop();
    await sending;
    const after = chatOf("sdk-resume", { messages: [before.messages[0]] });
    const resuming = after.resumeStream();
    await shows(after, "one");
    say("resumed", told(after));
    await resuming;
    say("finished", told(after));
    await after.resumeStream();
    say("idle", told(after));
  },

  /** A chat that nobody has heard of. */
  async unknown() {
    const transport = new DefaultChatTransport({ api: `${base}/api/chat`, headers });
    say("transport", { stream: await transport.reconnectToStream({ chatId: "sdk-unknown" }) });
    const chat = chatOf("sdk-unknown");
    await chat.resumeStream();
    say("chat", told(chat));
  },

  /** The runner is lost in the middle, and another attempt begins. */
  async restart() {
    const data = [];
    const chat = chatOf("sdk-restart", { onData: (part) => data.push(part.type) });
    const sending = chat.sendMessage({ text: "restart" });
    await shows(chat, "old");
    say("streaming", {});
    await sending;
    say("ended", { ...told(chat), data });
    await chat.resumeStream();
    say("resumed", told(chat));
  },

  /** The run fails, and a message that is refused. */
  async failures() {
    const chat = chatOf("sdk-fail");
    await chat.sendMessage({ text: "fail" });
    say("failed", told(chat));
    await chat.sendMessage({ text: " " });
    say("refused", told(chat));
  },

  /** All parts, from the log and, when that is purged, from the stored message. */
  async fold() {
    const transport = new DefaultChatTransport({
      headers,
      prepareReconnectToStreamRequest: () => ({ api: `${base}/api/runs/${extra}/stream` }),
    });
    const chat = new Chat({ id: "sdk-fold", transport });
    await chat.resumeStream();
    say("folded", told(chat));
  },
};

await scenarios[scenario]();
