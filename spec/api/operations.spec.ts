import type { ParticipantApi } from '../../lib/api/api.js';
import { defined } from '../../lib/api/defined.js';
import { apiBy, nameOf } from '../../lib/api/operations.js';

describe('apiBy', () => {
  it('makes all operations of one function', () => {
    const call = jest.fn(() => [{ Id: 'm1' }]);
    const api: ParticipantApi = apiBy(call);
    const request = { ConnectionToken: 'token', ViewToken: 'view' };

    expect(api.describeView(request)).toEqual([{ Id: 'm1' }]);
    expect(call).toHaveBeenCalledWith('describeView', request);
    expect(Object.keys(api)).toHaveLength(11);
  });
});

describe('nameOf', () => {
  it('is how the service names an operation', () => {
    expect(nameOf('sendMessage')).toBe('SendMessage');
    expect(nameOf('')).toBe('');
  });
});

describe('defined', () => {
  it('leaves out what is undefined, and nothing else', () => {
    expect(Object.entries(defined({ a: undefined, b: null, c: 0, d: '' }))).toEqual([
      ['b', null],
      ['c', 0],
      ['d', ''],
    ]);
  });
});
