// @ts-check

const LANGUAGE = 'en'; // the page's
const WHOLE = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 });
const FINE = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });
const TIME = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: 'medium', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium' });

/** @param {number} value */
export function number(value) {
  return (Math.abs(value) < 100 ? FINE : WHOLE).format(value);
}

/**
 * A fraction in percent, 100 only when all is done.
 *
 * @param {number} fraction
 */
export function percent(fraction) {
  return Math.floor(fraction * 100 + 1e-9); // 0.57 * 100 is a little less than 57
}

/**
 * When something was, with the day unless that is today.
 *
 * @param {number} millis since the epoch
 */
export function time(millis) {
  const day = DAY.format(millis);
  return day === DAY.format(Date.now()) ? TIME.format(millis) : `${day}, ${TIME.format(millis)}`;
}

/** @param {number} millis */
export function duration(millis) {
  if (millis < 1_000) {
    return `${WHOLE.format(millis)} ms`;
  }
  if (millis < 60_000) {
    return `${FINE.format(millis / 1_000)} s`;
  }
  const seconds = Math.round(millis / 1_000);
  return `${WHOLE.format(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

/**
 * A task's result, for people.
 *
 * @param {unknown} result
 * @returns {string}
 */
export function resultText(result) {
  if (result === null || result === undefined) {
    return 'Done';
  }
  if (typeof result === 'number') {
    return number(result);
  }
  if (Array.isArray(result)) {
    return result.map(resultText).join(', ');
  }
  if (typeof result === 'object') {
    return Object.entries(result)
      .map(([name, value]) => `${words(name)}: ${resultText(value)}`)
      .join(' · ');
  }
  return String(result);
}

/**
 * "rowsImported" is "Rows imported".
 *
 * @param {string} name
 */
function words(name) {
  const spaced = name.replace(/_/g, ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}
