import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '../../lib/api/userAgent.js';

describe('VERSION', () => {
  it('is the version of the package', () => {
    const text = readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8');

    expect(VERSION).toBe((JSON.parse(text) as { version: string }).version);
  });
});
