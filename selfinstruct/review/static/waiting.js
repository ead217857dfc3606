"use strict";
// Work is done one after the other. Where the program lets it wait, the page says so, and what was pressed blindly
// meanwhile decides nothing: it was meant for cards that nobody has seen.

// Each number has the time at which its request began.
const underway = new Map();
// Nobody waits for these.
const ASIDE = ["/counts", "/lessons"];
// How often the program has let somebody wait, and how many keys were passed over since.
const waits = { count: 0, isWaiting: false, passedOver: 0 };
const OFTEN = 100;

async function timed(path, asked) {
  const request = {};
  if (!ASIDE.includes(path)) underway.set(request, performance.now());
  try { return await asked(); } finally { underway.delete(request); }
}

// In the order of the keys: what is pressed early waits for its card.
function later(work) {
  state.moves = state.moves.then(() => attended(work)).catch(failed);
}

async function attended(work) {
  const began = performance.now();
  const watch = setInterval(() => {
    const oldest = Math.max(began, Math.min(...underway.values()));
    if (!waits.isWaiting && underway.size && performance.now() - oldest > state.patience) beginToWait();
  }, OFTEN);
  try { return await work(); } finally {
    clearInterval(watch);
    if (waits.isWaiting) endToWait();
  }
}

function beginToWait() {
  waits.count++;
  Object.assign(waits, { isWaiting: true, passedOver: 0 });
  say(words.waiting, false, true);
}

function endToWait() {
  waits.isWaiting = false;
  if (say.text === words.waiting) say("");
}

// What a key is pressed on: the record that is seen, and how often the page had to wait until then.
const glance = () => ({ row: state.card?.row, waited: waits.count - waits.isWaiting });

// Whether the page had to wait since, and another record is shown by now.
const isBlind = ({ row, waited }) => waits.count > waited && row !== state.card?.row;

// What only shows something, or opens a field for what was typed, does no harm on a card that comes late.
const SHOWING = ["previous", "next", "next_group", "raw", "hide", "lessons", "help", "next_queue", "previous_queue", "edit", "comment", "leaveEdit"];

function isPassedOver(name, glanced) {
  const hasWaited = waits.count > glanced.waited;
  // A number says why what was seen is rejected; pressed again, undo would take back more than was meant.
  const isOfSeen = ["digit", "why"].includes(name) && !by("why").hidden && state.rejected.row === glanced.row;
  const isDue = name === "undo" ? !hasWaited : !isBlind(glanced) || isOfSeen;
  if (isDue || SHOWING.includes(name)) return false;
  passOver();
  return true;
}

function passOver() {
  waits.passedOver++;
  say([state.saved, filled(words.passed_over, waits.passedOver.toLocaleString(lang))].filter(Boolean).join(". "), false, true);
  by("said").classList.add("more");
}
