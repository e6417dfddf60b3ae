// The clock of sitting and standing: words always, a soft sound only if chosen, and nothing kept
// beyond this tab. The minutes and the words are the page's.

const KEY = "ischia-timer";
const root = document.querySelector("[data-timer]");
const part = (name) => root.querySelector(`[data-${name}]`);
const MINUTE = 60_000;

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

function keep(state) {
  if (state) sessionStorage.setItem(KEY, JSON.stringify(state));
  else sessionStorage.removeItem(KEY);
}

/** Where the clock stands at a time: before the break, in it, or over; how much is left of it. */
export function stand(state, now) {
  const gone = now - state.since;
  const after = state.after * MINUTE;
  const pause = state.pause * MINUTE;
  if (gone < after) return { phase: "before", left: after - gone };
  if (gone < after + pause) return { phase: "break", left: after + pause - gone };
  return { phase: "over", left: 0 };
}

function clock(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function sound() {
  if (!part("sound").checked) return;
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.setValueAtTime(0.0001, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.12, audio.currentTime + 0.4);
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 2);
  tone.frequency.value = 440;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 2);
  tone.onended = () => audio.close();
}

const title = document.title;
let ticking = 0;

function words(state, at) {
  const card = root.querySelector(`[data-activity="${state.activity}"]`);
  const todo = card?.querySelector("strong")?.textContent ?? "";
  const say = root.dataset;
  if (at.phase === "before") return `${Math.ceil(at.left / MINUTE)} ${say.minutesText} ${say.leftText}`;
  if (at.phase === "break") return `${say.overText}: ${todo}`;
  return say.againText;
}

function show() {
  const state = kept();
  part("now").hidden = !state;
  if (!state) return;
  const at = stand(state, Date.now());
  const said = words(state, at);
  if (part("say").textContent !== said) part("say").textContent = said;
  part("clock").textContent = at.phase === "over" ? "" : clock(at.left);
  if (root.dataset.state !== at.phase) {
    part("announce").textContent = said; // a screen reader says it once, not every minute
    if (at.phase === "break" && root.dataset.state === "before") sound();
    root.dataset.state = at.phase;
    document.title = at.phase === "break" ? `${root.dataset.titleText} · ${title}` : title;
  }
  if (at.phase === "over") clearInterval(ticking);
}

function run() {
  clearInterval(ticking);
  ticking = setInterval(show, 1000);
  show();
}

function stop() {
  keep(null);
  clearInterval(ticking);
  delete root.dataset.state;
  document.title = title;
  show();
}

if (root) {
  for (const card of root.querySelectorAll("[data-activity]")) {
    const button = card.querySelector("[data-start]");
    button.hidden = false;
    button.addEventListener("click", () => {
      const { activity, after, break: pause } = card.dataset;
      keep({ activity, after: Number(after), pause: Number(pause), since: Date.now() });
      delete root.dataset.state;
      run();
    });
  }
  part("stop").addEventListener("click", stop);
  if (kept()) run();
}
