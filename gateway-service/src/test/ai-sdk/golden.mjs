// What the unmodified SDK sends, and what it makes of a stream of ours; compared with the files that tests without Node use.
import { readFileSync } from "node:fs";
import { Chat } from "@ai-sdk/react";
import { DefaultChatTransport } from "ai";

const chunks = readFileSync(new URL("chunks.ndjson", import.meta.url), "utf8").trimEnd().split("\n");
const stream = [
  ": keepalive\n\n",
  ...chunks.map((chunk, index) => `id: run_01h455vb4pex5vsknk084sn02q.1.${index + 1}.0\ndata: ${chunk}\n\n`),
  "id: run_01h455vb4pex5vsknk084sn02q.1.25.1\ndata: [DONE]\n\n",
].join("");

const requests = [];
const answer = async (url, init) => {
  requests.push({ method: init.method, url, body: init.body === undefined ? undefined : JSON.parse(init.body) });
  return new Response(stream, { headers: { "content-type": "text/event-stream" } });
};

let ids = 0;
const chat = new Chat({
  id: "chat-1",
  generateId: () => `client-${++ids}`,
  transport: new DefaultChatTransport({ fetch: answer, body: { harness: "echo" } }),
});
await chat.sendMessage({ text: "How is the weather?" });
const messages = structuredClone(chat.messages);
await chat.sendMessage({
  text: "And this?",
  files: [{ type: "file", mediaType: "text/plain", filename: "hi.txt", url: "data:text/plain;base64,aGk=" }],
});
await chat.regenerate();
await chat.resumeStream();
console.log(JSON.stringify({ requests, messages, status: chat.status }, undefined, 2));
