import { parseArgs } from 'node:util';
import { resolveEndpoint } from '../../lite.js';
import { UsageError } from '../command.js';

export const CHAT_USAGE = `Usage: rx-connect-chat chat --start-url <url> --region <region> [options]
       rx-connect-chat chat --emulator [<url>] [options]

Starts a chat as a customer, to read and write in the terminal.

Where:
  --start-url <url>       who starts chats: a backend that calls StartChatContact
  --region <region>       AWS region of the Amazon Connect instance
  --endpoint <url>        address of the Participant Service, instead of the region's
  --emulator [<url>]      a local service, at <url> or started here, with an assistant to talk to

Which chat:
  --name <name>           display name of the customer (default Customer)
  --attribute <k=v>       an attribute for the flow; may be given several times
  --flow <id>             ContactFlowId, where the backend wants one
  --instance <id>         InstanceId, where the backend wants one
  --header <name: value>  a header for the backend; may be given several times

How:
  --no-receipts           do not tell others that their messages have been read
  --record <file>         write a journal of the chat, without texts and names, when it is over
  --help                  print this

/help lists what can be typed in the chat. Ctrl+C leaves it.
`;

/** Where a chat is, and how it comes about. */
export type Where =
  | {
      readonly type: 'start-url';
      readonly url: URL;
      readonly endpoint: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  /** Without a `url`, one is started. */
  | { readonly type: 'emulator'; readonly url: string | undefined };

export interface ChatArgs {
  readonly where: Where;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly contactFlowId: string | undefined;
  readonly instanceId: string | undefined;
  readonly receipts: boolean;
  /** The file for the journal. */
  readonly record: string | undefined;
}

/** @throws UsageError, or an error of `parseArgs`. */
export function parseChatArgs(args: readonly string[]): ChatArgs {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'start-url': { type: 'string' },
      region: { type: 'string' },
      endpoint: { type: 'string' },
      emulator: { type: 'boolean', default: false },
      name: { type: 'string', default: 'Customer' },
      attribute: { type: 'string', multiple: true, default: [] },
      flow: { type: 'string' },
      instance: { type: 'string' },
      header: { type: 'string', multiple: true, default: [] },
      'no-receipts': { type: 'boolean', default: false },
      record: { type: 'string' },
    },
  });
  const { 'start-url': startUrl, region, endpoint, emulator, name, flow, instance } = values;
  const [emulatorUrl, ...others] = positionals;
  if (emulator === (startUrl !== undefined)) throw new UsageError('give --start-url or --emulator');
  if (others.length > 0 || (emulatorUrl !== undefined && !emulator)) {
    throw new UsageError(`what is '${positionals.at(-1)!}'?`);
  }
  if (name === '') throw new UsageError('--name must not be empty');

  return {
    where: emulator
      ? { type: 'emulator', url: emulatorUrl && safeUrl('--emulator', emulatorUrl).origin }
      : {
          type: 'start-url',
          url: safeUrl('--start-url', startUrl!),
          endpoint: endpointOf(region, endpoint),
          headers: pairs('--header', values.header, ':'),
        },
    name,
    attributes: pairs('--attribute', values.attribute, '='),
    contactFlowId: flow,
    instanceId: instance,
    receipts: !values['no-receipts'],
    record: values.record,
  };
}

function endpointOf(region: string | undefined, endpoint: string | undefined): string {
  if (region === undefined && endpoint === undefined) {
    throw new UsageError('--region is missing (or --endpoint)');
  }
  try {
    return resolveEndpoint({ region, endpoint });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** A URL over which a token may come. */
function safeUrl(option: string, text: string): URL {
  try {
    resolveEndpoint({ endpoint: text });
    return new URL(text);
  } catch (error) {
    throw new UsageError(`${option} must be an https URL (http only on loopback)`, {
      cause: error,
    });
  }
}

const pairs = (option: string, texts: readonly string[], separator: string) =>
  Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf(separator);
      if (at < 1) throw new UsageError(`${option} must be <name>${separator}<value>`);
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
