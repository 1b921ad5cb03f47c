import { rm } from 'node:fs/promises';

export default async function teardown() {
  if (process.env.ECOSYSTEM) await rm(process.env.ECOSYSTEM, { recursive: true });
}
