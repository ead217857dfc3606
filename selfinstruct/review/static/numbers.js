"use strict";
// The numbers on the page: of its queues, of decisions, of the sample.

let counted = null;

async function count() {
  clearTimeout(count.timer);
  try {
    counted = await ask("/counts", { since: state.reached });
    numbers();
    heard();
  } catch (error) {
    // What was not saved is said until something is.
    if (!by("said").classList.contains("error")) failed(error);
  }
  count.timer = setTimeout(count, counted && !counted.is_complete ? SOON : document.hidden ? 60_000 : 10_000);
}

function numbers() {
  if (counted.file) {
    const { holds, beyond, target } = counted.file;
    const more = beyond ? filled(words.beyond, beyond.toLocaleString(lang)) : "";
    by("in-file").textContent = filled(words.in_file, holds.toLocaleString(lang)) + more;
    by("in-file").title = beyond ? filled(words.target, target.toLocaleString(lang)) : words.about_file;
  }
  for (const [queue, counts] of Object.entries(counted.queues)) {
    const isAll = counted.is_complete || ["accepted", "judged", "sample", ...SHOWS_ALL].includes(queue);
    const [still, all] = [counted.left[queue] ?? counts[""], counts[""]].map((each) => each.toLocaleString(lang));
    by(`count-${queue}`).textContent = counts[""] === 0 && !isAll ? "…" : (still === all ? all : `${still} / ${all}`) + (isAll ? "" : "…");
    by(`count-${queue}`).title = still === all ? "" : filled(words.left_of, still, all);
    document.querySelector(`[data-queue=${queue}]`).classList.toggle("none", isAll && counts[""] === 0);
    if (queue === "disputed" && counted.disputes.settled) by(`count-${queue}`).textContent = openOf(counted.disputes);
  }
  for (const option of by("queue").options) option.textContent = `${words[option.value]} ${by(`count-${option.value}`).textContent}`;
  const { rejected, edited, restored, waiting } = counted.decided;
  const { done } = counted;
  summed("decided", words.you_did, [[words.n_judged, done.judged], [words.n_answered, done.answered], [words.n_skipped, done.skipped], [words.n_edited, counted.edited], [words.n_doubtful, counted.doubtful]]);
  summed("changed", words.dataset_changed, [[words.n_taken_out, rejected], [words.n_edited, edited], [waiting ? filled(words.n_brought_in_waiting, "{}", waiting.toLocaleString(lang)) : words.n_brought_in, restored]]);
  const { compared, tasks } = counted;
  const kappa = state.queue === "disputed" && counted.agreement ? agreed(counted.agreement) : "";
  const isComparing = state.queue === "risk" && compared !== null && compared < tasks;
  by("kappa").textContent = kappa;
  by("kappa").hidden = !kappa;
  by("about").textContent = words[`about_${state.queue}`] + (isComparing ? ` ${filled(words.comparing, compared.toLocaleString(lang), tasks.toLocaleString(lang))}` : "");
  estimates();
  kinds();
  left();
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

function answeredBoth({ first, second, records, answers, agreed: same }) {
  return filled(words.answered_both, first, second, ...[records, same, answers].map((each) => each.toLocaleString(lang)));
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

const shareOf = ({ share, low, high, of }) => filled(words.estimate, percent(share), percent(low), percent(high), of);

function estimates() {
  const list = document.createElement("dl");
  for (const [name, found] of Object.entries(counted.sample)) {
    const line = document.createElement("div");
    const share = found ? shareOf(found) : words.not_yet;
    const texts = [["dt", words[name]], ["dd", share]];
    if (name in told.paper) texts.push(["dd", filled(words.paper, percent(told.paper[name])), "paper"]);
    line.append(...texts.map(([tag, text, className = ""]) => Object.assign(document.createElement(tag), { textContent: text, className, title: className && words.whose_paper })));
    list.append(line);
  }
  const both = document.createElement("p");
  both.className = "quiet";
  both.textContent = counted.answering ? answeredBoth(counted.answering) : "";
  const { all } = counted.sample;
  by("in-short").textContent = filled(words.of_kind, words.all, all ? shareOf(all) : words.not_yet);
  by("shares").replaceChildren(list, ...(counted.answering ? [both] : []));
}
