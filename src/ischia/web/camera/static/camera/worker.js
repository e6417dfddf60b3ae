// Sees and counts off the page's own thread: the pose model gives landmarks, the tracker (Python, on
// MicroPython) makes of them what happened. No picture leaves this worker.

let landmarker = null;
let step = null;
let begin = null;
let summary = null;

const HEAP = 1024 * 1024; // collecting a small heap is quick

async function open({ urls, model }) {
  if (landmarker) {
    // Its library can be loaded only once: a second model goes into the first one's place.
    await landmarker.setOptions({ baseOptions: { modelAssetPath: urls[model], delegate: "CPU" } });
    return;
  }
  const { PoseLandmarker } = await import(urls.vision);
  const fileset = { wasmLoaderPath: urls.loader, wasmBinaryPath: urls.binary };
  landmarker = await PoseLandmarker.createFromOptions(fileset, {
    baseOptions: { modelAssetPath: urls[model], delegate: "CPU" },
    runningMode: "VIDEO",
    numPoses: 1,
  });
  if (!step) await openTracker(urls);
}

async function openTracker(urls) {
  const { loadMicroPython } = await import(urls.micropython);
  const python = await loadMicroPython({ heapsize: HEAP, linebuffer: true, url: urls.micropython_wasm });
  const modules = await (await fetch(urls.tracker)).json();
  python.FS.mkdirTree("/lib/motion/tracker");
  python.FS.writeFile("/lib/motion/__init__.py", "");
  for (const [path, text] of Object.entries(modules)) python.FS.writeFile(`/lib/motion/${path}`, text);
  python.runPython(`
import json
from motion.landmarks import landmarks_of
from motion.tracker.tracker import Tracker

tracker = None

def begin(plan):
    global tracker
    tracker = Tracker(json.loads(plan))

def step(text):
    t, aspect, points = json.loads(text)
    seen = landmarks_of("blazepose33", points, aspect) if points else None
    return json.dumps(tracker.frame(t, seen))

def summary():
    return json.dumps(tracker.summary()) if tracker else "null"
`);
  [begin, step, summary] = ["begin", "step", "summary"].map((name) => python.globals.get(name));
}

function look({ bitmap, t }) {
  const aspect = bitmap.width / bitmap.height;
  const started = performance.now();
  const found = landmarker.detectForVideo(bitmap, t * 1000);
  bitmap.close();
  const points = found.landmarks[0]?.map((p) => [p.x, p.y, p.z, p.visibility ?? 1]) ?? null;
  const seen = performance.now();
  const answer = planned ? JSON.parse(step(JSON.stringify([t, aspect, points]))) : null;
  postMessage({
    type: "seen",
    t,
    points,
    answer,
    cost: { pose: seen - started, tracker: performance.now() - seen },
  });
}

let planned = false;

const tasks = {
  async open(message) {
    await open(message);
    postMessage({ type: "open", model: message.model });
  },
  async plan({ plan }) {
    planned = plan !== null;
    if (plan) begin(JSON.stringify(plan));
    postMessage({ type: "planned" });
  },
  look,
  summary() {
    postMessage({ type: "summary", summary: JSON.parse(summary?.() ?? "null") });
  },
};

addEventListener("message", async ({ data }) => {
  try {
    await tasks[data.type](data);
  } catch (error) {
    postMessage({ type: "failed", task: data.type, reason: String(error?.message ?? error) });
  }
});
