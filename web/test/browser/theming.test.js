// One accent is enough: whatever it is, what follows from it can be read.

import { afterEach, describe, expect, it } from 'vitest';
import '../../src/elements.js';
import { running } from '../support/server.js';
import { show } from '../support/page.js';

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

/** The relative luminance of a colour as it is painted. */
function luminance(colour) {
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const ACCENTS = ['#000', '#fff', '#808080', '#ff0', '#0ff', '#f0f', 'hotpink', 'rebeccapurple', 'navy', 'gold', '#0f0'];
for (let hue = 0; hue < 360; hue += 15) {
  for (const light of [25, 50, 75]) ACCENTS.push(`hsl(${hue} 90% ${light}%)`);
}

afterEach(() => {
  document.documentElement.style.cssText = '';
  document.body.replaceChildren();
});

describe.each(['light', 'dark'])('one accent, %s', (scheme) => {
  it('is enough', () => {
    document.documentElement.style.colorScheme = scheme;
    const item = show('<task-item></task-item>');
    item.task = running('a', 40);
    const root = item.shadowRoot;
    const probe = document.createElement('i');
    root.append(probe);
    const colour = (name) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    const surface = colour('surface');
    const failing = [];
    for (const accent of ACCENTS) {
      document.documentElement.style.setProperty('--taskcast-accent', accent);
      const found = {
        'bar on surface': [contrast(colour('accent'), surface), 3],
        'bar on its track': [contrast(colour('accent'), colour('track')), 3],
        'word on surface': [contrast(colour('accent-word'), surface), 4.5],
        'link on surface': [contrast(colour('accent-strong'), surface), 4.5],
        'button': [contrast(colour('accent-strong'), colour('accent-soft')), 4.5],
        'button under the pointer': [contrast(colour('on-accent'), colour('accent-ground')), 4.5],
      };
      for (const [what, [is, least]] of Object.entries(found)) if (is < least) failing.push(`${accent} ${what}: ${is.toFixed(2)}`);
    }
    expect(failing).toEqual([]);
  });

  it('gives what is not set besides, and what is set goes before', () => {
    document.documentElement.style.colorScheme = scheme;
    const item = show('<task-item style="--taskcast-accent: seagreen"></task-item>');
    item.task = running('a', 40);
    const fill = () => getComputedStyle(item.shadowRoot.querySelector('[part=fill]')).backgroundColor;
    const green = fill();
    item.style.setProperty('--taskcast-accent', 'crimson');
    expect(fill()).not.toBe(green);
    item.style.setProperty('--taskcast-on-accent', 'rgb(1, 2, 3)');
    const probe = document.createElement('i');
    item.shadowRoot.append(probe);
    probe.style.color = 'var(--on-accent)';
    expect(getComputedStyle(probe).color).toBe('rgb(1, 2, 3)');
  });
});
