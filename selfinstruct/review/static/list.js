"use strict";
// The list: a window of the rows of a queue, fetched as they are needed.

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
