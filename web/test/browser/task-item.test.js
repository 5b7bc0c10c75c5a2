// What a <task-item> shows of a task, and what can be done with it.

import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { translate } from '../../src/elements.js';
import { STATES, item, part, run, shown } from '../support/item.js';
import { announced, buttonOf, focused, labelOf, saidAll, serve, settle, textOf, unfold, until, visible } from '../support/page.js';
import { completed, init, pending, ready, running, update } from '../support/server.js';
import { pass, stopTime } from '../support/time.js';

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
    shown(`<task-item>
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
    shown('<task-item><template status="fallback"><b data-text="constructor.name"></b></template></task-item>');
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
    shown(`<task-item src="${src}" task-id="a"></task-item>`);
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
    shown(`<task-item src="${src}" task-id="a"></task-item>`);
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
    await saidAll();
    stopTime();
    item.task = STATES.pending;
    item.task = { ...STATES.running, progress: { message: 'Starting...' } };
    await pass(500);
    expect(announced().at(-1)).toBe('import-data: running');
    for (let current = 1; current < 25; current++) item.task = run({ message: 'x', current, total: 100 });
    await pass(5_000);
    expect(announced().at(-1)).toBe('import-data: running');
    item.task = run({ message: 'x', current: 26, total: 100 });
    await pass(500);
    expect(announced().at(-1)).toBe('import-data: 26%');
    item.task = STATES.error;
    await pass(500);
    expect(announced().at(-1)).toBe('import-data: failed — disk full');
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
        settle();
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
