// Cuts a stream of events at every place, and into single characters; prints what was read of it.
import { EventParser } from "./app/stream/sse.js";

const stream =
  ": keepalive\n\nid: run_1.1.1.0\ndata: {\"type\":\"start\"}\n\r\nevent: ready\rdata:one\r\ndata:  two\r\rid:3\ndata: grüß ⚓\n\ndata: cut off";

function read(pieces) {
  const parser = new EventParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

const whole = JSON.stringify(read([stream]));
const different = [...stream]
  .map((_, at) => [stream.slice(0, at), stream.slice(at)])
  .concat([stream.split("")])
  .map((pieces) => JSON.stringify(read(pieces)))
  .filter((events) => events !== whole);
console.log(JSON.stringify({ events: JSON.parse(whole), different: [...new Set(different)] }));
