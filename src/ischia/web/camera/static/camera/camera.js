// The camera coach on the page: asks for the camera, shows what it sees as a skeleton, and lets the
// count follow what was really done. Falls back to the lighter model, then to fewer pictures, and
// then to the timer. Where the person asks for it, the joints that were seen can be saved as a file.

const BONES = [
  [11, 12], [11, 23], [12, 24], [23, 24], [11, 13], [13, 15], [12, 14], [14, 16],
  [23, 25], [25, 27], [24, 26], [26, 28], [27, 31], [28, 32],
];
const SEEN = 0.5; // a landmark fainter than this is not drawn
const MEASURED = 40; // pictures after which the pace is looked at
const SLOW_MS = 120; // from here on a lighter model or fewer pictures
const TOO_SLOW_MS = 400; // from here on the timer is the better coach
const DIGITS = 4;

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
    this.busy = false; // a picture is being looked at
    this.fresh = false; // there is one that has not been
    this.results = new Map();
    this.current = null;
    this.count = 0;
    this.costs = [];
    this.model = "full";
    this.running = true;
    this.framing = true; // before the start: only whether all of the person is in the picture
    this.gap = 0; // least time between two pictures, in milliseconds
    this.looked = 0;
    this.recording = false;
    this.frames = new Map(); // exercise: lines of its recording
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

  /** Before the start: say whether the camera sees what this exercise needs to be seen. */
  async frame(item) {
    const address = this.urls.plans[item.exercise];
    if (!address) return;
    const plan = await (await fetch(address)).json();
    await this._ask({ type: "plan", plan }, "planned").catch(() => {});
  }

  /** Watch another exercise; what was seen of the last one is kept. */
  async exercise(item) {
    if (!this.running) return; // the timer has taken over
    await this._keep();
    this.framing = false;
    this.current = item;
    this.count = 0;
    const address = this.urls.plans[item.exercise];
    const plan = address ? await (await fetch(address)).json() : null;
    await this._ask({ type: "plan", plan }, "planned").catch(() => {});
    if (!this.running) return;
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

  /** What was seen of each exercise, as a recording in JSON Lines, if the person asked for it. */
  recordings() {
    const { videoWidth: width, videoHeight: height } = this.video;
    const head = JSON.stringify({ skeleton: "blazepose33", width, height });
    return [...this.frames].map(([exercise, lines]) => ({
      exercise,
      file: new Blob([[head, ...lines, ""].join("\n")], { type: "application/x-ndjson" }),
    }));
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
      this.fresh = true;
      this._look();
    }
  }

  /** Look at the newest picture, as soon as the last has been looked at. */
  async _look() {
    if (!this.running || this.busy || !this.fresh || !this.video.videoWidth) return;
    if (performance.now() - this.looked < this.gap) return;
    this.looked = performance.now();
    [this.busy, this.fresh] = [true, false];
    const bitmap = await createImageBitmap(this.video);
    this.worker.postMessage({ type: "look", bitmap, t: performance.now() / 1000 }, [bitmap]);
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

  _seen({ points, answer, cost, t }) {
    this.busy = false;
    if (!this.running) return;
    this._look();
    this._draw(points);
    if (this.recording && this.current) this._record(t, points);
    this._pace(cost.pose + cost.tracker);
    this.root.dataset.cameraFrames = String(Number(this.root.dataset.cameraFrames ?? 0) + 1);
    this.root.dataset.cameraMs = (cost.pose + cost.tracker).toFixed(1);
    this.root.dataset.cameraModel = this.model;
    this.root.dataset.cameraLag = (performance.now() - 1000 * t).toFixed(1); // from the picture to here
    if (!answer || !this.running) return;
    if (this.framing) return this._status(this._blindness(answer) ?? this.words.camera_sees);
    if (answer.count > this.count) {
      this.count = answer.count;
      this.root.dataset.cameraCount = String(answer.count);
      this.player.repetitionSeen();
    }
    const blind = this._blindness(answer);
    if (blind) this._status(blind);
    else if (answer.cue) this.voice.say(answer.cue.text);
    else this._status("");
  }

  _blindness({ cannot_see: blind }) {
    return blind ? (this.words.cannot_see[blind.what] ?? blind.text) : null;
  }

  _record(t, points) {
    const { exercise } = this.current;
    if (!this.frames.has(exercise)) this.frames.set(exercise, []);
    const landmarks = points?.map((point) => point.map((value) => Number(value.toFixed(DIGITS)))) ?? null;
    this.frames.get(exercise).push(JSON.stringify({ t: Number(t.toFixed(3)), landmarks }));
  }

  /** A slow device gets the lighter model, then fewer pictures, then the timer, and says so. */
  _pace(ms) {
    this.costs.push(ms);
    if (this.costs.length < MEASURED) return;
    const median = this.costs.sort((a, b) => a - b)[MEASURED / 2];
    this.costs = [];
    if (median <= SLOW_MS) return;
    if (this.model === "lite") {
      if (median > TOO_SLOW_MS) this._fallBack(this.words.camera_slow);
      else this.gap = 2 * median; // half of the device's time stays for the page
    } else {
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
    const said = this.root.querySelector(`[data-part="${this.framing ? "camera-note" : "camera-status"}"]`);
    if (said && said.textContent !== text) said.textContent = text;
  }

  /** In the middle of a session: the timer counts from here on. */
  _fallBack(text) {
    this.player.follow = false;
    this._status(text);
    this.stop();
    this.voice.say(text);
  }

  _giveUp(text) {
    this.running = false;
    for (const track of this.stream.getTracks()) track.stop();
    this.voice.say(text);
    return null;
  }
}
