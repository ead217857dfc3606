"use strict";
// The card of the record that is chosen, and the way from one record to the next.

async function choose(index, whole = false) {
  if (index < 0 || index >= state.rows.length) return;
  state.rows[state.at]?.option.setAttribute("aria-selected", "false");
  state.at = index;
  const row = state.rows[index];
  row.option.setAttribute("aria-selected", "true");
  by("list").setAttribute("aria-activedescendant", row.option.id);
  inPlace(() => row.option.scrollIntoView({ block: "nearest" }));
  by("why").hidden = true;
  const query = { id: row.id, instance: row.instance, queue: row.queue, whole: whole ? "1" : "" };
  const card = await ask("/card", { ...query, soon: "1" });
  if (state.rows[state.at] === row) show(card, row, query);
  if (!card.isMarked) markLater(query, row).catch(failed);
  lookAhead();
}

// Once for what is asked for now; what was asked for before ends by itself.
function lookAhead(asked = state.asked) {
  if (state.ahead && state.aheadFor === asked) return;
  const ahead = aheadOf(asked).catch(failed).finally(() => { if (state.ahead === ahead) state.ahead = null; });
  Object.assign(state, { ahead, aheadFor: asked });
}

// Rows are there before they are reached.
// Rows behind the last one, which may be on their way.
const further = () => (state.aheadFor === state.asked && state.ahead) || more();

async function aheadOf(asked) {
  while (asked === state.asked && state.after !== null && state.rows.length - state.at < 20) await more(asked);
}

// The words of the language, by which it is marked what two texts have in common, are loaded after the first card.
async function markLater(query, row) {
  const card = await ask("/card", query);
  if (state.card?.row === row && !isEditing()) show(card, row, query);
}

function show(card, row, query) {
  state.card = card && { ...card, row, query };
  const article = by("card");
  if (!card) {
    article.innerHTML = "<p class='quiet empty'></p>";
    article.firstElementChild.textContent = words.choose;
    grouping();
    return;
  }
  article.innerHTML = card.html;
  toTop();
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
  if (step > 0 && state.at + step >= state.rows.length) await further();
  if (step < 0 && state.at + step < 0) await earlier();
  const next = state.at + step;
  if (next < 0 || next >= state.rows.length) {
    say(state.saved ? filled(words.saved_last, state.saved) : step > 0 ? words.last_here : words.first_here);
    return false;
  }
  await choose(next);
  return true;
}
