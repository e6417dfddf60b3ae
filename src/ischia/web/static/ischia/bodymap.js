// Painting on the body. Every place stands for a check box of the lists, which work without it.

const form = document.querySelector("form.bodymap");
const boxes = new Map();
for (const list of form.querySelectorAll("[data-layer]")) {
  list.open = false;
  for (const box of list.querySelectorAll("input")) boxes.set(`${list.dataset.layer} ${box.value}`, box);
}
const places = [...form.querySelectorAll("[data-spot]")];
const brush = () => form.elements.brush.value;

function show() {
  const counts = {};
  for (const place of places) {
    for (const mark of place.querySelectorAll("[data-mark]")) {
      const on = boxes.get(`${mark.dataset.mark} ${place.dataset.spot}`)?.checked ?? false;
      mark.classList.toggle("mark--on", on);
    }
  }
  for (const [key, box] of boxes) {
    const layer = key.split(" ")[0];
    counts[layer] = (counts[layer] ?? 0) + (box.checked ? 1 : 0);
  }
  for (const [layer, count] of Object.entries(counts)) {
    form.querySelector(`[data-count="${layer}"]`).textContent = count || "";
  }
  for (const help of form.querySelectorAll("[data-help]")) help.hidden = help.dataset.help !== brush();
}

let stroke = null; // while a mouse or pen is down: whether it paints or wipes
function touch(place) {
  const box = place && boxes.get(`${brush()} ${place.dataset.spot}`);
  if (!box) return;
  stroke ??= !box.checked;
  if (box.checked === stroke) return;
  box.checked = stroke;
  show();
}
const views = form.querySelector("[data-views]");
views.addEventListener("pointerdown", (event) => {
  if (event.pointerType === "touch") return;
  stroke = null;
  touch(event.target.closest("[data-spot]"));
});
views.addEventListener("pointermove", (event) => {
  if (event.pointerType === "touch" || !(event.buttons & 1)) return;
  touch(event.target.closest("[data-spot]"));
});
views.addEventListener("click", (event) => {
  if (event.pointerType !== "touch") return; // mouse and pen have painted already
  stroke = null;
  touch(event.target.closest("[data-spot]"));
});
form.addEventListener("change", show);
views.hidden = false;
form.querySelector("[data-brushes]").hidden = false;
form.classList.add("bodymap--live");
show();
