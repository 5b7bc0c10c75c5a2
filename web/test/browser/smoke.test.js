import { expect, it } from 'vitest';
it('runs in a browser', () => { expect(navigator.locks).toBeDefined(); });
