import {
  CancelParticipantAuthenticationCommand,
  CompleteAttachmentUploadCommand,
  ConnectParticipantClient,
  CreateParticipantConnectionCommand,
  DescribeViewCommand,
  DisconnectParticipantCommand,
  GetAttachmentCommand,
  GetAuthenticationUrlCommand,
  GetTranscriptCommand,
  ResourceNotFoundException,
  SendEventCommand,
  SendMessageCommand,
  StartAttachmentUploadCommand,
  ThrottlingException,
} from '@aws-sdk/client-connectparticipant';
import type { Emulator } from '../../lib/emulator.js';
import { eventually } from './support/eventually.js';
import { summary } from './support/SocketClient.js';
import { withEmulator } from './support/withEmulator.js';

/** It wants credentials, though the service asks for none. */
const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };

const sdk = (emulator: Emulator, maxAttempts = 1): ConnectParticipantClient =>
  new ConnectParticipantClient({
    region: 'us-west-2',
    endpoint: emulator.url,
    maxAttempts,
    credentials,
  });

async function connectionToken(
  client: ConnectParticipantClient,
  ParticipantToken: string,
): Promise<string> {
  const { ConnectionCredentials, Websocket } = await client.send(
    new CreateParticipantConnectionCommand({
      ParticipantToken,
      Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'],
    }),
  );
  expect(Websocket?.Url).toMatch(/^ws:/);
  return ConnectionCredentials!.ConnectionToken!;
}

describe('the ConnectParticipantClient of the AWS SDK', () => {
  it(
    'does all of its operations',
    withEmulator(async (emulator) => {
      const client = sdk(emulator);
      const chat = emulator.startChat({ displayName: 'Ann' });
      const agent = chat.join({ displayName: 'Bob' });
      const ConnectionToken = await connectionToken(client, chat.details.participantToken);

      const sent = await client.send(
        new SendMessageCommand({ ConnectionToken, ContentType: 'text/plain', Content: 'Hello' }),
      );
      const answer = agent.say('Hi');
      await client.send(
        new SendEventCommand({
          ConnectionToken,
          ContentType: 'application/vnd.amazonaws.connect.event.message.read',
          Content: JSON.stringify({ messageId: answer.Id }),
        }),
      );

      const upload = await client.send(
        new StartAttachmentUploadCommand({
          ConnectionToken,
          AttachmentName: 'a.txt',
          AttachmentSizeInBytes: 5,
          ContentType: 'text/plain',
          ClientToken: 'start',
        }),
      );
      const { Url, HeadersToInclude } = upload.UploadMetadata!;
      await fetch(Url!, { method: 'PUT', body: 'Hello', headers: HeadersToInclude! });
      await client.send(
        new CompleteAttachmentUploadCommand({
          ConnectionToken,
          AttachmentIds: [upload.AttachmentId!],
          ClientToken: 'complete',
        }),
      );
      const { AttachmentId } = upload;
      const attachment = await client.send(
        new GetAttachmentCommand({ ConnectionToken, AttachmentId, UrlExpiryInSeconds: 5 }),
      );
      expect(attachment.AttachmentSizeInBytes).toBe(5);
      expect(await (await fetch(attachment.Url!)).text()).toBe('Hello');

      const ViewToken = chat.addView({
        Id: 'v',
        Name: 'Form',
        Version: 2,
        Content: { Actions: ['Go'] },
      });
      const { View } = await client.send(new DescribeViewCommand({ ConnectionToken, ViewToken }));
      expect(View).toEqual({ Id: 'v', Name: 'Form', Version: 2, Content: { Actions: ['Go'] } });

      const SessionId = chat.initiateAuthentication();
      const { AuthenticationUrl } = await client.send(
        new GetAuthenticationUrlCommand({
          ConnectionToken,
          SessionId,
          RedirectUri: 'https://example.com',
        }),
      );
      expect(AuthenticationUrl).toContain(SessionId);
      await client.send(new CancelParticipantAuthenticationCommand({ ConnectionToken, SessionId }));

      const first = await client.send(
        new GetTranscriptCommand({
          ConnectionToken,
          MaxResults: 5,
          SortOrder: 'ASCENDING',
          ScanDirection: 'BACKWARD',
        }),
      );
      const { NextToken, InitialContactId } = first;
      expect(InitialContactId).toBe(chat.contactId);
      const second = await client.send(
        new GetTranscriptCommand({
          ConnectionToken,
          MaxResults: 5,
          SortOrder: 'ASCENDING',
          NextToken,
        }),
      );
      const items = [...second.Transcript!, ...first.Transcript!];
      expect(items.map(summary)).toEqual([
        'participant.joined',
        'participant.joined',
        'Hello',
        'Hi',
        'file a.txt',
        'authentication.initiated',
        'authentication.cancelled',
      ]);
      expect(items[2]).toMatchObject({
        Id: sent.Id,
        AbsoluteTime: sent.AbsoluteTime,
        DisplayName: 'Ann',
      });
      expect(items[3]).toMatchObject({
        Type: 'MESSAGE',
        MessageMetadata: { MessageId: answer.Id, Receipts: [{}] },
      });

      await client.send(new DisconnectParticipantCommand({ ConnectionToken }));
      await eventually(() => expect(chat.ended).toBe(true));
      client.destroy();
    }),
  );

  it(
    'gets the errors as its own classes, and tries a throttled call again',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      const once = sdk(emulator);
      const ConnectionToken = await connectionToken(once, chat.details.participantToken);
      const message = new SendMessageCommand({
        ConnectionToken,
        ContentType: 'text/plain',
        Content: 'x',
      });

      await expect(
        once.send(
          new SendMessageCommand({
            ConnectionToken: 'wrong',
            ContentType: 'text/plain',
            Content: 'x',
          }),
        ),
      ).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: 'Access denied',
        $metadata: { httpStatusCode: 403 },
      });
      await expect(
        once.send(new DescribeViewCommand({ ConnectionToken, ViewToken: 'none' })),
      ).rejects.toBeInstanceOf(ResourceNotFoundException);
      emulator.faults.failOperation('SendMessage', { error: 'ThrottlingException', times: 1 });
      await expect(once.send(message)).rejects.toBeInstanceOf(ThrottlingException);

      emulator.faults.failOperation('SendMessage', { error: 'ThrottlingException', times: 1 });
      emulator.faults.loseAnswer('SendMessage', { times: 1 });
      const persistent = sdk(emulator, 3);
      const { Id } = await persistent.send(message);
      expect(
        chat.transcript.filter(({ Type }) => Type === 'MESSAGE').map((item) => item.Id),
      ).toEqual([Id]);
      once.destroy();
      persistent.destroy();
    }),
  );
});
