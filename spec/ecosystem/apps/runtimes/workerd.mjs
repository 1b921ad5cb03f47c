// Plays the scenario in workerd, as Miniflare runs it.
import { Miniflare } from 'miniflare';

const [endpoint = ''] = process.argv.slice(2);
const miniflare = new Miniflare({
  modules: true,
  scriptPath: 'runtimes/site/workerd.js',
  compatibilityDate: '2026-01-01',
});
const answer = await miniflare.dispatchFetch(`http://worker/?${new URLSearchParams({ endpoint })}`);
console.log(await answer.text());
await miniflare.dispose();
