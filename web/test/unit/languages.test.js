// Each language that comes along says all that there is to say.

import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENGLISH } from '../../src/elements/strings.js';

const NAMES = readdirSync(new URL('../../src/elements/languages/', import.meta.url)).map((file) => file.replace('.js', ''));
const placeholders = (text) => [...new Set(text.match(/\{\d\}/g))].sort();
const formsOf = (word) => (typeof word === 'string' ? { other: word } : word);

it('they are those that are documented', () => {
  expect(NAMES).toEqual(['ar', 'de', 'es', 'fr', 'ja', 'pt', 'zh']);
});

describe.each(['en', ...NAMES])('%s', async (name) => {
  const words = name === 'en' ? ENGLISH : (await import(`../../src/elements/languages/${name}.js`)).default;
  const categories = new Intl.PluralRules(name).resolvedOptions().pluralCategories;
  const ordinals = new Intl.PluralRules(name, { type: 'ordinal' }).resolvedOptions().pluralCategories;

  it('has every word, in the order of the English ones, and no other', () => {
    expect(Object.keys(words)).toEqual(Object.keys(ENGLISH));
  });

  it.each(Object.keys(ENGLISH))('%s has the English placeholders, and either one form or all', (key) => {
    const expected = placeholders(formsOf(ENGLISH[key]).other);
    const forms = formsOf(words[key]);
    if (typeof words[key] !== 'string') expect(Object.keys(forms).sort()).toEqual([...(key === 'place' ? ordinals : categories)].sort());
    for (const [category, text] of Object.entries(forms)) {
      expect(text.trim()).not.toBe('');
      if (key === 'place') expect(placeholders(text)).toEqual(expected);
      // "One" of something, "two" and "none" may be words.
      if (['zero', 'one', 'two'].includes(category)) expect(expected).toEqual(expect.arrayContaining(placeholders(text)));
      else expect(placeholders(text)).toEqual(expected);
      expect(text).not.toMatch(/\.\.\.|'|^\s|\s$/); // … and ’
    }
  });

  it('has forms where what is counted stands beside its number', () => {
    if (categories.length > 1) for (const key of ['tasks', 'changed', 'dropped']) expect(words[key]).toBeTypeOf('object');
  });

  it('has forms where its ordinal numbers have', () => {
    if (ordinals.length > 1) expect(words.place).toBeTypeOf('object');
  });

  it('is written in its own letters', () => {
    const own = { ja: /[\u3040-\u30ff\u4e00-\u9fff]/, zh: /[\u4e00-\u9fff]/, ar: /[\u0600-\u06ff]/ }[name];
    const signs = ['of', 'twoUnits', 'byWhom', 'actionOf', 'atTime']; // may have none
    if (own) for (const key of Object.keys(words)) if (!signs.includes(key)) expect(formsOf(words[key]).other, key).toMatch(own);
  });
});
