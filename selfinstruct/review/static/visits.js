"use strict";
// Back and Forward of the browser go from one queue to another, each as it was left: every visit has a number.

const visits = new Map();

// What is shown, to be shown again.
function view() {
  const { id, instance } = state.card?.row ?? {};
  return { ...wanted(), hides: by("undecided").checked, id, instance };
}

const isQueue = (name) => Boolean(document.querySelector(`[data-queue="${CSS.escape(name)}"]`));

// Another queue is about to be shown: on a visit of its own, or again on an earlier one.
function visit(queue, number) {
  if (state.queue) visits.set(state.visit, view());
  const isNew = Boolean(state.queue) && number === undefined;
  state.visit = isNew ? state.visit + 1 : number ?? state.visit;
  if (isNew) history.pushState(state.visit, "", `#${queue}`);
  else history.replaceState(state.visit, "", `#${queue}`);
}

async function goBack(kept, asked = ++state.asked) {
  await open(kept.queue, asked, kept);
  const at = state.rows.findIndex((row) => row.id === kept.id && row.instance === kept.instance);
  if (at > 0 && asked === state.asked) await choose(at);
}

// Where it is held by an edit, the page stays, and so does its address.
function revisit(queue, number, asked) {
  document.querySelector("dialog[open]")?.close();
  if (!isHeld()) return goBack({ queue, ...visits.get(number), visit: number ?? state.visit + 1 }, asked);
  history.pushState(state.visit, "", `#${state.queue}`);
  return null;
}

addEventListener("popstate", (event) => {
  const queue = location.hash.slice(1);
  if (!isQueue(queue) || queue === state.queue) return;
  const asked = ++state.asked;
  later(() => revisit(queue, event.state ?? undefined, asked));
});
