"use strict";
// A decision is told to the program at once, and then shown.

async function decide(action, more = {}) {
  const card = state.card;
  if (!card) return null;
  if (!card.canBeRestored && !["reject", "doubt", "skip", "comment"].includes(action)) { say(words.not_decidable, true); return null; }
  if (card.choices.length && ["keep", "restore"].includes(action)) { say(words.pick_one, true); return null; }
  const name = card.row.option.id;
  const turned = VERDICTS.includes(action) && boxes().length ? state.toggled.get(name) : null;
  const answers = turned ? { answers: turned } : overall(action);
  const done = await tell("/decide", { action, id: card.row.id, instance: card.row.instance, queue: card.row.queue, ...answers, ...more });
  if (!done) return null;
  if (turned) state.toggled.delete(name);
  saved(card.row, done, action, "", turned);
  return done;
}

const VERDICTS = ["keep", "restore", "reject"];

// A verdict saves the answers that were turned over; without any, in the sample, it counts for the share of what is good.
const overall = (action, row = state.card.row) => row.queue === "sample" && VERDICTS.includes(action) ? { answers: { all: action !== "reject" } } : {};

function saved(row, done, action, why = "", turned = null) {
  row.standing = done.standing;
  marked(row);
  if (isDone(row, action)) state.done.add(row.option.id);
  left();
  const what = words[saidOf(action, done.standing)];
  said(why ? filled(words.with_why, what, words[why]) : turned ? filled(words.with_answers, what) : what, done);
  count();
}

// Of the sample, what counts for what it tells.
const isDone = ({ queue }, action) => queue === "sample" ? [...VERDICTS, "answer"].includes(action) : !["edit", "comment"].includes(action);

function saidOf(action, { verdict }) {
  if (action === "edit" && !isIn(verdict)) return "said_edit_out";
  const waits = action === "restore" && !state.card.wasAccepted && !state.card.record.output.trim();
  return waits ? "said_restore_waits" : `said_${action}`;
}

// Where a task was rejected, one from beyond the target may take its place, and one that is restored may take that of the
// last one; that is told in any case.
function said(text, { moved }) {
  const form = moved > 0 ? words.moved_in : words.moved_out;
  state.saved = moved ? filled(form, text, Math.abs(moved).toLocaleString(lang)) : text;
  say(state.saved);
  by("said").classList.toggle("more", Boolean(moved));
}

// With the verdict that it has now, whether the record that is shown belongs to the dataset.
const isIn = (verdict) => ["keep", "restore"].includes(verdict) || (verdict !== "reject" && state.card.wasAccepted);

const again = () => choose(state.at);

// The last one of a list stays, and shows what was decided on it.
async function onward() {
  if (!await move(1)) await again();
}

// What a group has in common: its reason, the instruction that it is near to, or how it begins.
function common(kind, name) {
  if (kind === "reason") return named(name);
  if (kind === "of_task") return filled(words.group_of_task, name);
  return kind === "alike" ? words.group_alike : filled(words.group_near, words[kind], name).trim();
}

// One record by its title; of several, how many of each kind.
function takenBack(undone) {
  const [{ title, id }] = undone;
  const kinds = new Map();
  for (const { action } of undone) kinds.set(action, (kinds.get(action) ?? 0) + 1);
  // What is written anew is a task and its instances: one record.
  if (ids(undone).size === 1 || (kinds.size === 1 && kinds.has("written_anew"))) return filled(words.said_undo, [...kinds.keys()].map((action) => words[action]).join(words.and), title || id);
  const counts = [...kinds].map(([action, of]) => filled(words.so_many, words[action], of.toLocaleString(lang)));
  return filled(words.said_undo_all, counts.join(words.and));
}

const ids = (undone) => new Set(undone.map((each) => each.id));
