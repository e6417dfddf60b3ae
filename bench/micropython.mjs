// Runs the tracker on MicroPython in WebAssembly, outside a browser: for tests and measurements.
//   node micropython.mjs PACKAGE_FOLDER MOTION_FOLDER JOBS.json
// JOBS.json is [{plan, frames: [[t, landmarks or null], ...]}]. Writes one JSON line a job:
// {summary, counts: [after every frame], milliseconds: [of every frame]}.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

process.on("uncaughtException", (error) => {
  console.error(error.message); // without it node shows the whole package as one line
  process.exitCode = 1;
});
const HEAP = 1024 * 1024; // collecting a small heap takes 1 to 2 ms, one of 8 MB over 5
const [packageFolder, motionFolder, jobsFile] = process.argv.slice(2);
const { loadMicroPython } = await import(join(packageFolder, "micropython.mjs"));
const python = await loadMicroPython({ heapsize: HEAP, linebuffer: true });

python.FS.mkdirTree("/lib/motion/tracker");
python.FS.writeFile("/lib/motion/__init__.py", "");
const copy = (name) =>
  python.FS.writeFile(join("/lib/motion", name), readFileSync(join(motionFolder, name)));
copy("landmarks.py");
for (const name of readdirSync(join(motionFolder, "tracker"))) {
  if (name.endsWith(".py")) copy(join("tracker", name));
}

python.runPython(`
import json
from js import performance
from motion.tracker.tracker import Tracker

NAN = float("nan")

def begin(plan):
    global tracker
    tracker = Tracker(json.loads(plan))

def step(text):
    t, points = json.loads(text)
    if points is not None:
        points = [[NAN if value is None else value for value in point] for point in points]
    before = performance.now()
    count = tracker.frame(t, points)["count"]
    return json.dumps([count, performance.now() - before])

def end():
    return json.dumps(tracker.summary())
`);
const [begin, step, end] = ["begin", "step", "end"].map((name) => python.globals.get(name));
for (const { plan, frames } of JSON.parse(readFileSync(jobsFile, "utf8"))) {
  begin(JSON.stringify(plan));
  const steps = frames.map((frame) => JSON.parse(step(JSON.stringify(frame))));
  const [counts, milliseconds] = [0, 1].map((place) => steps.map((pair) => pair[place]));
  console.log(JSON.stringify({ summary: JSON.parse(end()), counts, milliseconds }));
}
