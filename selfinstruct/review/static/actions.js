"use strict";
// What a key or a button does, one after the other in the order in which they were pressed.

const actions = {
  previous: () => move(-1),
  next: () => move(1),
  keep: async () => { if (await decide(state.card?.wasAccepted ? "keep" : "restore")) await onward(); },
  restore: async () => { if (await decide("restore")) await onward(); },
  skip: async () => { if (await decide("skip")) await onward(); },
  doubt: async () => { if (await decide("doubt")) await onward(); },
  async reject() {
    if (state.card?.choices.length) { await actions.pick(0); return; }
    const row = state.card?.row;
    const done = await decide("reject");
    if (!done) return;
    await onward();
    askWhy({ row, instead: done.decision }, row.title);
  },
  // Of the record that was rejected just before; the next one is shown already.
  async why(why) {
    const { row, group, instead, count: of } = state.rejected;
    if (group) {
      const done = await tell("/reject-group", { why, instead: group });
      if (!done) return;
      by("why").hidden = true;
      said(filled(words.with_why, filled(words.said_group, of), words[why]), done);
      count();
      return;
    }
    const done = await tell("/decide", { action: "reject", id: row.id, instance: row.instance, why, instead, ...overall("reject", row) });
    if (!done) return;
    saved(row, done, "reject", why);
    by("why").hidden = true;
    if (state.card?.row === row) await again();
  },
  // What it means is known once all that was pressed before is done.
  async digit(number) {
    if (!by("why").hidden) {
      await actions.why(by("why").querySelectorAll("[data-why]")[number - 1].dataset.why);
    } else if (state.card?.choices.length) {
      await actions.pick(number);
    } else if (boxes().length) {
      say(words.turned_by_letters);
    }
  },
  // In the sample, where a digit may say why the record before was rejected, a letter turns an answer over.
  turn(name) {
    const box = boxes().find((each) => each.name === name);
    if (!box) return;
    box.checked = !box.checked;
    noteToggled();
  },
  // One of several outputs for one input, counted from 1; 0 for none of them.
  async pick(number) {
    const { row, choices } = state.card;
    if (number > choices.length) return;
    const done = await tell("/pick", { id: row.id, queue: row.queue, picked: choices[number - 1] ?? "" });
    if (!done) return;
    saved(row, done, number ? "pick" : "none");
    await onward();
  },
  async write_anew() {
    if (!state.card?.cameToNothing) { say(words.not_to_be_written); return; }
    const { row } = state.card;
    const done = await tell("/write-anew", { id: row.id, queue: row.queue });
    if (!done) return;
    saved(row, done, "anew");
    await onward();
  },
  async undo() {
    const done = await tell("/undo", {});
    if (!done) return;
    if (!done.undone.length) { say(words.nothing_to_undo); return; }
    const are = ids(done.undone);
    for (const row of state.rows) if (are.has(row.id)) state.done.delete(row.option.id);
    left();
    const first = state.rows.findIndex((row) => are.has(row.id));
    if (first >= 0 && !state.rows.slice(first + 1).some((row) => are.has(row.id))) await choose(first);
    else await restart();
    say(takenBack(done.undone));
    count();
  },
  async answer() {
    const { row } = state.card;
    if (!await decide("answer", { answers: Object.fromEntries(boxes().map((box) => [box.name, box.checked])) })) return;
    state.toggled.delete(row.option.id);
    await onward();
  },
  edit() {
    const card = state.card;
    if (!card?.canBeRestored || isEditing()) return;
    const editor = by("editor");
    state.isLost = false;
    for (const area of areas()) area.value = area.defaultValue = card.record[area.name];
    editor.hidden = false;
    by("reading").hidden = true;
    for (const area of areas()) fit(area);
    const { output } = editor.elements;
    output.focus();
    output.setSelectionRange(output.value.length, output.value.length);
  },
  // What is typed while it is saved is not saved with it, and stays.
  async saveEdit() {
    const after = written();
    if (!isEdited()) { actions.leaveEdit(); return; }
    state.isLost = !await decide("edit", { after });
    if (state.isLost) return;
    if (isEditing() && areas().some((area) => area.value !== after[area.name])) {
      for (const area of areas()) area.defaultValue = after[area.name];
      return;
    }
    await again();
    by("card").focus();
  },
  // What could not be saved is dropped once that is asked for twice.
  leaveEdit() {
    if (state.isLost && isEdited()) { state.isLost = false; say(words.edit_lost, true); return; }
    by("editor").hidden = true;
    by("reading").hidden = false;
    by("card").focus();
  },
  comment() {
    const card = state.card;
    if (!card) return;
    const [name, before] = [card.row.option.id, card.standing.comment];
    question(words.ask_comment, before, async (note) => {
      if (note.trim() && await decide("comment", { note })) {
        state.drafts.delete(name);
        await again();
      }
    }, state.drafts.get(name)?.note, (note, isToBeSaved) => {
      const isNew = note.trim() && note !== before;
      if (isNew) state.drafts.set(name, { note, isToBeSaved });
      else state.drafts.delete(name);
      if (isNew && !isToBeSaved) say(words.comment_left);
    });
  },
  async group() {
    const { row, wasAccepted } = state.card;
    const records = isNarrowed() ? await together(row) : null;
    const { count: of, by: kind, name } = records ? { count: records.length } : await ask("/group", { id: row.id });
    if (!of || (wasAccepted && !records && of === 1)) { say(of ? words.no_group : words.group_is_decided); return; }
    const ofGroup = of === 1 ? words.ask_group_of_one : filled(words.ask_group, common(kind, name), of.toLocaleString(lang));
    question(records ? askOfFound(of, row) : ofGroup, null, async () => {
      const done = await tell("/reject-group", records ? { records } : { id: row.id });
      if (!done) return;
      await restart();
      const rejected = done.count.toLocaleString(lang);
      said(filled(words.said_group, rejected), done);
      if (done.decision) askWhy({ group: done.decision, count: rejected }, filled(words.records, rejected));
      count();
    });
  },
  async next_group() {
    const group = state.rows[state.at]?.group;
    if (!group || state.card.wasAccepted) { say(words.no_next_group); return; }
    let next = state.at + 1;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      while (next < state.rows.length && state.rows[next].group === group) next++;
      if (next < state.rows.length || state.after === null) break;
      const at = state.at;
      await further();
      next -= at - state.at;
    }
    if (next < state.rows.length) await choose(next);
    else say(words.last_group);
  },
  async raw() {
    if (!state.card) return;
    by("raw-text").innerHTML = (await ask("/completion", { id: state.card.completion })).html;
    opened("raw");
  },
  // It is filled in once all is counted; no key waits for it.
  lessons() {
    by("lessons-text").textContent = words.looking;
    opened("lessons");
    ask("/lessons", {}).then(({ html }) => { by("lessons-text").innerHTML = html; }).catch((error) => { by("lessons").close(); failed(error); });
  },
  // A box that is out of sight on a narrow screen is turned over, too.
  hide() {
    by("undecided").checked = !by("undecided").checked;
    hidesFromNow();
    say(by("undecided").checked ? words.decided_hidden : words.decided_shown);
    return restart();
  },
  help: () => opened("help"),
  next_queue: () => beside(1),
  previous_queue: () => beside(-1),
};

// Why it was rejected, one record or a group, may be told by a number.
function askWhy(rejected, title) {
  state.rejected = rejected;
  by("why-of").textContent = title;
  by("why").hidden = false;
}

const isKnownEmpty = (name) => Boolean(counted?.is_complete) && counted.queues[name][""] === 0;

// Open the queue that stands beside this one, but for those that hold nothing; the first follows the last.
function beside(step) {
  const every = [...document.querySelectorAll("[data-queue]")].map((tab) => tab.dataset.queue);
  const names = every.filter((name) => name === state.queue || !isKnownEmpty(name));
  return open(names.at((names.indexOf(state.queue) + step) % names.length), ++state.asked);
}

// The button that closes it gets the focus, and is at its end.
function opened(name) {
  by(name).showModal();
  by(name).scrollTop = 0;
}

// Where a group was found: in its queue, of the one kind that is asked for.
function placeOf(row) {
  const kind = by("kind").value;
  return kind ? filled(words.of_kind, words[row.queue], words[kind] && row.queue === "risk" ? words[kind] : named(kind)) : words[row.queue];
}

// A search goes on in other queues, whose hits are not meant.
function askOfFound(count, row) {
  const [asked, place] = [count === 1 ? words.ask_found_one : words.ask_found, placeOf(row)];
  const text = count === 1 ? filled(asked, place) : filled(asked, count.toLocaleString(lang), place);
  const goesOn = by("search").value && !by("kind").value;
  return goesOn && (state.after !== null || state.rows.some((each) => each.queue !== row.queue)) ? filled(words.others_elsewhere, text) : text;
}

const WITHOUT_CARD = ["previous", "next", "undo", "hide", "lessons", "help", "next_queue", "previous_queue"];
const BESIDE_EDIT = ["saveEdit", "leaveEdit", "lessons", "help"];

const OPENS_FIELD = ["edit", "comment"];

// Where there is no record for a text, what follows is not meant for another one either, until Esc or a click.
function isRefused(name) {
  const changes = name === "undo" || !WITHOUT_CARD.includes(name);
  const isOfLast = name === "undo" || (["digit", "why"].includes(name) && !by("why").hidden);
  state.isRefused ||= !state.card && OPENS_FIELD.includes(name);
  const isRefused = changes && (state.isRefused || (!state.card && !isOfLast));
  if (isRefused) say(isOfLast ? words.taken_for_text : words.no_record_chosen, true);
  return isRefused;
}

function act(name, ...values) {
  const glanced = glance();
  (OPENS_FIELD.includes(name) ? opening : later)(() => {
    if (isPassedOver(name, glanced) || document.querySelector("dialog[open]") || (!BESIDE_EDIT.includes(name) && isHeld()) || isRefused(name)) return null;
    state.saved = "";
    return actions[name](...values);
  });
}

// What was said is of what was shown before, but for what is not saved.
function anew() {
  if (!by("said").classList.contains("error")) say("");
  const asked = ++state.asked;
  later(() => isHeld() || restart(asked));
}

// It holds for other queues, too; what waits for somebody is shown in any case.
function hidesFromNow() {
  if (!SHOWS_ALL.includes(state.queue)) state.hides = by("undecided").checked;
}

function goTo(queue) {
  const asked = ++state.asked;
  later(() => isHeld() || open(queue, asked));
}

// Ask for a text, begun by a draft, or with a `note` of null for a yes; whoever is `left` is told of a text that stands there at the end.
function question(text, note, then, draft, left = () => {}) {
  const dialog = by("ask");
  by("ask-text").textContent = text;
  const key = Object.assign(document.createElement("kbd"), { textContent: "Ctrl-Enter" });
  by("ask-save").replaceChildren(...(note === null ? [words.reject] : [`${words.save} `, key]));
  by("ask-note").hidden = note === null;
  by("ask-note").defaultValue = note ?? "";
  by("ask-note").value = draft ?? note ?? "";
  let isSubmitted = false;
  dialog.querySelector("form").onsubmit = () => {
    isSubmitted = true;
    left(by("ask-note").value, true);
    later(() => then(by("ask-note").value));
  };
  dialog.onclose = () => isSubmitted || left(by("ask-note").value, false);
  dialog.showModal();
  (note === null ? by("ask-save") : by("ask-note")).focus();
}
