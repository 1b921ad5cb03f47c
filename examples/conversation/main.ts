import { firstValueFrom, from, Subscription, timeout } from 'rxjs';
import { type Emulator, startEmulator } from 'rx-connect-chat/emulator';
import { checkEnd, checkMessages, checkOrder, checkTranscript, type Finding } from './check.js';
import { createNarrator } from './narrator.js';
import {
  agentArrives,
  assistantAnswers,
  bothTalk,
  connectionIsCut,
  customerArrives,
  customerLeaves,
} from './scenes.js';

export interface ConversationOptions {
  /** Of the local service. @defaultValue any that is free */
  readonly port?: number | undefined;
  readonly print?: (line: string) => void;
}

/** A conversation that takes longer than this hangs. */
const LIMIT_MS = 30_000;

/**
 * Plays a conversation between a customer and an agent over real sockets, tells it, and checks what
 * both have got against what the service keeps. Answers whether all was right.
 */
export async function playConversation({
  port = 0,
  print = console.log,
}: ConversationOptions = {}): Promise<boolean> {
  const startedAt = performance.now();
  const emulator = await startEmulator({ port });
  const curtain = new Subscription();
  print(`A conversation over the local service at ${emulator.url}\n`);
  try {
    const findings = await firstValueFrom(
      from(play(emulator, curtain, print)).pipe(timeout({ first: LIMIT_MS })),
    );
    print('');
    for (const { what, wrong } of findings) print(wrong ? `✗ ${what}: ${wrong}` : `✓ ${what}`);
    const isRight = findings.every(({ wrong }) => wrong === undefined);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    print(`\n${isRight ? 'All is right' : 'Something is wrong'}, after ${seconds} s.`);
    return isRight;
  } catch (error) {
    print(
      `\n✗ the conversation came to a halt: ${error instanceof Error ? error.message : 'why?'}`,
    );
    return false;
  } finally {
    curtain.unsubscribe();
    await emulator.close();
  }
}

async function play(
  emulator: Emulator,
  curtain: Subscription,
  print: (line: string) => void,
): Promise<readonly Finding[]> {
  const contact = emulator.startChat({
    displayName: 'Maria',
    initialMessage: 'Hello, is my order on its way?',
  });
  const assistant = contact.join({ role: 'SYSTEM', displayName: 'Assistant' });
  assistant.say('Welcome! Jordan will be with you in a moment.');
  const stage = { emulator, contact, narrator: createNarrator(print), curtain };

  const beforeMaria = contact.transcript;
  const maria = await customerArrives(stage);
  const beforeJordan = contact.transcript;
  const jordan = await agentArrives(stage);
  await bothTalk(stage, maria, jordan);
  await assistantAnswers(stage, assistant, maria);
  const missed = await connectionIsCut(stage, maria, jordan);
  await customerLeaves(stage, maria, jordan);

  const kept = contact.transcript;
  return [
    checkMessages('Maria got every message once, in order, complete', maria, kept, beforeMaria),
    checkMessages('Jordan got every message once, in order, complete', jordan, kept, beforeJordan),
    checkOrder(`Maria got the ${missed.length} messages she missed, in order`, maria, missed),
    await checkTranscript("Maria's transcript is the service's", maria, kept),
    await checkTranscript("Jordan's transcript is the service's", jordan, kept),
    await checkEnd('Maria saw the chat end', maria),
    await checkEnd('Jordan saw the chat end', jordan),
  ];
}
