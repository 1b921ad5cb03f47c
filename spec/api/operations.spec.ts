import type { ParticipantApi } from '../../lib/api/participantApi.js';
import { omitUndefined } from '../../lib/api/omitUndefined.js';
import { apiFrom, operationName } from '../../lib/api/operations.js';

describe('apiFrom', () => {
  it('makes all operations call one function', () => {
    const call = jest.fn(() => [{ Id: 'm1' }]);
    const api: ParticipantApi = apiFrom(call);
    const request = { ConnectionToken: 'token', ViewToken: 'view' };

    expect(api.describeView(request)).toEqual([{ Id: 'm1' }]);
    expect(call).toHaveBeenCalledWith('describeView', request);
    expect(Object.keys(api)).toHaveLength(11);
  });
});

describe('operationName', () => {
  it('is the service’s name of an operation', () => {
    expect(operationName('sendMessage')).toBe('SendMessage');
    expect(operationName('')).toBe('');
  });
});

describe('omitUndefined', () => {
  it('drops fields that are undefined, and nothing else', () => {
    expect(Object.entries(omitUndefined({ a: undefined, b: null, c: 0, d: '' }))).toEqual([
      ['b', null],
      ['c', 0],
      ['d', ''],
    ]);
  });
});
