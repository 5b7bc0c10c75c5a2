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
});
