// The session page: plays the beats, shows and says what to do, and keeps what happened.

import { Player, isWork } from "./player.js";
import { flush, keep, newId } from "./outbox.js";
import { Voice } from "./voice.js";

const data = JSON.parse(document.getElementById("session-data").textContent);
const words = data.words;
const root = document.querySelector("[data-session]");
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const resumeKey = `ischia-session-${data.day}-${data.slot}`;

const voice = new Voice(part("said"), document.documentElement.lang);
const player = new Player(data.items, changed);
const result = { id: newId(), response: newId(), stopped: "", hurt: new Set(), started: null, trouble: "" };
let wakeLock = null;
let camera = null;

// ---- screens -------------------------------------------------------------

function show(screen) {
  for (const section of root.querySelectorAll("[data-screen]")) {
    section.hidden = section.dataset.screen !== screen;
  }
  root.dataset.now = screen;
  const heading = root.querySelector(`[data-screen="${screen}"] [data-focus]`);
  heading?.focus({ preventScroll: false });
}

function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function changed({ type, item, beat }) {
  remember();
  if (type === "end") return finish();
  if (type === "unseen") voice.say(words.camera_timer);
  if (type === "pause") return paint();
  if (type === "item") showItem(item);
  if (type === "item" || type === "beat" || type === "play") announce(beat, type);
  return paint();
}

function showItem(number) {
  const item = data.items[number];
  part("title").textContent = item.title;
  part("place").textContent = fill(words.place, { n: number + 1, of: data.items.length });
  const figure = part("figure");
  figure.replaceChildren();
  if (item.figure) {
    const image = new Image();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    image.src = still ? item.still : item.figure;
    image.alt = item.figure_alt;
    figure.append(image);
  }
  const steps = part("steps");
  steps.replaceChildren(...item.steps.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  const next = data.items[number + 1];
  part("next").textContent = next ? fill(words.next, { title: next.title }) : words.last;
  camera?.exercise(item);
}

function announce(beat, type) {
  const item = data.items[player.item];
  const side = beat.side ? words.sides[beat.side] : "";
  const said = {
    ready: () => (beat.set > 1 ? fill(words.set_ready, { set: beat.set }) : fill(words.ready, { title: item.title, first: item.steps[0] ?? "", side })),
    switch: () => fill(words.switch, { side }),
    reach: () => words.reach,
    hold: () => words.hold,
    return: () => words.return,
    timed: () => words.timed,
    rest: () => words.rest,
    move: () => "",
  }[beat.kind]?.();
  if (said) voice.say(said, { urgent: type === "item" });
  if (beat.kind === "move") voice.count(beat.rep);
}

const RING = 2 * Math.PI * 54; // circumference of the ring in the drawing's own units

function paint() {
  const beat = player.beat;
  part("phase").textContent = player.paused ? words.paused : (words.phases[beat.kind] ?? "");
  root.dataset.beat = beat.kind;
  root.dataset.paused = String(player.paused);
  const { rep, of, set, sets } = player.count;
  const counting = isWork(beat) && of > 1;
  part("big").textContent = counting && beat.kind !== "hold" ? String(rep) : clock(player.remaining);
  part("of").textContent = counting ? fill(words.rep_of, { rep, of }) : "";
  part("sets").textContent = sets > 1 ? fill(words.set_of, { set, sets }) : "";
  part("side").textContent = beat.side ? words.sides[beat.side] : "";
  const ring = part("ring");
  ring.setAttribute("stroke-dasharray", RING.toFixed(1));
  ring.setAttribute("stroke-dashoffset", (RING * (1 - player.share)).toFixed(1));
  const pause = part("pause");
  pause.setAttribute("aria-pressed", String(player.paused));
  pause.querySelector("[data-label]").textContent = player.paused ? words.go_on : words.pause;
}

function clock(seconds) {
  const whole = Math.ceil(seconds);
  return whole >= 60 ? `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}` : String(whole);
}

// ---- running -------------------------------------------------------------

let painted = 0;

function loop(stamp) {
  player.tick(stamp / 1000);
  if (stamp - painted > 100) {
    painted = stamp;
    paint();
  }
  if (!player.ended) requestAnimationFrame(loop);
}

function begin() {
  result.started ??= Date.now();
  show("play");
  showItem(player.item);
  stayAwake();
  player.play(performance.now() / 1000);
  requestAnimationFrame(loop);
}

function toggle() {
  if (player.paused) player.play(performance.now() / 1000);
  else {
    player.pause();
    voice.hush();
  }
  paint();
}

async function stayAwake() {
  try {
    wakeLock = await navigator.wakeLock?.request("screen");
  } catch {
    part("awake").hidden = false; // the person keeps the screen on
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && root.dataset.now === "play") stayAwake();
});

function remember() {
  if (data.practice) return;
  try {
    localStorage.setItem(resumeKey, JSON.stringify({ ...player.save(), id: result.id, response: result.response, started: result.started }));
  } catch {
    // Private windows may refuse: then a reload begins again.
  }
}

function forget() {
  localStorage.removeItem(resumeKey);
}

function resume() {
  if (data.practice) return;
  const saved = JSON.parse(localStorage.getItem(resumeKey) ?? "null");
  if (!saved || !data.items[saved.item]) return;
  player.restore(saved);
  Object.assign(result, { id: saved.id, response: saved.response, started: saved.started });
  part("resumed").hidden = false;
}

// ---- this hurts ----------------------------------------------------------

function hurts() {
  player.pause();
  voice.hush();
  part("hurts-title").textContent = fill(words.hurts_title, { title: data.items[player.item].title });
  const easier = part("hurts-easier");
  const item = data.items[player.item];
  easier.hidden = !item.easier;
  show("hurts");
}

function hurtAnswer(choice) {
  const item = data.items[player.item];
  if (choice !== "go-on") {
    result.hurt.add(item.exercise);
    result.trouble = item.exercise;
  }
  if (choice === "danger") {
    result.stopped = "danger";
    if (data.practice) {
      window.location.assign(data.urls.danger);
      return;
    }
    save(gather({ danger: true })).finally(() => window.location.assign(data.urls.danger));
    return;
  }
  if (choice === "stop") {
    result.stopped = "hurts";
    finish();
    return;
  }
  show("play");
  if (choice === "easier") replaceItem(item.easier);
  if (choice === "leave") player.skip();
  if (player.ended) return;
  player.play(performance.now() / 1000);
}

function replaceItem(easier) {
  data.items[player.item] = easier;
  player.items[player.item] = easier;
  player.index = 0;
  player.elapsed = 0;
  showItem(player.item);
}

// ---- the end -------------------------------------------------------------

function finish() {
  player.paused = true;
  voice.say(words.finished, { urgent: true });
  wakeLock?.release?.();
  const looked = camera?.stop();
  show("after");
  looked?.then(offerRecordings);
  if (data.practice) looked?.then(tellSeen);
}

/** The recordings that the person asked for, to be saved on this device: they go nowhere else. */
function offerRecordings() {
  const found = camera.recordings();
  part("recordings").hidden = found.length === 0;
  const lines = found.map(({ exercise, file }) => {
    const title = data.items.find((item) => item.exercise === exercise)?.title ?? exercise;
    const link = Object.assign(document.createElement("a"), {
      href: URL.createObjectURL(file),
      download: `${data.day}-${exercise}.jsonl`,
      textContent: title,
    });
    const line = document.createElement("li");
    line.append(link);
    return line;
  });
  part("recordings-list").replaceChildren(...lines);
}

/** What the camera saw of a practice: how often, and what to do differently. */
function tellSeen() {
  const seen = camera.results.get(data.items[0].exercise);
  if (!seen) return;
  part("practised").textContent = fill(words.seen, { n: seen.repetitions.length });
  const cues = [...new Set(seen.cues ?? [])];
  const lines = cues.length ? cues : seen.repetitions.length ? [words.seen_well] : [];
  part("practised-cues").replaceChildren(...lines.map((textContent) => Object.assign(document.createElement("li"), { textContent })));
}

function number(form, name) {
  const value = new FormData(form).get(name);
  return value === null || value === "" ? null : Number(value);
}

function gather(more = {}) {
  const before = part("before");
  const after = part("after");
  const shares = player.shares();
  const items = data.items.map((item, n) => ({
    exercise: item.exercise,
    share: Number(shares[n].toFixed(3)),
    seconds: Math.round(player.done[n]),
    skipped: player.skipped[n],
    hurt: result.hurt.has(item.exercise),
    ...(camera?.done(item.exercise) ?? {}),
  }));
  const planned = items.length || 1;
  const session = {
    slot: data.slot,
    items,
    seconds: Math.round((Date.now() - (result.started ?? Date.now())) / 1000),
    done_share: Number((shares.reduce((sum, share) => sum + share, 0) / planned).toFixed(3)),
    pain_before: { leg: number(before, "leg"), back: number(before, "back") },
    zone_before: number(before, "zone"),
    stopped: result.stopped,
    camera: camera !== null,
    exercise: result.trouble,
  };
  const form = camera?.score() ?? null;
  if (form !== null) session.form_score = form;
  const response = {
    session: result.id,
    pain_after: { leg: number(after, "leg"), back: number(after, "back") },
    zone_after: number(after, "zone"),
    tingling: number(after, "tingling"),
    effort: number(after, "effort"),
    form_score: form,
    exercise: result.trouble,
    ...more,
  };
  return { session, response };
}

async function save({ session, response }) {
  const url = data.urls.inbox;
  const at = new Date().toISOString();
  const now = Date.now();
  await keep({ id: result.id, url, made_at: now, body: { id: result.id, kind: "session", at, data: session } });
  await keep({ id: result.response, url, made_at: now + 1, body: { id: result.response, kind: "response", at, data: response } });
  const answers = await flush(root.dataset.token);
  forget();
  return answers.has(result.id);
}

async function finished(event) {
  event.preventDefault();
  const button = part("after").querySelector("[type=submit]");
  button.disabled = true;
  const danger = new FormData(part("after")).get("danger") === "yes";
  const sent = await save(gather({ danger }));
  if (danger) window.location.assign(data.urls.danger);
  else if (sent) window.location.assign(data.urls.done.replace(NOBODY, result.id));
  else show("kept"); // no network: it is safe on the device
}

const NOBODY = "00000000-0000-0000-0000-000000000000";

// ---- wiring --------------------------------------------------------------

const actions = {
  begin,
  pause: toggle,
  skip: () => player.skip(),
  back: () => player.back(),
  hurts,
  steps: () => part("steps-box").toggleAttribute("open"),
  voice: () => {
    voice.on = !voice.on;
    part("voice").setAttribute("aria-pressed", String(voice.on));
    if (voice.on) voice.say(words.voice_on);
    else voice.hush();
  },
  stop: () => {
    result.stopped = "time";
    finish();
  },
  camera: startCamera,
  record: () => {
    part("record").setAttribute("aria-pressed", String(!recording()));
    if (camera) camera.recording = recording();
  },
};

const recording = () => part("record").getAttribute("aria-pressed") === "true";

async function startCamera() {
  const button = part("camera");
  if (button.disabled) return;
  button.disabled = true;
  try {
    if (camera) await camera.stop();
    camera = camera ? null : await askForCamera();
    if (!camera) player.follow = false;
  } finally {
    button.disabled = false;
    button.setAttribute("aria-pressed", String(camera !== null));
    part("record-row").hidden = camera === null;
  }
  if (!camera) return;
  camera.recording = recording();
  if (root.dataset.now === "play") camera.exercise(data.items[player.item]);
  else camera.frame(data.items[player.item]);
}

async function askForCamera() {
  const note = part("camera-note");
  note.textContent = words.camera_loading;
  note.hidden = false;
  const { openCamera } = await import(data.urls.camera.module);
  const opened = await openCamera({ root, data, voice, player, words });
  note.textContent = opened ? words.camera_frame : part("said").textContent;
  return opened;
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) actions[button.dataset.do]?.();
  const choice = event.target.closest("[data-hurt]");
  if (choice) hurtAnswer(choice.dataset.hurt);
});

// A remote control sends arrows, space and page keys; nothing needs the voice or a mouse.
const keys = { " ": "pause", k: "pause", MediaPlayPause: "pause", ArrowRight: "skip", PageDown: "skip", ArrowLeft: "back", PageUp: "back", h: "hurts", v: "voice" };

document.addEventListener("keydown", (event) => {
  if (root.dataset.now !== "play" || event.ctrlKey || event.metaKey || event.altKey) return;
  const onControl = event.target.closest("button, a, input, summary");
  if (onControl && event.key === " ") return; // the button itself answers
  const action = keys[event.key];
  if (!action) return;
  event.preventDefault();
  actions[action]();
});

part("before").addEventListener("submit", (event) => {
  event.preventDefault();
  begin();
});
part("after")?.addEventListener("submit", finished);
part("voice-row").hidden = !voice.possible;
part("camera-row").hidden = !(data.urls.camera && navigator.mediaDevices?.getUserMedia);
root.dataset.ready = "true";
resume();
show("before");
flush(root.dataset.token).catch(() => {});
