import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { translate } from '../../src/elements.js';
import { now } from '../../src/elements/clock.js';
import { completed, init, pending, ready, running, update } from '../support/server.js';
import { announced, buttonOf, focused, labelOf, serve, show, textOf, unfold, until, visible } from '../support/page.js';

const base = { id: 'import-data', run: 1, startedAt: 1_000, lastRun: 3_500 };
const STATES = {
  pending: { id: 'import-data', status: 'pending' },
  running: { id: 'import-data', status: 'running', run: 1, startedAt: 1_000, progress: { message: 'Importing rows', current: 3, total: 10 } },
  completed: { ...base, status: 'completed' },
  error: { ...base, status: 'error', error: 'disk full' },
  canceled: { ...base, status: 'canceled' },
  timed_out: { ...base, status: 'timed_out' },
};

let item;

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'test';
  item = show('<task-item></task-item>');
});

afterEach(() => {
  vi.useRealTimers();
  translate('en', {});
  document.body.replaceChildren();
});

const part = (name) => item.shadowRoot.querySelector(`[part~="${name}"]`);
const run = (progress, more = {}) => ({ ...STATES.running, ...more, progress });

describe('the default', () => {
  it.each([
    ['pending', 'import-data: pending', 'Start'],
    ['running', 'import-data: running — Importing rows', 'Cancel'],
    ['completed', 'import-data: completed', 'Run again'],
    ['error', 'import-data: failed — disk full', 'Try again'],
    ['canceled', 'import-data: canceled', 'Run again'],
    ['timed_out', 'import-data: timed out', 'Try again'],
  ])('of %s', (status, text, button) => {
    item.onstart = () => {};
    item.oncancel = () => {};
    item.task = STATES[status];
    expect(textOf(item)).toBe(text);
    expect(labelOf(buttonOf(item))).toBe(button);
    expect(buttonOf(item).ariaLabel).toBe(`${button}: import-data`);
  });

  it('has a button only where its callback is given', () => {
    item.task = STATES.pending;
    expect(buttonOf(item)).toBeNull();
    item.oncancel = () => {};
    expect(buttonOf(item)).toBeNull();
    item.task = STATES.running;
    expect(labelOf(buttonOf(item))).toBe('Cancel');
    item.oncancel = null;
    expect(buttonOf(item)).toBeNull();
    item.onstart = () => {};
    item.task = STATES.error;
    expect(labelOf(buttonOf(item))).toBe('Try again');
  });

  it('shows the title where there is one', () => {
    item.task = { ...STATES.pending, title: 'Import data', description: 'Reads a file' };
    expect(textOf(item)).toBe('Import data: pending');
    expect(part('description').textContent).toBe('Reads a file');
  });

  it('calls back with the id', async () => {
    const calls = [];
    item.onstart = (id) => calls.push(['start', id]);
    item.oncancel = (id) => calls.push(['cancel', id]);
    item.task = STATES.timed_out;
    buttonOf(item).click();
    await until(() => calls.length === 1);
    item.task = STATES.running;
    await until(() => !buttonOf(item).hasAttribute('aria-disabled'));
    buttonOf(item).click();
    await until(() => calls.length === 2);
    expect(calls).toEqual([['start', 'import-data'], ['cancel', 'import-data']]);
  });

  it('shows what an action failed with, until something happens', async () => {
    item.onstart = async () => { throw new Error('No more tasks, please.'); };
    item.task = STATES.pending;
    buttonOf(item).click();
    await until(() => visible(part('problem')));
    expect(part('problem').textContent).toBe('No more tasks, please.');
    item.task = STATES.running;
    expect(visible(part('problem'))).toBe(false);
  });

  it('takes its task before and after it is on the page, and before it is defined', () => {
    const early = document.createElement('task-item');
    early.task = STATES.pending;
    document.body.append(early);
    expect(textOf(early)).toBe('import-data: pending');
  });

  it('is nothing without a task', () => {
    item.task = STATES.pending;
    item.task = undefined;
    expect(visible(item.shadowRoot.querySelector('.item'))).toBe(false);
  });
});

describe('a message', () => {
  it('is text: HTML in it is shown', () => {
    const html = '<img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>';
    item.task = { ...run({ message: html }), title: html, description: html };
    expect(part('message').textContent).toBe(html);
    item.task = { ...STATES.error, error: html };
    expect(part('message').textContent).toBe(html);
    expect(item.shadowRoot.querySelector('img, script')).toBeNull();
    expect(document.title).not.toBe('run');
  });

  it('of an artifact links to no script', () => {
    item.task = { ...STATES.completed, artifacts: [
      { name: 'report', url: '/files/report.pdf' }, { name: 'bad', url: 'javascript:alert(1)' }, { name: 'worse', url: ' data:text/html,x' },
    ] };
    const links = [...item.shadowRoot.querySelectorAll('a')];
    expect(links.map((link) => link.textContent)).toEqual(['report']);
    expect(links[0].getAttribute('href')).toBe('/files/report.pdf');
    unfold(item);
    const all = [...item.shadowRoot.querySelectorAll('a')];
    expect(all.map((link) => link.getAttribute('href'))).toEqual(['/files/report.pdf', '/files/report.pdf']);
  });

  it('of a result is for people', () => {
    item.task = { ...STATES.completed, result: { rowsRead: 12_345, files: ['a', 'b'], empty: null } };
    expect(part('result').textContent).toBe('Rows read: 12,345 · Files: a, b · Empty: ');
  });
});

describe('a bar', () => {
  const bar = () => part('bar');

  it('says how far it is', () => {
    item.task = run({ message: 'x', current: 57, total: 100 });
    expect(bar().getAttribute('role')).toBe('progressbar');
    expect(bar().getAttribute('aria-valuenow')).toBe('57');
    expect(bar().getAttribute('aria-valuetext')).toBe('57 of 100');
    expect(part('percent').textContent).toBe('57%');
    expect(part('numbers').textContent).toBe('57 of 100');
    expect(part('fill').getBoundingClientRect().right).toBeLessThan(bar().getBoundingClientRect().right);
  });

  it('of unknown length moves, and says no number', () => {
    item.task = run({ message: 'x' });
    expect(bar().hasAttribute('data-indeterminate')).toBe(true);
    expect(bar().hasAttribute('aria-valuenow')).toBe(false);
    expect(part('percent').textContent).toBe('');
    item.task = run({ message: 'x', current: 7 });
    expect(part('numbers').textContent).toBe('7');
    item.task = run({ message: 'x', current: 1, total: 0 });
    expect(bar().hasAttribute('data-indeterminate')).toBe(true);
  });

  it('over its total is full, and says by how much', () => {
    item.task = run({ message: 'x', current: 1_204, total: 1_000 });
    expect(bar().getAttribute('aria-valuenow')).toBe('100');
    expect(part('numbers').textContent).toBe('1,204 of 1,000 expected');
  });

  it('below nothing is empty', () => {
    item.task = run({ message: 'x', current: -5, total: 10 });
    expect(bar().getAttribute('aria-valuenow')).toBe('0');
  });

  it('is 100% only when all is done', () => {
    item.task = run({ message: 'x', current: 99_999, total: 100_000 });
    expect(part('percent').textContent).toBe('99%');
  });

  it('grows from the right where the text does', () => {
    document.documentElement.dir = 'rtl';
    item.task = run({ message: 'x', current: 1, total: 4 });
    const [whole, done] = [bar(), part('fill')].map((node) => node.getBoundingClientRect());
    document.documentElement.dir = '';
    expect(done.left).toBeGreaterThan(whole.left + whole.width / 2);
  });

  it('has steps, nested ones indented', () => {
    item.task = run({ message: 'x', current: 40, total: 100, steps: [
      { name: 'Read', status: 'completed' },
      { name: 'Match', status: 'running', message: 'by name', current: 1, total: 4 },
      { name: 'Names', status: 'running', depth: 1 },
      { name: 'Write', status: 'error' },
    ] });
    unfold(item);
    const steps = [...item.shadowRoot.querySelectorAll('.steps li')];
    expect(steps.map((step) => step.textContent)).toEqual(['Read done', 'Match by name · 25%', 'Names ', 'Write failed']);
    expect(getComputedStyle(steps[2]).paddingInlineStart).not.toBe('0px');
    expect(part('numbers').textContent).toBe('');
    item.remove();
    document.body.append(item);
    item.task = { ...STATES.completed, run: 2 };
    expect(visible(part('steps'))).toBe(false);
  });
});

describe('time', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    item.remove();
    document.body.append(item);
  });

  it('ticks while the task runs, and an estimate never goes up in silence', () => {
    item.task = run({ message: 'x', current: 1, total: 2, eta: 8_000 }, { startedAt: now() - 5_000 });
    expect(part('times').textContent).toBe('5 s so far · about 8 s left');
    vi.advanceTimersByTime(3_000);
    expect(part('times').textContent).toBe('8 s so far · about 5 s left');
    vi.advanceTimersByTime(6_000);
    expect(part('times').textContent).toBe('14 s so far · almost done');
  });

  it('says that it still works where nothing has come for long, unless the connection is lost', () => {
    const began = now();
    item.task = run({ message: 'x', eta: 60_000 }, { startedAt: began });
    vi.advanceTimersByTime(12_000);
    expect(part('times').textContent).toBe('12 s so far · still working');
    item.stale = true;
    expect(part('times').textContent).not.toContain('still working');
    item.stale = false;
    item.task = run({ message: 'y' }, { startedAt: began });
    expect(part('times').textContent).toBe('12 s so far');
  });

  it('stands still while a task moves to another server, and its bar stays', () => {
    item.task = run({ message: 'x', current: 62, total: 100 }, { startedAt: now() - 5_000, run: 2, node: 'a', moving: true });
    expect(part('times').textContent).toBe('to another server');
    expect(part('bar').getAttribute('aria-valuenow')).toBe('62');
    vi.advanceTimersByTime(60_000);
    expect(part('times').textContent).toBe('to another server');
  });

  it('of an end is when, and after how long', () => {
    item.task = { ...STATES.completed, run: 3, startedAt: now() - 302_500, lastRun: now() - 300_000 };
    expect(part('times').textContent).toMatch(/^5 min\.? ago$/);
    expect(part('times').title).toMatch(/20\d\d.*:\d\d:\d\d/);
    unfold(item);
    expect(part('details').textContent).toMatch(/Took2\.5 sRun3/);
  });

  it('of a stop is shown until the handler has returned', () => {
    item.task = { ...STATES.canceled, stopping: { phase: 'requested', since: 3_500 } };
    expect(textOf(item)).toBe('import-data: stopping — canceled');
    item.task = STATES.canceled;
    expect(textOf(item)).toBe('import-data: canceled');
  });
});

describe('a keyboard and a mouse', () => {
  it('keep the focus in the row, and never on the other button', () => {
    item.onstart = () => {};
    item.oncancel = () => {};
    item.task = STATES.pending;
    buttonOf(item).focus();
    item.task = STATES.running;
    item.task = run({ message: 'y', current: 9, total: 10 });
    expect(focused()).toBe(item.shadowRoot.querySelector('.toggle'));
    buttonOf(item).focus();
    item.task = STATES.error;
    expect(focused()).toBe(item.shadowRoot.querySelector('.toggle'));
    expect(labelOf(buttonOf(item))).toBe('Try again');
  });

  it('that are held down or click twice do not start and cancel', async () => {
    const calls = [];
    item.onstart = () => calls.push('start');
    item.oncancel = () => calls.push('cancel');
    item.task = STATES.pending;
    const button = buttonOf(item);
    const place = button.getBoundingClientRect();
    button.dispatchEvent(new MouseEvent('click', { detail: 1 }));
    item.task = STATES.running;
    expect(labelOf(buttonOf(item))).toBe('Cancel');
    expect(buttonOf(item).getBoundingClientRect().right, 'elsewhere').toBeLessThanOrEqual(place.left);
    await new Promise((resolve) => setTimeout(resolve));
    button.dispatchEvent(new MouseEvent('click', { detail: 2 }));
    const repeated = new KeyboardEvent('keydown', { key: 'Enter', repeat: true, cancelable: true, bubbles: true });
    button.dispatchEvent(repeated);
    expect(repeated.defaultPrevented).toBe(true);
    await new Promise((resolve) => setTimeout(resolve));
    expect(calls).toEqual(['start']);
  });
});

describe('templates', () => {
  it('replace the default, by status', async () => {
    item = show(`<task-item>
      <template status="running"><b data-text="progress.message"></b> <i data-text="percent"></i>
        <em data-show="progress.eta">soon</em> <button data-action="cancel">Stop it</button></template>
      <template status="fallback"><u data-text="id"></u></template>
    </task-item>`);
    const calls = [];
    item.oncancel = (id) => calls.push(id);
    item.task = run({ message: '<b>', current: 1, total: 4 });
    const bold = item.querySelector('b');
    expect(bold.textContent).toBe('<b>');
    expect(item.querySelector('i').textContent).toBe('25');
    expect(item.querySelector('em').hidden).toBe(true);
    expect(visible(item.shadowRoot.querySelector('.item'))).toBe(false);
    item.task = run({ message: 'next', current: 2, total: 4, eta: 5 });
    expect(item.querySelector('b')).toBe(bold);
    expect(bold.textContent).toBe('next');
    expect(item.querySelector('em').hidden).toBe(false);
    item.querySelector('button').click();
    await until(() => calls.length);
    expect(calls).toEqual(['import-data']);
    item.task = STATES.error;
    expect(item.querySelector('u').textContent).toBe('import-data');
    expect(item.querySelector('b')).toBeNull();
  });

  it('do not reach what is not the task’s own', () => {
    item = show('<task-item><template status="fallback"><b data-text="constructor.name"></b></template></task-item>');
    item.task = STATES.pending;
    expect(item.querySelector('b').textContent).toBe('');
  });

  it('may be functions, and the default stands in for the rest', () => {
    const node = document.createElement('b');
    item.templates = {
      completed: (task) => `Done at ${task.lastRun}`,
      error: (task) => { node.textContent = task.error; return node; },
    };
    item.task = STATES.completed;
    expect(item.textContent).toBe('Done at 3500');
    item.task = STATES.error;
    expect(item.querySelector('b')).toBe(node);
    item.task = STATES.canceled;
    expect(textOf(item)).toBe('import-data: canceled');
    expect(item.textContent).toBe('');
  });

  it.each(Object.keys(STATES))('are there for %s', (status) => {
    item.templates = { [status]: (task) => `mine: ${task.status}` };
    item.task = STATES[status];
    expect(item.textContent).toBe(`mine: ${status}`);
  });
});

describe('wired by attributes', () => {
  it('it follows a task and acts', async () => {
    const { server, src } = serve();
    item = show(`<task-item src="${src}" task-id="a"></task-item>`);
    const connection = await server.connection();
    connection.send(init(pending('a')), init(pending('b')), [1, ready]);
    await until(() => labelOf(buttonOf(item)) === 'Start');
    buttonOf(item).click();
    await until(() => server.requests.length);
    expect(server.requests[0].url.pathname).toMatch(/\/a\/start$/);
    connection.send([2, update(running('a', 5))]);
    await until(() => labelOf(buttonOf(item)) === 'Cancel');
    item.setAttribute('task-id', 'b');
    expect(textOf(item)).toBe('b: pending');
    item.setAttribute('readonly', '');
    expect(buttonOf(item)).toBeNull();
  });

  it('it says what it does, and can be kept from it', async () => {
    const { server, src } = serve();
    item = show(`<task-item src="${src}" task-id="a"></task-item>`);
    (await server.connection()).send(init(pending('a')), [1, ready]);
    await until(() => buttonOf(item));
    const told = [];
    document.body.addEventListener('task-start', (event) => {
      told.push(event.detail.id);
      event.preventDefault();
    }, { once: true });
    buttonOf(item).click();
    expect(told).toEqual(['a']);
    expect(server.requests).toHaveLength(0);
  });
});

describe('screen readers', () => {
  it('hear of states and quarters, and of nothing else', async () => {
    await new Promise((resolve) => setTimeout(resolve, 700)); // of the tests before
    const before = announced().length;
    item.task = STATES.pending;
    item.task = { ...STATES.running, progress: { message: 'Starting...' } };
    await until(() => announced().length !== before || announced().at(-1) === 'import-data: running');
    expect(announced().at(-1)).toBe('import-data: running');
    for (let current = 1; current < 25; current++) item.task = run({ message: 'x', current, total: 100 });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(announced().at(-1)).toBe('import-data: running');
    item.task = run({ message: 'x', current: 26, total: 100 });
    await until(() => announced().at(-1) === 'import-data: 26%');
    item.task = STATES.error;
    await until(() => announced().at(-1) === 'import-data: failed — disk full');
    expect(document.querySelectorAll('[aria-live]')).toHaveLength(1);
  });

  it.each(Object.keys(STATES))('find nothing wrong with %s', async (status) => {
    for (const scheme of ['light', 'dark']) {
      document.documentElement.style.colorScheme = scheme;
      document.body.style.background = scheme === 'dark' ? '#161a20' : '#fff';
      for (const stale of [false, true]) {
        item.onstart = () => {};
        item.oncancel = () => {};
        item.stale = stale;
        item.task = { ...STATES[status], title: 'Import', description: 'Reads all rows' };
        await new Promise((resolve) => setTimeout(resolve, 300)); // colours fade
        const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
        expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)])).toEqual([]);
      }
    }
    document.documentElement.style.colorScheme = '';
    document.body.style.background = '';
  });
});

describe('words', () => {
  it('can be translated, with the numbers', () => {
    item.onstart = () => {};
    item.task = { ...run({ message: 'x', current: 1_204.5, total: 9_000 }) };
    translate('de', { running: 'läuft', of: '{0} von {1}', error: 'gescheitert', retry: 'Noch einmal' });
    expect(textOf(item)).toBe('import-data: läuft — x');
    expect(part('numbers').textContent).toBe('1.205 von 9.000');
    item.task = STATES.error;
    expect(textOf(item)).toBe('import-data: gescheitert — disk full');
    expect(labelOf(buttonOf(item))).toBe('Noch einmal');
  });
});

it('shows completed from the model', () => {
  item.task = completed('x');
  expect(textOf(item)).toBe('x: completed');
});
