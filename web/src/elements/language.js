// @ts-check
// Which language the elements speak. An element speaks that of the nearest `lang` on it or above it. One on <html> gives
// way to what `translate` was told. The words of a language are loaded when the first element is to speak it.

import { load } from '../task-event-source.js';

/** @typedef {Partial<Record<Intl.LDMLPluralRule, string>>} Forms one text for each plural form that the language has */
/** @typedef {Record<string, string | Forms>} Words */

const RETRY_MS = 30_000;

/** Those that come along, apart from English. @type {Record<string, () => Promise<{ default: Words }>>} */
const loaders = {
  ar: () => import('./languages/ar.js'),
  de: () => import('./languages/de.js'),
  es: () => import('./languages/es.js'),
  fr: () => import('./languages/fr.js'),
  ja: () => import('./languages/ja.js'),
  pt: () => import('./languages/pt.js'),
  zh: () => import('./languages/zh.js'),
};

/** What has been loaded, or will be, by language without its region. @type {Map<string, Words | 'asked'>} */
const loaded = new Map();
/** What the page has given, by tag. @type {Map<string, Words>} */
const given = new Map();
/** @type {string | undefined} */
let told;

/** A language as it is spoken: its words, and how it writes numbers and times. */
class Speech {
  /** @param {string} locale @param {Words[]} words those before go first */
  constructor(locale, words) {
    this.locale = locale;
    this.words = words;
    this.plurals = new Intl.PluralRules(locale);
    this.ordinals = new Intl.PluralRules(locale, { type: 'ordinal' });
    this.whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    this.fine = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    this.percent = new Intl.NumberFormat(locale, { style: 'percent' });
    this.time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
    this.clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
    this.week = new Intl.DateTimeFormat(locale, { weekday: 'short', hour: 'numeric', minute: '2-digit' });
    this.day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
    this.exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' });
    // British English has no full stop after "min", as the times here have none.
    this.ago = new Intl.RelativeTimeFormat(/^en\b/i.test(locale) ? 'en-GB' : locale, { numeric: 'auto', style: 'short' });
  }

  /** @type {Map<string, Intl.NumberFormat>} */
  #units = new Map();

  /** @param {string} unit as Intl has it */
  unit(unit) {
    let format = this.#units.get(unit);
    if (!format) {
      const unitDisplay = unit === 'byte' ? 'long' : 'short';
      format = new Intl.NumberFormat(this.locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 });
      this.#units.set(unit, format);
    }
    return format;
  }
}

/** By tag. @type {Map<string, Speech>} */
const speeches = new Map();
const english = new Speech('en', []);
/** @type {Speech | undefined} */
let page;
/** @type {Speech | undefined} */
let spoken;
/** @type {MutationObserver | undefined} */
let observer;

/** @param {string} tag */
function speechOf(tag) {
  const known = speeches.get(tag);
  if (known) return known;
  const [name] = tag.toLowerCase().split('-');
  const own = Object.hasOwn(loaders, name) ? (loaded.get(name) ?? ask(name)) : undefined;
  const words = [given.get(tag.toLowerCase()), given.get(name), own].filter((each) => each !== undefined && each !== 'asked');
  const speech = words.length || name === 'en' ? made(tag, /** @type {Words[]} */ (words)) : english;
  speeches.set(tag, speech);
  return speech;
}

/** @param {string} tag @param {Words[]} words */
function made(tag, words) {
  try {
    return new Speech(tag, words);
  } catch { // no tag of a language
    return new Speech('en', words);
  }
}

/** @param {string} name @returns {'asked'} */
function ask(name) {
  loaded.set(name, 'asked');
  load(loaders[name]()).then((module) => {
    loaded.set(name, module.default);
    changed();
  }, (error) => {
    console.warn(`taskcast: can’t load the language ${name} yet`, error);
    setTimeout(() => ask(name), RETRY_MS);
  });
  return 'asked';
}

/** Something is said otherwise from now on. */
function changed() {
  speeches.clear();
  page = spoken = undefined;
  document.dispatchEvent(new Event('taskcast-translated'));
}

/** Calls back when something is said otherwise. @param {() => void} listener @returns {() => void} ends that */
export function onTranslated(listener) {
  document.addEventListener('taskcast-translated', listener);
  return () => document.removeEventListener('taskcast-translated', listener);
}

/** The page's own words for a language, which the page speaks from then on. @param {string} tag @param {Words} [words] */
export function tell(tag, words) {
  told = tag;
  if (words) given.set(tag.toLowerCase(), words);
  changed();
}

function pageSpeech() {
  if (typeof document === 'undefined') return english; // rendered on a server
  if (!observer) {
    observer = new MutationObserver(changed);
    observer.observe(document, { subtree: true, attributeFilter: ['lang'] });
  }
  return (page ??= speechOf(told || document.documentElement.lang || 'en'));
}

/** What is said until the end of this task is said to whom an element speaks. @param {Element} element */
export function speak(element) {
  const tag = tagOf(element);
  spoken = tag ? speechOf(tag) : pageSpeech();
  if (spoken !== pageSpeech()) queueMicrotask(() => (spoken = undefined));
}

/** The language in which something is said now. */
export function language() {
  return spoken ?? pageSpeech();
}

/** The nearest language that is not the page's. @param {Element} element */
function tagOf(element) {
  for (let from = /** @type {Element | null} */ (element); from; ) {
    const found = from.closest('[lang]:not([lang=""], :root)');
    if (found) return /** @type {HTMLElement} */ (found).lang;
    const root = from.getRootNode();
    from = root instanceof ShadowRoot ? root.host : null;
  }
  return undefined;
}
