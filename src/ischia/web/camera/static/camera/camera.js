// The camera coach on the page: asks for the camera, shows what it sees as a skeleton, and lets the
// count follow what was really done. Falls back to the lighter model, and then to the timer.

const BONES = [
  [11, 12], [11, 23], [12, 24], [23, 24], [11, 13], [13, 15], [12, 14], [14, 16],
  [23, 25], [25, 27], [24, 26], [26, 28], [27, 31], [28, 32],
];
const SEEN = 0.5; // a landmark fainter than this is not drawn

export async function openCamera({ root, data, voice, player, words }) {
  const urls = data.urls.camera;
  const say = (text) => voice.say(text);
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480, facingMode: "user" }, audio: false });
  } catch {
    say(words.camera_refused);
    return null;
  }
  const view = root.querySelector('[data-part="camera-view"]');
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, srcObject: stream });
  const canvas = document.createElement("canvas");
  view.replaceChildren(video, canvas);
  await video.play();
  const coach = new Coach({ root, urls, video, canvas, voice, player, words, view, stream });
  return coach.open(); // null where it cannot work, and it has said so
}

class Coach {
  constructor(parts) {
    Object.assign(this, parts);
    this.worker = new Worker(this.urls.worker, { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this._heard(data));
    this.waiting = new Map();
    this.busy = false;
    this.results = new Map();
    this.current = null;
    this.count = 0;
    this.costs = [];
    this.model = "full";
    this.running = true;
  }

  async open() {
    this._status(this.words.camera_loading);
    try {
      await this._ask({ type: "open", urls: this.urls, model: this.model }, "open");
    } catch {
      return this._giveUp(this.words.camera_failed);
    }
    this.view.hidden = false;
    this.root.dataset.camera = "on";
    this._status(this.words.camera_frame);
    this._loop();
    return this;
  }

  /** Watch another exercise; what was seen of the last one is kept. */
  async exercise(item) {
    await this._keep();
    this.current = item;
    this.count = 0;
    const address = this.urls.plans[item.exercise];
    const plan = address ? await (await fetch(address)).json() : null;
    await this._ask({ type: "plan", plan }, "planned").catch(() => {});
    this.player.follow = plan !== null;
    this._status(plan ? "" : this.words.camera_blind);
  }

  /** What the camera saw of an exercise, for the record. */
  done(exercise) {
    const seen = this.results.get(exercise);
    if (!seen || seen.score === null || seen.score === undefined) return {};
    const faults = {};
    for (const { fault } of seen.faults) faults[fault] = (faults[fault] ?? 0) + 1;
    return { reps: seen.repetitions.length, form_score: Math.round(seen.score), faults };
  }

  /** The mean form of what was judged, or null. */
  score() {
    const scores = [...this.results.values()].map((seen) => seen.score).filter((score) => typeof score === "number");
    return scores.length ? Math.round(scores.reduce((sum, score) => sum + score, 0) / scores.length) : null;
  }

  async stop() {
    this.running = false;
    await this._keep();
    for (const track of this.stream.getTracks()) track.stop();
    this.worker.terminate();
    this.view.hidden = true;
    delete this.root.dataset.camera;
  }

  async _keep() {
    if (!this.current) return;
    const { summary } = await this._ask({ type: "summary" }, "summary").catch(() => ({ summary: null }));
    if (summary) this.results.set(this.current.exercise, summary);
    this.root.dataset.seen = JSON.stringify({ exercise: this.current.exercise, repetitions: summary?.repetitions?.length ?? 0 });
  }

  async _loop() {
    while (this.running) {
      await new Promise((next) => (this.video.requestVideoFrameCallback ? this.video.requestVideoFrameCallback(next) : requestAnimationFrame(next)));
      if (!this.running || this.busy || !this.video.videoWidth) continue;
      this.busy = true;
      const bitmap = await createImageBitmap(this.video);
      this.worker.postMessage({ type: "look", bitmap, t: performance.now() / 1000 }, [bitmap]);
    }
  }

  _heard(message) {
    if (message.type === "seen") return this._seen(message);
    const waiting = this.waiting.get(message.type === "failed" ? message.task : message.type);
    if (message.type === "failed") {
      this.busy = false;
      waiting?.reject(new Error(message.reason));
      this.root.dataset.cameraError = message.reason;
      return undefined;
    }
    waiting?.resolve(message);
    return undefined;
  }

  _ask(message, answer) {
    return new Promise((resolve, reject) => {
      const waiting = { resolve, reject };
      this.waiting.set(answer, waiting);
      this.waiting.set(message.type, waiting);
      this.worker.postMessage(message);
    });
  }

  _seen({ points, answer, cost }) {
    this.busy = false;
    this._draw(points);
    this._pace(cost.pose + cost.tracker);
    this.root.dataset.cameraFrames = String(Number(this.root.dataset.cameraFrames ?? 0) + 1);
    this.root.dataset.cameraMs = (cost.pose + cost.tracker).toFixed(1);
    if (!answer) return;
    if (answer.count > this.count) {
      this.count = answer.count;
      this.root.dataset.cameraCount = String(answer.count);
      this.player.repetitionSeen();
    }
    if (answer.cannot_see) this._status(this.words.cannot_see[answer.cannot_see.what] ?? answer.cannot_see.text);
    else if (answer.cue) this.voice.say(answer.cue.text);
    else this._status("");
  }

  /** A slow device gets the lighter model, and says so. */
  _pace(ms) {
    this.costs.push(ms);
    if (this.costs.length < 40) return;
    const slow = this.costs.sort((a, b) => a - b)[20] > 120;
    this.costs = [];
    if (!slow) return;
    if (this.model === "full") {
      this.model = "lite";
      this._status(this.words.camera_lite);
      this._ask({ type: "open", urls: this.urls, model: "lite" }, "open").catch(() => this._giveUp(this.words.camera_failed));
    }
  }

  _draw(points) {
    const { canvas, video } = this;
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const pen = canvas.getContext("2d");
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (!points) return;
    pen.lineWidth = 5;
    pen.lineCap = "round";
    pen.strokeStyle = "#62c8ca";
    for (const [a, b] of BONES) {
      if (points[a][3] < SEEN || points[b][3] < SEEN) continue;
      pen.beginPath();
      pen.moveTo(points[a][0] * canvas.width, points[a][1] * canvas.height);
      pen.lineTo(points[b][0] * canvas.width, points[b][1] * canvas.height);
      pen.stroke();
    }
  }

  _status(text) {
    const said = this.root.querySelector('[data-part="camera-status"]');
    if (said && said.textContent !== text) said.textContent = text;
  }

  _giveUp(text) {
    this.running = false;
    for (const track of this.stream.getTracks()) track.stop();
    this.voice.say(text);
    return null;
  }
}
