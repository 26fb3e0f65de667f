// The host's stream of server-sent events, read with fetch, because EventSource sends no token. Comes back by itself.

import { access, headers } from "/part/api.js";

const SILENCE_MS = 5000; // the host speaks every second
const RETRY_MS = 2000;

// told(name, data) for each event, lost() when the host is silent; never ends.
export async function listen(told, lost) {
  for (;;) {
    const ending = new AbortController();
    const watch = new Silence(() => ending.abort());
    try {
      const answer = await fetch("/api/live", { headers: headers(), signal: ending.signal, cache: "no-store" });
      if (answer.status === 401) access.refused();
      if (answer.ok) await read(answer.body, watch, told);
    } catch {
      // the same as an end: said below, tried again
    }
    watch.stop();
    lost();
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

class Silence {
  constructor(over) {
    this.over = over;
    this.heard();
  }

  heard() {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.over, SILENCE_MS);
  }

  stop() {
    clearTimeout(this.timer);
  }
}

async function read(body, watch, told) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    watch.heard();
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) tell(event, told);
  }
}

function tell(event, told) {
  let name = "message";
  let data = "";
  for (const line of event.split("\n")) {
    if (line.startsWith("event: ")) name = line.slice(7);
    if (line.startsWith("data: ")) data += line.slice(6);
  }
  if (data) told(name, JSON.parse(data));
}
