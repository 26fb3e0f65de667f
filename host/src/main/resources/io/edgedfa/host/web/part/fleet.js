// The fleet as the host tells it: totals, and every board's summary by id. One for all pages.

import { all } from "/part/api.js";
import { listen } from "/part/live.js";

const RETRY_MS = 3000;

class Fleet {
  boards = new Map();
  totals = null;
  heard = true; // until the first silence
  listed = false;
  trouble = null; // why the list could not be had
  #listeners = new Set();
  #listing = false;
  #skewMs = 0;

  // Calls back after every change, about once a second; gives the function that ends it.
  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start() {
    listen((name, event) => this.#told(name, event), () => this.#lost());
  }

  // The host's clock, to which all times belong.
  now() {
    return Date.now() + this.#skewMs;
  }

  // What a board is as far as this page knows.
  state(board) {
    return !this.heard ? "unknown" : board.state === "online" && board.paused ? "paused" : board.state;
  }

  #told(name, event) {
    const { boards, ...totals } = event;
    this.heard = true;
    this.totals = totals;
    this.#skewMs = totals.now - Date.now();
    for (const board of boards) this.boards.set(board.id, board);
    if (name === "snapshot" || (this.listed && totals.total < this.boards.size)) this.#list();
    this.#changed();
  }

  // What the stream tells while the list is under way may be newer than the list.
  async #list() {
    if (this.#listing) return;
    this.#listing = true;
    try {
      const before = this.boards;
      const listed = await all("/api/boards", { sort: "edge" });
      this.boards = new Map(listed.map((board) => [board.id, newer(board, before.get(board.id))]));
      this.listed = true;
      this.trouble = null;
    } catch (error) {
      this.trouble = error;
      setTimeout(() => this.#list(), RETRY_MS);
    } finally {
      this.#listing = false;
    }
    this.#changed();
  }

  #lost() {
    this.heard = false;
    this.#changed();
  }

  #changed() {
    for (const listener of [...this.#listeners]) listener();
  }
}

const age = (board) => Math.max(board.lastSeen, board.since);
const newer = (board, other) => (other && age(other) > age(board) ? other : board);

export const fleet = new Fleet();
