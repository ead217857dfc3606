"use strict";
// Stands in for the program where there is none: what the page asks is answered from the records in this file.

(() => {
  const { words, run, key, queues, rows } = JSON.parse(document.getElementById("records").textContent);
  const PAGE = 50;
  const SHORT = 60;
  const VERDICTS = ["keep", "restore", "reject"];
  // One takes the place of another.
  const STANCES = [...VERDICTS, "doubt"];
  // Whoever judges there does so to settle it.
  const SETTLING = ["disputed", "doubtful"];
  const byName = new Map(rows.map((row) => [`${row.id}/${row.instance}`, row]));
  rows.forEach((row, place) => { row.place = place; });

  // --- what was decided, and on which row; the browser keeps it, as far as it does so

  let decisions = [];
  let saved = new Set();
  const reviewer = document.getElementById("reviewer");

  function read() {
    try {
      const known = new Set(decisions.map((each) => each.id));
      for (const each of JSON.parse(localStorage.getItem(key) ?? "[]")) if (!known.has(each.id)) decisions.push(each);
      decisions.sort((first, second) => first.at - second.at);
      for (const id of JSON.parse(localStorage.getItem(`${key} saved`) ?? "[]")) saved.add(id);
    } catch { /* nothing is kept */ }
    told = null;
  }

  function keep() {
    read();
    try {
      localStorage.setItem(key, JSON.stringify(decisions));
      localStorage.setItem(`${key} saved`, JSON.stringify([...saved]));
      localStorage.setItem(`${key} reviewer`, reviewer.value);
    } catch {
      setTimeout(say, 0, words.not_kept, true);
    }
    showUnsaved();
  }

  // How many records have something that is in no file yet.
  const unsaved = () => new Set(decisions.filter((each) => !saved.has(each.id)).map((each) => each.row)).size;

  function showUnsaved() {
    document.getElementById("unsaved").textContent = unsaved().toLocaleString();
  }

  function add(action, row, more, at = Date.now() / 1000) {
    const id = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    decisions.push({ action, row: row.place, at, id, ...more });
    return id;
  }

  // The last decision of each kind on each record, but for those that were taken back.
  let told = null;

  function left() {
    if (told) return told;
    const undone = new Set(decisions.map((each) => each.undoes));
    told = new Map();
    for (const each of decisions) {
      if (each.action === "undo" || undone.has(each.id)) continue;
      if (!told.has(each.row)) told.set(each.row, {});
      told.get(each.row)[STANCES.includes(each.action) ? "verdict" : each.action] = each;
    }
    return told;
  }

  const own = (row) => left().get(row.place) ?? {};

  function standing(row) {
    const { verdict, skip, edit, comment, answer } = own(row);
    return {
      ...row.standing,
      ...(skip && { own: "skip" }),
      ...(verdict && (isDoubt(verdict) ? doubted(row) : { own: verdict.action, verdict: verdict.action, why: verdict.why ?? "", reviewer: "", doubtful: false, doubted_by: "" })),
      ...(verdict?.settles && { settled: reviewer.value.trim() || "…" }),
      ...(edit && { edited: true, edited_by: "" }),
      ...(comment && { comment: comment.note }),
      ...(answer && { answers: answer.answers, answered_by: "" }),
    };
  }

  const isDoubt = (verdict) => verdict?.action === "doubt";

  // Who doubts takes back what he or she said before; what others said holds.
  function doubted({ standing: { reviewer: before } }) {
    return { own: "doubt", doubtful: true, ...(before === reviewer.value.trim() && { verdict: "", why: "", reviewer: "" }) };
  }

  const text = (row) => own(row).edit?.after ?? row.text ?? row.record;

  function isIn(row) {
    const { verdict } = standing(row);
    return ["keep", "restore"].includes(verdict) || (verdict !== "reject" && row.wasAccepted);
  }

  // --- what is asked

  const KINDS = { risk: (row) => row.risks, rejected: (row) => [row.reason], folded: (row) => [row.reason] };
  const kinds = (queue, row) => (KINDS[queue] ?? (() => []))(row);

  function counts() {
    const decided = { rejected: 0, edited: 0, restored: 0, waiting: 0 };
    for (const row of rows) {
      decided.rejected += row.wasAccepted && !isIn(row);
      decided.restored += !row.wasAccepted && isIn(row);
      decided.waiting += !row.wasAccepted && isIn(row) && !text(row).output.trim();
      decided.edited += isIn(row) && standing(row).edited;
    }
    const left = {};
    const numbers = Object.keys(queues).map((queue) => {
      const places = placesOf(queue);
      if (queue !== "doubtful") left[queue] = places.filter((place) => !isLookedAt(rows[place], queue)).length;
      const found = { "": places.length };
      for (const kind of places.flatMap((place) => kinds(queue, rows[place]))) found[kind] = (found[kind] ?? 0) + 1;
      return [queue, found];
    });
    const doubtful = rows.filter((row) => isDoubt(own(row).verdict)).length;
    return { queues: Object.fromEntries(numbers), left, is_complete: true, decided, doubtful, done: done(doubtful), disputes: disputes(), edited: rows.filter((row) => own(row).edit).length, sample: {}, agreement: null, answering: null };
  }

  function done(doubtful) {
    const skipped = rows.filter((row) => own(row).skip && !own(row).verdict && !own(row).answer).length;
    const [verdicts, answered] = ["verdict", "answer"].map((kind) => rows.filter((row) => own(row)[kind]).length);
    return { judged: verdicts - doubtful, answered, skipped };
  }

  function disputes() {
    const disputed = rows.filter((row) => row.standing.disputed);
    return { of: disputed.length, settled: disputed.filter((row) => standing(row).settled).length };
  }

  function isAskedFor(row, { queue, kind, text: wanted }) {
    if (kind && !kinds(queue, row).includes(kind)) return false;
    return !wanted || Object.values(text(row)).some((each) => each.toLowerCase().includes(wanted.toLowerCase()));
  }

  // Of the sample, what counts for what it tells: else it would lean to what nobody has doubts about.
  function isLookedAt(row, queue) {
    const { verdict, skip, answer } = own(row);
    return queue === "sample" ? Boolean(answer || isSampled(row)) : Boolean(verdict || skip || answer);
  }

  function isSampled(row) {
    const undone = new Set(decisions.map((each) => each.undoes));
    return decisions.some((each) => each.row === row.place && VERDICTS.includes(each.action) && each.answers && !undone.has(each.id));
  }

  // What is doubtful here, or was as the page was sent.
  const placesOf = (queue) => queue === "doubtful" ? rows.filter((row) => standing(row).doubtful).map((row) => row.place) : queues[queue];

  // A search for a text alone goes on behind the open queue with all others.
  function searched({ queue, kind, text: wanted }) {
    const places = placesOf(queue);
    const known = new Set(places);
    return wanted && !kind ? [...places, ...rows.map((row) => row.place).filter((place) => !known.has(place))] : places;
  }

  function window_(asked) {
    const step = asked.backwards === "1" ? -1 : 1;
    const places = searched(asked);
    const own = placesOf(asked.queue).length;
    const found = [];
    let hidden = 0;
    let at = asked.start === "" || asked.start === undefined ? (step > 0 ? -1 : places.length) : Number(asked.start);
    for (at += step; at >= 0 && at < places.length && found.length < PAGE; at += step) {
      const row = rows[places[at]];
      if (!isAskedFor(row, asked)) continue;
      if (asked.undecided === "1" && isLookedAt(row, asked.queue) && !(asked.queue === "doubtful" && standing(row).doubtful)) hidden++;
      else found.push(listed(row, at, at < own ? asked.queue : homeOf(row)));
    }
    return { rows: found, hidden, reached: at >= 0 && at < places.length ? String(at - step) : null };
  }

  const homeOf = (row) => Object.keys(queues).find((queue) => queues[queue].includes(row.place));

  const shortened = (title) => (title.length > SHORT ? `${title.slice(0, SHORT).trimEnd()}…` : title);
  const titled = ({ instruction }) => instruction.slice(0, 640).trim().replace(/\s+/g, " ").slice(0, 160);

  function listed(row, at, queue) {
    const title = titled(text(row));
    return { queue, id: row.id, instance: row.instance, place: String(at), title, reason: row.reason, risks: row.risks, standing: standing(row) };
  }

  function card({ id, instance }) {
    const row = found(id, instance);
    const page = document.createElement("template");
    page.innerHTML = row.html;
    mark(page.content, row);
    return {
      html: page.innerHTML, record: text(row), standing: standing(row),
      wasAccepted: row.wasAccepted, canBeRestored: true, isMarked: true, choices: [], cameToNothing: false, completion: row.completion,
    };
  }

  function found(id, instance) {
    const row = byName.get(`${id}/${instance ?? 0}`);
    if (!row) throw new Error(words.not_in_here);
    return row;
  }

  // What was decided here, on the card as it was sent.
  function mark(card, row) {
    const { verdict, skip, edit, comment, answer } = own(row);
    const badge = card.querySelector(".badge");
    badge.className = `badge ${isIn(row) ? "in" : "out"}`;
    const waits = !row.wasAccepted && !text(row).output.trim();
    const [came, left] = row.wasAccepted ? [words.was_accepted, words.taken_out] : [words.brought_in, words.was_rejected];
    badge.textContent = !isIn(row) ? left : waits ? words.restored_waits : came;
    if (isDoubt(verdict)) badge.after(" ", made("span", "badge risk doubt", words.doubtful));
    else if (verdict) {
      for (const each of card.querySelectorAll(".badge.verdict, .badge.doubt")) each.remove();
      badge.after(" ", made("span", "badge verdict", verdict.why ? filled(words.with_why, words[`did_${verdict.action}`], words[verdict.why]) : words[`did_${verdict.action}`]));
    }
    // What no longer holds once it is in the dataset.
    if (isIn(row)) {
      card.querySelector(".came-to-nothing")?.remove();
      for (const each of card.querySelectorAll(".no-output")) each.textContent = words.no_output_waits;
    }
    if (verdict?.settles) {
      card.querySelector(".badge.settled")?.remove();
      card.querySelector(".badge.verdict").after(" ", made("span", "badge settled", filled(words.settled_by, standing(row).settled)));
    }
    if (skip) badge.after(" ", made("span", "badge", words.did_skip));
    if (edit) {
      card.querySelector(".badge.edited")?.remove();
      badge.after(" ", made("span", "badge edited", words.did_edit));
      for (const [name, value] of Object.entries(edit.after)) {
        const field = card.querySelector(`.field.${name} > div`);
        const shown = made(value ? "div" : "p", value ? "prose" : "quiet", value || words.none);
        if (value) shown.dir = "auto";
        field.replaceChildren(field.querySelector("h2"), shown);
      }
    }
    card.querySelector(".edit-waits")?.remove();
    if (standing(row).edited && !row.wasAccepted && !isIn(row)) card.querySelector(".facts").after(made("p", "quiet edit-waits", words.edit_waits));
    if (comment) {
      card.querySelector(".note.own")?.remove();
      card.querySelector(".about-it").before(made("p", "note own", comment.note));
    }
    for (const [name, value] of Object.entries(answer?.answers ?? {})) {
      card.querySelector(`#questions [name=${name}]`)?.toggleAttribute("checked", value);
    }
  }

  const made = (tag, className, textContent) => Object.assign(document.createElement(tag), { className, textContent });

  // Answers that a verdict brings come before it, of the same time, so that one undo takes both back.
  function decide({ action, id, instance, instead, queue, answers, ...more }) {
    const row = found(id, instance);
    const at = Date.now() / 1000;
    const isBeside = VERDICTS.includes(action) && answers && !("all" in answers);
    if (instead) add("undo", row, { undoes: instead });
    if (isBeside) add("answer", row, { answers }, at);
    const settles = instead ? decisions.find((each) => each.id === instead)?.settles : SETTLING.includes(queue) && row.standing.disputed;
    if (VERDICTS.includes(action) && settles) more.settles = true;
    const decision = add(action, row, { ...more, ...(answers && !isBeside && { answers }) }, at);
    keep();
    return { decision, standing: standing(row) };
  }

  function undo() {
    const undone = new Set(decisions.map((each) => each.undoes));
    const last = decisions.findLast((each) => each.action !== "undo" && !undone.has(each.id));
    if (!last) return { undone: [] };
    const together = decisions.filter((each) => each.at === last.at && each.row === last.row && each.action !== "undo" && !undone.has(each.id));
    for (const each of together) add("undo", rows[last.row], { undoes: each.id });
    keep();
    const { id, record } = rows[last.row];
    return { undone: together.map(({ action }) => ({ id, action, title: shortened(titled(record)) })) };
  }

  const answers = { "/counts": counts, "/window": window_, "/card": card, "/decide": decide, "/undo": undo };

  window.fetch = async (address, { body } = {}) => {
    const [path, query] = address.split("?");
    try {
      if (!answers[path]) throw new Error(words.not_in_here);
      const answer = answers[path](body === undefined ? Object.fromEntries(new URLSearchParams(query)) : JSON.parse(body));
      return { ok: true, json: async () => answer };
    } catch (error) {
      return { ok: false, text: async () => JSON.stringify({ error: error.message }) };
    }
  };

  // --- the file: lines as the journal of a run has them

  function line({ row, ...decision }, reviewer) {
    const { record, id, completion, wasAccepted } = rows[row];
    return { record, subject: id, completion, was_accepted: wasAccepted, reviewer, ...decision };
  }

  function save() {
    const name = reviewer.value.trim();
    if (!name) {
      say(words.name_first, true);
      reviewer.focus();
      return;
    }
    read();
    const lines = decisions.map((each) => `${JSON.stringify(line(each, name))}\n`);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
    link.download = `decisions.${run}.${name}.jsonl`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    saved = new Set(decisions.map((each) => each.id));
    keep();
    say(words.saved_file.replace("{}", link.download));
  }

  reviewer.addEventListener("change", keep);
  document.getElementById("save").addEventListener("click", save);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    save();
  });
  addEventListener("storage", () => { read(); showUnsaved(); });
  addEventListener("beforeunload", (event) => { if (unsaved()) event.preventDefault(); });
  read();
  try { reviewer.value = localStorage.getItem(`${key} reviewer`) ?? reviewer.value; } catch { /* as it was sent */ }
  showUnsaved();
  if (!Object.hasOwn(queues, location.hash.slice(1))) history.replaceState(null, "", `#${Object.keys(queues)[0]}`);
})();
