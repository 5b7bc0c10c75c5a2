import { describe, expect, it } from 'vitest';
import { parser } from '../../src/task-event-source.js';

/** What a parser tells of some chunks. */
function read(...chunks) {
  const told = [];
  const parse = parser({
    message: (id, data) => told.push({ ...(id !== undefined && { id }), ...(data !== undefined && { data }) }),
    comment: () => told.push('comment'),
    retry: (ms) => told.push({ retry: ms }),
  });
  chunks.forEach(parse);
  return told;
}

describe('an event stream', () => {
  it('has frames of an id and data', () => {
    expect(read('id: 5\ndata: {"a":1}\n\n')).toEqual([{ id: '5', data: '{"a":1}' }]);
  });

  it('is read the same wherever it is cut', () => {
    const text = ': heartbeat\n\nid: 5\r\ndata: a\r\ndata:b\r\n\r\nretry: 20\n\ndata: é\u2028x\r\rid: 7\n\n';
    const whole = read(text);
    expect(whole).toEqual(['comment', { id: '5', data: 'a\nb' }, { retry: 20 }, { data: 'é\u2028x' }, { id: '7' }]);
    for (let cut = 1; cut < text.length; cut++) {
      expect(read(text.slice(0, cut), text.slice(cut)), `cut at ${cut}`).toEqual(whole);
    }
    expect(read(...text)).toEqual(whole);
  });

  it('has only one space after the colon to drop, and fields without one', () => {
    expect(read('data:  x\n\ndata\n\n')).toEqual([{ data: ' x' }, { data: '' }]);
  });

  it('may have what this client does not know', () => {
    expect(read('event: other\ndata: x\n\nfoo: bar\nretry: soon\nid: a\0b\ndata: y\n\n')).toEqual([{ data: 'y' }]);
  });

  it('gives nothing of a frame that was cut off', () => {
    expect(read('data: x\n')).toEqual([]);
  });

  it('has lines that end with a lone CR, at once', () => {
    expect(read('data: x\r\r')).toEqual([{ data: 'x' }]);
    expect(read('data: x\r', '\r')).toEqual([{ data: 'x' }]);
    expect(read(': beat\r')).toEqual(['comment']);
  });

  it('has a CRLF that is one end of a line, also where it is cut', () => {
    expect(read('data: x\r', '\ndata: y\r', '\n\r', '\n')).toEqual([{ data: 'x\ny' }]);
    expect(read('data: x\r', '', '\n\r\n')).toEqual([{ data: 'x' }]);
    expect(read('data: x\r', '\n', '\n')).toEqual([{ data: 'x' }]);
  });

  it('of any text is read as the standard has it, however it is cut', () => {
    const parts = [
      '\r', '\n', '\r\n', ':', ' ', 'data', 'id', 'event', 'retry', 'x', '7', 'message', '\0', '\u2028', 'é', 'data: y\n\n',
    ];
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomOf(seed);
      const text = Array.from({ length: 1 + random(14) }, () => parts[random(parts.length)]).join('');
      const whole = standard(text);
      const what = `seed ${seed}: ${JSON.stringify(text)}`;
      expect(read(text), what).toEqual(whole);
      expect(read(...text), what).toEqual(whole);
      for (const pieces of cuts(text, random)) expect(read(...pieces), `${what} as ${JSON.stringify(pieces)}`).toEqual(whole);
    }
  });

  it('of 8 MiB on a line, in pieces of 1,460 characters, takes no time', () => {
    const text = `data: ${'x'.repeat(8 * 1024 * 1024)}\n\n`;
    const pieces = [];
    for (let at = 0; at < text.length; at += 1_460) pieces.push(text.slice(at, at + 1_460));
    const begun = process.cpuUsage(); // of this process, whatever else the machine has to do
    const [{ data }] = read(...pieces);
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1_000).toBeLessThan(1_000);
    expect(data.length).toBe(8 * 1024 * 1024);
  });
});

/** Every way to cut a short text, and some of a longer one; with pieces that are empty. */
function cuts(text, random) {
  const places = text.length - 1;
  const all = places <= 7
    ? Array.from({ length: 2 ** places }, (_, bits) => bits)
    : Array.from({ length: 60 }, () => random(2 ** 30));
  return all.map((bits) => {
    const pieces = [''];
    [...text].forEach((char, at) => {
      pieces.push(pieces.pop() + char);
      if ((bits >> (at % 30)) & 1) pieces.push('');
    });
    return pieces;
  });
}

/** What the standard says of a whole text, a step for each of its sentences. */
function standard(text) {
  const told = [];
  let [data, id, event] = [undefined, undefined, ''];
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n');
  lines.pop(); // without an end
  for (const line of lines) {
    if (line === '') {
      if ((data !== undefined || id !== undefined) && (event === '' || event === 'message')) {
        told.push({ ...(id !== undefined && { id }), ...(data !== undefined && { data }) });
      }
      [data, id, event] = [undefined, undefined, ''];
      continue;
    }
    const colon = line.indexOf(':');
    if (colon === 0) {
      told.push('comment');
      continue;
    }
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    if (field === 'data') data = data === undefined ? value : `${data}\n${value}`;
    if (field === 'id' && !value.includes('\0')) id = value;
    if (field === 'event') event = value;
    if (field === 'retry' && /^[0-9]+$/.test(value)) told.push({ retry: Number(value) });
  }
  return told;
}

/** Whole numbers below a bound, the same for the same seed. */
function randomOf(seed) {
  let state = seed;
  return (bound) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
}
