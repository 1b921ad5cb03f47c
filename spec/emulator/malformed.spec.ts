import { connect as connectTcp } from 'node:net';
import { request } from 'node:http';
import fc from 'fast-check';
import { OPERATION_NAMES, runOperation } from '../../lib/emulator/service/runOperation.js';
import { ServiceError } from '../../lib/emulator/service/ServiceError.js';
import { startChatContact as start } from '../../lib/emulator/service/startChatContact.js';
import { RestClient } from './support/RestClient.js';
import { startChatContact } from './support/startChatContact.js';
import { virtualModel } from './support/virtualModel.js';
import { chatWithCustomer, withEmulator } from './support/withEmulator.js';

describe('malformed requests', () => {
  it(
    'are answered with 400, and the server stays up',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      for (const body of ['{', 'null', '[]', '7', '"text"', '{"Content":}', '\u0000']) {
        expect(await rest.outcome('message', body)).toBe('400 ValidationException');
      }
      expect(await rest.outcome('message', { Content: { a: 1 }, ContentType: [] })).toBe(
        '400 ValidationException',
      );
      expect(
        await rest.outcome('message', { ContentType: 'text/plain', Content: 'x', ClientToken: 7 }),
      ).toBe('400 ValidationException');
      expect((await rest.say('fine')).status).toBe(200);
      expect(chat.transcript).toHaveLength(2);
    }),
  );

  it(
    'at unknown addresses are answered with 404',
    withEmulator(async (emulator) => {
      const rest = new RestClient(emulator.url);
      for (const [method, path] of [
        ['GET', '/'],
        ['GET', '/participant/message'],
        ['POST', '/participant/__proto__'],
        ['POST', '/participant/message/'],
        ['DELETE', '/contact/chat'],
        ['GET', '/emulatorx'],
      ] as const) {
        const { status, headers } = await rest.request(method, path);
        expect([path, status, headers.get('x-amzn-errortype')]).toEqual([
          path,
          404,
          'UnknownOperationException',
        ]);
      }
    }),
  );

  it(
    'that are too long are answered with 413, said so or not',
    withEmulator(async (emulator) => {
      const status = (headers: Record<string, string | number>): Promise<number | undefined> =>
        new Promise((resolve, reject) => {
          const sent = request(`${emulator.url}/contact/chat`, { method: 'PUT', headers });
          sent.on('response', (response) => {
            response.resume();
            resolve(response.statusCode);
          });
          sent.on('error', reject);
          sent.write('x'.repeat(256 * 1024 + 1));
        });
      expect(await status({ 'content-length': 1e12 })).toBe(413);
      expect(await status({})).toBe(413);
      expect((await startChatContact(emulator.url)).status).toBe(200);
    }),
  );

  it(
    'that are not HTTP, or break off, do no harm',
    withEmulator(async (emulator) => {
      const send = (text: string): Promise<void> =>
        new Promise((resolve) => {
          const socket = connectTcp(Number(new URL(emulator.url).port), '127.0.0.1', () =>
            socket.end(text),
          );
          socket.on('error', () => {});
          socket.on('close', () => resolve());
          socket.resume();
        });
      await send('\u0000\u0001 nonsense\r\n\r\n');
      await send('GET //[ HTTP/1.1\r\nHost: x\r\n\r\n');
      await send('PUT /contact/chat HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{"a"');
      await send(
        'GET /socket?ticket=x HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n',
      );
      expect((await startChatContact(emulator.url)).status).toBe(200);
    }),
  );
});

describe('any input at all', () => {
  const field = fc.oneof(
    fc.constantFrom(
      'Content',
      'ContentType',
      'ClientToken',
      'MaxResults',
      'NextToken',
      'StartPosition',
      'Type',
    ),
    fc.constantFrom(
      'AttachmentIds',
      'SessionId',
      'PersistentChat',
      'InstanceId',
      'ContactFlowId',
      'ParticipantDetails',
      '__proto__',
      'toString',
    ),
  );
  const input = fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue()));

  it('is answered, or refused with an error of the service', () => {
    const { model } = virtualModel();
    const { service } = model;
    const { contact, customer } = service.startContact({ displayName: 'Ann' });
    service.directory.connectionTokens.add('token', customer, Infinity);
    fc.assert(
      fc.property(fc.constantFrom(...OPERATION_NAMES), input, (operation, body) => {
        fc.pre(operation !== 'DisconnectParticipant');
        const bearer = operation === 'CreateParticipantConnection' ? customer.token : 'token';
        const answers = [
          () => runOperation(service, operation, bearer, body),
          () => start(service, body),
        ];
        for (const answer of answers) {
          try {
            expect(typeof answer()).toBe('object');
          } catch (error) {
            expect(error).toBeInstanceOf(ServiceError);
          }
        }
      }),
      { numRuns: 2_000, seed: 1 },
    );
    expect(contact.endedAt).toBeUndefined();
  });
});
