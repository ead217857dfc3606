"use strict";
// What all scripts of the page share: its words, and what it shows at the moment.
// The page keeps a window of rows and the card of one of them; all else is asked of the program, decision by decision.

const told = JSON.parse(document.documentElement.dataset.told);
const words = told.words;
const lang = document.documentElement.lang;
const by = (id) => document.getElementById(id);
// Each in a place of its own, whatever the texts before it hold.
const filled = (text, ...values) => text.replaceAll("{}", (place) => values.length ? values.shift() : place);
// A reason by its id, before it its name where the id is in another language.
const named = (reason) => told.reasons[reason] ? `${told.reasons[reason]} ${reason}` : reason;
// A half goes to the even number, as in what the program prints.
const percent = (share) => {
  const exact = 100 * share;
  return (exact % 1 === 0.5 ? 2 * Math.round(exact / 2) : Math.round(exact)).toFixed(0);
};

const MOST_ROWS = 300;
const MOST_HITS = 1000;
// That are looked through for the next group.
const MOST_PAGES = 40;
// Milliseconds: until one who types has paused, until a line is read, until it is said that the program lets one wait.
const SOON = 150;
const READ = 6000;
const PATIENCE = 1000;
const state = { queue: "", visit: history.state ?? 0, rows: [], at: -1, after: null, before: null, card: null, asked: 0, saved: "", rejected: null, reached: told.reached, toggled: new Map(), drafts: new Map(), isRefused: false, isLost: false, patience: PATIENCE, moves: Promise.resolve(), hides: true, found: 0, hidden: 0, done: new Set() };
