"use strict";
// The page keeps a window of rows and the card of one of them; all else is asked of the program, decision by decision.

const told = JSON.parse(document.documentElement.dataset.told);
const words = told.words;
const lang = document.documentElement.lang;
const by = (id) => document.getElementById(id);
const filled = (text, ...values) => values.reduce((done, value) => done.replace("{}", value), text);
// A reason by its id, before it its name where the id is in another language.
const named = (reason) => told.reasons[reason] ? `${told.reasons[reason]} ${reason}` : reason;
const percent = (share) => (100 * share).toFixed(0);

const MOST_ROWS = 300;
const MOST_HITS = 1000;
// That are looked through for the next group.
const MOST_PAGES = 40;
// Milliseconds: until one who types has paused, until a line is read.
const SOON = 150;
const READ = 6000;
const state = { queue: "", rows: [], at: -1, after: null, before: null, card: null, asked: 0, saved: "", rejected: null, toggled: new Map(), isRefused: false, moves: Promise.resolve(), hides: true, found: 0, hidden: 0, done: new Set() };

// --- asking

async function ask(path, query) {
  return answered(await fetch(`${path}?${new URLSearchParams({ ...query, lang })}`));
}

async function tell(path, body) {
  try {
    return await answered(await fetch(path, { method: "POST", body: JSON.stringify(body) }));
  } catch (error) {
    say(filled(words.lost, error instanceof TypeError ? words.away : error.message), true);
    return null;
  }
}

async function answered(response) {
  if (response.ok) return response.json();
  const text = await response.text();
  let why = text;
  try { why = JSON.parse(text).error; } catch { /* a line of text */ }
  throw new Error(why);
}

function say(text, isError = false) {
  const said = by("said");
  said.textContent = "";
  said.classList.toggle("error", isError);
  said.classList.remove("more");
  requestAnimationFrame(() => { said.textContent = text; });
  clearTimeout(say.timer);
  if (!isError) say.timer = setTimeout(() => { said.textContent = ""; }, READ);
}

function failed(error) {
  say(error instanceof TypeError ? words.away : error.message, true);
}

// --- the list

// Whatever is decided: these wait for somebody.
const SHOWS_ALL = ["doubtful", "disputed"];

const wanted = () => ({
  queue: state.queue, kind: by("kind").value, text: by("search").value, undecided: by("undecided").checked ? "1" : "",
});

async function open(queue, asked, { text = "", kind = "", hides = state.hides } = {}) {
  if (asked !== state.asked) return;
  if (queue !== state.queue) {
    state.queue = queue;
    say("");
    by("search").value = text;
    by("kind").replaceChildren(new Option(words.all_kinds, ""));
    if (kind) by("kind").append(new Option(kind, kind, true, true));
    if (!SHOWS_ALL.includes(queue)) state.hides = hides;
    by("undecided").checked = hides && !SHOWS_ALL.includes(queue);
  }
  history.replaceState(null, "", `#${queue}`);
  for (const tab of document.querySelectorAll("[data-queue]")) {
    if (tab.dataset.queue !== queue) { tab.removeAttribute("aria-current"); continue; }
    tab.setAttribute("aria-current", "true");
    tab.scrollIntoView({ block: "nearest", inline: "center" });
  }
  by("about").textContent = words[`about_${queue}`];
  by("kappa").hidden = true;
  by("estimate").hidden = queue !== "sample";
  kinds();
  // The first card waits for no numbers.
  if (counted) count();
  await restart(asked);
}

async function restart(asked = ++state.asked) {
  if (asked !== state.asked) return;
  Object.assign(state, { rows: [], at: -1, after: "", before: null, card: null, isRefused: false, found: 0, hidden: 0, done: new Set() });
  by("list").replaceChildren();
  by("found").hidden = true;
  by("why").hidden = true;
  show(null);
  await more(asked);
  if (asked === state.asked && state.rows.length) await choose(0);
}

// Fetch rows behind the last one until there are some, or none are left.
async function more(asked = state.asked) {
  while (state.after !== null && asked === state.asked) {
    const found = await ask("/window", { ...wanted(), start: state.after });
    if (asked !== state.asked) return;
    state.after = found.reached;
    state.found += found.rows.length;
    state.hidden += found.hidden;
    append(found.rows);
    left();
    if (found.rows.length || found.reached === null) break;
    empty(words.looking);
  }
  if (!state.rows.length && asked === state.asked) {
    empty(state.hidden ? words.all_decided : words.nothing);
    by("card").firstElementChild.textContent = words.nothing_left;
    if (by("search").value && by("kind").value) elsewhere();
  }
}

// How many of those that are asked for are left, and how many are hidden; "…" while there may be more.
function left() {
  const isAsked = Boolean(by("search").value || by("kind").value);
  const [still, hidden] = [state.found - state.done.size, state.hidden].map((count) => count.toLocaleString(lang));
  by("found").textContent = filled(state.hidden ? words.left_and_hidden : words.left, still, hidden) + (state.after === null ? "" : " …");
  by("found").classList.toggle("asked", isAsked);
  by("found").hidden = !isAsked && !state.hidden && !state.done.size;
}

// Offer to look for the same text everywhere.
function elsewhere() {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: words.search_all });
  button.dataset.searchAll = "";
  by("list").append(button);
}

// A search goes on in other queues behind the one that is open.
const isElsewhere = (row) => row.queue !== state.queue;

async function earlier(asked = state.asked) {
  while (state.before !== null && asked === state.asked) {
    const found = await ask("/window", { ...wanted(), start: state.before, backwards: "1" });
    if (asked !== state.asked) return;
    state.before = found.reached;
    const rows = found.rows.reverse();
    state.rows.unshift(...rows);
    state.at += rows.length;
    by("list").prepend(...rows.map(drawn));
    if (rows.length || found.reached === null) break;
  }
}

function append(rows) {
  if (rows.length && !state.rows.length) by("list").replaceChildren();
  state.rows.push(...rows);
  by("list").append(...rows.map(drawn));
  const surplus = Math.min(state.rows.length - MOST_ROWS, state.at);
  if (surplus > 0) {
    state.rows.splice(0, surplus);
    for (let count = 0; count < surplus; count++) by("list").firstElementChild.remove();
    state.at -= surplus;
    state.before = state.rows[0].place;
  }
}

function empty(text) {
  const line = document.createElement("p");
  line.className = "quiet empty";
  line.textContent = text;
  by("list").replaceChildren(line);
}

function drawn(row) {
  const option = document.createElement("div");
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.id = `row-${row.id}-${row.instance}`;
  option.append(Object.assign(document.createElement("span"), { className: "state" }));
  const title = Object.assign(document.createElement("span"), { className: "row-title", textContent: row.title || row.id });
  title.dir = "auto";
  option.append(title, Object.assign(document.createElement("span"), { className: "row-reason" }));
  option.addEventListener("click", () => later(() => isHeld() || choose(state.rows.indexOf(row))));
  row.option = option;
  marked(row);
  return option;
}

// What a reviewer said stands alone; what only others said, in brackets.
function signOf({ own, why, verdict, reviewer, doubted_by: other }) {
  const what = own === "reject" && why === "written_anew" ? why : own;
  if (what) return { what, sign: SIGNS[what], title: words[`did_${what}`] };
  const [theirs, who] = other ? ["doubt", other] : [verdict, reviewer];
  if (!theirs || !who) return { what: "", sign: "", title: "" };
  return { what: theirs, sign: bracketed(SIGNS[theirs], who), title: filled(words.by_whom, words[`did_${theirs}`], who) };
}

const bracketed = (sign, isOfOthers) => isOfOthers ? filled(words.others_sign, sign) : sign;

const SIGNS = { keep: "✓", restore: "↺", reject: "×", doubt: "?", written_anew: "↻", skip: "–" };

function marked(row) {
  const { own, edited, answers } = row.standing;
  const sign = row.option.firstElementChild;
  const isDenied = Object.values(answers ?? {}).includes(false);
  const found = signOf(row.standing);
  const answered = !answers ? "" : bracketed(isDenied ? "!" : "✓", row.standing.answered_by);
  sign.textContent = found.sign || (edited ? "✎" : answered);
  sign.title = found.title || (edited ? words.edit : isDenied ? words.answered_no : "");
  row.option.dataset.verdict = found.what;
  row.option.classList.toggle("of-others", Boolean(found.sign) && !own);
  sign.classList.toggle("denied", isDenied && !found.sign);
  const { settled } = row.standing;
  const about = row.option.querySelector(".row-reason");
  const place = isElsewhere(row) && filled(words.lies_in, words[row.queue]);
  about.textContent = [place, named(row.reason), settled && filled(words.settled_by, settled)].filter(Boolean).join(" · ");
}

// --- the card

async function choose(index, whole = false) {
  if (index < 0 || index >= state.rows.length) return;
  state.rows[state.at]?.option.setAttribute("aria-selected", "false");
  state.at = index;
  const row = state.rows[index];
  row.option.setAttribute("aria-selected", "true");
  by("list").setAttribute("aria-activedescendant", row.option.id);
  row.option.scrollIntoView({ block: "nearest" });
  by("why").hidden = true;
  const query = { id: row.id, instance: row.instance, queue: row.queue, whole: whole ? "1" : "" };
  const card = await ask("/card", { ...query, soon: "1" });
  if (state.rows[state.at] === row) show(card, row);
  if (!card.isMarked) markLater(query, row).catch(failed);
  state.ahead ??= aheadOf().catch(failed).finally(() => { state.ahead = null; });
}

// Rows are there before they are reached.
async function aheadOf(asked = state.asked) {
  while (asked === state.asked && state.after !== null && state.rows.length - state.at < 20) await more(asked);
}

// The words of the language, by which it is marked what two texts have in common, are loaded after the first card.
async function markLater(query, row) {
  const card = await ask("/card", query);
  if (state.card?.row === row && !isEditing()) show(card, row);
}

function show(card, row) {
  state.card = card && { ...card, row };
  const article = by("card");
  if (!card) {
    article.innerHTML = "<p class='quiet empty'></p>";
    article.firstElementChild.textContent = words.choose;
    grouping();
    return;
  }
  article.innerHTML = card.html;
  article.scrollTop = 0;
  row.standing = card.standing;
  marked(row);
  const toggled = state.toggled.get(row.option.id) ?? {};
  for (const box of boxes()) box.checked = toggled[box.name] ?? box.checked;
  grouping();
  underlineHits();
}

// What was searched for, where the browser can do so without a change to the card; the first thousand hits are enough.
function underlineHits() {
  const wanted = by("search").value.toLowerCase();
  const hits = [];
  for (const field of wanted && CSS.highlights ? by("card").querySelectorAll(".field") : []) {
    const texts = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const text = node.data.toLowerCase();
      if (text.length !== node.length) continue;
      for (let at = text.indexOf(wanted); at >= 0 && hits.length < MOST_HITS; at = text.indexOf(wanted, at + wanted.length)) {
        const hit = new StaticRange({ startContainer: node, startOffset: at, endContainer: node, endOffset: at + wanted.length });
        hits.push(hit);
      }
    }
  }
  CSS.highlights?.set("hit", new Highlight(...hits));
}

// What follows one another in groups is only what the run rejected.
function grouping() {
  for (const button of document.querySelectorAll("[data-do=next_group]")) button.hidden = !state.card || state.card.wasAccepted;
}

// Whether less than a queue is asked for: that is what goes together then.
const isNarrowed = () => Boolean(by("search").value || (state.queue === "risk" && by("kind").value));

// All of it that nobody has decided on yet, in the queue of a record, as many as may be decided at one stroke.
async function together(row) {
  const [number] = row.place.split(":");
  const found = [];
  let start = `${number}:`;
  while (start?.startsWith(`${number}:`) && found.length < told.most) {
    const page = await ask("/window", { ...wanted(), undecided: "1", start });
    found.push(...page.rows.filter(({ standing: { verdict, doubtful } }) => !verdict && !doubtful));
    start = page.reached;
  }
  return found.slice(0, told.most).map((each) => [each.id, each.instance]);
}

async function move(step) {
  if (step > 0 && state.at + step >= state.rows.length) await (state.ahead ?? more());
  if (step < 0 && state.at + step < 0) await earlier();
  const next = state.at + step;
  if (next < 0 || next >= state.rows.length) {
    say(state.saved ? filled(words.saved_last, state.saved) : words.last_here);
    return false;
  }
  await choose(next);
  return true;
}

// --- what is not saved yet: an edit, and answers that were turned over, by record

const boxes = () => [...by("card").querySelectorAll("#questions input")];
const areas = () => [...by("card").querySelectorAll("#editor textarea")];
const isEditing = () => by("editor")?.hidden === false;
const isEdited = () => isEditing() && areas().some((area) => area.value !== area.defaultValue);

// As high as its text, and no higher than half of the window; what is longer anyway is not measured.
function fit(area) {
  const most = innerHeight / 2;
  area.style.height = `${area.value.length > 20_000 ? most : Math.min(most, area.scrollHeight + 2)}px`;
}

function noteToggled() {
  const name = state.card.row.option.id;
  if (boxes().every((box) => box.checked === box.defaultChecked)) state.toggled.delete(name);
  else state.toggled.set(name, Object.fromEntries(boxes().map((box) => [box.name, box.checked])));
}

// Whether an edit keeps the page from showing anything else.
function isHeld() {
  if (isEdited()) say(words.edit_open, true);
  return isEdited();
}

// --- deciding

async function decide(action, more = {}) {
  const card = state.card;
  if (!card) return null;
  if (!card.canBeRestored && !["reject", "doubt", "skip", "comment"].includes(action)) { say(words.not_decidable, true); return null; }
  if (card.choices.length && ["keep", "restore"].includes(action)) { say(words.pick_one, true); return null; }
  const name = card.row.option.id;
  const turned = VERDICTS.includes(action) && boxes().length ? state.toggled.get(name) : null;
  const answers = turned ? { answers: turned } : overall(action);
  const done = await tell("/decide", { action, id: card.row.id, instance: card.row.instance, ...answers, ...more });
  if (!done) return null;
  if (turned) state.toggled.delete(name);
  saved(card.row, done, action, "", turned);
  return done;
}

const VERDICTS = ["keep", "restore", "reject"];

// A verdict saves the answers that were turned over; without any, in the sample, it counts for the share of what is good.
const overall = (action, row = state.card.row) => row.queue === "sample" && ["keep", "reject"].includes(action) ? { answers: { all: action === "keep" } } : {};

function saved(row, done, action, why = "", turned = null) {
  row.standing = done.standing;
  marked(row);
  if (!["edit", "comment"].includes(action)) state.done.add(row.option.id);
  left();
  const what = words[action === "edit" && !isIn(done.standing.verdict) ? "said_edit_out" : `said_${action}`];
  said(why ? filled(words.with_why, what, words[why]) : turned ? filled(words.with_answers, what) : what, done);
  count();
}

// Where a task was rejected, one from beyond the target may take its place; that is told in any case.
function said(text, { moved }) {
  state.saved = moved ? filled(words.moved_in, text, moved.toLocaleString(lang)) : text;
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
  if (ids(undone).size === 1) return filled(words.said_undo, [...kinds.keys()].map((action) => words[action]).join(words.and), title || id);
  const counts = [...kinds].map(([action, of]) => filled(words.so_many, words[action], of.toLocaleString(lang)));
  return filled(words.said_undo_all, counts.join(words.and));
}

const ids = (undone) => new Set(undone.map((each) => each.id));

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
    state.rejected = { row, instead: done.decision };
    by("why-of").textContent = row.title;
    by("why").hidden = false;
  },
  // Of the record that was rejected just before; the next one is shown already.
  async why(why) {
    const { row, instead } = state.rejected;
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
    const done = await tell("/pick", { id: row.id, picked: choices[number - 1] ?? "" });
    if (!done) return;
    saved(row, done, number ? "pick" : "none");
    await onward();
  },
  async write_anew() {
    if (!state.card?.cameToNothing) return;
    const { row } = state.card;
    const done = await tell("/write-anew", { id: row.id });
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
    for (const area of areas()) area.value = area.defaultValue = card.record[area.name];
    editor.hidden = false;
    by("reading").hidden = true;
    for (const area of areas()) fit(area);
    editor.querySelector("textarea[name=output]").focus();
  },
  async saveEdit() {
    const after = Object.fromEntries(areas().map((area) => [area.name, area.value]));
    if (!isEdited()) actions.leaveEdit();
    else if (await decide("edit", { after })) { await again(); by("card").focus(); }
  },
  leaveEdit() {
    by("editor").hidden = true;
    by("reading").hidden = false;
    by("card").focus();
  },
  comment() {
    const card = state.card;
    if (card) question(words.ask_comment, card.standing.comment, async (note) => {
      if (note.trim() && await decide("comment", { note })) await again();
    });
  },
  async group() {
    const { row, wasAccepted } = state.card;
    const records = isNarrowed() ? await together(row) : null;
    const { count: of, by: kind, name } = records ? { count: records.length } : await ask("/group", { id: row.id });
    if (!of || (wasAccepted && !records && of === 1)) { say(of ? words.no_group : words.group_is_decided); return; }
    const many = of.toLocaleString(lang);
    const asked = records ? filled(words.ask_found, many, words[row.queue]) : filled(words.ask_group, common(kind, name), many);
    question(of === 1 ? words.ask_group_of_one : asked, null, async () => {
      const done = await tell("/reject-group", records ? { records } : { id: row.id });
      if (!done) return;
      await restart();
      said(filled(words.said_group, done.count.toLocaleString(lang)), done);
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
      await (state.ahead ?? more());
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

// Open the queue that stands beside this one; the first follows the last.
function beside(step) {
  const names = [...document.querySelectorAll("[data-queue]")].map((tab) => tab.dataset.queue);
  return open(names.at((names.indexOf(state.queue) + step) % names.length), ++state.asked);
}

// The button that closes it gets the focus, and is at its end.
function opened(name) {
  by(name).showModal();
  by(name).scrollTop = 0;
}

const WITHOUT_CARD = ["previous", "next", "undo", "hide", "lessons", "help", "next_queue", "previous_queue"];
const BESIDE_EDIT = ["saveEdit", "leaveEdit", "lessons", "help"];

// What follows a key that found no record, such as the text of a comment, is not meant for another one either.
function isRefused(name) {
  state.isRefused ||= !state.card && !WITHOUT_CARD.includes(name);
  const isRefused = state.isRefused && (name === "undo" || !WITHOUT_CARD.includes(name));
  if (isRefused) say(words.no_record_chosen, true);
  return isRefused;
}

// One after the other, in the order of the keys: what is pressed early waits for its card.
function later(work) {
  state.moves = state.moves.then(work).catch(failed);
}

function act(name, ...values) {
  later(() => {
    if ((!BESIDE_EDIT.includes(name) && isHeld()) || isRefused(name)) return null;
    state.saved = "";
    return actions[name](...values);
  });
}

function anew() {
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

function question(text, note, then) {
  const dialog = by("ask");
  by("ask-text").textContent = text;
  const key = Object.assign(document.createElement("kbd"), { textContent: "Ctrl-Enter" });
  by("ask-save").replaceChildren(...(note === null ? [words.reject] : [`${words.save} `, key]));
  by("ask-note").hidden = note === null;
  by("ask-note").value = note ?? "";
  dialog.querySelector("form").onsubmit = () => later(() => then(by("ask-note").value));
  dialog.showModal();
  (note === null ? by("ask-save") : by("ask-note")).focus();
}

// --- numbers

let counted = null;

async function count() {
  clearTimeout(count.timer);
  try {
    counted = await ask("/counts", {});
    numbers();
  } catch (error) { failed(error); }
  count.timer = setTimeout(count, counted && !counted.is_complete ? SOON : document.hidden ? 60_000 : 10_000);
}

function numbers() {
  if (counted.file) {
    const { holds, beyond, target } = counted.file;
    const more = beyond ? filled(words.beyond, beyond.toLocaleString(lang)) : "";
    by("in-file").textContent = filled(words.in_file, holds.toLocaleString(lang)) + more;
    by("in-file").title = beyond ? filled(words.target, target.toLocaleString(lang)) : "";
  }
  for (const [queue, counts] of Object.entries(counted.queues)) {
    const isAll = counted.is_complete || ["accepted", "judged", "sample", ...SHOWS_ALL].includes(queue);
    const [still, all] = [counted.left[queue] ?? counts[""], counts[""]].map((each) => each.toLocaleString(lang));
    by(`count-${queue}`).textContent = (still === all ? all : `${still} / ${all}`) + (isAll ? "" : "…");
    by(`count-${queue}`).title = still === all ? "" : filled(words.left_of, still, all);
    if (queue === "disputed" && counted.disputes.settled) by(`count-${queue}`).textContent = openOf(counted.disputes);
  }
  const { rejected, edited, restored } = counted.decided;
  const { done } = counted;
  summed("decided", words.you_did, [[words.n_decided, done.decided], [words.n_skipped, done.skipped], [words.n_edited, counted.edited], [words.n_doubtful, counted.doubtful]]);
  summed("changed", words.dataset_changed, [[words.n_taken_out, rejected], [words.n_edited, edited], [words.n_brought_in, restored]]);
  const { compared, tasks } = counted;
  const kappa = state.queue === "disputed" && counted.agreement ? agreed(counted.agreement) : "";
  const isComparing = state.queue === "risk" && compared !== null && compared < tasks;
  by("kappa").textContent = kappa;
  by("kappa").hidden = !kappa;
  by("about").textContent = words[`about_${state.queue}`] + (isComparing ? ` ${filled(words.comparing, compared.toLocaleString(lang), tasks.toLocaleString(lang))}` : "");
  estimates();
  kinds();
}

// What there is none of is left out, so that all of it stays in a line.
function summed(name, about, counts) {
  const texts = counts.filter(([, count], at) => count || !at).map(([text, count]) => filled(text, count.toLocaleString(lang)));
  by(name).textContent = by(name).title = counts.some(([, count]) => count) ? filled(about, texts.join(" · ")) : "";
}

const openOf = ({ of, settled }) => filled(words.open_of, (of - settled).toLocaleString(lang), of.toLocaleString(lang));

function agreed({ first, second, judged, agreed: same, kappa, least }) {
  const said = filled(words.agreed, first, second, judged.toLocaleString(lang), same.toLocaleString(lang));
  if (judged < least) return filled(words.too_few, said, least);
  return kappa === null ? said : filled(words.kappa, said, kappa.toFixed(2));
}

function kinds() {
  const select = by("kind");
  const counts = Object.entries(counted?.queues[state.queue] ?? {}).filter(([name]) => name);
  select.disabled = !counts.length;
  const names = new Map([...select.options].map((option) => [option.value, option]));
  for (const [name, count] of counts) {
    const text = `${words[name] && state.queue === "risk" ? words[name] : named(name)} (${count.toLocaleString(lang)})`;
    if (names.has(name)) names.get(name).textContent = text;
    else select.append(new Option(text, name));
  }
}

function estimates() {
  const list = document.createElement("dl");
  for (const [name, found] of Object.entries(counted.sample)) {
    const line = document.createElement("div");
    const share = found ? filled(words.estimate, percent(found.share), percent(found.low), percent(found.high), found.of) : words.not_yet;
    const texts = [["dt", words[name]], ["dd", share]];
    if (name in told.paper) texts.push(["dd", filled(words.paper, percent(told.paper[name])), "paper"]);
    line.append(...texts.map(([tag, text, className = ""]) => Object.assign(document.createElement(tag), { textContent: text, className, title: className && words.whose_paper })));
    list.append(line);
  }
  by("estimate").replaceChildren(list);
}

// --- keys and clicks

const KEYS = {
  j: "next", k: "previous", a: "keep", x: "reject", r: "restore", e: "edit",
  s: "skip", d: "doubt", c: "comment", u: "undo", X: "group", n: "next_group", w: "write_anew", o: "raw", h: "hide", l: "lessons", "?": "help",
  "]": "next_queue", "[": "previous_queue",
};
const TURNS = { v: "valid", i: "input_fits", p: "output_right" };
const ARROWS = { ArrowDown: "next", ArrowUp: "previous" };

const SCROLLS = { PageDown: 1, PageUp: -1, " ": 1 };

// Not quite a page, so that a line that was read is seen again.
function scrolled(event) {
  const step = event.shiftKey ? -1 : SCROLLS[event.key];
  by("card").scrollBy({ top: 0.85 * step * by("card").clientHeight });
}

const isField = (element) => Boolean(element?.closest?.("input:not([type=checkbox]), textarea, select"));

function leaveField(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "ask-note") by("ask").querySelector("form").requestSubmit();
  else if (["Escape", "Enter"].includes(event.key) && ["search", "kind"].includes(event.target.id)) by("list").focus();
  else return;
  event.preventDefault();
}

function pressed(event) {
  // While an input method composes, keys belong to it.
  if (event.isComposing || event.keyCode === 229) return;
  const isSaving = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  if (isEditing() && !document.querySelector("dialog[open]") && (isSaving || event.key === "Escape")) {
    act(isSaving ? "saveEdit" : "leaveEdit");
    event.preventDefault();
    return;
  }
  if (isField(event.target)) { leaveField(event); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
  if (digit) act("digit", digit);
  else if (event.key === "Enter" && by("questions") && !event.target.closest("button, a, summary")) act("answer");
  else if (event.key === "/") later(() => isHeld() || by("search").focus());
  else if (event.key === "f") later(() => isHeld() || by("kind").focus());
  else if (SCROLLS[event.key] && !event.target.closest("button, a, summary, input")) scrolled(event);
  else if (TURNS[event.key] && by("questions")) act("turn", TURNS[event.key]);
  else if (ARROWS[event.key] && event.target.id === "list") act(ARROWS[event.key]);
  else if (KEYS[event.key] && (!event.repeat || "jk".includes(event.key))) act(KEYS[event.key]);
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", pressed);
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.queue) {
    goTo(button.dataset.queue);
    by("list").focus();
  }
  else if ("searchAll" in button.dataset) { by("kind").value = ""; anew(); }
  else if (button.dataset.do) act(button.dataset.do);
  else if (button.dataset.pick) act("pick", Number(button.dataset.pick));
  else if (button.dataset.why) act("why", button.dataset.why);
  else if ("whole" in button.dataset) later(() => isHeld() || choose(state.at, true));
  else if ("leave" in button.dataset) act("leaveEdit");
  else if ("close" in button.dataset) button.closest("dialog").close();
});
document.addEventListener("submit", (event) => {
  if (event.target.id !== "editor") return;
  event.preventDefault();
  act("saveEdit");
});
by("card").addEventListener("change", (event) => { if (event.target.closest("#questions")) noteToggled(); });
addEventListener("beforeunload", (event) => { if (isEdited() || state.toggled.size) event.preventDefault(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden && counted) count(); });
by("kind").addEventListener("change", anew);
by("undecided").addEventListener("change", () => { hidesFromNow(); anew(); });
let typed = 0;
by("search").addEventListener("input", (event) => {
  clearTimeout(typed);
  if (!event.isComposing) typed = setTimeout(anew, SOON);
});
by("search").addEventListener("compositionend", anew);

// In the other language, the page shows the same record, found in the same way.
const KEPT = "selfinstruct kept";

for (const link of document.querySelectorAll("header a[hreflang]")) {
  link.addEventListener("click", (event) => {
    if (isHeld()) { event.preventDefault(); return; }
    const { id, instance } = state.card?.row ?? {};
    sessionStorage.setItem(KEPT, JSON.stringify({ ...wanted(), hides: by("undecided").checked, id, instance }));
  });
}

async function goBack(asked = ++state.asked) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT));
  sessionStorage.removeItem(KEPT);
  await open(kept.queue, asked, kept);
  const at = state.rows.findIndex((row) => row.id === kept.id && row.instance === kept.instance);
  if (at > 0) await choose(at);
}

const hash = location.hash.slice(1);
if (document.querySelector("header a[hreflang]") && sessionStorage.getItem(KEPT)) later(() => goBack());
else goTo(document.querySelector(`[data-queue="${CSS.escape(hash)}"]`) ? hash : "rejected");
by("list").focus();
state.moves.then(count);
