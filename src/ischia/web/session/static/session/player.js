// The clock of a session: which exercise, which beat, how much of it is left. Pure: time comes in.

/** What is played when an exercise has no beats left, or the session has ended. */
export const DONE = Object.freeze({ kind: "done", seconds: 0, set: 0, rep: 0, side: "" });

export class Player {
  /**
   * @param {{exercise: string, beats: {kind: string, seconds: number, set: number, rep: number, side: string}[]}[]} items
   * @param {(event: {type: string, item: number, beat: object}) => void} tell called for every change
   */
  constructor(items, tell) {
    this.items = items;
    this.tell = tell;
    this.item = 0;
    this.index = 0;
    this.elapsed = 0;
    this.paused = true;
    this.last = null;
    this.follow = false; // the camera counts: a repetition ends when it was seen, not by the clock
    this.unseen = 0; // seconds since the camera last saw one
    this.done = items.map(() => 0); // seconds of work done, by item
    this.skipped = items.map(() => false);
  }

  get beat() {
    return this.items[this.item]?.beats[this.index] ?? DONE;
  }

  get ended() {
    return this.item >= this.items.length;
  }

  /** Seconds left of this beat. */
  get remaining() {
    return Math.max(0, this.beat.seconds - this.elapsed);
  }

  /** Share of this beat that has passed, 0 to 1. */
  get share() {
    return this.beat.seconds ? Math.min(1, this.elapsed / this.beat.seconds) : 1;
  }

  /** Repetitions of this exercise in all, and how many are behind us. */
  get count() {
    const beats = this.items[this.item]?.beats ?? [];
    const { set, side, rep } = this.beat;
    const here = beats.filter((b) => b.set === set && b.side === side && b.rep > 0);
    return { rep, of: here.reduce((most, b) => Math.max(most, b.rep), 0), set, sets: beats.reduce((most, b) => Math.max(most, b.set), 0) };
  }

  play(now) {
    this.paused = false;
    this.last = now;
    this._tell("play");
  }

  pause() {
    this.paused = true;
    this._tell("pause");
  }

  /** Let time pass up to `now` (seconds). A long gap (a sleeping phone) pauses instead of racing on. */
  tick(now, longest = 5) {
    if (this.paused || this.ended || this.last === null) return;
    const passed = now - this.last;
    this.last = now;
    if (passed > longest) {
      this.pause();
      return;
    }
    this.elapsed += passed;
    this._count(passed);
    if (this._waits(passed)) return;
    while (!this.ended && this.elapsed >= this.beat.seconds) {
      this.elapsed -= this.beat.seconds;
      this._next();
    }
  }

  /** On to the next exercise; what is left of this one counts as not done. */
  skip() {
    if (this.ended) return;
    this.skipped[this.item] = true;
    this._open(this.item + 1);
  }

  /** Back to the start of this exercise, or to the one before when it has only just begun. */
  back() {
    if (this.ended) return;
    const fresh = this.index === 0;
    this._open(Math.max(0, fresh ? this.item - 1 : this.item));
  }

  /** The camera has seen a repetition: go on to the next beat with another repetition. */
  repetitionSeen() {
    const { rep, set, side } = this.beat;
    if (!rep || this.paused) return;
    this.unseen = 0;
    while (this.beat.rep === rep && this.beat.set === set && this.beat.side === side) {
      this.done[this.item] += this.remaining;
      this._next();
    }
    this.elapsed = 0;
  }

  /** Share of each exercise that was done, 0 to 1. */
  shares() {
    return this.items.map((item, n) => {
      const work = item.beats.filter(isWork).reduce((sum, b) => sum + b.seconds, 0);
      return work ? Math.min(1, this.done[n] / work) : 0;
    });
  }

  /** What is needed to go on later from here. */
  save() {
    return { item: this.item, index: this.index, done: [...this.done], skipped: [...this.skipped] };
  }

  restore(saved) {
    Object.assign(this, { item: saved.item, index: saved.index, done: [...saved.done], skipped: [...saved.skipped] });
    this.elapsed = 0;
  }

  /** Whether the clock waits for the camera. It does not wait for ever. */
  _waits(passed, longest = 25) {
    if (!this.follow || !this.beat.rep) return false;
    this.unseen += passed;
    if (this.unseen > longest) {
      this.follow = false;
      this._tell("unseen");
      return false;
    }
    this.elapsed = Math.min(this.elapsed, this.beat.seconds);
    return this.elapsed >= this.beat.seconds && this._lastOfRepetition();
  }

  _lastOfRepetition() {
    const next = this.items[this.item].beats[this.index + 1];
    const { rep, set, side } = this.beat;
    return !next || next.rep !== rep || next.set !== set || next.side !== side;
  }

  _count(passed) {
    if (isWork(this.beat)) this.done[this.item] += Math.min(passed, this.beat.seconds);
  }

  _next() {
    const beats = this.items[this.item].beats;
    if (this.index + 1 < beats.length) {
      this.index += 1;
      this._tell("beat");
    } else {
      this._open(this.item + 1);
    }
  }

  _open(item) {
    this.item = item;
    this.follow = false;
    this.unseen = 0;
    this.index = 0;
    this.elapsed = 0;
    if (!this.ended) this.done[item] = 0;
    this._tell(this.ended ? "end" : "item");
  }

  _tell(type) {
    this.tell({ type, item: this.item, beat: this.beat });
  }
}

/** Whether a beat is exercise rather than waiting. */
export function isWork(beat) {
  return ["reach", "hold", "return", "move", "timed"].includes(beat.kind);
}
