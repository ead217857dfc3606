"use strict";
// The list: a window of the rows of a queue, fetched as they are needed.

// Whatever is decided: these wait for somebody.
const SHOWS_ALL = ["doubtful", "disputed"];

const wanted = () => ({
  queue: state.queue, kind: by("kind").value, text: by("search").value, undecided: by("undecided").checked ? "1" : "",
});

async function open(queue, asked, { text = "", kind = "", hides = state.hides, visit: number } = {}) {
  if (asked !== state.asked) return;
  if (queue !== state.queue) {
    visit(queue, number);
    state.queue = queue;
    say("");
    by("search").value = text;
    by("kind").replaceChildren(new Option(words.all_kinds, ""));
    if (kind) by("kind").append(new Option(kind, kind, true, true));
    if (!SHOWS_ALL.includes(queue)) state.hides = hides;
    by("undecided").checked = hides && !SHOWS_ALL.includes(queue);
  }
  for (const tab of document.querySelectorAll("[data-queue]")) {
    if (tab.dataset.queue !== queue) { tab.removeAttribute("aria-current"); continue; }
    tab.setAttribute("aria-current", "true");
    tab.scrollIntoView({ block: "nearest", inline: "center" });
  }
  by("queue").value = queue;
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
    looking();
  }
  by("list").querySelector(":scope > .looking")?.remove();
  if (!state.rows.length && asked === state.asked) {
    const sought = by("search").value;
    const isNamed = Boolean(sought) && isNameOfKind(sought);
    empty(state.hidden ? words.all_decided : sought ? filled(isNamed ? words.not_found_named : words.not_found, sought) : words.nothing);
    by("card").firstElementChild.textContent = sought ? "" : words.nothing_left;
    if (by("search").value && by("kind").value) elsewhere();
  }
}

// Whether it is the name of a reason or a risk, by which one filters.
function isNameOfKind(sought) {
  const kinds = Object.values(counted?.queues ?? {}).flatMap((counts) => Object.keys(counts)).filter(Boolean);
  return kinds.some((kind) => `${named(kind)} ${words[kind] ?? ""}`.toLowerCase().includes(sought.toLowerCase()));
}

// How many are left, and how many are hidden: of a whole queue as its tab says, once that is counted; of what a search or
// a filter finds as far as it is looked through.
function left() {
  const isAsked = Boolean(by("search").value || by("kind").value);
  const [still, hidden] = isAsked ? [state.found - state.done.size, state.hidden] : leftOfQueue();
  const isNone = state.after === null && !state.rows.length && !hidden;
  by("found").hidden = still === null || isNone || (!isAsked && !hidden && !state.done.size);
  if (by("found").hidden) return;
  const told = filled(hidden ? words.left_and_hidden : words.left, still.toLocaleString(lang), hidden.toLocaleString(lang));
  by("found").textContent = isAsked && state.after !== null ? filled(words.so_far, told) : told;
  by("found").classList.toggle("asked", isAsked);
}

function leftOfQueue() {
  const still = counted?.is_complete ? counted.left[state.queue] ?? null : null;
  // What was just decided is still shown.
  const hidden = still === null || !by("undecided").checked ? 0 : counted.queues[state.queue][""] - still - state.done.size;
  return [still, Math.max(0, hidden)];
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
  if (rows.length) by("list").querySelector(":scope > .empty")?.remove();
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
  by("list").replaceChildren(line(text));
}

// Below what is found already, it is said that the search goes on.
function looking() {
  if (!by("list").querySelector(":scope > .looking")) by("list").append(line(words.looking, "looking"));
}

function line(text, more = "") {
  return Object.assign(document.createElement("p"), { className: `quiet empty ${more}`, textContent: text });
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
  const { own, edited, edited_by: editedBy, answers } = row.standing;
  const sign = row.option.firstElementChild;
  const isDenied = Object.values(answers ?? {}).includes(false);
  const found = signOf(row.standing);
  const answered = !answers ? "" : bracketed(isDenied ? "!" : "☑", row.standing.answered_by);
  sign.textContent = found.sign || (edited ? bracketed("✎", editedBy) : answered);
  const whose = (what, who) => who ? filled(words.by_whom, what, who) : what;
  const ofAnswers = answers && whose(isDenied ? words.answered_no : words.did_answer, row.standing.answered_by);
  sign.title = found.title || (edited ? whose(words.did_edit, editedBy) : ofAnswers ?? "");
  // Read aloud by its word.
  for (const [name, value] of [["role", "img"], ["aria-label", sign.title]]) {
    if (sign.title) sign.setAttribute(name, value);
    else sign.removeAttribute(name);
  }
  row.option.dataset.verdict = found.what;
  row.option.classList.toggle("of-others", Boolean(found.sign) && !own);
  sign.classList.toggle("denied", isDenied && !found.sign);
  const { settled } = row.standing;
  const about = row.option.querySelector(".row-reason");
  const place = isElsewhere(row) && filled(words.lies_in, words[row.queue]);
  about.textContent = [place, named(row.reason), row.queue === "risk" && row.risks.map((risk) => words[risk]).join(", "), settled && filled(words.settled_by, settled)].filter(Boolean).join(" · ");
}
