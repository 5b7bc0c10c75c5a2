// @ts-check
// What the cards have in common.

/** What a page must have. @param {ParentNode} root @param {string} selector @returns {any} */
export function find(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`The page has no ${selector}`);
  return found;
}

/** @param {string} name @param {Record<string, string>} [attributes] @param {...(Node | string)} children @returns {any} */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** @param {ParentNode} root @param {string} selector @param {string} text */
export function say(root, selector, text) {
  const place = find(root, selector);
  if (place.textContent !== text) place.textContent = text;
}

/** One of a card's numbers. @param {ParentNode} card @param {string} name @param {string} text */
export function fact(card, name, text) {
  say(card, `[data-fact="${name}"]`, text);
}

/** @param {number} value @param {number} [digits] */
export function number(value, digits = 0) {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Nothing happens twice while it goes on, and a failure is said beside the button. @param {HTMLElement} card @param {HTMLElement} trigger @param {string} event @param {() => Promise<unknown>} action */
export function on(card, trigger, event, action) {
  trigger.addEventListener(event, async (happened) => {
    happened.preventDefault();
    if (card.getAttribute('aria-busy') === 'true') return;
    card.setAttribute('aria-busy', 'true');
    try {
      await action();
    } catch (error) {
      say(card, '.state', error instanceof Error ? error.message : String(error));
    } finally {
      card.removeAttribute('aria-busy');
    }
  });
}

/** @param {HTMLButtonElement} button @param {() => string} text */
export function copies(button, text) {
  const word = button.textContent ?? '';
  button.addEventListener('click', async () => {
    button.textContent = await copy(text());
    setTimeout(() => (button.textContent = word), 1_500);
  });
}

/** Plain HTTP has no clipboard. @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied';
  } catch {
    return 'Not allowed';
  }
}

/** @param {number} ms */
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
