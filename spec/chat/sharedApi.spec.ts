import { sharedApi } from '../../lib/chat/sharedApi.js';
import type { ParticipantApi } from '../../lib/api/index.js';

describe('sharedApi', () => {
  it('makes one API for each endpoint', () => {
    const make = jest.fn((endpoint: string) => ({ endpoint }) as unknown as ParticipantApi);
    const apiAt = sharedApi(make);
    const here = apiAt('https://here.example');

    expect(apiAt('https://here.example')).toBe(here);
    expect(apiAt('https://there.example')).toEqual({ endpoint: 'https://there.example' });
    expect(make).toHaveBeenCalledTimes(2);
  });
});
